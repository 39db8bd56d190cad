"""One command writes at a time; the next waits, then says who it waited for."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from archive.database import writing_lock
from archive.errors import DatabaseBusyError, UnreachableDatabaseError

HOLDER = """
import sys, time
from pathlib import Path
from archive.database import writing_lock
with writing_lock(Path(sys.argv[1]), "archive ingest seeds"):
    print("held", flush=True)
    time.sleep(60)
"""


@pytest.fixture
def holder(tmp_path: Path):
    """A process that holds the lock of archive.db."""
    path = tmp_path / "archive.db"
    with subprocess.Popen([sys.executable, "-c", HOLDER, path], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "held\n"
        yield process
        process.kill()


def test_second_is_told_who_holds_it(holder: subprocess.Popen[str], tmp_path: Path) -> None:
    words = rf"archive.db is being written by `archive ingest seeds` \(process {holder.pid}, since 20.*\)\. .*--wait"
    with pytest.raises(DatabaseBusyError, match=words), writing_lock(tmp_path / "archive.db", "archive rebuild", 0.1):
        pass


def test_killed_holder_holds_nothing(holder: subprocess.Popen[str], tmp_path: Path) -> None:
    holder.kill()
    holder.wait()
    with writing_lock(tmp_path / "archive.db", "archive rebuild", 1):
        pass
    assert not (tmp_path / "archive.db.lock").exists()


def test_second_goes_on_when_the_first_is_done(tmp_path: Path) -> None:
    path = tmp_path / "archive.db"
    held = threading.Event()

    def first() -> None:
        with writing_lock(path, "first"):
            held.set()
            time.sleep(0.2)

    thread = threading.Thread(target=first)
    thread.start()
    held.wait()
    with writing_lock(path, "second", 10):
        thread.join(timeout=5)
        assert not thread.is_alive()


def test_many_take_turns(tmp_path: Path) -> None:
    path = tmp_path / "archive.db"
    inside: list[int] = []
    most: list[int] = []

    def enter() -> None:
        for _ in range(5):
            with writing_lock(path, "turn", 30):
                inside.append(1)
                most.append(len(inside))
                inside.pop()

    threads = [threading.Thread(target=enter) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert most == [1] * 20


def test_lock_is_let_go_after_an_error(tmp_path: Path) -> None:
    path = tmp_path / "archive.db"
    with pytest.raises(KeyError), writing_lock(path, "first"):
        raise KeyError
    with writing_lock(path, "second", 0):
        assert path.with_name("archive.db.lock").exists()


def test_linked_lock_file_is_not_written_through(tmp_path: Path) -> None:
    victim = tmp_path / "victim"
    victim.write_text("kept", "utf-8")
    (tmp_path / "archive.db.lock").symlink_to(victim)
    with pytest.raises(UnreachableDatabaseError, match="cannot be locked"), writing_lock(tmp_path / "archive.db", "x"):
        pass
    assert victim.read_text("utf-8") == "kept"
