"""Quantities: the figures inside a claim."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.claims.quantities import find_quantities


def told(content: str) -> list[tuple[float | None, float | None, str | None, str | None]]:
    return [(q.value_min, q.value_max, q.unit, q.kind) for q in find_quantities(content)]


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (
            "100 soldiers killed 30 vehicles captured",
            [(100, 100, "soldiers", "killed"), (30, 30, "vehicles", "captured")],
        ),
        ("5,675+ killed 350-400+ captured", [(5675, None, None, "killed"), (350, 400, None, "captured")]),
        ("542–736 killed", [(542, 736, None, "killed")]),
        (
            "at least seven people had been killed and 60 wounded",
            [(7, None, "people", "killed"), (60, 60, None, "wounded")],
        ),
        ("up to 50 tanks destroyed", [(None, 50, "tanks", "destroyed")]),
        ("no more than 70 fighters were killed", [(None, 70, "fighters", "killed")]),
        ("between 200 and 220 civilians lived there", [(200, 220, "civilians", None)]),
        ("the army lost 173 soldiers", [(173, 173, "soldiers", "lost")]),
        ("their forces had downed three combat aircraft", [(3, 3, "combat aircraft", "downed")]),
        ("370 killed and wounded", [(370, 370, None, "casualties")]),
        ("30 soldiers and 5 experts were killed", [(30, 30, "soldiers", "killed"), (5, 5, "experts", "killed")]),
        ("7 soldiers and civilians killed", [(7, 7, "soldiers and civilians", "killed")]),
        ("two dozen tanks", [(24, 24, "tanks", None)]),
        ("1.5 million people were displaced", [(1_500_000, 1_500_000, "people", "displaced")]),
        ("twenty-one jets were shot down", [(21, 21, "jets", "downed")]),
        ("1 Mil Mi-24 destroyed", [(1, 1, "Mil Mi-24", "destroyed")]),
        ("300 Danish and Dutch sailors", [(300, 300, "Danish and Dutch sailors", None)]),
        (
            "7 guards killed 60 guards and millers wounded",
            [(7, 7, "guards", "killed"), (60, 60, "guards and millers", "wounded")],
        ),
        ("two heavy bombers struck Lund", [(2, 2, "heavy bombers", None)]),
        ("a four-way meeting was held", []),
        ("700 guards managed to flee", [(700, 700, "guards", "displaced")]),
        ("5 km southwest of the town a guard was killed", [(5, 5, "km", None)]),
        ("800 km2 were recaptured", [(800, 800, "km2", None)]),
        ("12 villages north of the river were captured", [(12, 12, "villages", "captured")]),
        ("eight of their soldiers had been killed", [(8, 8, "soldiers", "killed")]),
    ],
)
def test_figures_with_unit_and_kind(content: str, expected: list[tuple[float | None, float | None, str, str]]) -> None:
    assert told(content) == expected


@pytest.mark.parametrize(
    "content",
    [
        "it fell on 5 May 2014",
        "it began at 08:05",
        "the 5th day",
        "three days of fighting",
        "an F-16 and a T-72 were there",
        "Brigade 82 held the base",
        "since 2008 nothing changed",
        "half of the town",
        "one of the men",
        "tens of fighters were killed",
        "",
    ],
)
def test_what_counts_nothing_is_no_quantity(content: str) -> None:
    assert told(content) == []


def test_the_place_of_a_loss() -> None:
    assert [q.place for q in find_quantities("lost 173 soldiers in Qubadli, 58 soldiers in Lachin")] == [
        "Qubadli",
        "Lachin",
    ]


def test_the_side_is_the_caller_s() -> None:
    assert [q.about_side for q in find_quantities("3 killed", about_side=2)] == [2]


@settings(max_examples=60)
@given(st.text(alphabet=st.sampled_from("0123456789 ,.-–+killed twoandtoone%º²"), max_size=80))
def test_any_text_gives_ordered_ranges(text: str) -> None:
    for quantity in find_quantities(text):
        assert quantity.value_min is not None or quantity.value_max is not None
        if quantity.value_min is not None and quantity.value_max is not None:
            assert quantity.value_min <= quantity.value_max


def test_each_verb_tells_the_fate_of_its_own_figure() -> None:
    found = find_quantities("the raid killed one farmer and wounded seven")
    assert [(quantity.value_min, quantity.kind) for quantity in found] == [(1, "killed"), (7, "wounded")]


def test_a_share_is_counted_in_percent() -> None:
    found = find_quantities("the guild held 70–80% of the town")
    assert [(quantity.value_min, quantity.value_max, quantity.unit) for quantity in found] == [(70, 80, "percent")]


def test_an_adjective_is_no_place() -> None:
    assert [q.place for q in find_quantities("10 guards were killed near the Danish border")] == [None]
