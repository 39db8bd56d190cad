"""What an archive says depends on the files it was made from, not on the order, the runs or the workers."""

from __future__ import annotations

import itertools
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from archive.ingestion import ingest, rebuild

TEXTS = (
    "",
    "Text.",
    "Other.",
    "The Armenian Ministry of Defence stated that 10 soldiers were killed. [Words](T) and [words](u).",
    "# Head\n\nThe [Armenian](Armenia) government denied that 10 soldiers were killed.\n\n# Tail\n\nSee [it](V).",
)
ROWS = {
    "article": "SELECT * FROM articles ORDER BY id",
    "source": "SELECT * FROM sources ORDER BY id",
    "section": "SELECT * FROM sections ORDER BY id",
    "field": "SELECT * FROM infobox_fields ORDER BY id",
    "value": "SELECT * FROM infobox_values ORDER BY id",
    "link": "SELECT * FROM links ORDER BY id",
    "image": "SELECT * FROM images ORDER BY id",
    "claim": "SELECT * FROM claims ORDER BY id",
    "claim actor": "SELECT * FROM claim_actors ORDER BY claim_id, actor_id",
    "quantity": "SELECT * FROM claim_quantities ORDER BY id",
    "relation": "SELECT * FROM claim_relations ORDER BY id",
    "actor": "SELECT * FROM actors ORDER BY id",
    "repair": "SELECT * FROM text_repairs ORDER BY id",
    "error": "SELECT * FROM ingest_errors ORDER BY id",
    "original": "SELECT * FROM sqlar ORDER BY name",
}
QUICK = settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)

titles = st.sampled_from(["T", "U", "u", "V"])
dates = st.sampled_from(["", "2021-01-01", "2022-01-01"])
files = st.builds(
    lambda title, date, text: f"---\ntitle: {title}\npubDate: {date}\n---\n{text}\n",
    titles,
    dates,
    st.sampled_from(TEXTS),
)
# Broken files are told apart by their history, for they keep their last good version; so there are none here.
folders = st.dictionaries(st.sampled_from(["a.md", "b.md", "c.md", "d/a.md", "d.md"]), files, min_size=1)


def all_rows(database: Path) -> dict[str, list[tuple[Any, ...]]]:
    with closing(sqlite3.connect(database)) as connection:
        return {name: connection.execute(sql).fetchall() for name, sql in ROWS.items()}


@given(folder=folders, data=st.data())
@QUICK
def test_files_may_arrive_in_any_order_over_any_number_of_runs(
    folder: dict[str, str], data: st.DataObject, new_place: Callable[[], Any]
) -> None:
    at_once, in_steps = new_place(), new_place()
    for name, text in folder.items():
        at_once.write(name, text)
    at_once.ingest()
    order = data.draw(st.permutations(sorted(folder)))
    for name in order:
        in_steps.write(name, folder[name])
        if data.draw(st.booleans()):
            in_steps.ingest()
    in_steps.ingest()
    assert in_steps.snapshot() == at_once.snapshot()
    in_steps.check()


@given(before=folders, after=folders)
@QUICK
def test_a_changed_folder_gives_what_it_would_have_given_from_nothing(
    before: dict[str, str], after: dict[str, str], new_place: Callable[[], Any]
) -> None:
    changed, fresh = new_place(), new_place()
    for name, text in before.items():
        changed.write(name, text)
    changed.ingest()
    for name in before.keys() - after.keys():
        (changed.folder / name).unlink()
    for name, text in after.items():
        changed.write(name, text)
        fresh.write(name, text)
    changed.ingest(prune=True)
    fresh.ingest()
    assert changed.snapshot() == fresh.snapshot()
    changed.check()


def test_every_order_of_three_rivals_gives_one_answer(new_place: Callable[[], Any]) -> None:
    rivals = {
        "a.md": "---\ntitle: T\npubDate: 2021-01-01\n---\nA longer text.\n",
        "b.md": "---\ntitle: T\npubDate: 2022-01-01\n---\n",
        "c.md": "---\ntitle: T\npubDate: 2021-01-01\n---\nText.\n",
    }
    snapshots = []
    for order in itertools.permutations(rivals):
        place = new_place()
        for name in order:
            place.write(name, rivals[name])
            place.ingest()
        snapshots.append(place.snapshot())
    assert all(snapshot == snapshots[0] for snapshot in snapshots)


def write_many(place: Any) -> None:
    for number in range(80):
        text = TEXTS[number % len(TEXTS)] or "[A link](Title_3)"
        place.write(f"{number % 7}/{number}.md", f"---\ntitle: Title {number % 60}\n---\n{text} {number}\n")
    place.write("bad.md", "---\ntitle: [\n---\n")


