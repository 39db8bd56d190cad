"""What a run looks like from the keyboard: a bar on a terminal, lines elsewhere, a summary at the end."""

from __future__ import annotations

import sys
from collections.abc import Callable
from types import TracebackType
from typing import Any, Self

import click

from archive.documents import Problem
from archive.ingestion.summary import Summary

__all__ = ["ConsoleReporter", "print_summary", "workers_option"]

_FILES_BETWEEN_LINES = 1_000
_STAGES = {
    "search": "Building the search index …",
    "index": "Building the other indexes …",
    "resolve": "Tying articles together …",
}

workers_option = click.option(
    "--workers",
    type=click.IntRange(min=1),
    metavar="N",
    help="Processes that parse.  [default: as many as there are cores]",
)


class ConsoleReporter:
    """Tells on stderr how far a run is, and which files were rejected. Used as a context.

    With ``names_files`` every file is named on stdout with what becomes of it.
    """

    def __init__(self, *, names_files: bool = False) -> None:
        self._names_files = names_files
        self._bar: Any = None
        self._files = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._close_bar()
        if kind is KeyboardInterrupt:
            click.echo("Stopped. What was read so far is kept; run the same command again to go on.", err=True)

    def begin(self, count: Callable[[], int]) -> None:
        """Show the bar, where there is a terminal to show it on."""
        if sys.stderr.isatty() and not self._names_files:
            self._bar = click.progressbar(length=count(), label="Reading", file=sys.stderr, update_min_steps=20)
            self._bar.__enter__()

    def file(self, path: str, outcome: str) -> None:
        """Count a file."""
        self._files += 1
        if self._names_files and outcome != "unchanged":
            click.echo(f"{outcome}: {_printable(path)}")
        if self._bar is not None:
            self._bar.update(1)
        elif self._files % _FILES_BETWEEN_LINES == 0:
            click.echo(f"{self._files:,} files", err=True)

    def problem(self, path: str, problem: Problem) -> None:
        """Name a rejected file; warnings are in ``ingest_errors``."""
        if problem.level == "error":
            place = "" if problem.line is None else f":{problem.line}"
            if self._bar is not None:
                click.echo(err=True)
            click.echo(f"{_printable(path)}{place}: {_printable(problem.message)}", err=True)

    def stage(self, name: str) -> None:
        """Say what goes on after the files were read."""
        self._close_bar()
        if sys.stderr.isatty():
            click.echo(_STAGES[name], err=True)

    def _close_bar(self) -> None:
        if self._bar is not None:
            self._bar.__exit__(None, None, None)
            self._bar = None


def _printable(text: str) -> str:
    """Return ``text`` without characters that would act on a terminal or forge a line."""
    return "".join(character if character.isprintable() else ascii(character)[1:-1] for character in text)


def print_summary(summary: Summary) -> None:
    """Print what a run did, on stdout."""
    derived = f" ({summary.derived_again} derived again)" if summary.derived_again else ""
    moved = f" ({summary.moved} moved)" if summary.moved else ""
    files = "1 file" if summary.files_seen == 1 else f"{summary.files_seen} files"
    click.echo(
        f"{files}: {summary.added} added, {summary.updated} updated{moved}, "
        f"{summary.unchanged} unchanged{derived}, {summary.superseded} superseded, {summary.removed} removed, "
        f"{summary.failed} failed; {summary.claims} claims, {summary.links_resolved} links resolved; "
        f"{summary.seconds:.1f} seconds"
    )
    if not summary.files_seen:
        click.echo("No articles were found there: see `archive ingest --help` for the names that they may have.")
    if summary.warnings:
        warnings = "1 warning is" if summary.warnings == 1 else f"{summary.warnings} warnings are"
        click.echo(f"{warnings} kept in ingest_errors.")
