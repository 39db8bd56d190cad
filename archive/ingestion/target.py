"""The database that a run writes: the archive itself, or ``<db>.building`` until a first build is whole."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from archive.database import engine_for_writing, identify, migrate
from archive.errors import UnreachableDatabaseError
from archive.ingestion.indexes import make_up_for, put_off

__all__ = ["Target", "open_target"]

# Instructions of SQLite's machine between two looks at whether someone pressed Ctrl-C.
_STEPS_BETWEEN_SIGNALS = 20_000
_CACHE_KIB = 64 * 1024
_ROWS_ANALYZED = 1000
# Of the write-ahead log in a first build, which nobody reads: 128 MB. A page that batch after batch changes goes to its
# place once a log.
_PAGES_OF_LOG = 32 * 1024


class Target:
    """An open database to write. ``is_first_build`` tells that nobody reads it yet."""

    def __init__(self, connection: sqlite3.Connection, *, is_first_build: bool) -> None:
        self.connection = connection
        self.is_first_build = is_first_build
        self._late_indexes: tuple[str, ...] = ()
        if is_first_build:
            connection.execute(f"PRAGMA wal_autocheckpoint = {_PAGES_OF_LOG}")
            with self.transaction():
                self._late_indexes = put_off(connection)

    def make_late_indexes(self) -> None:
        """Make the indexes that a first build does without until all rows are written."""
        for statement in self._late_indexes:
            with self.transaction():
                self.connection.execute(statement)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Commit what the block does, or undo all of it."""
        self.connection.execute("BEGIN IMMEDIATE")
        try:
            yield
            self.connection.execute("COMMIT")
        except BaseException:
            if self.connection.in_transaction:
                self.connection.execute("ROLLBACK")
            raise


@contextmanager
def open_target(database: Path) -> Iterator[Target]:
    """Open ``database`` for a run, created or migrated as needed; the caller holds the lock.

    A database that is not there yet is built beside its place and moved there when the block ends well.

    Raises what ``migrate`` raises, KeyboardInterrupt where a statement was interrupted, and UnreachableDatabaseError
    where the database cannot be written (a full disk, a folder that may not be written).
    """
    is_first_build = not identify(database)
    path = database.with_name(f"{database.name}.building") if is_first_build else database
    try:
        if is_first_build:
            make_up_for(path)
        migrate(path, keep_backup=True)
        with engine_for_writing(path).connect() as pooled:
            connection = pooled.connection.driver_connection
            assert isinstance(connection, sqlite3.Connection)  # noqa: S101 — the engine is SQLite's
            connection.execute(f"PRAGMA cache_size = -{_CACHE_KIB}")
            # Ctrl-C is seen when Python code runs; a long statement would not let it run.
            connection.set_progress_handler(lambda: 0, _STEPS_BETWEEN_SIGNALS)
            yield Target(connection, is_first_build=is_first_build)
            # A sample is enough for the planner; all rows of a large archive would take minutes.
            connection.execute(f"PRAGMA analysis_limit = {_ROWS_ANALYZED}")
            connection.execute("PRAGMA optimize")
            if is_first_build:
                connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    except sqlite3.OperationalError as error:
        if "interrupted" in str(error):
            raise KeyboardInterrupt from error
        raise _unwritable(database, error) from error
    except sqlite3.DatabaseError as error:
        raise _unwritable(database, error) from error
    if is_first_build:
        os.replace(path, database)  # noqa: PTH105 — Path.replace says the same


def _unwritable(database: Path, error: sqlite3.Error) -> UnreachableDatabaseError:
    return UnreachableDatabaseError(
        f"{database} could not be written: {error}. What was read before is kept; put this right, and run the same "
        "command again to go on."
    )
