"""Making the file to put on a server: one file in its final form, with the row counts that Datasette starts from."""

from __future__ import annotations

import hashlib
import json
import os
import sqlite3
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

from archive.database import has_expected_schema, open_archive
from archive.errors import ArchiveError
from archive.explore.server import inspect_path

__all__ = ["OutputExistsError", "PublishError", "Published", "publish"]


class OutputExistsError(ArchiveError):
    """A file stands where the published archive would go."""


class PublishError(ArchiveError):
    """The copy could not be written, or must not be."""


@dataclass(frozen=True, slots=True)
class Published:
    """What was written: the size of the copy, and the file with its row counts."""

    size_bytes: int
    inspect_file: Path


def publish(database: Path, output: Path, *, replace: bool = False) -> Published:
    """Write a copy of the archive at ``database`` to ``output``, with its inspect file.

    The copy is vacuumed and analysed and holds no write-ahead log, so that it can be read where nothing may be
    written. It appears whole: an ``output`` that is being served keeps its old bytes until the server opens it again.

    Raises OutputExistsError where ``output`` exists and ``replace`` is False, PublishError where it cannot be
    written or the archive holds tables or views that are not this program's, and what
    ``archive.database.open_archive`` raises.
    """
    if output.exists():
        if database.exists() and output.samefile(database):
            raise OutputExistsError(f"{output} is the archive itself. Name another file.")
        if not replace:
            raise OutputExistsError(f"{output} exists. Name another file, or replace it with --force.")
    copied, unfinished = (output.with_name(f"{output.name}.{ending}") for ending in ("copying", "publishing"))
    try:
        for path in (copied, unfinished):
            path.unlink(missing_ok=True)
        with closing(open_archive(database)) as connection:
            # A view by someone else could compute without end, here and on the server.
            if not has_expected_schema(connection):
                raise PublishError(f"{database} is not as this program made it; `archive verify` says in what.")
        address = "file:" + quote(os.fsencode(database.absolute())) + "?mode=ro"
        with closing(sqlite3.connect(address, uri=True)) as connection, closing(sqlite3.connect(copied)) as copy:
            # Unlike a copy of the file, this reads one moment of an archive that may be written meanwhile.
            connection.backup(copy)
        with closing(sqlite3.connect(copied, isolation_level=None)) as copy:
            # Of a database that may only be read, SQLite 3.40 cannot vacuum tables with generated columns.
            copy.execute("VACUUM INTO ?", (os.fspath(unfinished),))
        counts = _finish(unfinished)
        size = unfinished.stat().st_size
        with unfinished.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
        inspected = {output.stem: {"hash": digest, "size": size, "file": output.name, "tables": counts}}
        unfinished.replace(output)
        inspect_path(output).write_text(json.dumps(inspected, indent=1), "utf-8")
    except (OSError, sqlite3.OperationalError) as error:
        raise PublishError(f"{output} cannot be written: {error}.") from error
    finally:
        with suppress(OSError):
            copied.unlink(missing_ok=True)
            unfinished.unlink(missing_ok=True)
    return Published(size, inspect_path(output))


def _finish(path: Path) -> dict[str, Any]:
    """Put the copy into its final form and return the number of rows of each table and view."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA journal_mode = DELETE")
        connection.execute("ANALYZE")
        # Datasette looks up views here as well, and would otherwise count them for every page.
        names = connection.execute("SELECT name FROM sqlite_schema WHERE type IN ('table', 'view')").fetchall()
        return {
            name: {"count": connection.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0]} for (name,) in names
        }
