"""``archive ingest`` and ``archive rebuild`` from the keyboard: words, exit status, Ctrl-C, a second writer."""

from __future__ import annotations

import contextlib
import os
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

import archive
from archive.cli import main
from archive.database import writing_lock

ARCHIVE = [sys.executable, "-c", "from archive.cli import main; main()"]


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


def article(title: str) -> str:
    return f"---\ntitle: {title}\n---\nText.\n"


def test_a_run_ends_with_a_summary_and_status_0(place: Any) -> None:
    place.write("a.md", article("A"))
    place.write("b.md", article("A"))
    result = run("ingest", place.folder, "--db", place.database)
    assert result.exit_code == 0, result.output
    assert result.stdout.startswith(
        "2 files: 2 added, 0 updated, 0 unchanged, 1 superseded, 0 removed, 0 failed; 0 claims, 0 links resolved; "
    )
    assert result.stdout.endswith(" seconds\n")


def test_a_folder_without_articles_is_told(place: Any) -> None:
    place.write("notes.html", "<p>Text.</p>")
    result = run("ingest", place.folder, "--db", place.database)
    assert result.exit_code == 0, result.output
    assert result.stdout.splitlines()[1:] == [
        "No articles were found there: see `archive ingest --help` for the names that they may have."
    ]


@pytest.mark.parametrize(("links", "told"), [(1, "1 warning is"), (2, "2 warnings are")])
def test_warnings_are_counted(place: Any, links: int, told: str) -> None:
    place.write("a.md", article("A"))
    for number in range(links):
        (place.folder / f"loop{number}").symlink_to(".")
    result = run("ingest", place.folder, "--db", place.database)
    assert result.stdout.splitlines()[1:] == [f"{told} kept in ingest_errors."]


def test_rejected_files_are_named_with_line_and_reason_and_status_1(place: Any) -> None:
    place.write("bad\nname.md", "---\ntitle: A\nx: [\n---\n")
    result = run("ingest", place.folder, "--db", place.database)
    assert result.exit_code == 1
    [line] = result.stderr.splitlines()
    path, number, reason = line.split(":", 2)
    assert path.startswith("articles/bad") and number.isdigit() and reason.strip()  # noqa: PT018 — one line, one look
    assert "1 failed" in result.stdout


@pytest.mark.parametrize("arguments", [[], ["nowhere"], ["/"], ["--workers", "0", "."], ["--as", "x", ".", ".."]])
def test_wrong_usage_is_status_2(arguments: list[str], tmp_path: Path) -> None:
    result = run("ingest", *arguments, "--db", tmp_path / "archive.db")
    assert result.exit_code == 2, result.output
    assert list(tmp_path.iterdir()) == []


def test_prune_of_an_empty_folder_is_status_1(place: Any) -> None:
    path = place.write("a.md", article("A"))
    run("ingest", place.folder, "--db", place.database)
    path.unlink()
    result = run("ingest", place.folder, "--db", place.database, "--prune")
    assert result.exit_code == 1
    assert "holds no article any more" in result.stderr
    assert "0 removed" in result.stdout


def test_a_dry_run_says_what_would_happen_and_writes_nothing(place: Any) -> None:
    gone = place.write("a.md", article("A"))
    place.write("b.md", article("B"))
    run("ingest", place.folder, "--db", place.database)
    gone.unlink()
    place.write("b.md", article("B new"))
    place.write("c.md", article("B new"))
    place.write("d.md", "---\ntitle: [\n---\n")
    before = place.database.read_bytes()
    dry = run("ingest", place.folder, "--db", place.database, "--prune", "--dry-run")
    assert dry.exit_code == 1
    assert dry.stdout.splitlines()[:4] == [
        "updated: articles/b.md",
        "added: articles/c.md",
        "failed: articles/d.md",
        "removed: articles/a.md",
    ]
    assert dry.stdout.endswith("This was a dry run; nothing was written.\n")
    assert place.database.read_bytes() == before
    assert place.rows("SELECT count(*) FROM ingest_runs") == [(1,)]
    real = run("ingest", place.folder, "--db", place.database, "--prune")
    assert real.stdout.split(";")[0] == dry.stdout.splitlines()[4].split(";")[0]


