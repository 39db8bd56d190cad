"""The infobox of the seed article, whose text is repaired before it is read."""

from __future__ import annotations

from pathlib import Path

from archive.documents import Field
from archive.parsing.infoboxes import parse_infoboxes
from archive.reading import read_text

SEED = Path(__file__).resolve().parents[2] / "seeds" / "lachin-offensive.md"


def field(name: str) -> Field:
    infoboxes, _ = parse_infoboxes(read_text(SEED.read_bytes()).front_matter["infoboxes"])
    return next(field for field in infoboxes[0].fields if field.name == name)


def test_the_date_is_a_range() -> None:
    assert [(value.kind, value.date_start, value.date_end) for value in field("date").values] == [
        ("date_range", "2020-10-23", "2020-11-10")
    ]


def test_sides_have_their_flags() -> None:
    sides = [value for name in ("combatant1", "combatant2") for value in field(name).values]

    assert [(value.text, value.kind, value.country_code) for value in sides] == [
        ("🇦🇿 Azerbaijan", "country", "AZ"),
        ("Republic of Artsakh", "text", None),
        ("🇦🇲 Armenia", "country", "AM"),
    ]


def test_losses_stand_under_who_says_so() -> None:
    assert [(value.label, value.depth, value.text, value.kind) for value in field("casualties2").values] == [
        ("Per Armenia", 1, "Unspecified", "text"),
        ("Per Azerbaijan", 1, "Unspecified number of servicemen killed", "text"),
        ("Units", 0, "3 combat aircraft downed", "quantity"),
    ]


def test_units_keep_their_depth() -> None:
    assert [(value.depth, value.text) for value in field("units1").values] == [
        (0, "Azerbaijani Armed Forces"),
        (1, "2nd Corps"),
        (1, "Azerbaijani Navy"),
        (2, "Marine Infantry Battalion"),
        (0, "State Border Service"),
        (0, "Foreign Intelligence Service"),
        (1, "YARASA Special Forces"),
    ]


def test_a_link_without_a_target_keeps_its_words() -> None:
    link = field("combatant2").links[0]

    assert (link.text, link.target_key, link.start, link.end) == ("Republic of Artsakh", None, 0, 19)
