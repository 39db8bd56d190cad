"""``archive verify``: show that a database is whole."""

from __future__ import annotations

from pathlib import Path

import click

from archive.cli.common import ArchiveCommand, database_option
from archive.verify import verify


@click.command("verify", cls=ArchiveCommand)
@database_option
@click.pass_context
def command(ctx: click.Context, database: Path) -> None:
    """Check every checksum, reference, offset and full-text index; name what is wrong, line by line.

    Exit status 1 if anything is wrong. Nothing is changed.
    """
    wrong = 0
    for finding in verify(database):
        wrong += 1
        click.echo(str(finding))
    if wrong:
        click.echo(f"{database} is damaged (findings: {wrong}).", err=True)
        ctx.exit(1)
    click.echo(f"{database} is sound.")
