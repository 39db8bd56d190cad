"""Moments: every expression in a text that tells when, as a span and what it does to a reader's clock.

One pass of a multi-pattern matcher finds month names, weekdays, phrases ("the following day") and years; only around
those hits regular expressions read days, and what the words beside a year make of it. Data and sources:
``data/clock.yaml``.
"""

from __future__ import annotations

import re
from calendar import isleap
from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache
from typing import Any, Literal, NamedTuple

from archive.claims.casing import lowered
from archive.claims.phrases import Phrases
from archive.parsing.data_files import load_data

MomentKind = Literal["date", "move", "months", "days_on", "weekday", "vague", "part", "time"]


class PartialDate(NamedTuple):
    """A date that may lack its day, or its month too; ``year`` 0 stands for a year not told."""

    year: int
    month: int | None = None
    day: int | None = None

    def iso(self) -> str:
        """The date in ISO 8601, cut to its precision."""
        if self.month is None:
            return f"{self.year:04d}"
        if self.day is None:
            return f"{self.year:04d}-{self.month:02d}"
        return f"{self.year:04d}-{self.month:02d}-{self.day:02d}"

    def in_year(self, year: int) -> PartialDate:
        """The same day of another year; only its month where that year has no 29 February."""
        if self.day == 29 and self.month == 2 and not isleap(year):
            return PartialDate(year, 2)
        return PartialDate(year, self.month, self.day)

    def months_on(self, months: int) -> PartialDate | None:
        """The month so many months later; None where this is no month, or the calendar ends."""
        if self.month is None:
            return None
        year, month = divmod(self.year * 12 + self.month - 1 + months, 12)
        return _valid(year, month + 1, None) if year else None

    def moved(self, days: int) -> PartialDate | None:
        """The day so many days later; None where this is no day."""
        if self.month is None or self.day is None:
            return None
        try:
            moved = date(self.year, self.month, self.day) + timedelta(days=days)
        except (OverflowError, ValueError):
            return None
        return PartialDate(moved.year, moved.month, moved.day)


class Moment(NamedTuple):
    """One expression of time: where it stands, and its date, its move in days (or months), or its part of the day.

    ``end_date`` is the end of a range; ``other_day`` is true where the words before it ("since") say that
    nothing in the sentence happened then; ``opens`` where a part of the day or a bare year starts its sentence;
    ``beside`` where a year only describes something ("a 1974 lecture", "his book (1504)"); ``labels`` where it heads
    its line ("2013: After the attack").
    """

    start: int
    end: int
    kind: MomentKind
    value: PartialDate | None = None
    end_value: PartialDate | None = None
    days: int | None = None
    part: str | None = None
    other_day: bool = False
    opens: bool = False
    beside: bool = False
    labels: bool = False


