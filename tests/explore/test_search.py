"""Search: what is found, in which order, how it is marked; no text can make it fail."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.explore.matching import parse_query, snippets
from archive.explore.pages import search

from .conftest import Get


def texts(get: Get, query: str, kind: str) -> list[str]:
    answer = get("/archive/-/search.json", params={"q": query, "kind": kind}).json()
    hits = answer["results"][kind]["hits"]
    return [hit["title"] if kind == "articles" else hit["page"] for hit in hits]


def marked(get: Get, query: str, kind: str, field: str = "snippet") -> list[list[str]]:
    answer = get("/archive/-/search.json", params={"q": query, "kind": kind}).json()
    return [[piece["text"] for piece in hit[field] if piece["hit"]] for hit in answer["results"][kind]["hits"]]


def test_plain_letters_find_other_letters_and_they_are_marked(get: Get) -> None:
    assert texts(get, "Lacin", "sections") == ["/archive/-/article/lachin-offensive#Aftermath"]
    assert marked(get, "Lacin", "sections") == [["Laçın"]]


def test_other_letters_find_themselves(get: Get) -> None:
    assert marked(get, "Laçın", "sections") == [["Laçın"]]


def test_titles_are_found_by_any_part(get: Get) -> None:
    assert texts(get, "offens", "articles") == ["Lachin offensive"]
    assert texts(get, "armenia", "articles") == ["Armenia"]


def test_another_form_of_a_word_is_found_and_marked(get: Get) -> None:
    assert marked(get, "forced", "sections") == [["forces"]]


def test_the_beginning_of_a_word_is_found_where_no_whole_word_is(get: Get) -> None:
    answer = get("/archive/-/search.json?q=azerb&kind=sections").json()
    assert answer["results"]["sections"]["hits"][0]["page"] == "/archive/-/article/lachin-offensive"
    assert "begin like them" in answer["notes"][0]


def test_claims_lead_to_their_place(get: Get) -> None:
    answer = get("/archive/-/search.json?q=taken&kind=claims").json()
    assert answer["results"]["claims"]["hits"][0]["in_article"].startswith("/archive/-/article/lachin-offensive#claim-")


def test_words_that_are_everywhere_rank_headings_first_and_say_so(get: Get, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search, "MOST_RANKED", 0)
    answer = get("/archive/-/search.json?q=Aftermath OR peace armenia&kind=sections").json()
    assert answer["results"]["sections"]["hits"] == []
    answer = get("/archive/-/search.json?q=armenia&kind=sections").json()
    assert "come first" in answer["notes"][0]
    assert len(answer["results"]["sections"]["hits"]) == 2


@pytest.mark.parametrize(
    ("typed", "expression"),
    [
        ("war", '("war")'),
        ("Laçın war", '("Laçın" OR "Lacin") AND ("war")'),
        ('"of war" peace', '("of war") AND ("peace")'),
        ("NEAR(a b)", '("NEAR(a") AND ("b)")'),
        ("a AND * ^b: -c", '("a") AND ("AND") AND ("^b:") AND ("-c")'),
    ],
)
def test_a_query_is_words_that_are_all_required(typed: str, expression: str) -> None:
    query = parse_query(typed)
    assert query is not None
    assert query.expression == expression


@pytest.mark.parametrize("typed", ["", " ", '"', "*", '""', "— –", "()"])
def test_a_query_without_words_is_none(typed: str) -> None:
    assert parse_query(typed) is None


@pytest.mark.parametrize("typed", ['"', 'a"b', "a*", "{x}:", "a:b", "(", "' OR 1", "\\", "NOT", "%_", "a\ud7ffb", "🇦🇿"])
def test_no_punctuation_fails(get: Get, typed: str) -> None:
    assert get("/archive/-/search.json", params={"q": typed}).status_code == 200


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=40), st.text(max_size=400))
def test_snippets_of_a_short_text_are_the_text(typed: str, text: str) -> None:
    query = parse_query(typed)
    text = text.replace("\0", "")
    if query is not None:
        (pieces,) = snippets(query.expression, [text])
        shown = "".join(piece for piece, _ in pieces)
        assert shown.strip("…") in text + "…"


def test_a_snippet_is_cut_around_most_hits() -> None:
    text = "zero " * 200 + "one war two war three " + "zero " * 200
    (pieces,) = snippets('("war")', [text])
    assert [piece for piece, hit in pieces if hit] == ["war", "war"]
    assert len("".join(piece for piece, _ in pieces)) < 300
