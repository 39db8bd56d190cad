"""Notes of wikitext in the words of an article."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.parsing.markdown import parse_markdown
from archive.parsing.nested_links import BLANKED
from archive.parsing.notes import blank_notes


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ("The guild,&lt;ref&gt;Brandt, p. 85&lt;/ref&gt; it says, won.", "The guild, it says, won."),
        ('The mill.&lt;ref name="a"/&gt; It burned.', "The mill. It burned."),
        ("Won.<ref>One.</ref><ref>Two.</ref> Lost.", "Won. Lost."),
        ("One &lt;ref&gt;opens and never closes.", "One <ref>opens and never closes."),
        ("One &lt;ref&gt;opens, one&lt;ref&gt;hides&lt;/ref&gt; and closes.", "One <ref>opens, one and closes."),
        ("A &lt;reference&gt; is no note.", "A <reference> is no note."),
    ],
)
def test_a_note_is_no_text(body: str, text: str) -> None:
    assert parse_markdown(body)[0].text == text


@given(st.lists(st.sampled_from(["<ref>", "</ref>", "&lt;ref/&gt;", "a", " ", "\n"]), max_size=60))
def test_every_other_character_stays_in_its_place(pieces: list[str]) -> None:
    body = "".join(pieces)
    blanked = blank_notes(body)
    assert len(blanked) == len(body)
    assert all(after in (before, BLANKED) for before, after in zip(body, blanked, strict=True))
