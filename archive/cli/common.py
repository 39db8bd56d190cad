"""What the commands share: options, and errors said the way click says them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from archive.errors import ArchiveError

__all__ = ["ArchiveCommand", "database_option", "wait_option"]


class ArchiveCommand(click.Command):
    """A command that ends with the text of an ArchiveError, and exit status 1, instead of a traceback."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command."""
        try:
            return super().invoke(ctx)
        except ArchiveError as error:
            raise click.ClickException(str(error)) from error


database_option = click.option(
    "--db",
    "database",
    type=click.Path(path_type=Path),
    default="archive.db",
    show_default=True,
    help="The database file.",
)

wait_option = click.option(
    "--wait",
    type=click.FloatRange(min=0),
    default=10.0,
    show_default=True,
    metavar="SECONDS",
    help="How long to wait for another command that is writing the database.",
)
