"""What a parsed Markdown body is made of: sections, and the tokens that show them.

A token of kind ``text`` shows ``section.text[token.start:token.end]``, which equals ``token.text``. What lies
between two text tokens is the white space that parts blocks or lines, and needs no showing. Elements that open
also close, and nest.
"""

from __future__ import annotations

from typing import Literal, NamedTuple

from archive.documents import Image, Link

TokenKind = Literal["open", "close", "text", "break", "image", "rule"]
TokenName = Literal[
    "paragraph",
    "heading",
    "quote",
    "list",
    "item",
    "code_block",
    "table",
    "table_head",
    "row",
    "cell",
    "emphasis",
    "strong",
    "code",
    "link",
    "text",
    "break",
    "image",
    "rule",
]


class Token(NamedTuple):
    """One step of a section's body: an element that opens or closes, or something to show.

    ``start`` and ``end`` are offsets in the section's plain text (equal for everything but text). ``value`` is
    the position of a link or image in the section, the level of a heading, or the first number of an ordered
    list.
    """

    kind: TokenKind
    name: TokenName
    start: int
    end: int
    text: str = ""
    value: int | None = None


class MarkdownSection(NamedTuple):
    """A heading and what follows it up to the next; the first of a body is the lead, with level 0.

    ``start`` and ``end`` are characters of the body. The sections of a body follow each other without a gap.
    """

    level: int
    heading: str
    start: int
    end: int
    text: str
    tokens: tuple[Token, ...]
    links: tuple[Link, ...]
    images: tuple[Image, ...]
