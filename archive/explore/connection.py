"""What every connection to an archive may do: bounded values, bounded results."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable
from typing import Any
from weakref import ref

__all__ = ["LARGEST_RESULT_BYTES", "bound_memory", "prepare"]

# Originals are stored whole; nothing that a page shows comes near this.
LARGEST_VALUE_BYTES = 32 * 1024 * 1024
LARGEST_RESULT_BYTES = 16 * 1024 * 1024
# Aggregates (json_group_array) grow beyond the limit on values before SQLite looks. Readers at once share this.
_LARGEST_HEAP_BYTES = 192 * 1024 * 1024
# Nobody types a longer pattern; matching a long one against a long text is one step that no time limit ends.
LONGEST_PATTERN = 1000
# printf('%.*c', 900000000, 'x') is one such step too: 16 s, whatever the limit on the length of what it makes.
_WIDE = re.compile(r"%[^a-zA-Z%]*(?:\*|[0-9]{5})")


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


def bound_memory() -> None:
    """Bound what all connections of this process may hold together; a statement beyond it raises MemoryError."""
    connection = sqlite3.connect(":memory:")
    connection.execute(f"PRAGMA hard_heap_limit = {_LARGEST_HEAP_BYTES}")
    connection.close()


def prepare(connection: sqlite3.Connection) -> None:
    """Bound what a statement on ``connection`` may make and return."""
    connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, LARGEST_VALUE_BYTES)
    connection.setlimit(sqlite3.SQLITE_LIMIT_ATTACHED, 0)
    connection.setlimit(sqlite3.SQLITE_LIMIT_LIKE_PATTERN_LENGTH, LONGEST_PATTERN)
    connection.execute("PRAGMA trusted_schema = OFF")
    formatted = _bounded_format()
    for name in ("printf", "format"):
        connection.create_function(name, -1, formatted, deterministic=True)
    connection.row_factory = _Budget()


def _bounded_format() -> Callable[..., Any]:
    """Return SQLite's own ``printf``, on a connection of its own, for all but very wide results."""
    own = sqlite3.connect(":memory:", check_same_thread=False)

    def formatted(pattern: object = None, *values: Any) -> Any:
        if isinstance(pattern, str) and _WIDE.search(pattern):
            # Null is SQLite's own answer to a pattern that it cannot follow.
            return None
        marks = ", ".join("?" * (len(values) + 1))
        return own.execute(f"SELECT printf({marks})", (pattern, *values)).fetchone()[0]

    return formatted
