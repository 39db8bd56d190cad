"""Discovery: from the paths that were named to the files to read, in one order, whatever the file system says."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from archive.documents import Problem
from archive.errors import ArchiveError

__all__ = ["ArgumentError", "FileProblem", "FoundFile", "Root", "discover", "roots_of"]

ARTICLE_SUFFIXES = (".md", ".mdx", ".markdown")
# Plain text is an article only where it opens with front matter.
_TEXT_SUFFIX = ".txt"
_FRONT_MATTER = re.compile(rb"(?:\xef\xbb\xbf)?---\r?\n")
_FRONT_MATTER_BYTES = 8


class ArgumentError(ArchiveError):
    """What the command was asked to read cannot be read as asked."""


@dataclass(frozen=True, slots=True)
class Root:
    """A folder that was named, or the parent of a file named alone (``only``); its files' paths begin with ``name``."""

    name: str
    location: str
    only: str | None = None


@dataclass(frozen=True, slots=True)
class FoundFile:
    """A regular file that may be an article. ``path`` is as from ``os.fsdecode``; lone surrogates are no UTF-8."""

    path: str
    location: str
    size: int
    modified_ns: int
    mode: int


@dataclass(frozen=True, slots=True)
class FileProblem:
    """What is to be said about one path."""

    path: str
    problem: Problem


def roots_of(
    paths: Iterable[str | os.PathLike[str]], name: str | None = None, *, may_be_gone: bool = False
) -> list[Root]:
    """Return the folders to read, sorted by name, so that the order of ``paths`` is of no consequence.

    ``name`` stands in for the name of the one folder given. With ``may_be_gone`` a path that is not there counts as a
    folder, for its owner to be told that it cannot be listed.

    Raises ArgumentError for a missing path, two folders of one name, or a folder that has no name.
    """
    given = [os.fsdecode(path) for path in paths]
    if name is not None and len(given) != 1:
        raise ArgumentError("--as names one folder; give one path with it.")
    roots = {_root(path, name, may_be_gone=may_be_gone) for path in given}
    locations: dict[str, str] = {}
    for root in sorted(roots, key=lambda root: (root.name, root.location)):
        other = locations.setdefault(root.name, root.location)
        if other != root.location:
            raise ArgumentError(
                f"Two folders are named {root.name}: {other} and {root.location}. Ingest one of them with --as NAME."
            )
    whole = {root.name for root in roots if root.only is None}
    wanted = [root for root in roots if root.only is None or root.name not in whole]
    return sorted(wanted, key=lambda root: (root.name, root.only or ""))


def _root(path: str, name: str | None, *, may_be_gone: bool) -> Root:
    # abspath leaves symbolic links alone: a folder is known by the name that its owner gave it.
    location = os.path.abspath(path)  # noqa: PTH100 — Path.absolute keeps `..`
    try:
        is_folder = stat.S_ISDIR(Path(location).stat().st_mode)
    except (OSError, ValueError) as error:
        if not may_be_gone:
            raise ArgumentError(f"{path} cannot be read: {_reason(error)}.") from error
        is_folder = True
    folder, only = (location, None) if is_folder else os.path.split(location)
    name = name or os.path.basename(folder)  # noqa: PTH119 — a plain string
    if not name or "/" in name or name in (".", ".."):
        raise ArgumentError(f"{path} gives its files no folder name. Choose one with --as NAME.")
    return Root(name, folder, only)


def discover(root: Root) -> Iterator[FoundFile | FileProblem]:
    """Yield the files of ``root`` that may be articles, in byte order of their paths, and what could not be looked at.

    Names that begin with a dot are passed over. Links to files inside the folder are followed; links that lead out of
    it, and links to folders, are not: a folder from elsewhere could carry links to its reader's private files.
    """
    if root.only is not None:
        location = os.path.join(root.location, root.only)  # noqa: PTH118 — bytes that are no UTF-8 stay
        yield _look(f"{root.name}/{root.only}", location)
        return
    home = os.path.realpath(root.location)
    stack: list[Iterator[tuple[str, os.DirEntry[str]]]] = []
    problem = _open_folder(root.name, root.location, stack)
    if problem is not None:
        yield problem
    while stack:
        path, entry = next(stack[-1], (None, None))
        if path is None or entry is None:
            stack.pop()
        elif _is_folder(entry):
            problem = _open_folder(path, entry.path, stack)
            if problem is not None:
                yield problem
        else:
            found = _look_at_entry(path, entry, home)
            if found is not None:
                yield found


