"""Indexes that a first build makes at its end: the schema is the same, and a build that was cut short goes on."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest

import archive.ingestion.run as ingest_run
from archive.database import expected_schema, migrate, open_archive, schema_of
from archive.ingestion.indexes import LATE_INDEXES
from archive.models import Base

FILES = 7


@contextmanager
def opened(path: Path) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(path)) as connection, connection:
        yield connection


def fill(place: Any) -> None:
    for number in range(FILES):
        text = f"On 3 May 2020, the ministry of War {number} said that {number + 2} soldiers had died in [A](A)."
        place.write(f"{number}.md", f"---\ntitle: T{number}\n---\n{text}\n")


@pytest.fixture
def cut_short(place: Any, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A first build that ended after its second batch."""
    fill(place)
    write = ingest_run.Run._write
    batches: list[None] = []

    def writes(*arguments: Any) -> None:
        batches.append(None)
        if len(batches) > 2:
            raise KeyboardInterrupt
        write(*arguments)

    with monkeypatch.context() as patch:
        patch.setattr(ingest_run, "_BATCH_FILES", 2)
        patch.setattr(ingest_run.Run, "_write", writes)
        with pytest.raises(KeyboardInterrupt):
            place.ingest()
    building: Path = place.database.with_name("archive.db.building")
    return building


def test_a_first_build_has_the_schema_of_the_migrations(place: Any) -> None:
    fill(place)
    place.ingest()
    with closing(open_archive(place.database)) as connection:
        assert schema_of(connection) == expected_schema()


def test_a_build_that_was_cut_short_lacks_them_and_the_next_run_makes_them(place: Any, cut_short: Path) -> None:
    with opened(cut_short) as connection:
        assert connection.execute("SELECT count(*) FROM articles").fetchone() == (4,)
        assert expected_schema().keys() - schema_of(connection).keys() == {f"index {name}" for name in LATE_INDEXES}
    assert place.ingest().added == FILES - 4
    with closing(open_archive(place.database)) as connection:
        assert schema_of(connection) == expected_schema()


def test_a_build_that_was_cut_short_by_an_older_program_is_migrated(place: Any) -> None:
    fill(place)
    building = place.database.with_name("archive.db.building")
    migrate(building, "0001")
    with opened(building) as connection:
        present = {name.removeprefix("index ") for name in schema_of(connection)}
        for name in present.intersection(LATE_INDEXES):
            connection.execute(f"DROP INDEX {name}")
    assert place.ingest().added == FILES
    with closing(open_archive(place.database)) as connection:
        assert schema_of(connection) == expected_schema()


def test_a_row_that_goes_while_files_are_read_finds_what_refers_to_it_by_an_index() -> None:
    # Actors go at the end alone, when the indexes are made.
    for table in Base.metadata.sorted_tables:
        foreign = {key.parent.name for key in table.foreign_keys if key.column.table.name != "actors"}
        late = [index for index in table.indexes if index.name in LATE_INDEXES]
        assert [index.name for index in late if foreign.intersection(index.columns.keys()[:1])] == []


def test_every_late_index_is_one_of_the_models_and_allows_doubles() -> None:
    indexes = {index.name: index for table in Base.metadata.sorted_tables for index in table.indexes}
    assert [name for name in LATE_INDEXES if indexes[name].unique] == []
