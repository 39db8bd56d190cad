"""CHECKs are read out of a table's own SQL, the same ones that the models define."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import CheckConstraint

from archive.database import schema_of
from archive.models import Base
from archive.verification.constraints import check_constraints, row_name


def test_parentheses_and_texts_inside_a_condition_do_not_end_it() -> None:
    sql = "CREATE TABLE t (a TEXT, CONSTRAINT one CHECK (a IN ('(', ')') OR (a)), CONSTRAINT two CHECK (a > '')) STRICT"
    assert list(check_constraints(sql)) == [("one", "a IN ('(', ')') OR (a)"), ("two", "a > ''")]


@pytest.mark.parametrize(
    ("sql", "name"),
    [
        ('CREATE TABLE t ("one" INTEGER, two TEXT, PRIMARY KEY (one)) WITHOUT ROWID, STRICT', "one"),
        ("CREATE TABLE t (name TEXT PRIMARY KEY) STRICT", "rowid"),
    ],
)
def test_row_is_named_by_its_number_or_its_first_column(sql: str, name: str) -> None:
    assert row_name(sql) == name


def test_no_constraint_of_a_table_is_passed_over(filled: Path) -> None:
    with closing(sqlite3.connect(filled)) as connection:
        schema = schema_of(connection)
    for table in Base.metadata.sorted_tables:
        named = {str(one.name) for one in table.constraints if isinstance(one, CheckConstraint)}
        assert set(dict(check_constraints(schema[f"table {table.name}"]))) == named
