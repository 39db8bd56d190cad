"""The models and the revisions say the same, to the letter."""

from __future__ import annotations

import ast
import re
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy.dialects import sqlite
from sqlalchemy.schema import CreateIndex, CreateTable

from archive.database import engine_for_writing, expected_schema, has_expected_schema, migrating, open_read_only
from archive.database.migrating import alembic_config, known_revisions, migrations_folder
from archive.models import FULL_TEXT_COLUMNS, FULL_TEXT_TABLES, VIEWS, Base

TABLES = Base.metadata.sorted_tables


@pytest.fixture(scope="module")
def schema() -> dict[str, str]:
    return expected_schema()


def test_schema_of_the_last_revision_is_known_without_making_one(filled: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(migrating, "expected_schema", dict)
    with closing(open_read_only(filled)) as connection:
        assert has_expected_schema(connection)


def words(sql: str) -> str:
    return re.sub(r"\s*([(),])\s*", r"\1", re.sub(r"\s+", " ", sql)).strip()


# The next tests compare those indexes to the letter.
@pytest.mark.filterwarnings("ignore:Skipped unsupported reflection of expression-based index")
@pytest.mark.filterwarnings("ignore:autogenerate skipping metadata-specified expression-based index")
def test_alembic_finds_nothing_to_change(filled: Path) -> None:
    with engine_for_writing(filled).connect() as connection:
        context = MigrationContext.configure(
            connection,
            opts={
                "include_name": lambda name, kind, _: (
                    not (kind == "table" and name.startswith(tuple(FULL_TEXT_TABLES)))
                ),
                "autogenerate_plugins": ["alembic.autogenerate.*", "alembic.ext.checkconstraint_byname"],
            },
        )
        assert compare_metadata(context, Base.metadata) == []


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_table_is_as_its_model(table, schema: dict[str, str]) -> None:
    assert words(schema[f"table {table.name}"]) == words(str(CreateTable(table).compile(dialect=sqlite.dialect())))


def test_indexes_are_as_in_the_models(schema: dict[str, str]) -> None:
    of_models = {
        f"index {index.name}": words(str(CreateIndex(index).compile(dialect=sqlite.dialect())))
        for table in TABLES
        for index in table.indexes
    }
    assert {name: words(sql) for name, sql in schema.items() if name.startswith("index ")} == of_models


def test_views_are_as_in_the_models(schema: dict[str, str]) -> None:
    of_models = {f"view {name}": view.sql for name, view in VIEWS.items()}
    assert {name: sql for name, sql in schema.items() if name.startswith("view ")} == of_models


def test_full_text_tables_are_as_in_the_models(schema: dict[str, str]) -> None:
    assert {name: schema[f"table {name}"] for name in FULL_TEXT_TABLES} == FULL_TEXT_TABLES


def test_nothing_else_is_in_the_database(schema: dict[str, str]) -> None:
    parts = {f"{name}_{part}" for name in FULL_TEXT_TABLES for part in ("data", "idx", "docsize", "config")}
    tables = {*Base.metadata.tables, *FULL_TEXT_TABLES, *parts, "alembic_version"}
    assert {name for name in schema if not name.startswith(("index ", "view "))} == {f"table {name}" for name in tables}


@pytest.mark.parametrize("name", VIEWS)
def test_view_has_the_columns_that_are_described(name: str, filled: Path) -> None:
    with closing(sqlite3.connect(filled)) as connection:
        columns = [row[1] for row in connection.execute(f"PRAGMA table_info({name})")]
    assert sorted(columns) == sorted(VIEWS[name].columns)


@pytest.mark.parametrize("name", FULL_TEXT_TABLES)
def test_full_text_table_has_the_columns_that_are_listed(name: str, filled: Path) -> None:
    with closing(sqlite3.connect(filled)) as connection:
        assert tuple(row[1] for row in connection.execute(f"PRAGMA table_info({name})")) == FULL_TEXT_COLUMNS[name]


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_table_and_columns_are_described(table) -> None:
    assert table.comment
    assert [column.name for column in table.columns if not column.comment] == []


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_every_foreign_key_begins_an_index(table) -> None:
    firsts = {next(iter(index.columns)).name for index in table.indexes if index.columns}
    firsts |= {next(iter(table.primary_key.columns)).name}
    assert [key.parent.name for key in table.foreign_keys if key.parent.name not in firsts] == []


def test_revisions_are_one_line_in_the_order_of_their_files() -> None:
    script = ScriptDirectory.from_config(alembic_config())
    assert [revision.revision for revision in script.walk_revisions()] == known_revisions()


def test_revisions_import_nothing_that_will_change() -> None:
    for path in migrations_folder().glob("versions/*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            assert not [name for name in names if name.partition(".")[0] == "archive"], path.name


def test_schema_page_is_current() -> None:
    from archive.models.documentation import schema_page

    page = Path(__file__).parents[2] / "docs" / "schema.md"
    assert page.read_text("utf-8") == schema_page() + "\n", (
        "run: python -m archive.models.documentation > docs/schema.md"
    )
