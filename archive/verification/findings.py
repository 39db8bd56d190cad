"""What verification finds."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["MOST_FINDINGS", "Finding"]

# One damage may touch every row of a table; so many are named, of one kind in one table.
MOST_FINDINGS = 100


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong: the table (or ``schema``, ``file``), the row, and what about it."""

    table: str
    row: str
    message: str

    def __str__(self) -> str:
        return f"{f'{self.table} {self.row}'.rstrip()}: {self.message}"
