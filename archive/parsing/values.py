"""Values: the text of an infobox field as typed pieces.

``parse_values(text, name=…, bold=…) -> tuple[Value, ...]``

A value is a line, an item of a list within a line, or one of several quantities that make up a line. Bullets
give its depth. A label covers the lines below it until the next label, or until a line of smaller depth than its
own; it is a line that ends with a colon (``Per Armenia:``), or what stands before a colon in bold, or before a
colon and a text that is wholly a number, a quantity or a date (``Low-intensity conflict: 1994–2020``). A label
that covers nothing is kept as a text value. A single date has the same ``date_start`` and ``date_end``. What no
parser claims for the whole of a piece, notes in parentheses aside, stays text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

from archive.documents import Value
from archive.parsing.data_files import load_data
from archive.parsing.dates import parse_date, parse_date_range
from archive.parsing.numbers import may_hold_number
from archive.parsing.values_countries import flag_codes, leading_flag
from archive.parsing.values_quantities import parse_quantity, split_quantities, unit_of_field

_FIELD_NAMES: dict[str, Any] = load_data("field_names.yaml")
_YEARS: tuple[str, ...] = tuple(_FIELD_NAMES["years"])
_IDENTIFIERS: Final = frozenset(_FIELD_NAMES["identifiers"])
_COUNTS: Final = frozenset(_FIELD_NAMES["counts"])

_BREAK: Final = re.compile(r"\r\n|[\n\r\v\f\x85\u2028\u2029]|<br[ /]{0,3}>", re.IGNORECASE)
_BULLET: Final = re.compile(r"[*:#]{1,20}|[•◦▪●‣⁃](?=\s|\w)|[-–](?=\s)")
# The dots of a list in one line, as {{hlist}} shows them.
_DOT: Final = re.compile(r"\s[•·]\s")
_LABEL: Final = re.compile(r"[^:：]{1,80}[:：]")
# Beyond these a line is prose and a name is noise: what is tried on them must cost nothing on a megabyte.
_LONGEST_TYPED = 400
_LONGEST_NAME = 100
_NOTES: Final = re.compile(r"\s{0,3}\([^()]{0,200}\)(?:\s{0,3}\([^()]{0,200}\)){0,2}\Z")
_YEAR_ONLY: Final = re.compile(r"[0-9]{4}")
# "c. 1944" is more often a year than a count.
_MARKED_YEAR: Final = re.compile(r"[^0-9]+[12][0-9]{3}")
_PAIR: Final = re.compile(r"[0-9]\s?[–—−-]\s?[0-9]")
_DIGIT: Final = re.compile(r"[0-9]")


@dataclass(frozen=True, slots=True)
class _Context:
    """What the name of the field says about bare figures in it."""

    is_year: bool
    is_identifier: bool
    is_count: bool
    unit: str | None


def parse_values(text: str, *, name: str = "", bold: frozenset[str] = frozenset()) -> tuple[Value, ...]:
    """The values of ``text``; ``name`` is the field's name, ``bold`` the words that stand in bold in it.

    Every value's text and label is a piece of ``text``, in its order.
    """
    context = _context(name[:_LONGEST_NAME])
    values: list[Value] = []
    label: str | None = None
    label_depth = 0
    uncovered: tuple[int, str] | None = None
    for depth, line in _lines(text):
        if label is not None and depth < label_depth:
            label = None
        found = _label(line, bold, context)
        if found is not None:
            if uncovered is not None:
                values.append(Value(len(values), uncovered[0], None, uncovered[1], "text"))
            label, rest = found
            label_depth = depth
            uncovered = (depth, line)
            if not rest:
                continue
            line = rest
        uncovered = None
        for piece in split_quantities(line):
            values.append(_typed(Value(len(values), depth, label, piece, "text"), context))
    if uncovered is not None:
        values.append(Value(len(values), uncovered[0], None, uncovered[1], "text"))
    return tuple(values)


@lru_cache(maxsize=4096)
def _context(name: str) -> _Context:
    lowered = name.lower()
    words = frozenset(re.findall(r"[^\W\d_]+", lowered))
    return _Context(
        any(word in lowered for word in _YEARS),
        not _IDENTIFIERS.isdisjoint(words),
        not _COUNTS.isdisjoint(words),
        unit_of_field(name),
    )


def _lines(text: str) -> Iterator[tuple[int, str]]:
    """Depth and words of every line, or item of a list within a line, that has words."""
    for raw in _BREAK.split(text):
        line = raw.strip()
        bullet = _BULLET.match(line)
        depth = 0
        if bullet is not None:
            depth = bullet.end() if bullet[0][0] in "*:#" else 1
            line = line[bullet.end() :]
        for item in _DOT.split(line):
            if words := item.strip():
                yield depth, words


def _label(line: str, bold: frozenset[str], context: _Context) -> tuple[str, str] | None:
    """The label of ``line`` and what follows it; None where the line has none."""
    match = _LABEL.match(line)
    if match is None:
        return None
    label, rest = line[: match.end() - 1].strip(), line[match.end() :].strip()
    if not label:
        return None
    if not rest or label in bold or match[0] in bold:
        return label, rest
    pieces = split_quantities(rest) if line[match.end()].isspace() else ()
    typed = [_typed(Value(0, 0, None, piece, "text"), context) for piece in pieces]
    return (label, rest) if typed and all(value.kind != "text" for value in typed) else None


def _typed(value: Value, context: _Context) -> Value:
    """``value``, a text so far, as the kind that the whole of it is."""
    if len(value.text) > _LONGEST_TYPED:
        return value
    if flag_codes(value.text):
        flag = leading_flag(value.text)
        return value if flag is None else value._replace(kind="country" if flag[1] else "text", country_code=flag[0])
    if not may_hold_number(value.text):
        return value
    return _date(value, context) or _number(value, context) or value


def _date(value: Value, context: _Context) -> Value | None:
    if _DIGIT.search(value.text) is None:
        return None
    words = value.text.rstrip(" ,;*†‡")
    notes = _NOTES.search(words)
    if notes is not None:
        words = words[: notes.start()] or words[1:-1]
    date = parse_date(words)
    if date is not None:
        certain = len(date) > 4 or (context.is_year and not context.is_identifier)
        return value._replace(kind="date", date_start=date, date_end=date) if certain else None
    dates = parse_date_range(words)
    if dates is None:
        return None
    years_only = all(end is None or _YEAR_ONLY.fullmatch(end) for end in (dates.start, dates.end))
    if years_only and (context.is_identifier or context.is_count):
        return None
    return value._replace(kind="date_range", date_start=dates.start, date_end=dates.end)


def _number(value: Value, context: _Context) -> Value | None:
    measured = parse_quantity(value.text)
    if measured is None or (measured.unit is None and context.is_identifier):
        return None
    low, high = measured.number.low, measured.number.high
    unit = measured.unit or context.unit
    figures = value.text[: measured.number.end]
    if unit is None and not context.is_count and "," not in figures and _PAIR.search(figures) is not None:
        # "40–42" and "2–2" may be scores; a range of thousands, or in a field of counts, is none.
        return None
    if unit is None and not context.is_count and _MARKED_YEAR.fullmatch(figures) is not None:
        return None
    return value._replace(kind="number" if unit is None else "quantity", number_min=low, number_max=high, unit=unit)
