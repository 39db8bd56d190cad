"""Every path gets a name that can be written back anywhere, and no two get the same."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from urllib.parse import unquote_to_bytes

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.naming import fold_name, is_safe_name, safe_name


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("seeds/lachin-offensive.md", "seeds/lachin-offensive.md"),
        ("seeds/Laçın 'x' \"y\".md", "seeds/Laçın 'x' \"y\".md"),
        ("seeds/.hidden/...md", "seeds/.hidden/...md"),
        ("100%.md", "100%.md"),
        ("100%25.md", "100%2525.md"),
        ("/etc/passwd", "%2Fetc/passwd"),
        ("../../x", "%2E%2E/%2E%2E/x"),
        ("a/./b", "a/%2E/b"),
        ("a//b/", "a/%2Fb%2F"),
        ("a\\b", "a%5Cb"),
        ("a\nb\x1b\x85", "a%0Ab%1B%C2%85"),
        ("caf\udce9.md", "caf%E9.md"),
    ],
)
def test_name_of(path: str, name: str) -> None:
    assert safe_name(path, {}) == name


def test_paths_that_differ_by_case_get_names_that_differ_in_more() -> None:
    taken: dict[str, str] = {}
    names = []
    for path in ("f/Foo.md", "f/foo.md", "f/fOo.md", "F/Foo.md", "f/FÉ.md", "f/fe\u0301.md"):
        names.append(safe_name(path, taken))
        taken[fold_name(names[-1])] = names[-1]
    assert names == ["f/Foo.md", "f/%66oo.md", "f/%66%4Fo.md", "F/%46oo.md", "f/FÉ.md", "f/%66e\u0301.md"]


def test_name_in_use_is_kept() -> None:
    assert safe_name("f/foo.md", {"f/foo.md": "f/foo.md"}) == "f/foo.md"


def test_empty_path_has_no_name() -> None:
    with pytest.raises(ValueError, match="needs a path"):
        safe_name("", {})


paths = st.lists(st.sampled_from([*"aAéÉ/\\.%4\n\udcff", ".."]), min_size=1, max_size=8).map("".join)


@given(st.lists(paths, min_size=1, max_size=6, unique=True))
@settings(max_examples=200)
def test_names_are_safe_distinct_and_give_the_path_back(some_paths: list[str]) -> None:
    taken: dict[str, str] = {}
    for path in some_paths:
        name = safe_name(path, taken)
        assert is_safe_name(name)
        assert fold_name(name) not in taken
        assert unquote_to_bytes(name) == path.encode("utf-8", "surrogateescape")
        taken[fold_name(name)] = name
        assert safe_name(path, taken) == name


@given(st.text(st.characters(codec="utf-8"), max_size=12))
@settings(max_examples=200)
def test_database_takes_every_name_and_no_other_kind_of_slash_and_dot(filled_template: Path, path: str) -> None:
    connection = sqlite3.connect(filled_template)
    try:
        if path:
            connection.execute("INSERT INTO sqlar VALUES (?, 33188, 0, 0, X'')", (safe_name(path, {}),))
        for unsafe in ("", "/a", "a/", "a//b", "./a", "a/..", "a\\b"):
            with pytest.raises(sqlite3.IntegrityError, match="ck_sqlar_name"):
                connection.execute("INSERT INTO sqlar VALUES (?, 33188, 0, 0, X'')", (unsafe,))
    finally:
        connection.close()
