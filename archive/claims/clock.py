"""A reader's clock: the day that a claim was made, as somebody who reads the section from its start knows it.

Dates that the text gives set the clock, "the following day" moves it, a new section starts from its heading or
from the article's own date. A date inside what is said is the day of saying only where the sentence has no
other: then the event stands in, as the gold defines. A year alone is never carried on, unless it is all that
the article's own date says. What is not known stays None.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache

from archive.claims.moments import Moment, PartialDate, clock_data, common_prefix, find_moments, parse_iso
from archive.documents import Article, DateBasis, DatePrecision, Section

# A date inside a claim this many days away from the clock is what the claim is about, not when it was made.
EVENT_WINDOW = 60

_AT_CUE = re.compile(
    r"\s*(?:(?:on|in|at|by|the|that|early|late|later|again|of|from|during|as|also)\s+){0,4}", re.IGNORECASE
)
_ANY_TEXT_YEAR = re.compile(r"\b(1[5-9]\d{2}|20\d{2})\b")
DATE_FIELDS = ("date", "dates", "event_date", "time", "timeline", "election_date")


@dataclass(frozen=True, slots=True)
class When:
    """When a claim was made; all None and basis ``none`` where the text does not tell."""

    date: str | None
    precision: DatePrecision | None
    basis: DateBasis
    time_of_day: str | None = None


UNKNOWN = When(None, None, "none")


@dataclass(frozen=True, slots=True)
class Saying:
    """What the clock needs of one claim: its cue, its sentence, and the spans of what is said."""

    cue_start: int
    cue_end: int
    sentence_start: int
    sentence_end: int
    parts: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class ArticleDates:
    """The day or days that an article is about; ``start`` is also what gives a date its year."""

    start: PartialDate | None = None
    end: PartialDate | None = None

    @property
    def certain(self) -> PartialDate | None:
        """The one date all of the article shares, as precise as it is."""
        if self.start is None or self.end is None:
            return self.start
        return common_prefix(self.start, self.end)


def article_dates(article: Article, given: str | None = None) -> ArticleDates:
    """The dates of the event: ``given``, else the infobox, else a year in the title, else the first full date of the lead."""
    start = parse_iso(given)
    if start is not None:
        return ArticleDates(start, start)
    for infobox in article.infoboxes:
        for field in infobox.fields:
            if field.name.lower() in DATE_FIELDS and (found := _field_dates(field.text)) is not None:
                return found
    if (match := _ANY_TEXT_YEAR.search(article.title)) is not None:
        year = PartialDate(int(match[1]))
        return ArticleDates(year, year)
    if article.infoboxes and article.sections:
        for moment in find_moments(article.sections[0].text[:2000]):
            value = moment.value
            if moment.kind == "date" and value is not None and value.year and value.month:
                return ArticleDates(PartialDate(value.year), PartialDate(value.year))
    return ArticleDates()


def _field_dates(text: str) -> ArticleDates | None:
    """The first date or range that the text of an infobox's date field holds."""
    text = text[:300]
    plain = parse_iso(text)
    if plain is not None:
        return ArticleDates(plain, plain)
    dates = [moment for moment in find_moments(text) if moment.kind == "date" and moment.value is not None]
    if not dates:
        match = _ANY_TEXT_YEAR.search(text)
        return None if match is None else ArticleDates(PartialDate(int(match[1])), PartialDate(int(match[1])))
    first, last = dates[0], dates[-1]
    start = first.value
    end = last.end_value or last.value
    ongoing = re.search(r"\b(?:present|ongoing)\b", text, re.IGNORECASE) is not None
    if start is None or end is None:
        return None
    if start.year == 0 and end.year == 0:
        match = _ANY_TEXT_YEAR.search(text)
        if match is None:
            return None
        start, end = _with_year(start, int(match[1])), _with_year(end, int(match[1]))
    elif start.year == 0:
        start = _with_year(start, end.year)
    elif end.year == 0:
        end = _with_year(end, start.year)
    if ongoing:
        return ArticleDates(start, PartialDate(9999))
    return ArticleDates(start, end)


def _with_year(value: PartialDate, year: int) -> PartialDate:
    return PartialDate(year, value.month, value.day)


def section_times(section: Section, dates: ArticleDates, sayings: Sequence[Saying]) -> tuple[When, ...]:
    """When each of ``sayings`` (in order of their cues) was said, read from the section's start."""
    clock = _SectionClock(section.text, dates, *_section_start(section, dates))
    return clock.read(sayings)


