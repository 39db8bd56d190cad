"""``archive migrate``: bring a database to the tables of this program, or of another revision."""

from __future__ import annotations

from pathlib import Path

import click

from archive.cli.common import ArchiveCommand, database_option, wait_option
from archive.database import cost_of_migrating, migrate, writing_lock

_WORTH_TELLING_BYTES = 1_000_000_000


@click.command("migrate", cls=ArchiveCommand)
@database_option
@click.option("--to", "revision", default="head", show_default=True, metavar="REV", help="A revision, head or base.")
@click.option("--no-backup", is_flag=True, help="Do not copy the database first.")
@wait_option
def command(database: Path, revision: str, no_backup: bool, wait: float) -> None:
    """Create a database, or bring its tables to this program's.

    With --to they are brought to another revision. A database that will change is copied first, to a file beside it.
    The change is made whole or not at all.
    """
    with writing_lock(database, "archive migrate", wait):
        cost = cost_of_migrating(database, revision, keep_backup=not no_backup)
        if cost is not None and cost.most_bytes >= _WORTH_TELLING_BYTES:
            click.echo(
                f"This takes about {cost.seconds / 60:.0f} min, and up to {cost.most_bytes / 1e9:.1f} GB beside "
                f"{database}; {cost.free_bytes / 1e9:.1f} GB are free."
            )
        migration = migrate(database, revision, keep_backup=not no_backup)
    if migration.backup is not None:
        click.echo(f"{database} was copied to {migration.backup} first.")
    if migration.before == migration.after:
        click.echo(f"{database} is at {migration.after or 'base'} already.")
    else:
        click.echo(f"{database} went from {migration.before or 'nothing'} to {migration.after or 'nothing'}.")
