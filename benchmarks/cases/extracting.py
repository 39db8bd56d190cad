"""The pure stages alone: reading, parsing, claims; beside a spaCy baseline; and where their time goes."""

from __future__ import annotations

import json
import os
import random
import subprocess
import time
from collections import defaultdict
from dataclasses import replace
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks import corpus
from benchmarks.cases.bench import Bench, Figures, seconds, texts_of
from benchmarks.contestants import SCRIPTS, python_environment


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
        text_bytes = sum(len(text.encode()) for article in articles for text in texts_of(article))
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
    """Where the time of a first ingest goes, in one process: share of each stage."""
    import cProfile
    import pstats

    from archive.ingestion.prepare import prepare
    from archive.ingestion.tasks import Task

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
