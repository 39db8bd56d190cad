"""``archive publish``: the file to put on a server."""

from __future__ import annotations

from pathlib import Path

import click

from archive.cli.common import ArchiveCommand, database_option

__all__ = ["command"]


@click.command("publish", cls=ArchiveCommand)
@click.argument("output", metavar="OUT.db", type=click.Path(path_type=Path))
@database_option
@click.option("--force", is_flag=True, help="Replace OUT.db if it is there.")
def command(output: Path, database: Path, force: bool) -> None:
    """Write a compact copy of the archive to put on a server.

    It is one file, analysed, in a journal mode that needs no other beside it but OUT.db.inspect.json: its row counts.
    """
    from archive.explore.publishing import publish

    published = publish(database, output, replace=force)
    click.echo(
        f"{output} ({published.size_bytes:,} bytes) and {published.inspect_file.name} are ready. "
        f"On the server: archive serve {output.name} --public --allow-host NAME"
    )
