"""Home: what the archive holds, where to search, questions that run, and the tables in plain words."""

from __future__ import annotations

import sqlite3

from archive.explore.addresses import Addresses
from archive.explore.claims import CONTESTING
from archive.explore.metadata import database_titles
from archive.explore.pages import Asked
from archive.explore.sql import Row, rows, scalar
from archive.explore.words import date_in_words

__all__ = ["load"]

_COUNTS = {
    "articles": "SELECT count(*) FROM articles",
    "claims": "SELECT count(*) FROM claims",
    "contested": f"SELECT count(*) FROM claim_relations WHERE kind IN {CONTESTING}",
    # Read along the index of names: combatant1, combatant2 …, but not combatant1a.
    "sides": "SELECT count(*) FROM infobox_fields WHERE name GLOB 'combatant[0-9]'",
    "actors": "SELECT count(*) FROM actors",
    "files": "SELECT count(*) FROM sources",
}

# Of the first pairs of claims, the article that most belong to: a good one to begin with.
# One date in twenty is before the first of the usual ones, and one in twenty after the last.
_UNUSUAL = 20
# Said so, SQLite reads the index of dates; with IS NOT NULL it may sort every claim, in an archive of millions too.
_DATED = "FROM claims WHERE date_from > ''"
_DATES = f"SELECT date_from {_DATED} ORDER BY date_from LIMIT 1 OFFSET ?"

_FEATURED = f"""
SELECT articles.title, articles.slug
FROM (SELECT claim_id FROM claim_relations WHERE kind IN {CONTESTING} ORDER BY id LIMIT 300) AS pair
JOIN claims ON claims.id = pair.claim_id
JOIN articles ON articles.id = claims.article_id
GROUP BY articles.id
ORDER BY count(*) DESC, articles.id
LIMIT 1
"""

_BUSY_DAY = """
SELECT date_from
FROM (SELECT date_from FROM claims WHERE date_from GLOB '????-??-??' ORDER BY date_from DESC LIMIT 3000)
GROUP BY date_from
ORDER BY count(*) DESC, date_from
LIMIT 1
"""


def load(asked: Asked) -> Row:
    """Return what the archive holds, and where to go from here."""
    connection, addresses = asked.connection, asked.addresses
    run = rows(connection, "SELECT * FROM ingest_runs ORDER BY id DESC LIMIT 1")
    return {
        "counts": asked.remember("counts", lambda: {name: scalar(connection, sql) for name, sql in _COUNTS.items()}),
        "dates": {
            "first": scalar(connection, "SELECT min(date_from) FROM claims"),
            "last": scalar(connection, "SELECT max(date_from) FROM claims"),
            "usual": asked.remember("usual dates", lambda: _usual_dates(connection)),
        },
        "questions": _questions(connection, addresses),
        **database_titles(addresses),
        "last_run": {"finished_at": run[0]["finished_at"], "page": addresses.page("health")} if run else None,
    }


def _usual_dates(connection: sqlite3.Connection) -> Row:
    """Return the first and the last date of nine claims in ten."""
    dated = scalar(connection, f"SELECT count(*) {_DATED}")
    first = dated // _UNUSUAL
    return {
        "first": scalar(connection, _DATES, (first,)),
        "last": scalar(connection, _DATES, (max(0, dated - 1 - first),)),
    }


def _questions(connection: sqlite3.Connection, addresses: Addresses) -> list[Row]:
    """Return six questions, each with the page or query that answers it."""
    featured = rows(connection, _FEATURED) or rows(connection, "SELECT title, slug FROM articles ORDER BY id LIMIT 1")
    day = scalar(connection, _BUSY_DAY)
    questions = [("Who denied what?", addresses.page("contested", kind="denies"))]
    if featured:
        title, slug = featured[0]["title"], featured[0]["slug"]
        questions.append(
            (f"What did each side say, day by day, in “{title}”?", addresses.page("timeline", article=slug))
        )
    questions.append(("Whose casualty figures disagree?", addresses.page("casualties")))
    if day:
        questions.append((f"What was said on {date_in_words(day)}?", addresses.page("timeline", from_=day, to=day)))
    questions += [
        ("Who is quoted most?", addresses.query("who_is_quoted_most")),
        ("Who fought whom, and with what strength?", addresses.table("belligerents")),
        ("Which articles are linked to and missing here?", addresses.query("articles_wanted")),
    ]
    return [{"question": question, "page": page} for question, page in questions[:6]]
