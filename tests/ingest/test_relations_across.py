"""Relations between claims of different articles: when they come, and when they go."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import Any

from archive.ingestion.relating import relate_articles

SENTENCE = "On 13 September 2022, the Armenian Ministry of Defence stated that 49 soldiers were killed near Jermuk."
RELATIONS = """SELECT kind, a.title, b.title FROM claim_relations
               JOIN claims AS one ON one.id = claim_id JOIN claims AS two ON two.id = other_claim_id
               JOIN articles AS a ON a.id = one.article_id JOIN articles AS b ON b.id = two.article_id
               WHERE a.id <> b.id"""


def article(title: str, more: str = "") -> str:
    return f"---\ntitle: {title}\nlanguage: en\n---\n{SENTENCE} {more}\n"


def kinds(place: Any) -> list[tuple[str, frozenset[str]]]:
    return [(kind, frozenset(titles)) for kind, *titles in place.rows(RELATIONS)]


REPEATED = [("repeats", frozenset({"A", "B"}))]


def test_the_same_claim_in_a_linked_article_is_a_repetition(place: Any) -> None:
    place.write("a.md", article("A", "See [B](B)."))
    place.write("b.md", article("B"))
    place.ingest()
    assert kinds(place) == REPEATED


def test_articles_that_share_no_event_are_not_compared(place: Any) -> None:
    place.write("a.md", article("A"))
    place.write("b.md", article("B"))
    place.ingest()
    assert kinds(place) == []


def test_articles_that_are_part_of_one_event_are_compared(place: Any) -> None:
    box = "infoboxes:\n  - partof: {text: the war, links: [{text: the war, page: Some war}]}\n---"
    for title in ("A", "B"):
        place.write(f"{title}.md", article(title).replace("---\nOn", f"{box}\nOn"))
    place.ingest()
    assert kinds(place) == REPEATED


def test_relations_follow_the_claims_and_the_links(place: Any) -> None:
    place.write("a.md", article("A", "See [B](B)."))
    place.ingest()
    assert kinds(place) == []
    place.write("b.md", article("B"))
    place.ingest()
    assert kinds(place) == REPEATED
    place.write("a.md", article("A"))
    place.ingest()
    assert kinds(place) == []
    place.write("b.md", article("B", "See [A](A)."))
    place.ingest()
    assert kinds(place) == REPEATED
    place.write("b.md", "---\ntitle: B\n---\nNothing. See [A](A).\n")
    place.ingest()
    assert kinds(place) == []


def test_relations_that_stay_keep_their_ids(place: Any) -> None:
    place.write("a.md", article("A", "See [B](B)."))
    place.write("b.md", article("B"))
    place.ingest()
    before = place.rows("SELECT * FROM claim_relations")
    place.write("a.md", article("A", "See [B](B) and more."))
    place.ingest()
    assert place.rows("SELECT * FROM claim_relations") == before != []


def test_work_follows_the_articles_in_a_first_build_without_statistics(place: Any) -> None:
    steps = []
    for count in (40, 80):
        for number in range(count):
            box = f"infoboxes:\n  - partof: {{text: war, links: [{{text: war, page: War {number}}}]}}\n---"
            place.write(f"{number}.md", article(f"T{number}").replace("---\nOn", f"{box}\nOn"))
        place.ingest()
        with closing(sqlite3.connect(place.database)) as connection:
            connection.execute("DROP TABLE IF EXISTS sqlite_stat1")
            connection.commit()
        with closing(sqlite3.connect(place.database)) as connection:
            taken: list[None] = []
            connection.set_progress_handler(lambda taken=taken: taken.append(None), 10)
            relate_articles(connection, everything=True)
            steps.append(len(taken))
    assert steps[1] < 2.6 * steps[0], steps
