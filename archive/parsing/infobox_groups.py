"""Numbered fields: which fields of an infobox belong together by the number that ends their name.

``commander2`` and ``commander2a`` are part of the group ``commander``, number 2; ``area_km2`` is not, since a
unit precedes its digit. A number makes a group only where another field of the infobox shows that it counts:
the name without it, or with another number. The families of battle infoboxes always do.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from archive.parsing.data_files import load_data

_DATA: dict[str, Any] = load_data("field_names.yaml")
_FAMILIES: Final = frozenset(_DATA["families"])
_UNITS_BEFORE_DIGITS: Final = frozenset(_DATA["units_before_digits"])
# Nine digits always fit the database's integers; no infobox counts that far.
_NUMBERED: Final = re.compile(r"(?P<name>.*[^0-9])(?P<index>[0-9]{1,9})(?P<part>[A-Za-z]?)", re.DOTALL)
_SEPARATORS = " _-"


@dataclass(frozen=True, slots=True)
class Group:
    """Where a field stands among its numbered like; all None for a field without a number."""

    name: str | None = None
    index: int | None = None
    part: str | None = None


def group_fields(names: Sequence[str]) -> list[Group]:
    """The group of each of ``names``, which are the field names of one infobox in order."""
    candidates = [_candidate(name) for name in names]
    indexes: defaultdict[str, set[int]] = defaultdict(set)
    for candidate in candidates:
        if candidate.name is not None and candidate.index is not None:
            indexes[candidate.name].add(candidate.index)
    present = frozenset(names)
    return [
        candidate
        if candidate.name is not None
        and (candidate.name in _FAMILIES or candidate.name in present or len(indexes[candidate.name]) > 1)
        else Group()
        for candidate in candidates
    ]


def _candidate(name: str) -> Group:
    match = _NUMBERED.fullmatch(name)
    base = match["name"].rstrip(_SEPARATORS) if match is not None else ""
    if match is None or not base or re.split(r"[ _-]", base.lower())[-1] in _UNITS_BEFORE_DIGITS:
        return Group()
    return Group(base, int(match["index"]), match["part"] or None)
