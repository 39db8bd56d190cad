"""The tables refuse what must not be, and drop what belongs to a row that goes."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest


def execute(path: Path, sql: str, *then: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA foreign_keys = ON")
        with connection:
            connection.execute(sql)
        return [connection.execute(statement).fetchone() for statement in then]


@pytest.mark.parametrize(
    ("sql", "reason"),
    [
        ("UPDATE claims SET stance = 'doubt'", "ck_claims_stance"),
        ("UPDATE claims SET date_from = 'autumn 2020'", "ck_claims_date_from"),
        ("UPDATE claims SET date_from = '2020-10-1'", "ck_claims_date_from"),
        ("UPDATE claims SET char_end = 0 WHERE id = 1", "ck_claims_offsets"),
        ("UPDATE claims SET section_id = 1, infobox_field_id = 1", "ck_claims_place"),
        ("UPDATE claims SET section_id = NULL, infobox_field_id = NULL", "ck_claims_place"),
        ("UPDATE claims SET claimant = NULL", "ck_claims_claimant_offsets"),
        ("UPDATE claims SET key = 'short'", "ck_claims_key"),
        ("UPDATE claims SET key = '2000000000000000'", "UNIQUE"),
        ("UPDATE claims SET content_split = 2", "ck_claims_content_split"),
        ("UPDATE claims SET position = 'first'", "cannot store TEXT value in INTEGER column"),
        ("UPDATE claim_relations SET other_claim_id = 1", "ck_claim_relations_pair"),
        ("UPDATE articles SET extra = '{'", "ck_articles_extra"),
        ("UPDATE articles SET slug = 'first-war'", "UNIQUE"),
        ("UPDATE articles SET language = 'en', title_key = 'First war'", "uq_articles_language_title_key"),
        ("UPDATE articles SET language = NULL, title_key = 'First war'", "uq_articles_language_title_key"),
        ("UPDATE sources SET sha256 = 'abc'", "ck_sources_sha256"),
        ("UPDATE sources SET status = 'lost'", "ck_sources_status"),
        ("UPDATE links SET kind = 'other'", "ck_links_kind"),
        ("UPDATE sqlar SET name = upper(name) || '.' || rowid || '/..'", "ck_sqlar_name"),
        ("INSERT INTO sqlar SELECT upper(name), mode, mtime, sz, data FROM sqlar", "uq_sqlar_name_folded"),
        ("DELETE FROM sources WHERE id = 1", "FOREIGN KEY"),
    ],
)
def test_is_refused(sql: str, reason: str, filled: Path) -> None:
    with pytest.raises(sqlite3.IntegrityError, match=reason):
        execute(filled, sql)


def test_articles_of_two_languages_share_a_title(filled: Path) -> None:
    together = "SELECT count(*) FROM articles WHERE title_key = 'First war'"
    assert execute(filled, "UPDATE articles SET language = 'az', title_key = 'First war' WHERE id = 2", together) == [
        (2,)
    ]


@pytest.mark.parametrize(
    "table",
    ["sections", "infoboxes", "infobox_fields", "infobox_values", "links", "images", "claims", "claim_relations"],
)
def test_goes_with_its_article(table: str, filled: Path) -> None:
    assert execute(filled, "DELETE FROM articles WHERE id = 1", f"SELECT count(*) FROM {table}") == [(0,)]


def test_links_and_actors_stay_when_their_article_goes(filled: Path) -> None:
    assert execute(
        filled,
        "DELETE FROM articles WHERE id = 2",
        "SELECT target_article_id FROM links WHERE id = 1",
        "SELECT article_id FROM actors WHERE id = 2",
    ) == [(None,), (None,)]
