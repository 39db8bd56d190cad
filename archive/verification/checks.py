"""Proof that a database is whole: bytes, checksums, references, offsets and full-text index, each checked by itself.

The file is only read. Its tables, views and triggers are compared first with those of this program's revision, and
nothing else is looked at where they differ: what a stranger defined is not run.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing
from functools import partial
from pathlib import Path

from archive.database import (
    expected_schema,
    has_expected_schema,
    open_archive,
    open_read_only,
    read_only_address,
    schema_of,
)
from archive.naming import fold_name, is_safe_name
from archive.originals import unpack
from archive.verification.findings import MOST_FINDINGS, Finding
from archive.verification.places import misplaced_in
from archive.verification.rows import check_rows
from archive.verification.rules import QUERIES, READ_AGAIN
from archive.verification.side_by_side import Check, side_by_side
from archive.verification.wanted import check_wanted_titles

__all__ = ["verify"]

_LONGEST_TOLD = 200
# Rows are looked for in one index after another: with SQLite's 2 MB, the same pages are read again and again.
_CACHE_KIB = 32_768
_LARGEST = ("claims", "links", "sections")


def verify(path: Path, *, deep: bool = False) -> Iterator[Finding]:
    """Yield everything that is wrong with the archive at ``path``; nothing if it is sound.

    ``deep`` derives every row again from the stored originals and compares. The calling program is forked, once a
    core: it should run no other threads meanwhile (``archive.verification.side_by_side``).

    Raises what ``archive.database.open_archive`` raises.
    """
    with closing(open_archive(path)) as connection:
        differences = list(_guarded("schema", _check_schema(connection)))
        if differences:
            yield from differences
            return
        schema = schema_of(connection)
    yield from _side_by_side(path, schema)
    if deep:
        # Imported here: only this check needs the parsers.
        from archive.verification.derived import check_derived_rows

        yield from _guarded("rows", check_derived_rows(path))


def _side_by_side(path: Path, schema: dict[str, str]) -> Iterator[Finding]:
    """Yield what the checks find, in their order."""
    tables = {name.removeprefix("table "): sql for name, sql in schema.items() if name.startswith("table ")}
    full_text = {name: sql for name, sql in tables.items() if sql.startswith("CREATE VIRTUAL TABLE")}
    rows = [
        (name, partial(check_rows, table=name, sql=sql))
        for name, sql in sorted(tables.items(), key=lambda table: table[0] not in _LARGEST)
        if name not in full_text
    ]
    # The longest first, so that no core is idle at the end.
    checks: list[tuple[str, Check]] = [
        ("file", _check_pages),
        *((name, partial(_check_full_text, path=path, name=name, sql=sql)) for name, sql in full_text.items()),
        *rows[: len(_LARGEST)],
        ("sqlar", _check_originals),
        ("wanted_titles", check_wanted_titles),
        *rows[len(_LARGEST) :],
        ("rows", _check_queries),
    ]

    def connect() -> sqlite3.Connection:
        connection = open_read_only(path)
        connection.execute(f"PRAGMA cache_size = -{_CACHE_KIB}")
        connection.create_function("misplaced", 12, misplaced_in(connection))
        # One transaction, so that checks see the same state throughout while a run goes on.
        connection.execute("BEGIN")
        return connection

    yield from side_by_side([partial(_begin, table, check) for table, check in checks], connect)


def _begin(table: str, check: Check, connection: sqlite3.Connection) -> Iterator[Finding]:
    return _guarded(table, check(connection))


def _guarded(table: str, findings: Iterable[Finding]) -> Iterator[Finding]:
    """Yield ``findings``; a page that SQLite cannot read ends them as one more, not the whole verification."""
    try:
        yield from findings
    except sqlite3.Error as error:
        yield Finding(table, "", f"SQLite cannot read it: {error}")
    # What SQLite says of damage may quote bytes that are no text.
    except UnicodeDecodeError:
        yield Finding(table, "", "SQLite cannot read it, and its message is no text")


def _check_schema(connection: sqlite3.Connection) -> Iterator[Finding]:
    if has_expected_schema(connection):
        return
    present, expected = schema_of(connection), expected_schema()
    for name in sorted(expected.keys() - present.keys()):
        yield Finding("schema", name, "is missing")
    for name in sorted(present.keys() - expected.keys()):
        yield Finding("schema", name, "is none of this program's; nothing else was checked")
    for name in sorted(present.keys() & expected.keys()):
        if present[name] != expected[name]:
            yield Finding("schema", name, "is not as this program made it; nothing else was checked")


def _check_pages(connection: sqlite3.Connection) -> Iterator[Finding]:
    for (message,) in connection.execute(f"PRAGMA integrity_check({MOST_FINDINGS})"):
        # SQLite 3.44 also asks FTS5, which cannot answer in a file that it may only read; `_check_full_text` can.
        if message != "ok" and not str(message).startswith("unable to validate the inverted index"):
            yield Finding("file", "", str(message))


def _check_originals(connection: sqlite3.Connection) -> Iterator[Finding]:
    seen: set[str] = set()
    rows = connection.execute(
        "SELECT name, sz, data, sources.sha256, sources.size_bytes FROM sqlar "
        "LEFT JOIN sources ON sources.path = sqlar.name ORDER BY name"
    )
    for name, size, data, checksum, size_bytes in rows:
        if not is_safe_name(name):
            yield Finding("sqlar", name[:_LONGEST_TOLD], "the name leads out of the folder, or is no name")
        else:
            folded = fold_name(name)
            if folded in seen:
                yield Finding("sqlar", name, "another name differs from this one by case alone")
            seen.add(folded)
        try:
            original = unpack(data, size)
        except ValueError as error:
            yield Finding("sqlar", name, f"{error}{READ_AGAIN}")
            continue
        if checksum is None:
            yield Finding("sqlar", name, "no source has these bytes; `archive rebuild` reads them again")
        elif hashlib.sha256(original).hexdigest() != checksum:
            yield Finding("sqlar", name, f"the bytes do not have the checksum of the file that was read{READ_AGAIN}")
        elif len(original) != size_bytes:
            yield Finding("sources", name, f"size_bytes is {size_bytes}, but the file has {len(original)}")


def _check_queries(connection: sqlite3.Connection) -> Iterator[Finding]:
    for query in QUERIES:
        for (row,) in connection.execute(query.sql).fetchmany(MOST_FINDINGS):
            yield Finding(query.table, str(row), query.message)


def _check_full_text(_: sqlite3.Connection, path: Path, name: str, sql: str) -> Iterator[Finding]:
    """Compare a full-text index with the text it stands for.

    FTS5 does that only in a database that it may write, so the index is copied to a temporary one; the text is read
    through a view, because FTS5 looks for its content in its own schema.
    """
    content = name.removesuffix("_fts")
    with closing(sqlite3.connect("", uri=True, isolation_level=None)) as scratch:
        scratch.execute("ATTACH ? AS archive", (read_only_address(path),))
        # Text is read once, from its beginning to its end; the index again and again.
        scratch.execute(f"PRAGMA temp.cache_size = -{_CACHE_KIB}")
        scratch.execute("BEGIN")
        scratch.execute(f"CREATE TEMP VIEW {content} AS SELECT * FROM archive.{content}")
        scratch.execute(sql.replace(f"CREATE VIRTUAL TABLE {name}", f"CREATE VIRTUAL TABLE temp.{name}"))
        for part in ("data", "idx", "docsize", "config"):
            scratch.execute(f"DELETE FROM temp.{name}_{part}")
            scratch.execute(f"INSERT INTO temp.{name}_{part} SELECT * FROM archive.{name}_{part}")
        try:
            scratch.execute(f"INSERT INTO temp.{name}({name}, rank) VALUES ('integrity-check', 1)")
        except sqlite3.DatabaseError:
            yield Finding(name, "", f"the index does not fit the text of {content}; `archive rebuild` makes it again")
