"""What can go wrong with a database or a folder: one named exception a failure, whose text explains and advises."""

from __future__ import annotations

__all__ = [
    "ArchiveError",
    "DatabaseBusyError",
    "DatabaseMissingError",
    "NewerDatabaseError",
    "NotADatabaseError",
    "NotAnArchiveError",
    "OlderDatabaseError",
    "SqliteTooOldError",
    "UnknownRevisionError",
    "UnreachableDatabaseError",
    "UnreachableFolderError",
]


class ArchiveError(Exception):
    """A failure whose text is meant for the person at the keyboard; commands print it and exit."""


class DatabaseMissingError(ArchiveError):
    """There is no file where a database was expected."""


class UnreachableDatabaseError(ArchiveError):
    """The file, or its folder, cannot be opened as this command needs it."""


class UnreachableFolderError(ArchiveError):
    """The folder to write files into cannot be made or opened."""


class NotADatabaseError(ArchiveError):
    """The file is not an SQLite database."""


class NotAnArchiveError(ArchiveError):
    """The file is an SQLite database that this program did not make."""


class NewerDatabaseError(ArchiveError):
    """The database was made by a newer version of this program."""


class OlderDatabaseError(ArchiveError):
    """The database was made by an older version of this program and has to be migrated first."""


class UnknownRevisionError(ArchiveError):
    """A revision was asked for that this program does not have."""


class SqliteTooOldError(ArchiveError):
    """The SQLite library lacks something that the tables need."""


class DatabaseBusyError(ArchiveError):
    """Another process is writing the database, and did not finish in the time given."""


class NotEnoughRoomError(ArchiveError):
    """The disk has too little room for what a command would write."""