def _section_start(section: Section, dates: ArticleDates) -> tuple[PartialDate | None, bool]:
    """The date a section begins with, and whether it is about another time than the article."""
    if section.level == 0:
        return dates.certain, False
    start = dates.certain
    elsewhere = False
    year = dates.start.year if dates.start else 0
    for heading in section.path.split(" / "):
        if len(heading) < 60 and _elsewhere().search(heading) is not None:
            elsewhere, start = True, None
        told = _heading_date(heading, year)
        if told is not None:
            start, year, elsewhere = told, told.year, False
    return start, elsewhere


@cache
def _elsewhere() -> re.Pattern[str]:
    return re.compile(
        rf"\b(?:{'|'.join(re.escape(word) for word in clock_data()['elsewhere_headings'])})\b", re.IGNORECASE
    )


@lru_cache(maxsize=1024)
def _heading_date(heading: str, year: int) -> PartialDate | None:
    match = re.fullmatch(r"\s*(?:In\s)?((?:1[5-9]|20)\d{2})\s*", heading)
    if match is not None:
        return PartialDate(int(match[1]))
    months: dict[str, int] = clock_data()["months"]
    if heading.strip().lower() in months:
        return PartialDate(year, months[heading.strip().lower()]) if year else None
    for moment in find_moments(heading[:200]):
        value = moment.value
        if moment.kind != "date" or value is None:
            continue
        if moment.end_value is not None:
            end = moment.end_value
            known = value.year or end.year or year
            return common_prefix(_with_year(value, known), _with_year(end, end.year or known)) if known else None
        if value.year or year:
            return value if value.year else _with_year(value, year)
    return None


class _SectionClock:
    """The state of the clock while one section is read from start to end."""

    def __init__(self, text: str, dates: ArticleDates, start: PartialDate | None, elsewhere: bool) -> None:
        self.text = text
        self.dates = dates
        self.start = start
        self.elsewhere = elsewhere
        self.now = start
        self.year_from = start or dates.start
        self.part: str | None = None

    def read(self, sayings: Sequence[Saying]) -> tuple[When, ...]:
        moments = find_moments(self.text)
        order = sorted(range(len(sayings)), key=lambda index: (sayings[index].cue_start, index))
        spans = sorted(part for saying in sayings for part in saying.parts)
        narrated = _outside(moments, spans)
        told = frozenset(moment.start for moment in narrated)
        found: dict[int, When] = {}
        cursor = 0
        paragraph = 0
        for index in order:
            saying = sayings[index]
            while cursor < len(narrated) and narrated[cursor].start < saying.cue_start:
                paragraph = self._turn_paragraph(paragraph, narrated[cursor].start)
                self._move(narrated[cursor])
                cursor += 1
            paragraph = self._turn_paragraph(paragraph, saying.sentence_start)
            found[index] = self._when(saying, moments, told)
        return tuple(found[index] for index in range(len(sayings)))

    def _turn_paragraph(self, since: int, position: int) -> int:
        """Forget the day at a new paragraph of a section that tells of other times than the article."""
        if self.elsewhere and position > since and "\n\n" in self.text[since:position]:
            self.now = None
        return max(since, position)

    def _move(self, moment: Moment) -> None:
        if moment.kind == "date":
            value = moment.value
            if value is None or moment.other_day:
                return
            if value.month is None:
                if moment.opens:
                    self.year_from, self.now = value, None
                return
            resolved = self._dated(moment)
            if resolved is not None:
                self.now = self.year_from = resolved
                self.part = None
        elif moment.kind == "vague":
            self.now = None
        elif moment.kind in {"move", "weekday", "part"}:
            moved = self._relative(moment)
            if moment.kind != "part" or moved is not None:
                self.now = moved
            if moment.part is not None:
                self.part = moment.part
            elif moment.days:
                self.part = None

    def _relative(self, moment: Moment) -> PartialDate | None:
        if self.now is None:
            return None
        if moment.kind == "weekday":
            if self.now.month is None or self.now.day is None or moment.days is None:
                return None
            weekday = date(self.now.year, self.now.month, self.now.day).weekday()
            return self.now.moved((moment.days - weekday) % 7)
        if moment.kind == "part":
            data = clock_data()
            turns = moment.opens and self.part in data["late"] and moment.part in data["early"]
            dated = re.match(r"\s(?:of|on)\s", self.text[moment.end : moment.end + 4]) is not None
            return self.now.moved(1) if turns and not dated else self.now
        if moment.days == 0:
            return self.now
        return self.now.moved(moment.days or 0)

    def _dated(self, moment: Moment) -> PartialDate | None:
        """The date of ``moment`` with its year; a range is cut to what its ends share."""
        value = self._with_year(moment.value)
        if value is None or moment.end_value is None:
            return value
        end = moment.end_value
        end = end if end.year else _with_year(end, value.year)
        return common_prefix(value, end)

    def _with_year(self, value: PartialDate | None) -> PartialDate | None:
        if value is None or value.year:
            return value
        base = self.year_from
        if base is None:
            return None
        year = base.year
        if base.month is not None and value.month is not None:
            # A story that goes from December to January has turned the year.
            year += (value.month - base.month < -7) - (value.month - base.month > 8)
        return _with_year(value, year)

    def _when(self, saying: Saying, moments: Sequence[Moment], narrated: frozenset[int]) -> When:
        first = bisect_left(moments, saying.sentence_start, key=_start)
        own = moments[first : bisect_left(moments, saying.sentence_end, key=_start)]
        outside = [m for m in own if not _within(m, saying.parts)]
        inside = [m for m in own if _within(m, saying.parts)]
        time_of_day = _time_of_day(saying, [m for m in outside if m.start in narrated], inside)
        tellers = [
            m
            for m in outside
            if m.kind in {"date", "move", "weekday", "part"}
            and not m.other_day
            and (m.start < saying.cue_start or m.start in narrated)
        ]
        chosen = self._chosen(saying, tellers)
        if chosen is not None and chosen.kind == "date":
            return _answer(self._dated(chosen), "explicit", time_of_day)
        if chosen is not None and chosen.kind != "part":
            before = chosen.start < saying.cue_start
            return _answer(self.now if before else self._relative(chosen), "relative", time_of_day)
        if chosen is None:
            event = self._event(inside)
            if event is not None:
                self.now = self.year_from = event
                return _answer(event, "explicit", time_of_day)
        return _answer(self.now, "carried", time_of_day)

    def _chosen(self, saying: Saying, tellers: Sequence[Moment]) -> Moment | None:
        """The expression that tells when it was said: right after the cue, else last before it, else next after."""
        for moment in tellers:
            if moment.start >= saying.cue_end and moment.kind != "part":
                if _AT_CUE.fullmatch(self.text[saying.cue_end : moment.start][:60]):
                    return moment
                break
        before = [m for m in tellers if m.end <= saying.cue_start]
        if before:
            dated = [m for m in before if m.kind != "part"]
            return dated[-1] if dated else before[-1]
        return next((m for m in tellers if m.start >= saying.cue_end), None)

    def _event(self, inside: Sequence[Moment]) -> PartialDate | None:
        """The day that the claim itself tells of, where it is near enough to the clock to stand in for the saying."""
        for moment in inside:
            if moment.kind != "date" or moment.other_day or moment.value is None or moment.value.month is None:
                continue
            event = self._dated(moment)
            if event is None:
                return None
            if self.now is None or _near(event, self.now):
                return event
            return None
        return None


