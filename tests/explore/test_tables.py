"""Datasette's own pages over an archive: described, searchable, and nothing changed for other databases."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from datasette.app import Datasette

from archive.explore.archives import is_archive
from archive.explore.describing import describe_models
from archive.explore.metadata import load_data
from archive.models import VIEWS, Base

from .conftest import Get, close, getter


def test_tables_and_columns_have_the_descriptions_of_the_models(get: Get) -> None:
    described = get("/-/metadata.json").json()["databases"]["archive"]["tables"]
    for name, table in Base.metadata.tables.items():
        assert described[name]["description"] == table.comment
        assert described[name]["columns"] == {column.name: column.comment for column in table.columns}
    for name, view in VIEWS.items():
        assert described[name]["columns"] == view.columns


def test_search_narrows(get: Get) -> None:
    everything = get("/archive/sections.json?_shape=array").json()
    found = get("/archive/sections.json?_search=peace&_shape=array").json()
    assert (len(everything), [row["heading"] for row in found]) == (3, ["Aftermath"])


def test_technical_tables_are_hidden(get: Get) -> None:
    tables = get("/archive.json").json()["tables"]
    shown = {table["name"] for table in tables if not table["hidden"]}
    assert shown == set(Base.metadata.tables) - {"sqlar", "alembic_version"}


def test_foreign_keys_have_labels(get: Get) -> None:
    row = get("/archive/claims.json?_labels=on&_shape=array").json()[0]
    assert row["article_id"] == {"value": 1, "label": "Lachin offensive"}


def test_pages_name_licence_and_source(get: Get) -> None:
    page = get("/archive/sections").text
    assert "creativecommons.org/licenses/by-sa/4.0/" in page
    assert "www.wikipedia.org" in page


def test_facets_count_dates_by_year(get: Get) -> None:
    facets = get("/archive/claims.json").json()["facet_results"]
    year = next(facet for facet in facets.values() if facet["type"] == "year")
    assert [(choice["value"], choice["count"]) for choice in year["results"]] == [("2020", 3)]
    chosen = get(year["results"][0]["toggle_url"].removeprefix("http://localhost"))
    assert chosen.json()["human_description_en"] == "where date_from ≥ 2020 and date_from < 2021"


@pytest.mark.parametrize("query", sorted(load_data("queries.yaml")))
def test_canned_queries_run(get: Get, query: str) -> None:
    values = "article_slug=lachin-offensive&claim_key=bbbb000000000000&day=2020-10-27&side="
    answer = get(f"/archive/{query}.json?_shape=array&{values}")
    rows: list[dict[str, Any]] = answer.json()
    assert (answer.status_code, bool(rows)) == (200, query != "what_links_here")


def test_a_plain_datasette_shows_the_same(archive_path: Path) -> None:
    datasette = Datasette([str(archive_path)])
    ask = getter(datasette)
    assert "Statements that articles attribute to someone" in ask("/archive/claims").text
    assert "Who said what, when, in which article" in ask("/").text
    assert ask("/archive/-/article/lachin-offensive").status_code == 200
    close(datasette)


def test_beside_another_database_the_first_page_stays_datasettes(archive_path: Path, tmp_path: Path) -> None:
    other = tmp_path / "theirs.db"
    with sqlite3.connect(other) as connection:
        connection.execute("CREATE TABLE articles (id INTEGER PRIMARY KEY, slug TEXT)")
        connection.execute("INSERT INTO articles VALUES (1, 'a')")
    connection.close()
    datasette = Datasette([str(other), str(archive_path)])
    ask = getter(datasette)
    assert "<title>Datasette: theirs, archive</title>" in ask("/").text
    assert ask("/archive/-/home").status_code == 200
    row = ask("/theirs/articles/1").text
    close(datasette)
    assert ("archive.css" in row, 'class="record"' in row, "/-/article/" in row) == (False, False, False)


def test_other_databases_are_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "theirs.db"
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE claims (id INTEGER PRIMARY KEY, stance TEXT)")
    connection.close()
    datasette = Datasette([str(path)])
    ask = getter(datasette)
    assert not is_archive(datasette.databases["theirs"])
    assert ask("/-/metadata.json").json() == {"databases": {}}
    assert ask("/theirs.json").json()["queries"] == []
    assert ask("/theirs/-/home").status_code >= 400
    assert "archive" not in ask("/").text
    close(datasette)


@pytest.mark.parametrize(
    "sql",
    [
        "select zeroblob(900000000)",
        "with recursive a(x) as (select 1 union all select x + 1 from a) select count(*) from a",
        "select zeroblob(30000000) from claims",
        "select count(*) from " + ", ".join(f"claims a{i}" for i in range(14)),
        "select * from sections_fts where sections_fts match '\"'",
    ],
)
def test_hostile_sql_is_refused(get: Get, sql: str) -> None:
    assert get("/archive.json", params={"sql": sql}).status_code == 400


def test_what_the_pages_know_of_the_models_is_up_to_date() -> None:
    assert load_data("models.json") == describe_models()


def test_the_first_page_does_not_wait_for_sqlalchemy(archive_path: Path) -> None:
    code = f"""
import asyncio, sys
from pathlib import Path
from archive.explore.server import make_datasette
asyncio.run(make_datasette(Path({str(archive_path)!r})).client.get("/archive/-/search?q=peace"))
print("sqlalchemy" in sys.modules)
"""
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert shown.stdout == "False\n"


@pytest.mark.parametrize("call", ["printf('%.*c', 900000000, 'x')", "format('%900000000d', 1)"])
def test_endless_formatting_gives_nothing(get: Get, call: str) -> None:
    assert get("/archive.json", params={"sql": f"select {call} as a", "_shape": "array"}).json() == [{"a": None}]


def test_endless_patterns_are_refused(get: Get) -> None:
    assert get("/archive.json", params={"sql": f"select 'a' like '{'%a' * 600}'"}).status_code == 400


def test_printf_stays_what_it_is(get: Get) -> None:
    sql = "select printf('%05.1f%% %s', 2.25, 'a') as one, format('%,d', 12345) as two, printf(null) as three"
    answer = get("/archive.json", params={"sql": sql, "_shape": "array"})
    assert answer.json() == [{"one": "002.3% a", "two": "12,345", "three": None}]


def test_a_very_long_cell_is_cut_on_the_page(archive_path: Path) -> None:
    datasette = Datasette([str(archive_path)])
    shown = getter(datasette)("/archive", params={"sql": "select replace(hex(zeroblob(200000)), '00', 'x') as text"})
    close(datasette)
    assert (shown.status_code, "200,000 characters" in shown.text, len(shown.text) < 150_000) == (200, True, True)
