"""Contested: pairs of claims side by side, with why they are taken to oppose each other."""

from __future__ import annotations

import sqlite3

from archive.explore.addresses import Addresses
from archive.explore.arguments import BadArgumentError
from archive.explore.claims import CONTESTING, MOST_CLAIMS_OF_AN_ACTOR, fetch_claims
from archive.explore.pages import Asked
from archive.explore.sql import Row, rows
from archive.explore.words import words

__all__ = ["fetch_pairs", "load"]

_PAGE_SIZE = 40


def load(asked: Asked) -> Row:
    """Return one page of pairs: all, or those of one kind, one article, one actor."""
    connection, addresses, arguments = asked.connection, asked.addresses, asked.arguments
    kind = arguments.choice("kind", CONTESTING)
    article = _named(connection, "articles", "slug", arguments.text("article"))
    actor = _named(connection, "actors", "name_key", arguments.text("actor"))
    chosen = {"article": article and article["slug"], "actor": actor and actor["name_key"]}
    numbers = _numbers(connection, (kind,) if kind else CONTESTING, article, actor, arguments.number("after") or 0)
    last = numbers[_PAGE_SIZE - 1] if len(numbers) > _PAGE_SIZE else None
    return {
        "kind": kind,
        "kinds": [
            {
                "kind": one,
                "name": words()["contested_kinds"].get(one, "all"),
                "chosen": one == kind,
                "page": addresses.page("contested", kind=one, **chosen),
            }
            for one in ("", *CONTESTING)
        ],
        "article": article and {"title": article["title"], "page": addresses.article(article["slug"])},
        "actor": actor and {"name": actor["name"], "page": addresses.actor(actor["name_key"])},
        "pairs": fetch_pairs(connection, numbers[:_PAGE_SIZE], addresses),
        "next": addresses.page("contested", kind=kind, after=last, **chosen) if last else None,
        "casualties_page": addresses.page("casualties", article=chosen["article"]),
        "table": addresses.table("contested_claims", kind=kind, article_slug=chosen["article"]),
    }


def _named(connection: sqlite3.Connection, table: str, key: str, name: str) -> Row | None:
    """Return the row that a filter names, None where it names none; BadArgumentError if there is no such row."""
    if not name:
        return None
    found = rows(connection, f"SELECT * FROM {table} WHERE {key} = ?", (name,))
    if not found:
        raise BadArgumentError(f"There is no {table[:-1]} “{name}” in this archive.")
    return found[0]


def _numbers(
    connection: sqlite3.Connection, kinds: tuple[str, ...], article: Row | None, actor: Row | None, after: int
) -> list[int]:
    conditions, parameters = [f"kind IN ({', '.join('?' * len(kinds))})", "id > ?"], [*kinds, after]
    for row, claims in (
        (article, "(SELECT id FROM claims WHERE article_id = ?)"),
        (actor, f"(SELECT claim_id FROM claim_actors WHERE actor_id = ? LIMIT {MOST_CLAIMS_OF_AN_ACTOR})"),
    ):
        if row is not None:
            conditions.append(f"(claim_id IN {claims} OR other_claim_id IN {claims})")
            parameters += [row["id"], row["id"]]
    sql = f"SELECT id FROM claim_relations WHERE {' AND '.join(conditions)} ORDER BY id LIMIT {_PAGE_SIZE + 1}"
    return [row["id"] for row in rows(connection, sql, parameters)]


def fetch_pairs(connection: sqlite3.Connection, numbers: list[int], addresses: Addresses) -> list[Row]:
    """Return the relations with these numbers: kind, basis, and both claims."""
    marks = ", ".join("?" * len(numbers))
    found = rows(connection, f"SELECT * FROM claim_relations WHERE id IN ({marks}) ORDER BY id", numbers)
    wanted = list(dict.fromkeys(number for row in found for number in (row["claim_id"], row["other_claim_id"])))
    # fetch_claims keeps the order and leaves out none that a foreign key holds.
    claims = dict(zip(wanted, fetch_claims(connection, wanted, addresses), strict=True))
    return [
        {
            "kind": row["kind"],
            "kind_in_words": words()["relations"][row["kind"]],
            "basis": row["basis"],
            "row": addresses.row("claim_relations", row["id"]),
            "claim": claims[row["claim_id"]],
            "other": claims[row["other_claim_id"]],
        }
        for row in found
    ]
