"""Verification finds nothing in a sound archive, and names what is wrong in any other."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from archive.errors import NotADatabaseError
from archive.verification import verify


def change(path: Path, statement: str) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA ignore_check_constraints = ON")
        connection.execute("PRAGMA writable_schema = ON")
        connection.execute(statement)
        connection.commit()


def findings(path: Path) -> list[str]:
    return [str(finding) for finding in verify(path)]


def test_sound_archive_has_no_findings(filled: Path) -> None:
    assert findings(filled) == []


def test_file_is_not_changed(filled: Path) -> None:
    before = filled.read_bytes()
    findings(filled)
    assert filled.read_bytes() == before


def test_statistics_of_the_query_planner_are_no_finding(filled: Path) -> None:
    change(filled, "ANALYZE")
    assert findings(filled) == []


@pytest.mark.parametrize(
    ("statement", "found"),
    [
        (
            "UPDATE sqlar SET data = CAST(replace(data, 'S', 'T') AS BLOB) WHERE name = 'seeds/b.md'",
            "sqlar seeds/b.md: the bytes do not have the checksum of the file that was read",
        ),
        (
            "UPDATE sqlar SET data = x'00' WHERE name = 'seeds/b.md'",
            "sqlar seeds/b.md: the stored bytes do not decompress to the 26 bytes they were",
        ),
        ("UPDATE sqlar SET name = '../b.md' WHERE name = 'seeds/b.md'", "sqlar 3: breaks the rule ck_sqlar_name"),
        (
            "UPDATE sqlar SET name = '../b.md' WHERE name = 'seeds/b.md'",
            "sqlar ../b.md: the name leads out of the folder, or is no name",
        ),
        (
            "UPDATE sqlar SET name = iif(name = 'seeds/a.md', 'seeds/É.md', 'seeds/é.md') WHERE name < 'seeds/c'",
            "sqlar seeds/é.md: another name differs from this one by case alone",
        ),
        ("DELETE FROM sqlar WHERE name = 'seeds/b.md'", "sources seeds/b.md: its original bytes are missing"),
        ("DELETE FROM sources WHERE id = 2", "sqlar seeds/old/a.md: no source has these bytes"),
        (
            "UPDATE sources SET size_bytes = 7 WHERE id = 3",
            "sources seeds/b.md: size_bytes is 7, but the file has 26",
        ),
        (
            "UPDATE claims SET char_start = 14 WHERE id = 1",
            "claims 1000000000000000: its offsets do not cut the content",
        ),
        (
            "UPDATE claims SET claimant_end = 6 WHERE id = 1",
            "claims 1000000000000000: its offsets do not cut the claimant",
        ),
        ("UPDATE claims SET cue = 'said' WHERE id = 2", "claims 2000000000000000: its offsets do not cut the cue"),
        (
            "UPDATE claims SET char_end = 99, content_split = 1 WHERE id = 1",
            "claims 1000000000000000: its offsets go beyond the text",
        ),
        (
            "UPDATE claims SET content_in_sentence = NULL WHERE id = 1",
            "claims 1000000000000000: it has no content, but does not span its cue",
        ),
        ("DELETE FROM wanted_titles", "wanted_titles Armenia: it is not counted as the links have it"),
        ("DELETE FROM actor_mentions", "claim_actors 1000000000000000: its article does not mention its actor"),
        ("UPDATE claims SET article_id = 2 WHERE id = 1", "claims 1: its section_id belongs to another article"),
        ("UPDATE links SET article_id = 2 WHERE id = 2", "links 2: its infobox_field_id belongs to another article"),
        ("UPDATE links SET target_article_id = 1 WHERE id = 1", "links 1: it leads to an article of another title"),
        ("UPDATE links SET target_article_id = NULL WHERE id = 1", "links 1: it leads nowhere, though the article it"),
        ("UPDATE claims SET stance = 'doubt' WHERE id = 1", "claims 1: breaks the rule ck_claims_stance"),
        ("DELETE FROM actors WHERE id = 2", "claim_actors 2: refers to a row of actors that does not exist"),
        (
            "UPDATE claim_relations SET kind = 'repeats', claim_id = 2, other_claim_id = 1",
            "claim_relations 1: its claims are the wrong way round",
        ),
        (
            "UPDATE articles SET source_id = 2 WHERE id = 1",
            "articles first-war: the file it is made from belongs to another article, or is superseded",
        ),
        (
            "UPDATE articles SET source_id = 2 WHERE id = 1",
            "sources seeds/a.md: it is current, but no article is made from it",
        ),
        ("DELETE FROM text_repairs", "sources seeds/a.md: its repair_count is not the number of its repairs"),
        ("UPDATE sections SET source_end = 1 WHERE id = 2", "sections 2: it ends before it begins"),
        ("UPDATE sections SET text = 'Laçın rose.' WHERE id = 2", "sections_fts: the index does not fit the text"),
        ("UPDATE claims SET sentence = 'Else.' WHERE id = 2", "claims_fts: the index does not fit the text of claims"),
        ("DELETE FROM claims_fts_docsize", "claims_fts: the index does not fit the text of claims"),
        ("DROP INDEX ix_claims_claimant", "schema index ix_claims_claimant: is missing"),
        (
            "UPDATE sqlite_schema SET sql = CAST(CAST(sql AS BLOB) || x'ff' AS TEXT) WHERE name = 'backlinks'",
            "schema view backlinks: is not as this program made it",
        ),
        ("CREATE TABLE mine (id)", "schema table mine: is none of this program's; nothing else was checked"),
        (
            "CREATE TRIGGER trap AFTER INSERT ON claims BEGIN DELETE FROM sqlar; END",
            "schema trigger trap: is none of this program's; nothing else was checked",
        ),
        (
            "UPDATE sqlite_schema SET sql = replace(sql, ' STRICT', '') WHERE name = 'claims'",
            "schema table claims: is not as this program made it; nothing else was checked",
        ),
    ],
)
def test_damage_is_named(statement: str, found: str, filled: Path) -> None:
    change(filled, statement)
    assert [finding for finding in findings(filled) if finding.startswith(found)], findings(filled)


def test_flipped_bits_of_pages_never_raise(filled: Path) -> None:
    data = filled.read_bytes()
    for place in range(100, len(data), 4099):
        filled.write_bytes(data[:place] + bytes([data[place] ^ 0xFF]) + data[place + 1 :])
        try:
            findings(filled)
        except NotADatabaseError:
            continue


def test_links_that_a_run_has_not_tied_yet_are_no_damage(filled: Path) -> None:
    with closing(sqlite3.connect(filled)) as connection:
        connection.execute("UPDATE links SET target_article_id = NULL")
        connection.execute(
            """INSERT INTO ingest_runs (started_at, program_version, arguments, files_seen, added, updated, unchanged,
               superseded, removed, failed) VALUES ('2026-11-23T10:00:00Z', '1', '{}', 0, 0, 0, 0, 0, 0, 0)"""
        )
        connection.commit()
    assert list(verify(filled)) == []
