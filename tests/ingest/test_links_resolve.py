"""Links lead to articles that are there, whatever came first, and to nothing when these leave."""

from __future__ import annotations

from typing import Any

TARGETS = """SELECT links.target, targets.title FROM links
             LEFT JOIN articles AS targets ON targets.id = target_article_id ORDER BY links.id"""


def linking(*targets: str) -> str:
    return "---\ntitle: Origin\n---\n" + " ".join(f"[words]({target})" for target in targets) + "\n"


def article(title: str) -> str:
    return f'---\ntitle: "{title}"\n---\nText.\n'


def test_a_link_resolves_when_its_target_arrives_later(place: Any) -> None:
    place.write("origin.md", linking("Target_page"))
    assert place.ingest().links_resolved == 0
    assert place.rows(TARGETS) == [("Target_page", None)]
    place.write("target.md", article("Target page"))
    assert place.ingest().links_resolved == 1
    assert place.rows(TARGETS) == [("Target_page", "Target page")]


def test_a_link_goes_back_to_nothing_when_its_target_leaves(place: Any) -> None:
    place.write("origin.md", linking("Target"))
    target = place.write("target.md", article("Target"))
    place.ingest()
    target.unlink()
    place.ingest(prune=True)
    assert place.rows(TARGETS) == [("Target", None)]


def test_links_follow_a_renamed_article(place: Any) -> None:
    place.write("origin.md", linking("Old", "New"))
    place.write("target.md", article("Old"))
    place.ingest()
    assert place.rows(TARGETS) == [("Old", "Old"), ("New", None)]
    place.write("target.md", article("New"))
    place.ingest()
    assert place.rows(TARGETS) == [("Old", None), ("New", "New")]


def test_case_underscores_and_fragments_are_of_no_consequence(place: Any) -> None:
    place.write("origin.md", linking("united_nations", "United_NATIONS", "United_Nations#History"))
    place.write("target.md", article("United Nations"))
    place.ingest()
    assert [title for _, title in place.rows(TARGETS)] == ["United Nations"] * 3


def test_a_title_that_differs_in_case_serves_only_while_it_is_the_only_one(place: Any) -> None:
    place.write("origin.md", linking("Nato"))
    place.write("a.md", article("NATO"))
    place.ingest()
    assert place.rows(TARGETS) == [("Nato", "NATO")]
    other = place.write("b.md", article("NaTo"))
    place.ingest()
    assert place.rows(TARGETS) == [("Nato", None)]
    other.unlink()
    place.ingest(prune=True)
    assert place.rows(TARGETS) == [("Nato", "NATO")]


def test_the_very_title_comes_before_one_that_differs_in_case(place: Any) -> None:
    place.write("origin.md", linking("Nato"))
    place.write("a.md", article("NATO"))
    place.ingest()
    exact = place.write("b.md", article("Nato"))
    place.ingest()
    assert place.rows(TARGETS) == [("Nato", "Nato")]
    exact.unlink()
    place.ingest(prune=True)
    assert place.rows(TARGETS) == [("Nato", "NATO")]


def test_a_link_stays_in_its_language(place: Any) -> None:
    place.write("origin.md", "---\ntitle: Origin\nlanguage: fr\n---\n[words](Paris)\n")
    place.write("en.md", "---\ntitle: Paris\nlanguage: en\n---\nText.\n")
    place.ingest()
    language = "SELECT language FROM articles WHERE id = (SELECT target_article_id FROM links)"
    assert place.rows(language) == [("en",)]
    place.write("fr.md", "---\ntitle: Paris\nlanguage: fr\n---\nTexte.\n")
    place.ingest()
    assert place.rows(language) == [("fr",)]


def test_a_link_without_a_target_stays_unresolved_with_its_words(place: Any) -> None:
    place.write("origin.md", linking("undefined"))
    place.write("undefined.md", article("Undefined"))
    place.ingest()
    assert place.rows("SELECT text, target_key, target_article_id FROM links") == [("words", None, None)]


def test_an_actor_leads_to_its_article(place: Any) -> None:
    place.write("origin.md", "---\ntitle: Origin\n---\n[Armenia](Armenia) stated that it rained.\n")
    place.ingest()
    actor = """SELECT articles.title FROM actors LEFT JOIN articles ON articles.id = actors.article_id
               WHERE name_key = 'armenia'"""
    assert place.rows(actor) == [(None,)]
    target = place.write("target.md", article("Armenia"))
    place.ingest()
    assert place.rows(actor) == [("Armenia",)]
    target.unlink()
    place.ingest(prune=True)
    assert place.rows(actor) == [(None,)]


def test_an_actor_that_nothing_names_any_more_goes_with_whom_it_belonged_to(place: Any) -> None:
    place.write("keep.md", article("Keep"))
    place.write("a.md", "---\ntitle: A\n---\nThe Armenian Ministry of Defence stated that it rained.\n")
    place.ingest()
    assert place.rows("SELECT count(*) > 0 FROM actors") == [(1,)]
    place.write("a.md", "---\ntitle: A\n---\nIt rained.\n")
    place.ingest()
    assert place.rows("SELECT * FROM actors") == []
