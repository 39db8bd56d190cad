"""What goes to a worker and what comes back: plain tuples, known without loading what does the work."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from archive.documents import Problem

if TYPE_CHECKING:
    from archive.ingestion.ranking import Standing
    from archive.ingestion.rows import ArticleRows

__all__ = ["Prepared", "State", "Task"]

State = Literal["parsed", "rejected", "same", "unreadable"]


class Task(NamedTuple):
    """One file to prepare: from ``location`` on disk, or from ``stored`` bytes of ``sqlar``.

    Stored bytes that do not have ``known_sha256`` are damaged. ``warning`` is what was found about the file already.
    A task with an ``answer`` is done; it goes along only to stay in order.
    """

    path: str
    size: int
    location: str | None = None
    stored: bytes | None = None
    known_sha256: str | None = None
    warning: Problem | None = None
    answer: Prepared | None = None


class Prepared(NamedTuple):
    """All that the writer needs of one file.

    ``state``: ``parsed`` has everything; ``rejected`` has the bytes but no rows; ``same`` is a file whose checksum did
    not change; ``unreadable`` has nothing but ``problems``.
    ``stored`` are the bytes as ``sqlar`` keeps them; None where it has them already.
    """

    path: str
    state: State
    problems: tuple[Problem, ...] = ()
    sha256: str = ""
    size: int = 0
    modified_ns: int = 0
    mode: int = 0
    stored: bytes | None = None
    encoding: str | None = None
    repair: str | None = None
    repairs: tuple[tuple[Any, ...], ...] = ()
    standing: Standing | None = None
    rows: ArticleRows | None = None
