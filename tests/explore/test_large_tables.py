"""Large tables: what Datasette counts over them is remembered, and is what it would count itself."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from datasette.database import QueryInterrupted

from archive.explore.large_tables import ArchiveDatabase
from archive.explore.metadata import load_data
from archive.explore.questions import understand
from archive.explore.server import make_datasette
from archive.explore.tallies import make_tally

from .conftest import Get, close, getter

CHOICES = (
    "", "stance=deny", "stance=deny&side=2", "stance__not=deny", "side__gt=1", "side__isnull=1", "stance__like=d%25",
    "date_from__gte=2020&date_from__lt=2021", "date_from__gte=2020-10-27", "date_from__isnull=1", "date_from=2020-10",
    "claimant=Armenia", "stance__in=deny,assert", "content__contains=killed", "_search=killed", "_facet=cue",
    "_facet=date_from", "_facet=content", "stance=accuse", "_facet_size=1", "_sort=claimant", "_sort_desc=date_from",
)  # fmt: skip


@pytest.fixture
def large(archive_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Get]:
    """Ask for pages of the archive as if it were a large one, whose pages nobody opened yet."""
    monkeypatch.setattr("archive.explore.large_tables.is_small", lambda *_: False)
    datasette = make_datasette(archive_path)
    yield getter(datasette)
    close(datasette)


def shown(answer: Any) -> Any:
    """What a page shows, without what it took."""
    page = answer.json()
    return [page[key] for key in ("rows", "filtered_table_rows_count", "facet_results", "next")]


@pytest.mark.parametrize("choice", CHOICES)
def test_a_page_of_a_large_table_shows_what_datasette_shows(get: Get, large: Get, choice: str) -> None:
    page = f"/archive/claims.json?{choice}"
    expected = shown(get(page))
    assert [shown(large(page)), shown(large(page))] == [expected, expected]


@pytest.mark.parametrize("table", [name for name, one in load_data("tables.yaml").items() if one.get("facets")])
def test_facets_of_every_large_table_are_what_datasette_counts(get: Get, large: Get, table: str) -> None:
    assert shown(large(f"/archive/{table}.json")) == shown(get(f"/archive/{table}.json"))


def test_whole_views_of_large_archives_are_counted(large: Get) -> None:
    assert "5 rows" in large("/archive/claim_timeline").text


def test_an_answer_is_remembered_until_the_file_changes(tmp_path: Path, archive_path: Path, large: Get) -> None:
    del large
    path = tmp_path / "archive.db"
    path.write_bytes(archive_path.read_bytes())
    datasette = make_datasette(path)
    ask = getter(datasette)
    before = ask("/archive/claims.json").json()["filtered_table_rows_count"]
    with sqlite3.connect(path) as connection:
        connection.execute("DELETE FROM claims WHERE id = 5")
    connection.close()
    after = ask("/archive/claims.json").json()["filtered_table_rows_count"]
    close(datasette)
    assert (before, after) == (5, 4)


def test_what_takes_too_long_comes_to_a_later_reader(archive_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("archive.explore.large_tables.is_small", lambda *_: False)
    monkeypatch.setattr("archive.explore.large_tables._PATIENCE_SECONDS", 0)
    datasette = make_datasette(archive_path)

    async def ask_twice() -> tuple[bool, int]:
        await datasette.invoke_startup()
        database: ArchiveDatabase = datasette.databases["archive"]
        sql = "select count(*) from claims"
        with pytest.raises(QueryInterrupted):
            await database.execute(sql)
        waited = await database.answered()
        return waited, (await database.execute(sql)).single_value()

    assert asyncio.run(ask_twice()) == (True, 5)
    close(datasette)


def test_a_page_says_that_its_facets_are_being_counted(large: Get, monkeypatch: pytest.MonkeyPatch) -> None:
    async def nothing_yet(*_: object) -> None:
        return None

    monkeypatch.setattr("archive.explore.large_tables.ArchiveDatabase._counted", nothing_yet)
    assert "They are being counted behind this page" in large("/archive/claims").text


@pytest.mark.parametrize(
    "sql",
    [
        "select count(*) from claims, claims",
        "select count(*) from claims where content = :p0",
        "select count(*) from claims where id in (select 1)",
        "select key from claims order by random() limit 10",
        "select key from claims order by content limit 10",
        "select key from claims limit 5000",
        "select zeroblob(900000000) from claims limit 1",
        "select " + "id, " * 10_000 + "id from claims limit 1",
    ],
)
def test_other_statements_are_not_remembered(sql: str) -> None:
    assert understand(sql, {}) is None


def test_a_table_with_too_many_combinations_has_no_tally(archive_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("archive.explore.tallies._MOST_COMBINATIONS", 2)
    connection = sqlite3.connect(archive_path)
    assert make_tally(connection, "claims") is None
    connection.close()


def test_pages_of_large_archives_are_opened_after_a_start(archive_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("archive.explore.reading_ahead._SECONDS_BEFORE", 0)
    for module in ("large_tables", "reading_ahead"):
        monkeypatch.setattr(f"archive.explore.{module}.is_small", lambda *_: False)
    datasette = make_datasette(archive_path)

    async def start() -> Any:
        from archive.explore.reading_ahead import _running

        await datasette.invoke_startup()
        await asyncio.wait(set(_running))
        return await datasette.databases["archive"].execute("select count(*) from claims", custom_time_limit=0)

    assert asyncio.run(start()).single_value() == 5
    close(datasette)
