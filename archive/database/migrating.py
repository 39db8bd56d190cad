"""The schema at run time: which revision a database has, and bringing it to another with Alembic."""

from __future__ import annotations

import hashlib
import shutil
import sqlite3
import tempfile
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

from archive.database.connections import check_sqlite, engine_for_writing, identify, open_read_only
from archive.errors import (
    ArchiveError,
    DatabaseMissingError,
    NewerDatabaseError,
    NotAnArchiveError,
    NotEnoughRoomError,
    OlderDatabaseError,
    UnknownRevisionError,
    UnreachableDatabaseError,
)

if TYPE_CHECKING:
    from alembic.config import Config
    from sqlalchemy import Engine

__all__ = [
    "Cost",
    "Migration",
    "cost_of_migrating",
    "current_revision",
    "has_expected_schema",
    "known_revisions",
    "migrate",
    "migrations_folder",
    "open_archive",
    "run_migrations",
    "schema_of",
]

# `archive migrate` from 0001 to 0002 took 5 s for 166 MB with two other programs on two cores.
_SECONDS_A_GIGABYTE = 30
# From 0001 to 0002, the write-ahead log came to 0.46 of a database of 138 MB, and the file grew by 0.09.
_LEAST_ROOM_TO_CHANGE = 0.6
# Of what `expected_schema` gives (`digest_of`; a test compares), so that a sound archive is known as one without making
# an empty one beside it.
_EXPECTED_DIGEST = "8235893e06b59bdb7c24cfa63b9730b9436bda50c3014706d160752b538ccc0e"
_PACKAGE = Path(__file__).resolve().parent.parent


def migrations_folder() -> Path:
    """Return the folder of the revisions: beside the package in a checkout, inside it in an installed wheel."""
    for folder in (_PACKAGE / "migrations", _PACKAGE.parent / "migrations"):
        if (folder / "env.py").is_file():
            return folder
    raise ArchiveError("The migrations are missing: the program is not installed whole. Install it again.")


