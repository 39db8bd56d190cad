"""``archive ingest``: read folders of articles into the database."""

from __future__ import annotations

from pathlib import Path

import click

from archive.cli.common import ArchiveCommand, database_option, wait_option
from archive.cli.progress import ConsoleReporter, print_summary, workers_option
from archive.ingestion import ArgumentError, ingest


@click.command("ingest", cls=ArchiveCommand)
@click.argument("paths", metavar="PATH...", nargs=-1, required=True, type=click.Path(path_type=Path))
@database_option
@click.option("--as", "name", metavar="NAME", help="Call the one folder given NAME in the archive.")
@click.option("--check", is_flag=True, help="Compare files by checksum, not only by size and time.")
@click.option("--prune", is_flag=True, help="Remove what is gone from the folders given.")
@click.option("--dry-run", is_flag=True, help="Say what would happen and write nothing.")
@workers_option
@wait_option
@click.pass_context
def command(
    ctx: click.Context,
    paths: tuple[Path, ...],
    database: Path,
    name: str | None,
    check: bool,
    prune: bool,
    dry_run: bool,
    workers: int | None,
    wait: float,
) -> None:
    """Read articles from files and folders into the database.

    Articles are *.md, *.mdx, *.markdown, and *.txt with front matter. Only what changed since the last time is read.
    Exit status 1 if a file was rejected; each is named on stderr.
    """
    with ConsoleReporter(names_files=dry_run) as reporter:
        try:
            if dry_run:
                # Loaded here, because it needs what an ingest loads beside its workers.
                from archive.ingestion.preview import preview

                summary = preview(
                    paths, database, name=name, check=check, prune=prune, workers=workers, reporter=reporter
                )
            else:
                summary = ingest(
                    paths, database, name=name, check=check, prune=prune, workers=workers, wait=wait, reporter=reporter
                )
        except ArgumentError as error:
            raise click.UsageError(str(error), ctx) from error
    print_summary(summary)
    if dry_run:
        click.echo("This was a dry run; nothing was written.")
    if not summary.succeeded:
        ctx.exit(1)
