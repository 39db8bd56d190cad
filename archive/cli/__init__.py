"""The ``archive`` command: thin commands over the library, one module each."""

from __future__ import annotations

import atexit
import gc
import importlib
from importlib.machinery import EXTENSION_SUFFIXES
from pathlib import Path
from typing import cast

import click

from archive import __version__

# About as many objects as a command loads, between two looks for garbage.
LOADED_OBJECTS = 50_000

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


def version() -> str:
    """The version, and whether the rules that find claims are machine code or plain Python; no module is loaded."""
    rules = Path(__file__).parents[1] / "claims"
    compiled = any((rules / f"extraction{suffix}").exists() for suffix in EXTENSION_SUFFIXES)
    return f"{__version__} (claims compiled: {'yes' if compiled else 'no'})"


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(version(), prog_name="archive")
def main() -> None:
    """Turn a folder of Wikipedia articles into one SQLite file: who said what, when, and who denied it."""
    # What is loaded stays: a tenth of the time to load it went into looking through it for garbage, and as much at the
    # end, though the system takes all memory back.
    gc.set_threshold(LOADED_OBJECTS)
    atexit.register(gc.freeze)
