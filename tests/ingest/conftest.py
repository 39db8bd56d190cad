"""Small folders of literal files, and what a database says, without the numbers and times of one history."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from archive.ingestion import Summary, ingest

Rows = list[tuple[Any, ...]]

CORPUS = Path(__file__).resolve().parents[3] / "shared" / "corpus"

# Everything that must not depend on how the archive came to be as it is.
SNAPSHOT = {
    "articles": """SELECT title, title_key, language, short_description, published_on, url, image_url, extra,
                          word_count, sources.path
                   FROM articles JOIN sources ON sources.id = articles.source_id""",
    "sources": """SELECT path, status, status_reason, sha256, size_bytes, encoding, repair, repair_count,
                         parser_version, articles.title
                  FROM sources LEFT JOIN articles ON articles.id = sources.article_id""",
    "sqlar": "SELECT name, sz, data FROM sqlar",
    "text_repairs": """SELECT path, line, "column", damaged, repaired, method
                       FROM text_repairs JOIN sources ON sources.id = source_id""",
    "sections": """SELECT title, sections.position, parents.position, sections.level, sections.path, sections.text
                   FROM sections JOIN articles ON articles.id = sections.article_id
                   LEFT JOIN sections AS parents ON parents.id = sections.parent_id""",
    "fields": """SELECT title, infobox_fields.name, infobox_fields.text, infobox_values.text, infobox_values.kind
                 FROM infobox_fields JOIN articles ON articles.id = article_id
                 LEFT JOIN infobox_values ON infobox_values.field_id = infobox_fields.id""",
    "links": """SELECT origins.title, links.target, targets.title, sections.path, infobox_fields.name, links.position
                FROM links JOIN articles AS origins ON origins.id = links.article_id
                LEFT JOIN articles AS targets ON targets.id = links.target_article_id
                LEFT JOIN sections ON sections.id = links.section_id
                LEFT JOIN infobox_fields ON infobox_fields.id = links.infobox_field_id""",
    "claims": """SELECT claims.key, title, claims.position, claimant, cue, content, char_start, char_end
                 FROM claims JOIN articles ON articles.id = claims.article_id""",
    "claim_actors": """SELECT claims.key, actors.name_key, claim_actors.position
                       FROM claim_actors JOIN claims ON claims.id = claim_id JOIN actors ON actors.id = actor_id""",
    "actors": """SELECT actors.name_key, actors.name, actors.kind, actors.country_code, actors.target_key,
                        parents.name_key, articles.title
                 FROM actors LEFT JOIN actors AS parents ON parents.id = actors.parent_id
                 LEFT JOIN articles ON articles.id = actors.article_id""",
    "actor_mentions": """SELECT title, actors.name_key, mentions.name, mentions.kind, mentions.country_code,
                                mentions.target_key, parents.name_key
                         FROM actor_mentions AS mentions JOIN articles ON articles.id = mentions.article_id
                         JOIN actors ON actors.id = mentions.actor_id
                         LEFT JOIN actors AS parents ON parents.id = mentions.parent_id""",
    "wanted_titles": "SELECT target_key, link_count, article_count FROM wanted_titles",
    "claim_relations": """SELECT claims.key, others.key, kind FROM claim_relations
                          JOIN claims ON claims.id = claim_id JOIN claims AS others ON others.id = other_claim_id""",
}


class Place:
    """A folder ``articles`` and an archive beside it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "articles"
        self.folder.mkdir()
        self.database = folder / "archive.db"
        self._time = 1_000_000_000

    def write(self, name: str, text: str | bytes) -> Path:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode() if isinstance(text, str) else text)
        # Each version a second later than the one before, and all older than any run.
        self._time += 1
        os.utime(path, (self._time, self._time))
        return path

    def ingest(self, **options: Any) -> Summary:
        options.setdefault("workers", 1)
        return ingest([self.folder], self.database, **options)

    def rows(self, sql: str, *parameters: object) -> Rows:
        with closing(sqlite3.connect(self.database)) as connection:
            return connection.execute(sql, parameters).fetchall()

    def snapshot(self) -> dict[str, Rows]:
        return {name: sorted(self.rows(sql), key=repr) for name, sql in SNAPSHOT.items()}

    def check(self) -> None:
        """Fail unless the database is sound: keys, foreign keys, full-text indexes."""
        with closing(sqlite3.connect(self.database)) as connection:
            assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
            assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
            for table in ("sections_fts", "claims_fts"):
                connection.execute(f"INSERT INTO {table} ({table}, rank) VALUES ('integrity-check', 1)")


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    place = Place(tmp_path)
    yield place
    if place.database.exists():
        place.check()


@pytest.fixture
def new_place(tmp_path_factory: pytest.TempPathFactory) -> Callable[[], Place]:
    return lambda: Place(tmp_path_factory.mktemp("place"))


@pytest.fixture
def corpus() -> list[Path]:
    if not CORPUS.is_dir():
        pytest.skip("the corpus is not here")
    seeds = Path(__file__).resolve().parents[2] / "seeds"
    return [*(CORPUS / name for name in ("conflicts", "wikipedia", "wikipedia-linked")), seeds]
