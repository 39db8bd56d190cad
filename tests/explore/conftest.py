"""A small archive, made by the migrations and filled by hand, served in process."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from archive.database import migrate
from archive.explore.server import make_datasette

Get = Callable[..., httpx.Response]

BODY = (
    "Armenia issued a denial. On 27 October, the Azerbaijani MoD stated that its forces had taken Qubadlı, "
    "which Artsakh denied."
)
CASUALTIES = "Per Azerbaijan:\n* 58 killed\nPer Armenia:\n* 173 killed"


class Filler:
    """Inserts rows into an archive by name of table and columns; what a test does not name gets a plain value."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.connection = connection

    def insert(self, table: str, **values: Any) -> int:
        names = ", ".join(f'"{name}"' for name in values)
        marks = ", ".join("?" * len(values))
        cursor = self.connection.execute(f"INSERT INTO {table} ({names}) VALUES ({marks})", tuple(values.values()))
        return cursor.lastrowid or 0

    def run(self, **values: Any) -> int:
        given = {
            "started_at": "2026-11-23T10:00:00+00:00", "finished_at": "2026-11-23T10:00:05+00:00",
            "program_version": "0.1.0", "arguments": "[]", "files_seen": 1, "added": 1, "updated": 0, "unchanged": 0,
            "superseded": 0, "removed": 0, "failed": 0,
        }  # fmt: skip
        return self.insert("ingest_runs", **(given | values))

    def article(self, title: str, slug: str, run: int, *, data: bytes = b"", **values: Any) -> int:
        """Insert an article with its source and original; its lead is empty."""
        path = f"seeds/{slug}.md"
        source = self.insert(
            "sources", status="current", path=path, sha256="0" * 64, size_bytes=len(data),
            modified_at="2026-11-23T09:00:00+00:00", encoding="utf-8", repair_count=0, parser_version=1, run_id=run,
        )  # fmt: skip
        self.insert("sqlar", name=path, mode=0o644, mtime=0, sz=len(data), data=data)
        given = {
            "title_key": title, "language": "en", "extra": "{}", "word_count": 20, "source_id": source,
            "created_run_id": run, "updated_run_id": run, "url": "https://en.wikipedia.org/wiki/X",
            "url_basis": "made",
        }  # fmt: skip
        article = self.insert("articles", title=title, slug=slug, **(given | values))
        self.connection.execute("UPDATE sources SET article_id = ? WHERE id = ?", (article, source))
        return article

    def section(self, article: int, position: int, heading: str, text: str, **values: Any) -> int:
        given = {
            "level": 2 if heading else 0, "path": heading, "anchor": heading.replace(" ", "_"), "folded": "",
            "word_count": len(text.split()), "source_start": 0, "source_end": 0,
        }  # fmt: skip
        return self.insert(
            "sections", article_id=article, position=position, heading=heading, text=text, **(given | values)
        )

    def field(self, infobox: int, article: int, position: int, name: str, text: str, **values: Any) -> int:
        return self.insert(
            "infobox_fields", infobox_id=infobox, article_id=article, position=position, name=name, text=text, **values
        )

    def claim(self, key: str, article: int, text: str, content: str | None, **values: Any) -> int:
        """Insert a claim whose content, cue and claimant are looked up in ``text``."""
        claimant, cue = values.pop("claimant", None), values.pop("cue")
        start = text.index(content) if content else text.index(cue)
        given = {
            "position": 0, "stance": "assert", "quote": "none", "date_basis": "none", "content_split": 0,
            "char_start": start, "char_end": start + len(content or cue), "cue_start": text.index(cue),
            "cue_end": text.index(cue) + len(cue), "sentence": text, "folded": "", "rule": "by_hand",
        }  # fmt: skip
        if claimant is not None:
            given |= {"claimant_start": text.index(claimant), "claimant_end": text.index(claimant) + len(claimant)}
        return self.insert(
            "claims", key=key.ljust(16, "0"), article_id=article, claimant=claimant, cue=cue, content_apart=content,
            **(given | values),
        )  # fmt: skip

    def index_text(self) -> None:
        self.connection.execute(
            """INSERT INTO wanted_titles (target_key, link_count, article_count)
               SELECT target_key, count(*), count(DISTINCT article_id) FROM links
               WHERE kind = 'internal' AND target_article_id IS NULL AND target_key IS NOT NULL GROUP BY target_key"""
        )
        for table in ("sections_fts", "claims_fts"):
            self.connection.execute(f"INSERT INTO {table}({table}) VALUES ('rebuild')")


