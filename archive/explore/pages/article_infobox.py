"""The infoboxes of an article: the sides in columns, everything else as a list, with claims and links."""

from __future__ import annotations

from archive.explore.pages import Asked
from archive.explore.pages.article_text import Links, Marks
from archive.explore.rendering import field_tokens, render
from archive.explore.sql import Row, rows
from archive.explore.words import words

__all__ = ["fetch_infoboxes"]

_FIELDS = """
SELECT id, infobox_id, position, name, group_name, group_index, group_part, text
FROM infobox_fields WHERE article_id = ? ORDER BY infobox_id, position
"""


def fetch_infoboxes(asked: Asked, article: int, marks: Marks, links: Links) -> list[Row]:
    """Return the infoboxes of an article: ``fields`` one by one, ``sides`` as rows of a table by number of side."""
    fields: dict[int, list[Row]] = {}
    for row in rows(asked.connection, _FIELDS, (article,)):
        fields.setdefault(row["infobox_id"], []).append(row)
    return [
        _infobox(asked, box, fields.get(box["id"], []), marks, links)
        for box in rows(
            asked.connection,
            "SELECT id, position, type FROM infoboxes WHERE article_id = ? ORDER BY position",
            (article,),
        )
    ]


def _infobox(asked: Asked, box: Row, fields: list[Row], marks: Marks, links: Links) -> Row:
    by_side = [
        field for field in fields if field["group_name"] in words()["sides"] and field["group_index"] is not None
    ]
    sides = sorted({field["group_index"] for field in by_side})
    others = [field for field in fields if len(sides) < 2 or field not in by_side]
    return {
        "type": box["type"],
        "row": asked.addresses.row("infoboxes", box["id"]),
        "sides": sides if len(sides) > 1 else [],
        "groups": [
            {
                "name": group,
                "title": title,
                "cells": [
                    [
                        _field(asked, field, marks, links)
                        for field in by_side
                        if (field["group_name"], field["group_index"]) == (group, side)
                    ]
                    for side in sides
                ],
            }
            for group, title in words()["sides"].items()
            if len(sides) > 1 and any(field["group_name"] == group for field in by_side)
        ],
        "fields": [_field(asked, field, marks, links) for field in others if field["text"].strip()],
    }


def _field(asked: Asked, field: Row, marks: Marks, links: Links) -> Row:
    place = ("field", field["id"])
    placed = links.get(place, {})
    body = render(
        field_tokens(field["text"], [(position, text) for position, (_, text) in sorted(placed.items())]),
        field["text"],
        spans=marks.spans.get(place, ()),
        references=marks.references.get(place, ()),
        classes=marks.classes,
        links={position: target for position, (target, _) in placed.items()},
    )
    return {
        "name": field["name"],
        "title": words()["fields"].get(field["name"]) or field["name"].replace("_", " ").strip().capitalize(),
        "text": field["text"],
        "row": asked.addresses.row("infobox_fields", field["id"]),
        "_body": body,
    }
