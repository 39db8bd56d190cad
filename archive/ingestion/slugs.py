"""Slugs: the names of articles in addresses. Once given they never change."""

from __future__ import annotations

import hashlib
import re
import sqlite3
from collections.abc import Container, Iterator

from archive.parsing.folding import fold

__all__ = ["slug_of", "unused_slug"]

_OTHERS = re.compile(r"[\W_]+")
_LONGEST = 80
_SUFFIX = 6


def slug_of(title: str) -> str:
    """Return ``title`` in small letters and hyphens, Latin letters without marks; ``article`` where nothing is left."""
    words = _OTHERS.sub("-", fold(title).casefold()).strip("-")
    return words[:_LONGEST].rstrip("-") or "article"


def unused_slug(connection: sqlite3.Connection, reserved: Container[str], title: str, language: str | None) -> str:
    """Return a slug that no article has and that is not ``reserved``.

    Where titles differ only in what a slug leaves out (``C``, ``C++``), later ones get their language, or a few digits
    of a checksum of the title.
    """
    for slug in _candidates(title, language):
        taken = connection.execute("SELECT 1 FROM articles WHERE slug = ?", (slug,)).fetchone()
        if taken is None and slug not in reserved:
            return slug
    raise AssertionError  # a checksum has as many continuations as there are numbers


def _candidates(title: str, language: str | None) -> Iterator[str]:
    slug = slug_of(title)
    yield slug
    if language:
        yield f"{slug}-{slug_of(language)}"
    digits = hashlib.sha256(f"{language}\n{title}".encode("utf-8", "surrogatepass")).hexdigest()
    yield f"{slug}-{digits[:_SUFFIX]}"
    number = 0
    while True:
        number += 1
        yield f"{slug}-{digits[:_SUFFIX]}-{number}"
