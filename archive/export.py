"""Writing the original files back, byte for byte, into one folder and never outside it.

Nothing that the database says is trusted: names are checked, folders are opened part by part without following
links, and a file that is there already is left alone unless it holds the same bytes.
"""

from __future__ import annotations

import errno
import fcntl
import hashlib
import os
import sqlite3
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from archive.database import LONGEST_VALUE_BYTES
from archive.errors import NotAnArchiveError, UnreachableFolderError
from archive.naming import is_safe_name
from archive.originals import unpack

__all__ = ["Exported", "export_files"]

_FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC


@dataclass(frozen=True, slots=True)
class Exported:
    """What became of one stored file: ``outcome`` is written, unchanged, damaged (but written) or refused."""

    name: str
    outcome: str
    reason: str | None = None


def export_files(connection: sqlite3.Connection, folder: Path) -> Iterator[Exported]:
    """Write every file in ``sqlar`` below ``folder``, which is made if it is missing; yield what became of each.

    A file is complete under its name or not there at all, so an export that was killed is completed by the next.
    Raises UnreachableFolderError and NotAnArchiveError.
    """
    # A view or a virtual table could compute rows without end.
    table = connection.execute("SELECT 1 FROM sqlite_schema WHERE name = 'sqlar' AND type = 'table' AND rootpage > 0")
    if table.fetchone() is None:
        raise NotAnArchiveError("The database holds no table of original files (sqlar).")
    rows = connection.execute(
        "SELECT name, mode, mtime, sz, data, sources.sha256 FROM sqlar "
        "LEFT JOIN sources ON sources.path = sqlar.name ORDER BY name"
    )
    with _opened(folder) as root:
        for name, mode, modified_at, size, data, checksum in rows:
            try:
                original = _original(name, mode, size, data)
                parent, _, file_name = name.rpartition("/")
                with _parent_folder(root, parent) as descriptor:
                    outcome = _write(descriptor, file_name, original, stat.S_IMODE(mode) & 0o777, modified_at)
            except (OSError, OverflowError, TypeError, ValueError) as error:
                reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
                yield Exported(str(name), "refused", reason)
                continue
            if checksum != hashlib.sha256(original).hexdigest():
                yield Exported(name, "damaged", "its bytes do not have the checksum of the file that was read")
            else:
                yield Exported(name, outcome)


def _original(name: object, mode: object, size: object, data: object) -> bytes:
    """Return the bytes of a row that describes a plain file with a safe name; raise ValueError for any other."""
    if not isinstance(name, str) or not is_safe_name(name):
        raise ValueError("its name leads out of the folder, or is no name")
    if not isinstance(mode, int) or stat.S_IFMT(mode) not in (0, stat.S_IFREG):
        raise ValueError("it is not a plain file")
    if not isinstance(size, int) or not 0 <= size <= LONGEST_VALUE_BYTES or not isinstance(data, bytes):
        raise ValueError("its size or its bytes are missing")
    return unpack(data, size)


@contextmanager
def _opened(folder: Path) -> Iterator[int]:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    except OSError as error:
        raise UnreachableFolderError(f"{folder} cannot be written to: {error.strerror}.") from error
    try:
        _lock(descriptor, folder)
        yield descriptor
    finally:
        os.close(descriptor)


def _lock(descriptor: int, folder: Path) -> None:
    """Keep other exports out of ``folder``, which would take this one's unfinished files for abandoned ones."""
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        raise UnreachableFolderError(f"Another export is writing into {folder}. Wait for it to end.") from error
    except OSError as error:
        # Some network file systems have no locks; a folder there is exported into as it is.
        if error.errno not in (errno.ENOLCK, errno.ENOTSUP, errno.EINVAL, errno.ENOSYS):
            raise UnreachableFolderError(f"{folder} cannot be locked: {error.strerror}.") from error


@contextmanager
def _parent_folder(root: int, path: str) -> Iterator[int]:
    """Yield a descriptor of the folder ``path`` below ``root``; a link on the way raises OSError."""
    descriptor = os.dup(root)
    try:
        for part in path.split("/") if path else ():
            with suppress(FileExistsError):
                os.mkdir(part, dir_fd=descriptor)
            below = os.open(part, _FOLDER, dir_fd=descriptor)
            os.close(descriptor)
            descriptor = below
        yield descriptor
    finally:
        os.close(descriptor)


def _write(folder: int, name: str, original: bytes, mode: int, modified_at: int) -> str:
    try:
        present = os.open(name, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC, dir_fd=folder)
    except FileNotFoundError:
        pass
    else:
        with os.fdopen(present, "rb") as file:
            if stat.S_ISREG(os.fstat(present).st_mode) and file.read(len(original) + 1) == original:
                return "unchanged"
        raise FileExistsError(errno.EEXIST, "another file is there already; move it away first")
    partial = f".{hashlib.sha256(os.fsencode(name)).hexdigest()[:16]}.partial"
    # One that is there is what a killed export left: it would have been given its name otherwise.
    with suppress(FileNotFoundError):
        os.unlink(partial, dir_fd=folder)
    descriptor = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600, dir_fd=folder)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(original)
            file.flush()
            os.fchmod(descriptor, mode)
            os.utime(descriptor, (modified_at, modified_at))
        os.rename(partial, name, src_dir_fd=folder, dst_dir_fd=folder)
    except BaseException:
        os.unlink(partial, dir_fd=folder)
        raise
    return "written"
