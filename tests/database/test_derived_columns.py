"""Columns that the tables make from others say what the program would have written."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.claims.extraction import SUMMARY_LENGTH, summary
from archive.documents import Link
from archive.ingestion.rows import CHILD_TABLES, article_rows, target_written
from archive.ingestion.statements import quoted
from archive.models.articles import LinkRow
from archive.models.claims import ClaimRow
from archive.pipeline import parse_document

WORDS = st.text(st.sampled_from("ab ıə\n\t,…"), max_size=400).filter(lambda text: text != "")


@pytest.fixture(scope="module")
def connection() -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(":memory:")) as connection:
        yield connection


def computed(model: type, name: str) -> str:
    return str(model.__table__.columns[name].computed.sqltext)  # type: ignore[attr-defined]


@given(claimant=WORDS | st.none(), cue=WORDS, content=WORDS | st.none())
def test_summary_is_the_programs(connection: sqlite3.Connection, claimant: str, cue: str, content: str) -> None:
    sql = f"SELECT {computed(ClaimRow, 'summary')} FROM (SELECT ? AS claimant, ? AS cue, ? AS content)"
    assert connection.execute(sql, (claimant, cue, content)).fetchone() == (summary(claimant, cue, content),)


def test_summary_ends_at_a_word() -> None:
    said = "a" * (SUMMARY_LENGTH - 3) + " word more"
    assert summary("A", "said", said) == f"A, said: {'a' * (SUMMARY_LENGTH - 3)}…"


ARTICLE = """---
title: T
infoboxes:
  - casualties1: {text: "Per Azerbaijan: 5 killed"}
---
[Armenia](./Armenia) stated that [it](./Rain#Heavy_rain) rained. It was, Armenia said, raining. Armenia denied it.
See [this](https://example.org/), [that](./karate), [nothing](undefined) and [other](Foo%20bar).
"""


def test_contents_and_targets_of_an_article_are_what_was_read(filled: Path) -> None:
    document = parse_document(ARTICLE.encode(), "t.md")
    assert document.article is not None
    rows = article_rows(document.article, document)
    _, _, _, _, links, _, claims, _ = rows.tables
    with closing(sqlite3.connect(filled)) as connection:
        connection.execute("PRAGMA foreign_keys = OFF")
        connection.execute("DELETE FROM claims")
        connection.execute("DELETE FROM links")
        _insert(connection, "claims", claims)
        _insert(connection, "links", links)
        contents = connection.execute("SELECT content, summary FROM claims ORDER BY id").fetchall()
        targets = connection.execute("SELECT target FROM links ORDER BY id").fetchall()
    assert contents == [(claim.content, claim.summary) for claim in document.claims]
    assert len(contents) > 2
    assert targets == [(link.target,) for section in document.article.sections for link in section.links]


def _insert(connection: sqlite3.Connection, name: str, rows: list[tuple[object, ...]]) -> None:
    table = next(table for table in CHILD_TABLES if table.name == name)
    marks = ", ".join("?" * len(table.columns))
    connection.executemany(
        f"INSERT INTO {name} ({quoted(table.columns)}) VALUES ({marks})",
        [(number, 1, *row) for number, row in enumerate(rows, 1)],
    )


TITLE = st.sampled_from(["Foo", "Foo bar", None])


@given(target=st.sampled_from(["./Foo", "./Foo_bar", "Foo", "./Foo#a", "./Foo_bar#a_b", None]), key=TITLE,
       fragment=st.sampled_from([None, "a", "a_b"]))  # fmt: skip
def test_any_target_comes_back(
    connection: sqlite3.Connection, target: str | None, key: str | None, fragment: str | None
) -> None:
    link = Link(
        0, "internal", "words", "x" if target is None and key is not None else target, key, fragment, None, None
    )
    sql = f"""SELECT {computed(LinkRow, "target")}
              FROM (SELECT ? AS target_key, ? AS fragment, ? AS target_written)"""
    found = connection.execute(sql, (key, fragment, target_written(link))).fetchone()
    assert found == (link.target,)
