"""The database as a thing to keep: export, verify, what it weighs."""

from __future__ import annotations

import shutil
import sqlite3
from collections import defaultdict
from contextlib import closing
from statistics import median

from benchmarks.cases.bench import Bench, Figures
from benchmarks.contestants import archive_command
from benchmarks.measuring import folder_bytes, run


def out_and_check(bench: Bench) -> Figures:
    """Export and verify."""
    database = bench.database(bench.files)
    size = folder_bytes(bench.folder(bench.files))
    times: defaultdict[str, list[float]] = defaultdict(list)
    out = bench.cache / "exported"
    for _ in range(bench.rounds):
        shutil.rmtree(out, ignore_errors=True)
        times["export"].append(run(archive_command("export", str(out), "--db", str(database))).seconds)
        times["verify"].append(run(archive_command("verify", "--db", str(database))).seconds)
    shutil.rmtree(out, ignore_errors=True)
    return {
        "files": bench.files,
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


def weights(bench: Bench) -> Figures:
    """What each part of the database weighs, per byte of the sources."""
    database = bench.database(bench.files)
    sources = folder_bytes(bench.folder(bench.files))
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
        "files": bench.files,
        "source_bytes": sources,
        "bytes": database.stat().st_size,
        "ratio": database.stat().st_size / sources,
        "rows": [{"part": part, "bytes": size, "per_source_byte": size / sources} for part, size in ordered],
    }
