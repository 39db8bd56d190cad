"""Export gives every byte back, and never leaves its folder."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path

import pytest

from archive.database import open_archive, open_read_only
from archive.errors import NotAnArchiveError, UnreachableFolderError
from archive.export import Exported, export_files
from archive.originals import pack

A = b"---\ntitle: First war\n---\nArmenia denied it.\n"
B = b"---\ntitle: Second war\n---\n"


def export(path: Path, folder: Path) -> list[Exported]:
    with closing(open_archive(path)) as connection:
        return list(export_files(connection, folder))


def change(path: Path, sql: str, *parameters: object) -> None:
    with closing(sqlite3.connect(path)) as connection:
        # A stranger's file need not keep our rules.
        connection.execute("PRAGMA ignore_check_constraints = ON")
        connection.execute(sql, parameters)
        connection.commit()


def files(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_every_file_comes_back(filled: Path, tmp_path: Path) -> None:
    out = tmp_path / "deep" / "out"
    assert export(filled, out) == [
        Exported("seeds/a.md", "written"),
        Exported("seeds/b.md", "written"),
        Exported("seeds/old/a.md", "written"),
    ]
    assert files(out) == {"seeds/a.md": A, "seeds/b.md": B, "seeds/old/a.md": A}


def test_mode_and_time_come_back(filled: Path, tmp_path: Path) -> None:
    change(filled, "UPDATE sqlar SET mode = 33216 WHERE name = 'seeds/a.md'")
    export(filled, tmp_path / "out")
    status = (tmp_path / "out/seeds/a.md").stat()
    assert (oct(status.st_mode), status.st_mtime) == ("0o100700", 1700000000)


def test_compressed_bytes_come_back(filled: Path, tmp_path: Path) -> None:
    change(filled, "INSERT INTO sqlar VALUES ('long.md', 33188, 0, 5000, ?)", pack(b"long " * 1000))
    export(filled, tmp_path / "out")
    assert (tmp_path / "out/long.md").read_bytes() == b"long " * 1000


@pytest.mark.skipif(shutil.which("sqlite3") is None, reason="needs the sqlite3 command")
def test_sqlite_itself_gives_the_same(filled: Path, tmp_path: Path) -> None:
    change(filled, "INSERT INTO sqlar VALUES ('long.md', 33188, 0, 5000, ?)", pack(b"long " * 1000))
    export(filled, tmp_path / "ours")
    theirs = tmp_path / "theirs"
    theirs.mkdir()
    subprocess.run(["sqlite3", filled, "-A", "-x"], cwd=theirs, check=True)
    assert files(theirs) == files(tmp_path / "ours")
    for name in files(theirs):
        ours, sqlites = (tmp_path / "ours" / name).stat(), (theirs / name).stat()
        assert (ours.st_mode, ours.st_mtime) == (sqlites.st_mode, sqlites.st_mtime)


def test_second_export_leaves_what_is_there(filled: Path, tmp_path: Path) -> None:
    export(filled, tmp_path / "out")
    assert {exported.outcome for exported in export(filled, tmp_path / "out")} == {"unchanged"}


def test_other_bytes_are_not_overwritten(filled: Path, tmp_path: Path) -> None:
    (tmp_path / "out/seeds").mkdir(parents=True)
    (tmp_path / "out/seeds/a.md").write_bytes(b"mine")
    exported = export(filled, tmp_path / "out")
    assert exported[0] == Exported("seeds/a.md", "refused", "another file is there already; move it away first")
    assert files(tmp_path / "out") == {"seeds/a.md": b"mine", "seeds/b.md": B, "seeds/old/a.md": A}


def test_damaged_bytes_are_named(filled: Path, tmp_path: Path) -> None:
    change(filled, "UPDATE sqlar SET data = ? WHERE name = 'seeds/b.md'", B.replace(b"S", b"T"))
    assert [exported.outcome for exported in export(filled, tmp_path / "out")] == ["written", "damaged", "written"]


@pytest.mark.parametrize(
    "name", ["/tmp/out-of-here.md", "../evil.md", "seeds/../../evil.md", "", ".", "a//b", "a\\b", "a\nb"]
)
def test_name_that_leads_out_is_refused(name: str, filled: Path, tmp_path: Path) -> None:
    change(filled, "UPDATE sqlar SET name = ? WHERE name = 'seeds/b.md'", name)
    outcomes = {exported.name: exported.outcome for exported in export(filled, tmp_path / "a/b/out")}
    assert outcomes == {name: "refused", "seeds/a.md": "written", "seeds/old/a.md": "written"}
    assert set(files(tmp_path / "a")) == {"b/out/seeds/a.md", "b/out/seeds/old/a.md"}


@pytest.mark.parametrize(
    "change_sql",
    [
        "mode = 41471",  # a symbolic link
        "mode = 16877",  # a folder
        "sz = -1",
        "sz = 9223372036854775807",
        "data = x'00'",
    ],
)
def test_row_that_is_no_file_is_refused(change_sql: str, filled: Path, tmp_path: Path) -> None:
    change(filled, f"UPDATE sqlar SET {change_sql} WHERE name = 'seeds/b.md'")
    assert [exported.outcome for exported in export(filled, tmp_path / "out")] == ["written", "refused", "written"]
    assert set(files(tmp_path / "out")) == {"seeds/a.md", "seeds/old/a.md"}


def test_set_user_id_is_not_given_back(filled: Path, tmp_path: Path) -> None:
    change(filled, "UPDATE sqlar SET mode = 36333 WHERE name = 'seeds/b.md'")
    export(filled, tmp_path / "out")
    assert oct((tmp_path / "out/seeds/b.md").stat().st_mode) == "0o100755"


def test_links_in_the_folder_are_not_followed(filled: Path, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "a.md").write_bytes(A)
    (tmp_path / "out/seeds").mkdir(parents=True)
    (tmp_path / "out/seeds/old").symlink_to(outside)
    (tmp_path / "out/seeds/a.md").symlink_to(outside / "a.md")
    assert [exported.outcome for exported in export(filled, tmp_path / "out")] == ["refused", "written", "refused"]
    assert files(outside) == {"a.md": A}


def test_pipe_in_the_folder_is_not_waited_for(filled: Path, tmp_path: Path) -> None:
    (tmp_path / "out/seeds").mkdir(parents=True)
    os.mkfifo(tmp_path / "out/seeds/a.md")
    assert export(filled, tmp_path / "out")[0].outcome == "refused"


def test_folder_that_is_a_file_is_refused(filled: Path, tmp_path: Path) -> None:
    (tmp_path / "out").write_bytes(b"")
    with pytest.raises(UnreachableFolderError, match="cannot be written to"):
        export(filled, tmp_path / "out")


def test_view_that_pretends_to_be_the_files_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "hostile.db"
    change(
        path,
        "CREATE VIEW sqlar AS WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) "
        "SELECT 'a' || x AS name, 33188 AS mode, 0 AS mtime, 1 AS sz, x'00' AS data FROM n",
    )
    with closing(open_read_only(path)) as connection, pytest.raises(NotAnArchiveError, match="no table of original"):
        list(export_files(connection, tmp_path / "out"))
