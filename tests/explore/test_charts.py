"""Charts: where bars, dots and labels stand."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from archive.explore.charts import Bin, Figure, draw_bars, draw_dates, draw_ranges


def test_nothing_to_draw_is_no_chart() -> None:
    assert draw_bars([]) is None
    assert draw_ranges([]) is None
    assert draw_dates([], str, 10) is None


def test_bars_are_stacked_up_to_the_highest() -> None:
    chart = draw_bars([Bin("a", "/a", ((1, 1), (2, 3))), Bin("b", "/b", ((1, 2),))])
    assert chart is not None
    assert chart.most == 4
    first, second = chart.bars
    assert [(part.side, part.height) for part in first.parts] == [(1, 30.0), (2, 90.0)]
    assert first.parts[1].y == chart.top
    assert second.title == "b: 2"


def test_days_become_months_where_there_are_too_many() -> None:
    counted = [(f"2020-10-{day:02}", 1, 1) for day in range(1, 21)] + [("2020-12", 2, 5)]
    chart = draw_dates(counted, lambda day: f"/{day}", 5)
    assert chart is not None
    assert [(bar.address, bar.title) for bar in chart.bars] == [
        ("/2020-10", "October 2020: 20"),
        ("/2020-12", "December 2020: 5"),
    ]
    assert [bar.gap is not None for bar in chart.bars] == [False, True]


def test_a_month_among_days_is_coarse() -> None:
    chart = draw_dates([("2020-10", 1, 1), ("2020-10-27", 1, 1), ("2020-10-28", 1, 1)], str, 10)
    assert chart is not None
    assert [(bar.coarse, bar.gap is not None) for bar in chart.bars] == [(True, False), (False, True), (False, False)]


def test_months_alone_are_not_coarse() -> None:
    chart = draw_dates([("2020-10", 1, 1), ("2020-11", 1, 1)], str, 10)
    assert chart is not None
    assert [bar.coarse for bar in chart.bars] == [False, False]


def test_labels_do_not_overlap() -> None:
    chart = draw_dates([(f"2020-10-{day:02}", 1, 1) for day in range(1, 31)], str, 60)
    assert chart is not None
    middles = [bar.label_middle for bar in chart.bars if bar.label]
    assert all(later - earlier > 90 for earlier, later in pairwise(middles))


def test_figures_stand_where_their_numbers_are() -> None:
    chart = draw_ranges(
        [Figure("A", "/a", 50, 100, 1), Figure("B", "/b", 100, None, 2), Figure("C", "/c", None, 50, 0)]
    )
    assert chart is not None
    a, b, c = chart.rows
    assert (a.figure, b.figure, c.figure) == ("50–100", "100 or more", "up to 50")
    assert (a.high, c.low, c.high) == (b.low, chart.left, a.low)
    assert (b.open_end, a.open_end) == (True, False)
    assert [tick.label for tick in chart.ticks] == ["0", "20", "40", "60", "80", "100"]


@pytest.mark.parametrize(("most", "logarithmic"), [(1000, False), (1_000_000, True)])
def test_figures_far_apart_have_a_logarithmic_scale(most: float, logarithmic: bool) -> None:
    chart = draw_ranges([Figure("A", "/a", 10, 10, 1), Figure("B", "/b", most, most, 2)])
    assert chart is not None
    assert chart.logarithmic is logarithmic


@example([(0.0, 5e-324)])
@settings(max_examples=80, deadline=None)
@given(st.lists(st.tuples(st.floats(-1e12, 1e12) | st.none(), st.floats(-1e12, 1e12) | st.none()), max_size=5))
def test_any_figures_stay_inside_the_chart(figures: list[tuple[float | None, float | None]]) -> None:
    chart = draw_ranges([Figure("A", "/a", low, high, 0) for low, high in figures])
    if chart is not None:
        places = [place for row in chart.rows for place in (row.low, row.high)]
        assert all(chart.left <= place <= chart.width for place in places)
        assert len(chart.ticks) <= 14