def alembic_config() -> Config:
    """Return Alembic's configuration for the revisions of this program, without any ini file."""
    from alembic.config import Config

    config = Config()
    # ConfigParser reads % as the start of a reference.
    config.set_main_option("script_location", str(migrations_folder()).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return config


def known_revisions() -> list[str]:
    """Return the revisions of this program, from the newest to the oldest.

    They are told by the names of their files, which spares every command the time to load Alembic.
    """
    return sorted((path.name.partition("_")[0] for path in migrations_folder().glob("versions/*_*.py")), reverse=True)


def current_revision(connection: sqlite3.Connection) -> str | None:
    """Return the revision of an open database, or None if it has none."""
    try:
        row = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    except sqlite3.OperationalError:
        return None
    return None if row is None else str(row[0])


@dataclass(frozen=True, slots=True)
class Migration:
    """The revision before and after (None is an empty database), and the copy that was made, if one was."""

    before: str | None
    after: str | None
    backup: Path | None = None


def migrate(path: Path, revision: str = "head", *, keep_backup: bool = False) -> Migration:
    """Create the database at ``path``, or bring it up or down to ``revision`` (a revision, ``head`` or ``base``).

    All of it is one transaction: a failure leaves the database as it was. With ``keep_backup``, a database that is
    about to change is copied first, to a file beside it. The caller holds the lock.

    Raises NotADatabaseError, NotAnArchiveError, NewerDatabaseError, UnknownRevisionError, UnreachableDatabaseError,
    NotEnoughRoomError and SqliteTooOldError; KeyboardInterrupt where a statement was interrupted.
    """
    check_sqlite()
    known = known_revisions()
    plan = _planned(path, revision, known)
    before, after = plan.before, plan.after
    if before == after:
        return Migration(before, after)
    if before is not None:
        _make_sure_of_room(path, keep_backup=keep_backup)
    backup = _back_up(path, before) if keep_backup and before is not None else None
    from sqlalchemy.exc import OperationalError

    try:
        run_migrations(engine_for_writing(path), before, after, known)
    except (sqlite3.OperationalError, OperationalError) as error:
        reason = error.orig if isinstance(error, OperationalError) else error
        if "interrupted" in str(reason):
            raise KeyboardInterrupt from error
        raise UnreachableDatabaseError(f"{path} could not be migrated, and is as it was: {reason}.") from error
    return Migration(before, after, backup)


def _planned(path: Path, revision: str, known: Sequence[str]) -> Migration:
    before = _revision_of(path, known) if identify(path) else None
    if revision not in ("head", "base", *known):
        raise UnknownRevisionError(f"There is no revision {revision}. Those there are: {', '.join(known)}, base.")
    return Migration(before, {"head": known[0], "base": None}.get(revision, revision))


@dataclass(frozen=True, slots=True)
class Cost:
    """What a migration takes: about so many seconds, at most so many bytes beside the database; and the bytes free."""

    seconds: float
    most_bytes: int
    free_bytes: int


def cost_of_migrating(path: Path, revision: str = "head", *, keep_backup: bool = False) -> Cost | None:
    """Return what ``migrate`` with these arguments would take; None where it would change nothing, or make a database.

    Raises what ``migrate`` raises.
    """
    plan = _planned(path, revision, known_revisions())
    if plan.before in (None, plan.after):
        return None
    size = path.stat().st_size
    # Every page may be written anew, to the log first; a table that is made again stands beside the old one.
    copies = 3 if keep_backup else 2
    return Cost(size / 1e9 * _SECONDS_A_GIGABYTE, copies * size, shutil.disk_usage(path.absolute().parent).free)


def _make_sure_of_room(path: Path, *, keep_backup: bool) -> None:
    size, free = path.stat().st_size, shutil.disk_usage(path.absolute().parent).free
    needed = size * (keep_backup + _LEAST_ROOM_TO_CHANGE)
    if free < needed:
        advice = " or migrate with --no-backup" if keep_backup and free >= size * _LEAST_ROOM_TO_CHANGE else ""
        raise NotEnoughRoomError(
            f"To migrate {path} takes at least {needed / 1e6:,.0f} MB of disk beside it, and {free / 1e6:,.0f} MB are "
            f"free; it was not changed. Make room{advice}."
        )


def _back_up(path: Path, revision: str) -> Path:
    """Copy the database to the first free name beside it, and return that."""
    copies = (path.with_name(f"{path.name}.{revision}-{number}.backup") for number in count(1))
    copy = next(copy for copy in copies if not copy.exists())
    # Whatever has the name of a backup is whole, though the copying was killed.
    unfinished = copy.with_name(f"{copy.name}.unfinished")
    try:
        unfinished.unlink(missing_ok=True)
        with closing(open_read_only(path)) as connection, closing(sqlite3.connect(unfinished)) as target:
            connection.backup(target)
        unfinished.replace(copy)
    except (sqlite3.Error, OSError) as error:
        unfinished.unlink(missing_ok=True)
        raise UnreachableDatabaseError(
            f"{path} could not be copied to {copy}, so it was not changed: {error}."
        ) from error
    return copy


def run_migrations(engine: Engine, before: str | None, after: str | None, known: Sequence[str]) -> None:
    """Bring the database of ``engine`` from one revision to another; ``known`` goes from the newest to the oldest."""
    from alembic import command

    config = alembic_config()
    config.attributes["engine"] = engine
    if after is None or (before is not None and known.index(before) < known.index(after)):
        command.downgrade(config, after or "base")
    else:
        command.upgrade(config, after)


def _revision_of(path: Path, known: Sequence[str]) -> str:
    with closing(open_read_only(path)) as connection:
        revision = current_revision(connection)
    if revision is None:
        raise NotAnArchiveError(
            f"{path} is an archive without a revision; it is damaged. Make it again from its files."
        )
    if revision not in known:
        raise NewerDatabaseError(
            f"{path} was made by a newer version of this program (its revision is {revision}; this one knows up to "
            f"{known[0]}). Install the newer version."
        )
    return revision


def open_archive(path: Path) -> sqlite3.Connection:
    """Return a read-only connection (``open_read_only``) to an archive of the revision that this program works with.

    Raises NotAnArchiveError, NewerDatabaseError, OlderDatabaseError and what ``open_read_only`` raises.
    """
    if not identify(path):
        raise DatabaseMissingError(f"There is no database at {path}. `archive ingest` makes one.")
    known = known_revisions()
    revision = _revision_of(path, known)
    if revision != known[0]:
        raise OlderDatabaseError(
            f"{path} was made by an older version of this program (its revision is {revision}, this one works with "
            f"{known[0]}). Run `archive migrate --db {path}`."
        )
    return open_read_only(path)


def schema_of(connection: sqlite3.Connection) -> dict[str, str]:
    """Return the SQL of every table, index, view and trigger of a database by name (``table articles``).

    Names that SQLite keeps to itself (``sqlite_``) are left out: nobody can make such objects, ANALYZE adds some.
    """
    rows = connection.execute(
        "SELECT type || ' ' || name, sql FROM sqlite_schema WHERE name NOT LIKE 'sqlite\\_%' ESCAPE '\\'"
    )
    return {str(name): str(sql) for name, sql in rows}


def expected_schema(revision: str = "head") -> dict[str, str]:
    """Return what ``schema_of`` gives for a database that this program has just made, or made at ``revision``."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "expected.db"
        migrate(path, revision)
        with closing(open_read_only(path)) as connection:
            return schema_of(connection)


def digest_of(schema: dict[str, str]) -> str:
    """Return the SHA-256 of what ``schema_of`` gives, in hexadecimal digits."""
    return hashlib.sha256(repr(sorted(schema.items())).encode("utf-8", "surrogatepass")).hexdigest()


def has_expected_schema(connection: sqlite3.Connection) -> bool:
    """Return whether a database has the tables, indexes, views and triggers of this program, and no others."""
    present = schema_of(connection)
    # Another version of SQLite may write the same schema in other words.
    return digest_of(present) == _EXPECTED_DIGEST or present == expected_schema()
