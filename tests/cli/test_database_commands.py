"""``archive migrate``, ``archive export`` and ``archive verify``: what they print, and their exit status."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import click
from click.testing import CliRunner

from archive.cli import main
from archive.database import writing_lock
from archive.database.migrating import known_revisions

NEWEST = known_revisions()[0]


def run(*arguments: object) -> tuple[int, str]:
    result = CliRunner().invoke(main, [str(argument) for argument in arguments])
    return result.exit_code, result.output


def damage(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("UPDATE sqlar SET data = x'00' WHERE name = 'seeds/b.md'")
        connection.commit()


def test_every_command_is_summed_up_in_a_whole_sentence() -> None:
    listed = run("--help")[1].partition("Commands:\n")[2].splitlines()
    assert len(listed) == len(main.list_commands(click.Context(main)))
    assert [line for line in listed if not line.endswith(".") or line.endswith("...")] == []


def test_migrate_makes_a_database(tmp_path: Path) -> None:
    path = tmp_path / "new.db"
    assert run("migrate", "--db", path) == (0, f"{path} went from nothing to {NEWEST}.\n")
    assert run("migrate", "--db", path) == (0, f"{path} is at {NEWEST} already.\n")


def test_migrate_copies_the_database_first(filled: Path) -> None:
    copy = filled.with_name(f"archive.db.{NEWEST}-1.backup")
    assert run("migrate", "--to", "base", "--db", filled) == (
        0,
        f"{filled} was copied to {copy} first.\n{filled} went from {NEWEST} to nothing.\n",
    )
    assert run("verify", "--db", copy) == (0, f"{copy} is sound.\n")


def test_migrate_without_a_copy(filled: Path) -> None:
    assert run("migrate", "--to", "base", "--no-backup", "--db", filled)[0] == 0
    assert list(filled.parent.glob("*.backup")) == []


def test_migrate_waits_for_its_turn(filled: Path) -> None:
    with writing_lock(filled, "archive ingest seeds"):
        status, output = run("migrate", "--db", filled, "--wait", 0)
    assert status == 1
    assert output.startswith(f"Error: {filled} is being written by `archive ingest seeds` (process ")


def test_migrate_says_why_a_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "notes.md"
    path.write_text("no database", "utf-8")
    assert run("migrate", "--db", path) == (1, f"Error: {path} is not an SQLite database.\n")
    assert path.read_text("utf-8") == "no database"


def test_export_counts_files(filled: Path, tmp_path: Path) -> None:
    assert run("export", tmp_path / "out", "--db", filled) == (0, "3 written, 0 unchanged, 0 damaged, 0 refused\n")
    assert run("export", tmp_path / "out", "--db", filled) == (0, "0 written, 3 unchanged, 0 damaged, 0 refused\n")


def test_export_names_what_it_refused(filled: Path, tmp_path: Path) -> None:
    damage(filled)
    assert run("export", tmp_path / "out", "--db", filled) == (
        1,
        (
            "seeds/b.md: refused: the stored bytes do not decompress to the 26 bytes they were\n"
            "2 written, 0 unchanged, 0 damaged, 1 refused\n"
        ),
    )


def test_verify_of_a_sound_archive(filled: Path) -> None:
    assert run("verify", "--db", filled) == (0, f"{filled} is sound.\n")


def test_verify_names_what_is_wrong(filled: Path) -> None:
    damage(filled)
    status, output = run("verify", "--db", filled)
    assert status == 1
    assert output.splitlines()[0].startswith("sqlar seeds/b.md: the stored bytes")
    assert output.splitlines()[-1] == f"{filled} is damaged (findings: 1)."
