"""Files that are not ours, or not ours to change, are left as they are, with a reason."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from archive.database import check_sqlite, connections, migrate, open_archive
from archive.errors import (
    ArchiveError,
    DatabaseMissingError,
    NewerDatabaseError,
    NotADatabaseError,
    NotAnArchiveError,
    SqliteTooOldError,
    UnreachableDatabaseError,
)

BOTH = pytest.mark.parametrize("use", [migrate, open_archive])
Use = Callable[[Path], object]


def execute(path: Path, sql: str) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(sql)
        connection.commit()


def refused(use: Use, path: Path, error: type[ArchiveError], words: str) -> None:
    before = path.read_bytes()
    with pytest.raises(error, match=words):
        use(path)
    assert path.read_bytes() == before


@BOTH
def test_database_of_another_program(use: Use, tmp_path: Path) -> None:
    path = tmp_path / "other.db"
    execute(path, "CREATE TABLE articles (id)")
    refused(use, path, NotAnArchiveError, "not one of ours")


@BOTH
def test_empty_database_with_the_mark_of_another_program(use: Use, tmp_path: Path) -> None:
    path = tmp_path / "other.db"
    execute(path, "PRAGMA application_id = 7")
    refused(use, path, NotAnArchiveError, "not one of ours")


@BOTH
def test_database_of_a_newer_program(use: Use, filled: Path) -> None:
    execute(filled, "UPDATE alembic_version SET version_num = '9999'")
    refused(use, filled, NewerDatabaseError, "its revision is 9999; this one knows up to")


@BOTH
def test_archive_without_a_revision(use: Use, filled: Path) -> None:
    execute(filled, "DELETE FROM alembic_version")
    refused(use, filled, NotAnArchiveError, "without a revision")


@BOTH
@pytest.mark.parametrize("data", [b"---\ntitle: A\n---\n", b"SQLite format 3\x00" + b"\xff" * 500])
def test_file_that_is_no_database(use: Use, data: bytes, tmp_path: Path) -> None:
    path = tmp_path / "article.md"
    path.write_bytes(data)
    refused(use, path, NotADatabaseError, "is not an SQLite database")


@BOTH
def test_folder(use: Use, tmp_path: Path) -> None:
    with pytest.raises(NotADatabaseError, match="is not a file"):
        use(tmp_path)


@BOTH
def test_pipe_is_not_waited_for(use: Use, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(NotADatabaseError, match="is not a file"):
        use(tmp_path / "pipe")


def test_missing_file_is_not_made_by_reading(tmp_path: Path) -> None:
    with pytest.raises(DatabaseMissingError, match="`archive ingest` makes one"):
        open_archive(tmp_path / "no.db")
    assert list(tmp_path.iterdir()) == []


def test_empty_file_is_a_database_to_be_made(tmp_path: Path) -> None:
    path = tmp_path / "empty.db"
    path.touch()
    with pytest.raises(DatabaseMissingError):
        open_archive(path)
    assert migrate(path).before is None


def test_missing_folder(tmp_path: Path) -> None:
    with pytest.raises(UnreachableDatabaseError, match="unable to open database file"):
        migrate(tmp_path / "no" / "archive.db")


def test_old_sqlite_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connections, "OLDEST_SQLITE", (99, 1, 0))
    with pytest.raises(SqliteTooOldError, match=r"comes with SQLite .*; the archive needs 99\.1 or newer"):
        check_sqlite()
