"""``ingest`` and ``rebuild``, the two forms of a run. Workers load beside this process, so they are told to first."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from archive.database import writing_lock
from archive.errors import DatabaseMissingError
from archive.ingestion.discover import FoundFile, discover, roots_of
from archive.ingestion.summary import Reporter, SilentReporter, Summary
from archive.ingestion.workers import ParsePool

__all__ = ["ingest", "rebuild"]


def ingest(
    paths: Iterable[str | os.PathLike[str]],
    db: str | os.PathLike[str],
    *,
    name: str | None = None,
    check: bool = False,
    prune: bool = False,
    workers: int | None = None,
    wait: float = 10.0,
    reporter: Reporter | None = None,
) -> Summary:
    """Read files and folders of articles into the archive ``db``, which is created or migrated as needed.

    ``name`` stands in for the name of the one folder given. Files whose size and time are as they were are not read;
    with ``check`` they are compared by checksum. With ``prune``, what is gone from the folders given is removed.
    ``workers`` processes parse (default: as many as there are cores); the result is the same whatever their number.
    A file that cannot be read is reported, and kept in ``ingest_errors``; it never ends the run.

    Raises ArgumentError for paths that cannot be read as asked, DatabaseBusyError when another command writes for
    longer than ``wait`` seconds, and other ArchiveErrors for a database that cannot be used. After KeyboardInterrupt
    the same call goes on where this one stopped.
    """
    paths = [os.fsdecode(path) for path in paths]
    roots = roots_of(paths, name, may_be_gone=prune)
    database = Path(db)
    with writing_lock(database, "archive ingest", wait), ParsePool(workers or os.cpu_count() or 1) as pool:
        if not database.exists():
            pool.expect(found.size for root in roots for found in discover(root) if isinstance(found, FoundFile))
        from archive.ingestion.planning import Planner
        from archive.ingestion.run import Run
        from archive.ingestion.target import open_target

        with open_target(database) as target:
            run = Run(target, pool, reporter or SilentReporter())
            run.start({"paths": paths, "as": name, "check": check, "prune": prune})
            run.register(roots, is_asked_for=name is not None)
            planner = Planner(target.connection, check=check)
            run.reporter.begin(lambda: sum(1 for root in roots for _ in discover(root)))
            run.read(planner.tasks(roots, run.see), planner)
            if prune:
                run.prune(roots, planner)
            run.derive_again(planner, everything=False)
            return run.finish()


def rebuild(
    db: str | os.PathLike[str],
    *,
    workers: int | None = None,
    wait: float = 10.0,
    reporter: Reporter | None = None,
) -> Summary:
    """Derive every row of the archive ``db`` again from the original bytes that it keeps.

    Raises DatabaseMissingError where there is no archive, and what ``ingest`` raises.
    """
    database = Path(db)
    if not database.exists():
        raise DatabaseMissingError(f"There is no database at {database}. `archive ingest` makes one.")
    with writing_lock(database, "archive rebuild", wait), ParsePool(workers or os.cpu_count() or 1) as pool:
        from archive.ingestion.planning import Planner
        from archive.ingestion.run import Run
        from archive.ingestion.target import open_target

        with open_target(database) as target:
            run = Run(target, pool, reporter or SilentReporter())
            run.start({"rebuild": True}, everything_again=True)
            run.mend()
            run.reporter.begin(lambda: int(target.connection.execute("SELECT count(*) FROM sources").fetchone()[0]))
            run.derive_again(Planner(target.connection, check=False), everything=True)
            return run.finish()
