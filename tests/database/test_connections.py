"""A reader can change nothing and reach nothing else; a writer keeps references and does not disturb readers."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy.exc import IntegrityError, OperationalError

from archive.database import engine_for_writing, identify, migrate, open_archive, open_read_only
from archive.errors import NotADatabaseError


@pytest.mark.parametrize(
    "sql",
    [
        "DELETE FROM sqlar",
        "CREATE TABLE made (id)",
        "PRAGMA user_version = 5",
        "ATTACH 'other.db' AS other",
        "VACUUM INTO 'other.db'",
        "SELECT load_extension('other')",
        "SELECT length(zeroblob(900000000))",
        "SELECT writefile('other.db', 'x')",
    ],
)
def test_reader_is_refused(sql: str, filled: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(filled.parent)
    before = filled.read_bytes()
    with closing(open_archive(filled)) as connection:
        connection.execute("PRAGMA query_only = OFF")
        with pytest.raises(sqlite3.Error):
            connection.execute(sql).fetchall()
    assert filled.read_bytes() == before
    assert not (filled.parent / "other.db").exists()


def test_view_of_a_stranger_cannot_call_unsafe_functions(tmp_path: Path) -> None:
    path = tmp_path / "hostile.db"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE VIEW trap AS SELECT load_extension('x') AS value")
    with closing(open_read_only(path)) as connection, pytest.raises(sqlite3.OperationalError, match="unsafe use"):
        connection.execute("SELECT * FROM trap").fetchall()


@pytest.mark.parametrize(
    "name", ["what?.db", "a#b.db", "50%.db", "%41.db", "a b&mode=rwc.db", "';.db", "é.db", "file:x.db"]
)
def test_path_may_hold_any_character(name: str, tmp_path: Path) -> None:
    path = tmp_path / name
    migrate(path)
    assert identify(path)
    with closing(open_archive(path)) as connection:
        assert connection.execute("SELECT count(*) FROM articles").fetchone() == (0,)
    assert {file.name.removesuffix("-wal").removesuffix("-shm") for file in tmp_path.iterdir()} == {name}


def test_published_copy_without_wal_can_be_read(filled: Path) -> None:
    with closing(sqlite3.connect(filled)) as connection:
        connection.execute("PRAGMA journal_mode = DELETE")
    with closing(open_archive(filled)) as connection:
        assert connection.execute("SELECT count(*) FROM articles").fetchone() == (2,)


def test_writer_keeps_references(filled: Path) -> None:
    with pytest.raises(IntegrityError, match="FOREIGN KEY"), engine_for_writing(filled).begin() as connection:
        connection.exec_driver_sql("DELETE FROM ingest_runs")


def test_writer_makes_a_wal(filled: Path) -> None:
    with engine_for_writing(filled).begin() as connection:
        assert connection.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"


def test_ddl_of_the_writer_can_be_rolled_back(filled: Path) -> None:
    with engine_for_writing(filled).connect() as connection:
        connection.exec_driver_sql("CREATE TABLE half (id INTEGER)")
        connection.rollback()
        assert connection.exec_driver_sql("SELECT count(*) FROM sqlite_schema WHERE name = 'half'").scalar() == 0


def test_reader_sees_nothing_of_an_open_transaction(filled: Path) -> None:
    with closing(open_archive(filled)) as reader, engine_for_writing(filled).begin() as writer:
        writer.exec_driver_sql("DELETE FROM claims")
        assert reader.execute("SELECT count(*) FROM claims").fetchone() == (2,)


def test_reader_of_a_long_query_does_not_stop_the_writer(filled: Path) -> None:
    with closing(open_archive(filled)) as reader:
        rows = reader.execute("SELECT key FROM claims ORDER BY key")
        assert rows.fetchone() == ("1000000000000000",)
        with engine_for_writing(filled).begin() as writer:
            writer.exec_driver_sql("DELETE FROM claims")
        assert rows.fetchall() == [("2000000000000000",)]
        assert reader.execute("SELECT count(*) FROM claims").fetchone() == (0,)


def test_second_writer_waits_and_then_gives_up(filled: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("archive.database.connections.BUSY_TIMEOUT_MS", 50)
    with engine_for_writing(filled).begin(), pytest.raises(OperationalError, match="locked"):
        engine_for_writing(filled).connect().exec_driver_sql("SELECT 1")


def test_schema_that_is_no_text_is_a_clear_error(filled: Path) -> None:
    data = filled.read_bytes()
    filled.write_bytes(data.replace(b"CREATE TABLE articles", b"CREATE TABLE \xf4rticles"))
    with pytest.raises(NotADatabaseError):
        open_read_only(filled)
