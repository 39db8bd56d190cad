"""The rows that small files make."""

from __future__ import annotations

import hashlib
import json
import os
import zlib
from pathlib import Path
from typing import Any

BATTLE = """---
title: Battle of Example
pubDate: 2022-02-13
shortDescription: A battle
infoboxes:
  - template: military conflict
    conflict: {text: Battle of Example}
    combatant1: {text: Redland, links: [{text: Redland, page: Redland}]}
    casualties1: {text: "Per Redland:\\n10 killed"}
---
# Battle of Example

The battle was fought in [Example Town](Example_Town) by the two sides.

## Course

The ministry stated that 10 soldiers were killed.
"""


def test_an_article_has_its_columns_and_its_source(place: Any) -> None:
    place.write("battle.md", BATTLE)
    place.ingest()
    assert place.rows(
        "SELECT id, slug, title, title_key, language, short_description, published_on, source_id, created_run_id,"
        " updated_run_id FROM articles"
    ) == [(1, "battle-of-example", "Battle of Example", "Battle of Example", "en", "A battle", "2022-02-13", 1, 1, 1)]
    assert place.rows("SELECT id, article_id, status, status_reason, path, encoding, run_id FROM sources") == [
        (1, 1, "current", None, "articles/battle.md", "utf-8", 1)
    ]


def test_original_bytes_are_kept_with_their_checksum(place: Any) -> None:
    path = place.write("battle.md", BATTLE)
    os.utime(path, ns=(0, 1_600_000_000_123_456_789))
    place.ingest()
    data = path.read_bytes()
    assert place.rows("SELECT sha256, size_bytes, modified_at FROM sources") == [
        (hashlib.sha256(data).hexdigest(), len(data), "2020-09-13T12:26:40.123456789Z")
    ]
    [(name, mode, mtime, size, stored)] = place.rows("SELECT name, mode, mtime, sz, data FROM sqlar")
    status = path.stat()
    assert (name, mode, mtime, size) == ("articles/battle.md", status.st_mode, int(status.st_mtime), len(data))
    assert zlib.decompress(stored) == data


def test_bytes_that_do_not_shrink_are_kept_as_they_are(place: Any) -> None:
    place.write("a.md", "x")
    place.ingest()
    assert place.rows("SELECT sz, data FROM sqlar") == [(1, b"x")]


def test_sections_point_to_the_sections_they_stand_in(place: Any) -> None:
    place.write("a.md", "---\ntitle: A\n---\nLead.\n\n# One\n\nText.\n\n## Two\n\nMore.\n")
    place.ingest()
    assert place.rows("SELECT id, parent_id, position, level, heading, path, text FROM sections ORDER BY id") == [
        (1, None, 0, 0, "", "", "Lead."),
        (2, None, 1, 1, "One", "One", "Text."),
        (3, 2, 2, 2, "Two", "One / Two", "More."),
    ]


def test_fields_values_and_links_belong_together(place: Any) -> None:
    place.write("battle.md", BATTLE)
    place.ingest()
    assert place.rows(
        "SELECT infobox_fields.name, group_name, group_index, infobox_values.text FROM infobox_values"
        " JOIN infobox_fields ON infobox_fields.id = field_id JOIN infoboxes ON infoboxes.id = infobox_id"
        " ORDER BY infobox_values.id"
    ) == [
        ("conflict", None, None, "Battle of Example"),
        ("combatant1", "combatant", 1, "Redland"),
        ("casualties1", "casualties", 1, "10 killed"),
    ]
    assert place.rows(
        "SELECT links.text, target_key, sections.path, infobox_fields.name FROM links"
        " LEFT JOIN sections ON sections.id = section_id"
        " LEFT JOIN infobox_fields ON infobox_fields.id = infobox_field_id"
        " ORDER BY links.text"
    ) == [
        ("Example Town", "Example Town", "Battle of Example", None),
        ("Redland", "Redland", None, "combatant1"),
    ]


def test_a_claim_key_is_made_from_what_the_claim_says(place: Any) -> None:
    place.write("battle.md", BATTLE)
    place.ingest()
    claims = place.rows(
        "SELECT claims.key, coalesce(sections.path, infobox_fields.name), claimant, cue, content FROM claims"
        " LEFT JOIN sections ON sections.id = section_id"
        " LEFT JOIN infobox_fields ON infobox_fields.id = infobox_field_id"
    )
    assert claims
    for key, *said in claims:
        parts = json.dumps(["en", "Battle of Example", *said, 0])
        assert key == hashlib.sha256(parts.encode()).hexdigest()[:16]


