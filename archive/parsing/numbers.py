"""Numbers in words and digits: figures, ranges and their bounds.

=========================================  =====================================================================
``find_numbers(text) -> list[Number]``     every number in running text, with offsets
``match_number(text, start) -> Number``    the number that begins exactly at ``start``, else None
``may_hold_number(text) -> bool``          a quick check before the others
=========================================  =====================================================================

``low`` and ``high`` are the lowest and the highest figure written, equal for a lone figure. A lone figure that is
only a floor (``300+``, ``at least 300``) has no ``high``, one that is only a ceiling (``<40``, ``up to 40``) no
``low``; what is merely approximate (``~300``) stays that figure. Ordinals, times, versions, codes with leading
zeros, and digits inside a word (``Su-25``, ``20-year-old``) are no numbers. Every pattern is linear in its input.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Any, Final, NamedTuple

from archive.parsing.data_files import load_data

_DATA: dict[str, Any] = load_data("numbers.yaml")
_SCALES: dict[str, int] = _DATA["scales"]
_WORDS: dict[str, int] = {**_DATA["units"], **_DATA["teens"], **_DATA["tens"]}
_HUNDREDS: dict[str, int] = _DATA["hundreds"]


class Number(NamedTuple):
    """A number or a range of numbers: ``text[start:end]`` are its words, with marks such as ``~`` and ``+``."""

    start: int
    end: int
    low: float | None
    high: float | None


def _any_of(words: Iterable[str]) -> str:
    """An alternation of ``words``, longest first, that ends where a word ends."""
    return "|".join(
        re.escape(word) + (r"\b" if word[-1].isalnum() else "") for word in sorted(words, key=len, reverse=True)
    )


_SPACE = r"[ \t\u00a0\u202f\u2009]"
_SCALE = rf"{_SPACE}?(?:{_any_of(_SCALES)})"
# A plain space groups digits only where two groups follow: "12 500" may be two numbers that lost their line break.
_DIGITS = (
    r"(?:[0-9]{1,3}(?:,[0-9]{3}){1,5}|[1-9][0-9]{0,2}(?: [0-9]{3}){2,5}"
    r"|[1-9][0-9]{0,2}(?:[\u00a0\u202f\u2009][0-9]{3}){1,5}|0|[1-9][0-9]{0,14})"
)
_FIGURE = (
    rf"(?:(?:{_DIGITS}(?:\.[0-9]{{1,12}})?(?!,?[0-9])|[0-9]{{1,3}}[.,][0-9]{{1,3}}(?={_SCALE}))"
    rf"(?:-?{_SCALE}(?!{_SPACE}?(?:{_any_of(_SCALES)})))?)"
)
_SMALL = (
    rf"(?:(?:{'|'.join(_DATA['tens'])})(?:[- ](?:{'|'.join(_DATA['units'])}))?"
    rf"|{'|'.join(_DATA['teens'])}|{'|'.join(_DATA['units'])})"
)
_HUNDRED = rf"(?:(?:{_SMALL}|an?) (?:{'|'.join(_HUNDREDS)})(?: (?:and )?{_SMALL})?|{_SMALL})"
_SPELT = rf"(?:(?:{_HUNDRED}|an?)(?: (?:thousand|million|billion))(?:,? (?:and )?{_HUNDRED})?|{_HUNDRED})\b"
_ONE = rf"(?:{_FIGURE}|{_SPELT})"
_NUMBER: Final = re.compile(
    r"(?<![\w.,:/#'’–-])"
    rf"(?:(?:{_any_of(_DATA['about'])}|(?P<floor>{_any_of(_DATA['at_least'])})|(?P<ceiling>{_any_of(_DATA['at_most'])}))"
    rf"{_SPACE}?)?"
    rf"(?P<sign>[-−](?=[0-9]))?(?P<first>{_ONE})"
    rf"(?:(?:{_SPACE}?[–—−-]{_SPACE}?|{_SPACE}(?:to|or){_SPACE})(?P<second>{_ONE}))?"
    rf"(?P<more>{_SPACE}?(?:{_any_of(_DATA['or_more'])}))?"
    r"(?![\w]|[-–/:.,'’][\w])",
    re.IGNORECASE,
)
# What every number has, so that most text is passed over quickly.
_SIGN_OF_ONE: Final = re.compile(
    rf"[0-9]|\b(?:{'|'.join((*_WORDS, *_HUNDREDS, 'thousand', 'million', 'billion'))})\b", re.IGNORECASE
)
_PARTS: Final = re.compile(
    rf"(?P<figure>[0-9](?:[0-9,.\u00a0\u202f\u2009]| (?=[0-9]))*)[ -]?(?P<scale>{_any_of(_SCALES)})?", re.IGNORECASE
)
_DECIMAL_COMMA: Final = re.compile(r"[0-9]{1,3},[0-9]{1,2}")
_SPACES: Final = re.compile(r"[ \u00a0\u202f\u2009]")


@lru_cache(maxsize=256)
def may_hold_number(text: str) -> bool:
    """Whether ``text`` has a digit or a number word at all; without one, no number is found in it."""
    return _SIGN_OF_ONE.search(text) is not None


def find_numbers(text: str) -> list[Number]:
    """The numbers of running text in order; years and days of the month are numbers too, as far as this can tell."""
    if not may_hold_number(text):
        return []
    return [number for number in map(_read, _NUMBER.finditer(text)) if number is not None]


def match_number(text: str, start: int = 0) -> Number | None:
    """The number that begins at ``start`` with its marks; None where none begins there."""
    match = _NUMBER.match(text, start)
    return _read(match) if match is not None else None


def _read(match: re.Match[str]) -> Number | None:
    first, second = match["first"], match["second"]
    low, scale = _value(first)
    if second is None:
        high, shared = low, 0
    else:
        high, shared = _value(second)
    if not scale and shared and low < high / 10**shared:
        # "2–3 million": the scale stands once and holds for both.
        low *= 10**shared
    if match["sign"]:
        low, high = -low, high if second else -low
    if low > high:
        return None
    lone = second is None
    return Number(
        match.start(),
        match.end(),
        None if lone and match["ceiling"] else low,
        None if lone and (match["floor"] or match["more"]) else high,
    )


def _value(words: str) -> tuple[float, int]:
    """The value of one figure, written out or in digits, and the power of ten that it names (0 for none)."""
    parts = _PARTS.fullmatch(words)
    if parts is None:
        return _spelt_value(words.lower().replace("-", " ").replace(",", " ").split())
    scale = _SCALES[parts["scale"].lower()] if parts["scale"] else 0
    figure = _SPACES.sub("", parts["figure"])
    if scale and _DECIMAL_COMMA.fullmatch(figure) is not None:
        figure = figure.replace(",", ".")
    # Read with its exponent, since 34.282 times a billion is not 34282000000 in binary fractions.
    return float(f"{figure.replace(',', '')}e{scale}"), scale


def _spelt_value(words: list[str]) -> tuple[float, int]:
    total, current, scale = 0.0, 0.0, 0
    for word in words:
        if word in _WORDS:
            current += _WORDS[word]
        elif word in _HUNDREDS:
            current = max(current, 1.0) * _HUNDREDS[word]
        elif word in _SCALES:
            scale = _SCALES[word]
            total, current = total + max(current, 1.0) * 10**scale, 0.0
    return total + current, scale
