"""What the archive aims at, beside what was measured: one row an aim, from the results alone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

__all__ = ["aims"]

Figures = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Aim:
    """A figure that has to be reached: ``measured`` finds it in the results of a case, as a number."""

    text: str
    case: str
    bound: float
    measured: Callable[[Figures], float]
    words: str
    at_most: bool = False


def _row(case: Figures, name: str) -> Figures:
    return next(row for row in case["rows"] if row["name"] == name)


def _slowest_search(case: Figures, *, rare: bool) -> float:
    """The slowest page of a search among words in up to 20,000 sections, or among all."""
    rows = [row for row in case["rows"] if row["sections"] <= 20_000 or not rare]
    return float(max(row["milliseconds"] for row in rows))


_TIMES, _MB, _FILES, _MS = "{:,.2f} ×", "{:,.1f} MB/s", "{:,.0f} files/s", "{:,.0f} ms"
_AIMS = (
    Aim("full job against markdown-to-sqlite", "ingest", 2,
        lambda case: _row(case, "markdown-to-sqlite")["archive_is_faster_by"], _TIMES),
    Aim("full job against MarkdownDB", "ingest", 4,
        lambda case: _row(case, "MarkdownDB")["archive_is_faster_by"], _TIMES),
    Aim("claims alone, all text of the corpus, a core", "parse", 5,
        lambda case: next(row for row in case["rows"] if row["stage"] == "claims")["megabytes_per_second"], _MB),
    Aim("claims against spaCy, the same text", "claims", 100, lambda case: case["archive_is_faster_by"], "{:,.0f} ×"),
    Aim("ingest again, nothing changed", "again", 20_000, lambda case: case["comparing"]["unchanged"], _FILES),
    Aim("the same, many files, the whole command", "growth", 20_000,
        lambda case: case["rows"][-1]["files"] / case["unchanged_seconds"], _FILES),
    Aim("nothing changed, with `--check`", "again", 5_000,
        lambda case: case["comparing"]["unchanged, --check"], _FILES),
    Aim("the same, many files, the whole command", "growth", 5_000,
        lambda case: case["rows"][-1]["files"] / case["checked_seconds"], _FILES),
    Aim("verify, of few files", "verify", 50, lambda case: _row(case, "verify")["source_megabytes_per_second"], _MB),
    Aim("verify, of many", "verify-many", 50, lambda case: _row(case, "verify")["source_megabytes_per_second"], _MB),
    Aim("search, a word in up to 20,000 sections", "search-many", 50,
        lambda case: _slowest_search(case, rare=True), _MS, True),
    Aim("search, any word", "search-many", 500,
        lambda case: _slowest_search(case, rare=False), _MS, True),
    Aim("memory for many files, against few", "growth", 1.3, lambda case: case["memory_ratio"], _TIMES, True),
    Aim("time an article for many, against few", "growth", 1.25, lambda case: case["time_ratio"], _TIMES, True),
    Aim("ten articles more, to many", "growth", 10, lambda case: case["ten_more_seconds"], "{:,.1f} s", True),
    Aim("database against its sources, real files", "weights", 2.5, lambda case: case["real_ratio"], _TIMES, True),
    Aim("database against its sources, copies without duplicates", "weights", 2.5,
        lambda case: case["ratio"], _TIMES, True),
)  # fmt: skip


def aims(results: Figures) -> list[tuple[str, str, str, str, str]]:
    """Return each aim, its bound, what was measured, whether that is met, and the command that measures it."""
    rows = []
    for aim in _AIMS:
        bound = ("at most " if aim.at_most else "at least ") + aim.words.format(aim.bound)
        command = f"`make bench CASES={aim.case}`"
        try:
            measured = aim.measured(results[aim.case])
        # Not measured, or by a run that was cut short or lacked a peer.
        except (KeyError, StopIteration, ValueError):
            rows.append((aim.text, bound, "", "not measured", command))
            continue
        met = measured <= aim.bound if aim.at_most else measured >= aim.bound
        files = _size(results[aim.case])
        rows.append((aim.text, bound, aim.words.format(measured) + files, "met" if met else "**not met**", command))
    return rows


def _size(case: Figures) -> str:
    most = case.get("files") or max((row.get("files", 0) for row in case.get("rows", ())), default=0)
    return f" ({most:,} files)" if most else ""
