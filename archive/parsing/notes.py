"""Notes of wikitext that the producer left in the words of an article, where it took their marks for text.

``… associations,&lt;ref&gt;Sheehan, p. 85&lt;/ref&gt; but …`` reads as it does on the wiki: without the note.
"""

from __future__ import annotations

import re
from typing import Final

from archive.parsing.nested_links import BLANKED

# An opening, a closing or an empty mark, written with brackets or with entities; a note ends in its line.
_MARK: Final = re.compile(r"(?:&lt;|<)(?P<closes>/?)ref\b(?P<rest>[^\n<>&]{0,200})(?:&gt;|>)|\n", re.IGNORECASE)


def blank_notes(body: str) -> str:
    """``body`` with every note, its marks and its words, replaced by as many ``BLANKED``; linear.

    A mark that opens a note which its line does not close stays text.
    """
    if "&lt;ref" not in body and "<ref" not in body:
        return body
    pieces: list[str] = []
    position = 0
    opened: int | None = None
    for match in _MARK.finditer(body):
        if match[0] == "\n":
            opened = None
            continue
        empty = match["rest"].endswith("/")
        if not match["closes"] and not empty:
            # One that was open until here never closes.
            opened = match.start()
            continue
        start = match.start() if empty else opened
        if start is not None:
            pieces += (body[position:start], BLANKED * (match.end() - start))
            position = match.end()
        opened = None
    return "".join((*pieces, body[position:]))
