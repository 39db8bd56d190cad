"""The pages over a small archive: what they say, as HTML and as JSON, and where they lead."""

from __future__ import annotations

import re
import sqlite3
from html import unescape
from pathlib import Path

import pytest

from archive.explore.server import make_datasette

from .conftest import BODY, Get, close, getter

PAGES = {
    "home": "/archive/-/home",
    "search": "/archive/-/search?q=lachin",
    "timeline": "/archive/-/timeline",
    "timeline of an article": "/archive/-/timeline?article=lachin-offensive",
    "contested": "/archive/-/contested",
    "casualties": "/archive/-/casualties",
    "health": "/archive/-/health",
    "article": "/archive/-/article/lachin-offensive",
    "claim": "/archive/-/claim/bbbb000000000000",
    "actor": "/archive/-/actor/armenia",
}


def as_json(path: str) -> str:
    address, _, query = path.partition("?")
    return f"{address}.json?{query}"


def words_of(html: str) -> str:
    """The words of a page as a reader sees them."""
    return " ".join(unescape(re.sub("<[^>]+>", "", html)).split())


@pytest.mark.parametrize("page", PAGES)
def test_every_page_answers_as_html_with_a_strict_policy(get: Get, page: str) -> None:
    answer = get(PAGES[page])
    assert answer.status_code == 200
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert "<script" not in answer.text
    assert 'style="' not in answer.text


@pytest.mark.parametrize("page", PAGES)
def test_every_page_answers_as_json(get: Get, page: str) -> None:
    assert isinstance(get(as_json(PAGES[page])).json(), dict)


@pytest.mark.parametrize("page", PAGES)
def test_every_link_of_a_page_leads_somewhere(get: Get, page: str) -> None:
    links = set(re.findall(r'href="(/[^"#]*)', get(PAGES[page]).text))
    broken = {link: status for link in links if (status := get(unescape(link)).status_code) != 200}
    assert broken == {}


def test_the_first_page_of_the_site_is_home(get: Get) -> None:
    assert "Who said what, when, in which article" in get("/").text


def test_home_counts_and_asks_six_questions(get: Get) -> None:
    home = get("/archive/-/home.json").json()
    assert home["counts"] == {"articles": 2, "claims": 5, "contested": 2, "sides": 2, "actors": 4, "files": 2}
    usual = {"first": "2020-10", "last": "2020-10-27"}
    assert home["dates"] == usual | {"usual": usual}
    assert len(home["questions"]) == 6
    assert {get(one["page"]).status_code for one in home["questions"]} == {200}


def test_the_timeline_puts_the_sides_of_an_article_in_columns(get: Get) -> None:
    timeline = get("/archive/-/timeline.json?article=lachin-offensive").json()
    assert timeline["columns"] == [
        {"side": 1, "name": "🇦🇿 Azerbaijan"},
        {"side": 2, "name": "Republic of Artsakh, 🇦🇲 Armenia"},
    ]
    assert [(day["in_words"], day["precision"], len(day["claims"])) for day in timeline["days"]] == [
        ("October 2020", "month", 1),
        ("27 October 2020", "day", 2),
    ]


@pytest.mark.parametrize(
    ("filters", "keys"),
    [
        ("side=1", ["bbbb"]),
        ("stance=deny", ["aaaa", "cccc"]),
        ("from=2020-10-27", ["bbbb", "cccc"]),
        ("to=2020-10", ["aaaa", "bbbb", "cccc"]),
        ("to=2020-10-26", ["aaaa"]),
        ("actor=artsakh", ["cccc"]),
        ("article=armenia", []),
        ("article=Lachin offensive&side=2", ["aaaa", "cccc"]),
        ("q=qubadli", ["bbbb"]),
        ("dates=none", ["dddd", "eeee"]),
    ],
)
def test_the_timeline_shows_what_the_filters_let_through(get: Get, filters: str, keys: list[str]) -> None:
    days = get(f"/archive/-/timeline.json?{filters}").json()["days"]
    assert [claim["key"].rstrip("0") for day in days for claim in day["claims"]] == keys


@pytest.mark.parametrize(
    "path",
    [
        "/archive/-/timeline?from=yesterday",
        "/archive/-/timeline?side=two",
        "/archive/-/timeline?stance=shout",
        "/archive/-/timeline?article=none-such",
        "/archive/-/contested?kind=repeats",
        "/archive/-/search?q=a&kind=secrets",
        "/archive/-/search?q=a&page=99999999999999999999999999",
    ],
)
def test_a_value_that_cannot_be_is_said_so(get: Get, path: str) -> None:
    answer = get(path)
    assert (answer.status_code, "This cannot be shown" in answer.text) == (400, True)


