"""Plans, not times: which tables SQLite says it will read from end to end for the cookbook's queries."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from archive.explore.arguments import Arguments
from archive.explore.pages import timeline
from benchmarks.cases import cookbook_queries

# What asks about the whole archive reads a whole table; anything else that does lacks an index.
OVER_THE_WHOLE_ARCHIVE = frozenset(
    {
        "Which claims does a later article contradict?",
        "Who is quoted most?",
        "What was conceded, denied or confirmed?",
        "Which files were repaired, and how?",
        "Which files could not be read, and why?",
        "Which files are not shown, because another tells the same article better?",
    }
)
QUERIES = cookbook_queries()


def tables_read_whole(path: Path, sql: str) -> list[str]:
    with closing(sqlite3.connect(path)) as connection:
        stored = {row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        steps = [row[3] for row in connection.execute(f"EXPLAIN QUERY PLAN {sql}")]
    # In the order of an index, a query with a limit stops at it.
    stops = "LIMIT" in sql and not {"USE TEMP B-TREE FOR ORDER BY", "USE TEMP B-TREE FOR GROUP BY"} & set(steps)
    steps = [step for step in steps if not (stops and " USING " in step)]
    aliases = {alias: table for table, alias in re.findall(r"(?:FROM|JOIN) (\w+) AS (\w+)", sql)}
    scanned = [found[1] for step in steps if (found := re.match(r"SCAN (\w+)(?! VIRTUAL)\b", step))]
    return [name for name in scanned if aliases.get(name, name) in stored]


def test_cookbook_has_queries() -> None:
    assert len(QUERIES) > 10


@pytest.mark.parametrize(("name", "sql"), QUERIES, ids=[name for name, _ in QUERIES])
def test_cookbook_query_reads_no_whole_table_without_need(filled: Path, name: str, sql: str) -> None:
    if name.rpartition(" (")[0] not in OVER_THE_WHOLE_ARCHIVE:
        assert [table for table in tables_read_whole(filled, sql) if not table.endswith("_fts")] == []


def test_search_uses_the_full_text_index(filled: Path) -> None:
    plans = []
    with closing(sqlite3.connect(filled)) as connection:
        for name, sql in QUERIES:
            if name.startswith("Search"):
                plans += [row[3] for row in connection.execute(f"EXPLAIN QUERY PLAN {sql}")]
    assert [plan for plan in plans if re.search(r"_fts VIRTUAL TABLE INDEX \d+:M", plan)]


def test_sides_of_one_conflict_are_found_by_its_title(filled: Path) -> None:
    assert tables_read_whole(filled, "SELECT * FROM belligerents WHERE article_title = 'First war'") == []


def test_hits_are_ranked_before_anything_is_looked_up_for_them(filled: Path) -> None:
    with closing(sqlite3.connect(filled)) as connection:
        for name, sql in QUERIES:
            if name.startswith("Search"):
                plan = [row[3] for row in connection.execute(f"EXPLAIN QUERY PLAN {sql}")]
                assert not [step for step in plan if "TEMP B-TREE" in step], name


# What SQLite once counted in archives of other shapes: with it, it sorts every claim if that is not made plain.
MISLEADING = {
    "ix_claims_section_id": "8999751 1",
    "ix_claims_infobox_field_id": "4868144 593207",
    "ix_claims_date_from": "368351 10",
    "ix_claims_claimant": "8035534 696067",
    "ix_claims_article_id_position": "1472665 1130 1",
    "sqlite_autoindex_claims_1": "50218 120",
}


@pytest.mark.parametrize("statistics", [{}, MISLEADING], ids=["no statistics", "misleading statistics"])
@pytest.mark.parametrize("conditions", [[], ["claims.stance = 'deny'"], ["claims.side = 2"]])
def test_timeline_reads_the_index_of_dates(
    filled: Path, conditions: list[str], statistics: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    with closing(sqlite3.connect(filled)) as connection:
        connection.execute("ANALYZE")
        connection.execute("DELETE FROM sqlite_stat1")
        connection.executemany("INSERT INTO sqlite_stat1 VALUES ('claims', ?, ?)", statistics.items())
        connection.commit()
    plans: list[str] = []

    def explain(connection: sqlite3.Connection, sql: str, parameters: list[object]) -> list[object]:
        plans.extend(row[3] for row in connection.execute(f"EXPLAIN QUERY PLAN {sql}", parameters))
        return []

    monkeypatch.setattr(timeline, "rows", explain)
    with closing(sqlite3.connect(filled)) as connection:
        timeline._numbers(connection, conditions, [], False, Arguments({}))
    assert len(plans) == 1
    assert re.match(r"SEARCH claims USING (?:COVERING )?INDEX ix_claims_date_from ", plans[0])
