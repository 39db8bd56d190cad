"""A byte that is not as it was written is noticed; rows that are not what their file gives are named and mended."""

from __future__ import annotations

import random
import shutil
import sqlite3
from collections import Counter
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from archive.errors import ArchiveError
from archive.ingestion import ingest, rebuild
from archive.models import FULL_TEXT_TABLES, Base
from archive.originals import unpack
from archive.verification import verify
from archive.verification.derived import NOT_DERIVED

# A file of few articles is mostly the empty ends of the first pages of its tables and indexes.
FEW_FILES, MANY_FILES = 16, 60

# What a run said of itself, its files and their folders has no second source to be compared with.
TOLD = {"ingest_runs", "ingest_errors", "folders"}
# What SQLite's own check of a full-text index passes over: counters, and marks by which long lists are skipped.
TOLD |= {f"{name}_data" for name in FULL_TEXT_TABLES}
# Nor has what a file does not say: when it was read, by which run, with which permissions, and the address that an
# article has kept since its first title.
HISTORY = {
    ("articles", "created_run_id"),
    ("articles", "updated_run_id"),
    ("articles", "slug"),
    ("sources", "run_id"),
    ("sources", "modified_at"),
    ("sources", "parser_version"),
    ("sqlar", "mode"),
    ("sqlar", "mtime"),
}
# The number of a row that nothing refers to says nothing: a rebuild keeps it, and would have given any other.
HISTORY |= {
    (table.name, "id")
    for table in Base.metadata.sorted_tables
    if "id" in table.columns
    and not any(key.column.table is table for other in Base.metadata.sorted_tables for key in other.foreign_keys)
}


def archive_of(place: Path, files: int, tools: Any) -> Path:
    """Make an archive with a row in every table, in one file."""
    ingest([tools.write_folder(place / "articles", files)], place / "archive.db", workers=1)
    with closing(sqlite3.connect(place / "archive.db", isolation_level=None)) as connection:
        connection.execute("PRAGMA journal_mode = DELETE")
    return place / "archive.db"


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory, tools: Any) -> Path:
    return archive_of(tmp_path_factory.mktemp("fixity"), FEW_FILES, tools)


def is_noticed(database: Path, *, deep: bool = False) -> bool:
    try:
        return any(verify(database, deep=deep))
    except ArchiveError:
        return True


