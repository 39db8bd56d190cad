"""What Datasette cannot show of an archive is said in the look of the archive, with a way back."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlencode

import pytest
from datasette.app import Datasette

from .conftest import Get, close, getter

RECURSION = "with recursive a(x) as (select 1 union all select x + 1 from a) select count(*) from a"


@pytest.mark.parametrize(
    ("path", "status", "said"),
    [
        ("/archive/none", 404, "There is no such page, table or row"),
        ("/archive/claims/999", 404, "There is no such page, table or row"),
        ("/none", 404, "There is no such page, table or row"),
        ("/archive/claims?_sort=none", 400, "Cannot sort table by none"),
        (f"/archive?{urlencode({'sql': RECURSION})}", 400, "This takes longer than a page may. Ask for fewer rows"),
    ],
)
def test_a_failure_is_told_with_a_way_back(get: Get, path: str, status: int, said: str) -> None:
    answer = get(path)
    assert answer.status_code == status
    assert said in answer.text
    assert 'href="/archive/-/home"' in answer.text


def test_a_failure_of_json_stays_datasettes(get: Get) -> None:
    assert get("/archive/none.json").json()["error"] == "Table not found"


@pytest.mark.parametrize("form", ["json", "csv"])
def test_a_column_to_sort_by_that_is_not_there_is_the_readers_mistake_in_every_format(get: Get, form: str) -> None:
    answer = get(f"/archive/claims.{form}?_sort=none")
    assert answer.status_code == 400
    assert "Cannot sort table by none" in answer.text


def test_beside_another_database_failures_elsewhere_stay_datasettes(archive_path: Path) -> None:
    datasette = Datasette([str(archive_path)], memory=True)
    ask = getter(datasette)
    assert "/-/home" not in ask("/none").text
    assert "/-/home" in ask("/archive/none").text
    close(datasette)
