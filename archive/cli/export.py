"""``archive export``: write the original files back."""

from __future__ import annotations

from collections import Counter
from contextlib import closing
from pathlib import Path

import click

from archive.cli.common import ArchiveCommand, database_option
from archive.database import open_archive
from archive.export import export_files


@click.command("export", cls=ArchiveCommand)
@click.argument("folder", metavar="OUT", type=click.Path(path_type=Path))
@database_option
@click.pass_context
def command(ctx: click.Context, folder: Path, database: Path) -> None:
    """Write every original file back into the folder OUT.

    They come out byte for byte. Files that are there already are left alone: the same bytes count as unchanged, other
    bytes are refused. Exit status 1 if a file was refused or is damaged; each is named on stderr.
    """
    outcomes: Counter[str] = Counter()
    with closing(open_archive(database)) as connection:
        for exported in export_files(connection, folder):
            outcomes[exported.outcome] += 1
            if exported.reason is not None:
                click.echo(f"{exported.name}: {exported.outcome}: {exported.reason}", err=True)
    click.echo(
        ", ".join(f"{outcomes[outcome]} {outcome}" for outcome in ("written", "unchanged", "damaged", "refused"))
    )
    if outcomes["damaged"] or outcomes["refused"]:
        ctx.exit(1)