def test_rows_and_ids_are_the_same_whatever_the_workers(new_place: Callable[[], Any]) -> None:
    one, other = new_place(), new_place()
    for place in (one, other):
        write_many(place)
    one.ingest(workers=1)
    other.ingest(workers=2)
    rows, other_rows = all_rows(one.database), all_rows(other.database)
    assert rows["claim"]
    assert rows == other_rows


def test_a_rebuild_changes_nothing(place: Any) -> None:
    write_many(place)
    place.ingest()
    before = all_rows(place.database)
    summary = rebuild(place.database, workers=1)
    assert (summary.files_seen, summary.derived_again, summary.failed) == (81, 80, 1)
    after = all_rows(place.database)
    assert after.pop("error")
    before.pop("error")
    assert after == before


def test_a_rebuild_mends_rows_that_were_changed(place: Any) -> None:
    place.write("a.md", "---\ntitle: T\n---\nText.\n")
    place.ingest()
    with closing(sqlite3.connect(place.database)) as connection:
        connection.execute("UPDATE sections SET text = 'Forged.'")
        connection.commit()
    rebuild(place.database)
    assert place.rows("SELECT text FROM sections") == [("Text.",)]


SAID = "The Free Syrian Army stated that 10 soldiers were killed."
LINKED = SAID.replace("Free Syrian Army", "[Free Syrian Army](FSA)")
ARMY = "SELECT target_key FROM actors WHERE name_key = 'free syrian army'"


def test_a_superseded_file_leaves_nothing_of_what_it_says_of_an_actor(place: Any) -> None:
    place.write("a.md", f"---\ntitle: A\npubDate: 2021-01-01\n---\n{LINKED}\n")
    place.write("b.md", f"---\ntitle: A\npubDate: 2022-01-01\n---\n{SAID}\n")
    place.ingest()
    assert place.rows(ARMY) == [(None,)]


def test_what_any_article_says_of_an_actor_is_kept(place: Any) -> None:
    place.write("a.md", f"---\ntitle: A\n---\n{LINKED}\n")
    place.ingest()
    place.write("b.md", f"---\ntitle: B\n---\n{SAID}\n")
    place.ingest()
    assert place.rows(ARMY) == [("FSA",)]


def test_what_only_an_article_that_left_said_of_an_actor_is_forgotten(place: Any) -> None:
    linked = place.write("a.md", f"---\ntitle: A\n---\n{LINKED}\n")
    place.write("b.md", f"---\ntitle: B\n---\n{SAID}\n")
    place.ingest()
    linked.unlink()
    place.ingest(prune=True)
    assert place.rows(ARMY) == [(None,)]


def test_what_an_article_no_longer_says_of_an_actor_is_forgotten(place: Any) -> None:
    place.write("a.md", f"---\ntitle: A\n---\n{LINKED}\n")
    place.ingest()
    place.write("a.md", f"---\ntitle: A\n---\n{SAID}\n")
    place.ingest()
    assert place.rows(ARMY) == [(None,)]


def test_a_new_parser_version_derives_every_row_again(place: Any, tmp_path: Path) -> None:
    place.write("a.md", "---\ntitle: T\n---\nText.\n")
    place.write("b.md", "---\ntitle: U\n---\nText.\n")
    place.ingest()
    with closing(sqlite3.connect(place.database)) as connection:
        connection.execute("UPDATE sources SET parser_version = 0")
        connection.execute("UPDATE articles SET short_description = 'from an older parser'")
        connection.commit()
    other = tmp_path / "other"
    other.mkdir()
    (other / "c.md").write_text("Text.\n", encoding="utf-8")
    summary = ingest([other], place.database)
    assert (summary.added, summary.derived_again) == (1, 2)
    assert place.rows("SELECT DISTINCT short_description FROM articles") == [(None,)]


def test_the_corpus_is_read_whole(place: Any, corpus: list[Path]) -> None:
    summary = ingest(corpus, place.database, workers=2)
    assert (summary.files_seen, summary.added, summary.failed) == (441, 441, 0)
    assert summary.superseded == 181
    assert place.rows("SELECT count(*) FROM articles") == [(260,)]
    assert place.rows(
        "SELECT count(*) FROM claims LEFT JOIN sections ON sections.id = section_id"
        " LEFT JOIN infobox_fields ON infobox_fields.id = infobox_field_id"
        " WHERE content IS NOT NULL AND NOT content_split"
        " AND substr(coalesce(sections.text, infobox_fields.text), char_start + 1, char_end - char_start) <> content"
    ) == [(0,)]
    again = ingest(corpus, place.database, check=True)
    assert (again.unchanged, again.updated) == (441, 0)
