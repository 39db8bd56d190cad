"""Whatever is changed in a row that comes from a file is noticed, and mended by a rebuild."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from archive.ingestion import ingest, rebuild
from archive.models import Base
from archive.verification import verify
from archive.verification.derived import NOT_DERIVED

SEEDS = Path(__file__).parents[2] / "seeds"
ARTICLE = """---
title: Armenia
infoboxes:
  - casualties1:
      text: "Per Azerbaijan: 5 killed"
---
The ministry denied it. ![A map](https://upload.wikimedia.org/a/Map.png)

# Aftermath

Azerbaijan stated that 7 soldiers of [Laçın](./Lachin_offensive) were killed.
"""


@pytest.fixture(scope="module")
def ingested(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("ingested")
    (folder / "more").mkdir()
    (folder / "more" / "armenia.md").write_text(ARTICLE, "utf-8")
    ingest([SEEDS, folder / "more"], folder / "archive.db", workers=1)
    return folder / "archive.db"


@pytest.fixture
def archive(ingested: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(ingested, tmp_path / "archive.db"))


def change(path: Path, sql: str) -> int:
    with closing(sqlite3.connect(path)) as connection:
        changed = connection.execute(sql).rowcount
        connection.commit()
    return changed


def tables_with_findings(path: Path) -> set[str]:
    return {finding.table for finding in verify(path, deep=True)}


def test_sound_archive_has_no_findings(archive: Path) -> None:
    before = archive.read_bytes()
    assert list(verify(archive, deep=True)) == []
    assert archive.read_bytes() == before


DERIVED = set(Base.metadata.tables) - set(NOT_DERIVED)


def test_deleted_article_is_noticed(archive: Path) -> None:
    change(archive, "DELETE FROM articles WHERE id = 1")
    assert {"sources", "sections", "claims"} <= tables_with_findings(archive)


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM articles WHERE id = 1",
        "UPDATE articles SET id = 77 WHERE id = 1",
        "DELETE FROM sections",
        "DELETE FROM actors",
        "UPDATE sources SET article_id = 99",
        "DELETE FROM ingest_runs",
        "DELETE FROM sources WHERE id = 1",
        "DELETE FROM sources",
        "UPDATE sources SET path = path || 'x'",
    ],
)
def test_rows_that_refer_to_nothing_are_mended(statement: str, archive: Path) -> None:
    change(archive, statement)
    assert tables_with_findings(archive)
    rebuild(archive, workers=1)
    assert tables_with_findings(archive) == set()


@pytest.mark.parametrize("table", sorted(DERIVED - {"articles", "sources"}))
def test_row_that_is_gone_is_noticed_and_mended(table: str, archive: Path) -> None:
    name = "article_id" if table == "actor_mentions" else "rowid"
    if not change(archive, f"DELETE FROM {table} WHERE {name} = (SELECT max({name}) FROM {table})"):
        pytest.skip("the seed gives no such row")
    assert table in tables_with_findings(archive)
    rebuild(archive, workers=1)
    assert tables_with_findings(archive) == set()


@pytest.mark.parametrize(
    ("table", "assignment"),
    [
        ("articles", "title = title || 'x'"),
        ("articles", "word_count = word_count + 1"),
        ("sources", "encoding = 'utf-9'"),
        ("sections", "text = text || ' '"),
        ("sections", "anchor = anchor || 'x'"),
        ("sections", "source_end = source_end + 1"),
        ("infobox_fields", "text = upper(text) || 'x'"),
        ("infobox_values", "number_min = 1234.5"),
        ("links", "text = text || 'x'"),
        ("images", "url = url || 'x'"),
        ("claims", "sentence = sentence || 'x'"),
        ("claims", "side = 9"),
        ("claim_quantities", "value_max = 1234.5"),
        ("claim_actors", "position = position + 1"),
        ("text_repairs", "repaired = repaired || 'x'"),
    ],
)
def test_changed_value_is_noticed_and_mended(table: str, assignment: str, archive: Path) -> None:
    assert change(archive, f"UPDATE {table} SET {assignment} WHERE rowid = (SELECT max(rowid) FROM {table})") == 1
    assert table in tables_with_findings(archive)
    rebuild(archive, workers=1)
    assert tables_with_findings(archive) == set()


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM sqlar WHERE name = 'more/armenia.md'",
        "UPDATE sqlar SET data = zeroblob(length(data)) WHERE name = 'more/armenia.md'",
        "UPDATE sqlar SET sz = sz + 1 WHERE name = 'more/armenia.md'",
        "UPDATE sources SET sha256 = replace(hex(zeroblob(32)), '00', 'ab') WHERE path = 'more/armenia.md'",
        "UPDATE sources SET size_bytes = size_bytes + 1 WHERE path = 'more/armenia.md'",
    ],
)
def test_original_that_is_lost_or_damaged_is_read_again(statement: str, ingested: Path, archive: Path) -> None:
    assert change(archive, statement) == 1
    assert list(verify(archive))
    rebuild(archive, workers=1)
    ingest([ingested.parent / "more"], archive, workers=1)
    assert [str(finding) for finding in verify(archive, deep=True)] == []


def test_rows_of_another_parser_are_named(archive: Path) -> None:
    change(archive, "UPDATE sources SET parser_version = 0")
    assert [str(finding) for finding in verify(archive, deep=True)] == [
        "sources: 2 were read by other rules than this program's; run `archive rebuild` first"
    ]
