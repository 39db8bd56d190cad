"""What every connection to an archive may do: bounded values, bounded results."""

from __future__ import annotations

import sqlite3
from typing import Any
from weakref import ref

from archive.parsing.folding import fold

__all__ = ["LARGEST_RESULT_BYTES", "prepare"]

# Originals are stored whole; nothing that a page shows comes near this.
LARGEST_VALUE_BYTES = 32 * 1024 * 1024
LARGEST_RESULT_BYTES = 48 * 1024 * 1024


class _Budget:
    """A row factory that refuses to go on where the rows of one statement grow too large.

    SQLite bounds the length of a value and Datasette the number of rows and the time; a thousand long values
    would still fill the memory of the machine.
    """

    def __init__(self) -> None:
        self.cursor: ref[sqlite3.Cursor] | None = None
        self.spent = 0

    def __call__(self, cursor: sqlite3.Cursor, values: tuple[Any, ...]) -> sqlite3.Row:
        if self.cursor is None or self.cursor() is not cursor:
            self.cursor, self.spent = ref(cursor), 0
        for value in values:
            if isinstance(value, str | bytes):
                self.spent += len(value)
        if self.spent > LARGEST_RESULT_BYTES:
            self.cursor = None
            raise sqlite3.OperationalError(
                f"the result is larger than {LARGEST_RESULT_BYTES // 1024 // 1024} MB: ask for fewer rows or columns"
            )
        return sqlite3.Row(cursor, values)


def prepare(connection: sqlite3.Connection) -> None:
    """Bound what a statement on ``connection`` may make and return."""
    connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, LARGEST_VALUE_BYTES)
    connection.setlimit(sqlite3.SQLITE_LIMIT_ATTACHED, 0)
    connection.execute("PRAGMA trusted_schema = OFF")
    connection.create_function("plain_letters", 1, _plain_letters, deterministic=True)
    connection.row_factory = _Budget()


def _plain_letters(text: object) -> str | None:
    return fold(text).casefold() if isinstance(text, str) else None
