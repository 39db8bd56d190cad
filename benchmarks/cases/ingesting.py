"""First and second ingests: the archive beside its peers, few files and many, files that changed."""

from __future__ import annotations

import random
import shutil
from collections import defaultdict
from functools import partial
from pathlib import Path
from statistics import mean, median

from benchmarks import corpus
from benchmarks.cases.bench import READ, Bench, Figures, median_seconds, seconds
from benchmarks.contestants import archive_command, contestants
from benchmarks.measuring import CommandFailedError, Run, database_bytes, folder_bytes, remove_database, run, tell

# Of the corpus: 23 KB of text, in blocks of 4 KB; 3.8 times as much of database, and what it takes while it is made.
_BYTES_A_FILE = 200_000


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
    """First ingest of few and of many files: seconds an article and peak memory; then ten articles more.

    Few are read before and after many, so that a machine that became busier meanwhile is seen. Figures are kept as
    soon as they are known; the archive of many stays in the cache.
    """
    _check_room(bench)
    figures: Figures = {"rows": []}
    few = []
    for count in (bench.files, bench.many, bench.files):
        tell(f"  {count:,} files: making them, then reading them")
        folder = bench.folder(count)
        taken = bench.ingest(count)
        if count == bench.files:
            few.append(taken)
            taken = Run(mean(one.seconds for one in few), 0, max(one.peak_mb for one in few), "")
        row = {
            "files": count,
            "seconds": taken.seconds,
            "milliseconds_per_article": taken.seconds / count * 1000,
            "peak_mb": taken.peak_mb,
            "bytes": database_bytes(bench.built[count]),
            "source_bytes": folder_bytes(folder),
        }
        figures["rows"] = sorted(
            [*(one for one in figures["rows"] if one["files"] != count), row], key=lambda one: one["files"]
        )
        if len(figures["rows"]) == 2:
            little, much = figures["rows"]
            figures["time_ratio"] = much["milliseconds_per_article"] / little["milliseconds_per_article"]
            figures["memory_ratio"] = much["peak_mb"] / little["peak_mb"]
        figures["seconds_of_few"] = [one.seconds for one in few]
        bench.known(figures)
    database = bench.built[bench.many]
    tell("  ten articles more")
    more = bench.cache / "ten-more"
    shutil.rmtree(more, ignore_errors=True)
    more.mkdir()
    for original in corpus.load_originals()[:10]:
        (more / f"{original.stem}.md").write_bytes(corpus.copy_of(original, 40_000))
    ten = run(archive_command("ingest", str(more), "--db", str(database)), allowed=READ)
    figures |= {"ten_more_seconds": ten.seconds, "ten_more_peak_mb": ten.peak_mb}
    bench.known(figures)
    words = archive_command("ingest", str(bench.folder(bench.many)), "--db", str(database))
    for name, more_words in (("unchanged", ()), ("checked", ("--check",))):
        tell(f"  nothing changed {' '.join(more_words)}")
        same = run([*words, *more_words], allowed=READ)
        figures |= {f"{name}_seconds": same.seconds, f"{name}_peak_mb": same.peak_mb}
        bench.known(figures)
    tell(f"  kept: {database}")
    return figures


def _check_room(bench: Bench) -> None:
    """Raise OSError where the disk has no room for the files and their archive."""
    needed, free = bench.many * _BYTES_A_FILE, shutil.disk_usage(bench.cache).free
    tell(f"  takes up to {needed / 1e9:.0f} GB below {bench.cache}; {free / 1e9:.0f} GB are free")
    if free < needed:
        raise OSError(f"{bench.cache} has no room for {bench.many:,} files and their archive")


def again(bench: Bench) -> Figures:
    """A second ingest: nothing changed, by size and time and by checksum; then one file in a hundred changed."""
    folder, database = bench.copy(bench.files)
    words = archive_command("ingest", str(folder), "--db", str(database))
    # What was modified a moment before it was read is compared by checksum once more.
    first = run(words, allowed=READ)
    if f"{bench.files} unchanged" not in first.output:
        raise CommandFailedError(f"What was copied is not taken for the same: {first.output}")
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
        # The first loads the program.
        compare()
        times = [seconds(compare) for _ in range(bench.rounds)]
        figures[name] = bench.files / median(times)
    return figures
