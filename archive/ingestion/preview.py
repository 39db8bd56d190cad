"""A dry run: what ``ingest`` would do, told without writing anything."""

from __future__ import annotations

import os
import sqlite3
import tempfile
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from archive.database import identify, migrate, open_archive
from archive.ingestion.discover import discover, roots_of
from archive.ingestion.planning import KnownSource, Planner, check_folder, outcome_of
from archive.ingestion.rows import ARTICLE_COLUMNS
from archive.ingestion.summary import Reporter, SilentReporter, Summary
from archive.ingestion.tasks import Prepared
from archive.ingestion.workers import ParsePool

__all__ = ["preview"]

_TITLE_KEY, _LANGUAGE = ARTICLE_COLUMNS.index("title_key"), ARTICLE_COLUMNS.index("language")


def preview(
    paths: Iterable[str | os.PathLike[str]],
    db: str | os.PathLike[str],
    *,
    name: str | None = None,
    check: bool = False,
    prune: bool = False,
    workers: int | None = None,
    reporter: Reporter | None = None,
) -> Summary:
    """Return what ``ingest`` with these arguments would do; ``claims`` and ``links_resolved`` stay 0. Writes nothing.

    Raises ArgumentError as ``ingest`` does, and what ``open_archive`` raises.
    """
    begun = time.monotonic()
    roots = roots_of(paths, name, may_be_gone=prune)
    reporter = reporter or SilentReporter()
    summary = Summary()
    seen: set[str] = set()
    with _what_there_is(Path(db)) as connection:
        for root in roots:
            check_folder(connection, root, is_asked_for=name is not None)
        planner = Planner(connection, check=check)
        groups = _Groups(connection)

        def see(path: str, is_task: bool) -> None:
            seen.add(path)
            if not is_task:
                tell(path, "unchanged")

        def tell(path: str, outcome: str) -> None:
            summary.tally(outcome)
            reporter.file(path, outcome)

        reporter.begin(lambda: sum(1 for root in roots for _ in discover(root)))
        with ParsePool(workers or os.cpu_count() or 1) as pool:
            for prepared in pool.prepare_all(planner.tasks(roots, see)):
                relation, source = planner.relation_of(prepared)
                groups.place(source, prepared)
                tell(prepared.path, outcome_of(relation, source, prepared))
                for problem in prepared.problems:
                    summary.warnings += problem.level == "warning"
                    reporter.problem(prepared.path, problem)
        for root in roots if prune else ():
            why_not = planner.why_not_pruned(root)
            if why_not is not None:
                summary.not_pruned.append(root.name)
                reporter.problem(root.name, why_not)
            elif root.only is None:
                for path in planner.gone(root, seen.__contains__):
                    groups.place(planner.source_at(path), None)
                    tell(path, "removed")
        summary.superseded = groups.superseded()
    summary.files_seen = len(seen)
    summary.seconds = time.monotonic() - begun
    return summary


@contextmanager
def _what_there_is(database: Path) -> Iterator[sqlite3.Connection]:
    """Open the archive, or what a first build has so far, or nothing, read-only."""
    building = database.with_name(f"{database.name}.building")
    for path in (database, building):
        if identify(path):
            with closing(open_archive(path)) as connection:
                yield connection
            return
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "empty.db")
        migrate(path)
        with closing(open_archive(path)) as connection:
            yield connection


class _Groups:
    """Counts the files of each article as they would be, to tell how many would be superseded."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._before: Counter[tuple[str, str]] = Counter()
        self._change: Counter[tuple[str, str]] = Counter()

    def place(self, source: KnownSource | None, prepared: Prepared | None) -> None:
        """Take ``source`` from the article it tells, and add what was read to the one that it would tell."""
        if prepared is not None and prepared.rows is None and (source is None or source.article_id is not None):
            return
        if source is not None and source.article_id is not None:
            select = "SELECT coalesce(language, ''), title_key FROM articles WHERE id = ?"
            self._note(self._connection.execute(select, (source.article_id,)).fetchone(), -1)
        if prepared is not None and prepared.rows is not None:
            self._note((prepared.rows.article[_LANGUAGE] or "", prepared.rows.article[_TITLE_KEY]), 1)

    def superseded(self) -> int:
        """Return how many files would stand behind another."""
        (count,) = self._connection.execute("SELECT count(*) FROM sources WHERE status = 'superseded'").fetchone()
        for identity, change in self._change.items():
            before = self._before[identity]
            count += max(before + change - 1, 0) - max(before - 1, 0)
        return int(count)

    def _note(self, identity: tuple[str, str], change: int) -> None:
        if identity not in self._before:
            select = """SELECT count(*) FROM sources JOIN articles ON articles.id = sources.article_id
                        WHERE coalesce(language, '') = ? AND title_key = ?"""
            (self._before[identity],) = self._connection.execute(select, identity).fetchone()
        self._change[identity] += change
