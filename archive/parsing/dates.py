"""Dates in words: from text to ISO 8601, cut to the precision that the text has.

==============================================  ================================================================
``parse_date(text) -> str | None``              the whole text is one date: ``2020-10-26``, ``2020-10``, ``2020``
``parse_date_range(text) -> DateRange | None``  the whole text is a range; ``2014–present`` has no end
==============================================  ================================================================

English dates as Wikipedia writes them (day month year, month day year, month year) and ISO 8601; a weekday or
a time of day beside them is passed over. Dates whose order of day and month is a guess (``10/12/2020``), years
before Christ, seasons, quarters and ``circa`` are no dates here. Every pattern is linear in its input.
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass, replace
from typing import Any, Final

from archive.parsing.data_files import load_data

_DATA: dict[str, Any] = load_data("dates.yaml")
_MONTHS: dict[str, int] = {name.lower(): number for name, number in _DATA["months"].items()}
_OPEN_ENDS: Final = frozenset(_DATA["open_ends"])
# No date in words is longer, so that what is tried on a whole text stays cheap on a megabyte of it.
_LONGEST = 120


@dataclass(frozen=True, slots=True)
class _PartialDate:
    """A date as far as the text tells it; the year may be missing, and a day may still lack its month."""

    year: int | None = None
    month: int | None = None
    day: int | None = None

    @property
    def parts(self) -> tuple[int, ...]:
        """Year, month and day as far as they are known without a gap."""
        known = (self.year, self.month, self.day)
        return tuple(part for index, part in enumerate(known) if part is not None and None not in known[:index])

    @property
    def iso(self) -> str | None:
        """ISO 8601 cut to the precision; None where the year, or the month of a day, is missing."""
        if self.year is None or (self.day is not None and self.month is None):
            return None
        return "-".join(f"{part:0{width}}" for part, width in zip(self.parts, (4, 2, 2), strict=False))


@dataclass(frozen=True, slots=True)
class DateRange:
    """First and last day, month or year of a range in ISO 8601; None where that end is open."""

    start: str | None
    end: str | None


def _exists(date: _PartialDate) -> bool:
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
_SPACES = dict.fromkeys(map(ord, "\u00a0\u2009\u202f"), " ")
_DASHES = "-–—‒"
_DASH: Final = re.compile(rf"\s{{0,3}}[{_DASHES}]\s{{0,3}}|\s{{1,3}}(?:to|until|till|through)\s{{1,3}}", re.IGNORECASE)
_SHORT_YEARS: Final = re.compile(rf"([0-9]{{4}})\s?[{_DASHES}/]\s?([0-9]{{2}})")
_OPEN_START: Final = re.compile(r"(?:until|till|up to)\s+", re.IGNORECASE)
_OPEN_END: Final = re.compile(r"since\s+", re.IGNORECASE)
_FROM: Final = re.compile(r"from\s+", re.IGNORECASE)


def parse_date(text: str) -> str | None:
    """The one date that ``text`` is, in ISO 8601 cut to its precision, else None.

    ``2008-10`` is None here and in :func:`parse_date_range`: it may mean October 2008 or the years to 2010.
    """
    text = _plain_spaces(text)
    if (match := _SHORT_YEARS.fullmatch(text)) is not None and int(match[2]) > int(match[1]) % 100:
        return None
    date = _whole(text)
    return date.iso if date is not None else None


def parse_date_range(text: str) -> DateRange | None:
    """The range of dates that ``text`` is, else None; an end without a year takes the year of the other end.

    An end whose order would not fit (``December – January 2016``) makes it None.
    """
    text = _plain_spaces(text)
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
        if words.strip().lower() in _OPEN_ENDS or (not words and len(first.parts) == 1):
            return DateRange(first.iso, None) if first.iso is not None else None
        last = _whole(words)
        dates = _complete(first, last) if last is not None else None
        if dates is not None:
            return dates
    return None


def _plain_spaces(text: str) -> str:
    return text.translate(_SPACES).strip()


def _short_years(text: str, year: int, ending: int) -> DateRange | None:
    if ending <= year % 100:
        return None
    if "-" in text and ending <= 12:
        return None
    return DateRange(f"{year:04}", f"{year // 100:02}{ending:02}")


def _whole(text: str) -> _PartialDate | None:
    if len(text) > _LONGEST:
        return None
    for form in _FORMS:
        match = form.fullmatch(text)
        if match is not None:
            groups = match.groupdict()
            month = groups.get("month")
            date = _PartialDate(
                int(groups["year"]) if groups.get("year") else None,
                None if month is None else _MONTHS.get(month.lower()) or int(month),
                int(groups["day"]) if groups.get("day") else None,
            )
            return date if _exists(date) else None
    return None


def _complete(first: _PartialDate, last: _PartialDate) -> DateRange | None:
    """Both ends with what the other says for them: ``12`` and ``14 February 2013``, ``May 3`` and ``9, 2022``."""
    if first.day is not None and first.month is None:
        if last.day is None:
            return None
        first = replace(first, month=last.month)
    if last.day is not None and last.month is None:
        if first.day is None:
            return None
        last = replace(last, month=first.month)
    if first.year is None:
        first = replace(first, year=last.year)
    if first.iso is None or last.iso is None or not (_exists(first) and _exists(last)):
        return None
    shared = min(len(first.parts), len(last.parts))
    return DateRange(first.iso, last.iso) if first.parts[:shared] <= last.parts[:shared] else None
