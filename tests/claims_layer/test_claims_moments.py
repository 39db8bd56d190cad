"""Moments: expressions of time and what they say."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.claims.moments import PartialDate, common_prefix, find_moments, parse_iso


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("On 5 May 2014 they left.", PartialDate(2014, 5, 5)),
        ("On May 5, 2014 they left.", PartialDate(2014, 5, 5)),
        ("On the 5th of May they left.", PartialDate(0, 5, 5)),
        ("On July 9 they left.", PartialDate(0, 7, 9)),
        ("In August 2019 they left.", PartialDate(2019, 8)),
        ("In mid-October they left.", PartialDate(0, 10)),
        ("In 2004 they left.", PartialDate(2004)),
        ("Updated 2020-10-09.", PartialDate(2020, 10, 9)),
        ("By 10 Sept. they had left.", PartialDate(0, 9, 10)),
    ],
)
def test_reads_a_date_in_any_form(text: str, expected: PartialDate) -> None:
    assert [moment.value for moment in find_moments(text)] == [expected]


@pytest.mark.parametrize(
    "text",
    [
        "They may leave.",
        "On 31 April",
        "Boeing 2004",
        "Updated 2022-08-00.",
        "On 0 May 2014",
        "He has 2,014 men",
        "a march on Kyiv",
    ],
)
def test_what_is_no_date_gives_none(text: str) -> None:
    assert [moment for moment in find_moments(text) if moment.kind == "date"] == []


def test_a_range_is_one_moment() -> None:
    (moment,) = find_moments("29 Sep. – 13 Oct. 2017")
    assert (moment.value, moment.end_value) == (PartialDate(2017, 9, 29), PartialDate(2017, 10, 13))


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("The following day they left.", 1),
        ("Two days later they left.", 2),
        ("That day they left.", 0),
        ("3 weeks later", 21),
    ],
)
def test_words_move_the_clock(text: str, days: int) -> None:
    assert [moment.days for moment in find_moments(text)] == [days]


def test_hours_are_told_with_two_digits() -> None:
    assert [moment.part for moment in find_moments("At 8:05 and at 3:30 pm")] == ["08:05", "15:30"]


@pytest.mark.parametrize(
    "text", ["since 5 May", "until 5 May", "the pause which started on 5 May", "after the morning of 5 May"]
)
def test_a_day_before_or_since_is_not_the_day(text: str) -> None:
    assert [moment.other_day for moment in find_moments(text) if moment.kind == "date"] == [True]


def test_what_two_dates_share() -> None:
    assert common_prefix(PartialDate(2020, 10, 5), PartialDate(2020, 10, 9)) == PartialDate(2020, 10)
    assert common_prefix(PartialDate(2020, 10, 5), PartialDate(2020, 11)) == PartialDate(2020)
    assert common_prefix(PartialDate(2020), PartialDate(2021)) is None


def test_iso_text_is_read_and_nothing_else() -> None:
    assert parse_iso("2020-10") == PartialDate(2020, 10)
    assert parse_iso("2020-13-01") is None
    assert parse_iso("October") is None
    assert parse_iso(None) is None


@settings(max_examples=60)
@given(st.text(alphabet=st.sampled_from("0123456789 ,.-–:MayJuneonOisince\nſİ"), max_size=60))
def test_moments_stand_in_order_inside_the_text(text: str) -> None:
    end = 0
    for moment in find_moments(text):
        assert end <= moment.start < moment.end <= len(text)
        end = moment.end
