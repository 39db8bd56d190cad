"""What is found in a folder, in which order, and what is said of what cannot be read."""

from __future__ import annotations

import os
import socket
from pathlib import Path

import pytest

from archive.ingestion.discover import ArgumentError, FileProblem, FoundFile, discover, roots_of


def found(folder: Path) -> list[str]:
    return [item.path for root in roots_of([folder]) for item in discover(root) if isinstance(item, FoundFile)]


def problems(folder: Path) -> list[tuple[str, str]]:
    return [
        (item.path, item.problem.kind)
        for root in roots_of([folder])
        for item in discover(root)
        if isinstance(item, FileProblem)
    ]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "f"
    folder.mkdir()
    return folder


def test_articles_are_found_in_byte_order_of_their_paths(folder: Path) -> None:
    for name in ("b.md", "a/x.md", "a-b.md", "a.md", "B.MD", "é.markdown", "z.mdx"):
        path = folder / name
        path.parent.mkdir(exist_ok=True)
        path.touch()
    paths = ["f/B.MD", "f/a-b.md", "f/a.md", "f/a/x.md", "f/b.md", "f/z.mdx", "f/é.markdown"]
    assert found(folder) == paths == sorted(paths, key=os.fsencode)


def test_other_files_and_hidden_ones_are_passed_over(folder: Path) -> None:
    for name in ("a.html", "README", ".hidden.md"):
        (folder / name).touch()
    (folder / ".git").mkdir()
    (folder / ".git" / "a.md").touch()
    assert found(folder) == []


def test_text_is_an_article_only_with_front_matter(folder: Path) -> None:
    (folder / "a.txt").write_text("---\ntitle: A\n---\n", encoding="utf-8")
    (folder / "b.txt").write_text("----\n", encoding="utf-8")
    (folder / "c.txt").write_bytes(b"\xef\xbb\xbf---\r\ntitle: C\r\n---\r\n")
    (folder / "d.txt").touch()
    assert found(folder) == ["f/a.txt", "f/c.txt"]


def test_pipes_and_sockets_are_told_and_never_opened(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    os.mkfifo(folder / "pipe.md")
    os.mkfifo(folder / "pipe.txt")
    monkeypatch.chdir(folder)
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind("socket.md")
        assert problems(folder) == [
            ("f/pipe.md", "not_a_file"),
            ("f/pipe.txt", "not_a_file"),
            ("f/socket.md", "not_a_file"),
        ]


def test_links_to_files_inside_are_followed_and_others_told(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "secret.md").touch()
    (folder / "real.md").touch()
    (folder / "sub").mkdir()
    (folder / "inside.md").symlink_to("real.md")
    (folder / "outside.md").symlink_to(tmp_path / "secret.md")
    (folder / "broken.md").symlink_to("nowhere.md")
    (folder / "loop.md").symlink_to("loop.md")
    (folder / "linked").symlink_to(folder / "sub")
    (folder / "sub" / "up").symlink_to(folder)
    assert found(folder) == ["f/inside.md", "f/real.md"]
    assert problems(folder) == [
        ("f/broken.md", "broken_link"),
        ("f/linked", "linked_folder"),
        ("f/loop.md", "broken_link"),
        ("f/outside.md", "link_outside"),
        ("f/sub/up", "linked_folder"),
    ]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may list any folder")
def test_a_folder_that_may_not_be_listed_is_told(folder: Path) -> None:
    (folder / "closed").mkdir(mode=0)
    assert problems(folder) == [("f/closed", "unlistable")]


def test_a_folder_that_vanishes_is_told(folder: Path) -> None:
    [root] = roots_of([folder])
    folder.rmdir()
    assert [item.problem.kind for item in discover(root) if isinstance(item, FileProblem)] == ["unlistable"]


def test_names_that_are_no_utf_8_are_found(folder: Path) -> None:
    Path(os.fsdecode(os.fsencode(folder) + b"/\xff.md")).touch()
    assert found(folder) == ["f/\udcff.md"]


def test_a_file_given_alone_counts_under_its_folder(folder: Path) -> None:
    (folder / "a.text").touch()
    assert found(folder / "a.text") == ["f/a.text"]


def test_the_order_of_the_arguments_is_of_no_consequence(tmp_path: Path) -> None:
    for name in ("b", "a"):
        (tmp_path / name).mkdir()
    (tmp_path / "b" / "x.md").touch()
    one = roots_of([tmp_path / "b", tmp_path / "a", tmp_path / "b" / "x.md", tmp_path / "b"])
    other = roots_of([tmp_path / "a", tmp_path / "b" / "x.md", tmp_path / "b"])
    assert one == other
    assert [root.name for root in one] == ["a", "b"]


def test_two_folders_of_one_name_are_refused(tmp_path: Path) -> None:
    for name in ("a/f", "b/f"):
        (tmp_path / name).mkdir(parents=True)
    with pytest.raises(ArgumentError, match="--as NAME"):
        roots_of([tmp_path / "a" / "f", tmp_path / "b" / "f"])


@pytest.mark.parametrize("name", ["", "..", "a/b"])
def test_a_name_must_be_a_name(folder: Path, name: str) -> None:
    if name:
        with pytest.raises(ArgumentError):
            roots_of([folder], name)
    with pytest.raises(ArgumentError):
        roots_of(["/"])


def test_a_missing_path_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ArgumentError, match="No such file"):
        roots_of([tmp_path / "nowhere"])
