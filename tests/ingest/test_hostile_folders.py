"""Files and names that are meant to do harm, or that happen: each is told, and the run goes on."""

from __future__ import annotations

import os
import resource
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from archive.documents import Document
from archive.errors import UnreachableDatabaseError
from archive.ingestion import ingest, prepare, run

GOOD = "---\ntitle: Good\n---\nText.\n"
ERRORS = "SELECT path, level, kind FROM ingest_errors ORDER BY path, id"


def test_what_is_no_file_or_too_large_is_told_and_the_rest_is_read(place: Any) -> None:
    place.write("good.md", GOOD)
    os.mkfifo(place.folder / "pipe.md")
    with (place.folder / "large.md").open("wb") as file:
        file.truncate(2 * 1024**3)
    (place.folder / "loop.md").symlink_to("loop.md")
    summary = place.ingest()
    assert (summary.added, summary.failed) == (1, 3)
    assert place.rows(ERRORS) == [
        ("articles/large.md", "error", "too_large"),
        ("articles/loop.md", "error", "broken_link"),
        ("articles/pipe.md", "error", "not_a_file"),
    ]
    assert place.rows("SELECT path FROM sources") == [("articles/good.md",)]


def test_a_known_file_that_cannot_be_read_now_keeps_its_rows(place: Any) -> None:
    path = place.write("a.md", GOOD)
    place.ingest()
    path.unlink()
    os.mkfifo(path)
    assert place.ingest(prune=True).failed == 1
    [(status, reason)] = place.rows("SELECT status, status_reason FROM sources")
    assert (status, "regular file" in reason) == ("failed", True)
    assert place.rows("SELECT title FROM articles") == [("Good",)]
    path.unlink()
    place.write("a.md", GOOD)
    place.ingest()
    assert place.rows("SELECT status, status_reason FROM sources") == [("current", None)]


@pytest.mark.parametrize(
    ("name", "stored"),
    [
        (b"\xff.md", "articles/%FF.md"),
        (b"a\nb.md", "articles/a%0Ab.md"),
        (b"back\\slash.md", "articles/back%5Cslash.md"),
        (b"%41.md", "articles/%2541.md"),
        (b'it\'s "quoted" <b>.md', 'articles/it\'s "quoted" <b>.md'),
    ],
)
def test_names_that_not_every_system_can_write_are_encoded_and_told_once(place: Any, name: bytes, stored: str) -> None:
    place.write(os.fsdecode(name), "Text.\n")
    assert place.ingest().added == 1
    assert place.ingest().unchanged == 1
    assert place.rows("SELECT path FROM sources") == place.rows("SELECT name FROM sqlar") == [(stored,)]
    told = [] if stored == f"articles/{os.fsdecode(name)}" else [(stored, "warning", "encoded_name")]
    assert place.rows(ERRORS) == told


def test_names_that_differ_in_case_alone_are_both_kept(place: Any) -> None:
    for name in ("a.md", "A.md", "É.md", "é.md", "E\u0301.md"):
        place.write(name, f"Text of {name}.\n")
    assert place.ingest().added == 5
    assert place.ingest().unchanged == 5
    names = [name for (name,) in place.rows("SELECT name FROM sqlar")]
    assert len(names) == len({name.casefold() for name in names}) == 5
    place.write("B.md", "Text.\n")
    place.write("b.md", "Text!\n")
    assert place.ingest().added == 2
    assert place.ingest().unchanged == 7


@pytest.mark.parametrize(
    "title", ["'; DROP TABLE articles; --", "<script>", "../../x", "x" * 100_000, "\\ud800", "\\0"]
)
def test_any_title_is_stored_or_told(place: Any, title: str) -> None:
    place.write("a.md", f'---\ntitle: "{title}"\n---\nText.\n')
    place.write("good.md", GOOD)
    summary = place.ingest()
    assert summary.added + summary.failed == 2
    assert place.rows("SELECT title FROM articles WHERE title = 'Good'") == [("Good",)]


@pytest.mark.parametrize("data", [b"\x00\x01\x02", b"\xff\xfea\x00", b"\xc3(", b"---\ntitle: [\n", b"", b"---\n"])
def test_any_bytes_come_back_out(place: Any, data: bytes) -> None:
    place.write("a.md", data)
    place.write("good.md", GOOD)
    summary = place.ingest()
    assert summary.files_seen == 2
    [(size,)] = place.rows("SELECT sz FROM sqlar WHERE name = 'articles/a.md'")
    assert size == len(data)