@pytest.mark.parametrize("path", ["article/none", "claim/none", "actor/none"])
def test_what_is_not_here_is_not_found(get: Get, path: str) -> None:
    assert get(f"/archive/-/{path}").status_code == 404
    assert get(f"/archive/-/{path}.json").status_code == 404


def test_contested_shows_both_claims_and_the_basis(get: Get) -> None:
    pairs = get("/archive/-/contested.json").json()["pairs"]
    assert [(pair["claim"]["claimant"], pair["kind"], pair["other"]["claimant"], pair["basis"]) for pair in pairs] == [
        ("Artsakh", "denies", "Azerbaijani MoD", "which Artsakh denied"),
        ("Azerbaijan", "disagrees", "Armenia", "58 against 173 killed, side 1"),
    ]


def test_kinds_of_contested_pairs_are_named_by_themselves(get: Get) -> None:
    kinds = get("/archive/-/contested.json").json()["kinds"]
    assert [kind["name"] for kind in kinds] == ["all", "denials", "contradictions", "different figures"]


def test_contested_narrows_to_what_an_actor_says_and_is_told(get: Get) -> None:
    pairs = get("/archive/-/contested.json?actor=azerbaijani+mod").json()["pairs"]
    assert [(pair["claim"]["claimant"], pair["kind"]) for pair in pairs] == [("Artsakh", "denies")]


def test_a_claim_says_how_to_cite_it_with_its_whole_address(get: Get) -> None:
    shown = get("/archive/-/claim/bbbb000000000000").text
    assert "Azerbaijani MoD, 27 October 2020: “its forces had taken Qubadlı”. Claim bbbb000000000000 in " in shown
    assert "CC BY-SA 4.0. http://localhost/archive/-/claim/bbbb000000000000</p>" in shown


def test_casualty_figures_stand_by_source(get: Get) -> None:
    (article,) = get("/archive/-/casualties.json").json()["articles"]
    (loss,) = article["losses"]
    assert (loss["kind"], loss["side_name"]) == ("killed", "🇦🇿 Azerbaijan")
    assert [(figure["claimant"], figure["figure"]) for figure in loss["figures"]] == [
        ("Azerbaijan", "58"),
        ("Armenia", "173"),
    ]


def test_an_actor_page_says_what_they_said_and_whom_they_dispute(get: Get) -> None:
    actor = get("/archive/-/actor/azerbaijani~20mod.json").json()
    assert (actor["name"], actor["claims"]) == ("Azerbaijani MoD", 1)
    assert [one["name"] for one in actor["parent"]] == ["Azerbaijan"]
    assert [one["name"] for one in actor["against"]] == ["Artsakh"]


def test_ingest_health_shows_failures_and_repairs(get: Get) -> None:
    health = get("/archive/-/health.json").json()
    assert [(error["path"], error["line"]) for error in health["failed"]] == [("seeds/broken.md", 3)]
    assert health["repaired"][0]["samples"][0]["repaired"] == "Qubadlı"
    assert [wanted["target_key"] for wanted in health["wanted"]] == ["Qubadlı"]


def test_an_article_reads_as_its_text_with_claims_marked(get: Get) -> None:
    page = get("/archive/-/article/lachin-offensive").text
    body = page[page.index('<article class="reading"') : page.index("</article>")]
    without_references = re.sub(r'<sup class="reference".*?</sup>', "", body)
    assert BODY in words_of(without_references)
    assert (
        '<mark class="claim side-1 stance-assert contested">its forces had taken Qubadlı</mark>' in without_references
    )
    assert 'id="claim-bbbb000000000000"' in body
    assert 'id="Aftermath"' in body


def test_an_article_names_its_source_and_how_to_cite_it(get: Get) -> None:
    article = get("/archive/-/article/lachin-offensive.json").json()
    assert (article["source"]["path"], article["source"]["sha256"]) == ("seeds/lachin-offensive.md", "0" * 64)
    assert article["citation"] == (
        "Wikipedia contributors (13 February 2022): Lachin offensive. https://en.wikipedia.org/wiki/X. Archived copy "
        f"seeds/lachin-offensive.md, SHA-256 {'0' * 64}, read 23 November 2026. CC BY-SA 4.0."
    )