def _start(moment: Moment) -> int:
    return moment.start


def _near(event: PartialDate, now: PartialDate) -> bool:
    if now.month is None or event.month is None:
        return event.year == now.year
    first = date(event.year, event.month, event.day or 15)
    second = date(now.year, now.month, now.day or 15)
    return abs((first - second).days) <= EVENT_WINDOW


def _answer(value: PartialDate | None, basis: DateBasis, time_of_day: str | None) -> When:
    if value is None or not value.year:
        return When(None, None, "none", time_of_day)
    precision: DatePrecision = "year" if value.month is None else "month" if value.day is None else "day"
    return When(value.iso(), precision, basis, time_of_day)


def _within(moment: Moment, parts: Sequence[tuple[int, int]]) -> bool:
    return any(start <= moment.start < end for start, end in parts)


def _outside(moments: Sequence[Moment], spans: Sequence[tuple[int, int]]) -> list[Moment]:
    """The moments that stand in none of the sorted ``spans``."""
    kept = []
    cursor = 0
    reach = -1
    for moment in moments:
        while cursor < len(spans) and spans[cursor][0] <= moment.start:
            reach = max(reach, spans[cursor][1])
            cursor += 1
        if moment.start >= reach:
            kept.append(moment)
    return kept


def _time_of_day(saying: Saying, outside: Sequence[Moment], inside: Sequence[Moment]) -> str | None:
    for group in (outside, inside):
        times = [m for m in group if m.kind == "time"]
        if times:
            return min(times, key=lambda m: abs(m.start - saying.cue_start)).part
    parts = [m for m in outside if m.part is not None and m.kind != "time" and m.end <= saying.cue_start]
    return parts[-1].part if parts else None
