"""Links that the producer wrote into the words of other links, undone without moving a character.

Its Markdown plugin puts a link where its words first occur, be it inside another link:
``[[Edmund Burke](./Edmund_Burke)'s circle](./Burke's_circle)``. Wikitext knows no link inside a link, so the outer
one is what the article says; CommonMark would read the inner one and show the rest as text.
"""

from __future__ import annotations

import re

#: Stands for each character of an inner link's brackets and address; the text has no such control character.
BLANKED = "\x1a"

_SUSPECT = re.compile(r"\[[^\[\]\n]*\[[^\[\]\n]*\]\(\./")
_BRACKET = re.compile(r"!?\[|\]\([^()\s]*(?:\([^()\s]*\)[^()\s]*)*\)|\]|\n")


def blank_inner_links(body: str) -> str:
    """``body`` with the brackets and addresses of links inside links replaced by as many ``BLANKED``; linear."""
    if not _SUSPECT.search(body):
        return body
    blanks: list[tuple[int, int]] = []
    # One entry for each open bracket: where it stands, whether it is a picture's, and the links inside it.
    stack: list[tuple[int, bool, list[tuple[int, int]]]] = []
    for match in _BRACKET.finditer(body):
        mark = match[0]
        if mark == "\n":
            stack.clear()
        elif mark.endswith("["):
            stack.append((match.start(), mark[0] == "!", []))
        elif stack:
            start, picture, inner = stack.pop()
            if len(mark) > 1 and not picture:
                blanks += inner
                inner = [(start, start + 1), match.span()]
            if stack:
                stack[-1][2].extend(inner)
    pieces: list[str] = []
    position = 0
    for start, end in sorted(blanks):
        pieces += (body[position:start], BLANKED * (end - start))
        position = end
    return "".join((*pieces, body[position:]))