def _open_folder(path: str, location: str, stack: list[Iterator[tuple[str, os.DirEntry[str]]]]) -> FileProblem | None:
    try:
        with os.scandir(location) as listing:
            entries = [entry for entry in listing if not entry.name.startswith(".")]
    except OSError as error:
        return _error(path, "unlistable", f"The folder cannot be listed: {_reason(error)}.")
    # A slash after folders makes the walk yield whole paths in byte order: `a-b.md` comes before `a/b.md`.
    entries.sort(key=lambda entry: os.fsencode(f"{entry.name}/" if _is_folder(entry) else entry.name))
    stack.append(iter([(f"{path}/{entry.name}", entry) for entry in entries]))
    return None


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir(follow_symlinks=False)
    except OSError:
        return False


def _look_at_entry(path: str, entry: os.DirEntry[str], home: str) -> FoundFile | FileProblem | None:
    suffix = os.path.splitext(entry.name)[1].lower()  # noqa: PTH122 — a plain string
    if entry.is_symlink():
        problem = _check_link(path, entry.path, home, is_article=suffix in (*ARTICLE_SUFFIXES, _TEXT_SUFFIX))
        if problem is not None:
            return problem
        if os.path.isdir(entry.path):  # noqa: PTH112 — a plain string
            return None
    if suffix in ARTICLE_SUFFIXES:
        return _look(path, entry.path)
    if suffix == _TEXT_SUFFIX:
        found = _look(path, entry.path)
        return found if isinstance(found, FileProblem) else _keep_article(found)
    return None


def _check_link(path: str, location: str, home: str, *, is_article: bool) -> FileProblem | None:
    try:
        target = os.path.realpath(location, strict=True)
    except OSError as error:
        return _error(path, "broken_link", f"The link leads nowhere: {_reason(error)}.") if is_article else None
    if os.path.isdir(target):  # noqa: PTH112 — a plain string
        return FileProblem(
            path,
            Problem(
                "warning", "discover", "linked_folder", "Links to folders are not followed; name the folder itself."
            ),
        )
    if is_article and not target.startswith(os.path.join(home, "")):  # noqa: PTH118 — a plain string
        return _error(path, "link_outside", "The link leads out of the folder; put the file itself there.")
    return None


def _look(path: str, location: str) -> FoundFile | FileProblem:
    try:
        status = os.stat(location)  # noqa: PTH116 — a plain string
    except (OSError, ValueError) as error:
        return _error(path, "unreadable", f"The file cannot be read: {_reason(error)}.")
    if not stat.S_ISREG(status.st_mode):
        return _error(path, "not_a_file", "This is no regular file (a pipe, a socket or a device).")
    return FoundFile(path, location, status.st_size, status.st_mtime_ns, status.st_mode)


def _keep_article(found: FoundFile) -> FoundFile | FileProblem | None:
    try:
        with open(found.location, "rb") as file:  # noqa: PTH123 — a plain string
            start = file.read(_FRONT_MATTER_BYTES)
    except OSError as error:
        return _error(found.path, "unreadable", f"The file cannot be read: {_reason(error)}.")
    return found if _FRONT_MATTER.match(start) else None


def _error(path: str, kind: str, message: str) -> FileProblem:
    return FileProblem(path, Problem("error", "discover", kind, message))


def _reason(error: OSError | ValueError) -> str:
    """Return what the system says, without the path: the message may be kept in the database."""
    return (error.strerror if isinstance(error, OSError) else str(error)) or type(error).__name__
