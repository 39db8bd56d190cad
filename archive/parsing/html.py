"""HTML left over in Markdown: which tags are tags, and the words inside a block of them."""

from __future__ import annotations

import re
from html import unescape
from typing import Final

from archive.parsing.data_files import load_data

_DATA = load_data("html_elements.yaml")
# Any other name in angle brackets is text, as on the wiki.
_ELEMENTS: Final = frozenset(_DATA["html"]) | frozenset(_DATA["wiki"])
LINE_ELEMENTS: frozenset[str] = frozenset(_DATA["line"])
_UNSEEN: frozenset[str] = frozenset(_DATA["unseen"])
_TAG_NAME: Final = re.compile(r"</?([A-Za-z][A-Za-z0-9-]*)")
_PART: Final = re.compile(r"<!--|-->|</?[A-Za-z][^<>]*>")
_BLANKS: Final = re.compile(r"[ \t\r\n\f\v]+")


def tag_name(tag: str) -> str | None:
    """The element that an opening or closing tag names, in small letters; None where it is no known element."""
    match = _TAG_NAME.match(tag)
    name = match[1].lower() if match else None
    return name if name in _ELEMENTS else None


def strip_html(markup: str) -> list[str]:
    """The words of an HTML block, line by line as a browser breaks them: no tags, comments, scripts or styles.

    A comment or script that never closes is kept as text, so that a lost bracket hides nothing. Linear.
    """
    pieces: list[str] = []
    hidden_from: int | None = None
    hidden_until = ""
    position = 0
    for match in _PART.finditer(markup):
        part = match[0]
        if hidden_from is not None:
            if part == "-->" if hidden_until == "-->" else tag_name(part) == hidden_until and part.startswith("</"):
                hidden_from = None
                position = match.end()
            continue
        name = tag_name(part)
        if part == "-->" or (part != "<!--" and name is None):
            continue
        pieces.append(_BLANKS.sub(" ", unescape(markup[position : match.start()])))
        position = match.end()
        if part == "<!--":
            hidden_from, hidden_until = match.end(), "-->"
        elif name in _UNSEEN and not part.startswith("</"):
            hidden_from, hidden_until = match.end(), name or ""
        elif name in LINE_ELEMENTS:
            pieces.append("\n")
    pieces.append(_BLANKS.sub(" ", unescape(markup[position:])))
    return [line for line in (" ".join(line.split()) for line in "".join(pieces).split("\n")) if line]
