"""Titles searched in plain letters."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from archive.explore.titles import Titles

TITLES = Titles([(3, "Laçın"), (5, "Battle of Shusha"), (9, "Lachin offensive")])


def test_titles_are_found_in_plain_letters() -> None:
    assert TITLES.find(["lacin"], 10) == [(3, "lacin")]


def test_titles_hold_all_words() -> None:
    assert TITLES.find(["of", "shu"], 10) == [(5, "battle of shusha")]
    assert TITLES.find(["of", "lachin"], 10) == [(9, "lachin offensive")]


def test_no_more_are_found_than_asked_for() -> None:
    assert [number for number, _ in TITLES.find(["la"], 1)] == [3]


def test_an_archive_without_articles_has_no_titles() -> None:
    assert Titles([]).find(["a"], 10) == []


@settings(max_examples=60)
@given(st.lists(st.text("ab\n ", max_size=6), max_size=6), st.text("ab", min_size=1, max_size=2))
def test_every_title_with_a_word_is_found_once(titles: list[str], word: str) -> None:
    found = Titles(list(enumerate(titles))).find([word], 100)
    assert [number for number, _ in found] == [number for number, title in enumerate(titles) if word in title]