def parse_iso(text: str | None) -> PartialDate | None:
    """The date that ISO 8601 text of any precision says; None for anything else."""
    match = re.fullmatch(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", (text or "").strip())
    if match is None or int(match[1]) == 0:
        return None
    return _valid(int(match[1]), int(match[2]) if match[2] else None, int(match[3]) if match[3] else None)


def common_prefix(first: PartialDate, second: PartialDate) -> PartialDate | None:
    """What two dates have in common from the left: a range cut to what it is sure of."""
    if first.year != second.year:
        return None
    if first.month is None or first.month != second.month:
        return PartialDate(first.year)
    if first.day is None or first.day != second.day:
        return PartialDate(first.year, first.month)
    return first


@cache
def clock_data() -> dict[str, Any]:
    """The words of ``data/clock.yaml``."""
    loaded: dict[str, Any] = load_data("clock.yaml", "archive.claims")
    return loaded


@cache
def _words_of_time() -> Phrases[tuple[Any, Any]]:
    data = clock_data()
    found: dict[str, tuple[Any, Any]] = {}
    for word, number in data["months"].items():
        found[word] = ("month", number)
    for number, word in enumerate(data["weekdays"]):
        found["on " + word] = ("weekday", number)
    entries: dict[str, tuple[int | None, str | None, bool]] = {}
    for phrase, days in data["moves"].items():
        entries[phrase] = (days, None, False)
    for phrase in data["vague"]:
        entries[phrase] = (None, None, True)
    for phrase, part in data["parts_of_day"].items():
        days, _, vague = entries.get(phrase, (None, None, False))
        entries[phrase] = (days, part, vague)
    for phrase, (days, part, vague) in entries.items():
        kind = "vague" if vague or (phrase in data["moves"] and days is None) else "part" if days is None else "move"
        found[phrase] = (kind, (days, part))
    for phrase, months in data["month_moves"].items():
        found[phrase] = ("months", (months, None))
    for phrase in data["days_on"]:
        if phrase != "days later":
            found[phrase] = ("days_on", (None, None))
    found["days later"] = ("count", 1)
    found["days earlier"] = ("count", -1)
    found["days after"] = ("count", 1)
    found["weeks later"] = ("count", 7)
    found["weeks after"] = ("count", 7)
    for year in range(1000, 3000):
        found[str(year)] = ("year", year)
    return Phrases(found)


_DAY_BEFORE = re.compile(
    r"(\d(?<![\d.,:]\d)\d?)(?:st|nd|rd|th)?(?:\s?(?:–|—|-|/|\bto\b|\band\b)\s?(\d{1,2})(?:st|nd|rd|th)?)?\s(?:of\s)?$"
)
_DAY_AFTER = re.compile(
    r"\.?\s(\d{1,2})(?:st|nd|rd|th)?(?![\d:]|[.,]\d)(?:\s?(?:–|—|-|\bto\b)\s?(\d{1,2})(?:st|nd|rd|th)?(?!\d))?"
)
# "March 2014–15" is no month of 2014, "15 September 2014 – 20 March 2015" begins in 2014.
_YEAR_AFTER = re.compile(r"\.?,?\s(?:of\s)?(1\d{3}|20\d{2}|21\d{2})\b(?!\s?(?:–|-)\s?\d{2,4}(?!\d|\s[A-Z][a-z]{2}))")
_MONTH_ALONE = re.compile(
    r"\b(?:in|during|early|late|mid|by|of|since|until|through|throughout|from|last|this)[\s-]$", re.IGNORECASE
)
_HOUR = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)(?![\d:])(?:\s?([ap])\.?m\b)?", re.IGNORECASE)
_ISO_REST = re.compile(r"-\d\d-\d\d(?![\w-])")
_NOT_BEFORE_NUMBER = frozenset(".,:–-_")
_YEAR_LEAD = re.compile(r"\b(in|by|during|since|until|of|around|circa|c\.|early|late|mid)[\s-]$", re.IGNORECASE)
_SEASON = re.compile(r"\b(?:spring|summer|autumn|fall|winter|year|end|beginning|start|middle)\s$", re.IGNORECASE)
_DESCRIBED = re.compile(r"\b(?:an?|the|his|her|their|its|from|'s|’s)\s$", re.IGNORECASE)
# "The “8 March Tower”" is a name.
_QUOTES = ('"', "“")
# "Talks were scheduled to be held in the capital on 15 January": no day of this story yet.
_SCHEDULED = re.compile(r"scheduled (?:to|for)\b[^.;]*\Z")
_DAY_BESIDE = re.compile(r"\b(?:\d{1,2} [A-Z][a-z]{2,8}|[A-Z][a-z]{2,8} \d{1,2})(?:,? \d{4})?, \Z")
_COUNT_BEFORE = re.compile(r"\b(\d{1,2}|[a-z]{3,5})\s$", re.IGNORECASE)
_OPENING = re.compile(
    r"(?:\A|[.!?;\n\t|][\"”’)\]]?\s{0,3})(?:(?:On|In|By|As of|At|During|Early|Late|Around|From|After|About"
    r"|the|in|on|morning|evening|night|of|early|late|mid)[\s-]){0,5}\Z"
)
# "Fighting grew from 17 February 2022 onwards": the day that the story has reached.
_ONWARDS = re.compile(r",?\sonwards?\b")
_BETWEEN = re.compile(r"\bbetween\s$", re.IGNORECASE)
_RANGE_GAP = re.compile(r"\.?\s?(?:–|—|-|to|until|through)\s?$")


@cache
def _other_day() -> re.Pattern[str]:
    words = "|".join(re.escape(word) for word in sorted(clock_data()["not_the_day"], key=len, reverse=True))
    started = r"\bwhich\s(?:had\s)?(?:started|began|begun)\son"
    part = r"(?:the\s)?(?:(?:morning|evening|night)\sof\s)?"
    return re.compile(rf"(?:\b(?:{words})|{started})\s{part}$", re.IGNORECASE)


