"""The database file: opening it for reading and for writing, its lock, and its schema."""

from archive.database.connections import (
    APPLICATION_ID,
    LONGEST_VALUE_BYTES,
    check_sqlite,
    engine_for_writing,
    identify,
    open_read_only,
    read_only_address,
)
from archive.database.lock import writing_lock
from archive.database.migrating import (
    Migration,
    cost_of_migrating,
    current_revision,
    expected_schema,
    has_expected_schema,
    known_revisions,
    migrate,
    open_archive,
    schema_of,
)

__all__ = [
    "APPLICATION_ID",
    "LONGEST_VALUE_BYTES",
    "Migration",
    "check_sqlite",
    "cost_of_migrating",
    "current_revision",
    "engine_for_writing",
    "expected_schema",
    "has_expected_schema",
    "identify",
    "known_revisions",
    "migrate",
    "open_archive",
    "open_read_only",
    "read_only_address",
    "schema_of",
    "writing_lock",
]
