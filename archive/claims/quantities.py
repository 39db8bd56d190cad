"""Quantities: the figures inside a claim, what they count and what happened to it.

A figure is a number in digits or words that counts something. Dates, durations, ordinals, fractions, hours and the
numbers of names (``F-16``, ``Brigade 82``) are none. The rules of what counts are those of the gold's README.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from itertools import islice
from typing import Any, NamedTuple

from archive.claims.casing import lowered
from archive.claims.phrases import Phrases
from archive.documents import Quantity
from archive.parsing.data_files import load_data

# A figure is looked for in the first characters of a claim only: a content of many pages is no statement.
MAX_CONTENT = 4000
# A month with the first day of a range before a figure ("September 28 – ") is no longer than this.
MONTH_LENGTH = 18


class _Figure(NamedTuple):
    start: int
    end: int
    low: float | None
    high: float | None


@cache
def _data() -> dict[str, Any]:
    loaded: dict[str, Any] = load_data("quantities.yaml", "archive.claims")
    return loaded


@cache
def _words(name: str) -> frozenset[str]:
    return frozenset(str(word).lower() for word in _data()[name])


@cache
def _figure_pattern() -> re.Pattern[str]:
    """Every figure of a text in lower case: `re` compares letters whose case matters several times faster."""
    units = "|".join(sorted(_data()["numbers"], key=len, reverse=True))
    powers = "|".join(_data()["multipliers"])
    digits = r"\d{1,3}(?:,\d{3}){1,4}(?:\.\d{1,4})?|\d{1,12}(?:\.\d{1,4})?"
    words = rf"(?:(?:{units})(?:[- ](?:{units}))?)"
    power = rf"(?:\s(?:{powers})\b)?"
    single = rf"(?:(?:{digits}){power}|\b(?:a\s)?(?:{powers})\b(?=\s\w)|\b{words}\b{power})"
    return re.compile(
        rf"(?<![\w.,/:'’-])(?P<low>{single})"
        rf"(?:\+?\s?(?:–|—|-|\bto\b|\bor\b|(?P<and>\band\b))\s?(?P<high>{single}))?"
        r"(?![\w]*\d)(?P<plus>\+)?"
    )


@cache
def _kind_of_word() -> Mapping[str, str]:
    return {word.lower(): kind for kind, words in _data()["kinds"].items() for word in words}


@cache
def _kind_phrases() -> Phrases[list[tuple[list[str], str]]]:
    """The first word of every phrase of a kind → longest phrase first, what follows and the kind."""
    phrases: dict[str, list[tuple[list[str], str]]] = {}
    for phrase, kind in _kind_of_word().items():
        first, *rest = phrase.split()
        phrases.setdefault(first, []).append((rest, kind))
    return Phrases(
        {first: sorted(rests, key=lambda entry: len(entry[0]), reverse=True) for first, rests in phrases.items()}
    )


def _kinds_in(low: str, start: int, end: int) -> list[tuple[int, int, str]]:
    """The words of a kind between two positions of a text in lower case: where they start and end, and the kind."""
    found: list[tuple[int, int, str]] = []
    reach = start
    kinds = _kind_phrases()
    for number, first, last in kinds.find(low[start:end]):
        at, stop = start + first, start + last
        if at < reach or (at > start and _LETTERS.match(low, at - 1)) or (stop < end and _LETTERS.match(low, stop)):
            continue
        for rest, kind in kinds.meanings[number]:
            matches = [*islice(_LETTERS.finditer(low, stop, end), len(rest))] if rest else []
            if [match[0] for match in matches] == rest:
                reach = matches[-1].end() if matches else stop
                found.append((at, reach, kind))
                break
    return found


_NO_FIGURE_AFTER = re.compile(
    r"(?:st|nd|rd|th)\b|[:/]\d|[-‑](?:second|minute|hour|day|week|month|year|way|mile|km|kilometre|kilometer|metre|meter)"
    r"|\s(?:of\s)?(?:january|february|march|april|may|june|july|august|september|october|november|december|"
    r"jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)\b"
)
_DAY_BEFORE = re.compile(
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December|"
    r"Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\.?\s?(?:\d{1,2}\s?[–—-]\s?)?$"
)
_APPROXIMATE = re.compile(r"\s(?:(?:at least|about|some|over|nearly|more than|up to|another)\s)?")
_JOINED = re.compile(r",|\band\b")
_PERCENT = re.compile(r"\s?%")
_OTHER_DIGIT = re.compile(r"[^\x00-\x7f](?<=\d)")
_LETTERS = re.compile(r"[^\W\d_]+")
_FULL_STOP = re.compile(r"[.;]\s")
_BETWEEN = re.compile(r"\b(?:between|from)\s$")
_LEADING_OF = re.compile(r"\s{0,2}(?:of\s(?:the|their|its|his|them)\s)?")
_GAP = re.compile(r"[ \u00a0]{0,2}")
_NOUN = re.compile(r"[^\W\d_][\w'’-]{0,40}\.?(?:[A-Z]\.)?")
_STOP = re.compile(r"[.;,]")
_SENTENCE_END = re.compile(r"[.;:]\s")
_WORD_AFTER = re.compile(r"\s{0,3}\(?([\w'’.-]{1,40})")
_DESIGNATION = re.compile(r"[A-Z]\w{0,8}-?\d[\w-]{0,8}")
_PLACE = re.compile(
    r"\b(?:in|near|at|around|outside)\s(?:the\s)?((?:[A-Z][\w'’-]{1,30})(?:\s(?:al-|[A-Z])[\w'’-]{0,30}){0,4})"
)


def find_quantities(content: str, *, about_side: int | None = None) -> tuple[Quantity, ...]:
    """The figures of ``content`` in reading order, each with unit, kind and place where the words say them.

    ``about_side`` is the belligerent that the figures are about, where the caller knows it.
    """
    text = content[:MAX_CONTENT]
    low = lowered(text)
    starts = _number_starts(low)
    if not starts:
        return ()
    figures = [figure for match in _figures_at(low, starts) if (figure := _figure(text, low, match)) is not None]
    if not figures:
        return ()
    starts = [figure.start for figure in figures] + [len(text)]
    edges = [0, *(figure.end for figure in figures)]
    between = [_kinds_in(low, edge, start) for edge, start in zip(edges, starts, strict=True)]
    kinds = [_kind(text, figures, between, index) for index in range(len(figures))]
    for index in range(len(kinds) - 2, -1, -1):
        if kinds[index] is None and _listed(text, figures[index], figures[index + 1]):
            kinds[index] = kinds[index + 1]
    for index in range(1, len(kinds)):
        if kinds[index] is None and _listed(text, figures[index - 1], figures[index]):
            kinds[index] = kinds[index - 1]
    found = []
    for figure, kind, following in zip(figures, kinds, starts[1:], strict=True):
        words = text[figure.end : following]
        unit = _unit(words)
        found.append(Quantity(figure.low, figure.high, unit, _fitting(kind, unit), _place(words), about_side))
    return tuple(found)


def _fitting(kind: str | None, unit: str | None) -> str | None:
    """The kind of a figure, unless its unit is a measure that nothing of the kind can happen to."""
    if kind is None or unit is None:
        return kind
    first = unit.split(maxsplit=1)[0].lower()
    if first in _words("lengths") or (first in _words("areas") and kind not in _LAND):
        return None
    return kind


# What may happen to land.
_LAND = frozenset({"captured", "lost", "damaged", "destroyed"})


def _number_starts(low: str) -> list[int]:
    """Where a figure may begin in a text in lower case that has a digit or, between spaces, a number word."""
    starts: list[int] = []
    counts = False
    numbers = _numbers()
    for number, start, _ in numbers.find(low):
        starts.append(start)
        counts = counts or numbers.meanings[number]
    if not low.isascii():
        others = [match.start() for match in _OTHER_DIGIT.finditer(low)]
        counts = counts or bool(others)
        starts += others
    if not starts or (not counts and _number_words().isdisjoint(low.replace("-", " ").split())):
        return []
    # "A hundred" begins with its article.
    return sorted(starts + [start - 2 for start in starts if start > 1 and low[start - 2] == "a"])


@cache
def _numbers() -> Phrases[bool]:
    """What a figure may begin with, and whether it is a digit."""
    return Phrases(dict.fromkeys(_number_words(), False) | {str(digit): True for digit in range(10)})


def _figures_at(low: str, starts: list[int]) -> Iterator[re.Match[str]]:
    """What the pattern finds in a text, which is only where a number may begin."""
    pattern = _figure_pattern()
    reach = 0
    for start in starts:
        if start >= reach and (match := pattern.match(low, start)) is not None:
            reach = match.end()
            yield match


@cache
def _bounds(name: str) -> tuple[str, ...]:
    """The words and signs before a figure that make it a bound."""
    signs = (">", "≥") if name == "at_least" else ("<", "≤")
    return (*(f" {words}" for words in _data()[name]), *signs)


@cache
def _number_words() -> frozenset[str]:
    return frozenset(_data()["numbers"]) | frozenset(_data()["multipliers"])


def _figure(text: str, lowered: str, match: re.Match[str]) -> _Figure | None:
    """The figure that a match in the text in lower case is; None where it counts nothing."""
    written, joined, second, plus = match.groups()
    low = _number(written)
    high = _number(second) if second else None
    start, end = match.start(), match.end()
    if low is None or _NO_FIGURE_AFTER.match(lowered, end):
        return None
    if _DAY_BEFORE.search(text, max(0, start - MONTH_LENGTH), start):
        return None
    before = lowered[max(0, start - 60) : start]
    if (joined and not _BETWEEN.search(before)) or (high is not None and high < low):
        # "five and six", "two or one", "6-5": a list or a score, no range.
        end, high = match.end("low"), None
    lead = " " + before.rstrip(" ,(")
    word_before = lead[lead.rfind(" ") + 1 :].strip(".")
    following = _WORD_AFTER.match(lowered, end)
    word_after = following[1] if following else ""
    if word_after.rstrip(".") in _words("durations") or word_before in _words("numbered"):
        return None
    if written == "one" and (
        word_after in _words("pronoun_after_one") or not word_after or word_before in {"no", "the"}
    ):
        return None
    if _is_year(written, low, word_before, word_after) and (high is None or _is_year(second, high, "in", word_after)):
        return None
    if high is None and lead.endswith(_bounds("at_most")):
        return _Figure(start, end, None, low)
    if plus or lead.endswith(_bounds("at_least")):
        return _Figure(start, end, low, high)
    return _Figure(start, end, low, low if high is None else high)


def _number(words: str) -> float | None:
    if words.isdecimal():
        return float(words)
    numbers, powers = _data()["numbers"], _data()["multipliers"]
    total, current = 0.0, None
    for word in re.split(r"[\s-]+", words.lower().strip()):
        if word == "a":
            continue
        if word in numbers:
            current = (current or 0.0) + numbers[word]
        elif word in powers:
            current = (1.0 if current is None else current) * powers[word]
        else:
            try:
                current = float(word.replace(",", ""))
            except ValueError:
                return None
    return None if current is None else total + current


def _is_year(written: str, value: float, word_before: str, word_after: str) -> bool:
    if len(written) != 4 or not written.isdigit() or not 1000 <= value <= 2100:
        return False
    return not word_after or word_before in _words("year_before") or word_after in _words("unit_stops")


def _kind(text: str, figures: list[_Figure], between: list[list[tuple[int, int, str]]], index: int) -> str | None:
    """What happened to the things of a figure: told right after it, or right before it ("lost 173 soldiers")."""
    figure = figures[index]
    after, before = between[index + 1], between[index]
    found = after[0] if after else None
    left = before[-1] if before else None
    if found is not None and left is not None and index > 0 and len(before) == 1 and not between[index - 1]:
        # "7 guards killed 60 guards and millers wounded": the words before tell of the figure before.
        left = left if "," in text[figures[index - 1].end : left[0]] else None
    if left is not None and figure.start - left[1] <= 12 and _STOP.search(text, left[1], figure.start) is None:
        adjacent = found is not None and found[0] - figure.end <= 2
        apart = found is None or _JOINED.search(text, figure.end, found[0]) is not None
        if apart and _APPROXIMATE.fullmatch(text, left[1], figure.start):
            # "Killed one soldier and wounded seven", but "100 men killed 10 captured".
            return left[2]
        verb_before = index == 0 or left[2] in {"lost", "downed"}
        if not adjacent and (found is None or verb_before) and not (index and before):
            return left[2]
    if found is not None and _FULL_STOP.search(text, figure.end, found[0]) is None:
        return found[2]
    return left[2] if left is not None and index == 0 else None


def _listed(text: str, first: _Figure, second: _Figure) -> bool:
    """Whether two neighbouring figures belong to one list: "30 soldiers and 5 experts were killed"."""
    return _SENTENCE_END.search(text, first.end, second.start) is None


def _unit(words: str) -> str | None:
    """The noun phrase right after a figure, without what happened to it."""
    if _PERCENT.match(words):
        return "percent"
    stops, kinds = _words("unit_stops"), _kind_of_word()
    taken: list[str] = []
    lead = _LEADING_OF.match(words)
    position = lead.end() if lead else 0
    while len(taken) < 6:
        gap = _GAP.match(words, position)
        position = gap.end() if gap else position
        token = _DESIGNATION.match(words, position) or _NOUN.match(words, position)
        if token is None:
            break
        word = token[0]
        lower = word.lower()
        joined = _JOINED_NOUN.match(words, position) if taken and word in {"and", "or"} else None
        if (
            joined is None
            and taken
            and taken[-1][0].isupper()
            and word in {"and", "or"}
            and (named := _BOTH_NAMED.match(words, position))
        ):
            # "300 Syrian and Libyan mercenaries".
            taken.append(named[0])
            break
        if joined is not None and joined["end"].lower() in kinds:
            # "soldiers and civilians killed": one figure counts both.
            taken.append(joined["noun"])
            break
        if taken and (word.endswith("ing") or word in _words("directions") or _DID.match(words, position)):
            break
        if (lower in stops and not (len(word) > 1 and word.isupper())) or (lower in kinds and lower not in _COUNTABLE):
            break
        taken.append(word)
        position = token.end()
    phrase = " ".join(taken).rstrip(".")
    return phrase or None


_BOTH_NAMED = re.compile(r"(?:and|or)\s(?:[A-Z][\w-]{1,30}\s){1,3}[a-z-]{3,20}s\b")
# "700 soldiers managed to", but "700 armed men".
_DID = re.compile(r"[a-z]+ed\s(?:to|in|by|on|at|from|up|off|with|into|during|after|before)\b")
_JOINED_NOUN = re.compile(r"(?P<noun>(?:and|or)\s[a-z-]{3,20}s)\s(?P<end>[a-z]{4,12})\b")

# Words of a kind that are also what is counted: "14 dead" has no unit, "127 bodies" has one.
_COUNTABLE = frozenset({"bodies", "refugees", "prisoners", "hostages", "corpses", "deserters", "defectors"})


def _place(words: str) -> str | None:
    match = _PLACE.search(words)
    # "Near the Turkish border": no place of that name.
    return match[1] if match and not (_NATIONAL.fullmatch(match[1]) and _NOUN_AFTER.match(words, match.end())) else None


_NATIONAL = re.compile(r"[A-Z][a-z]+(?:ian|ish|ese|eli|aqi)")
_NOUN_AFTER = re.compile(r"\s[a-z]")
