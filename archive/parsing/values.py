"""Values: the text of an infobox field as typed pieces."""

from __future__ import annotations

from archive.documents import Value


def parse_values(text: str, *, name: str = "", bold: frozenset[str] = frozenset()) -> tuple[Value, ...]:
    """Split ``text`` into its lines, each a value."""
    lines = [line.strip() for line in text.split("\n")]
    return tuple(Value(i, 0, None, line, "text") for i, line in enumerate(line for line in lines if line))
