"""What is to be done about each file that was found: nothing where it has not changed, else a task. Only reads."""

from __future__ import annotations

import hashlib
import os
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from typing import Literal, NamedTuple

from archive.documents import Problem
from archive.ingestion.discover import ArgumentError, FileProblem, FoundFile, Root, discover
from archive.ingestion.names import TakenNames, path_of_name
from archive.ingestion.originals import UnreadableFileError, read_original
from archive.ingestion.tasks import Prepared, Task
from archive.naming import is_safe_name, safe_name
from archive.pipeline import PARSER_VERSION

__all__ = ["KnownSource", "Planner", "Relation", "check_folder", "iso_time", "outcome_of"]

Relation = Literal["new", "known", "moved", "same", "unreadable"]

# A file system may give the same time to two changes this close to each other.
_RACY_NS = 2_000_000_000
# Files with the same bytes as a new one that are asked whether they are gone; without a bound, a folder of a hundred
# thousand empty files would ask ten thousand million times.
_MOVES_CONSIDERED = 100
_KNOWN = """SELECT id, path, article_id, status, sha256, size_bytes, modified_at, parser_version, run_id FROM sources"""


class KnownSource(NamedTuple):
    """A source as the database has it."""

    id: int
    path: str
    article_id: int | None
    status: str
    sha256: str
    size_bytes: int
    modified_at: str
    parser_version: int
    run_id: int


def iso_time(nanoseconds: int) -> str:
    """Return a time as UTC, ISO 8601, to the nanosecond, so that it can be compared with the file system's."""
    seconds, rest = divmod(nanoseconds, 1_000_000_000)
    try:
        day = datetime.fromtimestamp(seconds, UTC)
    except (OverflowError, ValueError):
        # A damaged file system may claim any year; what is beyond the calendar is kept as its seconds.
        return f"{seconds}.{rest:09}"
    return f"{day:%Y-%m-%dT%H:%M:%S}.{rest:09}Z"


def outcome_of(relation: Relation, source: KnownSource | None, prepared: Prepared) -> str:
    """Return the word for what becomes of a file."""
    if relation == "unreadable":
        return "failed" if any(problem.level == "error" for problem in prepared.problems) else "passed over"
    if prepared.state == "rejected":
        return "failed"
    if relation == "known" and source is not None:
        return "updated" if source.sha256 != prepared.sha256 else "derived again"
    return {"new": "added", "moved": "moved"}.get(relation, "unchanged")


def check_folder(connection: sqlite3.Connection, root: Root, *, is_asked_for: bool) -> bool:
    """Return whether ``root`` is entered already, where it lies now or by a path with other symbolic links in it.

    A folder that is named by its owner (``is_asked_for``) may take the place of one that is no longer there.

    Raises ArgumentError where a folder that lies elsewhere has its name.
    """
    known = connection.execute("SELECT location FROM folders WHERE name = ?", (root.name,)).fetchone()
    if known is None or known[0] == root.location:
        return known is not None
    is_gone = not os.path.lexists(known[0])
    if not is_gone and os.path.realpath(known[0]) == os.path.realpath(root.location):
        return True
    if is_gone and is_asked_for:
        return False
    hint = f" If it is the same folder, moved, say so with --as {root.name}." if is_gone else ""
    raise ArgumentError(
        f"The archive has a folder {root.name} already, from {known[0]}. Give this one, {root.location}, another name "
        f"with --as NAME.{hint}"
    )


