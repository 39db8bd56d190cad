"""Measure the archive beside what users would pick instead: ``python -m benchmarks [CASE...]``.

Without a case, all but the long ones (``growth`` and what follows it: 100,000 files). Results of each case go into
``docs/benchmarks.json``; charts and tables in ``docs/`` are made from it. What is measured is what `make serve`
installs, with compiled rules for claims, or with ``--plain`` the modules as they are.
"""

from __future__ import annotations

import argparse
import sys
import time
import traceback
from functools import partial
from pathlib import Path

from archive.cli import version
from benchmarks.cases import CASES, LONG, Bench, Figures
from benchmarks.compiled import run_again_compiled
from benchmarks.corpus import ROOT
from benchmarks.measuring import machine, tell
from benchmarks.report import load_results, save_results, write_report


def main() -> None:
    """Run the cases asked for, write the report after each, print all figures; status 1 if a case failed."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("cases", nargs="*", metavar="CASE", help=f"of: {', '.join(CASES)}; report: only write it")
    parser.add_argument("--files", type=int, default=3000)
    parser.add_argument("--many", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--cache", type=Path, default=ROOT / ".bench")
    parser.add_argument("--results", type=Path, default=ROOT / "docs" / "benchmarks.json")
    parser.add_argument(
        "--reuse", action="store_true", help="take archives in the cache as they are, if they are there"
    )
    parser.add_argument("--all", action="store_true", help="the long cases too")
    parser.add_argument("--plain", action="store_true", help="the rules for claims as plain Python")
    arguments = parser.parse_args()
    names = arguments.cases or [name for name in CASES if arguments.all or name not in LONG]
    if unknown := [name for name in names if name not in (*CASES, "report")]:
        parser.error(f"no such case: {', '.join(unknown)}")
    arguments.cache.mkdir(parents=True, exist_ok=True)
    if not arguments.plain and "yes" not in version() and names != ["report"]:
        run_again_compiled(arguments.cache.resolve())
    bench = Bench(arguments.cache.resolve(), arguments.files, arguments.many, arguments.rounds, reuse=arguments.reuse)
    results = load_results(arguments.results)
    failed = []
    for name in names:
        if name == "report":
            continue
        tell(f"{name} …")
        started, on = time.perf_counter(), machine()

        def keep(name: str, started: float, on: Figures, figures: Figures) -> None:
            results[name] = figures | {"machine": on, "case_seconds": time.perf_counter() - started}
            save_results(arguments.results, results)
            write_report(arguments.results, results)

        bench.known = partial(keep, name, started, on)
        # One that fails does not cost the hours of the others.
        try:
            bench.known(CASES[name](bench))
        except Exception:
            traceback.print_exc()
            failed.append(name)
    print(write_report(arguments.results, results))
    if failed:
        sys.exit(f"Failed: {', '.join(failed)}")


if __name__ == "__main__":
    main()
