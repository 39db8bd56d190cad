"""Actors in the database: one row a name key, put together from all mentions, gone when nothing names them."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Mapping

from archive.ingestion.ids import Ids
from archive.ingestion.merging import ActorForm, merge_forms
from archive.ingestion.statements import insert

__all__ = ["drop_unnamed_actors", "store_actors"]

_INSERT = insert("actors", ("id", "parent_id", "name", "name_key", "kind", "country_code", "target_key"))
_UPDATE = "UPDATE actors SET parent_id = ?, name = ?, kind = ?, country_code = ?, target_key = ? WHERE id = ?"
_KNOWN = """
SELECT actors.id, actors.name_key, actors.name, actors.kind, actors.country_code, actors.target_key, parents.name_key
FROM actors LEFT JOIN actors AS parents ON parents.id = actors.parent_id
WHERE actors.name_key IN (SELECT value FROM json_each(?))"""
_CREATE_CHANGED = "CREATE TEMP TABLE IF NOT EXISTS changed_actors (actor_id INTEGER PRIMARY KEY)"
_MARK_CHANGED = "INSERT OR IGNORE INTO changed_actors VALUES (?)"


def create_actor_journal(connection: sqlite3.Connection) -> None:
    """Make the temporary table that remembers which actors a run touched, until ``drop_unnamed_actors``."""
    connection.execute(_CREATE_CHANGED)


def store_actors(connection: sqlite3.Connection, ids: Ids, forms: Mapping[str, ActorForm]) -> dict[str, int]:
    """Add the actors of ``forms``, or what these say beyond what is known, and return the id of each name key.

    The parents that ``forms`` names are among them.
    """
    known: dict[str, tuple[int, ActorForm]] = {}
    for actor_id, *columns in connection.execute(_KNOWN, (json.dumps(list(forms)),)):
        form = ActorForm(*columns)
        known[form.name_key] = (actor_id, form)
    actor_ids = {name_key: actor_id for name_key, (actor_id, _) in known.items()}
    new = [form for name_key, form in forms.items() if name_key not in known]
    actor_ids.update(zip((form.name_key for form in new), ids.take("actors", len(new)), strict=True))
    connection.executemany(
        _INSERT,
        [
            (actor_ids[one.name_key], None, one.name, one.name_key, one.kind, one.country_code, one.target_key)
            for one in new
        ],
    )
    changed = [form for form in new if form.parent_key is not None]
    for name_key, (_, before) in known.items():
        after = merge_forms(before, forms[name_key])
        if after != before:
            changed.append(after)
    connection.executemany(
        _UPDATE,
        [
            (
                _parent_of(connection, form, actor_ids),
                form.name,
                form.kind,
                form.country_code,
                form.target_key,
                actor_ids[form.name_key],
            )
            for form in changed
        ],
    )
    mark_changed(connection, [actor_ids[form.name_key] for form in (*new, *changed)])
    return actor_ids


def _parent_of(connection: sqlite3.Connection, form: ActorForm, actor_ids: Mapping[str, int]) -> int | None:
    if form.parent_key is None or form.parent_key in actor_ids:
        return actor_ids.get(form.parent_key or "")
    return int(connection.execute("SELECT id FROM actors WHERE name_key = ?", (form.parent_key,)).fetchone()[0])


def mark_changed(connection: sqlite3.Connection, actor_ids: Iterable[int]) -> None:
    """Remember that these actors gained or lost something in this run."""
    connection.executemany(_MARK_CHANGED, ((actor_id,) for actor_id in actor_ids))


def drop_unnamed_actors(connection: sqlite3.Connection) -> None:
    """Delete the touched actors that no claim names and nobody belongs to, then their parents likewise."""
    unnamed = """
        SELECT changed_actors.actor_id FROM changed_actors CROSS JOIN actors ON actors.id = changed_actors.actor_id
        WHERE NOT EXISTS (SELECT 1 FROM claim_actors WHERE claim_actors.actor_id = actors.id)
          AND NOT EXISTS (SELECT 1 FROM actors AS others WHERE others.parent_id = actors.id)"""
    while gone := [actor_id for (actor_id,) in connection.execute(unnamed)]:
        chosen = json.dumps(gone)
        parents = "SELECT parent_id FROM actors WHERE id IN (SELECT value FROM json_each(?)) AND parent_id IS NOT NULL"
        mark_changed(connection, [parent_id for (parent_id,) in connection.execute(parents, (chosen,)).fetchall()])
        connection.execute("DELETE FROM actors WHERE id IN (SELECT value FROM json_each(?))", (chosen,))