def find_moments(text: str) -> tuple[Moment, ...]:
    """Every expression of time in ``text``, in order; where two overlap, the one that says more."""
    found = [*_expressions(text), *_hours(text)]
    if len(found) > 1:
        found.sort(key=_place)
    kept: list[Moment] = []
    reach = 0
    for moment in found:
        if moment.start < reach:
            continue
        if kept and kept[-1].kind == moment.kind == "date" and _RANGE_GAP.fullmatch(text, reach, moment.start):
            kept[-1] = _joined(kept[-1], moment)
        else:
            kept.append(moment)
        reach = moment.end
    return tuple(kept)


def _place(moment: Moment) -> tuple[int, int]:
    return moment.start, -moment.end


def _joined(first: Moment, second: Moment) -> Moment:
    start, end = first.value, second.end_value or second.value
    if start is not None and end is not None and start.year == 0 and end.year:
        year = end.year if start.month is None or end.month is None or start.month <= end.month else end.year - 1
        start = start.in_year(year)
    return Moment(first.start, second.end, "date", start, end, other_day=False, opens=first.opens)


def _expressions(text: str) -> list[Moment]:
    low = lowered(text)
    size = len(low)
    found: list[Moment] = []
    reach = 0
    words = _words_of_time()
    for number, start, end in words.find(low):
        # Most hits are letters inside other words, or "may" and "march" as verbs.
        if start and ((before := low[start - 1]).isalnum() or before == "_"):
            continue
        if end < size and ((after := low[end]).isalnum() or after == "_"):
            continue
        kind, value = words.meanings[number]
        moment: Moment | None
        if kind == "month":
            if not text[start].isupper() or (moment := _dated(text, low, start, end, value)) is None:
                continue
            reach = moment.end
        elif kind == "year":
            # The year of a date was read with its day.
            moment = _year(text, start, end, value) if start >= reach else None
        elif kind == "count":
            moment = _counted(text, start, end, value)
            if moment is None and low.endswith("later", start, end):
                moment = Moment(start, end, "days_on" if value == 1 else "vague")
        elif kind == "weekday":
            moment = Moment(start, end, "weekday", days=value)
        else:
            days, part = value
            moment = Moment(
                start, end, kind, days=days, part=part, opens=part is not None and opens_sentence(text, start)
            )
        if moment is not None:
            found.append(moment)
    return found


def _dated(text: str, low: str, start: int, end: int, month: int) -> Moment | None:
    before, after = text[max(0, start - 20) : start], text[end : end + 24]
    day = _DAY_BEFORE.search(before)
    first = last = None
    if day is not None:
        first, last = int(day[1]), int(day[2]) if day[2] else None
        start -= len(day[0])
    elif (following := _DAY_AFTER.match(after)) is not None and not _YEAR_AFTER.match(after):
        first, last = int(following[1]), int(following[2]) if following[2] else None
        end += following.end()
        after = text[end : end + 24]
    year_match = _YEAR_AFTER.match(after)
    year = int(year_match[1]) if year_match else 0
    if year_match:
        end += year_match.end()
    elif first is None and (listed := _month_list().match(text, end)) is not None:
        year = int(listed[1])
    if first is None and year == 0 and not _MONTH_ALONE.search(before):
        return None
    value = _valid(year, month, first)
    if value is None:
        return None
    end_value = _valid(year, month, last) if last is not None else None
    # "Between 26 and 27 January" is when, "between the truce and 5 May" is since when.
    scheduled = "scheduled " in low[max(0, start - 100) : start] and _SCHEDULED.search(low, max(0, start - 100), start)
    other_day = (
        bool(scheduled)
        or text[max(0, start - 1) : start] in _QUOTES
        or (
            _is_other(text, low, start)
            and not _ONWARDS.match(text, end)
            and (end_value is None or not _BETWEEN.search(text, max(0, start - 10), start))
        )
    )
    return Moment(start, end, "date", value, end_value, None, None, other_day)


@cache
def _month_list() -> re.Pattern[str]:
    """The months after one that a year ends: "in August, | September and November 1981"."""
    months = "|".join(month.title() for month in clock_data()["months"])
    return re.compile(rf"(?:,\s(?:{months}))*,?\s(?:and|or)\s(?:{months})\s(1\d{{3}}|20\d{{2}})\b")


def _valid(year: int, month: int | None, day: int | None) -> PartialDate | None:
    if month is not None and day is not None and 0 < month <= 12 and 0 < day <= 28:
        return PartialDate(year, month, day)
    try:
        date(year or 2000, 1 if month is None else month, 1 if day is None else day)
    except ValueError:
        return None
    return PartialDate(year, month, day if month is not None else None)