@pytest.fixture(scope="session")
def archive_path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive of two articles: an offensive with three claims that oppose each other, and a country."""
    path = tmp_path_factory.mktemp("explore") / "archive.db"
    migrate(path)
    with sqlite3.connect(path) as connection:
        _fill(Filler(connection))
    connection.close()
    return path


def _fill(filler: Filler) -> None:
    run = filler.run()
    source = ("---\ntitle: Lachin offensive\n---\n\n" + BODY + "\n\n## Aftermath\n\nPeace in Laçın.\n").encode()
    offensive = filler.article(
        "Lachin offensive", "lachin-offensive", run, data=source, short_description="Offensive in 2020",
        published_on="2022-02-13",
    )  # fmt: skip
    armenia = filler.article("Armenia", "armenia", run, data=b"Armenia is a country.\n")
    filler.section(armenia, 0, "", "Armenia is a country.")
    lead = filler.section(offensive, 0, "", BODY, folded="Qubadli")
    filler.section(offensive, 1, "Aftermath", "Peace in Laçın.", folded="Lacin")
    box = filler.insert("infoboxes", article_id=offensive, position=0, type="military conflict")
    for position, (name, index, text) in enumerate(
        [("combatant1", 1, "🇦🇿 Azerbaijan"), ("combatant2", 2, "Republic of Artsakh\n\n🇦🇲 Armenia"),
         ("casualties1", 1, CASUALTIES)]
    ):  # fmt: skip
        last = filler.field(box, offensive, position, name, text, group_name=name.rstrip("12"), group_index=index)
    filler.insert(
        "links", article_id=offensive, section_id=lead, position=0, kind="internal", text="Armenia",
        target_written="armenia", target_key="Armenia", target_article_id=armenia,
    )  # fmt: skip
    filler.insert(
        "links", article_id=offensive, section_id=lead, position=1, kind="internal", text="Qubadlı",
        target_written="Qubadlı", target_key="Qubadlı",
    )  # fmt: skip
    _add_claims(filler, offensive, lead, last)
    filler.insert(
        "ingest_errors", run_id=run, path="seeds/broken.md", level="error", stage="front matter", kind="broken_yaml",
        message="The front matter is no YAML.", line=3,
    )  # fmt: skip
    filler.insert(
        "text_repairs", source_id=1, line=7, column=4, damaged="QubadlÄ±", repaired="Qubadlı", method="windows-1254"
    )
    filler.index_text()


def _add_claims(filler: Filler, article: int, lead: int, field: int) -> None:
    country = filler.insert("actors", name="Azerbaijan", name_key="azerbaijan", kind="country", country_code="AZ")
    ministry = filler.insert(
        "actors", name="Azerbaijani MoD", name_key="azerbaijani mod", kind="institution", parent_id=country
    )
    artsakh = filler.insert("actors", name="Artsakh", name_key="artsakh", kind="faction")
    armenia = filler.insert("actors", name="Armenia", name_key="armenia", kind="country", article_id=2)
    day = {"date_from": "2020-10-27", "date_precision": "day", "date_basis": "explicit"}
    denial = filler.claim(
        "aaaa", article, BODY, None, section_id=lead, claimant="Armenia", cue="issued a denial", stance="deny", side=2,
        date_from="2020-10", date_precision="month", date_basis="carried", position=0,
    )  # fmt: skip
    taken = filler.claim(
        "bbbb", article, BODY, "its forces had taken Qubadlı", section_id=lead, claimant="Azerbaijani MoD",
        cue="stated", side=1, position=1, folded="Qubadli",
        **day,
    )  # fmt: skip
    denied = filler.claim(
        "cccc", article, BODY, None, section_id=lead, claimant="Artsakh", cue="denied", stance="deny", side=2,
        position=2, **day,
    )  # fmt: skip
    lost = filler.claim(
        "dddd", article, CASUALTIES, "58 killed", infobox_field_id=field, claimant="Azerbaijan", cue="Per", side=1,
        position=3,
    )  # fmt: skip
    more = filler.claim(
        "eeee", article, CASUALTIES, "173 killed", infobox_field_id=field, claimant="Armenia", cue="Per", side=2,
        position=4,
    )  # fmt: skip
    for claim, actor in ((denial, armenia), (taken, ministry), (denied, artsakh), (lost, country), (more, armenia)):
        filler.insert("claim_actors", claim_id=claim, actor_id=actor, position=0)
    for claim, killed in ((lost, 58), (more, 173)):
        filler.insert(
            "claim_quantities", claim_id=claim, value_min=killed, value_max=killed, unit="soldiers", kind="killed",
            about_side=1,
        )  # fmt: skip
    filler.insert("claim_relations", claim_id=denied, other_claim_id=taken, kind="denies", basis="which Artsakh denied")
    filler.insert(
        "claim_relations", claim_id=lost, other_claim_id=more, kind="disagrees", basis="58 against 173 killed, side 1"
    )


def getter(datasette: Any) -> Get:
    """Return a function that asks a Datasette for a page, in process."""

    def get(path: str, **arguments: Any) -> httpx.Response:
        response: httpx.Response = asyncio.run(datasette.client.get(path, **arguments))
        return response

    return get


@pytest.fixture
def get(archive_path: Path) -> Iterator[Get]:
    """Ask the served archive for a page."""
    datasette = make_datasette(archive_path)
    yield getter(datasette)
    close(datasette)


def close(datasette: Any) -> None:
    for database in datasette.databases.values():
        database.close()
    datasette.executor.shutdown()


@pytest.fixture(autouse=True)
def _patience(monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> None:
    """A busy machine shows whole pages too, only later."""
    if "memory" not in request.path.name:
        monkeypatch.setattr("archive.explore.memory.PATIENCE_SECONDS", 10)
        monkeypatch.setattr("archive.explore.large_tables._PATIENCE_SECONDS", 10)
