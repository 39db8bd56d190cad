"""Which of the databases of a Datasette are archives; everything else in this package acts on those alone."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from weakref import WeakKeyDictionary

__all__ = ["Datasette", "archives_of", "is_archive"]

# Datasette ships no types; its objects are named here, so that signatures say what they take.
Datasette = Any
Database = Any

# https://www.sqlite.org/fileformat2.html#the_database_header: the magic string, and the application id at byte 68.
_MAGIC = b"SQLite format 3\x00"
_APPLICATION_ID = slice(68, 72)
_HEADER_BYTES = 100

_seen: WeakKeyDictionary[Database, bool] = WeakKeyDictionary()


def is_archive(database: Database) -> bool:
    """Tell whether a Datasette database is one that this program made.

    The header of the file is read, once for each database: asking SQLite would need its write-ahead log. The number
    to compare with is imported only where the file has any, so that a Datasette without an archive starts no slower.
    """
    if database not in _seen:
        _seen[database] = database.path is not None and _has_our_id(Path(database.path))
    return _seen[database]


def _has_our_id(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            header = file.read(_HEADER_BYTES)
    except OSError:
        return False
    application_id = int.from_bytes(header[_APPLICATION_ID], "big")
    if not header.startswith(_MAGIC) or application_id == 0:
        return False
    from archive.database import APPLICATION_ID

    return application_id == APPLICATION_ID


def archives_of(datasette: Datasette) -> list[Database]:
    """Return the archives that a Datasette serves, in the order they were named."""
    return [database for database in datasette.databases.values() if is_archive(database)]
