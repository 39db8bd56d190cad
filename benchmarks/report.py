"""Results to ``docs/``: the JSON as it is, its tables into the page between their marks, and two charts."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from benchmarks.aims import aims
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
    # What the JSON says, to the digit, so that one can be checked against the other.
    results = _rounded(results)
    made = tables_of(results)
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


def tables_of(results: Figures) -> dict[str, str]:
    """Each table of the page as text, by its name: one for a case that was measured, and that of the aims."""
    made = {
        name: table(results[name]) + measured_on(results[name]) for name, table in _TABLES.items() if name in results
    }
    return made | {"aims": _table(("aim", "must", "measured", "", "command"), aims(results))}


def measured_on(case: Figures) -> str:
    """How many files, when, and how busy the machine was."""
    machine = case.get("machine", {})
    parts = [
        f"{case['files']:,} files" if "files" in case else "",
        str(machine.get("date", "")),
        f"{machine['cores']} cores" if "cores" in machine else "",
        f"load {machine['load_before']:.1f} before" if machine.get("load_before") is not None else "",
    ]
    return f"\nMeasured: {', '.join(filter(None, parts))}.\n" if any(parts) else ""


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
    # A run that was cut short knows only the first of these.
    said = [
        words.format(case[name])
        for name, words in (
            ("time_ratio", "Time an article {:.2f} ×."),
            ("memory_ratio", "Memory {:.2f} ×."),
            ("ten_more_seconds", "Ten articles more: {:.1f} s."),
            ("unchanged_seconds", "Nothing changed: {:.1f} s."),
            ("checked_seconds", "Nothing changed, by checksum: {:.1f} s."),
        )
        if name in case
    ]
    table = _table(("files", "seconds", "ms an article", "peak MB", "database / sources"), rows)
    return f"{table}\n{' '.join(said)}\n" if said else table


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
    table = _table(("part", "MB", "per byte of source"), [*rows, whole])
    if "real_ratio" in case:
        table += f"\nThe real files as they lie there: {case['real_ratio']:.2f} × their bytes.\n"
    return table


def _search(case: Figures) -> str:
    return _table(
        ("", "page, ms", "first time, ms", "SQL that ranks every hit, ms"),
        [
            (
                row["name"],
                f"{row['milliseconds']:.1f}",
                f"{row['first_milliseconds']:.1f}",
                f"{row['sql_milliseconds']:.1f}" if "sql_milliseconds" in row else "",
            )
            for row in case["rows"]
        ],
    )


def _milliseconds(case: Figures) -> str:
    return _table(("", "ms"), [(row["name"], f"{row['milliseconds']:.1f}") for row in case["rows"]])


def _profile(case: Figures) -> str:
    stages = _table(
        ("stage", "ms an article", "share"),
        [
            (row["stage"], f"{row.get('milliseconds_per_article', 0):.2f}", f"{row['share']:.0%}")
            for row in case["stages"]
        ],
    )
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
    "verify-many": _verify,
    "weights": _weights,
    "weights-many": _weights,
    "queries": _milliseconds,
    "queries-many": _milliseconds,
    "search": _search,
    "search-many": _search,
    "pages": _milliseconds,
    "pages-many": _milliseconds,
    "profile": _profile,
}
