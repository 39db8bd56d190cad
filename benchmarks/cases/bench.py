"""Where the cases work, and what they share."""

from __future__ import annotations

import shutil
import sqlite3
import time
from collections.abc import Callable, Iterable
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks import corpus
from benchmarks.contestants import archive_command
from benchmarks.measuring import Run, remove_database, run

Figures = dict[str, Any]

#: Rejected files are allowed: real folders have some.
READ = (0, 1)


@dataclass(slots=True)
class Bench:
    """Where the benchmark works, and how much of it is wanted.

    ``reuse`` takes archives that lie there as they are. A case that takes long gives ``known`` its figures so far.
    """

    cache: Path
    files: int = 3000
    many: int = 100_000
    rounds: int = 3
    spacy_megabytes: float = 0.3
    reuse: bool = False
    known: Callable[[Figures], None] = lambda _: None
    built: dict[int, Path] = field(default_factory=dict)

    def folder(self, count: int) -> Path:
        """A corpus of ``count`` files."""
        return corpus.build(self.cache / f"corpus-{count}", count)

    def database(self, count: int) -> Path:
        """An archive of a corpus, built if it is not there."""
        path = self.cache / f"archive-{count}.db"
        if count not in self.built:
            if not (self.reuse and path.exists()):
                self.ingest(count)
            self.built[count] = path
        return path

    def ingest(self, count: int) -> Run:
        """Build the archive of a corpus anew."""
        path = self.cache / f"archive-{count}.db"
        remove_database(path)
        taken = run(archive_command("ingest", str(self.folder(count)), "--db", str(path)), allowed=READ)
        self.built[count] = path
        return taken

    def copy(self, count: int) -> tuple[Path, Path]:
        """A folder and its archive, for a case that changes them."""
        # The name of a folder is part of its sources' paths.
        folder, database = self.cache / "changing" / f"corpus-{count}", self.cache / "changing.db"
        shutil.rmtree(folder.parent, ignore_errors=True)
        shutil.copytree(self.folder(count), folder, copy_function=shutil.copy2)
        remove_database(database)
        shutil.copy(self.database(count), database)
        with closing(sqlite3.connect(database)) as connection, connection:
            connection.execute("UPDATE folders SET location = ?", (str(folder.resolve()),))
        return folder, database


def texts_of(article: Any) -> Iterable[str]:
    """The texts of an article: its sections and infobox fields."""
    yield from (section.text for section in article.sections)
    yield from (one.text for infobox in article.infoboxes for one in infobox.fields)


def median_seconds(runs: list[Run]) -> float:
    """The seconds of the run in the middle."""
    return median(one.seconds for one in runs)


def seconds(action: Callable[[], object]) -> float:
    """How long an action takes."""
    started = time.perf_counter()
    action()
    return time.perf_counter() - started
