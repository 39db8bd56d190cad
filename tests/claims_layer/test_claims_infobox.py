"""Claims in infobox fields."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.claims.infobox_claims import find_field_claims


def told(text: str) -> list[tuple[str | None, str, str]]:
    return [
        (
            None if claim.note.claimant is None else text[slice(*claim.note.claimant)],
            text[slice(*claim.note.cue)],
            text[slice(*claim.content)],
        )
        for claim in find_field_claims(text)
    ]


def test_a_header_covers_the_lines_below_up_to_the_next() -> None:
    text = "Unknown\nPer Ukraine:\n* 52 killed\n2 tanks lost\nPer Russia:\n7 killed"
    assert told(text) == [
        ("Ukraine", "Per", "52 killed"),
        ("Ukraine", "Per", "2 tanks lost"),
        ("Russia", "Per", "7 killed"),
    ]


def test_a_label_without_content_is_no_claim_and_ends_no_header() -> None:
    assert told("Per Ukraine:\n2 killed\nUnits:\n\n3 jets downed") == [
        ("Ukraine", "Per", "2 killed"),
        ("Ukraine", "Per", "3 jets downed"),
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Per Ukraine: 70+ killed (28 Feb. only)", ("Ukraine", "Per", "70+ killed (28 Feb. only)")),
        ("According to the UN: 30 killed", ("UN", "According to", "30 killed")),
        ("Per Russia (Kharkiv only):\n276+ killed", ("Russia", "Per", "276+ killed")),
        ("Ukrainian claim:\n30+ killed", ("Ukrainian", "claim", "30+ killed")),
        ("Ukraine claims:\n30+ killed", ("Ukraine", "claims", "30+ killed")),
        ("Claimed by Russia: 30 killed", ("Russia", "Claimed by", "30 killed")),
        ("Ukrainian sources: 30 killed", ("Ukrainian sources", "sources", "30 killed")),
        ("100 killed (U.S. claim),", ("U.S.", "claim", "100 killed")),
        ("150 killed (per The Daily Chronicle)", ("The Daily Chronicle", "per", "150 killed")),
        ("30+ killed (pro-government claim; last day)", ("pro-government", "claim", "30+ killed")),
        ("66+ killed (various claims), 300+ wounded", (None, "claims", "66+ killed")),
        ("300 mercenaries (per ISW, early April)", ("ISW", "per", "300 mercenaries")),
        ("5,500 (Ukrainian estimate)", ("Ukrainian", "estimate", "5,500")),
        ("20 killed (claimed by Russia)", ("Russia", "claimed by", "20 killed")),
        ("20 killed (pro-government sources)", ("pro-government sources", "sources", "20 killed")),
        ("20 killed, according to SOHR", ("SOHR", "according to", "20 killed")),
    ],
)
def test_forms_of_attribution(text: str, expected: tuple[str | None, str, str]) -> None:
    assert told(text) == [expected]


def test_several_claimants_on_one_line() -> None:
    assert told("100 killed (SDF claim), 20 killed (ISIL claim)") == [
        ("SDF", "claim", "100 killed"),
        ("ISIL", "claim", "20 killed"),
    ]
    assert told("Per Ukraine: 10 killed; per Russia: 20 killed") == [
        ("Ukraine", "Per", "10 killed"),
        ("Russia", "per", "20 killed"),
    ]


def test_a_note_alone_on_the_last_line_covers_the_lines_above() -> None:
    assert told("300 killed\nhundreds captured\n(government claim)") == [
        ("government", "claim", "300 killed"),
        ("government", "claim", "hundreds captured"),
    ]


def test_a_note_covers_no_other_line() -> None:
    assert told("54 killed\n150 killed (per SOHR)\n35 captured") == [("SOHR", "per", "150 killed")]


@pytest.mark.parametrize(
    "text",
    [
        "12 killed (by 12 October)",
        "33 per km2",
        "1,000 (2018 estimate)",
        "1,000 (July 2018 estimate)",
        "5 per 100,000",
        "Reports vary widely.",
        "United States:\n6,824 killed",
        "100 killed (final assault)",
        "",
    ],
)
def test_what_attributes_nothing_gives_no_claim(text: str) -> None:
    assert told(text) == []


@settings(max_examples=80)
@given(st.text(alphabet=st.sampled_from("Per Ukrainecl:()\n*;,. 0123by"), max_size=80))
def test_any_text_gives_spans_inside_it(text: str) -> None:
    for claim in find_field_claims(text):
        start, end = claim.content
        assert 0 <= start < end <= len(text)
        assert text[start:end] == text[start:end].strip()