def _counted(text: str, start: int, end: int, unit: int) -> Moment | None:
    match = _COUNT_BEFORE.search(text[max(0, start - 8) : start])
    if match is None:
        return None
    counts: dict[str, int] = clock_data()["counts"]
    number = int(match[1]) if match[1].isdigit() else counts.get(match[1].lower())
    if number is None:
        return None
    begin = start - len(match[0])
    if _DAY_BESIDE.search(text, max(0, begin - 20), begin) is not None:
        # "On 8 July, two weeks after the town had fallen": counted from something else.
        return None
    return Moment(begin, end, "move", days=number * unit)


def _year(text: str, start: int, end: int, year: int) -> Moment | None:
    """A year alone ("in 2014") or an ISO date."""
    following = text[end : end + 1]
    if start and text[start - 1] in _NOT_BEFORE_NUMBER and text[max(0, start - 4) : start] not in ("mid-", "Mid-"):
        return None
    rest = _ISO_REST.match(text, end) if following == "-" else None
    if rest is not None:
        value = parse_iso(text[start : rest.end()])
        return Moment(start, rest.end(), "date", value) if value is not None else None
    if year >= 2100 or (following in _NOT_BEFORE_NUMBER and text[end + 1 : end + 2].isdigit()):
        return None
    if following == ":" and (start == 0 or text[start - 1] == "\n"):
        return Moment(start, end, "date", PartialDate(year), opens=True, labels=True)
    lead = _YEAR_LEAD.search(text, max(0, start - 12), start)
    if lead is not None:
        season = lead[1].lower() == "of" and _SEASON.search(text, max(0, lead.start() - 12), lead.start())
        as_of = text[max(0, lead.start() - 3) : lead.start()].lower() == "as "
        other = lead[1].lower() in {"since", "until", "of"} and not season and not as_of
        other = other or (lead[1].lower() == "by" and _is_prospect(text, start))
        opens = opens_sentence(text, season.start() if season else lead.start() - 3 * as_of)
        return Moment(start, end, "date", PartialDate(year), other_day=other, opens=opens)
    if _DESCRIBED.search(text, max(0, start - 8), start) or text[start - 1 : end + 1] == f"({year})":
        return Moment(start, end, "date", PartialDate(year), beside=True)
    return None


def _hours(text: str) -> Iterator[Moment]:
    """Hours of the day: "08:05"."""
    position = text.find(":")
    while position >= 0:
        start = position - 1 - (position > 1 and text[position - 2].isdigit())
        match = _HOUR.match(text, start) if start >= 0 and text[position - 1].isdigit() else None
        if match is not None and not (start and (text[start - 1].isalnum() or text[start - 1] in _NOT_BEFORE_NUMBER)):
            hour = int(match[1])
            if match[3] and hour <= 12:
                hour = hour % 12 + (12 if match[3].lower() == "p" else 0)
            yield Moment(start, match.end(), "time", part=f"{hour:02d}:{match[2]}")
        position = text.find(":", position + 1)


def _is_other(text: str, low: str, start: int) -> bool:
    words = low[max(0, start - 40) : start].rsplit(None, 1)
    if not words or words[-1] not in _last_words() or (words[-1] == "on" and "which" not in words[0]):
        return False
    return _other_day().search(text, max(0, start - 40), start) is not None


@cache
def prospect() -> re.Pattern[str]:
    """What tells that something is still to come: "will", "is expected"."""
    return re.compile(rf"\b(?:{'|'.join(clock_data()['prospects'])})\b", re.IGNORECASE)


def _is_prospect(text: str, start: int) -> bool:
    """Whether the sentence of a year tells of what is to come: "by 2050, … will have"."""
    begin = max(text.rfind(". ", max(0, start - 160), start), text.rfind("\n", max(0, start - 160), start))
    begin = begin if begin >= 0 else max(0, start - 160)
    end = text.find(". ", start, start + 160)
    return prospect().search(text, begin, end if end >= 0 else start + 160) is not None


@cache
def _last_words() -> frozenset[str]:
    """The words that a phrase of ``not_the_day`` can end with: looking for these first is fast."""
    return frozenset(str(phrase).split()[-1] for phrase in clock_data()["not_the_day"]) | {"the", "of", "on"}


def opens_sentence(text: str, start: int) -> bool:
    """Whether only "On", "In", "By" and the like stand between here and the start of the sentence."""
    return _OPENING.search(text, max(0, start - 40), start) is not None
