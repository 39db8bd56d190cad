import json
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import archive
from archive.documents import Document
from archive.pipeline import PARSER_VERSION, parse_document
from archive.reading import read_text

PROJECT = Path(__file__).parent.parent
CORPUS = PROJECT.parent / "shared" / "corpus"
HEADING_LINE = re.compile(r"^ {0,3}#{1,6}(?:[ \t]|$)", re.MULTILINE)
FILES = sorted(path for path in CORPUS.rglob("*.md") if path.parent != CORPUS)

ARTICLE = b"""---
title: Battle of the bridge
author: Wikipedia
infoboxes:
  - conflict:
      text: Battle of the bridge
---

The bridge was taken in the morning and the men who held it were sent to the rear, as had been agreed before.

## Aftermath

According to the ministry, ten men had been killed.
"""


def test_bytes_become_a_document() -> None:
    document = parse_document(ARTICLE, "folder/battle.md")
    assert document.article is not None
    assert document.article.title == "Battle of the bridge"
    assert document.article.url == "https://en.wikipedia.org/wiki/Battle_of_the_bridge"
    assert [section.path for section in document.article.sections] == ["", "Aftermath"]
    assert [claim.section for claim in document.claims] == [1]
    assert (document.encoding, document.repair, document.problems) == ("utf-8", None, ())


def test_a_rejected_file_has_no_article_and_says_why() -> None:
    document = parse_document(b"---\ntitle: [\n---\n", "a.md")
    assert document.article is None
    assert [problem.level for problem in document.problems] == ["error"]


def test_an_empty_file_is_an_article_named_after_it() -> None:
    document = parse_document(b"", "folder/nothing.md")
    assert document.article is not None
    assert (document.article.title, document.article.word_count) == ("nothing", 0)
    assert [section.level for section in document.article.sections] == [0]


def test_sections_are_cut_out_of_the_repaired_file() -> None:
    source = read_text(ARTICLE)
    article = parse_document(ARTICLE, "a.md").article
    assert article is not None
    aftermath = article.sections[1]
    assert source.text[aftermath.source_start : aftermath.source_end].startswith("## Aftermath\n")
    assert article.sections[0].source_start == source.body_start


def test_one_file_is_read_from_python(tmp_path: Path) -> None:
    path = tmp_path / "battle.md"
    path.write_bytes(ARTICLE)
    assert archive.read(path) == parse_document(ARTICLE, path.as_posix())


def test_a_file_that_is_not_there_is_an_error_of_the_system(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="none"):
        archive.read(tmp_path / "none.md")


def test_the_version_of_the_parser_is_a_number() -> None:
    assert PARSER_VERSION >= 1


def check(data: bytes, document: Document) -> None:
    """Every offset of a document cuts its text, and every position is its index."""
    article = document.article
    assert article is not None
    source = read_text(data)
    assert json.loads(article.extra) is not None
    assert article.sections[0].level == 0
    assert [section.position for section in article.sections] == list(range(len(article.sections)))
    assert "".join(source.text[s.source_start : s.source_end] for s in article.sections) == source.body
    for section in article.sections:
        assert section.parent is None or article.sections[section.parent].level < section.level
        assert [link.position for link in section.links] == list(range(len(section.links)))
        for link in section.links:
            assert link.start is None or section.text[link.start : link.end] == link.text
    for infobox in article.infoboxes:
        for field in infobox.fields:
            for link in field.links:
                assert link.start is None or field.text[link.start : link.end] == link.text
    for claim in document.claims:
        if claim.section is not None:
            text = article.sections[claim.section].text
        else:
            assert claim.infobox is not None
            assert claim.field is not None
            text = article.infoboxes[claim.infobox].fields[claim.field].text
        assert text[claim.cue_start : claim.cue_end] == claim.cue
        if claim.content is not None and not claim.content_split:
            assert text[claim.char_start : claim.char_end] == claim.content


@given(st.binary(max_size=200) | st.text(max_size=200).map(lambda text: text.encode("utf-8", "replace")))
@settings(max_examples=60)
def test_no_bytes_raise(body: bytes) -> None:
    for data in (body, b"---\n" + body + b"\n---\n# a\n" + body):
        document = parse_document(data, "a.md")
        if document.article is not None:
            check(data, document)


@pytest.mark.skipif(not FILES, reason="the corpus is not beside the project")
def test_every_real_article_is_read_and_every_offset_cuts_its_text() -> None:
    for path in [*FILES, PROJECT / "seeds" / "lachin-offensive.md"]:
        data = path.read_bytes()
        document = parse_document(data, path.name)
        check(data, document)
        assert document.article is not None
        sections = document.article.sections
        assert len(sections) - 1 == len(HEADING_LINE.findall(read_text(data).body))
        assert not any("[object Object]" in section.text for section in sections)
        assert not any("  " in section.text for section in sections if "<" not in section.text)
