"""Damage of every kind of page is found, whichever part of the verification reads it, and every broken reference."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from archive.models import Base
from archive.verification import verify

INDEXES = (
    "ix_claims_claimant",
    "ix_claims_section_id",
    "ix_claims_infobox_field_id",
    "uq_claims_key_of_claims",
    "ix_links_target_key",
    "ix_links_target_article_id",
    "ix_sections_article_id_position",
    "ix_articles_title_key_folded",
    "ix_claim_actors_actor_id",
    "ix_actor_mentions_actor_id",
    "ix_wanted_titles_target_key",
)


def findings(path: Path) -> list[str]:
    return [str(finding) for finding in verify(path)]


def change(path: Path, *statements: str) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA writable_schema = ON")
        connection.execute("PRAGMA ignore_check_constraints = ON")
        for statement in statements:
            connection.execute(statement)


def root_page(path: Path, name: str) -> tuple[int, int]:
    """Return where the first page of a table or an index begins in the file, and where it ends."""
    with closing(sqlite3.connect(path)) as connection:
        # What is still in the write-ahead log goes into the file.
        connection.execute("PRAGMA journal_mode = DELETE")
        (size,) = connection.execute("PRAGMA page_size").fetchone()
        (page,) = connection.execute("SELECT rootpage FROM sqlite_schema WHERE name = ?", (name,)).fetchone()
    return (page - 1) * size, page * size


def without(index: str, statement: str, path: Path) -> None:
    """Change rows behind the back of an index: it is not in the schema while that happens."""
    columns = "type, name, tbl_name, rootpage, sql"
    with closing(sqlite3.connect(path)) as connection:
        row = connection.execute(f"SELECT {columns} FROM sqlite_schema WHERE name = ?", (index,)).fetchone()
    change(path, f"DELETE FROM sqlite_schema WHERE name = '{index}'")
    change(path, statement)
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA writable_schema = ON")
        connection.execute(f"INSERT INTO sqlite_schema ({columns}) VALUES (?, ?, ?, ?, ?)", row)


@pytest.mark.parametrize(
    ("index", "statement"),
    [
        ("ix_claims_claimant", "UPDATE claims SET claimant = 'X' WHERE id = 1"),
        ("ix_claims_date_from", "UPDATE claims SET date_from = '1999' WHERE id = 1"),
        ("ix_links_target_key", "UPDATE links SET target_key = 'X' WHERE id = 2"),
        ("ix_links_target_article_id", "UPDATE links SET target_article_id = NULL"),
        ("ix_sections_article_id_position", "UPDATE sections SET position = 9 WHERE id = 2"),
        ("ix_claim_actors_actor_id", "DELETE FROM claim_actors"),
    ],
)
def test_index_that_is_not_what_its_table_says_is_named(index: str, statement: str, filled: Path) -> None:
    without(index, statement, filled)
    assert [found for found in findings(filled) if found.startswith("file:") and index in found], findings(filled)


@pytest.mark.parametrize("index", INDEXES)
def test_changed_byte_of_an_entry_of_an_index_is_found(index: str, filled: Path) -> None:
    name = "sqlite_autoindex_claims_1" if index == "uq_claims_key_of_claims" else index
    _, end = root_page(filled, name)
    data = bytearray(filled.read_bytes())
    # The first entry lies at the end of the page; its last bytes are its key and the row's number.
    data[end - 1] ^= 0x01
    filled.write_bytes(data)
    assert [found for found in findings(filled) if found.startswith("file:")]


@pytest.mark.parametrize("table", ["sections", "claims", "links", "sqlar", "actors", "wanted_titles"])
def test_page_that_is_torn_off_is_found(table: str, filled: Path) -> None:
    begin, end = root_page(filled, table)
    data = filled.read_bytes()
    filled.write_bytes(data[:begin] + bytes(end - begin) + data[end:])
    assert findings(filled)


@pytest.mark.parametrize("name", ["sections_fts", "claims_fts"])
def test_changed_byte_of_a_segment_of_the_full_text_index_is_found(name: str, filled: Path) -> None:
    select = f"SELECT max(id) FROM {name}_data"
    with closing(sqlite3.connect(filled, isolation_level=None)) as connection:
        (segment,) = connection.execute(select).fetchone()
        (block,) = connection.execute(f"SELECT block FROM {name}_data WHERE id = ?", (segment,)).fetchone()
    letters = [place for place in range(4, len(block)) if chr(block[place]).isalpha()]
    assert letters
    for place in letters:
        changed = block[:place] + bytes([block[place] ^ 0x01]) + block[place + 1 :]
        with closing(sqlite3.connect(filled, isolation_level=None)) as connection:
            connection.execute(f"UPDATE {name}_data SET block = ? WHERE id = ?", (changed, segment))
        assert [found for found in findings(filled) if found.startswith(f"{name}:")], place


@pytest.mark.parametrize(
    "statement", ["DELETE FROM sections_fts_docsize", "UPDATE claims SET claimant = 'Somebody else'"]
)
def test_full_text_index_without_its_parts_is_found(statement: str, filled: Path) -> None:
    change(filled, statement)
    assert [found for found in findings(filled) if "_fts: the index does not fit" in found]


def references() -> Iterator[tuple[str, str, str]]:
    for table in Base.metadata.sorted_tables:
        for key in table.foreign_keys:
            yield table.name, key.parent.name, key.column.table.name


@pytest.mark.parametrize(("table", "column", "parent"), sorted(references()))
def test_every_reference_to_nothing_is_named(table: str, column: str, parent: str, filled: Path) -> None:
    change(filled, "PRAGMA foreign_keys = OFF", f"UPDATE OR IGNORE {table} SET {column} = 999999")
    found = findings(filled)
    assert [one for one in found if one.startswith(table) and f"refers to a row of {parent} that" in one], found


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE wanted_titles SET link_count = link_count + 1",
        "UPDATE wanted_titles SET article_count = article_count + 1",
        "UPDATE wanted_titles SET target_key = upper(target_key)",
        "INSERT INTO wanted_titles (target_key, link_count, article_count) VALUES ('Nobody', 0, 0)",
        "INSERT INTO wanted_titles (target_key, link_count, article_count) SELECT target_key, 0, 0 FROM wanted_titles",
        "DELETE FROM wanted_titles",
        "UPDATE links SET target_key = target_key || 'x' WHERE target_article_id IS NULL",
    ],
)
def test_wrong_count_of_a_wanted_title_is_named(statement: str, filled: Path) -> None:
    change(filled, statement)
    assert [one for one in findings(filled) if one.startswith("wanted_titles ")]


@pytest.mark.parametrize("damage", ["x'00'", "x'ff'"])
def test_claim_in_a_text_whose_letters_cannot_be_counted_is_named(damage: str, filled: Path) -> None:
    change(filled, f"UPDATE sections SET text = CAST(CAST(text AS BLOB) || {damage} AS TEXT)")
    found = findings(filled)
    assert [one for one in found if one.startswith("claims ") and "do not cut the cue" in one], found
