"""Indexes that a first build makes when all rows are written: each is then one sorted pass.

Kept up row by row, an index whose keys arrive in no order dirties a page for almost every row as soon as it is larger
than a few batches, and each of those pages is written twice a batch: to the log, and from there to its place.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from archive.database import (
    current_revision,
    expected_schema,
    identify,
    known_revisions,
    open_read_only,
    schema_of,
)

__all__ = ["LATE_INDEXES", "make_up_for", "put_off"]

# None of them is looked into while files are read: neither by the writer, nor for the foreign keys of a row that goes.
LATE_INDEXES = (
    "ix_actor_mentions_actor_id",
    "ix_actor_mentions_parent_id",
    "ix_actors_parent_id",
    "ix_actors_target_key",
    "ix_articles_published_on",
    "ix_articles_title",
    "ix_articles_title_key",
    "ix_articles_title_key_folded",
    "ix_claim_actors_actor_id",
    "ix_claim_quantities_kind",
    "ix_claim_relations_kind",
    "ix_claims_claimant",
    "ix_claims_date_from",
    "ix_infobox_fields_name",
    "ix_links_target_key",
)


def put_off(connection: sqlite3.Connection) -> tuple[str, ...]:
    """Drop LATE_INDEXES, inside the transaction of the caller; return the statements that make them, to the letter.

    An earlier run of the same build may have dropped them already.
    """
    schema = schema_of(connection)
    if any(f"index {name}" not in schema for name in LATE_INDEXES):
        schema = expected_schema()
    for name in LATE_INDEXES:
        connection.execute(f"DROP INDEX IF EXISTS {name}")
    return tuple(schema[f"index {name}"] for name in LATE_INDEXES)


def make_up_for(path: Path) -> None:
    """Make what an unfinished build at ``path`` has put off, if it is of an older revision: a migration expects it."""
    if not identify(path):
        return
    with closing(open_read_only(path)) as connection:
        revision, present = current_revision(connection), schema_of(connection)
    if revision not in known_revisions()[1:]:
        return
    missing = [sql for name, sql in expected_schema(revision).items() if name not in present]
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        for sql in missing:
            connection.execute(sql)
