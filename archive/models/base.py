"""The declarative base: strict SQLite types, constraint names by convention, helpers for named CHECKs."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar, get_args

from sqlalchemy import REAL, CheckConstraint, Index, Integer, LargeBinary, MetaData, Text, text
from sqlalchemy.orm import DeclarativeBase

NAMING_CONVENTION = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(DeclarativeBase):
    """Base of all tables. STRICT tables know only INTEGER, REAL, TEXT and BLOB, so the type map names those."""

    metadata = MetaData(naming_convention=NAMING_CONVENTION)
    type_annotation_map: ClassVar[dict[Any, Any]] = {str: Text, int: Integer, float: REAL, bytes: LargeBinary}


def strict(comment: str) -> dict[str, Any]:
    """Return the keyword arguments of a strict table that is described to people by ``comment``."""
    return {"sqlite_strict": True, "comment": comment}


def one_of(column: str, choices: Iterable[str] | Any) -> CheckConstraint:
    """Return a named CHECK: ``column`` is null or one of ``choices`` (strings, or a ``Literal`` type)."""
    values = choices if isinstance(choices, list | tuple) else get_args(choices)
    quoted = ", ".join(f"'{value}'" for value in values)
    return CheckConstraint(f"{column} IN ({quoted})", name=column)


def boolean(column: str) -> CheckConstraint:
    """Return a named CHECK: ``column`` is 0 or 1."""
    return CheckConstraint(f"{column} IN (0, 1)", name=column)


def json_text(column: str) -> CheckConstraint:
    """Return a named CHECK: ``column`` is null or valid JSON."""
    return CheckConstraint(f"{column} IS NULL OR json_valid({column})", name=column)


def iso_date(column: str) -> CheckConstraint:
    """Return a named CHECK: ``column`` is null or an ISO 8601 date, whole or cut to a month or a year."""
    shapes = ("[0-9][0-9][0-9][0-9]", "[0-9][0-9][0-9][0-9]-[0-1][0-9]", "[0-9][0-9][0-9][0-9]-[0-1][0-9]-[0-3][0-9]")
    tests = " OR ".join(f"{column} GLOB '{shape}'" for shape in shapes)
    return CheckConstraint(f"{column} IS NULL OR {tests}", name=column)


def index_of_given(table: str, column: str) -> Index:
    """Return an index of ``column`` that leaves out its nulls; it serves a foreign key as well."""
    return Index(f"ix_{table}_{column}", column, sqlite_where=text(f"{column} IS NOT NULL"))
