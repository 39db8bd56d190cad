"""The cases, in their order: each measures one thing and returns plain figures for the report."""

from __future__ import annotations

from collections.abc import Callable

from benchmarks.cases.asking import cookbook_queries, pages, queries, search
from benchmarks.cases.bench import Bench, Figures
from benchmarks.cases.extracting import claims_only, parse_only, profile
from benchmarks.cases.ingesting import again, first_ingest, growth
from benchmarks.cases.keeping import out_and_check, weights

__all__ = ["CASES", "LONG", "Bench", "Figures", "cookbook_queries"]

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
    "search-many": lambda bench: search(bench, bench.many),
    "weights-many": lambda bench: weights(bench, bench.many),
    "verify-many": lambda bench: out_and_check(bench, bench.many),
    "queries-many": lambda bench: queries(bench, bench.many),
    "pages-many": lambda bench: pages(bench, bench.many),
}
#: What takes an hour and gigabytes: only on demand.
LONG = ("growth", "search-many", "weights-many", "verify-many", "queries-many", "pages-many")
