"""The lock that every command that writes holds, so that two never write one database at once."""

from __future__ import annotations

import fcntl
import json
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

from archive.errors import DatabaseBusyError, UnreachableDatabaseError

__all__ = ["lock_path", "writing_lock"]

_POLL_SECONDS = 0.05


def lock_path(database: Path) -> Path:
    """Return the path of the lock file of ``database``."""
    return database.with_name(f"{database.name}.lock")


@contextmanager
def writing_lock(database: Path, command: str, wait: float = 10.0) -> Iterator[None]:
    """Hold the right to write ``database`` while the block runs.

    The lock is ``flock`` on ``<database>.lock``, which names the holder for people; the system lets go of it when the
    process ends, however that happens. ``command`` says what is running, ``wait`` how many seconds to wait for
    another process.

    Raises DatabaseBusyError, which names who holds it, and UnreachableDatabaseError where no lock can be made.
    """
    path = lock_path(database)
    descriptor = _acquire(path, database, time.monotonic() + wait)
    try:
        holder = {"pid": os.getpid(), "command": command, "start": datetime.now(UTC).isoformat(timespec="seconds")}
        # On a full disk the lock holds all the same; only the name of its holder is missing.
        with suppress(OSError):
            os.ftruncate(descriptor, 0)
            os.pwrite(descriptor, json.dumps(holder).encode(), 0)
        yield
    finally:
        # Removed while it is held: whoever opened it before will find that the name leads elsewhere, and try again.
        path.unlink(missing_ok=True)
        os.close(descriptor)


def _acquire(path: Path, database: Path, deadline: float) -> int:
    while True:
        try:
            descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW, 0o644)
        except OSError as error:
            raise UnreachableDatabaseError(f"{database} cannot be locked for writing: {error}.") from error
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            if _is_still(path, descriptor):
                return descriptor
        except BlockingIOError:
            if time.monotonic() >= deadline:
                holder = _describe_holder(descriptor)
                os.close(descriptor)
                raise DatabaseBusyError(
                    f"{database} is being written by {holder}. Try again later, or wait longer with --wait SECONDS."
                ) from None
            time.sleep(_POLL_SECONDS)
        except BaseException:
            os.close(descriptor)
            raise
        os.close(descriptor)


def _is_still(path: Path, descriptor: int) -> bool:
    """Tell whether ``path`` still names the file that ``descriptor`` has open."""
    try:
        named = path.stat()
    except FileNotFoundError:
        return False
    opened = os.fstat(descriptor)
    return (named.st_dev, named.st_ino) == (opened.st_dev, opened.st_ino)


def _describe_holder(descriptor: int) -> str:
    try:
        holder = json.loads(os.pread(descriptor, 4096, 0))
        return f"`{holder['command']}` (process {holder['pid']}, since {holder['start']})"
    except (ValueError, KeyError, TypeError):
        return "another process"
