"""``archive query``: run one SQL query and print its rows."""

from __future__ import annotations

import base64
import csv
import json
import math
import sqlite3
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import click

from archive.cli.common import ArchiveCommand, database_option
from archive.cli.tables import Rows, print_table
from archive.database import open_archive

# SQLite calls back after so many steps of its machine: often enough to stop soon, seldom enough to cost nothing.
_STEPS_BETWEEN_CHECKS = 10_000


def _as_json(value: object) -> object:
    """Return what JSON has for ``value``: bytes as Datasette writes them, an infinite number as null."""
    if isinstance(value, bytes):
        return {"$base64": True, "encoded": base64.b64encode(value).decode("ascii")}
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return value


def _as_text(value: object) -> object:
    return base64.b64encode(value).decode("ascii") if isinstance(value, bytes) else value


def _objects(columns: list[str], rows: Rows) -> Iterator[str]:
    for row in rows:
        yield json.dumps(dict(zip(columns, map(_as_json, row), strict=True)), ensure_ascii=False)


def _print_json_lines(columns: list[str], rows: Rows) -> None:
    for line in _objects(columns, rows):
        click.echo(line)


def _print_json(columns: list[str], rows: Rows) -> None:
    separator = "["
    for line in _objects(columns, rows):
        click.echo(f"{separator}{line}", nl=False)
        separator = ",\n "
    click.echo("[]" if separator == "[" else "]")


def _print_csv(columns: list[str], rows: Rows) -> None:
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows(map(_as_text, row) for row in rows)


def _print_table(columns: list[str], rows: Rows) -> None:
    print_table(columns, rows, "csv, json or jsonl")


_PRINTERS: dict[str, Callable[[list[str], Rows], None]] = {
    "table": _print_table,
    "csv": _print_csv,
    "json": _print_json,
    "jsonl": _print_json_lines,
}


def _distinct(names: list[str]) -> list[str]:
    """Return ``names`` with ``_2``, ``_3`` … added to those that come again, as the keys of one JSON object."""
    seen: set[str] = set()
    result = []
    for name in names:
        candidates = (name if number == 1 else f"{name}_{number}" for number in range(1, len(names) + 2))
        chosen = next(candidate for candidate in candidates if candidate not in seen)
        seen.add(chosen)
        result.append(chosen)
    return result


@click.command("query", cls=ArchiveCommand)
@click.argument("sql", metavar="SQL")
@database_option
@click.option(
    "--format",
    "form",
    type=click.Choice(list(_PRINTERS)),
    default="table",
    show_default=True,
    help="How to print rows.",
)
@click.option(
    "--timeout",
    type=click.FloatRange(min=0, min_open=True),
    default=60.0,
    show_default=True,
    metavar="SECONDS",
    help="Stop a query that runs longer.",
)
def command(sql: str, database: Path, form: str, timeout: float) -> None:
    """Run one SQL query and print its rows; nothing can be changed. SQL may be - to read it from stdin.

    The table format cuts long values to one short line; the other formats give them whole (bytes as base64).
    """
    if sql == "-":
        sql = sys.stdin.read()
    deadline = time.monotonic() + timeout
    with closing(open_archive(database)) as connection:
        connection.set_progress_handler(lambda: time.monotonic() > deadline, _STEPS_BETWEEN_CHECKS)
        try:
            cursor = connection.execute(sql)
            if cursor.description is not None:
                _PRINTERS[form](_distinct([name for name, *_ in cursor.description]), cursor)
        # Python 3.11 warns of a second statement where later versions raise an error.
        except (sqlite3.Error, sqlite3.Warning) as error:
            if time.monotonic() > deadline:
                raise click.ClickException(f"The query took more than {timeout:g} s; see --timeout.") from error
            raise click.ClickException(f"SQLite says: {error}") from error