def contents(database: Path) -> list[object]:
    """Everything that a reader could get: all rows of all tables and what a search finds."""
    with closing(sqlite3.connect(f"file:{database}?mode=ro&immutable=1", uri=True)) as connection:
        connection.text_factory = bytes
        tables = sorted(name for (name,) in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'"))
        return [
            connection.execute(f'SELECT * FROM "{name.decode()}"').fetchall()
            for name in tables
            if not name.startswith(b"sqlite_stat")
        ]


@pytest.mark.promise("A flipped byte anywhere in the file is noticed by `verify`, unless no reader could see it")
def test_flipped_bytes_of_the_file(tmp_path: Path, torture: bool, figures: Any, tools: Any) -> None:
    archive = archive_of(tmp_path, MANY_FILES if torture else FEW_FILES, tools)
    original = archive.read_bytes()
    whole = contents(archive)
    chosen = random.Random(6)
    damaged = tmp_path / "damaged.db"
    outcomes: Counter[str] = Counter()
    unseen: Counter[tuple[str, str]] = Counter()
    for _ in range(1000 if torture else 12):
        place = chosen.randrange(len(original))
        flipped = original[place] ^ chosen.randrange(1, 256)
        damaged.write_bytes(original[:place] + bytes([flipped]) + original[place + 1 :])
        if is_noticed(damaged):
            outcomes["noticed"] += 1
        elif contents(damaged) == whole:
            outcomes["of no consequence"] += 1
        elif is_noticed(damaged, deep=True):
            outcomes["noticed only by --deep"] += 1
        else:
            outcomes["unnoticed"] += 1
            unseen.update(changed_columns(damaged, archive))
    figures(**{name.replace(" ", "_"): count for name, count in sorted(outcomes.items())})
    if unseen:
        figures(unnoticed_in=", ".join(f"{'.'.join(place)} ({count})" for place, count in unseen.most_common()))
    assert [place for place in unseen if place[0] not in TOLD and place not in HISTORY] == []


def changed_columns(damaged: Path, archive: Path) -> set[tuple[str, str]]:
    """The columns, each with its table, that are not in one file what they are in the other."""
    with closing(sqlite3.connect(damaged)) as one, closing(sqlite3.connect(archive)) as other:
        one.text_factory = other.text_factory = bytes
        names = [name.decode() for (name,) in other.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")]
        return {
            (name, column.decode())
            for name in names
            if not name.endswith("_fts")
            for _, column, *_ in other.execute(f'PRAGMA table_info("{name}")').fetchall()
            if one.execute(f'SELECT "{column.decode()}" FROM "{name}"').fetchall()
            != other.execute(f'SELECT "{column.decode()}" FROM "{name}"').fetchall()
        }


@pytest.mark.promise(
    "A flipped byte of an original in `sqlar` is noticed by `verify`, unless it unpacks to the same bytes"
)
def test_flipped_bytes_of_originals(archive: Path, tmp_path: Path, torture: bool, figures: Any) -> None:
    chosen = random.Random(6)
    damaged = Path(shutil.copy(archive, tmp_path / "damaged.db"))
    flips = 1000 if torture else 20
    outcomes: Counter[str] = Counter()
    with closing(sqlite3.connect(damaged, isolation_level=None)) as connection:
        rows = connection.execute("SELECT name, sz, data FROM sqlar").fetchall()
        for _ in range(flips):
            name, size, data = chosen.choice(rows)
            place = chosen.randrange(len(data))
            changed = data[:place] + bytes([data[place] ^ chosen.randrange(1, 256)]) + data[place + 1 :]
            connection.execute("UPDATE sqlar SET data = ? WHERE name = ?", (changed, name))
            if name in {finding.row for finding in verify(damaged) if finding.table == "sqlar"}:
                outcomes["noticed"] += 1
            else:
                # Some bits of a compressed stream mean nothing: those that fill its last byte.
                assert unpack(changed, size) == unpack(data, size)
                outcomes["of no consequence"] += 1
            connection.execute("UPDATE sqlar SET data = ? WHERE name = ?", (data, name))
    figures(flips=flips, **{name.replace(" ", "_"): count for name, count in sorted(outcomes.items())})


def changes(connection: sqlite3.Connection) -> list[tuple[str, str, str]]:
    """For each column of each table that is derived from the originals, a statement that changes one row."""
    found = []
    for name, table in Base.metadata.tables.items():
        if name in NOT_DERIVED:
            continue
        number = "rowid" if table.dialect_options["sqlite"]["with_rowid"] else "article_id"
        for column in (column for column in table.columns if column.computed is None):
            row = connection.execute(
                f'SELECT {number}, "{column.name}" FROM {name} WHERE "{column.name}" IS NOT NULL '
                f"ORDER BY {number} DESC LIMIT 1"
            ).fetchone()
            if row is not None:
                row_id, value = row
                new = f"'{value}x'" if isinstance(value, str) else f"{value + 1}"
                where = f"{number} = {row_id}"
                found.append((name, column.name, f'UPDATE {name} SET "{column.name}" = {new} WHERE {where}'))
    return found


@pytest.mark.promise(
    "A changed value in a derived row is noticed by `verify --deep`, and mended by `rebuild` and `ingest`"
)
def test_changed_rows(archive: Path, tmp_path: Path, torture: bool, figures: Any, tools: Any) -> None:
    expected = tools.contents_of(archive)
    damaged = tmp_path / "damaged.db"
    with closing(sqlite3.connect(archive)) as connection:
        todo = [change for change in changes(connection) if change[:2] not in HISTORY]
    if not torture:
        todo = random.Random(3).sample(todo, 3)
    noticed = mended = refused = 0
    failed = []
    for table, column, statement in todo:
        shutil.copy(archive, damaged)
        with closing(sqlite3.connect(damaged, isolation_level=None)) as connection:
            connection.execute("PRAGMA ignore_check_constraints = ON")
            try:
                connection.execute(statement)
            except sqlite3.Error:
                refused += 1
                continue
        if is_noticed(damaged, deep=True):
            noticed += 1
        else:
            failed.append(f"{table}.{column} is not noticed")
        rebuild(damaged, workers=1)
        # Whether the bytes or their checksum were changed can be told from the file alone.
        ingest([archive.with_name("articles")], damaged, workers=1)
        found = tools.differences(tools.contents_of(damaged), expected)
        if [row for row in found if not row.startswith("ingest_errors")]:
            failed.append(f"{table}.{column} is not mended: {found[:2]}")
        else:
            mended += 1
    figures(columns=len(todo), noticed=noticed, mended=mended, refused_by_the_tables=refused)
    assert failed == []
