"""Revision 0002 carries a filled archive there and back."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from archive.database import migrate

Contents = dict[str, list[tuple[object, ...]]]


def contents(path: Path) -> Contents:
    with closing(sqlite3.connect(path)) as connection:
        tables = connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table' AND rootpage > 0").fetchall()
        return {name: sorted(connection.execute(f"SELECT * FROM {name}"), key=repr) for (name,) in tables}


def found(path: Path, words: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute(
            "SELECT rowid, snippet(claims_fts, -1, '[', ']', '', 9) FROM claims_fts WHERE claims_fts MATCH ?", (words,)
        ).fetchall()


@pytest.fixture
def older(tmp_path: Path) -> Path:
    path = tmp_path / "older.db"
    migrate(path, "0001")
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(Path(__file__).with_name("filled_0001.sql").read_text("utf-8"))
    return path


def test_rows_become_what_they_are_in_a_new_archive(older: Path, filled: Path) -> None:
    migrate(older, "0002")
    migrate(filled, "0002")
    assert contents(older) == contents(filled)


def test_rows_come_back_as_they_were(older: Path) -> None:
    before = contents(older)
    migrate(older, "0002")
    migrate(older, "0001")
    assert contents(older) == before


def test_search_and_snippets_go_on(older: Path) -> None:
    before = found(older, "killed")
    assert before == [(2, "5 [killed]")]
    migrate(older, "0002")
    assert found(older, "killed") == before


@pytest.mark.parametrize(
    ("sentence", "content", "split"),
    [
        ("It was, A said, raining.", "It was raining", 1),
        ("A said it rained. It poured.", "it rained. It poured", 0),
        ("A denied.", None, 0),
    ],
)
def test_content_is_kept_however_it_stands(sentence: str, content: str | None, split: int, older: Path) -> None:
    end = 15 + len(content or "") + split
    with closing(sqlite3.connect(older)) as connection:
        connection.execute(
            "UPDATE claims SET sentence = ?, content = ?, content_split = ?, char_end = ? WHERE id = 1",
            (sentence, content, split, end),
        )
        connection.commit()
    migrate(older, "0002")
    with closing(sqlite3.connect(older)) as connection:
        assert connection.execute("SELECT content FROM claims WHERE id = 1").fetchone() == (content,)


def test_targets_of_the_usual_form_are_not_stored(older: Path) -> None:
    with closing(sqlite3.connect(older)) as connection:
        connection.execute("UPDATE links SET target = './Second_war#Part', fragment = 'Part' WHERE id = 1")
        connection.commit()
    migrate(older, "0002")
    with closing(sqlite3.connect(older)) as connection:
        rows = connection.execute("SELECT target, target_written FROM links ORDER BY id").fetchall()
    assert rows == [("./Second_war#Part", None), ("Armenia", "Armenia")]
