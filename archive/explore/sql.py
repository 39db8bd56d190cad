"""Reading for one page: plain rows, in one consistent view of the archive, within a time limit."""

from __future__ import annotations

import json
import sqlite3
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, TypeVar

__all__ = ["Row", "TooSlowError", "listed", "read", "rows", "scalar"]

Row = dict[str, Any]
Result = TypeVar("Result")

_STEPS_BETWEEN_LOOKS = 1000


class TooSlowError(Exception):
    """The archive could not answer within the time that a page may take."""


def read(connection: sqlite3.Connection, milliseconds: int, load: Callable[[sqlite3.Connection], Result]) -> Result:
    """Return ``load(connection)``, all of whose statements see the archive at one moment.

    Raises TooSlowError where they take longer than ``milliseconds`` together.
    """
    end = time.monotonic() + milliseconds / 1000
    connection.set_progress_handler(lambda: time.monotonic() > end, _STEPS_BETWEEN_LOOKS)
    try:
        connection.execute("BEGIN")
        return load(connection)
    except sqlite3.OperationalError as error:
        if str(error) == "interrupted":
            raise TooSlowError from error
        raise
    finally:
        connection.set_progress_handler(None, 0)
        connection.rollback()


def rows(connection: sqlite3.Connection, sql: str, parameters: Sequence[Any] | Mapping[str, Any] = ()) -> list[Row]:
    """Return the rows of a query as dictionaries."""
    cursor = connection.execute(sql, parameters)
    names = [column[0] for column in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor]


def scalar(connection: sqlite3.Connection, sql: str, parameters: Sequence[Any] | Mapping[str, Any] = ()) -> Any:
    """Return the first value of the first row, None if there is no row."""
    row = connection.execute(sql, parameters).fetchone()
    return None if row is None else row[0]


def listed(numbers: Iterable[int | str]) -> str:
    """Return a list as one parameter, for ``IN (SELECT value FROM json_each(?))``."""
    return json.dumps(list(numbers))
