"""Copies that are measured on: none is a duplicate, and each is still what its original was."""

from __future__ import annotations

from pathlib import Path

import pytest

from archive.documents import Document
from archive.pipeline import parse_document
from benchmarks.corpus import build, copy_of, load_originals

NO_REAL_FILES = Path("nowhere")


@pytest.fixture(scope="module")
def originals() -> list:
    return load_originals(NO_REAL_FILES)


def document_of(data: bytes) -> Document:
    return parse_document(data, "corpus/a.md")


def test_original_itself_is_the_first_copy(originals: list) -> None:
    assert copy_of(originals[0], 0) == originals[0].data


def test_copy_is_the_same_every_time(originals: list) -> None:
    assert copy_of(originals[0], 3) == copy_of(originals[0], 3)


def test_copies_have_titles_of_their_own(originals: list) -> None:
    chosen = originals[:20]
    titles = [document_of(copy_of(one, world)).article.title for one in chosen for world in range(4)]
    assert len(set(titles)) == len(titles)


def test_copy_has_other_dates_and_numbers(originals: list) -> None:
    seed = next(one for one in originals if one.stem == "lachin-offensive")
    first, second = (document_of(copy_of(seed, world)).article for world in (1, 2))
    assert first.published_on != second.published_on
    assert {section.text for section in first.sections if len(section.text) > 80}.isdisjoint(
        section.text for section in second.sections
    )


def test_copy_is_as_rich_as_its_original(originals: list) -> None:
    for original in originals[:10]:
        before, after = document_of(original.data), document_of(copy_of(original, 5))
        assert after.problems == before.problems
        assert len(after.article.sections) == len(before.article.sections)
        assert abs(len(after.claims) - len(before.claims)) <= 1 + len(before.claims) // 10


def test_folder_holds_as_many_files_as_asked_for(tmp_path: Path) -> None:
    folder = build(tmp_path / "corpus", 130, NO_REAL_FILES)
    assert len(list(folder.rglob("*.md"))) == 130
