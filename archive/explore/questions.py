"""Which statements are those that Datasette makes of the address of a table: its rows, their number, facets, pages."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

from archive.explore.metadata import load_data

__all__ = ["Question", "understand"]

# Whole texts: counting or comparing them would sort the archive itself.
_LONG_COLUMNS = frozenset({
    "basis", "casualties", "combatants", "commanders", "content", "data", "description", "extra", "folded",
    "formatting", "message", "other_content", "sentence", "strength", "summary", "text", "units",
})  # fmt: skip
# Datasette names all columns; no statement of its own is longer.
_LONGEST_STATEMENT = 10_000
# The rows of a page, and one more that tells whether there is another page.
_MOST_ROWS = 1001

_NAME = r'(?:\w+|\[\w+\]|"\w+")'
_FILTER = (
    rf"(?:{_NAME} (?:=|!=|<|<=|>|>=|like|glob) :\w+|{_NAME} is (?:not )?null"
    rf"|{_NAME} in \(select rowid from \w+ where \w+ match (?:escape_fts\(:\w+\)|:\w+)\))"
)
_ROWS = rf"from (?P<table>{_NAME})(?: where (?P<filters>{_FILTER}(?: and {_FILTER})*))?"
_COLUMNS = r'select [\w\[\]", ]+'
_COUNTED = rf"as value, count\(\*\) as count from \( {_COLUMNS} {_ROWS} \) where (?P=column)"
_Kind = Literal["count", "facet", "years", "page", "ready-made"]
_FORMS: Mapping[_Kind, re.Pattern[str]] = {
    "count": re.compile(rf"select count\(\*\) {_ROWS}"),
    "facet": re.compile(
        rf"select (?P<column>{_NAME}) {_COUNTED} is not null "
        r"group by (?P=column) order by count desc, value limit (?P<limit>\d+)"
    ),
    "years": re.compile(
        rf"select substr\((?P<column>{_NAME}), 1, 4\) {_COUNTED} glob '[^']+' "
        r"group by value order by value desc limit (?P<limit>\d+)"
    ),
    "page": re.compile(
        rf"{_COLUMNS} {_ROWS}(?: order by (?P<column>{_NAME})(?: desc)?(?:, {_NAME})*)? limit (?P<limit>\d+)"
    ),
}


@dataclass(frozen=True, slots=True)
class Question:
    """A statement over one table or view; ``text`` tells it from all others.

    ``filters`` are (column, operator, what it is compared with), ``filtered`` is the same in SQL. ``column`` is what is
    counted by or sorted by.
    """

    kind: _Kind
    text: str
    table: str
    column: str = ""
    filtered: str = ""
    filters: tuple[tuple[str, str, str], ...] = ()
    limit: int = 0


def understand(sql: str, parameters: Any) -> Question | None:
    """Return what a statement asks, None for one that Datasette does not make itself, or that reads whole texts."""
    if len(sql) > _LONGEST_STATEMENT:
        return None
    text = " ".join(sql.split())
    key = f"{text} {parameters}"
    if text in _ready_made():
        return Question("ready-made", key, "claim_timeline")
    for kind, form in _FORMS.items():
        found = form.fullmatch(text)
        if found is not None:
            groups = found.groupdict()
            filtered = groups["filters"] or ""
            question = Question(
                kind, key, _plain(found["table"]), _plain(groups.get("column") or ""), filtered,
                tuple(_filter(one) for one in filtered.split(" and ") if one), int(groups.get("limit") or 0),
            )  # fmt: skip
            named = {question.column, *(column for column, _, _ in question.filters)}
            return None if named & _LONG_COLUMNS or question.limit > _MOST_ROWS else question
    return None


def _filter(text: str) -> tuple[str, str, str]:
    column, operator, value = text.split(" ", 2)
    return _plain(column), operator, value


def _plain(name: str) -> str:
    return name.strip('[]"')


@cache
def _ready_made() -> frozenset[str]:
    """Return the ready-made queries that ask for nothing: they are about the whole archive."""
    queries = (" ".join(query["sql"].split()) for query in load_data("queries.yaml").values())
    return frozenset(query for query in queries if ":" not in query)
