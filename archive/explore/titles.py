"""All titles in plain letters, as one text: a hundred thousand are searched in a few milliseconds."""

from __future__ import annotations

import sqlite3
from array import array
from bisect import bisect_right
from collections.abc import Iterator, Sequence

from archive.parsing.folding import fold

__all__ = ["Titles", "read_titles"]


class Titles:
    """Titles with the numbers of their articles."""

    def __init__(self, titles: Sequence[tuple[int, str]]) -> None:
        plain = [(title if title.isascii() else fold(title)).casefold().replace("\n", " ") for _, title in titles]
        self._text = "\n".join(plain)
        self._numbers = array("q", (number for number, _ in titles))
        self._starts = array("q")
        start = 0
        for title in plain:
            self._starts.append(start)
            start += len(title) + 1

    def find(self, words: Sequence[str], most: int) -> list[tuple[int, str]]:
        """Return the numbers and plain titles of at most ``most`` articles whose titles hold all ``words``."""
        # The longest word is the rarest, as a rule.
        first, *others = sorted(words, key=len, reverse=True)
        found = []
        for place in self._lines_with(first):
            start = self._starts[place]
            title = self._text[start : self._text.find("\n", start) if place + 1 < len(self._starts) else None]
            if all(word in title for word in others):
                found.append((self._numbers[place], title))
                if len(found) == most:
                    break
        return found

    def _lines_with(self, word: str) -> Iterator[int]:
        at = self._text.find(word)
        while at >= 0:
            place = bisect_right(self._starts, at) - 1
            yield place
            if place + 1 == len(self._starts):
                return
            at = self._text.find(word, self._starts[place + 1])


def read_titles(connection: sqlite3.Connection) -> Titles:
    """Return the titles of all articles, in the order of their numbers."""
    return Titles(connection.execute("SELECT id, title FROM articles ORDER BY id").fetchall())
