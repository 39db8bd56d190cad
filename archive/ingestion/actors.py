"""Actors in the database: one row a name key, put together from all mentions, gone when nothing names them.

``actor_mentions`` keeps what each article says of an actor. While files are read, an actor's row says what its first
mention said; at the end of the run the mentions of every touched actor are merged, in whatever order they came, so that
files that were superseded meanwhile leave nothing behind.
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

__all__ = ["create_actor_journal", "forget_mentions", "merge_actors", "store_actors"]

_JOURNAL = "CREATE TEMP TABLE changed_actors (actor_id INTEGER PRIMARY KEY)"
_INSERT = insert("actors", ("id", "name", "name_key", "kind", "country_code", "target_key", "parent_id"))
_IDS = "SELECT name_key, id FROM actors WHERE name_key IN (SELECT value FROM json_each(?))"
_INSERT_MENTION = insert(
    "actor_mentions", ("article_id", "actor_id", "name", "kind", "country_code", "target_key", "parent_id")
)
_MARK_CHANGED = "INSERT OR IGNORE INTO temp.changed_actors VALUES (?)"
_MARK_MENTIONED = """
INSERT OR IGNORE INTO temp.changed_actors SELECT actor_id FROM actor_mentions WHERE article_id = ?"""
_UNNAMED = """
DELETE FROM actors WHERE id IN (
    SELECT changed_actors.actor_id FROM temp.changed_actors
    WHERE NOT EXISTS (SELECT 1 FROM actor_mentions AS own WHERE own.actor_id = changed_actors.actor_id)
      AND NOT EXISTS (SELECT 1 FROM actor_mentions AS others WHERE others.parent_id = changed_actors.actor_id))"""
# CROSS JOIN keeps the order of tables as written, which is that of the actors.
_FORMS = """
SELECT actors.name_key, mentions.name, mentions.kind, mentions.country_code, mentions.target_key, parents.name_key,
       actors.name, actors.kind, actors.country_code, actors.target_key, homes.name_key
FROM temp.changed_actors CROSS JOIN actors ON actors.id = changed_actors.actor_id
CROSS JOIN actor_mentions AS mentions ON mentions.actor_id = actors.id
LEFT JOIN actors AS parents ON parents.id = mentions.parent_id
LEFT JOIN actors AS homes ON homes.id = actors.parent_id ORDER BY changed_actors.actor_id"""
_UPDATE = """
UPDATE actors SET name = ?2, kind = ?3, country_code = ?4, target_key = ?5,
       parent_id = (SELECT id FROM actors AS parents WHERE parents.name_key = ?6)
WHERE name_key = ?1"""


def create_actor_journal(connection: sqlite3.Connection) -> None:
    """Make the temporary table in which a run notes the actors that gained or lost a mention."""
    connection.execute(_JOURNAL)


def store_actors(connection: sqlite3.Connection, ids: Ids, forms: Iterable[tuple[int, ActorForm]]) -> dict[str, int]:
    """Note what articles, named by their ids, say of actors, add those that are new, and return the id of each.

    The articles have no mentions yet; each gives an actor once, and the actor it belongs to as well.
    """
    forms = list(forms)
    first_forms: dict[str, ActorForm] = {}
    for _, form in forms:
        first_forms.setdefault(form.name_key, form)
    actor_ids: dict[str, int] = dict(connection.execute(_IDS, (json.dumps(list(first_forms)),)))
    new = [form for name_key, form in first_forms.items() if name_key not in actor_ids]
    actor_ids.update(zip((form.name_key for form in new), ids.take("actors", len(new)), strict=True))
    connection.executemany(_INSERT, (_first_row(form, actor_ids) for form in new))
    mentions = (
        (
            article_id,
            actor_ids[form.name_key],
            *form[1:5],
            None if form.parent_key is None else actor_ids[form.parent_key],
        )
        for article_id, form in forms
    )
    connection.executemany(_INSERT_MENTION, mentions)
    connection.executemany(_MARK_CHANGED, ((actor_id,) for actor_id in actor_ids.values()))
    return actor_ids


def _first_row(form: ActorForm, actor_ids: dict[str, int]) -> tuple[Any, ...]:
    own = actor_ids[form.name_key]
    parent = None if form.parent_key is None else actor_ids[form.parent_key]
    # One that comes later is not there yet; merging puts it in.
    has_parent = parent is not None and parent < own
    return own, form.name, form.name_key, form.kind, form.country_code, form.target_key, parent if has_parent else None


def forget_mentions(connection: sqlite3.Connection, article_id: int) -> None:
    """Forget what an article says of actors, for it is replaced or removed."""
    connection.execute(_MARK_MENTIONED, (article_id,))
    connection.execute("DELETE FROM actor_mentions WHERE article_id = ?", (article_id,))


def merge_actors(connection: sqlite3.Connection, *, everything: bool) -> None:
    """Put together what all articles say of the touched actors (with ``everything``, of any); drop those not named."""
    if everything:
        connection.execute("INSERT OR IGNORE INTO temp.changed_actors SELECT id FROM actors")
    connection.execute(_UNNAMED)
    connection.executemany(_UPDATE, _merged(connection.execute(_FORMS)))


def _merged(rows: Iterable[tuple[Any, ...]]) -> Iterator[ActorForm]:
    """Yield what the mentions of each actor say together, where its row says something else."""
    width = len(ActorForm._fields)
    for name_key, mentions in groupby(rows, key=itemgetter(0)):
        said = list(mentions)
        merged = reduce(merge_forms, (ActorForm(*row[:width]) for row in said))
        if merged != (name_key, *said[0][width:]):
            yield merged