class Planner:
    """Compares the files of some folders with the sources of a database.

    ``unlisted`` are the roots of which some folder could not be listed, ``empty`` those without any file: of neither
    can it be told what is gone.
    """

    def __init__(self, connection: sqlite3.Connection, *, check: bool) -> None:
        self._connection = connection
        self._check = check
        self._taken = TakenNames(connection)
        self._racy_since: dict[int, str] = {}
        self.unlisted: set[str] = set()
        self.empty: set[str] = set()

    def tasks(self, roots: Iterable[Root], see: Callable[[str, bool], None]) -> Iterator[Task]:
        """Yield the tasks for the files of ``roots``, in order.

        ``see`` is called with the name of every file there is, and whether there is anything to do about it.
        """
        for root in roots:
            found_any = False
            for found in discover(root):
                name, source = self._name_and_source(found.path)
                if isinstance(found, FileProblem):
                    see(name, True)
                    if found.problem.kind == "unlistable":
                        self.unlisted.add(root.name)
                    yield Task(name, 0, answer=Prepared(name, "unreadable", (found.problem,)))
                    continue
                found_any = True
                task = self._task(found, name, source)
                see(name, task is not None)
                if task is not None:
                    yield task
            if not found_any:
                self.empty.add(root.name)

    def source_at(self, name: str) -> KnownSource | None:
        """Return the source that is stored under ``name``."""
        row = self._connection.execute(f"{_KNOWN} WHERE path = ?", (name,)).fetchone()
        return None if row is None else KnownSource(*row)

    def relation_of(self, prepared: Prepared) -> tuple[Relation, KnownSource | None]:
        """Return what a file that was read is to the archive, and the source that it is, if there is one."""
        source = self.source_at(prepared.path)
        if prepared.state == "unreadable":
            return "unreadable", source
        if source is not None:
            return ("same" if prepared.state == "same" else "known"), source
        moved = self._moved_from(prepared.sha256, prepared.path)
        return ("new" if moved is None else "moved"), moved

    def gone(self, root: Root, is_there: Callable[[str], bool]) -> list[str]:
        """Return the names of the sources of ``root`` whose files are no longer there."""
        select = "SELECT path FROM sources WHERE path >= ? AND path < ? ORDER BY path"
        # The character after the slash bounds what begins with name and slash.
        names = self._connection.execute(select, (f"{root.name}/", f"{root.name}0"))
        return [name for (name,) in names if not is_there(name)]

    def why_not_pruned(self, root: Root) -> Problem | None:
        """Return why it cannot be told what is gone from ``root``, if so."""
        if root.name not in self.unlisted | self.empty:
            return None
        why = "cannot be listed" if root.name in self.unlisted else "holds no article any more"
        return Problem("error", "prune", "not_pruned", f"The folder {why}; nothing was removed from it.")

    def _moved_from(self, sha256: str, name: str) -> KnownSource | None:
        """Return the source with these bytes whose own file is gone, if there is one."""
        select = f"{_KNOWN} WHERE sha256 = ? AND path <> ? ORDER BY path LIMIT ?"
        for row in self._connection.execute(select, (sha256, name, _MOVES_CONSIDERED)).fetchall():
            source = KnownSource(*row)
            folder, _, inside = source.path.partition("/")
            known = self._connection.execute("SELECT location FROM folders WHERE name = ?", (folder,)).fetchone()
            if known is not None and not os.path.lexists(f"{known[0]}/{path_of_name(inside)}"):
                return source
        return None

    def committed(self, names: Iterable[str]) -> None:
        """Note that the database knows these names now."""
        for name in names:
            self._taken.committed(name)

    def _name_and_source(self, path: str) -> tuple[str, KnownSource | None]:
        if "%" not in path and is_safe_name(path):
            source = self.source_at(path)
            if source is not None:
                return path, source
        name = safe_name(path, self._taken)
        return name, self.source_at(name)

    def _task(self, found: FoundFile, name: str, source: KnownSource | None) -> Task | None:
        if source is None:
            self._taken.give(name)
            warning = None
            if name != found.path:
                message = f"The file is kept as {name}: not every system can write its own name."
                warning = Problem("warning", "discover", "encoded_name", message)
            return Task(name, found.size, location=found.location, warning=warning)
        task = Task(name, found.size, location=found.location)
        is_sound = source.status != "failed" and source.parser_version == PARSER_VERSION
        if not is_sound or found.size != source.size_bytes:
            return task
        is_as_noted = iso_time(found.modified_ns) == source.modified_at
        is_certain = is_as_noted and source.modified_at < self._racy_after(source.run_id)
        if is_certain and not self._check:
            return None
        return _compare(task, source.sha256, nothing_to_note=is_certain)

    def _racy_after(self, run_id: int) -> str:
        """Return the time from which on a file may have changed unseen after this run read it."""
        if run_id not in self._racy_since:
            (started_at,) = self._connection.execute(
                "SELECT started_at FROM ingest_runs WHERE id = ?", (run_id,)
            ).fetchone()
            second, _, fraction = started_at.removesuffix("Z").partition(".")
            nanoseconds = int(datetime.fromisoformat(f"{second}+00:00").timestamp()) * 1_000_000_000 + int(fraction)
            self._racy_since[run_id] = iso_time(nanoseconds - _RACY_NS)
        return self._racy_since[run_id]


def _compare(task: Task, sha256: str, *, nothing_to_note: bool) -> Task | None:
    """Return ``task`` if the file no longer has this checksum; else one that says so, or None where that is known."""
    assert task.location is not None  # noqa: S101 — it is a file on disk
    try:
        original = read_original(task.location)
    except UnreadableFileError as error:
        return task._replace(answer=Prepared(task.path, "unreadable", (error.problem,)))
    if hashlib.sha256(original.data).hexdigest() != sha256:
        return task
    if nothing_to_note:
        return None
    return task._replace(answer=Prepared(task.path, "same", sha256=sha256, modified_ns=original.modified_ns))
