"""Charts as plain numbers: where each bar, dot and label of an SVG stands. Templates draw them."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from archive.explore.words import date_in_words, number_range, numeral

__all__ = ["Bars", "Bin", "Figure", "Ranges", "draw_bars", "draw_dates", "draw_ranges"]

_WIDTH = 720
_BAR_HEIGHT = 120
_MARGIN_LEFT = 34
_MARGIN_TOP = 10
_LABELS_HEIGHT = 22
_DATE_LENGTHS = (len("2020-10-27"), len("2020-10"), len("2020"))
_WIDEST_BAR = 34
# Room that a letter of a label takes, and what parts two labels.
_LETTER_WIDTH = 6.7
_LABEL_GAP = 10

_ROW_HEIGHT = 26
_NAMES_WIDTH = 210
_FIGURES_WIDTH = 110
_MOST_TICKS = 5
# Figures that differ more than this share one axis only on a logarithmic scale.
_LINEAR_RATIO = 100


@dataclass(frozen=True, slots=True)
class Bin:
    """One bar of a chart: its label, where it leads, and its parts as (side, count), from the bottom up.

    ``coarse`` is a time longer than those of the other bars (a month among days); ``after_gap`` tells that nothing was
    said for a while before.
    """

    label: str
    address: str
    parts: tuple[tuple[int, int], ...]
    coarse: bool = False
    after_gap: bool = False


@dataclass(frozen=True, slots=True)
class BarPart:
    """A rectangle of a bar."""

    x: float
    y: float
    width: float
    height: float
    side: int


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar, with what it says in words."""

    address: str
    title: str
    x: float
    width: float
    label: str
    label_middle: float
    coarse: bool
    gap: float | None
    parts: tuple[BarPart, ...]


@dataclass(frozen=True, slots=True)
class Bars:
    """A chart of stacked bars."""

    width: int
    height: int
    base: float
    top: float
    left: float
    most: int
    bars: tuple[Bar, ...]


