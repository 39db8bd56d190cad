"""When a claim was made, as the clock answers."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from archive.claims.attribution import Attribution
from archive.claims.moments import Moment, PartialDate
from archive.documents import DateBasis, DatePrecision

# A date inside a claim this many days away from the clock is what the claim is about, not when it was made.
EVENT_WINDOW = 60


class When(NamedTuple):
    """When a claim was made; all None and basis ``none`` where the text does not tell."""

    date: str | None
    precision: DatePrecision | None
    basis: DateBasis
    time_of_day: str | None = None


UNKNOWN = When(None, None, "none")


@lru_cache(maxsize=1024)
def answer(value: PartialDate | None, basis: DateBasis, time_of_day: str | None) -> When:
    """A day, month or year as the clock answers it; without one only the time of day is known."""
    if value is None or not value.year:
        return When(None, None, "none", time_of_day)
    precision: DatePrecision = "year" if value.month is None else "month" if value.day is None else "day"
    return When(value.iso(), precision, basis, time_of_day)


def within(moment: Moment, parts: Sequence[tuple[int, int]]) -> bool:
    """Whether a moment stands in what is said."""
    return any(start <= moment.start < end for start, end in parts)


def outside_of(moments: Sequence[Moment], spans: Sequence[tuple[int, int]]) -> list[Moment]:
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


def told_time(saying: Attribution, outside: Sequence[Moment], inside: Sequence[Moment]) -> str | None:
    """The time of day beside what is said, or else in it; a part of the day only before the cue."""
    for group in (outside, inside):
        times = [m for m in group if m.kind == "time"]
        if times:
            return min(times, key=lambda m: abs(m.start - saying.cue_start)).part
    parts = [m.part for m in outside if m.part is not None and m.end <= saying.cue_start]
    return parts[-1] if parts else None


def near(event: PartialDate, now: PartialDate) -> bool:
    """Whether an event is so near the clock that its day may stand in for the day of saying."""
    if now.month is None or event.month is None:
        return event.year == now.year
    first = date(event.year, event.month, event.day or 15)
    second = date(now.year, now.month, now.day or 15)
    return abs((first - second).days) <= EVENT_WINDOW


def about(event: PartialDate, now: PartialDate) -> bool:
    """Whether a month is of the year of a vaguer date, or of the years beside it."""
    return event.month is not None and now.day is None and abs(event.year - now.year) < 2
