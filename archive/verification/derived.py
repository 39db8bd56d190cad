"""Deep verification: every row is derived again from the stored originals, in a copy, and compared."""

from __future__ import annotations

import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from archive.database import open_archive, read_only_address
from archive.ingestion import rebuild
from archive.models import Base
from archive.pipeline import PARSER_VERSION
from archive.verification.findings import MOST_FINDINGS, Finding

__all__ = ["NOT_DERIVED", "check_derived_rows"]

# What was read from the outside, and what runs did: no rebuild gives it again.
NOT_DERIVED = ("folders", "ingest_errors", "ingest_runs", "sqlar")
# Repairs and counts are written anew each time; the run that last changed an article is not what the article says.
_NOT_COMPARED = {("text_repairs", "id"), ("wanted_titles", "id"), ("articles", "updated_run_id")}


def check_derived_rows(path: Path) -> Iterator[Finding]:
    """Yield every row that the original bytes do not give, and every one that they give and that is missing.

    Needs as much room for temporary files as the database is large. The schema has been checked before.
    """
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "copy.db"
        with closing(open_archive(path)) as original, closing(sqlite3.connect(copy)) as target:
            select = "SELECT count(*) FROM sources WHERE parser_version <> ?"
            (older,) = original.execute(select, (PARSER_VERSION,)).fetchone()
            if older:
                message = f"{older} were read by other rules than this program's; run `archive rebuild` first"
                yield Finding("sources", "", message)
                return
            original.backup(target)
        try:
            rebuild(copy)
        # Damage can break what the writer relies on; that must not end the verification.
        except Exception as error:
            yield Finding("file", "", f"its rows could not be derived again: {type(error).__name__}: {error}")
            return
        with closing(sqlite3.connect(copy, uri=True, isolation_level=None)) as connection:
            connection.execute("ATTACH ? AS original", (read_only_address(path),))
            for table in Base.metadata.tables:
                if table not in NOT_DERIVED:
                    yield from _compare(connection, table)


def _compare(connection: sqlite3.Connection, table: str) -> Iterator[Finding]:
    names = [column.name for column in Base.metadata.tables[table].columns]
    columns = ", ".join(f'"{name}"' for name in names if (table, name) not in _NOT_COMPARED)
    named: set[str] = set()
    for one, other, message in (
        ("original", "main", "is not what its file gives; `archive rebuild` mends it"),
        ("main", "original", "is missing; `archive rebuild` mends it"),
    ):
        rows = connection.execute(f"SELECT {columns} FROM {one}.{table} EXCEPT SELECT {columns} FROM {other}.{table}")
        for row in rows.fetchmany(MOST_FINDINGS):
            # A row that is there, but wrong, differs from either side.
            if str(row[0]) not in named:
                named.add(str(row[0]))
                yield Finding(table, str(row[0]), message)
