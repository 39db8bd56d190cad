"""Event dates: the day or days that an article or a section is about, which a reader's clock starts from."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import MAXYEAR, MINYEAR
from functools import cache, lru_cache
from typing import Final

from archive.claims.moments import PartialDate, clock_data, common_prefix, find_moments, parse_iso
from archive.documents import Article, Section

# Only the start of a lead says what the article is about; only the start of a field is its date.
LEAD_LENGTH = 1500
OPENING_LENGTH = 200
FIELD_LENGTH = 300
# A date may stand this many months before the start of an event or after its end and still belong to it.
MARGIN = 1
# A story that goes on in the next section goes on so many months later at most, or begins so many months before.
LOOK_AHEAD = 3
LOOK_BACK = 5

_MONTH_AND_YEAR: Final = re.compile(
    r"\b(January|February|March|April|May|June|July|August|September|October|November|December)"
    r"(?:\s\d{1,2},)?\s(1[5-9]\d{2}|20\d{2})\b"
)
_YEAR: Final = re.compile(r"\b(1[5-9]\d{2}|20\d{2})\b")
_SHORT_RANGE: Final = re.compile(r"\b(?:1[5-9]|20)\d{2}[–-](\d{2})\b(?!\d)")
_ONGOING: Final = re.compile(r"\b(?:present|ongoing)\b", re.IGNORECASE)
_PARENTHESES: Final = re.compile(r"\([^()]{0,300}\)")


# What a story has reached before the section of a path.
Reached = Callable[[str], PartialDate | None]


@dataclass(frozen=True, slots=True)
class EventDates:
    """The first and last day of an event. ``told`` is false where only its year is gathered from the words around.

    ``end`` is None for an event that goes on, nobody knows until when.
    """

    start: PartialDate | None = None
    end: PartialDate | None = None
    told: bool = True

    @property
    def certain(self) -> PartialDate | None:
        """The date that everything in the article shares, as precise as it is."""
        if self.start is None or self.end is None or not self.told:
            return None
        return common_prefix(self.start, self.end)

    @property
    def short(self) -> bool:
        """Whether the event is known to have lasted two years at most: then its months tell their years."""
        return self.start is not None and self.end is not None and self.end.year - self.start.year < 2

    def covers(self, value: PartialDate) -> bool:
        """Whether a month belongs to the event, or to the one before or after it, as far as its dates are told."""
        if self.start is None or value.month is None or not self.told:
            return False
        month = value.year * 12 + value.month
        last = self.end.year * 12 + (self.end.month or 12) + MARGIN if self.end is not None else month
        return self.start.year * 12 + (self.start.month or 1) - MARGIN <= month <= last

    def year_of(self, month: int, day: int | None) -> int | None:
        """The one year in which this day of a year falls into the event; None where none or several do."""
        if self.start is None:
            return None
        last = self.end if self.end is not None else PartialDate(self.start.year + 2)
        first_month = self.start.year * 12 + (self.start.month or 1) - MARGIN
        last_month = last.year * 12 + (last.month or 12) + MARGIN
        if last.year == self.start.year:
            return _nearest_year(self.start, month)
        years = range(max(self.start.year - 1, MINYEAR), min(last.year, self.start.year + 3, MAXYEAR - 2) + 2)
        within = [year for year in years if first_month <= year * 12 + month <= last_month]
        exact = [year for year in within if self._holds(PartialDate(year, month, day), last)]
        fitting = exact or within
        return fitting[0] if len(fitting) == 1 else None

    def _holds(self, value: PartialDate, last: PartialDate) -> bool:
        return self.start is not None and self.start.iso()[:7] <= value.iso()[:7] <= (last.iso() + "-99")[:7]


def _nearest_year(start: PartialDate, month: int) -> int:
    """The year of a month near an event of one year: January after an event of December is the next year's."""
    return rolled_year(start, month) if start.month is not None else start.year


def rolled_year(base: PartialDate, month: int) -> int:
    """The year of a month that a story names after ``base``: from December to January the year turns, within bounds."""
    if base.month is None:
        return base.year
    year = base.year + (month - base.month < -7) - (month - base.month > 8)
    return min(max(year, MINYEAR), MAXYEAR)


