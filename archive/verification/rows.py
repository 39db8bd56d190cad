"""The rows of a table, each read once: its CHECKs, its references, and the rules that it belongs to.

One SELECT asks whether any row is wrong in any way. Only where one is are the ways asked for one by one.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

from archive.verification.constraints import check_constraints, row_name
from archive.verification.findings import MOST_FINDINGS, Finding
from archive.verification.places import MISPLACED
from archive.verification.rules import RULES

__all__ = ["check_rows"]

# The columns that references and rules ask for. LIMIT keeps SQLite from looking at the places again for each rule.
_CLAIMS = f"""SELECT id, "key", article_id, section_id, infobox_field_id, {{broken}} AS broken, {MISPLACED} AS misplaced
    FROM claims LIMIT -1"""


def check_rows(connection: sqlite3.Connection, table: str, sql: str) -> Iterator[Finding]:
    """Yield the rows of ``table``, whose CREATE TABLE is ``sql``, that break a CHECK, a reference or a rule.

    ``connection`` has the function ``misplaced`` (``archive.verification.places``).
    """
    constraints = dict(check_constraints(sql))
    rules = [rule for rule in RULES if rule.table == table]
    references = [(column, parent) for _, _, parent, column, *_ in _references(connection, table)]
    broken = " OR ".join(f"NOT ({condition})" for condition in constraints.values()) or "0"
    rows = _CLAIMS if table == "claims" else f"SELECT *, {{broken}} AS broken FROM {table}"
    joined = f"({rows.format(broken=broken)}) AS {table}" + "".join(
        f" LEFT JOIN {parent} AS of_{column} ON of_{column}.id = {table}.{column}" for column, parent in references
    )
    wrong = [
        "broken",
        *(f"{table}.{column} IS NOT NULL AND of_{column}.id IS NULL" for column, _ in references),
        *(rule.wrong for rule in rules),
    ]
    any_wrong = " OR ".join(f"({condition})" for condition in wrong)
    if connection.execute(f"SELECT 1 FROM {joined} WHERE {any_wrong} LIMIT 1").fetchone() is None:
        return
    for name, condition in constraints.items():
        found = connection.execute(f"SELECT {row_name(sql)} FROM {table} WHERE NOT ({condition})")
        for (row,) in found.fetchmany(MOST_FINDINGS):
            yield Finding(table, str(row), f"breaks the rule {name}")
    for _, row, parent, _ in connection.execute(f"PRAGMA foreign_key_check({table})"):
        yield Finding(table, "" if row is None else str(row), f"refers to a row of {parent} that does not exist")
    for rule in rules:
        name = rule.name if "." in rule.name else f"{table}.{rule.name}"
        for (row,) in connection.execute(f"SELECT {name} FROM {joined} WHERE {rule.wrong}").fetchmany(MOST_FINDINGS):
            yield Finding(table, str(row), rule.message)


def _references(connection: sqlite3.Connection, table: str) -> list[tuple[int, int, str, str]]:
    return connection.execute(f"PRAGMA foreign_key_list({table})").fetchall()
