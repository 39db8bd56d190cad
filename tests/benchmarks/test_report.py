"""The page of the benchmarks: tables between their marks, charts beside it, and nothing else touched."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import pytest

from benchmarks.charts import bars, stack
from benchmarks.report import save_results, write_report

AGAIN = {"rows": [{"name": "unchanged", "seconds": 0.5, "files_per_second": 6000.4}], "comparing": {}}


def test_table_stands_between_its_marks(tmp_path: Path) -> None:
    page = tmp_path / "benchmarks.md"
    page.write_text("before\n<!-- figures: again -->\nold\n<!-- end -->\nafter\n", "utf-8")
    write_report(tmp_path / "benchmarks.json", {"again": AGAIN})
    assert page.read_text("utf-8") == (
        "before\n<!-- figures: again -->\n|  | seconds | files/s |\n| --- | --- | --- |\n| unchanged | 0.50 | 6,000 |\n"
        "<!-- end -->\nafter\n"
    )


def test_table_that_was_not_measured_stays_as_it_is(tmp_path: Path) -> None:
    page = tmp_path / "benchmarks.md"
    page.write_text("<!-- figures: search -->\nolder figures\n<!-- end -->\n", "utf-8")
    write_report(tmp_path / "benchmarks.json", {"again": AGAIN})
    assert page.read_text("utf-8") == "<!-- figures: search -->\nolder figures\n<!-- end -->\n"


def test_results_keep_four_digits(tmp_path: Path) -> None:
    save_results(tmp_path / "benchmarks.json", {"again": {"rows": [{"seconds": 1.23456789}]}})
    assert json.loads((tmp_path / "benchmarks.json").read_text("utf-8")) == {"again": {"rows": [{"seconds": 1.235}]}}


@pytest.mark.parametrize(
    "chart",
    [bars("Speed & <size>", [("a<b", 3.0, "3"), ("c", 0.0, "0")], "c"), stack("Parts", [("x & y", 0.75), ("z", 0.25)])],
)
def test_chart_is_well_formed(chart: str) -> None:
    assert ElementTree.fromstring(chart).tag.endswith("svg")
