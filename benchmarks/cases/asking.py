"""What readers wait for: queries, searches, pages."""

from __future__ import annotations

import asyncio
import sqlite3
import time
from contextlib import closing
from functools import partial
from pathlib import Path
from statistics import median
from typing import Any

from datasette.utils import tilde_encode

from benchmarks import corpus
from benchmarks.cases.bench import Bench, Figures, seconds
from benchmarks.measuring import CommandFailedError

_RANKED = """SELECT articles.title, sections.path, snippet(sections_fts, 1, '[', ']', '…', 30)
FROM sections_fts JOIN sections ON sections.id = sections_fts.rowid JOIN articles ON articles.id = sections.article_id
WHERE sections_fts MATCH ? ORDER BY rank LIMIT 20"""


def queries(bench: Bench, count: int | None = None) -> Figures:
    """Every query of the cookbook, and the first rows of every view, in milliseconds."""
    from archive.database import open_archive
    from archive.models import VIEWS

    count = count or bench.files
    named = {f"view {name}": f"SELECT * FROM {name} LIMIT 100" for name in VIEWS}
    named |= dict(cookbook_queries())
    rows = []
    with closing(open_archive(bench.database(count))) as connection:
        for name, sql in named.items():
            times = [seconds(partial(_first_rows, connection, sql)) for _ in range(bench.rounds)]
            rows.append({"name": name, "milliseconds": median(times) * 1000})
    return {"files": count, "rows": rows}


def _first_rows(connection: sqlite3.Connection, sql: str) -> list[Any]:
    return connection.execute(sql).fetchmany(1000)


def cookbook_queries() -> list[tuple[str, str]]:
    """The SQL of ``docs/cookbook.md``: the heading above it, and each statement in a fenced ``sql`` block."""
    path = corpus.ROOT / "docs" / "cookbook.md"
    found: list[tuple[str, str]] = []
    heading = ""
    block: list[str] | None = None
    for line in path.read_text("utf-8").splitlines() if path.is_file() else ():
        if block is not None and line.startswith("```"):
            statement = "\n".join(block)
            if statement.lstrip().lower().startswith(("select", "with")):
                found.append((f"{heading} ({len(found) + 1})", statement.rstrip().rstrip(";")))
            block = None
        elif block is not None:
            block.append(line)
        elif line.startswith("```sql"):
            block = []
        elif line.startswith("#"):
            heading = line.lstrip("# ")
    return found


def search(bench: Bench, count: int | None = None) -> Figures:
    """Ranked search with snippets for words that few and many sections hold: the page, and SQL that ranks every hit."""
    count = count or bench.files
    database = bench.database(count)
    words = _words_by_frequency(database)
    pages = {f"{word} ({hits:,} sections)": f"/-/search?q={word}&kind=sections" for word, hits in words}
    rows = asyncio.run(_page_times(database, pages, bench.rounds))
    with closing(sqlite3.connect(database)) as connection:
        for row, (word, hits) in zip(rows, words, strict=True):
            times = [
                seconds(lambda word=word: connection.execute(_RANKED, (word,)).fetchall())  # type: ignore[misc]
                for _ in range(bench.rounds + 1)
            ]
            row |= {"sections": hits, "sql_milliseconds": median(times[1:]) * 1000}
    return {"files": count, "rows": rows}


def _words_by_frequency(database: Path) -> list[tuple[str, int]]:
    """Words in up to 100, 2,000 and 20,000 sections, and one in most of all; each is its own stem."""
    with closing(sqlite3.connect(database)) as connection:
        connection.execute("CREATE VIRTUAL TABLE temp.words USING fts5vocab('main', 'sections_fts', 'row')")
        counted = connection.execute(
            "SELECT term, doc FROM temp.words WHERE term GLOB '[a-z][a-z][a-z]*' ORDER BY doc DESC LIMIT 50000"
        ).fetchall()
        chosen: list[tuple[str, int]] = []
        for most in (counted[0][1], 20_000, 2_000, 100):
            for word, sections in counted:
                if sections <= most and word not in dict(chosen) and _hits(connection, word) == sections:
                    chosen.append((word, sections))
                    break
    return chosen


def _hits(connection: sqlite3.Connection, word: str) -> int:
    (hits,) = connection.execute("SELECT count(*) FROM sections_fts WHERE sections_fts MATCH ?", (word,)).fetchone()
    return int(hits)


def pages(bench: Bench, count: int | None = None) -> Figures:
    """Pages and tables of the browser, through Datasette without a network."""
    count = count or bench.files
    database = bench.database(count)
    with closing(sqlite3.connect(database)) as connection:
        (slug,) = connection.execute("SELECT slug FROM articles ORDER BY word_count DESC LIMIT 1 OFFSET 20").fetchone()
        (key,) = connection.execute("SELECT key FROM claims ORDER BY id LIMIT 1 OFFSET 100").fetchone()
        (actor,) = connection.execute(
            "SELECT name_key FROM actors WHERE id = "
            "(SELECT actor_id FROM claim_actors GROUP BY actor_id ORDER BY count(*) DESC LIMIT 1)"
        ).fetchone()
    addresses = {
        "home": "/-/home",
        "article": f"/-/article/{slug}",
        "claim": f"/-/claim/{key}",
        "most quoted actor": f"/-/actor/{tilde_encode(actor)}",
        "timeline": "/-/timeline",
        "contested": "/-/contested",
        "casualties": "/-/casualties",
        "health": "/-/health",
        "table articles": "/articles",
        "table claims": "/claims",
        "table sections, a search": "/sections?_search=bridge",
    }
    return {"files": count, "rows": asyncio.run(_page_times(database, addresses, bench.rounds))}


async def _page_times(database: Path, addresses: dict[str, str], rounds: int) -> list[Figures]:
    from archive.explore.server import make_datasette

    datasette = make_datasette(database)
    await datasette.invoke_startup()
    rows = []
    for name, address in addresses.items():
        times, status, size = [], 0, 0
        for _ in range(rounds + 1):
            started = time.perf_counter()
            response = await datasette.client.get(f"/{database.stem}{address}")
            times.append(time.perf_counter() - started)
            status, size = response.status_code, len(response.content)
            if status != 200:
                raise CommandFailedError(f"{address} was answered with {status}")
        rows.append(
            {
                "name": name,
                "status": status,
                "bytes": size,
                "first_milliseconds": times[0] * 1000,
                "milliseconds": median(times[1:]) * 1000,
            }
        )
    return rows
