"""Relations across articles: which claims are worth comparing, found in SQL; how they stand to each other, in Python.

Two claims are compared where their articles share an event (one links to the other, or both are part of the same one)
and they share a mark: the day and an actor or whom it belongs to, or the date and the kind and unit of a loss.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from archive.claims.relations import relate_across
from archive.claims.statements import Statement
from archive.documents import Quantity, Relation

__all__ = ["relate_articles"]

# Claims of one event with one mark that are compared: a day on which hundreds spoke tells nothing about any two.
_MOST_OF_A_MARK = 30
_REMEMBERED = 2_000

_TABLES = """
CREATE TEMP TABLE IF NOT EXISTS scope (article_id INTEGER PRIMARY KEY);
CREATE TEMP TABLE IF NOT EXISTS near (one INTEGER, other INTEGER, PRIMARY KEY (one, other)) WITHOUT ROWID;
CREATE TEMP TABLE IF NOT EXISTS partof (article_id INTEGER, event TEXT, PRIMARY KEY (article_id, event)) WITHOUT ROWID;
CREATE TEMP TABLE IF NOT EXISTS marks (
    mark TEXT, article_id INTEGER, claim_id INTEGER, PRIMARY KEY (mark, article_id, claim_id)) WITHOUT ROWID;
CREATE TEMP TABLE IF NOT EXISTS event_marks (
    event TEXT, mark TEXT, article_id INTEGER, claim_id INTEGER, PRIMARY KEY (event, mark, claim_id)) WITHOUT ROWID;
CREATE TEMP TABLE IF NOT EXISTS found_relations (
    claim_id INTEGER, other_claim_id INTEGER, kind TEXT, basis TEXT, confidence REAL,
    PRIMARY KEY (claim_id, other_claim_id, kind)) WITHOUT ROWID;
DELETE FROM scope; DELETE FROM near; DELETE FROM partof; DELETE FROM marks; DELETE FROM event_marks;
DELETE FROM found_relations;"""

# CROSS JOIN keeps the order of tables as written: SQLite knows nothing of the size of temporary ones.
_EVERY_ARTICLE = "INSERT INTO scope SELECT id FROM articles"
_CHANGED_ARTICLES = """
INSERT INTO scope SELECT article_id FROM temp.changed_articles UNION SELECT origin_id FROM temp.lost_targets"""
# Only articles with claims have anything to compare.
_NEAR = """
INSERT OR IGNORE INTO near
SELECT links.article_id, links.target_article_id FROM scope CROSS JOIN links USING (article_id)
WHERE target_article_id IS NOT NULL AND target_article_id <> links.article_id
  AND EXISTS (SELECT 1 FROM claims WHERE claims.article_id = links.article_id)
  AND EXISTS (SELECT 1 FROM claims WHERE claims.article_id = links.target_article_id)
UNION
SELECT links.target_article_id, links.article_id FROM scope CROSS JOIN links ON target_article_id = scope.article_id
WHERE target_article_id <> links.article_id
  AND EXISTS (SELECT 1 FROM claims WHERE claims.article_id = links.article_id)
  AND EXISTS (SELECT 1 FROM claims WHERE claims.article_id = links.target_article_id)"""
# The plus: without statistics, as in a first build, SQLite would read the fields of that name of all articles for each.
_PARTOF_OF_SCOPE = """
INSERT OR IGNORE INTO partof (event, article_id)
SELECT links.target_key, links.article_id FROM scope
CROSS JOIN infobox_fields ON infobox_fields.article_id = scope.article_id
CROSS JOIN links ON links.infobox_field_id = infobox_fields.id
WHERE +infobox_fields.name = 'partof' AND links.target_key IS NOT NULL"""
_PARTOF_OF_OTHERS = """
INSERT OR IGNORE INTO partof (event, article_id)
SELECT links.target_key, links.article_id FROM (SELECT DISTINCT event FROM partof) AS events
CROSS JOIN links ON links.target_key = events.event
CROSS JOIN infobox_fields ON infobox_fields.id = links.infobox_field_id
WHERE infobox_fields.name = 'partof'"""
_COMPARED = """(SELECT one AS article_id FROM near UNION SELECT other FROM near UNION SELECT article_id FROM partof)"""
_DAY_MARKS = """
INSERT OR IGNORE INTO marks
SELECT claims.date_from || ' ' || {actor}, claims.article_id, claims.id
FROM {compared} AS compared CROSS JOIN claims USING (article_id)
CROSS JOIN claim_actors ON claim_actors.claim_id = claims.id CROSS JOIN actors ON actors.id = claim_actors.actor_id
WHERE length(claims.date_from) = 10 AND claims.content IS NOT NULL AND {actor} IS NOT NULL"""
_LOSS_MARKS = """
INSERT OR IGNORE INTO marks
SELECT coalesce(claims.date_from, '') || ' ' || kind || ' ' || lower(coalesce(unit, '')), claims.article_id, claims.id
FROM {compared} AS compared CROSS JOIN claims USING (article_id)
CROSS JOIN claim_quantities ON claim_quantities.claim_id = claims.id
WHERE kind IS NOT NULL AND claims.content IS NOT NULL"""
_EVENT_MARKS = """
INSERT OR IGNORE INTO event_marks
SELECT event, mark, partof.article_id, claim_id
FROM (SELECT mark FROM marks GROUP BY mark HAVING min(article_id) < max(article_id)) AS shared
CROSS JOIN marks USING (mark) CROSS JOIN partof ON partof.article_id = marks.article_id"""
_CROWDS = """
DELETE FROM event_marks WHERE (event, mark) IN
    (SELECT event, mark FROM event_marks GROUP BY event, mark HAVING count(*) > ? OR count(DISTINCT article_id) = 1)"""
_PAIRS = """
SELECT min(one.claim_id, other.claim_id), max(one.claim_id, other.claim_id)
FROM marks AS one CROSS JOIN near ON near.one = one.article_id
CROSS JOIN marks AS other ON other.mark = one.mark AND other.article_id = near.other
UNION
SELECT min(one.claim_id, other.claim_id), max(one.claim_id, other.claim_id)
FROM event_marks AS one CROSS JOIN event_marks AS other USING (event, mark)
WHERE one.article_id <> other.article_id AND one.article_id IN (SELECT article_id FROM scope)
ORDER BY 1, 2"""

_CLAIM = """
SELECT section_id, infobox_field_id, claimant, side, cue, stance, content, sentence, date_from, article_id, key
FROM claims WHERE id = ?"""
_SPEAKERS = """
SELECT actors.name_key, parents.name_key FROM claim_actors JOIN actors ON actors.id = claim_actors.actor_id
LEFT JOIN actors AS parents ON parents.id = actors.parent_id WHERE claim_id = ?"""
_QUANTITIES = """
SELECT value_min, value_max, unit, kind, place, about_side FROM claim_quantities WHERE claim_id = ? ORDER BY id"""

# Relations of claims in scope with claims of other articles.
_ACROSS = """
SELECT claim_relations.id FROM scope CROSS JOIN claims ON claims.article_id = scope.article_id
CROSS JOIN claim_relations ON claim_relations.{mine} = claims.id
CROSS JOIN claims AS others ON others.id = claim_relations.{theirs} WHERE others.article_id <> claims.article_id"""
_DELETE_OLD = f"""
DELETE FROM claim_relations
WHERE id IN ({_ACROSS.format(mine="claim_id", theirs="other_claim_id")}
             UNION {_ACROSS.format(mine="other_claim_id", theirs="claim_id")})
  AND NOT EXISTS (SELECT 1 FROM found_relations AS found WHERE found.claim_id = claim_relations.claim_id
                  AND found.other_claim_id = claim_relations.other_claim_id AND found.kind = claim_relations.kind
                  AND found.basis = claim_relations.basis)"""
_INSERT_NEW = """
INSERT INTO claim_relations (claim_id, other_claim_id, kind, basis, confidence)
SELECT claim_id, other_claim_id, kind, basis, confidence FROM found_relations AS found
WHERE NOT EXISTS (SELECT 1 FROM claim_relations WHERE claim_relations.claim_id = found.claim_id
                  AND claim_relations.other_claim_id = found.other_claim_id AND claim_relations.kind = found.kind)
