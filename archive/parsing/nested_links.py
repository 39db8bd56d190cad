"""Links that the producer wrote into the words or the address of other links, undone.

Its Markdown plugin puts a link where its words first occur, be it inside another link:
``[[Edmund Burke](./Edmund_Burke)'s circle](./Burke's_circle)``. Wikitext knows no link inside a link, so the outer
one is what the article says; CommonMark would read the inner one and show the rest as text. It does the same to
addresses: ``[Bishop](./Bishop_([*Aliens*](./Aliens_(film))))``.
"""

from __future__ import annotations

import re
from typing import Final

#: Stands for each character of an inner link's brackets and address; the text has no such control character.
BLANKED = "\x1a"

_SUSPECT: Final = re.compile(r"\[[^\[\]\n]*\[[^\[\]\n]*\]\(\./")
# Every branch begins with a letter of its own, so that `re` looks for those four alone.
_BRACKET: Final = re.compile(r"\[|!\[|\](?:\([^()\s]*(?:\([^()\s]*\)[^()\s]*)*\))?|\n")
_LINK_IN_ADDRESS: Final = re.compile(r"\[\*{0,3}([^\[\]*]*)\*{0,3}\]\(\./[^()]*(?:\([^()]*\))?\)")


def plain_address(address: str) -> str:
    """The destination of a link without the links that were written into it."""
    return _LINK_IN_ADDRESS.sub(r"\1", address) if "](./" in address else address


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