def test_a_fault_of_the_program_costs_one_file(place: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    parse = prepare.parse_document

    def fail_on_one(data: bytes, path: str) -> Document:
        if path.endswith("b.md"):
            raise RecursionError("too deep")
        return parse(data, path)

    monkeypatch.setattr(prepare, "parse_document", fail_on_one)
    for name in ("a.md", "b.md", "c.md"):
        place.write(name, f"Text of {name}.\n")
    summary = place.ingest()
    assert (summary.added, summary.failed) == (2, 1)
    assert place.rows(ERRORS) == [("articles/b.md", "error", "program_fault")]


def test_a_row_that_the_tables_refuse_costs_one_file(place: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    make_rows = prepare.article_rows

    def spoil_one(article: Any, document: Any) -> Any:
        rows = make_rows(article, document)
        if article.title == "b":
            rows.tables[0][0] = (*rows.tables[0][0][:2], 99, *rows.tables[0][0][3:])
        return rows

    monkeypatch.setattr(prepare, "article_rows", spoil_one)
    for name in ("a.md", "b.md", "c.md"):
        place.write(name, f"Text of {name}.\n")
    summary = place.ingest()
    assert (summary.files_seen, summary.added, summary.failed) == (3, 2, 1)
    assert place.rows(ERRORS) == [("articles/b.md", "error", "refused")]
    assert place.rows("SELECT title FROM articles ORDER BY title") == [("a",), ("c",)]
    assert place.rows("SELECT path, status FROM sources WHERE article_id IS NULL") == [("articles/b.md", "failed")]


def test_claims_whose_keys_clash_are_both_kept(place: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    make_rows = prepare.article_rows

    def same_key(article: Any, document: Any) -> Any:
        rows = make_rows(article, document)
        claims = rows.tables[6]
        claims[:] = [(*claim[:2], "0123456789abcdef", *claim[3:]) for claim in claims]
        return rows

    monkeypatch.setattr(prepare, "article_rows", same_key)
    for title in ("A", "B"):
        place.write(f"{title}.md", f"---\ntitle: {title}\n---\nThe ministry stated that 10 soldiers were killed.\n")
    assert place.ingest().failed == 0
    keys = [key for (key,) in place.rows("SELECT key FROM claims ORDER BY id")]
    assert keys[0] == "0123456789abcdef"
    assert len(set(keys)) == 2
    place.write("B.md", "---\ntitle: B\n---\nMore. The ministry stated that 10 soldiers were killed.\n")
    assert place.ingest().failed == 0
    assert place.rows("SELECT key FROM claims ORDER BY id") == [(key,) for key in keys]


def test_many_files_of_one_title_are_settled_in_time(place: Any) -> None:
    for number in range(300):
        place.write(f"{number}.md", f"---\ntitle: T\npubDate: 2022-01-{number % 28 + 1:02}\n---\nText {number}.\n")
    assert place.ingest().superseded == 299
    [(reasons,)] = place.rows("SELECT count(status_reason) FROM sources")
    assert reasons == 299


def test_a_full_disk_is_told_and_leaves_a_sound_archive(place: Any) -> None:
    place.write("a.md", GOOD)
    place.ingest()
    place.write("b.md", "---\ntitle: Large\n---\n" + os.urandom(200_000).hex())
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (place.database.stat().st_size, before[1]))
    try:
        with pytest.raises(UnreachableDatabaseError, match="run the same command again"):
            place.ingest()
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    place.check()
    assert place.rows("SELECT title FROM articles") == [("Good",)]
    assert place.ingest().added == 1


@pytest.mark.parametrize("failing", ["_count", "finish"])
def test_a_run_that_breaks_off_is_made_whole_by_the_next(
    place: Any, monkeypatch: pytest.MonkeyPatch, failing: str
) -> None:
    place.write("a.md", "---\ntitle: A\n---\n[Words](B)\n")
    place.ingest()
    place.write("b.md", "---\ntitle: B\n---\nText.\n")
    with monkeypatch.context() as patch:
        patch.setattr(run.Run, failing, lambda self: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            place.ingest()
    place.check()
    assert place.rows("SELECT target_article_id FROM links") == [(None,)]
    place.ingest()
    assert place.rows("SELECT target_article_id FROM links") == [(2,)]
    assert place.rows("SELECT finished_at IS NULL FROM ingest_runs") == [(0,), (1,), (0,)]


def test_a_database_that_is_not_ours_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "other.db"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE mine (x)")
    before = path.read_bytes()
    (tmp_path / "articles").mkdir()
    with pytest.raises(Exception, match="not one of ours"):
        ingest([tmp_path / "articles"], path)
    assert path.read_bytes() == before
