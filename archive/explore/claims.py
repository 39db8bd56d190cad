"""Claims as the pages and their JSON show them: one shape everywhere, fetched by number in a few queries."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterable, Sequence
from typing import Any

from archive.explore.addresses import Addresses
from archive.explore.sql import Row, listed, rows
from archive.explore.words import date_in_words, words

__all__ = ["CONTESTING", "MOST_CLAIMS_OF_AN_ACTOR", "fetch_claims", "fetch_side_names"]

# The relations that set two claims against each other.
CONTESTING = ("denies", "contradicts", "disagrees")
# Someone quoted more often than this is summed up from so many of their claims, and the page says so.
MOST_CLAIMS_OF_AN_ACTOR = 5000

_SIDE_NAME_LENGTH = 60

# What stands for a flag where the exporter lost the picture.
_FLAG = re.compile(r"^\S+\.(?:svg|png|jpe?g|gif)\s+", re.IGNORECASE)

_CLAIMS = """
SELECT claims.id, claims.key, claims.article_id, claims.section_id, claims.infobox_field_id, claims.claimant,
       claims.side, claims.cue, claims.stance, claims.content, claims.quote, claims.date_from, claims.date_to,
       claims.date_precision, claims.date_basis, claims.time_of_day, claims.sentence, claims.summary,
       articles.title AS article_title, articles.slug AS article_slug,
       sections.path AS section_path, sections.anchor AS section_anchor, infobox_fields.name AS field_name
FROM claims
JOIN articles ON articles.id = claims.article_id
LEFT JOIN sections ON sections.id = claims.section_id
LEFT JOIN infobox_fields ON infobox_fields.id = claims.infobox_field_id
WHERE claims.id IN (SELECT value FROM json_each(?))
"""

_ACTORS = """
SELECT claim_actors.claim_id, actors.name, actors.name_key, actors.kind
FROM claim_actors
JOIN actors ON actors.id = claim_actors.actor_id
WHERE claim_actors.claim_id IN (SELECT value FROM json_each(?))
ORDER BY claim_actors.claim_id, claim_actors.position
"""

_SIDES = """
SELECT article_id, group_index AS side, text
FROM infobox_fields
WHERE article_id IN (SELECT value FROM json_each(?)) AND group_name = 'combatant' AND group_index IS NOT NULL
ORDER BY article_id, group_index, position, id
"""


def fetch_claims(connection: sqlite3.Connection, numbers: Sequence[int], addresses: Addresses) -> list[Row]:
    """Return the claims with these numbers, in this order, each with its addresses, actors, side and date in words."""
    found = {row["id"]: row for row in rows(connection, _CLAIMS, (listed(numbers),))}
    sides = fetch_side_names(connection, {row["article_id"] for row in found.values()})
    actors: dict[int, list[Row]] = {}
    for row in rows(connection, _ACTORS, (listed(found),)):
        actors.setdefault(row["claim_id"], []).append(
            {"name": row["name"], "kind": row["kind"], "page": addresses.actor(row["name_key"])}
        )
    return [
        _entry(found[number], actors.get(number, []), sides.get(found[number]["article_id"], {}), addresses)
        for number in numbers
        if number in found
    ]


def _entry(row: Row, actors: list[Row], sides: dict[int, str], addresses: Addresses) -> Row:
    anchor = f"claim-{row['key']}"
    return {
        "key": row["key"],
        "page": addresses.claim(row["key"]),
        "row": addresses.row("claims", row["id"]),
        "in_article": addresses.article(row["article_slug"], anchor),
        "article": {"title": row["article_title"], "page": addresses.article(row["article_slug"])},
        "place": _place(row, addresses),
        "claimant": row["claimant"],
        "actors": actors,
        "side": row["side"],
        "side_name": sides.get(row["side"]) if row["side"] is not None else None,
        "cue": row["cue"],
        "stance": row["stance"],
        "content": row["content"],
        "quote": row["quote"],
        "sentence": row["sentence"],
        "summary": row["summary"],
        "date": {
            "from": row["date_from"],
            "to": row["date_to"],
            "precision": row["date_precision"],
            "basis": row["date_basis"],
            "time_of_day": row["time_of_day"],
            "in_words": date_in_words(row["date_from"], row["date_to"]),
            "basis_in_words": words()["date_bases"].get(row["date_basis"], row["date_basis"]),
        },
    }


def _place(row: Row, addresses: Addresses) -> dict[str, Any]:
    if row["field_name"] is not None:
        return {"name": f"infobox, {row['field_name']}", "page": addresses.article(row["article_slug"], "part-infobox")}
    return {
        "name": row["section_path"] or "introduction",
        "page": addresses.article(row["article_slug"], row["section_anchor"]),
    }


def fetch_side_names(connection: sqlite3.Connection, articles: Iterable[int]) -> dict[int, dict[int, str]]:
    """Return the names of the sides of each article, by number of article and of side: who fights on it."""
    lines: dict[int, dict[int, list[str]]] = {}
    for row in rows(connection, _SIDES, (listed(articles),)):
        named = [_FLAG.sub("", line.strip(" *\t").rstrip(":")) for line in row["text"].splitlines()]
        lines.setdefault(row["article_id"], {}).setdefault(row["side"], []).extend(line for line in named if line)
    return {
        article: {side: _joined(names) or f"Side {side}" for side, names in sides.items()}
        for article, sides in lines.items()
    }


def _joined(names: list[str]) -> str:
    """Return as many of ``names`` as fit, and how many more there are."""
    if not names:
        return ""
    shown, length = 1, len(names[0])
    while shown < len(names) and length + len(names[shown]) + 2 <= _SIDE_NAME_LENGTH:
        length += len(names[shown]) + 2
        shown += 1
    text = ", ".join(names[:shown])[: _SIDE_NAME_LENGTH * 2]
    return text if shown == len(names) else f"{text} and {len(names) - shown} more"
