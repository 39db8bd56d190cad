"""Databases for every test that needs one: made by the migrations, never by the models."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from archive.database import migrate


def pytest_report_header() -> str:
    return f"SQLite {sqlite3.sqlite_version}"


@pytest.fixture(scope="session")
def filled_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("filled") / "archive.db"
    migrate(path)
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA foreign_keys = ON")
        connection.executescript("BEGIN;\n" + Path(__file__).with_name("filled.sql").read_text("utf-8") + "COMMIT;")
    return path


@pytest.fixture
def filled(filled_template: Path, tmp_path: Path) -> Path:
    """A small sound archive with a row in every table (tests/filled.sql), of this test's own."""
    return Path(shutil.copy(filled_template, tmp_path / "archive.db"))
