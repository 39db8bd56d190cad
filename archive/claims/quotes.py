"""Words in quotation marks: how much of a content they cover, and quotations that go on after their sentence."""

from __future__ import annotations

import re
from typing import Final

from archive.claims.tokens import Sentence
from archive.documents import QuoteKind

_GOES_ON: Final = re.compile(r"[ \t]*([\"“])([^\"“”\n]{2,2500})[\"”](?=[ \t]*(?:\n|$|[A-Z\"“]))")
_NEXT_PARAGRAPH: Final = re.compile(r"\s*([\"“])([^\"“”\n]{2,5000})[\"”]?(?=[ \t]*(?:\n|$))")
_ENDS = ".!?…"


def following_quotations(text: str, position: int, *, next_paragraph: bool) -> list[tuple[int, int]]:
    """The whole sentences in quotation marks that follow ``position``: the same speaker goes on.

    ``next_paragraph`` says that the quotation stands in a paragraph of its own, after "The minister said:".
    """
    found: list[tuple[int, int]] = []
    match = (_NEXT_PARAGRAPH if next_paragraph else _GOES_ON).match(text, position)
    while match is not None:
        if text[match.end(2) - 1] not in _ENDS and not next_paragraph:
            break
        found.append(match.span(2))
        match = _GOES_ON.match(text, match.end())
    return found


def quote_kind(s: Sentence, parts: list[tuple[int, int]]) -> QuoteKind:
    """Whether the parts of a content stand in quotation marks: wholly, partly or not at all."""
    if "<" not in s.tags:
        return "none"
    marks = False
    for first, last in parts:
        if first > 0 and s.tags[first - 1] == "<" and s.mates.get(first - 1) in (last, last + 1):
            continue
        if "<" in s.tags[first:last] or any(a < first and b > last for a, b in s.mates.items() if s.tags[a] == "<"):
            marks = True
            break
    else:
        return "direct" if parts and all(first > 0 and s.tags[first - 1] == "<" for first, _ in parts) else "none"
    return "mixed" if marks else "none"
