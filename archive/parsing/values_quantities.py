"""Quantities: a text that is one figure with its unit, from measures and money to what battles count."""

from __future__ import annotations

import re
from typing import Any, Final, NamedTuple

from archive.parsing.data_files import load_data
from archive.parsing.numbers import Number, find_numbers, match_number, may_hold_number

_DATA: dict[str, Any] = load_data("units.yaml")


def _spellings(table: dict[str, list[str]]) -> dict[str, str]:
    return {spelling: unit for unit, spellings in table.items() for spelling in spellings}


_MEASURES = _spellings(_DATA["measures"])
_MONEY: dict[str, str] = {**_spellings(_DATA["currency_signs"]), **{code: code for code in _DATA["currency_codes"]}}
_FIELD_UNITS: dict[str, str] = _DATA["field_units"]
_COUNTED: dict[str, str] = {word.lower(): word for words in _DATA["counted"].values() for word in words}
_OUTCOMES: Final = frozenset(word.lower() for word in _DATA["counted"]["outcomes"])
_TAILS: Final = frozenset(_DATA["tails"])
_CLAUSES: Final = frozenset(_DATA["clauses"])
# A line longer than this is prose, whatever figures it holds.
_LONGEST = 400

_MONEY_FIRST: Final = re.compile(
    "(?:" + "|".join(re.escape(sign) for sign in sorted(_MONEY, key=len, reverse=True)) + r")\s?(?=[0-9])"
)
_NOTES: Final = re.compile(r"(?:\s{0,3}\([^()]{0,200}\)){0,3}\s{0,3}[*†‡§,;.]?\s{0,3}")
_IN_PARENTHESES: Final = re.compile(r"\([^()]{0,200}\)")
_SHARE: Final = re.compile(r"(?:%|percent|per cent) of [A-Za-z][A-Za-z ]{0,30}")
# A word of letters, or a designation such as Su-25 and T-64BM.
_WORD = r"[^\W\d_]{1,30}(?:[-'’][^\W\d_]{1,30}){0,4}(?:-[0-9]{1,3}[A-Z]{0,3}[0-9]?)?"
_WORDS: Final = re.compile(rf"{_WORD}(?: {_WORD}){{0,5}}")
_DESIGNATION: Final = re.compile(r"-[0-9].*")
# "40px" is a measure, while "5G" is a name.
_GLUED: Final = re.compile(r"([0-9][0-9.,]{0,20})(\s?(?:/|per\s)\s?)?(?=[A-Za-z°])")


class Measured(NamedTuple):
    """What a text says in figures; ``unit`` is None for a bare number."""

    number: Number
    unit: str | None


def parse_quantity(text: str) -> Measured | None:
    """The figure that the whole of ``text`` is, with its unit; notes in parentheses may follow it.

    None where anything else stands in the text: half a number is no number.
    """
    if len(text) > _LONGEST:
        return None
    text = text.strip()
    glued = _glued(text)
    if glued is not None:
        return glued
    money = _MONEY_FIRST.match(text)
    number = match_number(text, money.end() if money is not None else 0)
    if number is None:
        return None
    rest = text[number.end :]
    if _NOTES.fullmatch(rest) is not None:
        return Measured(number, _MONEY[money[0].strip()] if money is not None else None)
    unit = None if money is not None else _unit(_without_notes(rest))
    return Measured(number, unit) if unit is not None else None


def _glued(text: str) -> Measured | None:
    """A figure that nothing parts from its unit: ``40px``, ``87/km2``, ``87 per km2``."""
    match = _GLUED.match(text)
    if match is None:
        return None
    words = _without_notes(text[match.end() :])
    number = match_number(match[1])
    if words not in _MEASURES or number is None or number.end < len(match[1]):
        return None
    if match[2]:
        return Measured(number, f"/{_MEASURES[words]}")
    return Measured(number, _MEASURES[words]) if len(words) > 1 else None


def _without_notes(text: str) -> str:
    """``text`` up to the notes that end it."""
    start = text.find("(")
    if start < 0:
        return text.strip().rstrip("*†‡§,;.").rstrip()
    return text[:start].strip() if _NOTES.fullmatch(text, start) is not None else text


def _unit(words: str) -> str | None:
    for spelling in (words, words.lower()):
        if spelling in _MEASURES:
            return _MEASURES[spelling]
        if spelling in _MONEY:
            return _MONEY[spelling]
    if _SHARE.fullmatch(words) is not None:
        return words
    return _COUNTED.get(words.lower(), words) if _is_counted(words) else None


def _is_counted(phrase: str) -> bool:
    if _WORDS.fullmatch(phrase) is None or find_numbers(phrase):
        return False
    words = phrase.lower().split(" ")
    last = max((index for index, word in enumerate(words) if _DESIGNATION.sub("", word) in _COUNTED), default=-1)
    return last >= 0 and _TAILS.issuperset(words[last + 1 :]) and _CLAUSES.isdisjoint(words[:last])


def split_quantities(text: str) -> tuple[str, ...]:
    """The pieces of a line that is nothing but quantities (``13 killed 32 wounded``); the line itself otherwise."""
    if len(text) > _LONGEST or "[" in text or not may_hold_number(text):
        return (text,)
    numbers = find_numbers(_hide_notes(text))
    if len(numbers) < 2 or numbers[0].start != 0:
        return (text,)
    starts = [number.start for number in numbers]
    pieces = [text[start:end].strip() for start, end in zip(starts, [*starts[1:], len(text)], strict=True)]
    trimmed = tuple(piece.removesuffix(" and").rstrip(" ,;*") for piece in pieces)
    units: list[str] = []
    for piece in trimmed:
        measured = parse_quantity(piece)
        # "6 days, 3 hours" and "5 ft 11 in" are one quantity in two units, which stays text.
        if measured is None or measured.unit is None or measured.unit in _DATA["measures"]:
            return (text,)
        units.append(measured.unit)
    for piece, unit, following in zip(pieces, units, units[1:], strict=False):
        if _leans_on(unit, following, joined=piece.endswith(" and")):
            return (text,)
    return trimmed


def _leans_on(unit: str, following: str, *, joined: bool) -> bool:
    """Whether one of two neighbours says what the other leaves out, so that neither may stand alone.

    ``3 tanks and 1 car destroyed`` destroys the tanks too; ``2 tanks destroyed and 8 captured`` captures tanks.
    """
    has_outcome, is_outcome = _shape(unit)
    next_has_outcome, next_is_outcome = _shape(following)
    if joined and (has_outcome, is_outcome) != (next_has_outcome, next_is_outcome):
        return True
    return not has_outcome and next_has_outcome and not next_is_outcome


def _shape(unit: str) -> tuple[bool, bool]:
    words = unit.lower().split(" ")
    return any(word in _OUTCOMES for word in words), words[0] in _OUTCOMES


def _hide_notes(text: str) -> str:
    """``text`` with what stands in parentheses blanked, so that offsets stay."""
    return _IN_PARENTHESES.sub(lambda match: " " * len(match[0]), text) if "(" in text else text


def unit_of_field(name: str) -> str | None:
    """The unit that the name of a field gives to a bare number in it (``area_total_km2``)."""
    words = [word for word in re.split(r"[_\s]+", name.lower()) if word]
    for size in (2, 1):
        unit = _FIELD_UNITS.get("_".join(words[-size:])) if len(words) > size else None
        if unit is not None:
            return f"/{unit}" if "density" in words else unit
    return "%" if len(words) > 1 and words[0] == "percent" else None
