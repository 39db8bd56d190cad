"""Rows as a table for people: one short line each, lined up also for wide letters."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import islice
from typing import Any

import click

__all__ = ["Rows", "print_table"]

Rows = Iterable[tuple[Any, ...]]

_LONGEST_CELL = 60
_MOST_ROWS = 1000
# From here on not every whole number is a float.
_LEAST_INEXACT_WHOLE = 2**53
_UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")


def print_table(columns: list[str], rows: Rows, others: str) -> None:
    """Print the first thousand of ``rows``; ``others`` names the formats that give all, for those who want them."""
    from tabulate import tabulate

    remaining = iter(rows)
    cells = [[_as_cell(value) for value in row] for row in islice(remaining, _MOST_ROWS)]
    click.echo(tabulate(cells, headers=columns, tablefmt="simple", disable_numparse=True))
    if next(remaining, None) is not None:
        click.echo(f"Only the first {_MOST_ROWS} rows are shown; --format {others} gives all.", err=True)


def _as_cell(value: object) -> str:
    """Return ``value`` as one short line without control characters, which could drive the terminal."""
    if isinstance(value, bytes):
        return f"<{len(value)} bytes>"
    if isinstance(value, float) and value.is_integer() and abs(value) < _LEAST_INEXACT_WHOLE:
        value = int(value)
    text = "" if value is None else _UNPRINTABLE.sub(" ", str(value)[: 4 * _LONGEST_CELL]).strip()
    return text if len(text) <= _LONGEST_CELL else text[: _LONGEST_CELL - 1].rstrip() + "…"
