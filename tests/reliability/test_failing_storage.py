"""A full disk, a folder that may not be written, files that vanish, two at once: a clear message, nothing lost."""

from __future__ import annotations

import os
import resource
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

import pytest

import archive.ingestion.run as ingest_run
from archive.database import connections, identify, migrate, open_archive, writing_lock
from archive.errors import ArchiveError, DatabaseBusyError, UnreachableDatabaseError
from archive.explore.publishing import publish
from archive.export import export_files
from archive.ingestion import ingest, rebuild

FILES = 24


def ingest_changes() -> None:
    ingest(["articles"], "archive.db", workers=1)


def with_most_bytes(most: int, action: Callable[[], object]) -> Callable[[], None]:
    """Return ``action`` for a disk on which no file can grow beyond ``most`` bytes."""

    def limited() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))
        try:
            action()
        except ArchiveError:
            os._exit(3)

    return limited


@pytest.mark.promise("A full disk at any size: a message, a sound archive, and the next run completes it")
@pytest.mark.parametrize("command", ["ingest", "ingest again", "rebuild", "migrate", "export", "publish"])
def test_a_full_disk(
    command: str, tmp_path: Path, tools: Any, torture: bool, figures: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ingest_run, "_BATCH_FILES", 5)
    work = tmp_path / "work"
    monkeypatch.chdir(tmp_path)
    tools.write_folder(work / "articles", FILES)
    if command != "ingest":
        ingest(["work/articles"], "work/archive.db", workers=1)
    if command == "ingest again":
        tools.change_folder(work / "articles", FILES)
    work.rename("before")

    def action() -> None:
        if command == "export":
            with closing(open_archive(Path("archive.db"))) as connection:
                outcomes = {one.outcome for one in export_files(connection, Path("out"))}
            assert outcomes <= {"written", "unchanged", "refused"}
        elif command == "rebuild":
            rebuild("archive.db", workers=1)
        elif command == "migrate":
            migrate(Path("archive.db"), "base", keep_backup=True)
            migrate(Path("archive.db"))
            ingest(["articles"], "archive.db", workers=1)
        elif command == "publish":
            publish(Path("archive.db"), Path("public.db"), replace=True)
        else:
            ingest(["articles"], "archive.db", workers=1)

    def fresh() -> None:
        monkeypatch.chdir(tmp_path)
        shutil.rmtree(work, ignore_errors=True)
        shutil.copytree("before", work)
        monkeypatch.chdir(work)

    fresh()
    action()
    expected = tools.contents_of(Path("archive.db"))
    largest = max(path.stat().st_size for path in work.rglob("*") if path.is_file())
    tries = 20 if torture else 2
    refused = 0
    for number in range(tries):
        fresh()
        _, status = os.waitpid(tools.forked(with_most_bytes(largest * number // tries, action)), 0)
        assert os.waitstatus_to_exitcode(status) in (0, 3)
        refused += status != 0
        if Path("archive.db").exists() and identify(Path("archive.db")):
            tools.check_sound(Path("archive.db"))
        for backup in Path().glob("*.backup"):
            tools.check_sound(backup)
        action()
        tools.check_sound(Path("archive.db"))
        assert tools.differences(tools.contents_of(Path("archive.db")), expected) == []
        assert not list(Path().glob("*.publishing*"))
        if command == "export":
            assert not list(Path("out").rglob("*.partial"))
    assert refused
    figures(**{f"{command.replace(' ', '_')}_on_a_full_disk": f"{tries} sizes"})


@pytest.mark.promise(
    "A write that fails after so many pages: a message, a sound archive, and the next run completes it"
)
def test_a_database_that_cannot_grow(
    tmp_path: Path,
    tools: Any,
    torture: bool,
    monkeypatch: pytest.MonkeyPatch,
    figures: Any,
) -> None:
    monkeypatch.setattr(ingest_run, "_BATCH_FILES", 5)
    monkeypatch.chdir(tmp_path)
    tools.write_folder(tmp_path / "articles", FILES)
    ingest(["articles"], "before.db", workers=1)
    with closing(sqlite3.connect("before.db")) as connection:
        connection.execute("VACUUM")
        (pages,) = connection.execute("PRAGMA page_count").fetchone()
    tools.change_folder(tmp_path / "articles", FILES)
    shutil.copy("before.db", "archive.db")
    ingest_changes()
    expected = tools.contents_of(Path("archive.db"))
    opened = connections.sqlite3.connect
    refused = 0
    tries = 20 if torture else 3
    for more in range(tries):
        for left in Path().glob("archive.db*"):
            left.unlink()
        shutil.copy("before.db", "archive.db")

        def limited(*arguments: Any, most: int = pages + more, **keywords: Any) -> sqlite3.Connection:
            connection: sqlite3.Connection = opened(*arguments, **keywords)
            connection.execute(f"PRAGMA max_page_count = {most}")
            return connection

        with monkeypatch.context() as patch:
            patch.setattr(connections.sqlite3, "connect", limited)
            with suppress(UnreachableDatabaseError):
                ingest_changes()
                refused -= 1
            refused += 1
        tools.check_sound(Path("archive.db"))
        ingest_changes()
        tools.check_sound(Path("archive.db"))
        assert tools.differences(tools.contents_of(Path("archive.db")), expected) == []
    assert refused
    figures(limits=tries, refused=refused)


@pytest.mark.promise("An archive in a folder that may not be written can be read, and says why it cannot be changed")
def test_an_archive_in_a_folder_that_may_not_be_written(tools: Any) -> None:
    if os.getuid() != 0:
        pytest.skip("becomes another user, which only root can")
    with tempfile.TemporaryDirectory(dir="/tmp") as place:
        check_read_only(Path(place), tools)


def check_read_only(place: Path, tools: Any) -> None:
    folder = place / "archive"
    folder.mkdir()
    ingest([tools.write_folder(place / "articles", 3)], folder / "archive.db", workers=1)
    place.chmod(0o555)
    folder.chmod(0o555)

    def as_nobody() -> None:
        os.setgid(65534)
        os.setuid(65534)
        with closing(open_archive(folder / "archive.db")) as connection:
            assert connection.execute("SELECT count(*) FROM sources").fetchone() == (3,)
        for change in (
            lambda: ingest([place / "articles"], folder / "archive.db"),
            lambda: rebuild(folder / "archive.db"),
            lambda: publish(folder / "archive.db", folder / "public.db"),
        ):
            with pytest.raises(ArchiveError, match="cannot be"):
                change()

    _, status = os.waitpid(tools.forked(as_nobody), 0)
    assert status == 0


@pytest.mark.promise("A folder that may not be written is said so by every command that writes")
def test_a_folder_that_may_not_be_written(tmp_path: Path, tools: Any, filled: Path) -> None:
    tools.write_folder(tmp_path / "articles", 3)
    here = tmp_path / "here"
    here.mkdir()
    # A place where nothing can be made, for the superuser neither.
    nowhere = Path("/proc/self/fdinfo")
    for arguments in (
        ["ingest", str(tmp_path / "articles"), "--db", str(nowhere / "archive.db")],
        ["export", str(nowhere / "out"), "--db", str(filled)],
        ["publish", str(nowhere / "public.db"), "--db", str(filled)],
        ["migrate", "--db", str(nowhere / "archive.db")],
    ):
        command = [sys.executable, "-c", "from archive.cli import main; main()", *arguments]
        run = subprocess.run(command, capture_output=True, text=True, check=False)
        assert run.returncode == 1, arguments
        assert run.stderr.startswith("Error: "), run.stderr
        assert "Traceback" not in run.stderr


@pytest.mark.promise("Files that change or vanish while they are read cost themselves only")
def test_files_that_vanish_and_change(tmp_path: Path, tools: Any, torture: bool, figures: Any) -> None:
    folder = tools.write_folder(tmp_path / "articles", 60)
    database = tmp_path / "archive.db"
    stop = threading.Event()

    def disturb() -> None:
        number = 0
        while not stop.is_set():
            number += 1
            path = folder / f"{number % 3}" / f"{number % 60}.md"
            # Every fifteenth is broken, and would keep what it was read as while it was empty.
            if number % 15 == 14:
                continue
            if number % 2:
                path.unlink(missing_ok=True)
            else:
                path.write_bytes(tools.article(number % 60, number))
            time.sleep(0.0005)

    disturber = threading.Thread(target=disturb)
    disturber.start()
    runs = 12 if torture else 2
    try:
        for _ in range(runs):
            ingest([folder], database, workers=2, prune=True)
            tools.check_sound(database)
    finally:
        stop.set()
        disturber.join()
    for number in range(60):
        tools.write_article(folder, number, 5)
    ingest([folder], database, workers=1, prune=True)
    fresh = tmp_path / "fresh.db"
    ingest([folder], fresh, workers=1)
    found = tools.differences(tools.contents_of(database), tools.contents_of(fresh))
    # What was said of files while they were in motion, and versions that stay of files that fail, are history.
    kept = ("ingest_errors", "folders", "sources", "articles", "sqlar", "text_repairs")
    assert [row for row in found if not row.startswith(kept)] == []
    tools.check_sound(database)
    figures(runs=runs)


@pytest.mark.promise("Two writers: the second waits as long as it was told, and says who holds the lock")
def test_two_at_once(tmp_path: Path, tools: Any) -> None:
    folder = tools.write_folder(tmp_path / "articles", FILES)
    database = tmp_path / "archive.db"
    said = rf"`archive ingest` \(process {os.getpid()}, since"
    with writing_lock(database, "archive ingest"), pytest.raises(DatabaseBusyError, match=said):
        ingest([folder], database, wait=0.3)
    processes = [tools.forked(lambda: ingest([folder], database, workers=1, wait=60)) for _ in range(3)]
    assert [os.waitpid(process, 0)[1] for process in processes] == [0, 0, 0]
    tools.check_sound(database)
    with closing(sqlite3.connect(database)) as connection:
        assert connection.execute("SELECT count(*) FROM sources").fetchone() == (FILES,)
        assert connection.execute("SELECT count(*) FROM ingest_runs WHERE finished_at IS NULL").fetchone() == (0,)


@pytest.mark.promise("A reader sees whole articles only, and a long query neither stops a writer nor is stopped")
def test_readers_while_a_run_writes(
    tmp_path: Path, tools: Any, torture: bool, figures: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ingest_run, "_BATCH_FILES", 5)
    folder = tools.write_folder(tmp_path / "articles", 60)
    database = tmp_path / "archive.db"
    ingest([folder], database, workers=1)
    reads = 0
    for version in range(1, 7 if torture else 2):
        for number in range(60):
            tools.write_article(folder, number, version)
        with closing(open_archive(database)) as long_reader:
            long_reader.execute("BEGIN")
            select = "SELECT count(*), sum(length(text)) FROM sections"
            seen = long_reader.execute(select).fetchone()
            writer = tools.forked(lambda: ingest([folder], database, workers=1))
            while not os.waitpid(writer, os.WNOHANG)[0]:
                with closing(open_archive(database)) as reader:
                    partial = """SELECT count(*) FROM articles WHERE NOT EXISTS
                                 (SELECT 1 FROM sections WHERE sections.article_id = articles.id)"""
                    assert reader.execute(partial).fetchone() == (0,)
                    broken = """SELECT count(*) FROM claims JOIN sections ON sections.id = section_id
                                WHERE substr(text, cue_start + 1, cue_end - cue_start) <> cue"""
                    assert reader.execute(broken).fetchone() == (0,)
                    reads += 1
            assert long_reader.execute(select).fetchone() == seen
        tools.check_sound(database)
    figures(reads_while_writing=reads)
