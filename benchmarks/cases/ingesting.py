"""First and second ingests: the archive beside its peers, few files and many, files that changed."""

from __future__ import annotations

import random
import shutil
from collections import defaultdict
from functools import partial
from pathlib import Path
from statistics import median

from benchmarks import corpus
from benchmarks.cases.bench import READ, Bench, Figures, median_seconds, seconds
from benchmarks.contestants import archive_command, contestants
from benchmarks.measuring import Run, database_bytes, folder_bytes, remove_database, run


def first_ingest(bench: Bench) -> Figures:
    """First ingest of ``files`` articles, the archive and its peers in turn, round after round."""
    folder = bench.folder(bench.files)
    taken: defaultdict[str, list[Run]] = defaultdict(list)
    sizes: dict[str, int] = {}
    runners = contestants(bench.cache)
    for _ in range(bench.rounds):
        for contestant in runners:
            database = bench.cache / f"{contestant.name.replace(' ', '-')}.db"
            remove_database(database)
            taken[contestant.name].append(
                run(contestant.words(folder, database), contestant.folder, contestant.allowed)
            )
            sizes[contestant.name] = database_bytes(database)
            remove_database(database)
    own = median_seconds(taken["archive"])
    return {
        "files": bench.files,
        "source_bytes": folder_bytes(folder),
        "rounds": bench.rounds,
        "rows": [
            {
                "name": contestant.name,
                "fills": contestant.fills,
                "articles_per_second": bench.files / median_seconds(taken[contestant.name]),
                "archive_is_faster_by": median_seconds(taken[contestant.name]) / own,
                "peak_mb": max(one.peak_mb for one in taken[contestant.name]),
                "bytes": sizes[contestant.name],
                "seconds": [one.seconds for one in taken[contestant.name]],
                "processor_seconds": [one.processor_seconds for one in taken[contestant.name]],
            }
            for contestant in runners
        ],
    }


def growth(bench: Bench) -> Figures:
    """First ingest of few and of many files: seconds an article and peak memory; then ten articles more."""
    rows = []
    for count in (bench.files, bench.many):
        path = bench.cache / f"archive-{count}.db"
        remove_database(path)
        folder = bench.folder(count)
        taken = run(archive_command("ingest", str(folder), "--db", str(path)), allowed=READ)
        bench.built[count] = path
        rows.append(
            {
                "files": count,
                "seconds": taken.seconds,
                "milliseconds_per_article": taken.seconds / count * 1000,
                "peak_mb": taken.peak_mb,
                "bytes": database_bytes(path),
                "source_bytes": folder_bytes(folder),
            }
        )
    few, many = rows
    more = bench.cache / "ten-more"
    shutil.rmtree(more, ignore_errors=True)
    more.mkdir()
    originals = corpus.load_originals()[:10]
    for original in originals:
        (more / f"{original.stem}.md").write_bytes(corpus.copy_of(original, 40_000))
    ten = run(archive_command("ingest", str(more), "--db", str(bench.built[bench.many])), allowed=READ)
    same = run(archive_command("ingest", str(bench.folder(bench.many)), "--db", str(bench.built[bench.many])))
    return {
        "rows": rows,
        "time_ratio": many["milliseconds_per_article"] / few["milliseconds_per_article"],
        "memory_ratio": many["peak_mb"] / few["peak_mb"],
        "ten_more_seconds": ten.seconds,
        "unchanged_seconds": same.seconds,
        "unchanged_peak_mb": same.peak_mb,
    }


def again(bench: Bench) -> Figures:
    """A second ingest: nothing changed, by size and time and by checksum; then one file in a hundred changed."""
    folder, database = bench.copy(bench.files)
    words = archive_command("ingest", str(folder), "--db", str(database))
    # What was modified a moment before it was read is compared by checksum once more.
    run(words, allowed=READ)
    taken: defaultdict[str, list[float]] = defaultdict(list)
    start = median(run(archive_command("--version")).seconds for _ in range(bench.rounds))
    changed = random.Random(1).sample(sorted(folder.rglob("*.md")), max(1, bench.files // 100))
    for number in range(bench.rounds):
        taken["unchanged"].append(run(words, allowed=READ).seconds)
        taken["unchanged, --check"].append(run([*words, "--check"], allowed=READ).seconds)
        for path in changed:
            with path.open("a", encoding="utf-8") as stream:
                stream.write(f"\nOn day {number}, the ministry said that {number + 2} bridges had been rebuilt.\n")
        taken["1 % changed"].append(run(words, allowed=READ).seconds)
    return {
        "files": bench.files,
        "program_start_seconds": start,
        "rows": [
            {"name": name, "seconds": median(values), "files_per_second": bench.files / median(values)}
            for name, values in taken.items()
        ],
        "comparing": _comparing(bench, folder, database),
    }


def _comparing(bench: Bench, folder: Path, database: Path) -> Figures:
    """The same without the start of the program: the difference that files make."""
    from archive.ingestion import ingest

    figures = {}
    for name, check in (("unchanged", False), ("unchanged, --check", True)):
        compare = partial(ingest, [folder], database, check=check)
        times = [seconds(compare) for _ in range(bench.rounds)]
        figures[name] = bench.files / median(times)
    return figures
