"""The CHECK constraints of a table, taken from its own SQL: SQLite forgets them in a database that it may only read."""

from __future__ import annotations

import re
from collections.abc import Iterator

__all__ = ["check_constraints", "row_name"]

_CHECK = re.compile(r"CONSTRAINT (\w+)\s+CHECK \(")
_PARENTHESIS_OR_TEXT = re.compile(r"[()]|'[^']*'")
_FIRST_COLUMN = re.compile(r'\(\s*"?(\w+)')


def check_constraints(table_sql: str) -> Iterator[tuple[str, str]]:
    """Yield name and condition of each named CHECK of a CREATE TABLE statement as the revisions write it."""
    for found in _CHECK.finditer(table_sql):
        depth = 1
        for one in _PARENTHESIS_OR_TEXT.finditer(table_sql, found.end()):
            depth += {"(": 1, ")": -1}.get(one[0], 0)
            if not depth:
                yield found[1], table_sql[found.end() : one.start()]
                break


def row_name(table_sql: str) -> str:
    """Return the column that names a row: its number, or the first column of a table WITHOUT ROWID."""
    first = _FIRST_COLUMN.search(table_sql)
    return first[1] if first is not None and "WITHOUT ROWID" in table_sql.rpartition(")")[2] else "rowid"
