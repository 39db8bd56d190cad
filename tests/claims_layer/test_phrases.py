"""Many phrases in one pass: wherever they stand, in characters of the text, whatever the text holds."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from archive.claims.phrases import Phrases

WORDS = Phrases({"report": "noun", "reported": "verb", "ted by": "end"})


def test_phrases_inside_each_other_are_found_in_the_order_of_their_ends() -> None:
    found = [(WORDS.meanings[number], start, end) for number, start, end in WORDS.find("Él reported by")]
    assert found == [("noun", 3, 9), ("verb", 3, 11), ("end", 8, 14)]


def test_half_a_surrogate_pair_is_part_of_no_phrase() -> None:
    assert WORDS.find("re\ud83dport, report") == [(0, 9, 15)]


@given(st.text(st.characters(), max_size=20), st.text(st.characters(), max_size=20))
def test_every_place_cuts_its_phrase(before: str, after: str) -> None:
    text = f"{before}report{after}"
    assert all(text[start:end] in ("report", "reported", "ted by") for _, start, end in WORDS.find(text))
    assert (0, len(before), len(before) + 6) in WORDS.find(text)
