"""The cases: what is measured, how, and in which order. Each returns plain figures for the report."""

from __future__ import annotations

import asyncio
import json
import os
import random
import shutil
import sqlite3
import subprocess
import time
from collections import defaultdict
from collections.abc import Callable, Iterable
from contextlib import closing
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks import corpus
from benchmarks.contestants import SCRIPTS, Contestant, archive_command, contestants, python_environment
from benchmarks.measuring import Run, database_bytes, folder_bytes, remove_database, run

Figures = dict[str, Any]

#: Rejected files are allowed: real folders have some.
_READ = (0, 1)


@dataclass(slots=True)
class Bench:
    """Where the benchmark works, and how much of it is wanted."""

    cache: Path
    files: int = 3000
    many: int = 100_000
    rounds: int = 3
    spacy_megabytes: float = 0.3
    built: dict[int, Path] = field(default_factory=dict)

    def folder(self, count: int) -> Path:
        """A corpus of ``count`` files."""
        return corpus.build(self.cache / f"corpus-{count}", count)

    def database(self, count: int) -> Path:
        """An archive of a corpus, built if it is not there."""
        path = self.cache / f"archive-{count}.db"
        if count not in self.built:
            remove_database(path)
            run(archive_command("ingest", str(self.folder(count)), "--db", str(path)), allowed=_READ)
            self.built[count] = path
        return path

    def copy(self, count: int) -> tuple[Path, Path]:
        """A folder and its archive, for a case that changes them."""
        folder, database = self.cache / "changing", self.cache / "changing.db"
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(self.folder(count), folder, copy_function=shutil.copy2)
        remove_database(database)
        shutil.copy(self.database(count), database)
        with closing(sqlite3.connect(database)) as connection, connection:
            connection.execute("UPDATE folders SET location = ?", (str(folder.resolve()),))
        return folder, database


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
    own = _median_seconds(taken["archive"])
    return {
        "files": bench.files,
        "source_bytes": folder_bytes(folder),
        "rounds": bench.rounds,
        "rows": [
            {
                "name": contestant.name,
                "fills": contestant.fills,
                "articles_per_second": bench.files / _median_seconds(taken[contestant.name]),
                "archive_is_faster_by": _median_seconds(taken[contestant.name]) / own,
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
        taken = run(archive_command("ingest", str(folder), "--db", str(path)), allowed=_READ)
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
    ten = run(archive_command("ingest", str(more), "--db", str(bench.built[bench.many])), allowed=_READ)
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
    run(words, allowed=_READ)
    taken: defaultdict[str, list[float]] = defaultdict(list)
    start = median(run(archive_command("--version")).seconds for _ in range(bench.rounds))
    changed = random.Random(1).sample(sorted(folder.rglob("*.md")), max(1, bench.files // 100))
    for number in range(bench.rounds):
        taken["unchanged"].append(run(words, allowed=_READ).seconds)
        taken["unchanged, --check"].append(run([*words, "--check"], allowed=_READ).seconds)
        for path in changed:
            with path.open("a", encoding="utf-8") as stream:
                stream.write(f"\nOn day {number}, the ministry said that {number + 2} bridges had been rebuilt.\n")
        taken["1 % changed"].append(run(words, allowed=_READ).seconds)
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
        times = [_seconds(compare) for _ in range(bench.rounds)]
        figures[name] = bench.files / median(times)
    return figures


def parse_only(bench: Bench) -> Figures:
    """The pure stages on one core, over the original articles, without a database."""
    from archive.claims import extract_document_claims
    from archive.parsing.article import parse_article
    from archive.reading import read_text

    data = [original.data for original in corpus.load_originals()]
    times: defaultdict[str, list[float]] = defaultdict(list)
    text_bytes = claims = 0
    for _ in range(bench.rounds):
        started = time.process_time()
        sources = [source for one in data if not (source := read_text(one)).rejected]
        times["reading"].append(time.process_time() - started)
        started = time.process_time()
        articles = [
            parse_article(source.front_matter, source.body, body_start=source.body_start, path="a/b.md")[0]
            for source in sources
        ]
        times["parsing"].append(time.process_time() - started)
        started = time.process_time()
        claims = sum(len(extract_document_claims(article)[0]) for article in articles)
        times["claims"].append(time.process_time() - started)
        text_bytes = sum(len(text.encode()) for article in articles for text in _texts(article))
    size = sum(map(len, data))
    return {
        "articles": len(data),
        "source_bytes": size,
        "text_bytes": text_bytes,
        "claims": claims,
        "rows": [
            {
                "stage": stage,
                "milliseconds_per_article": median(values) / len(data) * 1000,
                "megabytes_per_second": (text_bytes if stage == "claims" else size) / median(values) / 1e6,
            }
            for stage, values in times.items()
        ],
    }


def claims_only(bench: Bench) -> Figures:
    """Claims from prose against a spaCy baseline: the same sections, one core each, loading not counted."""
    from archive.claims import extract_document_claims
    from archive.parsing.article import parse_article
    from archive.reading import read_text

    articles: list[Any] = []
    texts: list[str] = []
    size = 0
    originals = corpus.load_originals()
    random.Random(2).shuffle(originals)
    for original in originals:
        source = read_text(original.data)
        if size < bench.spacy_megabytes * 1e6 and not source.rejected:
            article, _ = parse_article(source.front_matter, source.body, body_start=source.body_start, path="a.md")
            articles.append(replace(article, infoboxes=()))
            texts += [section.text for section in article.sections if section.text]
            size = sum(len(text.encode()) for text in texts)
    extract_document_claims(articles[0])
    python = python_environment(bench.cache)
    listed = bench.cache / "texts.json"
    listed.write_text(json.dumps(texts), "utf-8")
    ours, theirs = [], []
    for _ in range(bench.rounds):
        ours.append(_seconds(lambda: [extract_document_claims(article) for article in articles]))
        if python is not None:
            words = [str(python), str(SCRIPTS / "spacy_claims.py"), str(listed)]
            answer = subprocess.run(words, check=True, capture_output=True, text=True, env=_one_core())
            theirs.append(json.loads(answer.stdout)["seconds"])
    figures = {"text_bytes": size, "megabytes_per_second": size / median(ours) / 1e6}
    if theirs:
        figures |= {
            "spacy_megabytes_per_second": size / median(theirs) / 1e6,
            "archive_is_faster_by": median(theirs) / median(ours),
        }
    return figures


def _one_core() -> dict[str, str]:
    return {**os.environ, "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}


def queries(bench: Bench, count: int | None = None) -> Figures:
    """Every query of the cookbook, and the first rows of every view, in milliseconds."""
    from archive.database import open_archive
    from archive.models import VIEWS

    count = count or bench.files
    named = {f"view {name}": f"SELECT * FROM {name} LIMIT 100" for name in VIEWS}
    named |= dict(cookbook_queries())
    rows = []
    with closing(open_archive(bench.database(count))) as connection:
        for name, sql in named.items():
            times = [_seconds(partial(_first_rows, connection, sql)) for _ in range(bench.rounds)]
            rows.append({"name": name, "milliseconds": median(times) * 1000})
    return {"files": count, "rows": rows}


def _first_rows(connection: sqlite3.Connection, sql: str) -> list[Any]:
    return connection.execute(sql).fetchmany(1000)


def cookbook_queries() -> list[tuple[str, str]]:
    """The SQL of ``docs/cookbook.md``: the heading above it, and each statement in a fenced ``sql`` block."""
    path = corpus.ROOT / "docs" / "cookbook.md"
    found: list[tuple[str, str]] = []
    heading = ""
    block: list[str] | None = None
    for line in path.read_text("utf-8").splitlines() if path.is_file() else ():
        if block is not None and line.startswith("```"):
            statement = "\n".join(block)
            if statement.lstrip().lower().startswith(("select", "with")):
                found.append((f"{heading} ({len(found) + 1})", statement.rstrip().rstrip(";")))
            block = None
        elif block is not None:
            block.append(line)
        elif line.startswith("```sql"):
            block = []
        elif line.startswith("#"):
            heading = line.lstrip("# ")
    return found


def search(bench: Bench, count: int | None = None) -> Figures:
    """Ranked search with snippets, as the search page does it, for words that few and many sections hold."""
    count = count or bench.files
    database = bench.database(count)
    words = _words_by_frequency(database)
    pages = {f"{word} ({hits:,} sections)": f"/-/search?q={word}&kind=sections" for word, hits in words}
    return {"files": count, "rows": asyncio.run(_page_times(database, pages, bench.rounds))}


def _words_by_frequency(database: Path) -> list[tuple[str, int]]:
    """Words in about 100, 2,000 and up to 20,000 sections, and the one in most of all."""
    with closing(sqlite3.connect(database)) as connection:
        connection.execute("CREATE VIRTUAL TABLE temp.words USING fts5vocab('main', 'sections_fts', 'row')")
        counted = connection.execute(
            "SELECT term, doc FROM temp.words WHERE term GLOB '[a-z][a-z][a-z]*' ORDER BY doc DESC LIMIT 50000"
        ).fetchall()
    chosen = [counted[0]]
    for most in (20_000, 2_000, 100):
        chosen += next(([one] for one in counted if one[1] <= most and one not in chosen), [])
    return [(str(word), int(hits)) for word, hits in chosen]


def pages(bench: Bench, count: int | None = None) -> Figures:
    """Pages and tables of the browser, through Datasette without a network."""
    count = count or bench.files
    database = bench.database(count)
    with closing(sqlite3.connect(database)) as connection:
        (slug,) = connection.execute("SELECT slug FROM articles ORDER BY word_count DESC LIMIT 1 OFFSET 20").fetchone()
        (key,) = connection.execute("SELECT key FROM claims ORDER BY id LIMIT 1 OFFSET 100").fetchone()
        (actor,) = connection.execute(
            "SELECT actor_id FROM claim_actors GROUP BY actor_id ORDER BY count(*) DESC LIMIT 1"
        ).fetchone()
    addresses = {
        "home": "/-/home",
        "article": f"/-/article/{slug}",
        "claim": f"/-/claim/{key}",
        "most quoted actor": f"/-/actor/{actor}",
        "timeline": "/-/timeline",
        "contested": "/-/contested",
        "casualties": "/-/casualties",
        "health": "/-/health",
        "table articles": "/articles",
        "table claims": "/claims",
        "table sections, a search": "/sections?_search=bridge",
    }
    return {"files": count, "rows": asyncio.run(_page_times(database, addresses, bench.rounds))}


async def _page_times(database: Path, addresses: dict[str, str], rounds: int) -> list[Figures]:
    from archive.explore.server import make_datasette

    datasette = make_datasette(database)
    await datasette.invoke_startup()
    rows = []
    for name, address in addresses.items():
        times, status, size = [], 0, 0
        for _ in range(rounds + 1):
            started = time.perf_counter()
            response = await datasette.client.get(f"/{database.stem}{address}")
            times.append(time.perf_counter() - started)
            status, size = response.status_code, len(response.content)
        rows.append(
            {
                "name": name,
                "status": status,
                "bytes": size,
                "first_milliseconds": times[0] * 1000,
                "milliseconds": median(times[1:]) * 1000,
            }
        )
    return rows


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


def profile(bench: Bench) -> Figures:
    """Where the time of a first ingest goes, in one process: share of each stage."""
    import cProfile
    import pstats

    from archive.ingestion.prepare import Task, prepare

    folder = bench.folder(bench.files)
    paths = sorted(folder.rglob("*.md"))[: min(600, bench.files)]
    tasks = [Task(path.name, path.stat().st_size, str(path)) for path in paths]
    prepare(tasks[0])
    profiler = cProfile.Profile()
    profiler.enable()
    for task in tasks:
        prepare(task)
    profiler.disable()
    statistics = pstats.Stats(profiler)
    total = statistics.total_tt  # type: ignore[attr-defined]
    wanted = {
        "read_original": "read the file",
        "pack": "pack the original",
        "read_text": "decode, repair, front matter",
        "parse_markdown": "Markdown",
        "parse_infoboxes": "infoboxes",
        "parse_article": "article (with Markdown and infoboxes)",
        "find_attributions": "attributions",
        "relate_within": "relations within the article",
        "extract_document_claims": "claims (with attributions and relations)",
        "article_rows": "rows",
    }
    shares: defaultdict[str, float] = defaultdict(float)
    for (file, _, name), (_, _, _, cumulative, _) in statistics.stats.items():  # type: ignore[attr-defined]
        if name in wanted and "archive" in file:
            shares[wanted[name]] += cumulative / total
    hot = sorted(statistics.stats.items(), key=lambda item: -item[1][2])[:15]  # type: ignore[attr-defined]
    return {
        "files": len(tasks),
        "milliseconds_per_article": total / len(tasks) * 1000,
        "stages": [{"stage": stage, "share": share} for stage, share in shares.items()],
        "functions": [
            {"function": f"{Path(file).name}:{name}" if line else name, "share": own / total, "calls": calls}
            for (file, line, name), (_, calls, own, _, _) in hot
        ],
    }


def _texts(article: Any) -> Iterable[str]:
    yield from (section.text for section in article.sections)
    yield from (one.text for infobox in article.infoboxes for one in infobox.fields)


def _median_seconds(runs: list[Run]) -> float:
    return median(one.seconds for one in runs)


def _seconds(action: Callable[[], object]) -> float:
    started = time.perf_counter()
    action()
    return time.perf_counter() - started


CASES: dict[str, Callable[[Bench], Figures]] = {
    "parse": parse_only,
    "claims": claims_only,
    "ingest": first_ingest,
    "again": again,
    "verify": out_and_check,
    "weights": weights,
    "queries": queries,
    "search": search,
    "pages": pages,
    "profile": profile,
    "growth": growth,
    "queries-many": lambda bench: queries(bench, bench.many),
    "search-many": lambda bench: search(bench, bench.many),
    "pages-many": lambda bench: pages(bench, bench.many),
}
#: What takes an hour and gigabytes: only on demand.
LONG = ("growth", "queries-many", "search-many", "pages-many")

__all__ = ["CASES", "LONG", "Bench", "Contestant", "Figures", "cookbook_queries"]
