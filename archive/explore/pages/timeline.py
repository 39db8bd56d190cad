"""Claims timeline: by day, sides in columns, with filters that say in the address what is shown."""

from __future__ import annotations

import sqlite3
from itertools import groupby
from typing import Any

from archive.documents import Stance
from archive.explore.addresses import Addresses
from archive.explore.arguments import Arguments, BadArgumentError
from archive.explore.charts import draw_dates
from archive.explore.claims import fetch_claims, fetch_side_names
from archive.explore.matching import parse_query
from archive.explore.pages import Asked
from archive.explore.sql import Row, rows
from archive.explore.words import date_in_words

__all__ = ["load"]

STANCES: tuple[str, ...] = Stance.__args__  # type: ignore[attr-defined]

_PAGE_SIZE = 100
_MOST_COLUMNS = 4
# Of more claims than this, the chart counts so many; of more that hold the words asked for, the page shows so many.
_MOST_COUNTED = 20_000
_MOST_BARS = 120

# Said so, SQLite reads the index of dates; with IS NOT NULL it may sort every claim, in an archive of millions too.
_DATED = "claims.date_from > ''"
_COUNTED = "SELECT date_from AS day, NULL AS side, count(*) AS claims FROM claims WHERE {where} GROUP BY date_from"
_COUNTED_BY_SIDE = f"""
SELECT date_from AS day, side, count(*) AS claims
FROM (SELECT date_from, side FROM claims WHERE {{where}} LIMIT {_MOST_COUNTED})
GROUP BY 1, 2
"""


def load(asked: Asked) -> Row:
    """Return the claims of one page of the timeline, by day, with the chart of all that the filters let through."""
    connection, arguments, addresses = asked.connection, asked.arguments, asked.addresses
    chosen = _chosen(arguments)
    article = _named(connection, "articles", "slug", "title", chosen["article"])
    actor = _named(connection, "actors", "name_key", "name", chosen["actor"])
    if article:
        chosen["article"] = article["slug"]
    conditions, parameters = _conditions(chosen, article, actor)
    undated = arguments.choice("dates", ("none",)) == "none"
    numbers, after = _numbers(connection, conditions, parameters, undated, arguments)
    claims = fetch_claims(connection, numbers, addresses)
    shown = {f"{name}_" if name == "from" else name: value for name, value in chosen.items() if value}
    undated_page = addresses.page("timeline", dates="none", **shown)
    counted, partly, counting = ([], False, False) if undated else _counted(asked, conditions, parameters)
    return {
        "filters": chosen,
        "article": article and {"title": article["title"], "page": addresses.article(article["slug"])},
        "actor": actor and {"name": actor["name"], "page": addresses.actor(actor["name_key"])},
        "columns": _columns(connection, claims, article["id"]) if article else [],
        "undated": undated,
        "days": _days(claims),
        "next": after and addresses.page("timeline", after=after, dates="none" if undated else "", **shown),
        "undated_page": None if undated else undated_page,
        "dated_page": addresses.page("timeline", **shown) if undated else None,
        "table": addresses.table(
            "claim_timeline",
            article_slug=chosen["article"],
            date_from__gte=chosen["from"],
            date_from__lte=_last(chosen["to"]),
        ),
        "stances": STANCES,
        "counted_partly": _MOST_COUNTED if partly else None,
        "counting": counting,
        "_chart": _chart(counted, shown, addresses) if counted else None,
    }


def _chosen(arguments: Arguments) -> Row:
    side = arguments.number("side")
    return {
        "article": arguments.text("article"),
        "actor": arguments.text("actor"),
        "side": "" if side is None else side,
        "stance": arguments.choice("stance", STANCES),
        "from": arguments.date("from"),
        "to": arguments.date("to"),
        "q": arguments.text("q"),
    }


def _named(connection: sqlite3.Connection, table: str, key: str, title: str, name: str) -> Row | None:
    """Return the row that a filter names, by its key or in words; BadArgumentError if there is none."""
    if not name:
        return None
    found = next(
        (
            found
            for column, value in ((key, name), (title, name), (key, name.casefold()))
            if (found := rows(connection, f"SELECT * FROM {table} WHERE {column} = ? LIMIT 1", (value,)))
        ),
        None,
    )
    if not found:
        raise BadArgumentError(f"There is no {table[:-1]} “{name}” in this archive.")
    return found[0]


def _last(date: str) -> str:
    """Return a text that sorts after every date within ``date``, which may be cut to a month or a year."""
    return f"{date}~" if date and len(date) < len("2020-10-27") else date


