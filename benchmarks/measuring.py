"""Running a command and saying what it took: seconds, processor seconds, peak memory of all its processes, bytes."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

_SAMPLE_SECONDS = 0.25
_FIRST_SAMPLE_SECONDS = 0.02
_TELL_SECONDS = 30


@dataclass(frozen=True, slots=True)
class Run:
    """What one run of a command took. ``peak_mb`` is that of the command and its children together."""

    seconds: float
    processor_seconds: float
    peak_mb: float
    output: str


class CommandFailedError(Exception):
    """A command that is measured ended with an error."""


def run(words: Sequence[str], folder: Path | None = None, allowed: Sequence[int] = (0,)) -> Run:
    """Run a command to its end; raise CommandFailedError where its status is not among those ``allowed``.

    What takes long says every half a minute, on stderr, that it goes on.
    """
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    started = time.perf_counter()
    process = subprocess.Popen(
        list(words), cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace"
    )
    watcher = _Watcher(process.pid)
    watcher.start()
    output, _ = process.communicate()
    seconds = time.perf_counter() - started
    watcher.stop()
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if process.returncode not in allowed:
        raise CommandFailedError(f"{' '.join(words)}\nended with {process.returncode}:\n{output[-2000:]}")
    used = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Run(seconds, used, watcher.peak_kib / 1024, output)


class _Watcher(threading.Thread):
    """Looks again and again at how much memory a process and its descendants hold (Linux; elsewhere it sees none)."""

    def __init__(self, process_id: int) -> None:
        super().__init__(daemon=True)
        self._root = process_id
        self._ended = threading.Event()
        self.peak_kib = 0

    def run(self) -> None:
        begun = told = time.monotonic()
        pause = _FIRST_SAMPLE_SECONDS
        while not self._ended.wait(pause):
            pause = min(2 * pause, _SAMPLE_SECONDS)
            self.peak_kib = max(self.peak_kib, sum(_own_share_kib(one) for one in _tree(self._root)))
            if time.monotonic() - told > _TELL_SECONDS:
                told = time.monotonic()
                tell(f"  for {told - begun:,.0f} s, at most {self.peak_kib / 1024:,.0f} MB of memory so far")

    def stop(self) -> None:
        """Stop looking."""
        self._ended.set()
        self.join()


def _tree(process_id: int) -> list[int]:
    found = [process_id]
    for one in found:
        for task in Path(f"/proc/{one}/task").glob("*/children"):
            try:
                found += map(int, task.read_text().split())
            except (OSError, ValueError):
                continue
    return found


def _own_share_kib(process_id: int) -> int:
    """The proportional set size: pages that processes share are shared out among them."""
    try:
        lines = Path(f"/proc/{process_id}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return sum(int(line.split()[1]) for line in lines if line.startswith("Pss:"))


def tell(message: str) -> None:
    """Say on stderr what is done now."""
    print(message, file=sys.stderr, flush=True)


def database_bytes(path: Path) -> int:
    """The bytes on disk of a database with its journal."""
    return sum(one.stat().st_size for one in path.parent.glob(f"{path.name}*") if not one.name.endswith(".lock"))


def remove_database(path: Path) -> None:
    """Remove a database with what stands beside it."""
    for one in path.parent.glob(f"{path.name}*"):
        one.unlink()


def folder_bytes(folder: Path) -> int:
    """The bytes of all Markdown files in a folder."""
    return sum(path.stat().st_size for path in folder.rglob("*.md"))


def machine() -> dict[str, object]:
    """What the figures were measured on."""
    import datetime
    import platform
    import sqlite3

    from archive.cli import version

    return {
        "archive": version(),
        "date": datetime.datetime.now(datetime.UTC).date().isoformat(),
        "cores": os.cpu_count(),
        "python": platform.python_version(),
        "sqlite": sqlite3.sqlite_version,
        "system": platform.system(),
        "load_before": os.getloadavg()[0] if hasattr(os, "getloadavg") else None,
    }
