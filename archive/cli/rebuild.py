"""``archive rebuild``: derive every row again from the original files that the database keeps."""

from __future__ import annotations

from pathlib import Path

import click

from archive.cli.common import ArchiveCommand, database_option, wait_option
from archive.cli.progress import ConsoleReporter, print_summary, workers_option
from archive.ingestion import rebuild


@click.command("rebuild", cls=ArchiveCommand)
@database_option
@workers_option
@wait_option
@click.pass_context
def command(ctx: click.Context, database: Path, workers: int | None, wait: float) -> None:
    """Derive every row again from the stored originals.

    The folders they came from are not needed. Rows that come out as they were keep their numbers. Exit status 1 if a
    stored file could not be read any more.
    """
    with ConsoleReporter() as reporter:
        summary = rebuild(database, workers=workers, wait=wait, reporter=reporter)
    print_summary(summary)
    if not summary.succeeded:
        ctx.exit(1)
