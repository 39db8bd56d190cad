"""Ids of new rows: counted here, so that rows can point to each other before any of them is inserted."""

from __future__ import annotations

import sqlite3

from archive.models import Base

__all__ = ["Ids"]


class Ids:
    """The next free id of each table. Holds as long as nobody else writes, which the lock sees to."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._next: dict[str, int] = {}
        self.restart()

    def restart(self) -> None:
        """Count on from what the database holds."""
        for name, table in Base.metadata.tables.items():
            if "id" in table.columns:
                (highest,) = self._connection.execute(f"SELECT max(id) FROM {name}").fetchone()
                self._next[name] = (highest or 0) + 1

    def take(self, table: str, count: int = 1) -> range:
        """Return the next ``count`` ids of ``table``."""
        start = self._next[table]
        self._next[table] = start + count
        return range(start, start + count)
