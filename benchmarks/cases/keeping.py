"""The database as a thing to keep: export, verify, what it weighs."""

from __future__ import annotations

import hashlib
import shutil
import sqlite3
from collections import defaultdict
from contextlib import closing
from statistics import median

from benchmarks import corpus
from benchmarks.cases.bench import READ, Bench, Figures
from benchmarks.contestants import archive_command
from benchmarks.measuring import folder_bytes, remove_database, run


def out_and_check(bench: Bench, count: int | None = None) -> Figures:
    """Export and verify, of an archive that was just read."""
    count = count or bench.files
    database = bench.database(count)
    size = folder_bytes(bench.folder(count))
    times: defaultdict[str, list[float]] = defaultdict(list)
    out = bench.cache / "exported"
    with database.open("rb") as file:
        hashlib.file_digest(file, "sha256")
    for _ in range(bench.rounds if count == bench.files else 1):
        shutil.rmtree(out, ignore_errors=True)
        times["export"].append(run(archive_command("export", str(out), "--db", str(database))).seconds)
        times["verify"].append(run(archive_command("verify", "--db", str(database))).seconds)
    shutil.rmtree(out, ignore_errors=True)
    return {
        "files": count,
        "rows": [
            {
                "name": name,
                "seconds": median(values),
                "source_megabytes_per_second": size / median(values) / 1e6,
                "database_megabytes_per_second": database.stat().st_size / median(values) / 1e6,
            }
            for name, values in times.items()
        ],
    }


def weights(bench: Bench, count: int | None = None) -> Figures:
    """What each part of the database weighs, per byte of the sources; of the real files, the whole."""
    count = count or bench.files
    figures = _parts(bench, count)
    if corpus.REAL.is_dir() and count == bench.files:
        database = bench.cache / "real.db"
        remove_database(database)
        run(archive_command("ingest", str(corpus.REAL), "--db", str(database)), allowed=READ)
        figures["real_ratio"] = database.stat().st_size / folder_bytes(corpus.REAL)
        remove_database(database)
    return figures


def _parts(bench: Bench, count: int) -> Figures:
    database = bench.database(count)
    sources = folder_bytes(bench.folder(count))
    with closing(sqlite3.connect(database)) as connection:
        parts = connection.execute(
            """SELECT coalesce(m.tbl_name, s.name) || CASE WHEN m.type = 'index' THEN ' (indexes)' ELSE '' END AS part,
                      sum(s.pgsize) AS bytes
               FROM dbstat AS s LEFT JOIN sqlite_master AS m ON m.name = s.name GROUP BY part ORDER BY bytes DESC"""
        ).fetchall()
    merged: defaultdict[str, int] = defaultdict(int)
    for part, size in parts:
        name, is_index = part.removesuffix(" (indexes)"), part.endswith(" (indexes)")
        base = name.rpartition("_fts")[0] + "_fts" if "_fts_" in name else name
        merged[base if "_fts_" in name else part if is_index else name] += size
    ordered = sorted(merged.items(), key=lambda item: -item[1])
    return {
        "files": count,
        "source_bytes": sources,
        "bytes": database.stat().st_size,
        "ratio": database.stat().st_size / sources,
        "rows": [{"part": part, "bytes": size, "per_source_byte": size / sources} for part, size in ordered],
    }
