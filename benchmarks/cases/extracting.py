"""The pure stages alone: reading, parsing, claims; beside a spaCy baseline; and where their time goes."""

from __future__ import annotations

import json
import os
import random
import re
import subprocess
import time
from collections import defaultdict
from collections.abc import Callable, Iterable
from contextlib import ExitStack
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any
from unittest.mock import patch

from benchmarks import corpus
from benchmarks.cases.bench import READ, Bench, Figures, seconds, texts_of
from benchmarks.contestants import SCRIPTS, archive_command, python_environment
from benchmarks.measuring import remove_database, run

if TYPE_CHECKING:
    from archive.ingestion.tasks import Task

_FILES_PROFILED = 600
# Where each stage of a file is looked up when it is called, and what it does.
_STAGES = (
    ("archive.ingestion.prepare", "read_original", "read the file"),
    ("archive.ingestion.prepare", "pack", "pack the original"),
    ("archive.reading", "read_text", "decode, repair, front matter"),
    ("archive.parsing.article", "parse_article", "Markdown, infoboxes, links"),
    ("archive.claims", "extract_document_claims", "claims, and relations within the article"),
    ("archive.ingestion.prepare", "article_rows", "rows"),
)


def parse_only(bench: Bench) -> Figures:
    """The pure stages on one core, over the original articles, without a database."""
    from archive.claims import extract_document_claims
    from archive.parsing.article import parse_article
    from archive.reading import read_text

    data = [original.data for original in corpus.load_originals()]
    times: defaultdict[str, list[float]] = defaultdict(list)
    text_bytes = claims = 0
    for _ in range(bench.rounds):
        spent = dict.fromkeys(("reading", "parsing", "claims"), 0.0)
        text_bytes = claims = 0
        # One file after another, as a worker does it: what it has read before is not kept.
        for one in data:
            started = time.process_time()
            source = read_text(one)
            read = time.process_time()
            spent["reading"] += read - started
            if source.rejected:
                continue
            article, _ = parse_article(source.front_matter, source.body, body_start=source.body_start, path="a/b.md")
            parsed = time.process_time()
            found, _ = extract_document_claims(article)
            spent["parsing"] += parsed - read
            spent["claims"] += time.process_time() - parsed
            claims += len(found)
            text_bytes += sum(len(text.encode()) for text in texts_of(article))
        for stage, value in spent.items():
            times[stage].append(value)
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
        ours.append(seconds(lambda: [extract_document_claims(article) for article in articles]))
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


def profile(bench: Bench) -> Figures:
    """Where the time of a first ingest by one worker goes: each stage by the processor's clock; the dearest functions.

    Stages are timed without a profiler, which makes Python slower and compiled code not. What the whole command takes
    more than its stages is the database, and the start of the program.
    """
    import cProfile
    import pstats

    from archive.ingestion.prepare import prepare
    from archive.ingestion.tasks import Task

    folder = bench.folder(min(_FILES_PROFILED, bench.files))
    tasks = [Task(path.name, path.stat().st_size, str(path)) for path in sorted(folder.rglob("*.md"))]
    prepare(tasks[0])
    stages = stage_seconds(tasks)
    database = bench.cache / "profiled.db"
    remove_database(database)
    words = archive_command("ingest", str(folder), "--db", str(database), "--workers", "1")
    whole = run(words, allowed=READ).processor_seconds
    remove_database(database)
    stages["database: rows, full text, links, relations; start of the program"] = whole - sum(stages.values())
    profiler = cProfile.Profile()
    profiler.enable()
    for task in tasks:
        prepare(task)
    profiler.disable()
    statistics = pstats.Stats(profiler)
    total = statistics.total_tt  # type: ignore[attr-defined]
    hot = sorted(statistics.stats.items(), key=lambda item: -item[1][2])[:15]  # type: ignore[attr-defined]
    return {
        "files": len(tasks),
        "milliseconds_per_article": whole / len(tasks) * 1000,
        "stages": [
            {"stage": stage, "milliseconds_per_article": taken / len(tasks) * 1000, "share": taken / whole}
            for stage, taken in sorted(stages.items(), key=lambda item: -item[1])
        ],
        "functions": [
            {
                # Where an object lies in memory is another place each time.
                "function": re.sub(r" at 0x\w+", "", f"{Path(file).name}:{name}" if line else name),
                "share": own / total,
                "calls": calls,
            }
            for (file, line, name), (_, calls, own, _, _) in hot
        ],
    }


def stage_seconds(tasks: Iterable[Task]) -> dict[str, float]:
    """Processor seconds that each stage of preparing these files takes, all files together."""
    from archive.ingestion.prepare import prepare

    stages: dict[str, float] = {}
    with ExitStack() as clocks:
        for module, name, stage in _STAGES:
            action = getattr(import_module(module), name)
            clocks.enter_context(patch(f"{module}.{name}", _clocked(action, stage, stages)))
        for task in tasks:
            prepare(task)
    return stages


def _clocked(action: Callable[..., Any], stage: str, stages: dict[str, float]) -> Callable[..., Any]:
    def clocked(*arguments: Any, **named: Any) -> Any:
        started = time.process_time()
        try:
            return action(*arguments, **named)
        finally:
            stages[stage] = stages.get(stage, 0) + time.process_time() - started

    return clocked
