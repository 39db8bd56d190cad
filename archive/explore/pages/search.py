"""Search: one box over titles, sections and claims; best hits first, marked, straight to the place."""

from __future__ import annotations

import sqlite3
from typing import Any

from archive.explore.claims import fetch_claims
from archive.explore.matching import Query, parse_query, snippets
from archive.explore.pages import Asked
from archive.explore.sql import Row, listed, rows, scalar
from archive.explore.titles import Titles, read_titles

__all__ = ["load"]

KINDS = ("articles", "sections", "claims")

# Ranking costs a microsecond a hit. Beyond this many, only headings are ranked.
MOST_RANKED = 20_000
_PER_KIND = 8
_PER_PAGE = 20
_LAST_PAGE = 50
_MOST_TITLES = 5000

_RANKED = {
    "sections": "bm25(8.0, 1.0, 1.0)",
    "claims": "bm25(3.0, 3.0, 1.0, 1.0)",
}
# The column where a hit says most, for words that are everywhere.
_FIRST_COLUMN = {"sections": "heading", "claims": "claimant"}

_SECTIONS = """
SELECT sections.id, sections.heading, sections.path, sections.anchor, sections.text, articles.title, articles.slug
FROM sections JOIN articles ON articles.id = sections.article_id
WHERE sections.id IN (SELECT value FROM json_each(?))
"""


def load(asked: Asked) -> Row:
    """Return the hits for ``q``: a few of each kind, or a page of one ``kind``."""
    typed = asked.arguments.text("q")
    kind = asked.arguments.choice("kind", KINDS)
    page = max(1, min(asked.arguments.number("page") or 1, _LAST_PAGE))
    query = parse_query(typed)
    data: Row = {"q": typed, "kind": kind, "page": page, "notes": [], "results": {}}
    data["kinds"] = [
        {"kind": one, "page": asked.addresses.page("search", q=typed, kind=one), "chosen": one == kind}
        for one in ("", *KINDS)
    ]
    if query is None:
        return data
    size = _PER_PAGE if kind else _PER_KIND
    for one in (kind,) if kind else KINDS:
        hits, more, notes = _FINDERS[one](asked, query, size, (page - 1) * size)
        data["notes"] += notes
        data["results"][one] = {
            "hits": hits,
            "more": asked.addresses.page("search", q=typed, kind=one, page=page + 1 if kind else 1)
            if more and page < _LAST_PAGE
            else None,
        }
    return data


def _find_articles(asked: Asked, query: Query, size: int, skip: int) -> tuple[list[Row], bool, list[str]]:
    """Find titles that hold every word, in whatever letters; whole titles first, then beginnings, then short ones."""
    titles: Titles = asked.remember("titles", lambda: read_titles(asked.connection))
    wanted = " ".join(query.plain)
    found = sorted(
        titles.find(query.plain, _MOST_TITLES),
        key=lambda one: (one[1] != wanted, not one[1].startswith(wanted), len(one[1]), one[0]),
    )
    chosen = [number for number, _ in found[skip : skip + size]]
    details = {
        row["id"]: row
        for row in rows(
            asked.connection,
            "SELECT id, title, slug, short_description, description FROM articles "
            "WHERE id IN (SELECT value FROM json_each(?))",
            (listed(chosen),),
        )
    }
    hits = [details[number] for number in chosen]
    marked = snippets(query.expression, [row["title"] for row in hits])
    return (
        [
            {
                "title": row["title"],
                "title_marked": _marked(pieces),
                "description": row["short_description"] or (row["description"] or "")[:200],
                "page": asked.addresses.article(row["slug"]),
                "row": asked.addresses.row("articles", row["id"]),
            }
            for row, pieces in zip(hits, marked, strict=True)
        ],
        len(found) > skip + size,
        [],
    )


