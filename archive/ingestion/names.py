"""The names under which files are stored: looked up in the database, so that memory need not hold them all."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator, Mapping
from urllib.parse import unquote_to_bytes

from archive.naming import fold_name

__all__ = ["TakenNames", "path_of_name"]


class TakenNames(Mapping[str, str]):
    """The names in use, by ``fold_name``: those of the database, and those given since and not committed yet."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._given: dict[str, str] = {}
        self._beyond_ascii: dict[str, str] | None = None

    def give(self, name: str) -> None:
        """Note that ``name`` is in use before the database knows it."""
        self._given[fold_name(name)] = name

    def committed(self, name: str) -> None:
        """Note that the database knows ``name`` now."""
        folded = fold_name(name)
        self._given.pop(folded, None)
        if self._beyond_ascii is not None and not name.isascii():
            self._beyond_ascii[folded] = name

    def __getitem__(self, folded: str) -> str:
        if folded in self._given:
            return self._given[folded]
        # The index of sqlar ignores the case of ASCII letters, which is all that folding changes in most names.
        row = self._connection.execute("SELECT name FROM sqlar WHERE lower(name) = ?", (folded,)).fetchone()
        return str(row[0]) if row is not None else self._names_beyond_ascii()[folded]

    def _names_beyond_ascii(self) -> dict[str, str]:
        if self._beyond_ascii is None:
            select = "SELECT name FROM sqlar WHERE name GLOB '*[^ -~]*'"
            self._beyond_ascii = {fold_name(name): name for (name,) in self._connection.execute(select)}
        return self._beyond_ascii

    def __iter__(self) -> Iterator[str]:
        yield from (fold_name(name) for (name,) in self._connection.execute("SELECT name FROM sqlar"))
        yield from self._given

    def __len__(self) -> int:
        (stored,) = self._connection.execute("SELECT count(*) FROM sqlar").fetchone()
        return int(stored) + len(self._given)


def path_of_name(name: str) -> str:
    """Return the path that is stored under ``name``, as from ``os.fsdecode``."""
    return os.fsdecode(unquote_to_bytes(name))
