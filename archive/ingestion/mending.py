"""Before everything is derived again: what refers to nothing goes, and originals that no source names get one.

No run leaves such rows, but damage may.
"""

from __future__ import annotations

import hashlib
import sqlite3

from archive.ingestion.planning import iso_time
from archive.models import Base
from archive.naming import is_safe_name
from archive.originals import unpack

__all__ = ["drop_dangling", "find_lost_sources"]

_ARTICLES_OF_NO_SOURCE = """
DELETE FROM articles WHERE NOT EXISTS (
    SELECT 1 FROM sources WHERE sources.id = articles.source_id AND sources.article_id = articles.id)"""
_ORIGINALS_OF_NO_SOURCE = "SELECT name FROM sqlar WHERE name NOT IN (SELECT path FROM sources) ORDER BY name"
_SOURCE_UNDER_ANOTHER_NAME = """
UPDATE sources SET path = ?1 WHERE id = (
    SELECT id FROM sources WHERE sha256 = ?2 AND path NOT IN (SELECT name FROM sqlar) ORDER BY id LIMIT 1)"""
_NEW_SOURCE = """
INSERT INTO sources (status, path, sha256, size_bytes, modified_at, repair_count, parser_version, run_id)
VALUES ('failed', ?, ?, ?, ?, 0, 0, ?)"""
_SOURCES_OF_NO_ORIGINAL = """
UPDATE sources SET status = 'failed', status_reason = 'Its original bytes are missing; ingest the file again.'
WHERE path NOT IN (SELECT name FROM sqlar)"""


def drop_dangling(connection: sqlite3.Connection, run_id: int) -> None:
    """Delete rows that refer to a row that is not there, or let go of it where they may.

    The run that a file was read by, where it is lost, becomes ``run_id``. Foreign keys must be enforced, so that what
    belongs to a deleted row goes with it.
    """
    for name, table in Base.metadata.tables.items():
        for key in sorted(table.foreign_keys, key=lambda key: key.parent.name):
            column, parent = key.parent.name, key.column.table.name
            dangling = f"{column} IS NOT NULL AND {column} NOT IN (SELECT id FROM {parent})"
            if parent == "ingest_runs" and key.ondelete is None:
                connection.execute(f"UPDATE {name} SET {column} = ? WHERE {dangling}", (run_id,))
            elif key.ondelete == "CASCADE":
                connection.execute(f"DELETE FROM {name} WHERE {dangling}")
            elif key.ondelete == "SET NULL":
                connection.execute(f"UPDATE {name} SET {column} = NULL WHERE {dangling}")
    # An article's own source has neither action: it is made from one that says so, or it is not made at all.
    connection.execute(_ARTICLES_OF_NO_SOURCE)


def find_lost_sources(connection: sqlite3.Connection, run_id: int) -> None:
    """Give every original a source: the one with its checksum whose own original is gone, else a new one.

    What cannot be unpacked, or has no safe name, is left for verification to name. A source whose original is gone is
    marked as failed, so that the next ingest reads its file again.
    """
    for (name,) in connection.execute(_ORIGINALS_OF_NO_SOURCE).fetchall():
        size, data, modified_at = connection.execute(
            "SELECT sz, data, mtime FROM sqlar WHERE name = ?", (name,)
        ).fetchone()
        try:
            original = unpack(data, size)
        except ValueError:
            continue
        if not is_safe_name(name):
            continue
        checksum = hashlib.sha256(original).hexdigest()
        if connection.execute(_SOURCE_UNDER_ANOTHER_NAME, (name, checksum)).rowcount == 0:
            modified = iso_time(modified_at * 1_000_000_000)
            connection.execute(_NEW_SOURCE, (name, checksum, size, modified, run_id))
    connection.execute(_SOURCES_OF_NO_ORIGINAL)
