"""Telling which new rows of an article are old rows: by what they say, then by their label, then by their position."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from archive.ingestion.rows import ChildTable, Row, value_reader

__all__ = ["match_rows"]

# Columns that say where a row stands, not what it says.
_PLACES = frozenset(f"{part}_{end}" for part in ("source", "char", "claimant", "cue") for end in ("start", "end")) | {
    "position",
    "content_in_sentence",
}


def match_rows(table: ChildTable, old: Sequence[Row], new: Sequence[Row], fresh: Iterator[int]) -> list[int]:
    """Return an id for each new row: that of the old row which it continues, else the next of ``fresh``.

    ``old`` rows are (id, parents…, payload…) in order of position; ``new`` rows lack the id, and their parents
    are given by id. Rows of different parents are never the same, but for sections, which may move in the tree.
    """
    ids: list[int | None] = [None] * len(new)
    left = list(old)
    for criterion in _criteria(table):
        if not left:
            break
        waiting: defaultdict[Any, deque[Row]] = defaultdict(deque)
        for row in left:
            waiting[criterion(row[1:])].append(row)
        taken: set[int] = set()
        for place, row in enumerate(new):
            if ids[place] is None and (candidates := waiting.get(criterion(row))):
                ids[place] = candidates.popleft()[0]
                taken.add(ids[place])  # type: ignore[arg-type]
        left = [row for row in left if row[0] not in taken]
    return [next(fresh) if known is None else known for known in ids]


def _criteria(table: ChildTable) -> tuple[Callable[[Row], Row], ...]:
    columns = (*(column for column, _ in table.parents), *table.payload)
    home = tuple(column for column, parent in table.parents if parent != table.name)
    said = tuple(column for column in table.payload if column not in _PLACES)
    rules = [(*home, *said), (*home, *table.label)]
    if "position" in columns:
        rules.append((*home, "position"))
    return tuple(_picker([value_reader(columns, column) for column in rule]) for rule in rules)


def _picker(readers: Sequence[Callable[[Row], Any]]) -> Callable[[Row], Row]:
    return lambda row: tuple([reader(row) for reader in readers])