def _find_sections(asked: Asked, query: Query, size: int, skip: int) -> tuple[list[Row], bool, list[str]]:
    numbers, expression, more, notes = _ranked(asked.connection, "sections", query, size, skip)
    found = {row["id"]: row for row in rows(asked.connection, _SECTIONS, (listed(numbers),))}
    hits = [found[number] for number in numbers]
    marked = snippets(expression, [row["text"] for row in hits])
    headings = snippets(expression, [row["path"] for row in hits])
    return (
        [
            {
                "article": {"title": row["title"], "page": asked.addresses.article(row["slug"])},
                "heading": row["path"],
                "heading_marked": _marked(heading),
                "snippet": _marked(pieces),
                "page": asked.addresses.article(row["slug"], row["anchor"]),
                "row": asked.addresses.row("sections", row["id"]),
            }
            for row, pieces, heading in zip(hits, marked, headings, strict=True)
        ],
        more,
        notes,
    )


def _find_claims(asked: Asked, query: Query, size: int, skip: int) -> tuple[list[Row], bool, list[str]]:
    numbers, expression, more, notes = _ranked(asked.connection, "claims", query, size, skip)
    hits = fetch_claims(asked.connection, numbers, asked.addresses)
    marked = snippets(expression, [claim["content"] or claim["sentence"] for claim in hits])
    return [claim | {"snippet": _marked(pieces)} for claim, pieces in zip(hits, marked, strict=True)], more, notes


_FINDERS = {"articles": _find_articles, "sections": _find_sections, "claims": _find_claims}


def _ranked(
    connection: sqlite3.Connection, table: str, query: Query, size: int, skip: int
) -> tuple[list[int], str, bool, list[str]]:
    """Return the numbers of the best rows, the expression that found them, whether there are more, and notes."""
    notes = []
    expression = query.expression
    hits = _count(connection, table, expression)
    if not hits:
        expression = query.prefixes
        hits = _count(connection, table, expression)
        if hits:
            notes.append(f"No {table} hold these very words; shown are words that begin like them.")
    if hits <= MOST_RANKED:
        numbers = _by_rank(connection, table, expression, size + 1, skip)
    else:
        column = _FIRST_COLUMN[table]
        notes.append(f"More than {MOST_RANKED:,} {table} hold this; those with it in the {column} come first.")
        numbers = _by_column(connection, table, expression, column, size + 1, skip)
    return numbers[:size], expression, len(numbers) > size, notes


def _count(connection: sqlite3.Connection, table: str, expression: str) -> int:
    sql = f"SELECT count(*) FROM (SELECT 1 FROM {table}_fts WHERE {table}_fts MATCH ? LIMIT {MOST_RANKED + 1})"
    number: int = scalar(connection, sql, (expression,))
    return number


def _by_rank(connection: sqlite3.Connection, table: str, expression: str, size: int, skip: int) -> list[int]:
    sql = f"SELECT rowid FROM {table}_fts WHERE {table}_fts MATCH ? AND rank MATCH ? ORDER BY rank LIMIT ? OFFSET ?"
    return [row[0] for row in connection.execute(sql, (expression, _RANKED[table], size, skip))]


def _by_column(
    connection: sqlite3.Connection, table: str, expression: str, column: str, size: int, skip: int
) -> list[int]:
    """Return rows that hold the words in one column, ranked if they are not too many themselves, then any others."""
    narrowed = f"{column} : ({expression})"
    inside = _count(connection, table, narrowed)
    if inside > MOST_RANKED:
        sql = f"SELECT rowid FROM {table}_fts WHERE {table}_fts MATCH ? LIMIT ? OFFSET ?"
        return [row[0] for row in connection.execute(sql, (narrowed, size, skip))]
    numbers = _by_rank(connection, table, narrowed, size, skip)
    if len(numbers) < size:
        sql = (
            f"SELECT rowid FROM {table}_fts WHERE {table}_fts MATCH ? AND rowid NOT IN "
            f"(SELECT rowid FROM {table}_fts WHERE {table}_fts MATCH ?) LIMIT ? OFFSET ?"
        )
        others = connection.execute(sql, (expression, narrowed, size - len(numbers), max(0, skip - inside)))
        numbers += [row[0] for row in others]
    return numbers


def _marked(pieces: list[tuple[str, bool]]) -> list[dict[str, Any]]:
    return [{"text": text, "hit": hit} for text, hit in pieces]
