"""Casualty figures by source: who gives which figure for one loss, as a table and a chart."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from archive.explore.arguments import BadArgumentError
from archive.explore.charts import Figure, draw_ranges
from archive.explore.claims import fetch_claims, fetch_side_names
from archive.explore.pages import Asked
from archive.explore.sql import Row, listed, rows
from archive.explore.words import number_range

__all__ = ["fetch_losses", "load"]

_MOST_ARTICLES = 12

# Articles whose sources disagree most often come first.
_DISPUTED = """
SELECT claims.article_id
FROM (SELECT claim_id FROM claim_relations WHERE kind = 'disagrees' LIMIT 50000) AS relation
JOIN claims ON claims.id = relation.claim_id
GROUP BY claims.article_id
ORDER BY count(*) DESC, claims.article_id
LIMIT ? OFFSET ?
"""

_FIGURES = """
SELECT claim_quantities.id, claim_quantities.claim_id, claim_quantities.kind, claim_quantities.unit,
       claim_quantities.value_min, claim_quantities.value_max, claim_quantities.about_side, claim_quantities.place,
       claims.article_id, claims.side
FROM claims
JOIN claim_quantities ON claim_quantities.claim_id = claims.id
WHERE claims.article_id IN (SELECT value FROM json_each(?)) AND claim_quantities.kind IS NOT NULL
  AND (claim_quantities.value_min IS NOT NULL OR claim_quantities.value_max IS NOT NULL)
ORDER BY claims.article_id, claim_quantities.about_side IS NULL, claim_quantities.about_side, claim_quantities.kind,
         claim_quantities.unit, coalesce(claim_quantities.value_min, claim_quantities.value_max), claims.id
"""


def load(asked: Asked) -> Row:
    """Return the losses of one article, or of the articles whose sources disagree most."""
    connection, addresses = asked.connection, asked.addresses
    slug = asked.arguments.text("article")
    page = max(1, min(asked.arguments.number("page") or 1, 1000))
    more = False
    if slug:
        numbers = [row["id"] for row in rows(connection, "SELECT id FROM articles WHERE slug = ?", (slug,))]
        if not numbers:
            raise BadArgumentError(f"There is no article “{slug}” in this archive.")
    else:
        first = (page - 1) * _MOST_ARTICLES
        found = asked.remember(
            f"disputed articles from {first}", lambda: rows(connection, _DISPUTED, (_MOST_ARTICLES + 1, first))
        )
        numbers = [row["article_id"] for row in found][:_MOST_ARTICLES]
        more = len(found) > _MOST_ARTICLES
    articles = _articles(asked, numbers, only_disputed=not slug)
    return {
        "article": slug,
        "articles": articles,
        "next": addresses.page("casualties", page=page + 1) if more else None,
        "contested_page": addresses.page("contested", kind="disagrees", article=slug),
        "table": addresses.table("casualty_claims", article_slug=slug),
    }


def _articles(asked: Asked, numbers: list[int], *, only_disputed: bool) -> list[Row]:
    named = {
        row["id"]: row
        for row in rows(
            asked.connection,
            "SELECT id, title, slug FROM articles WHERE id IN (SELECT value FROM json_each(?))",
            (listed(numbers),),
        )
    }
    losses = fetch_losses(asked, numbers, only_disputed=only_disputed)
    return [
        {
            "title": named[number]["title"],
            "page": asked.addresses.article(named[number]["slug"]),
            "all_figures": asked.addresses.page("casualties", article=named[number]["slug"]),
            "losses": losses.get(number, []),
        }
        for number in numbers
    ]


def fetch_losses(asked: Asked, articles: list[int], *, only_disputed: bool) -> dict[int, list[Row]]:
    """Return, by number of article, each loss (side, kind, unit) with the figures that are given for it.

    ``only_disputed`` leaves out losses for which everybody gives the same figure.
    """
    connection = asked.connection
    figures = rows(connection, _FIGURES, (listed(articles),))
    sides = fetch_side_names(connection, articles)
    numbers = list(dict.fromkeys(figure["claim_id"] for figure in figures))
    claims = dict(zip(numbers, fetch_claims(connection, numbers, asked.addresses), strict=True))
    losses: dict[int, list[Row]] = {}
    for key, group in groupby(
        figures, key=lambda row: (row["article_id"], row["about_side"], row["kind"], row["unit"])
    ):
        article, side, kind, unit = key
        given = [_figure(row, claims[row["claim_id"]], asked) for row in group]
        different = {(figure["min"], figure["max"]) for figure in given}
        if only_disputed and len(different) < 2:
            continue
        losses.setdefault(article, []).append(
            {
                "side": side,
                "side_name": sides.get(article, {}).get(side) if side is not None else None,
                "kind": kind,
                "unit": unit,
                "figures": given,
                "_chart": _chart(given),
            }
        )
    return losses


def _figure(row: Row, claim: Row, asked: Asked) -> Row:
    return {
        "claimant": claim["claimant"],
        "source": ", ".join(actor["name"] for actor in claim["actors"]) or claim["claimant"] or "nobody named",
        "side": claim["side"],
        "min": row["value_min"],
        "max": row["value_max"],
        "figure": number_range(row["value_min"], row["value_max"]),
        "place": row["place"],
        "content": claim["content"],
        "date": claim["date"],
        "claim": claim["page"],
        "in_article": claim["in_article"],
        "row": asked.addresses.row("claim_quantities", row["id"]),
    }


def _chart(figures: list[Row]) -> Any:
    """Return the chart of the figures, None for one alone: there is nothing to compare it with."""
    if len(figures) < 2:
        return None
    return draw_ranges(
        [
            Figure(
                figure["source"],
                figure["claim"],
                figure["min"],
                figure["max"],
                figure["side"] or 0,
            )
            for figure in figures
        ]
    )
