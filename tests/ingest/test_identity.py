"""Which file is which article: superseded, renamed, moved, failed, removed, unchanged."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

from archive.ingestion import ArgumentError, ingest

SOURCES = "SELECT path, status, status_reason FROM sources ORDER BY path"


def article(title: str, text: str = "Text.", date: str = "2022-01-01") -> str:
    return f"---\ntitle: {title}\npubDate: {date}\n---\n{text}\n"


def test_the_later_date_wins(place: Any) -> None:
    place.write("a.md", article("T", "Longer text here.", "2022-01-01"))
    place.write("b.md", article("T", "Text.", "2022-01-02"))
    assert place.ingest().superseded == 1
    assert place.rows(SOURCES) == [
        ("articles/a.md", "superseded", "an earlier date: 2022-01-01, not 2022-01-02 (articles/b.md)"),
        ("articles/b.md", "current", None),
    ]
    assert place.rows("SELECT text FROM sections") == [("Text.",)]


def test_any_text_wins_over_none_whatever_the_date(place: Any) -> None:
    place.write("a.md", article("T", "", "2023-01-01"))
    place.write("b.md", article("T", "Text.", "2022-01-01"))
    place.ingest()
    assert place.rows(SOURCES) == [
        ("articles/a.md", "superseded", "it has neither text nor an infobox (articles/b.md)"),
        ("articles/b.md", "current", None),
    ]


def test_more_text_wins_on_one_date(place: Any) -> None:
    place.write("a.md", article("T", "Text."))
    place.write("b.md", article("T", "More text."))
    place.ingest()
    assert place.rows(SOURCES) == [
        ("articles/a.md", "superseded", "less text: 1 words, not 2 (articles/b.md)"),
        ("articles/b.md", "current", None),
    ]


def test_a_file_that_moved_to_a_new_title_is_judged_by_its_new_text(place: Any) -> None:
    place.write("a.md", article("T", ""))
    place.write("b.md", article("V", ""))
    place.ingest()
    place.write("a.md", article("V", ""))
    place.write("b.md", article("U", "Text."))
    place.write("c.md", article("U", ""))
    place.ingest()
    assert place.rows(SOURCES) == [
        ("articles/a.md", "current", None),
        ("articles/b.md", "current", None),
        ("articles/c.md", "superseded", "it has neither text nor an infobox (articles/b.md)"),
    ]


def test_the_first_path_wins_where_all_else_is_equal(place: Any) -> None:
    for name in ("b.md", "a.md", "a/c.md"):
        place.write(name, article("T"))
    place.ingest()
    assert place.rows(SOURCES) == [
        ("articles/a.md", "current", None),
        ("articles/a/c.md", "superseded", "the same date and length, and a path that comes later (articles/a.md)"),
        ("articles/b.md", "superseded", "the same date and length, and a path that comes later (articles/a.md)"),
    ]


def test_the_next_file_takes_the_place_of_one_that_left(place: Any) -> None:
    place.write("a.md", article("T", "Old.", "2021-01-01"))
    place.write("b.md", article("T", "Middle.", "2022-01-01"))
    newest = place.write("c.md", article("T", "New.", "2023-01-01"))
    place.ingest()
    newest.unlink()
    assert place.ingest(prune=True).removed == 1
    assert place.rows(SOURCES) == [
        ("articles/a.md", "superseded", "an earlier date: 2021-01-01, not 2022-01-01 (articles/b.md)"),
        ("articles/b.md", "current", None),
    ]
    assert place.rows("SELECT id, slug, published_on FROM articles") == [(1, "t", "2022-01-01")]
    assert place.rows("SELECT text FROM sections") == [("Middle.",)]


def test_a_changed_winner_may_lose(place: Any) -> None:
    place.write("a.md", article("T", "Old.", "2021-01-01"))
    place.write("b.md", article("T", "New.", "2022-01-01"))
    place.ingest()
    place.write("b.md", article("T", "Backdated.", "2020-01-01"))
    place.ingest()
    assert place.rows(SOURCES) == [
        ("articles/a.md", "current", None),
        ("articles/b.md", "superseded", "an earlier date: 2020-01-01, not 2021-01-01 (articles/a.md)"),
    ]


def test_a_changed_superseded_file_may_win(place: Any) -> None:
    place.write("a.md", article("T", "Old.", "2021-01-01"))
    place.write("b.md", article("T", "New.", "2022-01-01"))
    place.ingest()
    place.write("a.md", article("T", "Newest.", "2023-01-01"))
    place.ingest()
    assert [row[:2] for row in place.rows(SOURCES)] == [("articles/a.md", "current"), ("articles/b.md", "superseded")]
    assert place.rows("SELECT text FROM sections") == [("Newest.",)]


def test_a_new_title_renames_the_article_and_keeps_its_address(place: Any) -> None:
    place.write("a.md", article("Old name"))
    place.ingest()
    place.write("a.md", article("New name"))
    place.ingest()
    assert place.rows("SELECT id, slug, title, created_run_id, updated_run_id FROM articles") == [
        (1, "old-name", "New name", 1, 2)
    ]


def test_a_new_title_makes_a_new_article_while_another_file_holds_the_old_one(place: Any) -> None:
    place.write("a.md", article("T", "Newer.", "2023-01-01"))
    place.write("b.md", article("T", "Older.", "2022-01-01"))
    place.ingest()
    place.write("a.md", article("U", "Newer.", "2023-01-01"))
    place.ingest()
    assert place.rows("SELECT articles.id, slug, path FROM articles JOIN sources ON sources.id = source_id") == [
        (1, "t", "articles/b.md"),
        (2, "u", "articles/a.md"),
    ]
    assert place.rows(SOURCES) == [("articles/a.md", "current", None), ("articles/b.md", "current", None)]


def test_a_new_title_may_join_another_article(place: Any) -> None:
    place.write("a.md", article("T", "T.", "2023-01-01"))
    place.write("b.md", article("U", "U.", "2022-01-01"))
    place.ingest()
    place.write("a.md", article("U", "T.", "2023-01-01"))
    place.ingest()
    assert place.rows("SELECT id, slug, title FROM articles") == [(2, "u", "U")]
    assert [row[:2] for row in place.rows(SOURCES)] == [("articles/a.md", "current"), ("articles/b.md", "superseded")]


def test_two_files_may_swap_their_titles(place: Any) -> None:
    place.write("a.md", article("T", "One."))
    place.write("b.md", article("U", "Two."))
    place.ingest()
    place.write("a.md", article("U", "One."))
    place.write("b.md", article("T", "Two."))
    place.ingest()
    assert place.rows("SELECT title, path FROM articles JOIN sources ON sources.id = source_id ORDER BY title") == [
        ("T", "articles/b.md"),
        ("U", "articles/a.md"),
    ]


def test_the_same_bytes_at_a_new_path_are_a_move(place: Any) -> None:
    old = place.write("a.md", article("T"))
    place.ingest()
    new = old.parent / "folder" / "b.md"
    new.parent.mkdir()
    old.rename(new)
    summary = place.ingest()
    assert (summary.added, summary.updated, summary.moved) == (0, 1, 1)
    assert place.rows("SELECT id, path, status FROM sources") == [(1, "articles/folder/b.md", "current")]
    assert place.rows("SELECT id, slug FROM articles") == [(1, "t")]
    assert place.rows("SELECT name FROM sqlar") == [("articles/folder/b.md",)]


def test_the_same_bytes_at_another_path_are_a_copy_while_the_first_is_there(place: Any) -> None:
    place.write("a.md", article("T"))
    place.ingest()
    place.write("b.md", article("T"))
    summary = place.ingest()
    assert (summary.added, summary.moved, summary.superseded) == (1, 0, 1)


def test_a_moved_file_whose_name_is_its_title_is_renamed(place: Any) -> None:
    old = place.write("first.md", "Text without any title.\n")
    place.ingest()
    old.rename(old.with_name("second.md"))
    place.ingest()
    assert place.rows("SELECT id, slug, title FROM articles") == [(1, "first", "second")]


def test_a_file_that_now_fails_keeps_its_last_good_rows_and_bytes(place: Any) -> None:
    path = place.write("a.md", article("T", "Good text."))
    good = path.read_bytes()
    place.ingest()
    place.write("a.md", "---\ntitle: [\n---\n")
    summary = place.ingest()
    assert (summary.failed, summary.updated) == (1, 0)
    [(status, reason)] = place.rows("SELECT status, status_reason FROM sources")
    assert status == "failed"
    assert reason.startswith("line ")
    assert place.rows("SELECT text FROM sections") == [("Good text.",)]
    assert place.rows("SELECT sz FROM sqlar") == [(len(good),)]
    assert place.ingest().failed == 1, "a run over a file that still fails says so again"


def test_a_failed_file_that_is_put_right_is_current_again(place: Any) -> None:
    place.write("a.md", "---\ntitle: [\n---\n")
    place.ingest()
    place.write("a.md", article("T"))
    summary = place.ingest()
    assert (summary.failed, summary.updated) == (0, 1)
    assert place.rows(SOURCES) == [("articles/a.md", "current", None)]


def test_a_failed_file_counts_with_its_last_good_version(place: Any) -> None:
    place.write("a.md", article("T", "Good.", "2022-01-01"))
    place.ingest()
    place.write("a.md", "---\ntitle: [\n---\n")
    place.write("b.md", article("T", "Older.", "2021-01-01"))
    place.ingest()
    assert [row[:2] for row in place.rows(SOURCES)] == [("articles/a.md", "failed"), ("articles/b.md", "superseded")]
    assert place.rows("SELECT text FROM sections") == [("Good.",)]


def test_unchanged_files_are_not_read(place: Any) -> None:
    path = place.write("a.md", article("T", "Text."))
    place.ingest()
    status = path.stat()
    path.write_text(article("T", "Tuxt."), encoding="utf-8")
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))
    assert place.ingest().unchanged == 1
    assert place.rows("SELECT text FROM sections") == [("Text.",)]
    assert place.ingest(check=True).updated == 1
    assert place.rows("SELECT text FROM sections") == [("Tuxt.",)]


def test_a_file_changed_just_before_it_was_read_is_compared_by_checksum(place: Any) -> None:
    path = place.write("a.md", article("T", "Text."))
    os.utime(path)
    place.ingest()
    status = path.stat()
    path.write_text(article("T", "Tuxt."), encoding="utf-8")
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))
    assert place.ingest().updated == 1


def test_a_touched_file_is_unchanged(place: Any) -> None:
    path = place.write("a.md", article("T"))
    place.ingest()
    os.utime(path, (1_500_000_000, 1_500_000_000))
    summary = place.ingest()
    assert (summary.unchanged, summary.updated) == (1, 0)
    assert place.rows("SELECT modified_at, run_id FROM sources") == [("2017-07-14T02:40:00.000000000Z", 2)]


def test_prune_removes_what_is_gone_from_its_folder_only(place: Any, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    (other / "x.md").write_text(article("X"), encoding="utf-8")
    place.write("a.md", article("A"))
    gone = place.write("b.md", article("B"))
    ingest([place.folder, other], place.database, workers=1)
    gone.unlink()
    (other / "x.md").unlink()
    (other / "y.md").write_text(article("Y"), encoding="utf-8")
    assert place.ingest().removed == 0
    assert place.ingest(prune=True).removed == 1
    assert place.rows("SELECT path FROM sources ORDER BY path") == [("articles/a.md",), ("other/x.md",)]
    assert place.rows("SELECT name FROM sqlar ORDER BY name") == [("articles/a.md",), ("other/x.md",)]
    assert place.rows("SELECT title FROM articles ORDER BY title") == [("A",), ("X",)]


def test_prune_does_nothing_for_a_folder_without_articles(place: Any) -> None:
    path = place.write("a.md", article("A"))
    place.ingest()
    path.unlink()
    summary = place.ingest(prune=True)
    assert (summary.removed, summary.not_pruned, summary.succeeded) == (0, ["articles"], False)
    assert place.rows("SELECT count(*) FROM articles") == [(1,)]


def test_prune_does_nothing_for_a_folder_that_is_gone(place: Any) -> None:
    path = place.write("a.md", article("A"))
    place.ingest()
    path.unlink()
    place.folder.rmdir()
    summary = place.ingest(prune=True)
    assert (summary.removed, summary.not_pruned) == (0, ["articles"])


def test_another_folder_of_the_same_name_is_refused(place: Any, tmp_path: Path) -> None:
    place.write("a.md", article("A"))
    place.ingest()
    other = tmp_path / "elsewhere" / "articles"
    other.mkdir(parents=True)
    (other / "b.md").write_text(article("B"), encoding="utf-8")
    with pytest.raises(ArgumentError, match="--as NAME"):
        ingest([other], place.database, workers=1)
    ingest([other], place.database, name="others", workers=1)
    assert place.rows("SELECT path FROM sources ORDER BY path") == [("articles/a.md",), ("others/b.md",)]


def test_a_folder_that_a_link_leads_to_is_the_same_folder(place: Any, tmp_path: Path) -> None:
    place.write("a.md", "---\ntitle: A\n---\nText.\n")
    place.ingest()
    linked = tmp_path / "linked"
    linked.symlink_to(tmp_path)
    assert ingest([linked / "articles"], place.database, workers=1).unchanged == 1
    assert place.rows("SELECT location FROM folders") == [(str(place.folder),)]


def test_a_moved_folder_is_taken_for_itself_when_its_owner_says_so(place: Any, tmp_path: Path) -> None:
    place.write("a.md", article("A"))
    place.ingest()
    moved = tmp_path / "elsewhere" / "articles"
    moved.parent.mkdir()
    place.folder.rename(moved)
    with pytest.raises(ArgumentError, match="--as articles"):
        ingest([moved], place.database, workers=1)
    assert ingest([moved], place.database, name="articles", workers=1).unchanged == 1


def test_a_file_given_alone_counts_under_its_folder(place: Any) -> None:
    path = place.write("a.md", article("A"))
    place.write("b.md", article("B"))
    ingest([path], place.database, workers=1)
    assert place.rows("SELECT path FROM sources") == [("articles/a.md",)]
    assert place.ingest().unchanged == 1


def test_rows_that_stay_keep_their_ids(place: Any) -> None:
    sections = ["Lead.", "# One\n\nFirst [x](X).", "# Two\n\nThe ministry stated that it rained."]
    place.write("a.md", article("A", "\n\n".join(sections)))
    place.ingest()
    ids = """SELECT 'section', path, id FROM sections UNION SELECT 'link', target, id FROM links
             UNION SELECT 'claim', key, id FROM claims"""
    before = set(place.rows(ids))
    sections.insert(1, "# New\n\nNew.")
    place.write("a.md", article("A", "\n\n".join(sections)))
    place.ingest()
    after = set(place.rows(ids))
    assert before < after
    assert {row[:2] for row in after - before} == {("section", "New")}


def test_a_section_with_new_text_keeps_its_id(place: Any) -> None:
    place.write("a.md", article("A", "Lead.\n\n# One\n\nFirst."))
    place.ingest()
    place.write("a.md", article("A", "Lead.\n\n# Zero\n\nNew.\n\n# One\n\nChanged."))
    place.ingest()
    assert place.rows("SELECT id, path, text FROM sections ORDER BY position") == [
        (1, "", "Lead."),
        (3, "Zero", "New."),
        (2, "One", "Changed."),
    ]


def test_a_run_that_changes_nothing_leaves_the_article_alone(place: Any) -> None:
    place.write("a.md", article("A"))
    place.ingest()
    place.ingest(check=True)
    assert place.rows("SELECT updated_run_id FROM articles") == [(1,)]