def nowhere(_: str) -> PartialDate | None:
    """What a story has reached of which nothing was read yet."""
    return None


def year_after(reached: PartialDate | None, month: int, dates: EventDates) -> int | None:
    """The year of a month that a story names when it has ``reached`` some day: soon after it, or shortly before.

    None where no year is so near, or where the event was over by then.
    """
    if reached is None or reached.month is None:
        return None
    steps = (month - reached.month + LOOK_BACK) % 12 - LOOK_BACK
    if steps > LOOK_AHEAD:
        return None
    year = min(max(reached.year + (reached.month - 1 + steps) // 12, MINYEAR), MAXYEAR)
    return year if dates.end is None or not dates.told or dates.covers(PartialDate(year, month)) else None


def event_dates(article: Article, given: str | None = None) -> EventDates:
    """The dates of the event: ``given``, else what the infobox or the front matter calls its date.

    Without these only the year, from the title or the lead.
    """
    start = parse_iso(given)
    if start is not None:
        return EventDates(start, start)
    for text in _date_fields(article):
        if (found := _field_dates(text, article)) is not None:
            return found
    months = next((m for m in find_moments(article.title) if m.value is not None and m.end_value is not None), None)
    if months is not None and months.value is not None and months.end_value is not None:
        start, end = months.value, months.end_value
        if start.year and end.year:
            return EventDates(start, end)
    years = _title_years(article.title)
    if years is not None:
        told = any(field.group_name == "combatant" for infobox in article.infoboxes for field in infobox.fields)
        return EventDates(PartialDate(years[0]), PartialDate(years[1]), told)
    return _lead_year(article)


def _date_fields(article: Article) -> Iterator[str]:
    """What the article's infoboxes, then its front matter, give under the name of a date; a list is its lines."""
    names = clock_data()["date_fields"]
    for infobox in article.infoboxes:
        yield from (field.text for field in infobox.fields if field.name.lower() in names)
    for name, value in json.loads(article.extra).items():
        if name.lower() in names:
            lines = value if isinstance(value, list) else [value]
            yield "\n".join(line for line in lines if isinstance(line, str))


def _title_years(title: str) -> tuple[int, int] | None:
    """The first and last year that a title names: "(2017–2019)", "(2015–16)", "2022"."""
    years = [int(year) for year in _YEAR.findall(title)]
    if not years:
        return None
    short = _SHORT_RANGE.search(title)
    last = years[0] // 100 * 100 + int(short[1]) if short is not None else years[-1]
    return years[0], max(years[0], last)


def _lead_year(article: Article) -> EventDates:
    """The year that all dates of the lead share: what a reader takes for the year of a day told without one."""
    if not article.sections:
        return EventDates()
    # Dates in parentheses at the start are of somebody's birth and death.
    lead = _PARENTHESES.sub("", article.sections[0].text[:LEAD_LENGTH])
    told = [m.value for m in find_moments(lead) if m.kind == "date" and m.value is not None and m.value.year]
    years = {value.year for value in told} | {int(year) for year in _YEAR.findall(lead)}
    if len(years) != 1:
        days = {value for value in told if value.day is not None}
        # An event that one day alone tells, in the first words, began on it and goes on.
        began = [m.value for m in find_moments(lead[:OPENING_LENGTH]) if m.value in days] if len(days) == 1 else []
        return EventDates(began[0]) if began else EventDates()
    year = PartialDate(years.pop())
    return EventDates(year, year, told=False)


def _field_dates(text: str, article: Article) -> EventDates | None:
    """The first date or range that the text of an infobox's date field holds."""
    text = text[:FIELD_LENGTH]
    plain = parse_iso(text)
    if plain is not None:
        return EventDates(plain, plain)
    years = [int(year) for year in _YEAR.findall(text)]
    dates = [moment for moment in find_moments(text) if moment.kind == "date" and moment.value is not None]
    if not dates:
        return EventDates(PartialDate(years[0]), PartialDate(years[-1])) if years else None
    start = dates[0].value
    end = dates[-1].end_value or dates[-1].value
    if start is None or end is None or not years:
        return None
    start = start if start.year else start.in_year(end.year or years[0])
    end = end if end.year else end.in_year(start.year)
    if _ONGOING.search(text) is not None:
        published = parse_iso(article.published_on) or _last_month(article)
        end = published if published is not None and published.iso() > start.iso() else None
    return EventDates(start, end)


def _last_month(article: Article) -> PartialDate | None:
    """The last month that the sections tell with its year: no part of an event that goes on is told after it."""
    months: dict[str, int] = clock_data()["months"]
    told = [
        PartialDate(int(match[2]), months[match[1].lower()])
        for section in article.sections
        for match in _MONTH_AND_YEAR.finditer(section.text)
    ]
    return max(told, default=None)


def section_start(
    section: Section, dates: EventDates, reached: Reached = nowhere
) -> tuple[PartialDate | None, bool, EventDates]:
    """The date a section begins with, whether it tells of another time than the article, and the dates that it tells.

    Headings from the outermost in: "Background" takes the article's date away, "2014" or "5 May" gives another, "(May
    2014 – March 2015)" bounds those below it. A day without a year takes it from what the story has ``reached`` before
    that heading, where the event leaves it open.
    """
    start = dates.certain
    elsewhere = False
    if section.level == 0:
        return start, elsewhere, dates
    path = ""
    for heading in section.path.split(" / "):
        path = f"{path} / {heading}" if path else heading
        leads_away, told = _read_heading(heading)
        if leads_away:
            elsewhere, start = True, None
        if told is None:
            years = _title_years(heading)
            dates = EventDates(PartialDate(years[0]), PartialDate(years[0]), told=False) if years is not None else dates
            continue
        first, last = told
        month = first.month or 1
        year = first.year or (start.year if start is not None else 0) or dates.year_of(month, first.day)
        year = year or year_after(reached(path), month, dates)
        if year:
            first = first.in_year(year)
            last = last.in_year(last.year or rolled_year(first, last.month or month))
            start = common_prefix(first, last)
            elsewhere = elsewhere and start is None
            dates = EventDates(first, last, first.month is not None) if first.iso() < last.iso() else dates
    return start, elsewhere, dates


def is_out_of_order(section: Section) -> bool:
    """Whether a section stands under a heading that goes over the whole event again: "Reactions", "Casualties"."""
    return _out_of_order().search(section.path) is not None


@cache
def _out_of_order() -> re.Pattern[str]:
    words = "|".join(re.escape(word) for word in clock_data()["out_of_order_headings"])
    return re.compile(rf"\b(?:{words})\b", re.IGNORECASE)


@cache
def _elsewhere() -> re.Pattern[str]:
    words = "|".join(re.escape(word) for word in clock_data()["elsewhere_headings"])
    return re.compile(rf"\b(?:{words})\b", re.IGNORECASE)


@lru_cache(maxsize=4096)
def _read_heading(heading: str) -> tuple[bool, tuple[PartialDate, PartialDate] | None]:
    """Whether a heading leads to another time than the article's, and the first and last date that it tells."""
    return len(heading) < 60 and _elsewhere().search(heading) is not None, _heading_dates(heading)


def _heading_dates(heading: str) -> tuple[PartialDate, PartialDate] | None:
    """The first and last date that a heading tells, with year 0 where it tells none."""
    match = re.fullmatch(r"\s*(?:In\s)?((?:1[5-9]|20)\d{2})\s*", heading)
    if match is not None:
        return PartialDate(int(match[1])), PartialDate(int(match[1]))
    months: dict[str, int] = clock_data()["months"]
    if heading.strip().lower() in months:
        month = PartialDate(0, months[heading.strip().lower()])
        return month, month
    for moment in find_moments(heading[:200]):
        value, end = moment.value, moment.end_value
        if moment.kind != "date" or value is None:
            continue
        if end is None:
            return value, value
        return value.in_year(value.year or end.year), end
    years = _title_years(heading)
    if years is not None and years[0] < years[1]:
        return PartialDate(years[0]), PartialDate(years[1])
    return None
