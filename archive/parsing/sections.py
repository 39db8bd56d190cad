"""From Markdown sections to the sections of an article: the tree, paths, anchors and what search needs.

The lead is always there, first, with level 0 and an empty heading, path and anchor. A section's parent is the
nearest one before it with a lower level, so levels may skip; the lead is nobody's parent.

A path joins the headings from the top (``Casualties / Military casualties``) and is unique in an article:
repeats get `` (2)``, `` (3)``. Anchors are those MediaWiki makes: blanks become underscores, repeats (whatever their
case) get ``_2``, ``_3`` (``Parser::finalizeHeadings``).
"""

from __future__ import annotations

from archive.documents import Section
from archive.parsing.folding import folded_words
from archive.parsing.titles import collapse_spaces
from archive.parsing.tokens import MarkdownSection

# Six levels of headings as long as a book would make paths that grow with their product; nobody reads that far.
_PATH_PART = 200
_NO_HEADING = "(no heading)"


def make_sections(parsed: tuple[MarkdownSection, ...], body_start: int = 0) -> tuple[Section, ...]:
    """The sections of one article; ``body_start`` is the offset of the body in the repaired file."""
    sections: list[Section] = []
    open_sections: list[Section] = []
    paths = _Names(" ({})")
    anchors = _Names("_{}")
    for position, part in enumerate(parsed):
        path = anchor = ""
        if part.level:
            while open_sections and open_sections[-1].level >= part.level:
                open_sections.pop()
            above = f"{open_sections[-1].path} / " if open_sections else ""
            path = paths.unique(above + _short(part.heading or _NO_HEADING))
            anchor = anchors.unique(collapse_spaces(part.heading).replace(" ", "_"), ignore_case=True)
        section = Section(
            position=position,
            parent=open_sections[-1].position if open_sections else None,
            level=part.level,
            heading=part.heading,
            path=path,
            anchor=anchor,
            text=part.text,
            folded=folded_words(f"{part.heading} {part.text}"),
            word_count=len(part.text.split()),
            source_start=body_start + part.start,
            source_end=body_start + part.end,
            links=part.links,
            images=part.images,
        )
        if part.level:
            open_sections.append(section)
        sections.append(section)
    return tuple(sections)


def _short(heading: str) -> str:
    return heading if len(heading) <= _PATH_PART else f"{heading[:_PATH_PART]}…"


class _Names:
    """Hands out names, numbering those that were given before. Each number is tried once, so time is linear."""

    def __init__(self, suffix: str) -> None:
        self._suffix = suffix
        self._taken: set[str] = set()
        self._next: dict[str, int] = {}

    def unique(self, name: str, *, ignore_case: bool = False) -> str:
        key = name.lower() if ignore_case else name
        candidate = name
        compared = key
        number = self._next.get(key, 2)
        while compared in self._taken:
            candidate = name + self._suffix.format(number)
            compared = candidate.lower() if ignore_case else candidate
            number += 1
        self._next[key] = number
        self._taken.add(compared)
        return candidate
