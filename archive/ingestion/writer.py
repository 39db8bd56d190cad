"""The one writer: what a file that was read means for sources, articles and stored bytes (DESIGN, "Identity")."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from typing import Any

from archive.documents import Problem
from archive.ingestion.groups import Groups
from archive.ingestion.ids import Ids
from archive.ingestion.planning import KnownSource, iso_time
from archive.ingestion.rows import ARTICLE_COLUMNS
from archive.ingestion.slugs import unused_slug
from archive.ingestion.statements import columns_of, insert
from archive.ingestion.store import ArticleStore
from archive.ingestion.tasks import Prepared
from archive.pipeline import PARSER_VERSION

__all__ = ["Writer"]

_TITLE, _TITLE_KEY, _LANGUAGE = (ARTICLE_COLUMNS.index(name) for name in ("title", "title_key", "language"))
_SOURCE_COLUMNS = tuple(column for column in columns_of("sources") if column != "id")
_SOURCE_INSERT = insert("sources")
_SOURCE_UPDATE = f"UPDATE sources SET {', '.join(f'{column} = ?' for column in _SOURCE_COLUMNS)} WHERE id = ?"
_STORE_BYTES = (
    f"{insert('sqlar')} ON CONFLICT (name) DO UPDATE SET "
    "mode = excluded.mode, mtime = excluded.mtime, sz = excluded.sz, data = excluded.data"
)
_ERROR_INSERT = insert("ingest_errors")
_REPAIR_INSERT = insert("text_repairs")
_ARTICLE_BY_IDENTITY = "SELECT id FROM articles WHERE coalesce(language, '') = ? AND title_key = ?"


class Writer:
    """Applies what was read, file by file, inside the transaction of the caller."""

    def __init__(self, connection: sqlite3.Connection, run_id: int, *, keeps_search: bool) -> None:
        self._connection = connection
        self._run_id = run_id
        self._ids = Ids(connection)
        self._store = ArticleStore(connection, self._ids, keeps_search=keeps_search)
        self._groups = Groups(connection, self._store, run_id)
        self._new_articles: dict[tuple[str, str], int] = {}
        self._new_slugs: set[str] = set()
        self._waiting: defaultdict[str, list[tuple[Any, ...]]] = defaultdict(list)

    def flush(self) -> None:
        """Write what waits for a fuller batch."""
        self._store.flush()
        for statement in (_SOURCE_INSERT, _STORE_BYTES, _REPAIR_INSERT, _ERROR_INSERT):
            self._connection.executemany(statement, self._waiting[statement])
        self._clear()

    def settle(self) -> None:
        """Find new sources for articles whose source left or changed, and say again why the others stand behind."""
        self.flush()
        self._groups.settle()

    def forget(self) -> None:
        """Drop what waits, for the transaction of the caller was undone."""
        self._store.forget()
        self._groups.forget()
        self._clear()
        self._ids.restart()

    def _clear(self) -> None:
        self._new_articles.clear()
        self._new_slugs.clear()
        self._waiting.clear()

    def record(self, path: str, problem: Problem) -> None:
        """Keep what is to be said about a path."""
        values = (problem.level, problem.stage, problem.kind, problem.message, problem.line, problem.column)
        self._waiting[_ERROR_INSERT].append((*self._ids.take("ingest_errors"), self._run_id, path, *values))

    def add(self, prepared: Prepared) -> None:
        """Apply a file whose path is new."""
        (source_id,) = self._ids.take("sources")
        self._keep_bytes(source_id, prepared)
        article_id, is_new = self._place(source_id, None, prepared)
        status = "failed" if article_id is None else "current" if is_new else "superseded"
        values = _source_values(article_id, status, prepared, iso_time(prepared.modified_ns), self._run_id)
        self._waiting[_SOURCE_INSERT].append((source_id, *values))
        if article_id is not None and not is_new:
            self.flush()
            self._groups.arrive(article_id, source_id, prepared)

    def update(self, source: KnownSource, prepared: Prepared) -> None:
        """Apply a file that is known, whose bytes or whose parser are new."""
        if prepared.rows is None and source.article_id is not None:
            self._connection.execute(
                "UPDATE sources SET status = 'failed', status_reason = ?, parser_version = ? WHERE id = ?",
                (_first_error(prepared), PARSER_VERSION, source.id),
            )
            return
        self._groups.outdate(source.id)
        self._connection.execute("DELETE FROM text_repairs WHERE source_id = ?", (source.id,))
        self._keep_bytes(source.id, prepared)
        article_id, is_new = self._place(source.id, source.article_id, prepared)
        self.flush()
        stays = article_id == source.article_id
        if article_id is None:
            status = "failed"
        else:
            is_current = is_new or (stays and self._groups.is_current(article_id, source.id))
            status = "current" if is_current else "superseded"
        # Rows that are derived again from stored bytes do not make the file read again.
        is_read = prepared.stored is not None
        modified_at = iso_time(prepared.modified_ns) if is_read else source.modified_at
        values = _source_values(article_id, status, prepared, modified_at, self._run_id if is_read else source.run_id)
        self._connection.execute(_SOURCE_UPDATE, (*values, source.id))
        if article_id is not None and not is_new:
            (self._groups.change if stays else self._groups.arrive)(article_id, source.id, prepared)
        if source.article_id is not None and not stays:
            self._groups.leave(source.article_id)

    def touch(self, source: KnownSource, prepared: Prepared) -> None:
        """Note that a file was read and has not changed, whatever its time says."""
        self._connection.execute(
            "UPDATE sources SET modified_at = ?, run_id = ? WHERE id = ?",
            (iso_time(prepared.modified_ns), self._run_id, source.id),
        )

    def mark_unreadable(self, source: KnownSource, prepared: Prepared) -> None:
        """Note that a known file cannot be read now; what was read of it before stays."""
        update = "UPDATE sources SET status = 'failed', status_reason = ? WHERE id = ?"
        self._connection.execute(update, (_first_error(prepared), source.id))

    def move(self, source: KnownSource, path: str) -> KnownSource:
        """Give a source its new path; return it as it is now."""
        self._connection.execute("UPDATE sources SET path = ? WHERE id = ?", (path, source.id))
        self._connection.execute("UPDATE sqlar SET name = ? WHERE name = ?", (path, source.path))
        return source._replace(path=path)

    def remove(self, source: KnownSource) -> None:
        """Remove a source with its bytes; its article falls to the next source, or goes."""
        self._connection.execute("DELETE FROM sources WHERE id = ?", (source.id,))
        self._connection.execute("DELETE FROM sqlar WHERE name = ?", (source.path,))
        if source.article_id is not None:
            self._groups.leave(source.article_id)

    def _place(self, source_id: int, home: int | None, prepared: Prepared) -> tuple[int | None, bool]:
        """Return the article that a source tells, and whether it is new; None for a file that tells none.

        ``home`` is the article that it told before. A new title renames it where no other source holds the old one:
        its id and its address stay.
        """
        if prepared.rows is None:
            return None, False
        title, language = prepared.rows.article[_TITLE], prepared.rows.article[_LANGUAGE]
        identity = (language or "", prepared.rows.article[_TITLE_KEY])
        known = self._new_articles.get(identity)
        if known is None:
            row = self._connection.execute(_ARTICLE_BY_IDENTITY, identity).fetchone()
            known = None if row is None else int(row[0])
        if known is None and home is not None and self._groups.is_alone(home, source_id):
            known = home
        if known is not None:
            return known, False
        (article_id,) = self._ids.take("articles")
        slug = unused_slug(self._connection, self._new_slugs, title, language)
        self._new_slugs.add(slug)
        self._new_articles[identity] = article_id
        self._store.add(article_id, slug, source_id, self._run_id, prepared.rows)
        return article_id, True

    def _keep_bytes(self, source_id: int, prepared: Prepared) -> None:
        if prepared.stored is not None:
            mtime = prepared.modified_ns // 1_000_000_000
            self._waiting[_STORE_BYTES].append((prepared.path, prepared.mode, mtime, prepared.size, prepared.stored))
        ids = self._ids.take("text_repairs", len(prepared.repairs))
        self._waiting[_REPAIR_INSERT].extend(
            (repair_id, source_id, *repair) for repair_id, repair in zip(ids, prepared.repairs, strict=True)
        )


def _source_values(
    article_id: int | None, status: str, prepared: Prepared, modified_at: str, run_id: int
) -> tuple[Any, ...]:
    """Return the values of a source, but for its id, in the order of the model."""
    return (
        article_id,
        status,
        _first_error(prepared) if status == "failed" else None,
        prepared.path,
        prepared.sha256,
        prepared.size,
        modified_at,
        prepared.encoding,
        prepared.repair,
        len(prepared.repairs),
        PARSER_VERSION,
        run_id,
    )


def _first_error(prepared: Prepared) -> str:
    for problem in prepared.problems:
        if problem.level == "error":
            return problem.message if problem.line is None else f"line {problem.line}: {problem.message}"
    return "The file could not be read."
