"""One run on an open database: compare, parse, write batch by batch, resolve."""

from __future__ import annotations

import dataclasses
import json
import sqlite3
import time
from collections.abc import Iterable, Iterator

from archive import __version__
from archive.documents import Problem
from archive.ingestion.actors import create_actor_journal, merge_actors
from archive.ingestion.discover import Root
from archive.ingestion.mending import drop_dangling, find_lost_sources
from archive.ingestion.planning import Planner, check_folder, iso_time, outcome_of
from archive.ingestion.resolve import resolve
from archive.ingestion.summary import Reporter, Summary
from archive.ingestion.target import Target
from archive.ingestion.tasks import Prepared, Task
from archive.ingestion.workers import ParsePool
from archive.ingestion.writer import Writer
from archive.models import FULL_TEXT_TABLES
from archive.pipeline import PARSER_VERSION

__all__ = ["Run"]

_BATCH_BYTES = 2 * 1024 * 1024
_BATCH_FILES = 500
# What a row can be refused for: a CHECK or a key, a number beyond 64 bits, text that is no Unicode, a value too long.
_REFUSED = (sqlite3.IntegrityError, sqlite3.DataError, OverflowError, UnicodeEncodeError)
_COUNTS = ("files_seen", "added", "updated", "unchanged", "superseded", "removed", "failed")


