"""Actors in the database: one row a name key, put together from all mentions, gone when nothing names them.

While files are read, ``temp.actor_forms`` keeps what each article of the run says of an actor, and an actor's row says
what its first mention said. At the end of the run the forms are merged, so that files that were superseded meanwhile
leave nothing behind.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator
from functools import reduce
from itertools import groupby
from operator import itemgetter
from typing import Any

from archive.ingestion.ids import Ids
from archive.ingestion.merging import ActorForm, merge_forms
from archive.ingestion.statements import insert

__all__ = [
    "create_actor_journal",
    "drop_unnamed_actors",
    "forget_forms",
    "learn_again",
    "mark_changed",
    "merge_actors",
    "store_actors",
]

_JOURNAL = (
    "CREATE TEMP TABLE changed_actors (actor_id INTEGER PRIMARY KEY)",
    "CREATE TEMP TABLE known_actors (actor_id INTEGER PRIMARY KEY)",
    """CREATE TEMP TABLE actor_forms (article_id INTEGER, name_key TEXT, name TEXT, kind TEXT, country_code TEXT,
       target_key TEXT, parent_key TEXT, PRIMARY KEY (article_id, name_key)) WITHOUT ROWID""",
)
_INSERT = insert("actors", ("id", "name", "name_key", "kind", "country_code", "target_key"))
_IDS = "SELECT name_key, id FROM actors WHERE name_key IN (SELECT value FROM json_each(?))"
_INSERT_FORM = "INSERT OR REPLACE INTO temp.actor_forms VALUES (?, ?, ?, ?, ?, ?, ?)"
_MARK_CHANGED = "INSERT OR IGNORE INTO temp.changed_actors VALUES (?)"
_FORMS = """
SELECT name_key, name, kind, country_code, target_key, parent_key FROM temp.actor_forms
UNION ALL
SELECT actors.name_key, actors.name, actors.kind, actors.country_code, actors.target_key, parents.name_key
FROM temp.known_actors CROSS JOIN actors ON actors.id = known_actors.actor_id
LEFT JOIN actors AS parents ON parents.id = actors.parent_id
WHERE actors.name_key IN (SELECT name_key FROM temp.actor_forms)
ORDER BY name_key"""
# No parser has version 0, so that the run derives these again when it has read the files.
_DERIVE_AGAIN = """
UPDATE sources SET parser_version = 0 WHERE id IN (SELECT source_id FROM articles WHERE updated_run_id > ?)"""
_KNOWN_FROM_THEM_ALONE = """
DELETE FROM temp.known_actors WHERE actor_id NOT IN (
    SELECT claim_actors.actor_id FROM claim_actors JOIN claims ON claims.id = claim_actors.claim_id
    JOIN articles ON articles.id = claims.article_id WHERE articles.updated_run_id <= ?1
    UNION SELECT actors.parent_id FROM actors WHERE actors.parent_id IS NOT NULL)"""
_UPDATE = """
UPDATE actors SET name = ?2, kind = ?3, country_code = ?4, target_key = ?5,
    parent_id = (SELECT parents.id FROM actors AS parents WHERE parents.name_key = ?6)
WHERE name_key = ?1"""
_UNNAMED = """
SELECT changed_actors.actor_id FROM temp.changed_actors CROSS JOIN actors ON actors.id = changed_actors.actor_id
WHERE NOT EXISTS (SELECT 1 FROM claim_actors WHERE claim_actors.actor_id = actors.id)
  AND NOT EXISTS (SELECT 1 FROM actors AS others WHERE others.parent_id = actors.id)"""


def create_actor_journal(connection: sqlite3.Connection, *, everything_again: bool) -> None:
    """Make the temporary tables in which a run notes what it learns of actors.

    What earlier runs knew counts too, but for a run that derives everything again.
    """
    for statement in _JOURNAL:
        connection.execute(statement)
    if not everything_again:
        connection.execute("INSERT INTO temp.known_actors SELECT id FROM actors")


def learn_again(connection: sqlite3.Connection, last_finished_run: int) -> None:
    """Have the articles of runs that were cut short derived again: what those noted of actors is lost with them."""
    connection.execute(_DERIVE_AGAIN, (last_finished_run,))
    connection.execute(_KNOWN_FROM_THEM_ALONE, (last_finished_run,))


def store_actors(connection: sqlite3.Connection, ids: Ids, forms: Iterable[tuple[int, ActorForm]]) -> dict[str, int]:
    """Note what articles, named by their ids, say of actors, add those that are new, and return the id of each."""
    forms = list(forms)
    first_forms: dict[str, ActorForm] = {}
    for _, form in forms:
        first_forms.setdefault(form.name_key, form)
    actor_ids: dict[str, int] = dict(connection.execute(_IDS, (json.dumps(list(first_forms)),)))
    new = [form for name_key, form in first_forms.items() if name_key not in actor_ids]
    actor_ids.update(zip((form.name_key for form in new), ids.take("actors", len(new)), strict=True))
    added = [
        (actor_ids[one.name_key], one.name, one.name_key, one.kind, one.country_code, one.target_key) for one in new
    ]
    connection.executemany(_INSERT, added)
    connection.executemany(_INSERT_FORM, ((article_id, *form) for article_id, form in forms))
    mark_changed(connection, actor_ids.values())
    return actor_ids


def forget_forms(connection: sqlite3.Connection, article_id: int) -> None:
    """Forget what an article said of actors in this run, for it is replaced or removed."""
    connection.execute("DELETE FROM temp.actor_forms WHERE article_id = ?", (article_id,))


def mark_changed(connection: sqlite3.Connection, actor_ids: Iterable[int]) -> None:
    """Remember that these actors gained or lost something in this run."""
    connection.executemany(_MARK_CHANGED, ((actor_id,) for actor_id in actor_ids))


def merge_actors(connection: sqlite3.Connection) -> None:
    """Put together what the articles of this run, and the runs before, say of each actor."""
    connection.executemany(_UPDATE, _merged(connection.execute(_FORMS)))


def _merged(rows: Iterable[tuple[Any, ...]]) -> Iterator[ActorForm]:
    for _, forms in groupby(rows, key=itemgetter(0)):
        yield reduce(merge_forms, (ActorForm(*form) for form in forms))


def drop_unnamed_actors(connection: sqlite3.Connection, *, everything: bool) -> None:
    """Delete the touched actors (with ``everything``, any) that no claim names and nobody belongs to.

    Then their parents, if that holds for them.
    """
    if everything:
        connection.execute("INSERT OR IGNORE INTO temp.changed_actors SELECT id FROM actors")
    while gone := [actor_id for (actor_id,) in connection.execute(_UNNAMED)]:
        chosen = json.dumps(gone)
        parents = "SELECT parent_id FROM actors WHERE id IN (SELECT value FROM json_each(?)) AND parent_id IS NOT NULL"
        mark_changed(connection, [parent_id for (parent_id,) in connection.execute(parents, (chosen,)).fetchall()])
        connection.execute("DELETE FROM actors WHERE id IN (SELECT value FROM json_each(?))", (chosen,))
