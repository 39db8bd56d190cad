"""Resolve: what ties articles to each other, in SQL over sets, in time linear in what changed."""

from __future__ import annotations

import sqlite3

from archive.ingestion.relating import relate_articles

__all__ = ["resolve"]

# The article that a title leads to, as seen from an article in some language: the very title before one that differs in
# case, the own language before any other; where several would do equally well, none does. Most titles have no article,
# which the first look tells.
_TARGET = """CASE WHEN EXISTS (SELECT 1 FROM articles WHERE lower(title_key) = lower({key})) THEN coalesce(
    (SELECT id FROM articles WHERE title_key = {key} AND language IS {language}),
    (SELECT CASE WHEN count(*) = 1 THEN min(id) END FROM articles WHERE title_key = {key}),
    (SELECT CASE WHEN count(*) = 1 THEN min(id) END FROM articles
      WHERE lower(title_key) = lower({key}) AND language IS {language}),
    (SELECT CASE WHEN count(*) = 1 THEN min(id) END FROM articles WHERE lower(title_key) = lower({key}))) END"""

# CROSS JOIN keeps the order of tables as written: SQLite knows nothing of the size of temporary ones.
_CAN_LEAD = "target_key IS NOT NULL AND kind = 'internal'"
_OF_CHANGED_ARTICLES = f"""
SELECT id FROM links WHERE article_id IN (SELECT article_id FROM temp.changed_articles) AND {_CAN_LEAD}"""
_WANTED_TITLES_THAT_CAME = """
SELECT wanted_titles.target_key FROM temp.changed_titles
CROSS JOIN wanted_titles ON wanted_titles.target_key = changed_titles.folded
UNION SELECT target_key FROM temp.lost_titles"""
_TO_CHANGED_TITLES = f"""
SELECT links.id FROM ({_WANTED_TITLES_THAT_CAME}) AS titles
CROSS JOIN links ON links.target_key = titles.target_key WHERE +target_article_id IS NULL AND +kind = 'internal'"""
_TO_ARTICLES_OF_CHANGED_TITLES = """
SELECT links.id FROM temp.changed_titles
CROSS JOIN articles ON lower(articles.title_key) = changed_titles.folded
CROSS JOIN links ON links.target_article_id = articles.id"""
_COUNTED = "links.target_key, count(*), count(DISTINCT links.article_id)"
_COUNT_ALL_WANTED = f"""
INSERT INTO wanted_titles (target_key, link_count, article_count)
SELECT {_COUNTED} FROM links WHERE {_CAN_LEAD} AND target_article_id IS NULL GROUP BY target_key ORDER BY target_key"""
# A title that was wanted, or is, by an article that changed or by a link that leads elsewhere than before.
_WANTED_NOW = f"""
INSERT OR IGNORE INTO temp.changed_wants
SELECT target_key FROM links
WHERE article_id IN (SELECT article_id FROM temp.changed_articles) AND +target_article_id IS NULL AND {_CAN_LEAD}
UNION SELECT target_key FROM temp.new_targets CROSS JOIN links ON links.id = new_targets.link_id
UNION SELECT target_key FROM temp.lost_titles"""
_FORGET_CHANGED_WANTED = """
DELETE FROM wanted_titles WHERE id IN (
    SELECT wanted_titles.id FROM temp.changed_wants
    CROSS JOIN wanted_titles ON wanted_titles.target_key = changed_wants.target_key
    WHERE wanted_titles.target_key COLLATE BINARY = changed_wants.target_key)"""
_COUNT_CHANGED_WANTED = f"""
INSERT INTO wanted_titles (target_key, link_count, article_count)
SELECT {_COUNTED} FROM temp.changed_wants CROSS JOIN links ON links.target_key = changed_wants.target_key
WHERE +links.kind = 'internal' AND +links.target_article_id IS NULL GROUP BY changed_wants.target_key
ORDER BY changed_wants.target_key"""
_CHANGED_ACTORS = """
SELECT id FROM actors WHERE target_key IS NOT NULL AND id IN (SELECT actor_id FROM temp.changed_actors)"""
_ACTORS_OF_CHANGED_TITLES = """
SELECT id FROM actors WHERE lower(target_key) IN (SELECT folded FROM temp.changed_titles)"""


