"""Connections: one kind that writes, and one that is safe on a stranger's file: it changes nothing, runs nothing."""

from __future__ import annotations

import os
import sqlite3
import stat
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from archive.errors import (
    DatabaseMissingError,
    NotADatabaseError,
    NotAnArchiveError,
    SqliteTooOldError,
    UnreachableDatabaseError,
)

if TYPE_CHECKING:
    from sqlalchemy import Engine

__all__ = [
    "APPLICATION_ID",
    "LONGEST_VALUE_BYTES",
    "check_sqlite",
    "engine_for_writing",
    "identify",
    "open_read_only",
    "read_only_address",
]

# The letters "CArc" in the header of the file, at byte 68, tell our databases from others (`file` shows them).
APPLICATION_ID = 0x43417263
# STRICT tables came with 3.37: https://www.sqlite.org/stricttables.html
OLDEST_SQLITE = (3, 37, 0)
# A value longer than this is neither stored nor read, so that `zeroblob(900000000)` fails at once.
LONGEST_VALUE_BYTES = 256 * 1024 * 1024
BUSY_TIMEOUT_MS = 10_000
_HEADER = b"SQLite format 3\x00"


def check_sqlite() -> None:
    """Raise SqliteTooOldError unless the SQLite library of this Python has what the tables need."""
    if sqlite3.sqlite_version_info < OLDEST_SQLITE:
        raise SqliteTooOldError(
            f"This Python comes with SQLite {sqlite3.sqlite_version}; the archive needs "
            f"{'.'.join(map(str, OLDEST_SQLITE[:2]))} or newer. Use a newer Python."
        )
    connection = sqlite3.connect(":memory:")
    try:
        connection.execute("SELECT json_valid('{}')")
        connection.execute("CREATE VIRTUAL TABLE needed USING fts5(text)")
    except sqlite3.OperationalError as error:
        raise SqliteTooOldError(
            f"The SQLite {sqlite3.sqlite_version} of this Python was built without something that the archive needs "
            f"({error}). Use another build of Python."
        ) from error
    finally:
        connection.close()


def engine_for_writing(path: Path) -> Engine:
    """Return an engine that writes the database at ``path``, and creates the file if there is none.

    Every transaction begins with BEGIN IMMEDIATE: one that first reads and then writes would fail where another
    writer came in between. The driver's own transactions are off, because they leave DDL outside.
    The caller holds the lock (``writing_lock``).
    """
    # Loaded here, because commands that only read do without it.
    from sqlalchemy import create_engine, event
    from sqlalchemy.pool import NullPool

    check_sqlite()

    def connect() -> sqlite3.Connection:
        connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
        try:
            connection.execute(f"PRAGMA busy_timeout = {BUSY_TIMEOUT_MS}")
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA synchronous = NORMAL")
            connection.execute("PRAGMA foreign_keys = ON")
        except BaseException:
            connection.close()
            raise
        return connection

    engine = create_engine("sqlite+pysqlite://", creator=connect, poolclass=NullPool)
    event.listen(engine, "begin", _begin_immediate)
    return engine


def _begin_immediate(connection: Any) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE")


def open_read_only(path: Path) -> sqlite3.Connection:
    """Return a connection that can neither change the database at ``path`` nor reach another file.

    Safe for a file by someone else: no schema object may call a function with side effects, nothing can be attached
    and no extension loaded, no value may be longer than LONGEST_VALUE_BYTES. Any SQLite file will do;
    ``archive.database.open_archive`` also makes sure that it is an archive.

    Raises DatabaseMissingError, NotADatabaseError or UnreachableDatabaseError.
    """
    return _harden(sqlite3.connect(read_only_address(path), uri=True, isolation_level=None), path)


def read_only_address(path: Path) -> str:
    """Return the URI with which SQLite opens the database at ``path`` for reading alone.

    Raises DatabaseMissingError, NotADatabaseError or UnreachableDatabaseError.
    """
    _check_file(path)
    address = "file://" + quote(os.fsencode(path.absolute())) + "?mode=ro"
    # SQLite cannot read a WAL database in a folder where it may not write its index, unless it is told that nothing
    # will change; that is true only while no WAL holds changes.
    if os.access(path.parent, os.W_OK) or path.with_name(f"{path.name}-wal").exists():
        return address
    return address + "&immutable=1"


def _harden(connection: sqlite3.Connection, path: Path) -> sqlite3.Connection:
    # Damaged text must be read to be reported.
    connection.text_factory = _decode
    try:
        connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, LONGEST_VALUE_BYTES)
        connection.setlimit(sqlite3.SQLITE_LIMIT_ATTACHED, 0)
        connection.execute("PRAGMA trusted_schema = OFF")
        connection.execute("PRAGMA cell_size_check = ON")
        connection.execute("PRAGMA mmap_size = 0")
        connection.execute("PRAGMA query_only = ON")
        connection.execute(f"PRAGMA busy_timeout = {BUSY_TIMEOUT_MS}")
        # Opening is lazy: only a read shows that the file is a database and can be reached.
        connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()
    except sqlite3.OperationalError as error:
        connection.close()
        raise UnreachableDatabaseError(f"{path} cannot be opened: {error}.") from error
    except sqlite3.DatabaseError as error:
        connection.close()
        raise NotADatabaseError(f"{path} is not an SQLite database, or is damaged: {error}.") from error
    except UnicodeDecodeError as error:
        # What SQLite says of a damaged schema quotes its bytes.
        connection.close()
        raise NotADatabaseError(f"{path} is damaged: its schema cannot be read.") from error
    return connection


def _decode(text: bytes) -> str:
    return text.decode("utf-8", "replace")


def _check_file(path: Path) -> None:
    """Raise the fitting error unless ``path`` is a regular file that begins like an SQLite database, or is empty."""
    try:
        # A FIFO or a device would block or answer without end.
        if not stat.S_ISREG(path.stat().st_mode):
            raise NotADatabaseError(f"{path} is not a file.")
        with path.open("rb") as file:
            header = file.read(len(_HEADER))
    except FileNotFoundError as error:
        raise DatabaseMissingError(f"There is no database at {path}. `archive ingest` makes one.") from error
    except (OSError, ValueError) as error:
        raise UnreachableDatabaseError(f"{path} cannot be opened: {error}.") from error
    if header not in (_HEADER, b""):
        raise NotADatabaseError(f"{path} is not an SQLite database.")


def identify(path: Path) -> bool:
    """Return True if ``path`` is an archive, False if there is nothing yet (no file, or an empty database).

    Raises NotAnArchiveError for someone else's database, and what ``open_read_only`` raises.
    """
    try:
        connection = open_read_only(path)
    except DatabaseMissingError:
        return False
    try:
        (application_id,) = connection.execute("PRAGMA application_id").fetchone()
        # Names that begin with sqlite_ are SQLite's own; ANALYZE leaves some in a database that is empty otherwise.
        select = "SELECT count(*) FROM sqlite_schema WHERE name NOT LIKE 'sqlite\\_%' ESCAPE '\\'"
        (objects,) = connection.execute(select).fetchone()
    finally:
        connection.close()
    if application_id == APPLICATION_ID:
        return True
    if application_id or objects:
        raise NotAnArchiveError(
            f"{path} is an SQLite database, but not one of ours; it was left alone. Choose another file with --db."
        )
    return False
