"""The page of the benchmarks: tables between their marks, charts beside it, and nothing else touched."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import pytest

from benchmarks.aims import aims
from benchmarks.charts import bars, stack
from benchmarks.report import load_results, save_results, tables_of, write_report

DOCS = Path(__file__).parents[2] / "docs"

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


def test_page_and_charts_say_what_the_results_say(tmp_path: Path) -> None:
    names = ("benchmarks.json", "benchmarks.md", "benchmarks-ingest.svg", "benchmarks-weight.svg")
    for name in names:
        (tmp_path / name).write_bytes((DOCS / name).read_bytes())
    write_report(tmp_path / "benchmarks.json", load_results(tmp_path / "benchmarks.json"))
    for name in names:
        assert (tmp_path / name).read_text("utf-8") == (DOCS / name).read_text("utf-8"), "python -m benchmarks report"


def test_every_result_has_its_place_on_the_page() -> None:
    page = (DOCS / "benchmarks.md").read_text("utf-8")
    missing = [
        name for name in tables_of(load_results(DOCS / "benchmarks.json")) if f"<!-- figures: {name} -->" not in page
    ]
    assert missing == []


def test_aim_is_met_from_its_bound_on() -> None:
    verify = {"files": 600, "rows": [{"name": "verify", "source_megabytes_per_second": 50.0}]}
    assert [row for row in aims({"verify": verify}) if row[2]] == [
        ("verify, of few files", "at least 50.0 MB/s", "50.0 MB/s (600 files)", "met", "`make bench CASES=verify`")
    ]


def test_aim_of_a_run_that_was_cut_short_is_not_measured() -> None:
    rows = aims({"growth": {"rows": [{"files": 300}], "seconds_of_few": [1.0]}})
    assert {row[3] for row in rows} == {"not measured"}