def test_an_article_says_what_links_here_and_what_it_lacks(get: Get) -> None:
    assert [one["title"] for one in get("/archive/-/article/armenia.json").json()["backlinks"]] == ["Lachin offensive"]
    lacking = get("/archive/-/article/lachin-offensive.json").json()["lacking"]
    assert [one["target_key"] for one in lacking] == ["Qubadlı"]


def test_sides_stand_in_columns(get: Get) -> None:
    (box,) = get("/archive/-/article/lachin-offensive.json").json()["infoboxes"]
    assert box["sides"] == [1, 2]
    assert [group["title"] for group in box["groups"]] == ["Belligerents", "Casualties and losses"]


def test_a_claim_leads_to_its_article_row_and_relations(get: Get) -> None:
    page = get("/archive/-/claim/bbbb000000000000.json").json()
    assert page["claim"]["in_article"] == "/archive/-/article/lachin-offensive#claim-bbbb000000000000"
    assert [(one["kind_in_words"], one["claim"]["claimant"]) for one in page["relations"]] == [
        ("is denied by", "Artsakh")
    ]
    assert get(page["claim"]["row"]).status_code == 200


def test_rows_stand_upright_and_lead_to_their_page(get: Get) -> None:
    page = get("/archive/claims/2").text
    assert '<dl class="record">' in page
    assert '<a href="/archive/-/claim/bbbb000000000000">The claim in its place</a>' in page
    assert '<a href="/archive/articles/1">Lachin offensive</a>' in page


def test_pages_work_behind_a_prefix(archive_path: Path) -> None:
    datasette = make_datasette(archive_path, base_url="/wiki/")
    ask = getter(datasette)
    pages = [ask(path).text for path in [*PAGES.values(), "/archive/claims/2"]]
    close(datasette)
    assert [link for page in pages for link in re.findall(r'(?:href|src|action)="(/(?!wiki/)[^"]*)"', page)] == []


def test_pages_that_a_visitor_may_not_see_are_refused(archive_path: Path) -> None:
    from datasette.app import Datasette

    metadata = {"databases": {"archive": {"tables": {"claims": {"allow": False}}}}}
    datasette = Datasette([str(archive_path)], metadata=metadata)
    ask = getter(datasette)
    statuses = {page: ask(f"/archive/-/{page}").status_code for page in ("home", "timeline", "contested", "health")}
    close(datasette)
    assert statuses == {"home": 403, "timeline": 403, "contested": 403, "health": 200}


def test_an_archive_without_articles_has_pages(tmp_path: Path) -> None:
    from archive.database import migrate

    path = tmp_path / "archive.db"
    migrate(path)
    datasette = make_datasette(path)
    ask = getter(datasette)
    statuses = [
        ask(PAGES[page]).status_code for page in ("home", "search", "timeline", "contested", "casualties", "health")
    ]
    close(datasette)
    assert statuses == [200] * 6


def test_the_text_of_a_section_serves_where_the_original_does_not_match(archive_path: Path, tmp_path: Path) -> None:
    path = tmp_path / "archive.db"
    path.write_bytes(archive_path.read_bytes())
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE sqlar SET data = x'00', sz = 5")
    connection.close()
    datasette = make_datasette(path)
    page = getter(datasette)("/archive/-/article/lachin-offensive").text
    close(datasette)
    assert "its forces had taken Qubadlı</mark>" in page


def test_an_archive_that_lacks_a_table_says_so(archive_path: Path, tmp_path: Path) -> None:
    path = tmp_path / "archive.db"
    path.write_bytes(archive_path.read_bytes())
    with sqlite3.connect(path) as connection:
        connection.execute("DROP TABLE text_repairs")
    connection.close()
    datasette = make_datasette(path)
    answer = getter(datasette)("/archive/-/health")
    close(datasette)
    assert (answer.status_code, "no such table: text_repairs" in answer.text) == (500, True)


def test_a_question_that_takes_too_long_is_told_to_be_narrower(
    archive_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from archive.explore import routes

    monkeypatch.setattr(routes, "_TIME_LIMITS_A_PAGE", -1)
    monkeypatch.setattr("archive.explore.sql._STEPS_BETWEEN_LOOKS", 1)
    datasette = make_datasette(archive_path)
    answer = getter(datasette)("/archive/-/timeline")
    close(datasette)
    assert (answer.status_code, "This took too long" in answer.text) == (400, True)
