"""Full-text search: any text becomes a query that cannot fail, and hits are marked in the text as it stands."""

from __future__ import annotations

import re
import sqlite3
from bisect import bisect_right
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from itertools import accumulate

from archive.explore.metadata import load_data
from archive.parsing.folding import fold

__all__ = ["Query", "parse_query", "snippets"]

# A phrase in quotation marks of any kind, or what stands between blanks.
_UNIT = re.compile(r'["“”„«]([^"“”„»]*)["“”»]|(\S+)')
_WORD = re.compile(r"[\w\u0300-\u036f]+")
_MOST_UNITS = 16

_SNIPPET_LENGTH = 260
_BEFORE_HIT = 60
# Highlighting costs time in proportion to the text; hits deep in a very long section are shown without marks.
_MOST_CHARACTERS = 60_000
# Private characters, which mean nothing in a text; where one holds them they are blanked before marking.
_OPEN, _CLOSE = "\ue000", "\ue001"
_NO_MARKS = {ord(_OPEN): " ", ord(_CLOSE): " "}


@dataclass(frozen=True, slots=True)
class Query:
    """A search, ready for FTS5: each word as typed or in plain letters, all of them required.

    ``prefixes`` is the same with every word taken as the beginning of one. ``plain`` holds the words in plain
    small letters.
    """

    expression: str
    prefixes: str
    plain: tuple[str, ...]


def parse_query(typed: str) -> Query | None:
    """Return what to search for, None where ``typed`` holds no word. Words in quotation marks are one phrase."""
    units = [phrase or word for phrase, word in _UNIT.findall(typed.replace("\0", " "))]
    units = [unit for unit in units if _WORD.search(unit)][:_MOST_UNITS]
    if not units:
        return None
    plain = tuple(word for unit in units for word in _WORD.findall(fold(unit).casefold()))
    return Query(
        " AND ".join(_alternatives(unit, "") for unit in units),
        " AND ".join(_alternatives(unit, "*") for unit in units),
        plain,
    )


def _alternatives(unit: str, ending: str) -> str:
    forms = dict.fromkeys((unit, fold(unit)))
    return "(" + " OR ".join('"' + form.replace('"', " ") + '"' + ending for form in forms if _WORD.search(form)) + ")"


def snippets(expression: str, texts: Sequence[str]) -> list[list[tuple[str, bool]]]:
    """Return the part of each text that holds most hits, as pieces that are hits or not.

    The texts are searched again in plain letters, with the tokenizer of the archive, so that ``Laçın`` is marked for
    ``Lacin`` and ``attacks`` for ``attack``.
    """
    tokenizer = load_data("models.json")["tokenizer"]
    plain = [_plain(text[:_MOST_CHARACTERS]) for text in texts]
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.execute(f"CREATE VIRTUAL TABLE found USING fts5(text, tokenize='{tokenizer}')")
        connection.executemany(
            "INSERT INTO found(rowid, text) VALUES (?, ?)",
            ((number, "".join(pieces)) for number, pieces in enumerate(plain)),
        )
        # A text need not hold every word: some may stand in the heading.
        anywhere = expression.replace(" AND ", " OR ")
        marked: dict[int, str] = dict(
            connection.execute(
                "SELECT rowid, highlight(found, 0, ?, ?) FROM found WHERE found MATCH ?", (_OPEN, _CLOSE, anywhere)
            ).fetchall()
        )
    return [
        _window(text, _hits(text, pieces, marked[number]) if number in marked else [])
        for number, (text, pieces) in enumerate(zip(texts, plain, strict=True))
    ]


def _pieces(text: str) -> list[str]:
    """Return the words of ``text`` and what stands between them, in turn, beginning with what stands before."""
    pieces: list[str] = []
    end = 0
    for match in _WORD.finditer(text):
        pieces += (text[end : match.start()], match[0])
        end = match.end()
    return [*pieces, text[end:]]


def _plain(text: str) -> list[str]:
    pieces = _pieces(text.translate(_NO_MARKS))
    return pieces if text.isascii() else [fold(piece) for piece in pieces]


def _hits(text: str, plain: list[str], marked: str) -> list[tuple[int, int]]:
    """Return the places in ``text`` of the marks in ``marked``, which is ``plain`` joined, with marks."""
    plain_starts = [0, *accumulate(len(piece) for piece in plain)]
    starts = [0, *accumulate(len(piece) for piece in _pieces(text[:_MOST_CHARACTERS]))]
    hits: list[tuple[int, int]] = []
    place = 0
    for number, part in enumerate(re.split(f"[{_OPEN}{_CLOSE}]", marked)):
        if number % 2:
            first = bisect_right(plain_starts, place) - 1
            last = bisect_right(plain_starts, place + len(part) - 1) - 1
            # The tokenizer may see several words in what is one here.
            if not hits or starts[first] >= hits[-1][1]:
                hits.append((starts[first], starts[last + 1]))
        place += len(part)
    return hits


def _window(text: str, hits: list[tuple[int, int]]) -> list[tuple[str, bool]]:
    """Return the stretch of ``text`` with most hits, cut into pieces at them."""
    best, most, last = 0, 0, 0
    for first, (start, _) in enumerate(hits):
        last = max(last, first)
        while last < len(hits) and hits[last][1] <= start + _SNIPPET_LENGTH - _BEFORE_HIT:
            last += 1
        if last - first > most:
            best, most = start, last - first
    begin = max(0, best - _BEFORE_HIT)
    if begin:
        begin = text.find(" ", begin, best) + 1 or begin
    end = min(len(text), begin + _SNIPPET_LENGTH)
    if end < len(text):
        end = max(text.rfind(" ", begin + 1, end), best + 1, begin + _SNIPPET_LENGTH // 2)
    pieces, place = [("…", False)] if begin else [], begin
    for start, stop in hits:
        if begin <= start and stop <= end:
            pieces += [(text[place:start], False), (text[start:stop], True)]
            place = stop
    pieces.append((text[place:end] + ("…" if end < len(text) else ""), False))
    return [(piece, hit) for piece, hit in pieces if piece]