def _conditions(chosen: Row, article: Row | None, actor: Row | None) -> tuple[list[str], list[Any]]:
    conditions, parameters = [], []
    for condition, value in (
        ("claims.article_id = ?", article and article["id"]),
        ("claims.id IN (SELECT claim_id FROM claim_actors WHERE actor_id = ?)", actor and actor["id"]),
        ("claims.side = ?", chosen["side"]),
        ("claims.stance = ?", chosen["stance"]),
        ("claims.date_from >= ?", chosen["from"]),
        ("claims.date_from <= ?", _last(chosen["to"])),
    ):
        if value not in (None, ""):
            conditions.append(condition)
            parameters.append(value)
    query = parse_query(chosen["q"])
    if query is not None:
        conditions.append(f"claims.id IN (SELECT rowid FROM claims_fts WHERE claims_fts MATCH ? LIMIT {_MOST_COUNTED})")
        parameters.append(query.expression)
    return conditions, parameters


def _numbers(
    connection: sqlite3.Connection, conditions: list[str], parameters: list[Any], undated: bool, arguments: Arguments
) -> tuple[list[int], str]:
    """Return the numbers of the claims on this page, and where the next one begins (empty if it is the last)."""
    date, _, number = arguments.text("after").partition("~")
    conditions = [*conditions, "claims.date_from IS NULL" if undated else _DATED]
    if number.isascii() and number.isdigit() and len(number) < 19:
        conditions.append("claims.id > ?" if undated else "(claims.date_from, claims.id) > (?, ?)")
        parameters = [*parameters, *([int(number)] if undated else [date, int(number)])]
    order = "claims.id" if undated else "claims.date_from, claims.id"
    found = rows(
        connection,
        f"SELECT claims.id, claims.date_from FROM claims WHERE {' AND '.join(conditions)} ORDER BY {order} "
        f"LIMIT {_PAGE_SIZE + 1}",
        parameters,
    )
    after = ""
    if len(found) > _PAGE_SIZE:
        last = found[_PAGE_SIZE - 1]
        after = f"{last['date_from'] or ''}~{last['id']}"
    return [row["id"] for row in found[:_PAGE_SIZE]], after


def _columns(connection: sqlite3.Connection, claims: list[Row], article: int) -> list[Row]:
    """Return the columns: the sides of the article that speak on this page, and those who speak for none."""
    names = fetch_side_names(connection, [article]).get(article, {})
    speaking = sorted({claim["side"] for claim in claims if claim["side"] is not None})[:_MOST_COLUMNS]
    columns = [{"side": side, "name": names.get(side, f"Side {side}")} for side in speaking]
    if any(claim["side"] not in speaking for claim in claims):
        columns.append({"side": None, "name": "Others" if columns else "Claims"})
    return columns


def _days(claims: list[Row]) -> list[Row]:
    days = []
    for (start, end, precision), group in groupby(
        claims, key=lambda claim: (claim["date"]["from"], claim["date"]["to"], claim["date"]["precision"])
    ):
        days.append(
            {
                "from": start,
                "to": end,
                "precision": precision,
                "in_words": date_in_words(start, end) or "No date told",
                "claims": list(group),
            }
        )
    return days


def _counted(asked: Asked, conditions: list[str], parameters: list[Any]) -> tuple[list[Row], bool, bool]:
    """Return claims by day and side, whether they are but a part, and whether they are still being counted."""
    # All claims of some days: the index of dates tells how many, but not for which side.
    by_side = any(not condition.startswith("claims.date_from") for condition in conditions)
    # The first claims that fit lie together; those of the first days do not.
    where = " AND ".join([*conditions, "claims.date_from IS NOT NULL" if by_side else _DATED])
    found = asked.remember.later((_COUNTED_BY_SIDE if by_side else _COUNTED).format(where=where), parameters)
    counted = found or []
    return counted, by_side and sum(row["claims"] for row in counted) >= _MOST_COUNTED, found is None


def _chart(counted: list[Row], shown: Row, addresses: Addresses) -> Any:
    """Return the chart of claims by day and side; by month or year where there are too many days."""
    others = {name: value for name, value in shown.items() if name not in ("from_", "to")}
    return draw_dates(
        [
            (row["day"], row["side"] if row["side"] in range(1, _MOST_COLUMNS + 1) else 0, row["claims"])
            for row in counted
        ],
        lambda day: addresses.page("timeline", from_=day, to=day, **others),
        _MOST_BARS,
    )