def test_a_dry_run_makes_no_database(place: Any) -> None:
    place.write("a.md", article("A"))
    place.write("b.md", article("A"))
    result = run("ingest", place.folder, "--db", place.database, "--dry-run")
    assert result.exit_code == 0, result.output
    assert "2 added" in result.stdout
    assert "1 superseded" in result.stdout
    assert not place.database.exists()
    assert [path.name for path in place.database.parent.iterdir()] == ["articles"]


def test_another_writer_is_named(place: Any) -> None:
    place.write("a.md", article("A"))
    with writing_lock(place.database, "archive rebuild"):
        result = run("ingest", place.folder, "--db", place.database, "--wait", "0")
    assert result.exit_code == 1
    assert f"`archive rebuild` (process {os.getpid()}" in result.stderr


def test_a_rebuild_needs_an_archive(tmp_path: Path) -> None:
    result = run("rebuild", "--db", tmp_path / "archive.db")
    assert result.exit_code == 1
    assert "no database" in result.stderr


def test_a_rebuild_needs_no_files(place: Any) -> None:
    path = place.write("a.md", article("A"))
    run("ingest", place.folder, "--db", place.database)
    path.unlink()
    result = run("rebuild", "--db", place.database)
    assert result.exit_code == 0, result.output
    assert "1 unchanged (1 derived again)" in result.stdout


def test_the_public_function_reads_a_folder(place: Any) -> None:
    place.write("a.md", article("A"))
    assert archive.ingest([place.folder], place.database).added == 1


def fill(place: Any, count: int) -> None:
    for number in range(count):
        sentence = f"The ministry stated that {number} soldiers were killed. "
        place.write(f"{number}.md", f"---\ntitle: Title {number}\n---\n{sentence * 12}\n")


def start(place: Any, *arguments: str) -> subprocess.Popen[str]:
    command = [*ARCHIVE, "ingest", str(place.folder), "--db", str(place.database), "--workers", "2", *arguments]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def wait_for_run(database: Path) -> None:
    """Wait until a run has begun to write ``database``."""
    until = time.monotonic() + 20
    while time.monotonic() < until:
        with contextlib.suppress(sqlite3.OperationalError), contextlib.closing(sqlite3.connect(database)) as connection:
            if connection.execute("SELECT count(*) FROM ingest_runs").fetchone() > (0,):
                return
        time.sleep(0.01)


@pytest.mark.parametrize("delay", [0.0, 1.0])
def test_ctrl_c_stops_the_run_and_the_same_command_goes_on(place: Any, delay: float) -> None:
    fill(place, 200)
    building = place.database.with_name("archive.db.building")
    with start(place) as process:
        wait_for_run(building)
        time.sleep(delay)
        process.send_signal(signal.SIGINT)
        _, errors = process.communicate(timeout=20)
    # A quick machine may have finished before the signal came.
    if not place.database.exists():
        assert "run the same command again" in errors
        assert "Traceback" not in errors
    assert place.ingest().failed == 0
    assert not building.exists()
    assert place.rows("SELECT count(*) FROM articles") == [(200,)]


def test_a_killed_first_build_is_gone_on_with(place: Any) -> None:
    fill(place, 200)
    building = place.database.with_name("archive.db.building")
    for delay in (0.0, 0.5, 1.0):
        with start(place) as process:
            wait_for_run(building)
            time.sleep(delay)
            process.kill()
    place.ingest()
    assert sorted(path.name for path in place.database.parent.iterdir()) == ["archive.db", "articles"]
    assert place.rows("SELECT count(*) FROM articles") == [(200,)]
    assert place.rows("SELECT count(*) FROM sections_fts WHERE sections_fts MATCH 'soldiers'") == [(200,)]
