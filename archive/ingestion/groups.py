"""Several files with one title: which of them an article is made from, and why not from the others.

The answer depends on the set of files alone. A file that arrives is compared with the one that stands; where the one
that stands leaves or changes, all are compared again, those that are not at hand being parsed from their stored bytes.
"""

from __future__ import annotations

import sqlite3
from typing import NamedTuple

from archive.ingestion.ranking import Standing, best, reason_against
from archive.ingestion.rows import ArticleRows
from archive.ingestion.store import ArticleStore
from archive.ingestion.tasks import Prepared, Task

__all__ = ["Groups"]

_MEMBERS = "SELECT id, path FROM sources WHERE article_id = ?"
_CURRENT = """
SELECT articles.source_id, coalesce(sources.path, '') FROM articles LEFT JOIN sources ON sources.id = articles.source_id
WHERE articles.id = ?"""
# A failed source stays marked as such, whether its last good version is used or not.
_SET_STATUS = "UPDATE sources SET status = ?, status_reason = ? WHERE id = ? AND status <> 'failed'"
_STANDING_IN_DATABASE = """
SELECT EXISTS (SELECT 1 FROM infobox_fields WHERE infobox_fields.article_id = articles.id),
       coalesce(published_on, ''),
       word_count
FROM articles WHERE id = ?"""
_STORED = """
SELECT sources.path, sqlar.sz, sqlar.data, sources.sha256
FROM sources JOIN sqlar ON sqlar.name = sources.path WHERE sources.id = ?"""
_MOST_REMEMBERED = 50_000


class _Member(NamedTuple):
    id: int
    path: str


class Groups:
    """Decides, inside the transaction of the caller, who is the current source of each article."""

    def __init__(self, connection: sqlite3.Connection, store: ArticleStore, run_id: int) -> None:
        self._connection = connection
        self._store = store
        self._run_id = run_id
        self._standings: dict[int, Standing] = {}
        self._unsettled: set[int] = set()

    def forget(self) -> None:
        """Drop what waits to be settled, for the transaction of the caller was undone."""
        self._standings.clear()
        self._unsettled.clear()

    def is_alone(self, article_id: int, source_id: int) -> bool:
        """Tell whether no other source than ``source_id`` tells the article."""
        others = "SELECT 1 FROM sources WHERE article_id = ? AND id <> ?"
        return self._connection.execute(others, (article_id, source_id)).fetchone() is None

    def is_current(self, article_id: int, source_id: int) -> bool:
        """Tell whether the article is made from this source."""
        return self._current_of(article_id).id == source_id

    def outdate(self, source_id: int) -> None:
        """Note that what is remembered of this source was told by its old bytes."""
        self._standings.pop(source_id, None)

    def leave(self, article_id: int) -> None:
        """Note that the article lost a source."""
        self._unsettled.add(article_id)

    def change(self, article_id: int, member_id: int, prepared: Prepared) -> None:
        """Note that a source of the article has new content; it is marked as superseded or current already."""
        if not self.is_current(article_id, member_id):
            self.arrive(article_id, member_id, prepared)
            return
        standing, rows = _parsed(prepared)
        self._remember(member_id, standing)
        self._store.replace(article_id, self._run_id, rows)
        if not self.is_alone(article_id, member_id):
            self._unsettled.add(article_id)

    def arrive(self, article_id: int, member_id: int, prepared: Prepared) -> None:
        """Note a new source of the article, which is marked as superseded so far."""
        standing, rows = _parsed(prepared)
        path = prepared.path
        self._remember(member_id, standing)
        if article_id in self._unsettled:
            return
        current = self._current_of(article_id)
        current_standing = self._standings.get(current.id) or self._standing_in_database(article_id)
        self._remember(current.id, current_standing)
        if best({path: standing, current.path: current_standing}) != path:
            self._set_status(member_id, "superseded", reason_against(standing, current_standing, current.path))
            return
        self._store.replace(article_id, self._run_id, rows)
        self._make_current(article_id, member_id)
        self._set_status(current.id, "superseded", reason_against(current_standing, standing, path))
        if self._connection.execute(f"{_MEMBERS} LIMIT 3", (article_id,)).fetchall()[2:]:
            # The others were told that they stand behind the one that stood before.
            self._unsettled.add(article_id)

    def settle(self) -> None:
        """Find the current source of every article whose sources left or changed, and the rules against the others."""
        for article_id in sorted(self._unsettled):
            self._settle(article_id)
        self._unsettled.clear()

    def _settle(self, article_id: int) -> None:
        members = [_Member(*row) for row in self._connection.execute(_MEMBERS, (article_id,))]
        current = self._current_of(article_id)
        standings = {
            member.path: standing for member in members if (standing := self._standing_of(member, current, article_id))
        }
        if not standings:
            for member in members:
                self._set_status(member.id, "failed", "Its stored bytes can no longer be read; ingest the file again.")
            self._store.remove(article_id)
            return
        winner_path = best(standings)
        winner = next(member for member in members if member.path == winner_path)
        if winner != current:
            _, rows = _parsed(self._parse_stored(winner.id))
            self._store.replace(article_id, self._run_id, rows)
            self._make_current(article_id, winner.id)
        for member in members:
            if member != winner and member.path in standings:
                reason = reason_against(standings[member.path], standings[winner_path], winner_path)
                self._set_status(member.id, "superseded", reason)

    def _standing_of(self, member: _Member, current: _Member, article_id: int) -> Standing | None:
        if member.id not in self._standings:
            known = (
                self._standing_in_database(article_id) if member == current else self._parse_stored(member.id).standing
            )
            if known is None:
                return None
            self._remember(member.id, known)
        return self._standings[member.id]

    def _current_of(self, article_id: int) -> _Member:
        return _Member(*self._connection.execute(_CURRENT, (article_id,)).fetchone())

    def _standing_in_database(self, article_id: int) -> Standing:
        has_fields, published_on, word_count = self._connection.execute(_STANDING_IN_DATABASE, (article_id,)).fetchone()
        return Standing(bool(has_fields) or word_count > 0, published_on, word_count)

    def _parse_stored(self, source_id: int) -> Prepared:
        path, size, data, sha256 = self._connection.execute(_STORED, (source_id,)).fetchone()
        # Loaded here: it is the workers' part, and only a file that stands in for another is parsed in this process.
        from archive.ingestion.prepare import prepare

        return prepare(Task(path, size, stored=data, known_sha256=sha256))

    def _make_current(self, article_id: int, source_id: int) -> None:
        self._connection.execute("UPDATE articles SET source_id = ? WHERE id = ?", (source_id, article_id))
        self._set_status(source_id, "current", None)

    def _set_status(self, source_id: int, status: str, reason: str | None) -> None:
        self._connection.execute(_SET_STATUS, (status, reason, source_id))

    def _remember(self, source_id: int, standing: Standing) -> None:
        if len(self._standings) > _MOST_REMEMBERED:
            self._standings.clear()
        self._standings[source_id] = standing


def _parsed(prepared: Prepared) -> tuple[Standing, ArticleRows]:
    assert prepared.standing is not None  # noqa: S101 — only files that were parsed come here
    assert prepared.rows is not None  # noqa: S101
    return prepared.standing, prepared.rows