def resolve(connection: sqlite3.Connection, *, everything: bool) -> int:
    """Tie links and actors to the articles they lead to, and claims of different articles to each other.

    Returns how many links lead to another article than before.

    The run left what changed in ``temp.changed_articles``, ``temp.changed_titles`` and ``temp.changed_actors``. With
    ``everything``, all is tied anew: after a first build, or a run that did not come to its end.
    """
    _choose(connection, everything=everything)
    resolved = _resolve_links(connection)
    _count_wanted(connection, everything=everything)
    _resolve_actors(connection)
    relate_articles(connection, everything=everything)
    return resolved


def _choose(connection: sqlite3.Connection, *, everything: bool) -> None:
    """Fill the temporary tables with what may lead to another article than before."""
    for name in ("links", "actors"):
        connection.execute(f"CREATE TEMP TABLE IF NOT EXISTS open_{name} (id INTEGER PRIMARY KEY)")
        connection.execute(f"DELETE FROM temp.open_{name}")
    if everything:
        connection.execute(f"INSERT INTO temp.open_links SELECT id FROM links WHERE {_CAN_LEAD}")
        connection.execute("INSERT INTO temp.open_actors SELECT id FROM actors WHERE target_key IS NOT NULL")
        return
    connection.execute(f"INSERT INTO temp.open_links {_OF_CHANGED_ARTICLES}")
    connection.execute(f"INSERT INTO temp.open_actors {_CHANGED_ACTORS}")
    for chosen in (_TO_CHANGED_TITLES, _TO_ARTICLES_OF_CHANGED_TITLES):
        connection.execute(f"INSERT OR IGNORE INTO temp.open_links {chosen}")
    if connection.execute("SELECT 1 FROM temp.changed_titles").fetchone() is not None:
        connection.execute(f"INSERT OR IGNORE INTO temp.open_actors {_ACTORS_OF_CHANGED_TITLES}")


def _resolve_links(connection: sqlite3.Connection) -> int:
    target = _TARGET.format(key="links.target_key", language="origins.language")
    connection.execute("CREATE TEMP TABLE IF NOT EXISTS lost_targets (origin_id INTEGER PRIMARY KEY)")
    connection.execute("CREATE TEMP TABLE IF NOT EXISTS new_targets (link_id INTEGER PRIMARY KEY, article_id INTEGER)")
    connection.execute("DELETE FROM temp.lost_targets")
    connection.execute("DELETE FROM temp.new_targets")
    connection.execute(
        f"""INSERT INTO temp.new_targets
            SELECT id, found_id FROM (
                SELECT links.id, links.target_article_id, {target} AS found_id
                FROM temp.open_links CROSS JOIN links ON links.id = open_links.id
                CROSS JOIN articles AS origins ON origins.id = links.article_id)
            WHERE target_article_id IS NOT found_id"""
    )
    connection.execute(
        """INSERT OR IGNORE INTO temp.lost_targets SELECT links.article_id
           FROM temp.new_targets CROSS JOIN links ON links.id = link_id WHERE links.target_article_id IS NOT NULL"""
    )
    updated = connection.execute(
        """UPDATE links
           SET target_article_id = (SELECT article_id FROM temp.new_targets WHERE link_id = links.id)
           WHERE id IN (SELECT link_id FROM temp.new_targets)"""
    )
    return updated.rowcount


def _count_wanted(connection: sqlite3.Connection, *, everything: bool) -> None:
    """Count again how often each title is linked to that the archive lacks."""
    if everything:
        connection.execute("DELETE FROM wanted_titles")
        connection.execute(_COUNT_ALL_WANTED)
        return
    connection.execute(_WANTED_NOW)
    connection.execute(_FORGET_CHANGED_WANTED)
    connection.execute(_COUNT_CHANGED_WANTED)


def _resolve_actors(connection: sqlite3.Connection) -> None:
    # An actor has no language of its own: only a title that one article has will do.
    target = _TARGET.format(key="actors.target_key", language="'any'")
    connection.execute(f"UPDATE actors SET article_id = {target} WHERE id IN (SELECT id FROM temp.open_actors)")
