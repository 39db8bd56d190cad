"""The ``archive`` command: thin commands over the library, one module each."""

from __future__ import annotations

import importlib
from typing import cast

import click

from archive import __version__

COMMANDS = ("ingest", "rebuild", "migrate", "export", "verify", "query", "claims", "serve", "publish")


class LazyGroup(click.Group):
    """A group that imports a command's module only when it is asked for, so that ``archive --help`` stays quick."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 — click's signature
        """Return the names of the commands in the order of their use."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """Return the command of this name, or None if there is none."""
        if cmd_name not in COMMANDS:
            return None
        module = importlib.import_module(f"archive.cli.{cmd_name}")
        return cast("click.Command", module.command)


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="archive")
def main() -> None:
    """Turn a folder of Wikipedia articles into one SQLite file: who said what, when, and who denied it."""
