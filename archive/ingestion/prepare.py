"""What a worker does with one file: read, hash, pack, parse, and turn the document into rows. No database, no clock."""

from __future__ import annotations

import hashlib

from archive.documents import Problem
from archive.ingestion.originals import Original, UnreadableFileError, read_original
from archive.ingestion.ranking import standing_of
from archive.ingestion.rows import article_rows
from archive.ingestion.tasks import Prepared, Task
from archive.originals import pack, unpack
from archive.pipeline import parse_document

__all__ = ["prepare", "reject"]


def prepare(task: Task) -> Prepared:
    """Do ``task``. Raises nothing: whatever goes wrong with a file is a problem of that file."""
    if task.answer is not None:
        return task.answer
    read, data = _read(task)
    return _told(task, read if read.state != "rejected" else _parse(read, data))


def reject(task: Task, problem: Problem) -> Prepared:
    """Return what becomes of a file that was read but must not be parsed, for ``problem``."""
    read, _ = _read(task)
    return _told(task, read if read.state != "rejected" else read._replace(problems=(problem,)))


def _told(task: Task, prepared: Prepared) -> Prepared:
    return prepared if task.warning is None else prepared._replace(problems=(task.warning, *prepared.problems))


def _read(task: Task) -> tuple[Prepared, bytes]:
    """Return the file without its rows, and its bytes; its state is ``rejected`` until it is parsed."""
    try:
        original = _original_of(task)
    except UnreadableFileError as error:
        return Prepared(task.path, "unreadable", (error.problem,)), b""
    except MemoryError:
        problem = Problem("error", "read", "too_large", "The file does not fit into memory.")
        return Prepared(task.path, "unreadable", (problem,)), b""
    data = original.data
    sha256 = hashlib.sha256(data).hexdigest()
    read = Prepared(task.path, "rejected", (), sha256, len(data), original.modified_ns, original.mode)
    if task.location is not None:
        return read._replace(stored=pack(data)), data
    # Bytes that come from sqlar are there already.
    if sha256 != task.known_sha256:
        problem = Problem(
            "error", "read", "damaged", "The stored bytes are damaged: their checksum is not what it was."
        )
        return read._replace(state="unreadable", problems=(problem,)), data
    return read, data


def _original_of(task: Task) -> Original:
    if task.location is not None:
        return read_original(task.location)
    try:
        return Original(unpack(task.stored or b"", task.size), 0, 0)
    except ValueError as error:
        raise UnreadableFileError("damaged", f"The stored bytes are damaged: {error}.") from error


def _parse(read: Prepared, data: bytes) -> Prepared:
    try:
        document = parse_document(data, read.path)
        rows = None if document.article is None else article_rows(document.article, document)
    except MemoryError:
        message = "Reading this file takes more memory than a process may have; its bytes are kept. Split it."
        return read._replace(problems=(Problem("error", "parse", "too_large", message),))
    # One file must never end a run, not even by a fault of ours.
    except Exception as error:
        message = f"The program failed on this file; please report it: {type(error).__name__}: {error}"
        return read._replace(problems=(Problem("error", "parse", "program_fault", message[:500]),))
    read = read._replace(
        problems=document.problems,
        encoding=document.encoding,
        repair=document.repair,
        repairs=tuple((one.line, one.column, one.damaged, one.repaired, one.method) for one in document.repairs),
    )
    if document.article is None or rows is None:
        return read
    return read._replace(state="parsed", standing=standing_of(document.article), rows=rows)
