"""Tokens to HTML: marks at exact characters, nothing unescaped, no address but those of the web."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markupsafe import Markup

from archive.explore.marking import Span, mark
from archive.explore.rendering import Reference, Target, field_tokens, outside, paragraph_tokens, render
from archive.parsing.markdown import parse_markdown
from archive.reading import read_text

TEXT = "A said that B did it."


def rendered(body: str, **given: object) -> str:
    (section,) = parse_markdown(body, with_tokens=True)
    return str(render(section.tokens, section.text, **given))  # type: ignore[arg-type]


def test_text_is_cut_at_the_edges_of_marks() -> None:
    pieces = mark(TEXT, 0, len(TEXT), [Span(12, 20, "content"), Span(2, 6, "cue")])
    assert [(piece.text, piece.names) for piece in pieces] == [
        ("A ", ""),
        ("said", "cue"),
        (" that ", ""),
        ("B did it", "content"),
        (".", ""),
    ]


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=30), st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)), max_size=6))
def test_pieces_join_to_the_text(text: str, places: list[tuple[int, int]]) -> None:
    spans = [Span(min(place), max(place), "content") for place in places]
    assert "".join(piece.text for piece in mark(text, 0, len(text), spans)) == text


def test_a_claim_across_emphasis_is_marked_on_both_sides() -> None:
    html = rendered("A said **B** did.", spans=[Span(7, 12, "content", "k")], classes={"k": "claim side-1"})
    assert html == (
        '<p>A said <strong><mark class="claim side-1">B</mark></strong><mark class="claim side-1"> did</mark>.</p>'
    )


def test_a_reference_waits_until_its_link_is_closed() -> None:
    html = rendered("A said [B](B.md) did.", references=[Reference(8, Markup("<sup>1</sup>"))], links={0: Target("/b")})
    assert html == '<p>A said <a href="/b">B</a><sup>1</sup> did.</p>'


@pytest.mark.parametrize("address", ["javascript:alert(1)", "data:text/html,x", "vbscript:x", "//host/x", "", None])
def test_no_other_address_becomes_a_link(address: str | None) -> None:
    html = rendered("[a](x)", links={0: outside(address)})
    assert "href" not in html


def test_html_of_the_article_is_text_at_most() -> None:
    html = rendered("<script>alert(1)</script> a <img src=x onerror=alert(1)> &lt;i&gt;")
    assert "<script" not in html
    assert "<img" not in html
    assert "&lt;i&gt;" in html


def test_tables_and_lists_keep_their_shape() -> None:
    assert "<tr><th>a</th></tr><tr><td>b</td></tr>" in rendered("| a |\n|---|\n| b |")
    assert rendered("3. a\n4. b") == '<ol start="3"><li>a</li><li>b</li></ol>'


def test_a_field_is_paragraphs_and_lists() -> None:
    text = "Per A:\n* one\n** two\n* three"
    assert str(render(field_tokens(text, []), text)) == (
        "<p>Per A:</p><ul><li>one<ul><li>two</li></ul></li><li>three</li></ul>"
    )


def test_links_of_a_field_stand_where_their_words_do() -> None:
    text = "B and A and B"
    html = render(field_tokens(text, [(0, "A"), (1, "B")]), text, links={0: Target("/a"), 1: Target("/b")})
    assert str(html) == '<p>B and <a href="/a">A</a> and <a href="/b">B</a></p>'


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=200))
def test_paragraphs_hold_every_character_but_line_ends(text: str) -> None:
    shown = unescape(re.sub("</?p>", "", str(render(paragraph_tokens(text), text))))
    assert shown.replace("\n", "") == text.replace("\n", "")


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=200), st.lists(st.text(max_size=5), max_size=3))
def test_a_field_of_any_text_is_balanced(text: str, words: list[str]) -> None:
    html = str(render(field_tokens(text, list(enumerate(words))), text))
    tags = re.findall(r"<(/?)(\w+)", html)
    depth = 0
    for slash, _ in tags:
        depth += -1 if slash else 1
        assert depth >= 0
    assert depth == 0


def test_original_text_of_the_corpus_renders_every_character_of_its_sections() -> None:
    corpus = Path(__file__).parents[2] / "../shared/corpus"
    files = sorted(corpus.rglob("*.md"))[::7]
    if not files:
        pytest.skip("the corpus is not here")
    for file in files:
        body = read_text(file.read_bytes()).body
        for section in parse_markdown(body, with_tokens=True):
            html = str(render(section.tokens, section.text))
            assert "".join(unescape(re.sub("<[^>]+>", "", html)).split()) == "".join(section.text.split())
