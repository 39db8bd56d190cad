"""``archive verify``: show that a database is whole."""

from __future__ import annotations

from pathlib import Path

import click

from archive.cli.common import ArchiveCommand, database_option
from archive.verification import verify


@click.command("verify", cls=ArchiveCommand)
@database_option
@click.option("--deep", is_flag=True, help="Also derive every row again from the stored originals, and compare.")
@click.pass_context
def command(ctx: click.Context, database: Path, deep: bool) -> None:
    """Check every checksum, reference, offset and full-text index.

    What is wrong is named line by line, with exit status 1. Nothing is changed. --deep takes as long as a first ingest,
    and as much room for temporary files as the database is large.
    """
    wrong = 0
    for finding in verify(database, deep=deep):
        wrong += 1
        click.echo(str(finding))
    if wrong:
        click.echo(f"{database} is damaged (findings: {wrong}).", err=True)
        ctx.exit(1)
    click.echo(f"{database} is sound.")
