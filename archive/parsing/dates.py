"""Dates in words: from text to ISO 8601, cut to the precision that the text has.

==============================================  ================================================================
``parse_date(text) -> str | None``              the whole text is one date: ``2020-10-26``, ``2020-10``, ``2020``
``parse_date_range(text) -> DateRange | None``  the whole text is a range; ``2014–present`` has no end
``find_dates(text) -> list[DateMatch]``         the dates and ranges in running text, with offsets; the year
                                                may be missing (``26 October``)
==============================================  ================================================================

English dates as Wikipedia writes them (day month year, month day year, month year) and ISO 8601; a weekday or
a time of day beside them is passed over. Dates whose order of day and month is a guess (``10/12/2020``), years
before Christ, seasons, quarters and ``circa`` are no dates here. Every pattern is linear in its input.
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass, replace
from typing import Any

from archive.documents import DatePrecision
from archive.parsing.data_files import load_data

_DATA: dict[str, Any] = load_data("dates.yaml")
_MONTHS: dict[str, int] = {name.lower(): number for name, number in _DATA["months"].items()}
_OPEN_ENDS = frozenset(_DATA["open_ends"])
# No date in words is longer, so that what is tried on a whole text stays cheap on a megabyte of it.
_LONGEST = 120


@dataclass(frozen=True, slots=True)
class PartialDate:
    """A date as far as the text tells it; the year may be missing, and a day may still lack its month."""

    year: int | None = None
    month: int | None = None
    day: int | None = None

    @property
    def iso(self) -> str | None:
        """ISO 8601 cut to the precision; None where the year is missing."""
        if self.year is None:
            return None
        month = "" if self.month is None else f"-{self.month:02}"
        return f"{self.year:04}{month}" + ("" if self.day is None else f"-{self.day:02}")

    @property
    def precision(self) -> DatePrecision:
        """How exact the date is, whether its year is known or not."""
        return "day" if self.day is not None else "month" if self.month is not None else "year"

    def with_year(self, year: int) -> PartialDate | None:
        """The same day or month of ``year``; None where that year has no such day."""
        dated = replace(self, year=year)
        return dated if _exists(dated) else None


@dataclass(frozen=True, slots=True)
class DateRange:
    """First and last day, month or year of a range in ISO 8601; None where that end is open."""

    start: str | None
    end: str | None


@dataclass(frozen=True, slots=True)
class DateMatch:
    """A date (``last`` is None) or a range in running text: ``text[start:end]`` are its words."""

    start: int
    end: int
    first: PartialDate
    last: PartialDate | None = None


def _exists(date: PartialDate) -> bool:
    if date.year is not None and not 1 <= date.year <= 2999:
        return False
    if date.month is not None and not 1 <= date.month <= 12:
        return False
    if date.day is None:
        return True
    # A day without a year may be in a leap year, as 2000 is; one without a month in a long month.
    return 1 <= date.day <= monthrange(date.year or 2000, date.month or 1)[1]


_MONTH_NAMES = "|".join(sorted(_DATA["months"], key=len, reverse=True))
_WEEKDAY_NAMES = "|".join(_DATA["weekdays"])
_MONTH = rf"(?P<month>{_MONTH_NAMES})\b\.?"
_WEEKDAY = rf"(?:(?:{_WEEKDAY_NAMES})\b\.?,?\s{{1,3}}(?:the\s)?)?"
_DAY = r"(?P<day>[0-3]?[0-9])(?:st|nd|rd|th)?"
_YEAR = r"(?P<year>[0-9]{4})"
_TIME = (
    r"(?:(?:T|,?\s{1,3}(?:at\s)?)~?[0-2]?[0-9]:[0-5][0-9](?::[0-5][0-9](?:\.[0-9]{1,9})?)?(?:\s?[ap]\.?m\b\.?)?"
    r"(?:\s?(?:Z|UTC|GMT)\b)?(?:\s?[+-][0-9]{2}:?[0-9]{2})?)?"
)
_FORMS = tuple(
    re.compile(form, re.IGNORECASE | re.ASCII)
    for form in (
        rf"(?P<year>[0-9]{{4}})(?:-(?P<month>[0-9]{{2}})(?:-(?P<day>[0-9]{{2}}){_TIME})?)?",
        rf"(?P<year>[0-9]{{4}})/(?P<month>[0-9]{{2}})/(?P<day>[0-9]{{2}}){_TIME}",
        rf"{_WEEKDAY}{_DAY}\.?\s{{1,3}}(?:of\s)?{_MONTH}(?:,?\s{{1,3}}(?:of\s)?{_YEAR})?{_TIME}",
        rf"{_WEEKDAY}{_MONTH}\s{{1,3}}(?:the\s)?{_DAY}(?:,?\s{{1,3}}{_YEAR})?{_TIME}",
        rf"{_MONTH},?\s{{1,3}}(?:of\s)?{_YEAR}",
        _MONTH,
        rf"{_DAY}(?:,\s{{1,3}}{_YEAR})?",
    )
)
_DASHES = "-–—‒"
_DASH = re.compile(rf"\s{{0,3}}[{_DASHES}]\s{{0,3}}|\s{{1,3}}(?:to|until|till|through)\s{{1,3}}", re.IGNORECASE)
_SHORT_YEARS = re.compile(rf"([0-9]{{4}})\s?[{_DASHES}/]\s?([0-9]{{2}})")
_OPEN_START = re.compile(r"(?:until|till|up to|before)\s+", re.IGNORECASE)
_OPEN_END = re.compile(r"since\s+", re.IGNORECASE)
_FROM = re.compile(r"from\s+", re.IGNORECASE)


def parse_date(text: str) -> str | None:
    """The one date that ``text`` is, in ISO 8601 cut to its precision, else None.

    ``2008-10`` is None here and in :func:`parse_date_range`: it may mean October 2008 or the years to 2010.
    """
    text = text.strip()
    if (match := _SHORT_YEARS.fullmatch(text)) is not None and int(match[2]) > int(match[1]) % 100:
        return None
    date = _whole(text)
    return date.iso if date is not None else None


def parse_date_range(text: str) -> DateRange | None:
    """The range of dates that ``text`` is, else None; an end without a year takes the year of the other end.

    An end whose order would not fit (``December – January 2016``) makes it None.
    """
    text = text.strip()
    if len(text) > _LONGEST:
        return None
    if (match := _SHORT_YEARS.fullmatch(text)) is not None:
        return _short_years(text, int(match[1]), int(match[2]))
    if (match := _OPEN_START.match(text)) is not None:
        end = parse_date(text[match.end() :])
        return DateRange(None, end) if end is not None else None
    if (match := _OPEN_END.match(text)) is not None:
        start = parse_date(text[match.end() :])
        return DateRange(start, None) if start is not None else None
    if (match := _FROM.match(text)) is not None:
        text = text[match.end() :]
    for match in _DASH.finditer(text):
        first, words = _whole(text[: match.start()]), text[match.end() :]
        if first is None:
            continue
        if words.strip().lower() in _OPEN_ENDS or (not words and first.precision == "year"):
            return DateRange(first.iso, None) if first.iso is not None else None
        last = _whole(words)
        pair = _complete(first, last) if last is not None else None
        if pair is not None and pair[0].iso is not None and pair[1].iso is not None:
            return DateRange(pair[0].iso, pair[1].iso)
    return None


def _short_years(text: str, year: int, ending: int) -> DateRange | None:
    if ending <= year % 100:
        return None
    if "-" in text and ending <= 12:
        return None
    return DateRange(f"{year:04}", f"{year // 100:02}{ending:02}")


def _whole(text: str) -> PartialDate | None:
    if len(text) > _LONGEST:
        return None
    for form in _FORMS:
        match = form.fullmatch(text)
        if match is not None:
            groups = match.groupdict()
            month = groups.get("month")
            date = PartialDate(
                int(groups["year"]) if groups.get("year") else None,
                None if month is None else _MONTHS.get(month.lower()) or int(month),
                int(groups["day"]) if groups.get("day") else None,
            )
            return date if _exists(date) else None
    return None


def _complete(first: PartialDate, last: PartialDate) -> tuple[PartialDate, PartialDate] | None:
    """Both ends with what the other says for them: ``12`` and ``14 February 2013``, ``May 3`` and ``9, 2022``."""
    if first.day is not None and first.month is None:
        if last.day is None or last.month is None:
            return None
        first = replace(first, month=last.month)
    if last.day is not None and last.month is None:
        if first.day is None:
            return None
        last = replace(last, month=first.month)
    if first.year is None:
        first = replace(first, year=last.year)
    if last.year is None and first.year is not None:
        return None
    if not (_exists(first) and _exists(last)):
        return None
    start = (first.year or 0, first.month or 0, first.day or 0)
    end = (last.year or 0, last.month or 0, last.day or 0)
    shared = min(_length(first), _length(last))
    return (first, last) if start[:shared] <= end[:shared] else None


def _length(date: PartialDate) -> int:
    return {"year": 1, "month": 2, "day": 3}[date.precision]


_LEADS = "|".join(rf"(?<=\b{word}[ -])" for lead in _DATA["leads"] for word in (lead, lead.capitalize()))
_YEAR_AFTER = r"(?:\.?,?\s(?:of\s)?[12][0-9]{3}\b)?"
_PLAIN_DAY = r"(?:[12][0-9]|3[01]|0?[1-9])(?:st|nd|rd|th)?\b"
_PLAIN_MONTH = rf"(?:{_MONTH_NAMES})\b"
_RUNNING = re.compile(
    rf"\b[12][0-9]{{3}}-[01][0-9]-[0-3][0-9]\b"
    rf"|\b(?:{_PLAIN_DAY}\s?[{_DASHES}]\s?|{_PLAIN_DAY}\sto\s)?{_PLAIN_DAY}\s(?:of\s)?{_PLAIN_MONTH}{_YEAR_AFTER}"
    rf"|\b{_PLAIN_MONTH}\.?\s(?:the\s)?{_PLAIN_DAY}(?:\s?[{_DASHES}]\s?{_PLAIN_DAY}(?!\s(?:{_MONTH_NAMES})\b))?{_YEAR_AFTER}"
    rf"|\b{_PLAIN_MONTH}\.?,?\s(?:of\s)?[12][0-9]{{3}}\b"
    rf"|(?:{_LEADS})(?:{_PLAIN_MONTH}|[12][0-9]{{3}}\b(?![,.%][0-9]))"
)


def find_dates(text: str) -> list[DateMatch]:
    """The dates of running text in order, ranges joined (``from 24 February to 2 March 2022``).

    Months must have a capital. A month or a year that stands alone counts only after a word such as *in* or
    *since*. Where neither end of a range has a year, ``last.year`` is None as well.
    """
    found: list[DateMatch] = []
    for match in _RUNNING.finditer(text):
        read = _read(match[0])
        if read is None:
            continue
        first, last = read
        if found and found[-1].last is None and last is None:
            gap = text[found[-1].end : match.start()]
            pair = (
                _complete(found[-1].first, first) if len(gap) <= 10 and _DASH.fullmatch(gap.removeprefix(".")) else None
            )
            if pair is not None:
                found[-1] = DateMatch(found[-1].start, match.end(), *pair)
                continue
        found.append(DateMatch(match.start(), match.end(), first, last))
    return found


def _read(words: str) -> tuple[PartialDate, PartialDate | None] | None:
    date = _whole(words)
    if date is not None:
        return date, None
    for match in _DASH.finditer(words):
        first, last = _whole(words[: match.start()]), _whole(words[match.end() :])
        if first is not None and last is not None:
            return _complete(first, last)
    return None