ORDER BY claim_id, other_claim_id, kind"""


def relate_articles(connection: sqlite3.Connection, *, everything: bool) -> None:
    """Make the relations of changed articles with others what they should be; with ``everything``, those of all.

    Takes ``temp.changed_articles``, and ``temp.lost_targets`` with the articles whose links led elsewhere before.
    """
    for statement in _TABLES.split(";")[:-1]:
        connection.execute(statement)
    connection.execute(_EVERY_ARTICLE if everything else _CHANGED_ARTICLES)
    for statement in (_NEAR, _PARTOF_OF_SCOPE, _PARTOF_OF_OTHERS):
        connection.execute(statement)
    for actor in ("actors.id", "actors.parent_id"):
        connection.execute(_DAY_MARKS.format(actor=actor, compared=_COMPARED))
    connection.execute(_LOSS_MARKS.format(compared=_COMPARED))
    connection.execute(_EVENT_MARKS)
    connection.execute(_CROWDS, (_MOST_OF_A_MARK,))
    connection.executemany("INSERT INTO found_relations VALUES (?, ?, ?, ?, ?)", _relations(connection))
    connection.execute(_DELETE_OLD)
    connection.execute(_INSERT_NEW)


def _relations(connection: sqlite3.Connection) -> Iterator[tuple[Any, ...]]:
    @lru_cache(maxsize=_REMEMBERED)
    def load(claim_id: int) -> tuple[Statement, str]:
        return _statement(connection, claim_id)

    for one_id, other_id in connection.execute(_PAIRS):
        (one, one_key), (other, other_key) = load(one_id), load(other_id)
        # In the order of their keys, so that the answer does not hang on numbers.
        pair = (one, other) if one_key < other_key else (other, one)
        for found in relate_across(pair):
            yield _row(found, {one_id: one_key, other_id: other_key})


def _row(found: Relation, keys: dict[int, str]) -> tuple[Any, ...]:
    """Return a relation as a row; only a denial has a direction, in others the claim with the lower key comes first."""
    pair = (found.claim, found.other_claim)
    if found.kind != "denies":
        pair = min(pair, pair[::-1], key=lambda claims: keys[claims[0]])
    return (*pair, found.kind, found.basis, found.confidence)


def _statement(connection: sqlite3.Connection, claim_id: int) -> tuple[Statement, str]:
    section_id, field_id, claimant, side, cue, stance, content, sentence, date, article_id, key = connection.execute(
        _CLAIM, (claim_id,)
    ).fetchone()
    speakers = connection.execute(_SPEAKERS, (claim_id,)).fetchall()
    statement = Statement(
        number=claim_id,
        place=(section_id, None, field_id),
        claimant=claimant,
        actors=frozenset(actor for actor, _ in speakers),
        parents=frozenset(parent for _, parent in speakers if parent is not None),
        side=side,
        cue=cue,
        stance=stance,
        content=content,
        sentence=sentence,
        date=date,
        quantities=tuple(Quantity(*row) for row in connection.execute(_QUANTITIES, (claim_id,))),
        article=article_id,
        event="shared",
    )
    return statement, key
