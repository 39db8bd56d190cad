"""Ranking, merging of actors, slugs, stored bytes, and the times of files."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.ingestion.merging import ActorForm, merge_forms
from archive.ingestion.originals import UnreadableFileError, read_original
from archive.ingestion.planning import iso_time
from archive.ingestion.ranking import Standing, best, reason_against
from archive.ingestion.rows import ARTICLE_COLUMNS, CHILD_TABLES, ChildTable
from archive.ingestion.slugs import slug_of
from archive.models import Base

standings = st.builds(Standing, st.booleans(), st.sampled_from(["", "2022", "2022-01-01"]), st.integers(0, 2))
words = st.one_of(st.none(), st.sampled_from(["a", "b"]))
forms = st.builds(
    ActorForm,
    st.just("key"),
    st.sampled_from(["A", "AB", "B"]),
    st.sampled_from(["person", "country", "other"]),
    words,
    words,
    words,
)


def test_content_counts_before_date_before_length_before_path() -> None:
    files = {
        "d": Standing(True, "2022-01-01", 5),
        "c": Standing(True, "2022-01-02", 1),
        "b": Standing(True, "2022-01-02", 2),
        "a": Standing(False, "2023-01-01", 0),
        "bb": Standing(True, "2022-01-02", 2),
    }
    assert best(files) == "b"


def test_a_date_with_more_precision_counts_as_later() -> None:
    assert best({"a": Standing(True, "2022", 1), "b": Standing(True, "2022-01", 1)}) == "b"


@given(files=st.dictionaries(st.text("abc", min_size=1, max_size=3), standings, min_size=1))
@settings(max_examples=50)
def test_the_winner_beats_every_other_file_alone(files: dict[str, Standing]) -> None:
    winner = best(files)
    for path, standing in files.items():
        assert best({winner: files[winner], path: standing}) == winner
        assert winner in reason_against(standing, files[winner], winner)


@given(one=forms, two=forms, three=forms)
@settings(max_examples=100)
def test_actors_come_out_the_same_in_any_order(one: ActorForm, two: ActorForm, three: ActorForm) -> None:
    assert merge_forms(one, two) == merge_forms(two, one)
    assert merge_forms(merge_forms(one, two), three) == merge_forms(one, merge_forms(two, three))
    assert merge_forms(one, one) == one


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("2020 Nagorno-Karabakh war", "2020-nagorno-karabakh-war"),
        ("Laçın, Əfəndilər & Ærø", "lacin-efendiler-aero"),
        ("Война", "война"),
        ("C++", "c"),
        ("!?", "article"),
        ("x" * 200, "x" * 80),
        ("../../etc/passwd", "etc-passwd"),
        ("<script>alert(1)</script>", "script-alert-1-script"),
    ],
)
def test_slugs(title: str, slug: str) -> None:
    assert slug_of(title) == slug


def test_a_file_that_is_too_large_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "large.md"
    with path.open("wb") as file:
        file.truncate(2 * 1024**3)
    with pytest.raises(UnreadableFileError) as caught:
        read_original(str(path))
    assert caught.value.problem.kind == "too_large"


def test_a_pipe_in_the_place_of_a_file_is_refused_at_once(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.md")
    with pytest.raises(UnreadableFileError) as caught:
        read_original(str(tmp_path / "pipe.md"))
    assert caught.value.problem.kind == "not_a_file"


def test_times_are_utc_to_the_nanosecond() -> None:
    assert iso_time(1_600_000_000_123_456_789) == "2020-09-13T12:26:40.123456789Z"
    assert iso_time(-1) == "1969-12-31T23:59:59.999999999Z"
    assert iso_time(10**30) == "1000000000000000000000.000000000"


@pytest.mark.parametrize("table", CHILD_TABLES, ids=lambda table: table.name)
def test_rows_have_the_columns_that_the_models_have(table: ChildTable) -> None:
    columns = Base.metadata.tables[table.name].columns
    decided_later = {"target_article_id"}
    assert [column for column in table.columns if column not in {"id", "article_id"}] == [
        *(name for name, _ in table.parents),
        *(
            column.name
            for column in columns
            if column.computed is None
            and column.name not in {"id", "article_id", *(name for name, _ in table.parents)} | decided_later
        ),
    ]
    assert table.has_article == ("article_id" in columns)


def test_an_article_has_the_columns_that_its_model_has() -> None:
    of_the_run = {"id", "slug", "source_id", "created_run_id", "updated_run_id"}
    columns = Base.metadata.tables["articles"].columns
    assert list(ARTICLE_COLUMNS) == [column.name for column in columns if column.name not in of_the_run]


@pytest.mark.parametrize("module", ["archive.ingestion.prepare", "archive.ingestion.worker"])
def test_a_worker_loads_no_database_library(module: str) -> None:
    program = f"import sys, {module}; print(sorted(sys.modules.keys() & {{'sqlalchemy', 'alembic', 'datasette'}}))"
    answer = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True)
    assert answer.stdout.strip() == "[]"
