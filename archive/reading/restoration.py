"""Bytes that a code page leaves undefined and that were dropped: put back only where the text itself says which.

A character of UTF-8 that lost one byte could have been one of a few. The rest of the text decides between them, by one
of two signs: the same word stands elsewhere with its letter intact (in other case), or, for a capital or a closing
quotation mark, exactly one of the few has its small letter or its opening mark in the text. A capital is not taken as a
sign for a small letter: capitals are too rare for the absence of the others to mean anything.
"""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

# A noncharacter: no text that may be interchanged holds it.
PLACEHOLDER = "\uffff"
_WORD = re.compile(rf"[\w{PLACEHOLDER}]*{PLACEHOLDER}[\w{PLACEHOLDER}]*")
_WHOLE_WORD = re.compile(r"\w+")
_MOST_COMBINATIONS = 256
_OPENING_MARK = {"”": "“", "’": "‘", "»": "«", "›": "‹", "“": "„"}


@dataclass(frozen=True, slots=True)
class Gap:
    """A character that lost a byte: what is left of it, and what it may have been."""

    damaged: str
    candidates: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Fill:
    """What stands in a gap's place: the character where it is certain, else what was left of it."""

    text: str
    certain: bool


@lru_cache(maxsize=4096)
def candidates(broken: bytes, undefined: bytes) -> tuple[str, ...]:
    """The characters that these bytes of UTF-8 were before one undefined byte behind the first was dropped."""
    found = []
    for place in range(1, len(broken) + 1):
        for byte in undefined:
            try:
                character = (broken[:place] + bytes([byte]) + broken[place:]).decode("utf-8")
            except UnicodeDecodeError:
                continue
            if len(character) == 1 and unicodedata.category(character) not in ("Cn", "Co", "Cc"):
                found.append(character)
    return tuple(dict.fromkeys(found))


def restore(text: str, gaps: Sequence[Gap]) -> list[Fill]:
    """One fill for each gap, in the order of their placeholders in the text."""
    if not gaps:
        return []
    present = frozenset(text)
    words: frozenset[str] = frozenset(_WHOLE_WORD.findall(text.casefold()))
    remaining = iter(gaps)
    fills: list[Fill] = []
    for match in _WORD.finditer(text):
        fills.extend(_fill_word(match.group(), remaining, words, present))
    return fills


def _fill_word(word: str, remaining: Iterator[Gap], words: frozenset[str], present: frozenset[str]) -> Iterator[Fill]:
    pieces = word.split(PLACEHOLDER)
    gaps = list(itertools.islice(remaining, len(pieces) - 1))
    known = _known_word(pieces, gaps, words)
    for number, gap in enumerate(gaps):
        character = known[number] if known else _by_counterpart(gap, present)
        yield Fill(character, True) if character else Fill(gap.damaged, False)


def _known_word(pieces: list[str], gaps: list[Gap], words: frozenset[str]) -> tuple[str, ...] | None:
    """The only choice that makes a word which stands elsewhere in the text."""
    count = 1
    for gap in gaps:
        count *= len(gap.candidates)
    if count > _MOST_COMBINATIONS or sum(map(len, pieces)) < 2:
        return None
    fitting = [
        choice
        for choice in itertools.product(*(gap.candidates for gap in gaps))
        if "".join(itertools.chain(*zip(pieces, (*choice, ""), strict=True))).casefold() in words
    ]
    return fitting[0] if len(fitting) == 1 else None


def _by_counterpart(gap: Gap, present: frozenset[str]) -> str | None:
    supported = [
        character
        for character in gap.candidates
        if (character.isupper() and character.lower() in present) or _OPENING_MARK.get(character) in present
    ]
    return supported[0] if len(supported) == 1 else None