def draw_bars(bins: Sequence[Bin]) -> Bars | None:
    """Return the chart of ``bins``, None where there is nothing to draw."""
    most = max((sum(count for _, count in one.parts) for one in bins), default=0)
    if not most:
        return None
    base = _MARGIN_TOP + _BAR_HEIGHT
    step = (_WIDTH - _MARGIN_LEFT) / len(bins)
    width = min(step * 0.8, _WIDEST_BAR)
    bars = []
    labelled_up_to = 0.0
    for number, one in enumerate(bins):
        x = _MARGIN_LEFT + number * step + (step - width) / 2
        parts, y = [], float(base)
        for side, count in one.parts:
            height = count / most * _BAR_HEIGHT
            y -= height
            parts.append(BarPart(round(x, 1), round(y, 1), round(width, 1), round(height, 1), side))
        total = sum(count for _, count in one.parts)
        middle = x + width / 2
        length = len(one.label) * _LETTER_WIDTH
        begin = min(max(middle - length / 2, _MARGIN_LEFT), _WIDTH - length)
        labelled = begin >= labelled_up_to
        if labelled:
            labelled_up_to = begin + length + _LABEL_GAP
        bars.append(
            Bar(
                address=one.address,
                title=f"{one.label}: {total}",
                x=round(x, 1),
                width=round(width, 1),
                label=one.label if labelled else "",
                label_middle=round(begin + length / 2, 1),
                coarse=one.coarse,
                gap=round(x - (step - width) / 2, 1) if one.after_gap else None,
                parts=tuple(parts),
            )
        )
    return Bars(_WIDTH, base + _LABELS_HEIGHT, base, _MARGIN_TOP, _MARGIN_LEFT, most, tuple(bars))


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure that someone gives: one number, a range, or a range that is open at one end."""

    name: str
    address: str
    low: float | None
    high: float | None
    side: int


@dataclass(frozen=True, slots=True)
class Range:
    """One row of the chart: a dot where low and high are equal, else a line between two dots."""

    name: str
    address: str
    figure: str
    y: float
    low: float
    high: float
    open_end: bool
    side: int


@dataclass(frozen=True, slots=True)
class Tick:
    """A number on the axis."""

    x: float
    label: str


@dataclass(frozen=True, slots=True)
class Ranges:
    """A dot-and-range chart, one row a source."""

    width: int
    height: int
    left: float
    base: float
    logarithmic: bool
    ticks: tuple[Tick, ...]
    rows: tuple[Range, ...]


def draw_ranges(figures: Sequence[Figure]) -> Ranges | None:
    """Return the chart of ``figures``, None where there is none with a number."""
    told = [figure for figure in figures if figure.low is not None or figure.high is not None]
    numbers = [number for figure in told for number in (figure.low, figure.high) if number is not None and number >= 0]
    if not numbers:
        return None
    # A scale of less than one would have no whole number on it.
    most = max(1.0, *numbers)
    least = min((number for number in numbers if number > 0), default=1)
    logarithmic = most / least > _LINEAR_RATIO
    left, right = _NAMES_WIDTH, _WIDTH - _FIGURES_WIDTH
    base = len(told) * _ROW_HEIGHT

    def place(number: float) -> float:
        share = math.log1p(max(number, 0)) / math.log1p(most) if logarithmic else max(number, 0) / most
        return round(left + share * (right - left), 1)

    drawn = []
    for number, figure in enumerate(told):
        low = figure.low if figure.low is not None else 0
        high = figure.high if figure.high is not None else low
        drawn.append(
            Range(
                name=figure.name,
                address=figure.address,
                figure=number_range(figure.low, figure.high),
                y=number * _ROW_HEIGHT + _ROW_HEIGHT / 2,
                low=place(low),
                high=place(high),
                open_end=figure.high is None,
                side=figure.side,
            )
        )
    ticks = tuple(Tick(place(number), numeral(number)) for number in _ticks(most, logarithmic))
    return Ranges(_WIDTH, base + _LABELS_HEIGHT, left, base, logarithmic, ticks, tuple(drawn))


def _ticks(most: float, logarithmic: bool) -> list[float]:
    if logarithmic:
        return [0.0, *(10.0**power for power in range(1, int(math.log10(most)) + 1))]
    unit = 10.0 ** math.floor(math.log10(most / _MOST_TICKS))
    step = next(unit * factor for factor in (1, 2, 5, 10) if most / (unit * factor) <= _MOST_TICKS)
    # What is counted comes in whole numbers.
    step = max(1.0, step)
    return [step * number for number in range(int(most / step) + 1)]


def draw_dates(counted: Sequence[tuple[str, int, int]], link: Callable[[str], str], most_bars: int) -> Bars | None:
    """Return the chart of (date, side, count), by day; by month or year where there would be more than ``most_bars``.

    Dates are ISO 8601, cut to their precision; ``link`` gives the address of what was said then.
    """
    bins: dict[str, dict[int, int]] = {}
    for length in _DATE_LENGTHS:
        bins = {}
        for day, side, count in counted:
            parts = bins.setdefault(day[:length], {})
            parts[side] = parts.get(side, 0) + count
        if len(bins) <= most_bars:
            break
    days = sorted(bins)[-most_bars:]
    longest = max(map(len, days), default=0)
    return draw_bars(
        [
            Bin(
                date_in_words(day),
                link(day),
                tuple(sorted(bins[day].items(), key=lambda part: (part[0] == 0, part[0]))),
                coarse=len(day) < longest,
                after_gap=number > 0 and _parted(days[number - 1], day),
            )
            for number, day in enumerate(days)
        ]
    )


def _parted(day: str, later: str) -> bool:
    """Tell whether there is a day (month, year) between two; a date cut shorter parts nothing."""
    if len(day) != len(later):
        return True
    numbers = [_ordinal(one) for one in (day, later)]
    return numbers[1] - numbers[0] > 1


def _ordinal(day: str) -> int:
    year, *rest = (int(part) for part in day.split("-"))
    if len(rest) == 2:
        return date(year, *rest).toordinal()
    return year * 12 + rest[0] if rest else year
