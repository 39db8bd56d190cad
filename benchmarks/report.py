"""Results to ``docs/``: the JSON as it is, its tables into the page between their marks, and two charts."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from benchmarks.charts import bars, stack

Figures = dict[str, Any]

_BETWEEN = re.compile(r"(<!-- figures: (?P<name>[\w-]+) -->\n)(?P<old>.*?)(?P<end><!-- end -->)", re.DOTALL)
_LARGEST_PARTS = 8


def load_results(path: Path) -> Figures:
    """The results so far; none where the file is not there."""
    return json.loads(path.read_text("utf-8")) if path.is_file() else {}


def save_results(path: Path, results: Figures) -> None:
    """Write the results, numbers cut to what they can mean."""
    path.write_text(json.dumps(_rounded(results), indent=1, ensure_ascii=False) + "\n", "utf-8")


def write_report(path: Path, results: Figures) -> str:
    """Write charts and tables beside the results; return all tables as text."""
    made = {name: table(results[name]) for name, table in _TABLES.items() if name in results}
    page = path.with_suffix(".md")
    if page.is_file():
        text = page.read_text("utf-8")
        page.write_text(
            _BETWEEN.sub(lambda found: found[1] + made.get(found["name"], found["old"]) + found["end"], text), "utf-8"
        )
    if "ingest" in results:
        rows = sorted(results["ingest"]["rows"], key=lambda row: -row["articles_per_second"])
        shown = [
            (row["name"], row["articles_per_second"], f"{row['articles_per_second']:,.0f}")
            for row in rows
            if row["name"] != "floor"
        ]
        title = f"First ingest of {results['ingest']['files']:,} files: articles a second"
        path.with_name("benchmarks-ingest.svg").write_text(bars(title, shown, "archive"), "utf-8")
    if "weights" in results:
        weights = results["weights"]
        parts = [(row["part"], row["bytes"] / weights["bytes"]) for row in weights["rows"]]
        rest = 1 - sum(share for _, share in parts[:_LARGEST_PARTS])
        title = f"What the database weighs: {weights['ratio']:.2f} × its sources"
        path.with_name("benchmarks-weight.svg").write_text(
            stack(title, [*parts[:_LARGEST_PARTS], ("all else", rest)]), "utf-8"
        )
    return "\n".join(f"## {name}\n\n{text}" for name, text in made.items())


def _rounded(value: Any) -> Any:
    if isinstance(value, float):
        return float(f"{value:.4g}")
    if isinstance(value, dict):
        return {name: _rounded(one) for name, one in value.items()}
    return [_rounded(one) for one in value] if isinstance(value, list) else value


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def _megabytes(size: float) -> str:
    return f"{size / 1e6:,.0f}"


def _ingest(case: Figures) -> str:
    head = ("", "articles/s", "the archive is faster by", "peak MB", "database MB", "fills")
    return _table(
        head,
        [
            (
                row["name"],
                f"{row['articles_per_second']:,.0f}",
                f"{row['archive_is_faster_by']:.2f} ×",
                f"{row['peak_mb']:,.0f}",
                _megabytes(row["bytes"]),
                row["fills"],
            )
            for row in case["rows"]
        ],
    )


def _growth(case: Figures) -> str:
    rows = [
        (
            f"{row['files']:,}",
            f"{row['seconds']:,.0f}",
            f"{row['milliseconds_per_article']:.1f}",
            f"{row['peak_mb']:,.0f}",
            f"{row['bytes'] / row['source_bytes']:.2f}",
        )
        for row in case["rows"]
    ]
    return _table(("files", "seconds", "ms an article", "peak MB", "database / sources"), rows) + (
        f"\nTime an article {case['time_ratio']:.2f} ×, memory {case['memory_ratio']:.2f} ×. Ten articles more: "
        f"{case['ten_more_seconds']:.1f} s; nothing changed: {case['unchanged_seconds']:.1f} s.\n"
    )


def _again(case: Figures) -> str:
    rows = [(row["name"], f"{row['seconds']:.2f}", f"{row['files_per_second']:,.0f}") for row in case["rows"]]
    rows += [(f"{name}, program running", "", f"{rate:,.0f}") for name, rate in case["comparing"].items()]
    return _table(("", "seconds", "files/s"), rows)


def _parse(case: Figures) -> str:
    rows = [
        (row["stage"], f"{row['milliseconds_per_article']:.2f}", f"{row['megabytes_per_second']:.1f}")
        for row in case["rows"]
    ]
    return _table(("stage", "ms an article", "MB/s (claims: of plain text)"), rows)


def _claims(case: Figures) -> str:
    rows = [("archive", f"{case['megabytes_per_second']:.2f}", "")]
    if "archive_is_faster_by" in case:
        ratio = f"{case['archive_is_faster_by']:.0f} ×"
        rows.append(("spaCy en_core_web_sm", f"{case['spacy_megabytes_per_second']:.4f}", ratio))
    return _table(("", "MB of text a second", "the archive is faster by"), rows)


def _verify(case: Figures) -> str:
    rows = [
        (
            row["name"],
            f"{row['seconds']:.2f}",
            f"{row['source_megabytes_per_second']:.0f}",
            f"{row['database_megabytes_per_second']:.0f}",
        )
        for row in case["rows"]
    ]
    return _table(("", "seconds", "MB/s of sources", "MB/s of database"), rows)


def _weights(case: Figures) -> str:
    rows = [(row["part"], _megabytes(row["bytes"]), f"{row['per_source_byte']:.3f}") for row in case["rows"][:16]]
    whole = ("**whole**", _megabytes(case["bytes"]), f"**{case['ratio']:.2f}**")
    return _table(("part", "MB", "per byte of source"), [*rows, whole])


def _milliseconds(case: Figures) -> str:
    return _table(("", "ms"), [(row["name"], f"{row['milliseconds']:.1f}") for row in case["rows"]])


def _profile(case: Figures) -> str:
    stages = _table(("stage", "share"), [(row["stage"], f"{row['share']:.0%}") for row in case["stages"]])
    functions = _table(
        ("function itself", "share"), [(f"`{row['function']}`", f"{row['share']:.1%}") for row in case["functions"]]
    )
    return f"{stages}\n{functions}"


_TABLES = {
    "ingest": _ingest,
    "growth": _growth,
    "again": _again,
    "parse": _parse,
    "claims": _claims,
    "verify": _verify,
    "weights": _weights,
    "queries": _milliseconds,
    "queries-many": _milliseconds,
    "search": _milliseconds,
    "search-many": _milliseconds,
    "pages": _milliseconds,
    "pages-many": _milliseconds,
    "profile": _profile,
}
