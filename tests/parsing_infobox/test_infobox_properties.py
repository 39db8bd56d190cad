from __future__ import annotations

import time
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.parsing.infoboxes import parse_infoboxes
from archive.parsing.numbers import find_numbers
from archive.parsing.values import parse_values

SCALARS = st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=20))
DATA = st.recursive(
    SCALARS,
    lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(SCALARS, inner, max_size=4)),
    max_leaves=12,
)
PIECES = st.lists(
    st.sampled_from(
        ["300", "+", "~", "–", "1,000", " killed", " soldiers", "\n", "* ", "** ", ":", "Per X", "(note)", " ", ", ",
         "May ", "2022", "🇦🇿", "🇦", "🏴", "%", "$", "<br>", "km2", "•", "and ", "-"]
    ),
    max_size=16,
).map("".join)  # fmt: skip


@settings(max_examples=100, deadline=None)
@given(DATA)
def test_any_plain_data_is_read_without_fault(raw: Any) -> None:
    infoboxes, problems = parse_infoboxes(raw)

    assert [infobox.position for infobox in infoboxes] == list(range(len(infoboxes)))
    assert all(problem.level == "warning" for problem in problems)


@settings(max_examples=100, deadline=None)
@given(DATA, DATA, DATA, DATA)
def test_any_parts_of_a_field_are_read_without_fault(text: Any, links: Any, formatting: Any, number: Any) -> None:
    field = {"text": text, "links": links, "formatting": formatting, "number": number}

    infoboxes, _ = parse_infoboxes([{"strength1": field}])

    read = infoboxes[0].fields[0]
    assert not isinstance(text, str) or read.text == text
    for link in read.links:
        assert link.start is None or link.end is None or read.text[link.start : link.end] == link.text


@settings(max_examples=200, deadline=None)
@given(st.one_of(st.text(max_size=80), PIECES), st.sampled_from(["", "strength1", "hdi_year", "area_km2", "iso_code"]))
def test_values_are_pieces_of_the_text_in_order(text: str, name: str) -> None:
    cursor = 0
    for position, value in enumerate(parse_values(text, name=name, bold=frozenset({"Per X:"}))):
        assert value.position == position
        assert value.text
        cursor = text.index(value.text, cursor) + len(value.text)
        assert value.label is None or value.label in text
        assert (value.kind in {"number", "quantity"}) == (value.number_min is not None or value.number_max is not None)
        assert (value.kind in {"date", "date_range"}) == (value.date_start is not None or value.date_end is not None)
        assert (value.kind == "quantity") == (value.unit is not None)


def test_data_that_holds_itself_is_read() -> None:
    knot: dict[str, Any] = {}
    knot["text"] = knot
    deep: list[Any] = []
    for _ in range(5000):
        deep = [deep]

    infoboxes, _ = parse_infoboxes([knot, {"place": deep}])

    assert len(infoboxes) == 2


@pytest.mark.parametrize(
    "text",
    [
        "* x\n" * 100_000,
        "x" * 1_000_000,
        "1" * 200_000,
        "1," * 100_000,
        "1 " * 50_000,
        "(" * 200_000,
        "5 killed, " * 10_000,
        "two hundred " * 10_000,
        "3 May – " * 10_000,
        "2014–" * 20_000,
        "Per X: " * 20_000,
        "at least " * 20_000,
        "🇦🇿" * 100_000,
        "<br" * 60_000,
        " " * 200_000,
        "\n" * 200_000,
    ],
    ids=lambda text: text[:10],
)
def test_hostile_text_costs_time_in_proportion(text: str) -> None:
    def seconds(of: str) -> float:
        started = time.process_time()
        parse_values(of, name="strength1")
        find_numbers(of)
        return time.process_time() - started

    part = seconds(text[: len(text) // 8])

    # Eight times the text may take some thirty times as long on a busy machine; quadratic cost would take 64 times.
    assert seconds(text) < max(30 * part, 0.5)


def test_many_links_that_are_not_found_are_kept() -> None:
    links = [{"page": f"Nowhere {number}"} for number in range(20_000)]

    infoboxes, _ = parse_infoboxes([{"place": {"text": "x" * 1_000_000, "links": links}}])

    assert len(infoboxes[0].fields[0].links) == 20_000
