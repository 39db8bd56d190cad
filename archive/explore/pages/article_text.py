"""The sections of an article as HTML: from the tokens of its stored original, with claims, links and images."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass

from markupsafe import Markup

from archive.explore.addresses import Addresses, web_address
from archive.explore.marking import Span
from archive.explore.pages import Asked
from archive.explore.rendering import Reference, Target, outside, paragraph_tokens, render
from archive.explore.sql import Row, rows
from archive.explore.words import words
from archive.originals import unpack
from archive.parsing.markdown import parse_markdown
from archive.parsing.tokens import Token
from archive.reading import read_text

__all__ = ["Links", "Marks", "fetch_links", "fetch_sections", "make_marks"]

# Links of the article by ("section" or "field", its number, position).
Links = dict[tuple[str, int], dict[int, tuple[Target, str]]]

_LINKS = """
SELECT links.section_id, links.infobox_field_id, links.position, links.kind, links.text, links.target_key,
       links.fragment, links.url, articles.slug
FROM links LEFT JOIN articles ON articles.id = links.target_article_id
WHERE links.article_id = ?
ORDER BY links.section_id, links.infobox_field_id, links.position
"""

# Reading an original costs time in proportion to it; a larger one than this shows its plain text.
_LARGEST_ORIGINAL_BYTES = 4 * 1024 * 1024

_REFERENCE = Markup(
    '<sup class="reference" id="claim-{key}"><a href="{page}" aria-label="Claim {number}: {words}">{number}</a>'
    '<span class="card" aria-hidden="true"><b>{claimant}</b> <span class="stance stance-{stance}">{said}</span> '
    '<span class="date">{date}</span>{side}<span class="what">{content}</span>{contested}</span></sup>'
)


@dataclass(frozen=True, slots=True)
class Marks:
    """What marks the claims in the texts of one article: by ("section" or "field", its number)."""

    spans: dict[tuple[str, int], list[Span]]
    references: dict[tuple[str, int], list[Reference]]
    classes: dict[str, str]


def make_marks(places: list[Row], claims: list[Row]) -> Marks:
    """Return the marks of ``claims``, whose offsets are in ``places``, in the same order."""
    marks = Marks({}, {}, {})
    for place, claim in zip(places, claims, strict=True):
        text = ("section", place["section_id"]) if place["section_id"] else ("field", place["infobox_field_id"])
        key = claim["key"]
        spans = marks.spans.setdefault(text, [])
        spans.append(Span(place["char_start"], place["char_end"], "content", key))
        spans.append(Span(place["cue_start"], place["cue_end"], "cue", key))
        if place["claimant_start"] is not None:
            spans.append(Span(place["claimant_start"], place["claimant_end"], "claimant", key))
        last = max(place["char_end"], place["cue_end"])
        marks.references.setdefault(text, []).append(Reference(last, _reference(claim)))
        contested = " contested" if claim["contested"] else ""
        marks.classes[key] = f"claim side-{_side(claim['side'])} stance-{claim['stance']}{contested}"
    return marks


def _side(side: int | None) -> int:
    return side if side in (1, 2, 3, 4) else 0


def _reference(claim: Row) -> Markup:
    date = claim["date"]["in_words"] or "no date told"
    claimant = claim["claimant"] or "Nobody named"
    said = words()["stances"][claim["stance"]]
    return _REFERENCE.format(
        key=claim["key"],
        page=claim["page"],
        number=claim["number"],
        words=f"{claimant} {said}, {date}",
        claimant=claimant,
        stance=claim["stance"],
        said=said,
        date=date,
        side=Markup(' <span class="side side-{}">{}</span>').format(_side(claim["side"]), claim["side_name"])
        if claim["side_name"]
        else "",
        content=claim["content"] or "",
        contested=Markup(' <span class="contested">contested</span>') if claim["contested"] else "",
    )


def fetch_links(connection: sqlite3.Connection, article: int, addresses: Addresses) -> Links:
    """Return where the links of an article lead, with their words, by place and position."""
    links: Links = {}
    for row in rows(connection, _LINKS, (article,)):
        place = ("section", row["section_id"]) if row["section_id"] else ("field", row["infobox_field_id"])
        links.setdefault(place, {})[row["position"]] = (_target(row, addresses), row["text"])
    return links


def _target(row: Row, addresses: Addresses) -> Target:
    if row["slug"] is not None:
        return Target(addresses.article(row["slug"], (row["fragment"] or "").replace(" ", "_")))
    if row["kind"] == "internal":
        return Target(None, f"{row['target_key']}: not in this archive" if row["target_key"] else "target unknown")
    return outside(row["url"])


def fetch_sections(asked: Asked, article: Row, marks: Marks, links: Links, *, show_images: bool) -> list[Row]:
    """Return the sections of an article in order, each with its text as stored and as HTML."""
    found = rows(
        asked.connection,
        "SELECT id, parent_id, position, level, heading, path, anchor, text, word_count FROM sections "
        "WHERE article_id = ? ORDER BY position",
        (article["id"],),
    )
    images: dict[int, dict[int, Row]] = {}
    for image in rows(
        asked.connection,
        "SELECT section_id, position, url, file_name, alt FROM images WHERE article_id = ? ORDER BY position",
        (article["id"],),
    ):
        images.setdefault(image["section_id"], {})[image["position"]] = image
    tokens = _tokens(asked.connection, article["path"])
    sections = []
    for number, row in enumerate(found):
        text, section_tokens = tokens.get(number, (None, []))
        plain = text != row["text"]
        place = ("section", row["id"])
        pictures = images.get(row["id"], {})
        sections.append(
            {
                "heading": row["heading"],
                "path": row["path"],
                "level": row["level"],
                "anchor": row["anchor"],
                "text": row["text"],
                "images": [
                    {"url": image["url"], "file_name": image["file_name"], "alt": image["alt"]}
                    for image in pictures.values()
                ],
                "plain": plain,
                "claims": len(marks.references.get(place, ())),
                "row": asked.addresses.row("sections", row["id"]),
                "_body": render(
                    paragraph_tokens(row["text"]) if plain else section_tokens,
                    row["text"],
                    spans=marks.spans.get(place, ()),
                    references=marks.references.get(place, ()),
                    classes=marks.classes,
                    links={position: target for position, (target, _) in links.get(place, {}).items()},
                    images={number: _picture(image, show=show_images) for number, image in pictures.items()},
                ),
            }
        )
    return sections


def _tokens(connection: sqlite3.Connection, path: str) -> dict[int, tuple[str, list[Token]]]:
    """Return the text and the tokens of each section by position, from the stored original.

    None where the original is out of reach or very large; another text than the stored one where parsing has changed.
    """
    sql = "SELECT data, sz FROM sqlar WHERE name = ? AND sz <= ?"
    stored = connection.execute(sql, (path, _LARGEST_ORIGINAL_BYTES)).fetchone()
    if stored is None:
        return {}
    try:
        source = read_text(unpack(stored[0], stored[1]))
    except ValueError:
        return {}
    if source.rejected:
        return {}
    sections = parse_markdown(source.body, with_tokens=True)
    return {number: (section.text, list(section.tokens)) for number, section in enumerate(sections)}


def _picture(image: Row, *, show: bool) -> Markup:
    address = web_address(image["url"])
    words_of = image["alt"] or image["file_name"] or "picture"
    if address is None:
        return Markup("")
    if show:
        return Markup('<img src="{}" alt="{}" loading="lazy" referrerpolicy="no-referrer">').format(
            address, image["alt"] or ""
        )
    return Markup('<a class="picture outside" rel="nofollow noopener noreferrer" href="{}">{}</a>').format(
        address, words_of
    )
