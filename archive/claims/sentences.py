"""Plain text to sentences, by offsets: quick enough to run over every paragraph that holds a cue.

A sentence ends at a full stop, question mark, exclamation mark or line break. A stop after an abbreviation, an
initial or inside a number does not end one; nor does a stop inside double quotation marks that close later in
the same paragraph, so that a quotation of several sentences stays with the words that introduce it.
"""

from __future__ import annotations

import re
from functools import cache
from importlib import resources

import yaml

Span = tuple[int, int]

_END = re.compile(r"\n|[.!?…]+[\"”’»')\]]{0,3}(?=\s|$)|[.!?][\"”](?=[A-Z])")
_LAST_WORD = re.compile(r"[\w.'’-]*$")
_FIRST_WORD = re.compile(r"\W{0,3}(\w+)")
_QUOTE = re.compile(r"[\"“”\n]")
_LONGEST_QUOTATION = 2500


@cache
def _abbreviations() -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    text = resources.files("archive.claims").joinpath("data", "abbreviations.yaml").read_text("utf-8")
    data = yaml.safe_load(text)
    return frozenset(data["always"]), frozenset(data["sometimes"]), frozenset(data["openers"])


def quotations(text: str) -> list[Span]:
    """Every stretch in double quotation marks, marks included, that closes in its paragraph."""
    found: list[Span] = []
    opened: int | None = None
    for match in _QUOTE.finditer(text):
        mark = match.group()
        position = match.start()
        if mark == "\n":
            opened = None
        elif mark == "“":
            opened = position
        elif opened is not None and (mark == "”" or text[opened] == '"' or mark == '"'):
            if position - opened <= _LONGEST_QUOTATION:
                found.append((opened, position + 1))
            opened = None
        elif mark == '"':
            opened = position
    return found


def _ends_sentence(text: str, stop: int, after: int) -> bool:
    following = text[after : after + 40].lstrip()
    if not following:
        return True
    if following[0].islower():
        return False
    if text[stop] != ".":
        return True
    always, sometimes, openers = _abbreviations()
    match = _LAST_WORD.search(text, max(0, stop - 24), stop)
    word = match.group().strip("'’-.").lower() if match else ""
    if word in always or (len(word) == 1 and word.isalpha() and word not in "i"):
        return False
    if word in sometimes:
        first = _FIRST_WORD.match(following)
        return bool(first and first.group(1).lower() in openers)
    return True


def split_sentences(text: str) -> list[Span]:
    """The sentences of plain text, as offsets without the white space around them, in reading order."""
    spans: list[Span] = []
    quoted = quotations(text) if '"' in text or "“" in text else []
    quote = 0
    start = 0
    length = len(text)
    for match in _END.finditer(text):
        stop, end = match.span()
        if text[stop] != "\n":
            while quote < len(quoted) and quoted[quote][1] < end:
                quote += 1
            if quote < len(quoted) and quoted[quote][0] < stop and end < quoted[quote][1]:
                continue
            if not _ends_sentence(text, stop, end):
                continue
        if text[start:end].strip():
            spans.append(_trim(text, start, end))
        start = end
    if start < length and text[start:].strip():
        spans.append(_trim(text, start, length))
    return spans


def _trim(text: str, start: int, end: int) -> Span:
    piece = text[start:end]
    return start + len(piece) - len(piece.lstrip()), end - len(piece) + len(piece.rstrip())
