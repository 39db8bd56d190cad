"""Plain text to sentences, by offsets: quick enough to run over every paragraph that holds a cue.

A sentence ends at a full stop, question mark, exclamation mark, line break or the end of a cell. A stop after an
abbreviation, an initial or inside a number does not end one; nor does a stop inside double quotation marks that
close later in the same paragraph, so that a quotation of several sentences stays with the words that introduce it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from archive.parsing.data_files import load_data

Span = tuple[int, int]

# Patterns that begin with a set of characters let `re` skip all others three times faster.
_END = re.compile(r"[\n\t|.!?…](?:(?<=[\n\t|])|[.!?…]*[\"”’»')\]]{0,3}(?=\s|$)|(?<=[.!?])[\"”](?=[A-Z]))")
_LAST_WORD = re.compile(r"[\w.'’-]*$")
_FIRST_WORD = re.compile(r"\W{0,3}(\w+)")
_QUOTE = re.compile(r"[\"“”\n]")
# In single marks only where a sentence ends inside, so that no possessive is taken for one.
_SINGLE = re.compile(r"['‘](?<!\w['‘])(?=\w)[^'‘’\n\"]{1,400}(?:\w['’]\w[^'‘’\n\"]{1,400}){0,6}[.!?]['’](?!\w)")
# "… during the raid. on 4 February 2013, the army": a sentence, whatever its first letter.
_LOWER_OPENING = re.compile(r"(?:on|in|by)\s(?:\d|[A-Z])|while\s[A-Z]")
_LONGEST_QUOTATION = 2500


@cache
def _abbreviations() -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    data = load_data("abbreviations.yaml", "archive.claims")
    return frozenset(data["always"]), frozenset(data["sometimes"]), frozenset(data["openers"])


def quotations(text: str, start: int = 0, end: int | None = None) -> list[Span]:
    """Every stretch of ``text[start:end]`` in double quotation marks, marks included, that closes in its paragraph."""
    found: list[Span] = []
    end = len(text) if end is None else end
    if text.find('"', start, end) >= 0 or text.find("“", start, end) >= 0:
        found = _double_quotations(text, start, end)
    # One character is found ten times faster than two, and many a paragraph has no such mark at all.
    apostrophe = text.find("'", start, end)
    if (apostrophe >= 0 and text.find(" '", max(apostrophe - 1, 0), end) >= 0) or text.find("‘", start, end) >= 0:
        found += [match.span() for match in _SINGLE.finditer(text, start, end)]
        found.sort()
    return found


def _double_quotations(text: str, start: int, end: int) -> list[Span]:
    found: list[Span] = []
    opened: int | None = None
    for match in _QUOTE.finditer(text, start, end):
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
        elif mark == '"' and not _only_closes(text, position):
            opened = position
    return found


def _only_closes(text: str, position: int) -> bool:
    """Whether a straight quotation mark cannot open: a letter or stop before it and a space after."""
    before = text[position - 1 : position]
    return (before.isalnum() or before in ",.!?") and before != "" and text[position + 1 : position + 2] == " "


def _ends_sentence(text: str, stop: int, after: int, limit: int) -> bool:
    # Most sentences begin with a capital after one space, and most last words are no abbreviations.
    if after + 1 >= limit or not text[after + 1].isupper():
        following = text[after : min(after + 40, limit)].lstrip()
        if not following:
            return True
        if following[0].islower() and not _LOWER_OPENING.match(following):
            return False
    if text[stop] != ".":
        return True
    word = text[max(text.rfind(" ", 0, stop) + 1, stop - 24, 0) : stop]
    if not word.isalnum():
        match = _LAST_WORD.search(word)
        word = match.group().strip("'’-.") if match else ""
    word = word.lower().rpartition("-")[2]
    always, sometimes, openers = _abbreviations()
    if word in always:
        return False
    initial = len(word) == 1 and word.isalpha() and word != "i"
    if not initial and word not in sometimes:
        return True
    following = text[after : min(after + 40, limit)].lstrip()
    if word in sometimes and following[0].islower():
        return False
    first = _FIRST_WORD.match(following)
    return bool(first and first.group(1).lower() in openers and not (initial and len(first.group(1)) == 1))


def each_sentence(text: str, start: int, stop_at: int) -> Iterator[Span]:
    """The sentences of ``text[start:stop_at]`` one by one, as offsets without the white space around them.

    They come in reading order: who has read enough saves the rest.
    """
    quoted: list[Span] | None = None
    quote = 0
    for match in _END.finditer(text, start, stop_at):
        stop, after = match.span()
        if after == stop_at:
            break
        if text[stop] in "\n\t|":
            yield from _bare(text, start, after)
        else:
            if quoted is None:
                quoted = quotations(text, start, stop_at)
            while quote < len(quoted) and quoted[quote][1] < after:
                quote += 1
            if quote < len(quoted) and quoted[quote][0] < stop and after < quoted[quote][1]:
                continue
            if not _ends_sentence(text, stop, after, stop_at):
                continue
            while text[start].isspace():
                start += 1
            yield start, after
        start = after
    yield from _bare(text, start, stop_at)


def _bare(text: str, start: int, end: int) -> tuple[Span, ...]:
    """The one span without white space and the edges of cells around it; none where there is nothing else."""
    while start < end and (text[start].isspace() or text[start] == "|"):
        start += 1
    while start < end and (text[end - 1].isspace() or text[end - 1] == "|"):
        end -= 1
    return ((start, end),) if start < end else ()
