"""Markdown bodies: one pass of a CommonMark parser, cut at the headings into sections of plain text and tokens.

Plain text reads as the page reads. Paragraphs and other blocks are parted by an empty line, the items of a
list and the rows of a table by a newline, the cells of a row by a tab; a soft line break is a space, a hard
one a newline. Marks of emphasis, images, comments and HTML tags are no text; the words inside tags are. Runs
of blanks become one space except in blocks of code. ``[object Object]``, which the producer writes where it
fails, is dropped, and so are notes of wikitext. GitHub's strikethrough is not read, because ``~`` means "about" in
these articles.

Only a heading outside quotations and lists begins a section. A page is rendered from the tokens of the same
parse (:mod:`archive.parsing.tokens`).
"""

from __future__ import annotations

import re
from typing import Final

import pyromark

from archive.parsing.markdown_reader import Reader
from archive.parsing.nested_links import BLANKED, blank_inner_links
from archive.parsing.notes import blank_notes
from archive.parsing.tokens import MarkdownSection

_OPTIONS = pyromark.Options.ENABLE_TABLES
_UNFIT: Final = re.compile(rf"[\0{BLANKED}\ud800-\udfff]")
_LONE_RETURN: Final = re.compile("\r(?!\n)")


def parse_markdown(body: str, *, with_tokens: bool = False) -> tuple[MarkdownSection, ...]:
    """The sections of a Markdown body in order, the lead always first. No text raises; time is linear.

    Tokens are made only where they are asked for: rendering needs them, storing does not.
    """
    # What the parser does not take, in a way that keeps every offset: one character for one.
    if "\0" in body or BLANKED in body or not _is_encodable(body):
        body = _UNFIT.sub("\ufffd", body)
    if "\r" in body:
        body = _LONE_RETURN.sub("\n", body)
    body = blank_inner_links(blank_notes(body))
    reader = Reader(with_tokens)
    reader.read(pyromark.events_with_range(body, options=_OPTIONS))
    return reader.finish(body)


def _is_encodable(text: str) -> bool:
    """Whether no half of a surrogate pair stands in a text: encoding tells it faster than a pattern does."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True
