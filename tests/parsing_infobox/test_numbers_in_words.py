from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.parsing.numbers import Number, find_numbers, match_number, may_hold_number


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("355", 355, 355),
        ("87,000", 87000, 87000),
        ("1,234,567.89", 1234567.89, 1234567.89),
        ("60\u00a0003\u00a0000", 60003000, 60003000),
        ("60 003 000", 60003000, 60003000),
        ("0.532", 0.532, 0.532),
        ("−5", -5, -5),
        ("−10–5", -10, 5),
        ("~300", 300, 300),
        ("c. 5,500", 5500, 5500),
        ("300+", 300, None),
        ("300 or more", 300, None),
        ("at least 9", 9, None),
        ("more than 9", 9, None),
        ("<40", None, 40),
        ("up to 50,000", None, 50000),
        ("200–300", 200, 300),
        ("542-736+", 542, 736),
        ("4 to 5", 4, 5),
        ("34.282 billion", 34282000000, 34282000000),
        ("1,2 million", 1200000, 1200000),
        ("2–3 million", 2000000, 3000000),
        ("800–1 thousand", 800, 1000),
        ("seven", 7, 7),
        ("Twenty-five", 25, 25),
        ("a dozen", 12, 12),
        ("two hundred and fifty", 250, 250),
        ("three thousand five hundred", 3500, 3500),
        ("a million", 1000000, 1000000),
        ("one or two", 1, 2),
    ],
)
def test_a_number_is_read_with_its_bounds(text: str, low: float | None, high: float | None) -> None:
    assert find_numbers(text) == [Number(0, len(text), low, high)]


@pytest.mark.parametrize(
    "text",
    [
        "2nd",
        "Su-25",
        "20-year-old",
        "55.0.3",
        "12:30",
        "1/2",
        "01208",
        "3–1",
        "UTC-7",
        "1990s",
        "1,23",
        "12345,6",
        "no",
        "",
    ],
)
def test_what_is_no_number_is_not_found(text: str) -> None:
    assert find_numbers(text) == []


def test_numbers_in_running_text_are_found_in_order() -> None:
    text = "They lost 173 soldiers, at least two tanks and 58–60 trucks."

    assert [(text[number.start : number.end], number.low, number.high) for number in find_numbers(text)] == [
        ("173", 173, 173),
        ("at least two", 2, None),
        ("58–60", 58, 60),
    ]


def test_a_number_is_matched_only_where_it_begins() -> None:
    assert match_number("in 300 places", 3) == Number(3, 6, 300, 300)
    assert match_number("in 300 places", 0) is None


PIECES = st.lists(
    st.sampled_from(
        ["1", "23", ",000", ".", "–", "-", "+", "~", " ", "million", "two", "hundred", "at least ", "a ", "th"]
    ),
    max_size=14,
).map("".join)


@settings(max_examples=100, deadline=None)
@given(st.one_of(st.text(max_size=60), PIECES))
def test_found_numbers_lie_in_the_text_and_are_ordered(text: str) -> None:
    numbers = find_numbers(text)

    assert not numbers or may_hold_number(text)
    ends = [0]
    for number in numbers:
        assert ends[-1] <= number.start < number.end <= len(text)
        assert number.low is None or number.high is None or number.low <= number.high
        ends.append(number.end)
