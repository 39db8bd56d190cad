"""Original bytes: read whole and unchanging from a file."""

from __future__ import annotations

import os
import stat
from typing import NamedTuple

from archive.documents import Problem

__all__ = ["Original", "UnreadableFileError", "read_original"]

_ATTEMPTS = 3


class Original(NamedTuple):
    """The bytes of one file and what the file system said of it when they were read."""

    data: bytes
    modified_ns: int
    mode: int


class UnreadableFileError(Exception):
    """The bytes of a file could not be had; ``problem`` says why."""

    def __init__(self, kind: str, message: str) -> None:
        super().__init__(message)
        self.problem = Problem("error", "read", kind, message)


def read_original(location: str, most_bytes: int | None = None) -> Original:
    """Return the bytes of the file at ``location``.

    A file that changes while it is read is read again, three times at most.

    Raises UnreadableFileError if that does not help, or the file is gone, forbidden, no regular file or larger than
    ``most_bytes`` (by default what one file may have); nothing is read of one that is too large.
    """
    if most_bytes is None:
        # Loaded here: the program itself reads files only where it compares them.
        from archive.reading import DEFAULT_LIMITS

        most_bytes = DEFAULT_LIMITS.file_bytes
    try:
        for _ in range(_ATTEMPTS):
            original = _read_once(location, most_bytes)
            if original is not None:
                return original
    except OSError as error:
        raise UnreadableFileError("unreadable", f"The file cannot be read: {error.strerror or error}.") from error
    raise UnreadableFileError("changing", "The file changed while it was read; ingest it again when it is at rest.")


def _read_once(location: str, most_bytes: int) -> Original | None:
    # Without O_NONBLOCK, opening a pipe that took the file's place would wait for a writer.
    descriptor = os.open(location, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    with os.fdopen(descriptor, "rb") as file:
        before = os.fstat(descriptor)
        if not stat.S_ISREG(before.st_mode):
            raise UnreadableFileError("not_a_file", "This is no regular file (a pipe, a socket or a device).")
        if before.st_size > most_bytes:
            raise UnreadableFileError(
                "too_large",
                f"The file has {before.st_size:,} bytes, more than {most_bytes:,}. Split it, or leave it out.",
            )
        data = file.read(before.st_size + 1)
        after = os.fstat(descriptor)
    if len(data) != after.st_size or before.st_mtime_ns != after.st_mtime_ns:
        return None
    return Original(data, after.st_mtime_ns, after.st_mode)
