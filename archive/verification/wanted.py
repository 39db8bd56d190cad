"""Whether titles that links want are counted as the links have it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

from archive.verification.findings import MOST_FINDINGS, Finding
from archive.verification.rules import LAST_RUN_IS_FINISHED

__all__ = ["check_wanted_titles"]

_WANTING = "FROM links WHERE kind = 'internal' AND target_article_id IS NULL AND target_key IS NOT NULL"
# No title holds a NUL. NOCASE says how titles are looked up, not what they are.
_OF_ARTICLES = f"SELECT count(*), CAST(group_concat(target_key, char(0)) AS BLOB) {_WANTING} GROUP BY article_id"
# Without this, rows of nothing, or one count in two rows, would not change a sum.
_IS_PLAUSIBLE = """SELECT count(*) = count(DISTINCT target_key COLLATE BINARY) AND min(link_count) > 0
    AND min(article_count) > 0 FROM wanted_titles"""
_COUNTS = "SELECT CAST(target_key AS BLOB), link_count, article_count FROM wanted_titles"
_COUNTED = f"""SELECT target_key, count(*) AS link_count, count(DISTINCT article_id) AS article_count {_WANTING}
    GROUP BY target_key"""
_WANTED = "SELECT target_key COLLATE BINARY AS target_key, link_count, article_count FROM wanted_titles"
_WRONG = f"""SELECT DISTINCT target_key FROM ({_COUNTED} UNION ALL {_WANTED}) WHERE {LAST_RUN_IS_FINISHED}
    GROUP BY target_key, link_count, article_count HAVING count(*) <> 2"""


def check_wanted_titles(connection: sqlite3.Connection) -> Iterator[Finding]:
    """Yield the titles of ``wanted_titles`` that are not counted right, and those that are missing from it."""
    (plausible,) = connection.execute(_IS_PLAUSIBLE).fetchone()
    if plausible and _sums_of_links(connection) == _sums_of_counts(connection):
        return
    for (title,) in connection.execute(_WRONG).fetchmany(MOST_FINDINGS):
        yield Finding("wanted_titles", str(title), "it is not counted as the links have it")


def _sums_of_links(connection: sqlite3.Connection) -> tuple[int, int] | None:
    """Return two sums over the links: of the hash of every title, and of every title once an article.

    Sums of keyed 64-bit hashes agree by chance once in 2^64 times; to sort the links by title takes twice as long.
    """
    links = articles = 0
    for count, joined in connection.execute(_OF_ARTICLES):
        titles = joined.split(b"\0")
        if len(titles) != count:
            return None
        links += sum(map(hash, titles))
        articles += sum(map(hash, set(titles)))
    return links, articles


def _sums_of_counts(connection: sqlite3.Connection) -> tuple[int, int]:
    links = articles = 0
    for title, link_count, article_count in connection.execute(_COUNTS):
        links += hash(title) * link_count
        articles += hash(title) * article_count
    return links, articles
