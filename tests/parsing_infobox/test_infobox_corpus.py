"""What holds for every infobox of the real articles; skipped where they are not at hand."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from archive.documents import Infobox
from archive.parsing.infoboxes import parse_infoboxes
from archive.reading import read_text

CORPUS = Path(__file__).resolve().parents[3] / "shared" / "corpus"

pytestmark = pytest.mark.skipif(not CORPUS.is_dir(), reason="the real articles are not at hand")


@cache
def infoboxes() -> tuple[Infobox, ...]:
    read = [
        parse_infoboxes(read_text(path.read_bytes()).front_matter.get("infoboxes")) for path in CORPUS.rglob("*.md")
    ]
    assert [problem for _, problems in read for problem in problems] == []
    return tuple(infobox for found, _ in read for infobox in found)


def test_every_line_with_words_is_in_a_value() -> None:
    for infobox in infoboxes():
        for field in infobox.fields:
            kept = " ".join(f"{value.label or ''}: {value.text}" for value in field.values)
            for word in re.findall(r"\w+", re.sub(r"<br[^>]*>", " ", field.text)):
                # "and" between two quantities of one line is dropped with the commas.
                assert word == "and" or word in kept, (field.name, field.text)


def test_nearly_every_link_stands_in_its_field() -> None:
    links = [link for infobox in infoboxes() for field in infobox.fields for link in field.links]

    # The rest are links whose words the producer left out of the text, or wrote with their markup.
    assert sum(link.start is not None for link in links) / len(links) > 0.99


def test_every_kind_of_value_occurs() -> None:
    kinds = Counter(value.kind for infobox in infoboxes() for field in infobox.fields for value in field.values)

    assert set(kinds) == {"text", "number", "quantity", "date", "date_range", "country"}


def test_fields_of_dates_hold_dates() -> None:
    fields = [field for infobox in infoboxes() for field in infobox.fields if field.name == "date"]
    dated = [field for field in fields if {value.kind for value in field.values} & {"date", "date_range"}]

    assert len(dated) / len(fields) > 0.95


def test_sides_of_battles_are_grouped() -> None:
    grouped = {
        (field.group_name, field.group_index)
        for infobox in infoboxes()
        for field in infobox.fields
        if field.name in {"combatant1", "commander2", "casualties3"}
    }

    assert grouped == {("combatant", 1), ("commander", 2), ("casualties", 3)}
