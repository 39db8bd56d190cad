"""Rows of articles: added in bulk, replaced row by row so that what stayed keeps its id, removed with all they hold."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from archive.ingestion.actors import forget_mentions, store_actors
from archive.ingestion.ids import Ids
from archive.ingestion.matching import match_rows
from archive.ingestion.merging import ActorForm
from archive.ingestion.rows import ARTICLE_COLUMNS, CHILD_TABLES, ArticleRows, ChildTable, Row, value_reader
from archive.ingestion.statements import forget_text, index_text, insert, quoted, upsert
from archive.models import FULL_TEXT_COLUMNS

__all__ = ["ArticleStore"]

_ARTICLE_INSERT = insert("articles", ("id", "slug", "source_id", "created_run_id", "updated_run_id", *ARTICLE_COLUMNS))
_ARTICLE_UPDATE = f"UPDATE articles SET {', '.join(f'{column} = ?' for column in ARTICLE_COLUMNS)} WHERE id = ?"
_TITLE_KEY = ARTICLE_COLUMNS.index("title_key")
_IDENTITY = slice(_TITLE_KEY, _TITLE_KEY + 2)  # title_key, language
_INSERTS = {table.name: insert(table.name, table.columns) for table in CHILD_TABLES}
_UPSERTS = {table.name: upsert(table.name, table.columns) for table in CHILD_TABLES}
_CLAIMS = next(table for table in CHILD_TABLES if table.name == "claims")
_KEY = _CLAIMS.columns.index("key")
# How the rows of one article are found; tables that do not name their article are reached through a parent that does.
_OF_ARTICLE = {
    table.name: "article_id = ?"
    if table.has_article
    else f"{table.parents[0][0]} IN (SELECT id FROM {table.parents[0][1]} WHERE article_id = ?)"
    for table in CHILD_TABLES
}


def _searched(table: ChildTable) -> Callable[[Row], Row]:
    """Return what makes of a row its number and its values in the full-text index."""
    readers = [value_reader(table.columns, name) for name in ("id", *FULL_TEXT_COLUMNS[f"{table.name}_fts"])]
    return lambda row: tuple([read(row) for read in readers])


_SEARCHED = {
    table.name: (index_text(table.name), forget_text(table.name), _searched(table))
    for table in CHILD_TABLES
    if f"{table.name}_fts" in FULL_TEXT_COLUMNS
}
# Titles whose links are to be counted again: those that an article wanted, those that led to one that goes.
_WANTED_BEFORE = """
INSERT OR IGNORE INTO temp.changed_wants
SELECT target_key FROM links
WHERE article_id = ? AND target_key IS NOT NULL AND +target_article_id IS NULL AND kind = 'internal'"""
_FREE_TITLE = "INSERT OR IGNORE INTO temp.lost_titles SELECT target_key FROM links WHERE target_article_id = ?"
_CLAIM_ACTORS_INSERT = insert("claim_actors", ("claim_id", "actor_id", "position"))
_RELATION_INSERT = insert("claim_relations", ("id", "claim_id", "other_claim_id", "kind", "basis", "confidence"))


class ArticleStore:
    """Writes articles. New ones wait until ``flush``, for the driver is quickest with many rows at a time.

    ``keeps_search`` is False where the full-text indexes are made anew when all is written.
    """

    def __init__(self, connection: sqlite3.Connection, ids: Ids, *, keeps_search: bool) -> None:
        self._connection = connection
        self._ids = ids
        self._keeps_search = keeps_search
        self._articles: list[Row] = []
        self._rows: defaultdict[str, list[Row]] = defaultdict(list)
        self._forms: list[tuple[int, ActorForm]] = []
        self._claim_actors: list[tuple[int, str, int]] = []
        connection.execute("CREATE TEMP TABLE IF NOT EXISTS changed_articles (article_id INTEGER PRIMARY KEY)")
        for name, column in (
            ("changed_titles", "folded"),
            ("changed_wants", "target_key"),
            ("lost_titles", "target_key"),
        ):
            connection.execute(f"CREATE TEMP TABLE IF NOT EXISTS {name} ({column} TEXT PRIMARY KEY) WITHOUT ROWID")

    def add(self, article_id: int, slug: str, source_id: int, run_id: int, rows: ArticleRows) -> None:
        """Add a new article with everything in it."""
        self._articles.append((article_id, slug, source_id, run_id, run_id, *rows.article))
        ids: dict[str, Sequence[int]] = {}
        for table, prepared in zip(CHILD_TABLES, rows.tables, strict=True):
            ids[table.name] = self._ids.take(table.name, len(prepared))
            self._rows[table.name].extend(_with_ids(table, prepared, article_id, ids))
        self._remember_actors(article_id, rows, ids["claims"])
        relation_ids = self._ids.take("claim_relations", len(rows.relations))
        self._rows["claim_relations"].extend(
            (relation_id, ids["claims"][claim], ids["claims"][other], *rest)
            for relation_id, (claim, other, *rest) in zip(relation_ids, rows.relations, strict=True)
        )

    def flush(self) -> None:
        """Write what waits."""
        if not self._articles:
            return
        connection = self._connection
        connection.executemany(_ARTICLE_INSERT, self._articles)
        self._mark([row[0] for row in self._articles], [row[5 + _TITLE_KEY] for row in self._articles])
        self._rows["claims"] = self._with_unused_keys(self._rows["claims"])
        for table in CHILD_TABLES:
            connection.executemany(_INSERTS[table.name], self._rows[table.name])
        for name, (add_text, _, searched) in _SEARCHED.items():
            if self._keeps_search:
                connection.executemany(add_text, map(searched, self._rows[name]))
        self._flush_actors()
        connection.executemany(_RELATION_INSERT, self._rows["claim_relations"])
        self._articles.clear()
        self._rows.clear()

    def forget(self) -> None:
        """Drop what waits, for its transaction was undone."""
        self._articles.clear()
        self._rows.clear()
        self._forms.clear()
        self._claim_actors.clear()

    def replace(self, article_id: int, run_id: int, rows: ArticleRows) -> None:
        """Make the rows of an article what ``rows`` says; what is still there keeps its id."""
        self.flush()
        connection = self._connection
        connection.execute(_WANTED_BEFORE, (article_id,))
        changed = self._replace_article(article_id, rows.article)
        speakers = self._speakers_of(article_id)
        ids: dict[str, Sequence[int]] = {}
        gone: list[tuple[str, list[Row]]] = []
        for table, prepared in zip(CHILD_TABLES, rows.tables, strict=True):
            before = self._rows_of(table, article_id)
            ids[table.name] = _match(table, before, prepared, ids, self._ids)
            after = list(_with_ids(table, prepared, article_id, ids))
            kept = {row[0]: row for row in after}
            written = [row for row in after if before.get(row[0]) != row]
            lost = [row for row_id, row in before.items() if row_id not in kept]
            rewritten = [before[row[0]] for row in written if row[0] in before]
            self._forget_text(table, lost + rewritten)
            if table.name == "claims":
                self._free_keys(lost, rewritten)
                written = self._with_unused_keys(written)
            connection.executemany(_UPSERTS[table.name], written)
            self._index_text(table, written)
            gone.append((table.name, lost))
            changed = changed or bool(written or lost)
        for name, lost in reversed(gone):
            connection.executemany(f"DELETE FROM {name} WHERE id = ?", [(row[0],) for row in lost])
        changed = self._replace_speakers(article_id, speakers, rows, ids["claims"]) or changed
        changed = self._replace_relations(rows, ids["claims"]) or changed
        if changed:
            connection.execute("UPDATE articles SET updated_run_id = ? WHERE id = ?", (run_id, article_id))
            self._mark([article_id])

    def remove(self, article_id: int) -> None:
        """Remove an article with everything in it."""
        self.flush()
        connection = self._connection
        (title_key,) = connection.execute("SELECT title_key FROM articles WHERE id = ?", (article_id,)).fetchone()
        for table in CHILD_TABLES:
            if table.name in _SEARCHED:
                self._forget_text(table, list(self._rows_of(table, article_id).values()))
        connection.execute(_WANTED_BEFORE, (article_id,))
        forget_mentions(connection, article_id)
        connection.execute(_FREE_TITLE, (article_id,))
        connection.execute("DELETE FROM articles WHERE id = ?", (article_id,))
        self._mark([article_id], [title_key])

    def _replace_article(self, article_id: int, article: Row) -> bool:
        select = f"SELECT {quoted(ARTICLE_COLUMNS)} FROM articles WHERE id = ?"
        before = self._connection.execute(select, (article_id,)).fetchone()
        if before == article:
            return False
        self._connection.execute(_ARTICLE_UPDATE, (*article, article_id))
        if before[_IDENTITY] != article[_IDENTITY]:
            self._mark([article_id], [before[_TITLE_KEY], article[_TITLE_KEY]])
        return True

    def _rows_of(self, table: ChildTable, article_id: int) -> dict[int, Row]:
        order = "position, id" if "position" in table.columns else "id"
        select = f"SELECT {quoted(table.columns)} FROM {table.name} WHERE {_OF_ARTICLE[table.name]} ORDER BY {order}"
        return {row[0]: row for row in self._connection.execute(select, (article_id,))}

    def _speakers_of(self, article_id: int) -> set[tuple[int, int, int]]:
        select = """SELECT claim_id, actor_id, position FROM claim_actors
                    WHERE claim_id IN (SELECT id FROM claims WHERE article_id = ?)"""
        return set(self._connection.execute(select, (article_id,)))

    def _replace_speakers(
        self, article_id: int, before: set[tuple[int, int, int]], rows: ArticleRows, claim_ids: Sequence[int]
    ) -> bool:
        forget_mentions(self._connection, article_id)
        # Those of claims that are gone went with them.
        self._connection.executemany("DELETE FROM claim_actors WHERE claim_id = ?", {(row[0],) for row in before})
        self._remember_actors(article_id, rows, claim_ids)
        return set(self._flush_actors()) != before

    def _replace_relations(self, rows: ArticleRows, claim_ids: Sequence[int]) -> bool:
        """Make the relations within the article what ``rows`` says; those with claims elsewhere are for resolve."""
        select = """SELECT id, claim_id, other_claim_id, kind, basis, confidence FROM claim_relations
                    WHERE claim_id IN (SELECT value FROM json_each(?1))
                      AND other_claim_id IN (SELECT value FROM json_each(?1))"""
        before = {tuple(row[1:4]): row for row in self._connection.execute(select, (json.dumps(list(claim_ids)),))}
        after: dict[Row, Row] = {}
        for claim, other, kind, *rest in rows.relations:
            pair = (claim_ids[claim], claim_ids[other], kind)
            relation_id = before[pair][0] if pair in before else self._ids.take("claim_relations")[0]
            after[pair] = (relation_id, *pair, *rest)
        lost = [row for pair, row in before.items() if after.get(pair) != row]
        added = [row for pair, row in after.items() if before.get(pair) != row]
        self._connection.executemany("DELETE FROM claim_relations WHERE id = ?", [(row[0],) for row in lost])
        self._connection.executemany(_RELATION_INSERT, added)
        return bool(lost or added)

    def _remember_actors(self, article_id: int, rows: ArticleRows, claim_ids: Sequence[int]) -> None:
        self._forms.extend((article_id, form) for form in rows.actors)
        self._claim_actors.extend((claim_ids[claim], key, position) for claim, key, position in rows.claim_actors)

    def _flush_actors(self) -> list[tuple[int, int, int]]:
        actor_ids = store_actors(self._connection, self._ids, self._forms)
        rows = [(claim_id, actor_ids[key], position) for claim_id, key, position in self._claim_actors]
        self._connection.executemany(_CLAIM_ACTORS_INSERT, rows)
        self._forms.clear()
        self._claim_actors.clear()
        return rows

    def _free_keys(self, lost: list[Row], rewritten: list[Row]) -> None:
        """Make the keys of these claims free, for a key may pass from one claim of the article to another."""
        self._connection.executemany("DELETE FROM claims WHERE id = ?", [(row[0],) for row in lost])
        parked = "UPDATE claims SET key = printf('x%015d', id) WHERE id = ?"
        self._connection.executemany(parked, [(row[0],) for row in rewritten])

    def _with_unused_keys(self, claims: list[Row]) -> list[Row]:
        """Return ``claims`` with another key where a claim elsewhere has the key already.

        Sixty-four bits are enough to tell the claims of an encyclopedia apart, but not from someone who wants them to
        clash.
        """
        by_key = {row[_KEY]: row[0] for row in claims}
        select = "SELECT key, id FROM claims WHERE key IN (SELECT value FROM json_each(?))"
        clashes = {
            key
            for key, claim_id in self._connection.execute(select, (json.dumps(list(by_key)),))
            if by_key[key] != claim_id
        }
        if not clashes and len(by_key) == len(claims):
            return claims
        seen = set(clashes)
        result: list[Row] = []
        for row in claims:
            key = row[_KEY]
            while key in seen:
                key = hashlib.sha256(key.encode()).hexdigest()[: len(key)]
            seen.add(key)
            result.append((*row[:_KEY], key, *row[_KEY + 1 :]))
        return result

    def _forget_text(self, table: ChildTable, rows: Iterable[Row]) -> None:
        if self._keeps_search and table.name in _SEARCHED:
            _, forget, searched = _SEARCHED[table.name]
            self._connection.executemany(forget, map(searched, rows))

    def _index_text(self, table: ChildTable, rows: Iterable[Row]) -> None:
        if self._keeps_search and table.name in _SEARCHED:
            add, _, searched = _SEARCHED[table.name]
            self._connection.executemany(add, map(searched, rows))

    def _mark(self, article_ids: Iterable[int], title_keys: Iterable[str] = ()) -> None:
        """Remember for resolve that these articles changed, and that these titles came or went."""
        self._connection.executemany(
            "INSERT OR IGNORE INTO changed_articles VALUES (?)", ((article_id,) for article_id in article_ids)
        )
        self._connection.executemany(
            "INSERT OR IGNORE INTO changed_titles VALUES (lower(?))", ((title_key,) for title_key in title_keys)
        )


def _with_ids(
    table: ChildTable, prepared: Sequence[Row], article_id: int, ids: dict[str, Sequence[int]]
) -> Iterator[Row]:
    """Yield rows in the order of ``table.columns``, with their ids and those of their article and parents filled in."""
    own = ids[table.name]
    article: tuple[Any, ...] = (article_id,) if table.has_article else ()
    parents = [ids[parent] for _, parent in table.parents]
    if not parents:
        return ((row_id, *article, *row) for row_id, row in zip(own, prepared, strict=True))
    if len(parents) == 1:
        (of,) = parents
        return (
            (row_id, *article, None if parent is None else of[parent], *payload)
            for row_id, (parent, *payload) in zip(own, prepared, strict=True)
        )
    one, two = parents
    return (
        (row_id, *article, None if first is None else one[first], None if second is None else two[second], *payload)
        for row_id, (first, second, *payload) in zip(own, prepared, strict=True)
    )


def _match(
    table: ChildTable, before: dict[int, Row], prepared: Sequence[Row], ids: dict[str, Sequence[int]], fresh: Ids
) -> list[int]:
    skipped = 2 if table.has_article else 1
    old = [(row[0], *row[skipped:]) for row in before.values()]
    parents = [None if parent == table.name else ids[parent] for _, parent in table.parents]
    new = [
        (
            *(None if of is None or place is None else of[place] for of, place in zip(parents, row, strict=False)),
            *row[len(parents) :],
        )
        for row in prepared
    ]
    return match_rows(table, old, new, (row_id for _ in iter(int, 1) for row_id in fresh.take(table.name)))
