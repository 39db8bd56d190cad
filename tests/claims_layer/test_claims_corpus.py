"""Claims of the real articles beside the project, and of the seed."""

from __future__ import annotations

from pathlib import Path

import pytest

from archive.documents import Document
from archive.pipeline import parse_document

PROJECT = Path(__file__).resolve().parents[2]
CORPUS = PROJECT.parent / "shared" / "corpus"
SEED = PROJECT / "seeds" / "lachin-offensive.md"


@pytest.fixture(scope="module")
def documents() -> list[Document]:
    if not CORPUS.is_dir():
        pytest.skip("the corpus is not beside the project")
    files = sorted(CORPUS.rglob("*.md"))[::6]
    return [parse_document(path.read_bytes(), path.relative_to(CORPUS).as_posix()) for path in files]


def test_every_offset_of_the_corpus_cuts_its_text(documents: list[Document]) -> None:
    for document in documents:
        if document.article is None:
            continue
        for claim in document.claims:
            if claim.section is not None:
                text = document.article.sections[claim.section].text
            else:
                assert claim.infobox is not None
                assert claim.field is not None
                text = document.article.infoboxes[claim.infobox].fields[claim.field].text
            assert text[claim.cue_start : claim.cue_end] == claim.cue
            if claim.content is not None and not claim.content_split:
                assert text[claim.char_start : claim.char_end] == claim.content


def test_an_actor_key_has_one_kind_and_name(documents: list[Document]) -> None:
    names: dict[str, set[str]] = {}
    for document in documents:
        for claim in document.claims:
            for actor in claim.actors:
                names.setdefault(actor.name_key, set()).add(actor.name.casefold())
    assert [key for key, found in names.items() if len(found) > 1] == []


def test_the_seed_has_its_sides_dates_and_relations() -> None:
    document = parse_document(SEED.read_bytes(), "seeds/lachin-offensive.md")
    claims = document.claims
    assert {claim.side for claim in claims} == {1, 2, None}
    (denial, _) = [claim for claim in claims if claim.cue == "issued a denial"]
    assert (denial.claimant, denial.side, denial.date_from) == ("Armenia", 2, "2020-10-24")
    hours = {claim.claimant: claim.time_of_day for claim in claims if claim.cue.lower() == "according to"}
    assert hours == {"Azerbaijan": "08:05", "Armenia": "08:45"}
    kinds = sorted(relation.kind for relation in document.relations)
    assert kinds == ["contradicts", "contradicts", "denies", "denies", "repeats"]
    losses = [q for claim in claims if claim.field is not None for q in claim.quantities]
    assert [(q.value_min, q.unit, q.kind, q.place, q.about_side) for q in losses] == [
        (173, "soldiers", "lost", "Qubadli", 1),
        (58, "soldiers", "lost", "Lachin", 1),
        (3, "combat aircraft", "downed", None, 2),
    ]
