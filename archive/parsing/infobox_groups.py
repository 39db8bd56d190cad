"""Numbered fields: which infobox fields belong together by the number that ends their name."""

from __future__ import annotations

from collections.abc import Sequence

Group = tuple[str | None, int | None, str | None]


def group_fields(names: Sequence[str]) -> list[Group]:
    """Group name, index and part of each of ``names``, the field names of one infobox in order."""
    return [(None, None, None) for _ in names]
