"""Contested: pairs of claims side by side, with why they are taken to oppose each other."""

from __future__ import annotations

import sqlite3

from archive.explore.addresses import Addresses
from archive.explore.arguments import BadArgumentError
from archive.explore.claims import CONTESTING, fetch_claims
from archive.explore.pages import Asked
from archive.explore.sql import Row, rows
from archive.explore.words import words

__all__ = ["fetch_pairs", "load"]

_PAGE_SIZE = 40


def load(asked: Asked) -> Row:
    """Return one page of pairs, all or those of one article or kind."""
    connection, addresses = asked.connection, asked.addresses
    kind = asked.arguments.choice("kind", CONTESTING)
    slug = asked.arguments.text("article")
    after = asked.arguments.number("after") or 0
    article = None
    if slug:
        found = rows(connection, "SELECT id, title, slug FROM articles WHERE slug = ?", (slug,))
        if not found:
            raise BadArgumentError(f"There is no article “{slug}” in this archive.")
        article = found[0]
    numbers = _numbers(connection, (kind,) if kind else CONTESTING, article, after)
    last = numbers[_PAGE_SIZE - 1] if len(numbers) > _PAGE_SIZE else None
    return {
        "kind": kind,
        "kinds": [
            {
                "kind": one,
                "name": words()["relations"].get(one, "all"),
                "chosen": one == kind,
                "page": addresses.page("contested", kind=one, article=slug),
            }
            for one in ("", *CONTESTING)
        ],
        "article": article and {"title": article["title"], "page": addresses.article(slug)},
        "pairs": fetch_pairs(connection, numbers[:_PAGE_SIZE], addresses),
        "next": addresses.page("contested", kind=kind, article=slug, after=last) if last else None,
        "casualties_page": addresses.page("casualties", article=slug),
        "table": addresses.table("contested_claims", kind=kind, article_slug=slug),
    }


def _numbers(connection: sqlite3.Connection, kinds: tuple[str, ...], article: Row | None, after: int) -> list[int]:
    marks = ", ".join("?" * len(kinds))
    if article is None:
        sql = f"SELECT id FROM claim_relations WHERE kind IN ({marks}) AND id > ? ORDER BY id LIMIT {_PAGE_SIZE + 1}"
        return [row["id"] for row in rows(connection, sql, (*kinds, after))]
    claims = "(SELECT id FROM claims WHERE article_id = ?)"
    sql = (
        f"SELECT id FROM claim_relations WHERE (claim_id IN {claims} OR other_claim_id IN {claims}) "
        f"AND kind IN ({marks}) AND id > ? ORDER BY id LIMIT {_PAGE_SIZE + 1}"
    )
    return [row["id"] for row in rows(connection, sql, (article["id"], article["id"], *kinds, after))]


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
