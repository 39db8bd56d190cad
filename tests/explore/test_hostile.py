"""Hostile text reaches every page as text: no element, attribute or address that is not ours."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import quote, urlsplit

import pytest
from datasette.utils import tilde_encode

from archive.database import migrate
from archive.explore.server import make_datasette

from .conftest import Filler, Get, close, getter

PAYLOADS = Path(__file__).with_name("payloads.txt").read_text("utf-8").splitlines()
EVIL = "\n\n".join(PAYLOADS)
# Datasette's own pages have scripts of their own; what they may hold is judged by their words.
OUR_TAGS = {
    "a", "article", "aside", "b", "blockquote", "body", "br", "button", "circle", "code", "dd", "del", "details", "div",
    "dl", "dt", "em", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "head", "header",
    "hr", "html", "input", "ins", "label", "li", "line", "link", "main", "mark", "meta", "nav", "ol", "option", "p",
    "path", "pre", "rect", "section", "select", "small", "span", "strong", "summary", "sup", "svg", "table", "tbody",
    "td", "text", "th", "thead", "title", "tr", "ul",
}  # fmt: skip


class Judge(HTMLParser):
    """Collects what a page holds that none of ours does."""

    def __init__(self, *, ours: bool) -> None:
        super().__init__()
        self.ours = ours
        self.faults: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        if self.ours and tag not in OUR_TAGS:
            self.faults.append(f"<{tag}>")
        if tag in ("iframe", "object", "embed", "base", "video") or (tag == "meta" and "http-equiv" in values):
            self.faults.append(f"<{tag}>")
        self.faults += [f"{tag} {name}" for name in values if name.startswith("on") or name == "srcdoc"]
        for name in ("href", "src", "action", "xlink:href", "formaction", "data"):
            address = urlsplit((values.get(name) or "").strip())
            if address.scheme not in ("", "http", "https") or address.netloc == "evil.example":
                self.faults.append(f"{tag} {name}={values[name]}")

    def handle_data(self, data: str) -> None:
        if self.lasttag == "script" and self.cdata_elem and "alert(1)" in data:
            self.faults.append(f"script: {data}")


def faults_of(html: str, *, ours: bool) -> list[str]:
    judge = Judge(ours=ours)
    judge.feed(html)
    judge.close()
    return judge.faults


def evil_archive(path: Path) -> None:
    migrate(path)
    with sqlite3.connect(path) as connection:
        filler = Filler(connection)
        run = filler.run(started_at=EVIL, finished_at=EVIL, program_version=EVIL, arguments=EVIL)
        article = filler.article(
            EVIL, "evil", run, data=EVIL.encode(), url=PAYLOADS[33], author=EVIL, short_description=EVIL,
            description=EVIL, image_url=PAYLOADS[34], language="en",
        )  # fmt: skip
        section = filler.section(article, 0, "", EVIL)
        filler.section(article, 1, EVIL, EVIL, anchor=EVIL, path=EVIL, level=2)
        box = filler.insert("infoboxes", article_id=article, position=0, type=EVIL)
        for side in (1, 2):
            field = filler.field(
                box, article, side, EVIL, EVIL, group_name="combatant", group_index=side
            )  # fmt: skip
        for position, payload in enumerate(PAYLOADS):
            filler.insert(
                "links", article_id=article, section_id=section, position=position, kind="external", text=payload,
                target_written=payload, url=payload, target_key=payload,
            )  # fmt: skip
            filler.insert(
                "links", article_id=article, infobox_field_id=field, position=position, kind="internal", text=payload,
                target_written=payload, target_key=payload, fragment=payload,
            )  # fmt: skip
            filler.insert(
                "images", article_id=article, section_id=section, position=position, url=payload, file_name=payload,
                alt=payload,
            )  # fmt: skip
        actor = filler.insert("actors", name=EVIL, name_key=EVIL, kind="other", country_code=PAYLOADS[0])
        claims = [
            filler.insert(
                "claims", key=key * 16, article_id=article, section_id=section, position=position, claimant=EVIL,
                claimant_start=0, claimant_end=len(EVIL), cue=EVIL, cue_start=0, cue_end=len(EVIL), content_apart=EVIL,
                char_start=0, char_end=len(EVIL), stance="assert", quote="none", date_basis="explicit",
                date_from="2020-10-27", date_precision="day", time_of_day=EVIL, content_split=0, sentence=EVIL,
                folded="", rule=EVIL, side=1,
            )
            for position, key in enumerate("ab")
        ]  # fmt: skip
        for claim in claims:
            filler.insert("claim_actors", claim_id=claim, actor_id=actor, position=0)
            filler.insert("claim_quantities", claim_id=claim, value_min=claim, unit=EVIL, kind=EVIL, place=EVIL)
        for kind in ("denies", "disagrees"):
            filler.insert("claim_relations", claim_id=claims[0], other_claim_id=claims[1], kind=kind, basis=EVIL)
        filler.insert(
            "ingest_errors", run_id=run, path=EVIL, level="error", stage=EVIL, kind=EVIL, message=EVIL, line=1
        )
        filler.insert(
            "ingest_errors", run_id=run, path=EVIL, level="warning", stage=EVIL, kind=EVIL, message=EVIL, line=1
        )
        filler.insert("text_repairs", source_id=1, line=1, column=1, damaged=EVIL, repaired=EVIL, method=EVIL)
        connection.execute("UPDATE sources SET path = path || ?, repair = ?, status_reason = ?", (EVIL, EVIL, EVIL))
        filler.index_text()
    connection.close()


@pytest.fixture(scope="module")
def evil(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Get]:
    path = tmp_path_factory.mktemp("hostile") / "archive.db"
    evil_archive(path)
    datasette = make_datasette(path)
    yield getter(datasette)
    close(datasette)


OUR_PAGES = [
    "", "home", "search?q=alert", "search?q=alert&kind=articles", "search?q=alert&kind=claims", "timeline",
    "timeline?article=evil", "timeline?dates=none", "contested", "contested?article=evil", "casualties",
    "casualties?article=evil", "health", "article/evil", "article/evil?images=1", "claim/" + "a" * 16,
    "actor/" + tilde_encode(EVIL),
]  # fmt: skip


@pytest.mark.parametrize("page", OUR_PAGES)
def test_stored_text_reaches_our_pages_as_text(evil: Get, page: str) -> None:
    answer = evil(f"/archive/-/{page}" if page else "/")
    assert answer.status_code == 200
    tags = {"img"} if "images=1" in page else set()
    assert [fault for fault in faults_of(answer.text, ours=True) if fault.strip("<>") not in tags] == []
    if page not in ("", "home", "timeline?dates=none"):
        assert "alert(1)" in answer.text


@pytest.mark.parametrize(
    "page",
    ["articles", "articles/1", "sections", "sections/2", "claims", "claims/1", "links", "actors/1", "ingest_errors/1",
     "claim_timeline", "contested_claims", "belligerents", "claims_of_an_article?article_slug=evil"],
)  # fmt: skip
def test_stored_text_reaches_datasettes_pages_as_text(evil: Get, page: str) -> None:
    answer = evil(f"/archive/{page}")
    assert answer.status_code == 200
    assert faults_of(answer.text, ours=False) == []


@pytest.mark.parametrize("payload", PAYLOADS, ids=range(len(PAYLOADS)))
def test_what_is_asked_for_comes_back_as_text(evil: Get, payload: str) -> None:
    for path in (
        "search?q={}", "search?q=x&kind={}", "timeline?q={}", "timeline?article={}", "timeline?actor={}",
        "timeline?after={}", "contested?article={}", "casualties?article={}",
    ):  # fmt: skip
        answer = evil("/archive/-/" + path.format(quote(payload, safe="")))
        assert answer.status_code in (200, 400)
        assert faults_of(answer.text, ours=True) == []
    for name in ("article", "claim", "actor"):
        answer = evil(f"/archive/-/{name}/{tilde_encode(payload)}")
        assert answer.status_code == 404
        assert faults_of(answer.text, ours=True) == []
