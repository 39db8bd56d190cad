"""A large archive from a small one, in minutes: its rows copied by SQL, each copy a world of its own.

What ``archive ingest`` would write for a corpus of many worlds (see ``benchmarks.corpus``), without parsing each: every
copy has its own titles, slugs, keys, paths and years, its relations and links stay inside it; half of the links that
lead nowhere lead nowhere in all worlds alike. Actors are the same in all, so the most quoted are quoted very often.
"""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

from archive.models import FULL_TEXT_TABLES, Base

__all__ = ["multiply"]

_SHARED = ("folders", "ingest_runs", "actors")
_COUNT_WANTED = """
INSERT INTO main.wanted_titles (target_key, link_count, article_count)
SELECT target_key, count(*), count(DISTINCT article_id) FROM main.links
WHERE kind = 'internal' AND target_article_id IS NULL AND target_key IS NOT NULL GROUP BY target_key"""
_OWN_TEXT = {
    ("articles", "slug"): "slug || '-' || world",
    ("articles", "title"): "title || ' (' || world || ')'",
    ("articles", "title_key"): "title_key || ' (' || world || ')'",
    ("sources", "path"): "world || '/' || path",
    ("sqlar", "name"): "world || '/' || name",
    ("claims", "key"): "printf('%04x', world) || substr(key, 1, 12)",
    ("links", "target_key"): (
        "CASE WHEN target_article_id IS NOT NULL OR id % 2 THEN target_key || ' (' || world || ')' ELSE target_key END"
    ),
}
_DATES = (("claims", "date_from"), ("claims", "date_to"), ("articles", "published_on"))
# Whole leap years, so that 29 February stays a day; the same few years over and over, as in a real archive.
_EARLIER = "printf('%04d', substr({name}, 1, 4) - 4 * (world % 12)) || substr({name}, 5)"


def multiply(base: Path, target: Path, articles: int) -> int:
    """Write to ``target`` an archive of at least ``articles`` articles: ``base`` over and over. Return how many."""
    unfinished = target.with_name(f"{target.name}.unfinished")
    shutil.copyfile(base, unfinished)
    with closing(sqlite3.connect(unfinished, isolation_level=None)) as connection:
        for setting in ("journal_mode = OFF", "synchronous = OFF", "cache_size = -1000000", "foreign_keys = OFF"):
            connection.execute(f"PRAGMA {setting}")
        connection.execute("ATTACH ? AS base", (str(base),))
        (in_base,) = connection.execute("SELECT count(*) FROM base.articles").fetchone()
        worlds = -(-articles // in_base)
        connection.execute("CREATE TEMP TABLE worlds AS WITH RECURSIVE n(world) AS (SELECT 1 UNION ALL "
                           f"SELECT world + 1 FROM n WHERE world < {worlds - 1}) SELECT world FROM n")  # fmt: skip
        indexes = connection.execute(
            "SELECT name, sql FROM main.sqlite_schema WHERE type = 'index' AND sql IS NOT NULL"
        ).fetchall()
        for name, _ in indexes:
            connection.execute(f'DROP INDEX main."{name}"')
        for table in Base.metadata.sorted_tables:
            if table.name not in (*_SHARED, "wanted_titles"):
                _copy(connection, table.name)
        connection.execute("DELETE FROM main.wanted_titles")
        connection.execute(_COUNT_WANTED)
        for _, sql in indexes:
            connection.execute(sql)
        for name in FULL_TEXT_TABLES:
            connection.execute(f"INSERT INTO main.{name}({name}) VALUES ('rebuild')")
        connection.execute("DETACH base")
        connection.execute("PRAGMA analysis_limit = 1000")
        connection.execute("ANALYZE")
        connection.execute("PRAGMA journal_mode = DELETE")
    unfinished.replace(target)
    return worlds * in_base


def _copy(connection: sqlite3.Connection, name: str) -> None:
    stored = (column.name for column in Base.metadata.tables[name].columns if column.computed is None)
    columns = {column: _value(connection, name, column) for column in stored}
    listed = ", ".join(f'"{column}"' for column in columns)
    # CROSS JOIN keeps the order: world by world, so that numbers rise and rows go to the end.
    connection.execute(
        f'INSERT INTO main."{name}" ({listed}) SELECT {", ".join(columns.values())} '
        f'FROM temp.worlds CROSS JOIN base."{name}"'
    )


def _value(connection: sqlite3.Connection, table: str, name: str) -> str:
    """The SQL of a column in another world."""
    column = Base.metadata.tables[table].columns[name]
    referred = [key.column.table.name for key in column.foreign_keys]
    if referred or name == "id":
        other = referred[0] if referred else table
        if other in _SHARED:
            return name
        (last,) = connection.execute(f'SELECT max(id) FROM base."{other}"').fetchone()
        return f"{name} + {last or 0} * world"
    if (table, name) in _DATES:
        return _EARLIER.format(name=name)
    return _OWN_TEXT.get((table, name), f'"{name}"')