def test_exact_repeats_of_a_claim_get_keys_of_their_own(place: Any) -> None:
    sentence = "The ministry stated that 10 soldiers were killed."
    place.write("a.md", f"---\ntitle: A\n---\n{sentence} It rained. {sentence}\n")
    place.ingest()
    assert place.rows("SELECT count(*), count(DISTINCT key), count(DISTINCT content) FROM claims") == [(2, 2, 1)]


def test_one_claim_in_two_articles_has_two_keys(place: Any) -> None:
    for title in ("A", "B"):
        place.write(f"{title}.md", f"---\ntitle: {title}\n---\nThe ministry stated that 10 soldiers were killed.\n")
    place.ingest()
    assert place.rows("SELECT count(*), count(DISTINCT key) FROM claims") == [(2, 2)]


def test_a_title_in_two_languages_is_two_articles(place: Any) -> None:
    for language in ("en", "fr"):
        place.write(f"{language}.md", f"---\ntitle: Paris\nlanguage: {language}\n---\nText.\n")
    place.ingest()
    assert place.rows("SELECT slug, language FROM articles ORDER BY id") == [("paris", "en"), ("paris-fr", "fr")]


def test_titles_that_make_one_slug_get_slugs_of_their_own(place: Any) -> None:
    for number, title in enumerate(("C", "C++", "C#")):
        place.write(f"{number}.md", f'---\ntitle: "{title}"\n---\n.\n')
    place.ingest()
    slugs = [slug for (slug,) in place.rows("SELECT slug FROM articles ORDER BY id")]
    assert slugs[0] == "c"
    assert len(set(slugs)) == 3
    assert all(slug.startswith("c-") for slug in slugs[1:])


def test_a_run_says_what_it_did(place: Any) -> None:
    place.write("a.md", "---\ntitle: A\n---\n")
    place.write("bad.md", "---\ntitle: [\n---\n")
    summary = place.ingest()
    counts = (summary.files_seen, summary.added, summary.updated, summary.unchanged, summary.removed, summary.failed)
    assert counts == (2, 1, 0, 0, 0, 1)
    assert not summary.succeeded
    [(started, finished, arguments)] = place.rows("SELECT started_at, finished_at, arguments FROM ingest_runs")
    assert started <= finished
    assert json.loads(arguments)["paths"] == [str(place.folder)]
    assert place.rows("SELECT files_seen, added, updated, unchanged, superseded, removed, failed FROM ingest_runs") == [
        (2, 1, 0, 0, 0, 0, 1)
    ]


def test_a_rejected_file_keeps_its_bytes_and_its_reason(place: Any) -> None:
    path = place.write("bad.md", "---\ntitle: A\nbroken: [\n---\nText.\n")
    place.ingest()
    [(article, status, reason)] = place.rows("SELECT article_id, status, status_reason FROM sources")
    assert (article, status) == (None, "failed")
    assert reason.startswith("line ")
    [(error_path, level, line)] = place.rows("SELECT path, level, line FROM ingest_errors")
    assert (error_path, level) == ("articles/bad.md", "error")
    assert line is not None
    assert place.rows("SELECT sz FROM sqlar") == [(path.stat().st_size,)]
    assert place.rows("SELECT count(*) FROM articles") == [(0,)]


def test_repairs_are_told_run_by_run(place: Any) -> None:
    seed = Path(__file__).resolve().parents[2] / "seeds" / "lachin-offensive.md"
    place.write("seed.md", seed.read_bytes())
    place.ingest()
    [(repair, count)] = place.rows("SELECT repair, repair_count FROM sources")
    assert repair is not None
    assert place.rows("SELECT count(*) FROM text_repairs WHERE source_id = 1") == [(count,)]
    assert count > 70


def test_search_finds_what_a_first_build_and_a_later_run_brought(place: Any) -> None:
    place.write("a.md", "---\ntitle: A\n---\nAn avalanche came down.\n")
    place.ingest()
    place.write("b.md", "---\ntitle: B\n---\nA volcano rose in Laçın.\n")
    place.ingest()
    find = "SELECT rowid FROM sections_fts WHERE sections_fts MATCH ?"
    assert place.rows(find, "avalanche") == [(1,)]
    assert place.rows(find, "volcano") == [(2,)]
    assert place.rows(find, "Lacin") == [(2,)]
