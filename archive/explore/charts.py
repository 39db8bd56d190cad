"""Charts as plain numbers: where each bar, dot and label of an SVG stands. Templates draw them."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from archive.explore.words import number_range, numeral

__all__ = ["Bars", "Bin", "Figure", "Ranges", "draw_bars", "draw_ranges"]

_WIDTH = 720
_BAR_HEIGHT = 120
_MARGIN_LEFT = 34
_MARGIN_TOP = 10
_LABELS_HEIGHT = 22
_WIDEST_BAR = 34
_MOST_LABELS = 8

_ROW_HEIGHT = 26
_NAMES_WIDTH = 210
_FIGURES_WIDTH = 110
# Figures that differ more than this share one axis only on a logarithmic scale.
_LINEAR_RATIO = 100


@dataclass(frozen=True, slots=True)
class Bin:
    """One bar of a chart: its label, where it leads, and its parts as (side, count), from the bottom up."""

    label: str
    address: str
    parts: tuple[tuple[int, int], ...]


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
    every = math.ceil(len(bins) / _MOST_LABELS)
    bars = []
    for number, one in enumerate(bins):
        x = _MARGIN_LEFT + number * step + (step - width) / 2
        parts, y = [], float(base)
        for side, count in one.parts:
            height = count / most * _BAR_HEIGHT
            y -= height
            parts.append(BarPart(round(x, 1), round(y, 1), round(width, 1), round(height, 1), side))
        total = sum(count for _, count in one.parts)
        bars.append(
            Bar(
                one.address,
                f"{one.label}: {total}",
                round(x, 1),
                round(width, 1),
                one.label if number % every == 0 else "",
                tuple(parts),
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
    most = max(numbers) or 1
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
    step = 10.0 ** math.floor(math.log10(most))
    if most / step < 2:
        step /= 5
    elif most / step < 5:
        step /= 2
    return [step * number for number in range(int(most / step) + 1)]
