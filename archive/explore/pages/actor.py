"""Actor: who this is, what they said over time, whom they contradict, in which articles."""

from __future__ import annotations

import sqlite3
from typing import Any

from archive.explore.addresses import Addresses
from archive.explore.arguments import NotHereError
from archive.explore.charts import draw_dates
from archive.explore.claims import CONTESTING, MOST_CLAIMS_OF_AN_ACTOR, fetch_claims
from archive.explore.pages import Asked
from archive.explore.sql import Row, listed, rows

__all__ = ["load"]

_SHOWN = 40
_MOST_BARS = 60


def load(asked: Asked) -> Row:
    """Return the actor whose key the address ends with; NotHereError if there is none."""
    connection, addresses = asked.connection, asked.addresses
    found = rows(connection, "SELECT * FROM actors WHERE name_key = ?", (asked.name,))
    if not found:
        raise NotHereError("Nobody of this name speaks in this archive.")
    actor = found[0]
    said = rows(
        connection,
        "SELECT claims.id, claims.article_id, claims.date_from, claims.stance FROM claims WHERE claims.id IN "
        f"(SELECT claim_id FROM claim_actors WHERE actor_id = ? LIMIT {MOST_CLAIMS_OF_AN_ACTOR}) "
        "ORDER BY claims.date_from IS NULL, claims.date_from, claims.id",
        (actor["id"],),
    )
    numbers = [row["id"] for row in said]
    return {
        "name": actor["name"],
        "kind": actor["kind"],
        "country_code": actor["country_code"],
        "row": addresses.row("actors", actor["id"]),
        "article": _article(connection, actor, addresses),
        "parent": _actors(connection, "id = ?", actor["parent_id"], addresses),
        "members": _actors(connection, "parent_id = ?", actor["id"], addresses),
        "claims": len(said),
        "partly": len(said) == MOST_CLAIMS_OF_AN_ACTOR,
        "stances": _counted(row["stance"] for row in said),
        "articles": _articles(connection, said, addresses),
        "against": _against(connection, numbers, addresses),
        "first_claims": fetch_claims(connection, numbers[:_SHOWN], addresses),
        "contested_page": addresses.page("contested", actor=actor["name_key"]),
        "timeline_page": addresses.page("timeline", actor=actor["name_key"]),
        "table": addresses.table("claim_actors", actor_id=actor["id"]),
        "_chart": _chart(said, actor["name_key"], addresses),
    }


def _counted(values: Any) -> dict[str, int]:
    counts: dict[str, int] = {}
    for value in values:
        counts[value] = counts.get(value, 0) + 1
    return dict(sorted(counts.items(), key=lambda item: (-item[1], item[0])))


def _article(connection: sqlite3.Connection, actor: Row, addresses: Addresses) -> Row | None:
    found = rows(connection, "SELECT title, slug, short_description FROM articles WHERE id = ?", (actor["article_id"],))
    return (
        {
            "title": found[0]["title"],
            "description": found[0]["short_description"],
            "page": addresses.article(found[0]["slug"]),
        }
        if found
        else None
    )


def _actors(connection: sqlite3.Connection, condition: str, number: int | None, addresses: Addresses) -> list[Row]:
    found = rows(
        connection, f"SELECT name, name_key, kind FROM actors WHERE {condition} ORDER BY name LIMIT {_SHOWN}", (number,)
    )
    return [{"name": row["name"], "kind": row["kind"], "page": addresses.actor(row["name_key"])} for row in found]


def _articles(connection: sqlite3.Connection, said: list[Row], addresses: Addresses) -> list[Row]:
    counts = _counted(row["article_id"] for row in said)
    most = list(counts)[:_SHOWN]
    found = {
        row["id"]: row
        for row in rows(
            connection,
            "SELECT id, title, slug FROM articles WHERE id IN (SELECT value FROM json_each(?))",
            (listed(most),),
        )
    }
    return [
        {"title": found[number]["title"], "claims": counts[number], "page": addresses.article(found[number]["slug"])}
        for number in most
    ]


def _against(connection: sqlite3.Connection, numbers: list[int], addresses: Addresses) -> list[Row]:
    """Return whom the actor contradicts or is contradicted by, and how often."""
    mine = listed(numbers)
    found = rows(
        connection,
        f"""
        SELECT actors.name, actors.name_key, count(*) AS pairs
        FROM (SELECT other_claim_id AS claim_id FROM claim_relations
              WHERE claim_id IN (SELECT value FROM json_each(:mine)) AND kind IN {CONTESTING}
              UNION ALL
              SELECT claim_id FROM claim_relations
              WHERE other_claim_id IN (SELECT value FROM json_each(:mine)) AND kind IN {CONTESTING}) AS pair
        JOIN claim_actors ON claim_actors.claim_id = pair.claim_id
        JOIN actors ON actors.id = claim_actors.actor_id
        GROUP BY actors.id ORDER BY pairs DESC, actors.name LIMIT {_SHOWN}
        """,
        {"mine": mine},
    )
    return [{"name": row["name"], "pairs": row["pairs"], "page": addresses.actor(row["name_key"])} for row in found]


def _chart(said: list[Row], name_key: str, addresses: Addresses) -> Any:
    return draw_dates(
        [(row["date_from"][: len("2020-10")], 0, 1) for row in said if row["date_from"]],
        lambda month: addresses.page("timeline", actor=name_key, from_=month, to=month),
        _MOST_BARS,
    )
