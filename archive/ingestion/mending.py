"""Before everything is derived again: what refers to nothing goes. No run leaves such rows, but damage may."""

from __future__ import annotations

import sqlite3

from archive.models import Base

__all__ = ["drop_dangling"]

_ARTICLES_OF_NO_SOURCE = """
DELETE FROM articles WHERE NOT EXISTS (
    SELECT 1 FROM sources WHERE sources.id = articles.source_id AND sources.article_id = articles.id)"""


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
