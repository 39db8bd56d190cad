"""A large table counted once, by all its facets together: the number and facets of any choice of them come from it."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Mapping
from typing import Any

from datasette.database import Results

from archive.explore.metadata import load_data
from archive.explore.questions import Question

__all__ = ["Tally", "has_tally", "make_tally"]

# More combinations than this are no shorter to read than the table.
_MOST_COMBINATIONS = 100_000
_YEAR = re.compile(r"[0-9]{4}")


class Tally:
    """The numbers of rows of a table by the columns that it has facets of; of dates, by year."""

    def __init__(self, connection: sqlite3.Connection, plain: frozenset[str], years: frozenset[str]) -> None:
        self._connection = connection
        self._plain = plain
        self._years = years

    def answer(self, question: Question, parameters: Mapping[str, Any]) -> Results | None:
        """Return the answer to a question about the table, None where it takes the rows themselves to answer it."""
        if not all(self._holds(*one, parameters) for one in question.filters):
            return None
        where = f" WHERE {question.filtered}" if question.filtered else ""
        if question.kind == "count":
            sql = f"SELECT coalesce(sum(tally), 0) FROM tallies{where}"
        elif question.column in (self._plain if question.kind == "facet" else self._years):
            also = f'{where or " WHERE"}{" AND" if where else ""} "{question.column}" IS NOT NULL'
            order = "count DESC, value" if question.kind == "facet" else "value DESC"
            sql = (
                f'SELECT "{question.column}" AS value, sum(tally) AS count FROM tallies{also} '
                f"GROUP BY 1 ORDER BY {order} LIMIT {question.limit}"
            )
        else:
            return None
        cursor = self._connection.execute(sql, parameters)
        return Results(cursor.fetchall(), False, cursor.description)

    def _holds(self, column: str, operator: str, value: str, parameters: Mapping[str, Any]) -> bool:
        if column in self._plain:
            return operator != "in"
        # Of dates, whole years are counted: 2020-10-27 is before 2021 and not before 2020, as 2020 is.
        return column in self._years and (
            operator == "is"
            or (operator in ("<", ">=") and _YEAR.fullmatch(str(parameters.get(value.removeprefix(":")))) is not None)
        )


def has_tally(table: str) -> bool:
    """Tell whether a table is one that has facets."""
    return bool(load_data("tables.yaml").get(table, {}).get("facets"))


def make_tally(connection: sqlite3.Connection, table: str) -> Tally | None:
    """Count ``table`` by its facets; None where their values make too many combinations."""
    facets = load_data("tables.yaml")[table]["facets"]
    plain = [facet for facet in facets if isinstance(facet, str)]
    years = [facet["year"] for facet in facets if not isinstance(facet, str)]
    types = {row[1]: row[2] for row in connection.execute(f'PRAGMA table_info("{table}")')}
    selected = ", ".join([*(f'"{name}"' for name in plain), *(f'substr("{name}", 1, 4)' for name in years)])
    grouped = ", ".join(str(number + 1) for number in range(len(facets)))
    counted = connection.execute(
        f'SELECT {selected}, count(*) FROM "{table}" GROUP BY {grouped} LIMIT {_MOST_COMBINATIONS + 1}'
    ).fetchall()
    if len(counted) > _MOST_COMBINATIONS:
        return None
    # Asked from the thread of the server alone, made in another.
    tallies = sqlite3.connect(":memory:", check_same_thread=False, isolation_level=None)
    tallies.row_factory = sqlite3.Row
    columns = ", ".join(f'"{name}" {types[name]}' for name in (*plain, *years))
    tallies.execute(f"CREATE TABLE tallies ({columns}, tally INTEGER)")
    tallies.executemany(f"INSERT INTO tallies VALUES ({', '.join('?' * (len(facets) + 1))})", map(tuple, counted))
    return Tally(tallies, frozenset(plain), frozenset(years))