class Run:
    """A run on an open database: its row in ``ingest_runs``, its writer and what it counts."""

    def __init__(self, target: Target, pool: ParsePool, reporter: Reporter) -> None:
        self.summary = Summary()
        self._target = target
        self._connection = target.connection
        self._pool = pool
        self.reporter = reporter
        self._begun = time.monotonic()
        self._seen: list[tuple[str]] = []
        self._run_id = 0
        self._writer: Writer

    def start(self, arguments: dict[str, object], *, everything_again: bool = False) -> None:
        """Enter the run, and find out whether the one before came to its end."""
        connection = self._connection
        ends = """SELECT coalesce(max(id), 0), coalesce(max(id) FILTER (WHERE finished_at IS NOT NULL), 0)
                  FROM ingest_runs"""
        connection.execute("CREATE TEMP TABLE seen (name TEXT PRIMARY KEY) WITHOUT ROWID")
        create_actor_journal(connection)
        with self._target.transaction():
            highest, last_finished = connection.execute(ends).fetchone()
            was_cut_short = highest > last_finished
            self._run_id = highest + 1
            connection.execute(
                """INSERT INTO ingest_runs (id, started_at, program_version, arguments, files_seen, added, updated,
                   unchanged, superseded, removed, failed) VALUES (?, ?, ?, ?, 0, 0, 0, 0, 0, 0, 0)""",
                (self._run_id, iso_time(time.time_ns()), __version__, json.dumps(arguments)),
            )
        self._resolves_all = was_cut_short or self._target.is_first_build or everything_again
        # Who began to build may have been an older program, which made the full-text indexes at the end.
        self._remakes_search = everything_again or (was_cut_short and self._target.is_first_build)
        self._writer = Writer(connection, self._run_id, keeps_search=everything_again or not self._remakes_search)

    def register(self, roots: Iterable[Root], *, is_asked_for: bool) -> None:
        """Enter the folders; raise what ``check_folder`` raises."""
        with self._target.transaction():
            for root in roots:
                if not check_folder(self._connection, root, is_asked_for=is_asked_for):
                    enter = """INSERT INTO folders (name, location) VALUES (?, ?)
                               ON CONFLICT (name) DO UPDATE SET location = excluded.location"""
                    self._connection.execute(enter, (root.name, root.location))

    def see(self, name: str, is_task: bool) -> None:
        """Note that there is a file of this name, which is a task or unchanged."""
        self.summary.files_seen += 1
        self._seen.append((name,))
        if not is_task:
            self.summary.tally("unchanged")
            self.reporter.file(name, "unchanged")
        if len(self._seen) >= _BATCH_FILES and not self._connection.in_transaction:
            self._flush_seen()

    def read(self, tasks: Iterable[Task], planner: Planner) -> None:
        """Do ``tasks``, batch by batch: each batch is one transaction."""
        for batch in _batches(self._pool.prepare_all(tasks)):
            self._write(batch, planner)
            planner.committed(prepared.path for prepared in batch)
        with self._target.transaction():
            self._flush_seen()

    def prune(self, roots: Iterable[Root], planner: Planner) -> None:
        """Remove the sources of ``roots`` whose files are gone; a folder that could not be looked through keeps all."""
        for root in roots:
            problem = planner.why_not_pruned(root)
            if root.only is None and problem is None:
                gone = planner.gone(root, self._is_there)
                for start in range(0, len(gone), _BATCH_FILES):
                    self._remove(gone[start : start + _BATCH_FILES], planner)
            elif problem is not None:
                self.summary.not_pruned.append(root.name)
                with self._target.transaction():
                    self._writer.record(root.name, problem)
                    self._writer.flush()
                self.reporter.problem(root.name, problem)

    def _is_there(self, name: str) -> bool:
        return self._connection.execute("SELECT 1 FROM temp.seen WHERE name = ?", (name,)).fetchone() is not None

    def _remove(self, paths: list[str], planner: Planner) -> None:
        with self._target.transaction():
            for path in paths:
                source = planner.source_at(path)
                assert source is not None  # noqa: S101 — it was just selected
                self._writer.remove(source)
            self._writer.settle()
        for path in paths:
            self.summary.tally("removed")
            self.reporter.file(path, "removed")

    def mend(self) -> None:
        """Put right what the writer could not go on from: rows that refer to nothing, originals without a source."""
        with self._target.transaction():
            drop_dangling(self._connection, self._run_id)
            find_lost_sources(self._connection, self._run_id)

    def derive_again(self, planner: Planner, *, everything: bool) -> None:
        """Parse stored bytes whose rows another version of the parser made, or all of them."""
        self.read(self._stored(everything=everything), planner)

    def _stored(self, *, everything: bool) -> Iterator[Task]:
        select = f"""SELECT sources.path, sqlar.sz, sqlar.data, sources.sha256
                     FROM sources JOIN sqlar ON sqlar.name = sources.path
                     WHERE sources.path > ? {"" if everything else "AND sources.parser_version <> ?"}
                     ORDER BY sources.path LIMIT 1"""
        path = ""
        while row := self._connection.execute(select, (path,) if everything else (path, PARSER_VERSION)).fetchone():
            path, size, data, sha256 = row
            self.summary.files_seen += everything
            yield Task(path, size, stored=data, known_sha256=sha256)

    def finish(self) -> Summary:
        """Tie what needs the whole archive, and close the run."""
        self._pool.close()
        if self._remakes_search:
            self._remake_search()
        if self._target.is_first_build:
            self.reporter.stage("index")
            self._target.make_late_indexes()
        self.reporter.stage("resolve")
        connection = self._connection
        with self._target.transaction():
            merge_actors(connection, everything=self._resolves_all)
            resolved = resolve(connection, everything=self._resolves_all)
            select = "SELECT count(*) FROM claims WHERE article_id IN (SELECT article_id FROM temp.changed_articles)"
            (self.summary.claims,) = connection.execute(select).fetchone()
            self.summary.links_resolved = resolved
            select = "SELECT count(*) FROM sources WHERE status = 'superseded'"
            (self.summary.superseded,) = connection.execute(select).fetchone()
            self._count()
            update = "UPDATE ingest_runs SET finished_at = ? WHERE id = ?"
            connection.execute(update, (iso_time(time.time_ns()), self._run_id))
        self.summary.seconds = time.monotonic() - self._begun
        return self.summary

    def _remake_search(self) -> None:
        """Make the full-text indexes anew."""
        self.reporter.stage("search")
        for table in FULL_TEXT_TABLES:
            with self._target.transaction():
                self._connection.execute(f"INSERT INTO {table} ({table}) VALUES ('rebuild')")

    def _write(self, batch: list[Prepared], planner: Planner) -> None:
        """Write a batch; if a row of it is refused, write its files one by one, and reject the one to blame."""
        before = dataclasses.replace(self.summary)
        try:
            outcomes = self._write_at_once(batch, planner)
        except _REFUSED:
            self._writer.forget()
            self.summary = before
            outcomes = [self._write_alone(prepared, planner) for prepared in batch]
        for prepared, outcome in zip(batch, outcomes, strict=True):
            self.reporter.file(prepared.path, outcome)
            for problem in prepared.problems:
                self.reporter.problem(prepared.path, problem)

    def _write_alone(self, prepared: Prepared, planner: Planner) -> str:
        before = dataclasses.replace(self.summary)
        try:
            (outcome,) = self._write_at_once([prepared], planner)
        except _REFUSED as error:
            self._writer.forget()
            self.summary = before
            message = f"The program made a row of this file that its tables refuse; please report it: {error}"
            problem = Problem("error", "write", "refused", message[:500])
            rejected = prepared._replace(
                state="rejected", rows=None, standing=None, repairs=(), problems=(*prepared.problems, problem)
            )
            (outcome,) = self._write_at_once([rejected], planner)
            self.reporter.problem(prepared.path, problem)
        return outcome

    def _write_at_once(self, batch: list[Prepared], planner: Planner) -> list[str]:
        with self._target.transaction():
            outcomes = [self._apply(prepared, planner) for prepared in batch]
            self._writer.settle()
            self._flush_seen()
            self._count()
        return outcomes

    def _apply(self, prepared: Prepared, planner: Planner) -> str:
        for problem in prepared.problems:
            self._writer.record(prepared.path, problem)
            self.summary.warnings += problem.level == "warning"
        relation, source = planner.relation_of(prepared)
        outcome = outcome_of(relation, source, prepared)
        if source is None:
            if relation == "new":
                self._writer.add(prepared)
        elif relation == "same":
            self._writer.touch(source, prepared)
        elif relation == "unreadable":
            if outcome == "failed":
                self._writer.mark_unreadable(source, prepared)
        else:
            known = self._writer.move(source, prepared.path) if relation == "moved" else source
            self._writer.update(known, prepared)
        self.summary.tally(outcome)
        return outcome

    def _count(self) -> None:
        """Enter in the run what was counted so far."""
        update = f"UPDATE ingest_runs SET {', '.join(f'{name} = ?' for name in _COUNTS)} WHERE id = ?"
        self._connection.execute(update, (*(getattr(self.summary, name) for name in _COUNTS), self._run_id))

    def _flush_seen(self) -> None:
        self._connection.executemany("INSERT OR IGNORE INTO temp.seen VALUES (?)", self._seen)
        self._seen.clear()


def _batches(prepared: Iterator[Prepared]) -> Iterator[list[Prepared]]:
    batch: list[Prepared] = []
    size = 0
    for one in prepared:
        batch.append(one)
        size += one.size
        if size >= _BATCH_BYTES or len(batch) >= _BATCH_FILES:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch
