"""Which new rows are old rows."""

from __future__ import annotations

import itertools

from hypothesis import given, settings
from hypothesis import strategies as st

from archive.ingestion.matching import match_rows
from archive.ingestion.rows import CHILD_TABLES, Row

SECTIONS = CHILD_TABLES[0]


def section(parent: int | None, position: int, path: str, text: str) -> Row:
    values = {"position": position, "level": 1, "heading": path, "path": path, "anchor": path, "text": text}
    return (parent, *(values.get(column, 0) for column in SECTIONS.payload))


def test_equal_content_matches_wherever_it_stands() -> None:
    old = [(1, *section(None, 0, "A", "a")), (2, *section(None, 1, "B", "b"))]
    new = [section(None, 0, "B", "b"), section(None, 1, "A", "a")]
    assert match_rows(SECTIONS, old, new, itertools.count(10)) == [2, 1]


def test_a_changed_row_is_known_by_its_label() -> None:
    old = [(1, *section(None, 0, "A", "a")), (2, *section(None, 1, "B", "b"))]
    new = [section(None, 0, "New", "n"), section(None, 1, "A", "changed"), section(None, 2, "B", "b")]
    assert match_rows(SECTIONS, old, new, itertools.count(10)) == [10, 1, 2]


def test_what_is_left_matches_by_position() -> None:
    old = [(1, *section(None, 0, "A", "a")), (2, *section(None, 1, "B", "b"))]
    new = [section(None, 0, "A", "a"), section(None, 1, "Renamed", "changed")]
    assert match_rows(SECTIONS, old, new, itertools.count(10)) == [1, 2]


def test_equal_rows_match_in_their_order() -> None:
    old = [(1, *section(None, 0, "A", "a")), (2, *section(None, 1, "A", "a"))]
    new = [section(None, 0, "A", "a"), section(None, 1, "A", "a"), section(None, 2, "A", "a")]
    assert match_rows(SECTIONS, old, new, itertools.count(10)) == [1, 2, 10]


rows = st.lists(st.tuples(st.sampled_from("AB"), st.sampled_from("xyz")), max_size=6)


@given(old=rows, new=rows)
@settings(max_examples=100)
def test_every_row_gets_one_id_and_none_twice(old: list[tuple[str, str]], new: list[tuple[str, str]]) -> None:
    before = [(number + 1, *section(None, number, *said)) for number, said in enumerate(old)]
    after = [section(None, number, *said) for number, said in enumerate(new)]
    ids = match_rows(SECTIONS, before, after, itertools.count(100))
    assert len(ids) == len(set(ids)) == len(after)
    if old == new:
        assert ids == [row[0] for row in before]
