"""What a run did, and how it tells about it while it runs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Protocol

from archive.documents import Problem

__all__ = ["Reporter", "SilentReporter", "Summary"]


@dataclass(slots=True)
class Summary:
    """What became of the files of a run.

    ``added`` files were read for the first time, ``updated`` ones have other bytes than before (``moved`` of them are
    old files at a new path), ``unchanged`` ones have the same; of these, ``derived_again`` were parsed anew because the
    program's parsing changed or a rebuild was asked for. ``removed`` are gone and pruned, ``failed`` could not be read.
    ``superseded`` counts the files of the archive that another file with the same title stands before. ``claims``
    are those of the articles that the run wrote, ``links_resolved`` the links that lead to another article now than
    before. ``not_pruned`` names the folders in which nothing was pruned, because it could not be told what is gone.
    """

    files_seen: int = 0
    added: int = 0
    updated: int = 0
    moved: int = 0
    unchanged: int = 0
    derived_again: int = 0
    superseded: int = 0
    removed: int = 0
    failed: int = 0
    warnings: int = 0
    claims: int = 0
    links_resolved: int = 0
    seconds: float = 0.0
    not_pruned: list[str] = field(default_factory=list)

    def tally(self, outcome: str) -> None:
        """Count one file."""
        self.added += outcome == "added"
        self.updated += outcome in ("updated", "moved")
        self.moved += outcome == "moved"
        self.unchanged += outcome in ("unchanged", "derived again")
        self.derived_again += outcome == "derived again"
        self.removed += outcome == "removed"
        self.failed += outcome == "failed"

    @property
    def succeeded(self) -> bool:
        """Whether every file was read and everything asked for was done."""
        return not self.failed and not self.not_pruned


class Reporter(Protocol):
    """Is told what a run does. Paths are names as stored."""

    def begin(self, count: Callable[[], int]) -> None:
        """Reading begins. ``count`` looks how many files there are, which takes a while in a large folder."""

    def file(self, path: str, outcome: str) -> None:
        """A file was dealt with: added, updated, moved, unchanged, failed, removed or derived again."""

    def problem(self, path: str, problem: Problem) -> None:
        """Something is to be said about a file."""

    def stage(self, name: str) -> None:
        """Reading is over; this is what goes on now."""


class SilentReporter:
    """Says nothing."""

    def begin(self, count: Callable[[], int]) -> None:
        """Say nothing."""

    def file(self, path: str, outcome: str) -> None:
        """Say nothing."""

    def problem(self, path: str, problem: Problem) -> None:
        """Say nothing."""

    def stage(self, name: str) -> None:
        """Say nothing."""
