"""The views answer for one article without reading the whole archive, and hold what they promise."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from archive.database import open_archive


def rows(path: Path, sql: str) -> list[dict[str, Any]]:
    with closing(open_archive(path)) as connection:
        connection.row_factory = sqlite3.Row
        return [dict(row) for row in connection.execute(sql)]


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT * FROM claim_timeline WHERE article_id = 1",
        "SELECT * FROM contested_claims WHERE article_id = 1",
        "SELECT * FROM casualty_claims WHERE article_slug = 'first-war'",
        "SELECT * FROM belligerents WHERE article_id = 1",
        "SELECT * FROM backlinks WHERE article_id = 1",
        "SELECT * FROM article_overview WHERE article_slug = 'first-war'",
        "SELECT * FROM claim_provenance WHERE claim_key = '1000000000000000'",
        "SELECT * FROM wanted_articles WHERE target_key = 'Armenia'",
    ],
)
def test_view_reads_only_what_is_asked_for(sql: str, filled: Path) -> None:
    steps = [row["detail"] for row in rows(filled, f"EXPLAIN QUERY PLAN {sql}")]
    made = ("SCAN belligerents", "SCAN wanted_articles", "SCAN (subquery")
    scans = [step for step in steps if step.startswith("SCAN") and not step.startswith(made)]
    assert scans == []
    assert not [step for step in steps if "ix_claim_relations_kind" in step]


def test_contested_claims_stand_side_by_side(filled: Path) -> None:
    (row,) = rows(filled, "SELECT kind, claimant, actors, content, other_claimant, other_content FROM contested_claims")
    assert row == {
        "kind": "denies",
        "claimant": "Armenia",
        "actors": "Armenia; Ministry of Defence",
        "content": "it",
        "other_claimant": "Azerbaijan",
        "other_content": "5 killed",
    }


def test_timeline_names_the_side(filled: Path) -> None:
    sql = "SELECT claimant, side, side_name, place FROM claim_timeline ORDER BY claim_id"
    assert [tuple(row.values()) for row in rows(filled, sql)] == [
        ("Armenia", 1, "Armenia", ""),
        ("Azerbaijan", 2, None, "casualties1"),
    ]


def test_belligerents_have_one_row_a_side(filled: Path) -> None:
    sql = "SELECT side, combatants, commanders, casualties FROM belligerents"
    assert [tuple(row.values()) for row in rows(filled, sql)] == [(1, "Armenia", None, "Per Azerbaijan: 5 killed")]


def test_wanted_articles_are_those_that_are_not_here(filled: Path) -> None:
    assert [row["target_key"] for row in rows(filled, "SELECT * FROM wanted_articles")] == ["Armenia"]


def test_overview_counts_what_an_article_holds(filled: Path) -> None:
    sql = (
        "SELECT section_count, infobox_field_count, link_count, claim_count, contested_count, backlink_count "
        "FROM article_overview ORDER BY article_id"
    )
    assert [tuple(row.values()) for row in rows(filled, sql)] == [(2, 2, 2, 2, 1, 0), (0, 0, 0, 0, 0, 1)]


def test_full_text_search_finds_stems_and_folded_letters(filled: Path) -> None:
    for words in ("denying", "Lacin", "laçın", "AFTERMATH"):
        sql = f"SELECT count(*) AS hits FROM sections_fts WHERE sections_fts MATCH '{words}'"
        assert rows(filled, sql) == [{"hits": 1}], words
