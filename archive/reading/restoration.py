"""Bytes that a code page leaves undefined and that were dropped: put back only where the text itself says which.

A character of UTF-8 that lost one byte could have been one of a few. It is put back where the rest of the text leaves
only one of them: the one that makes a word which stands elsewhere with its letter intact, or else the only one that may
stand in that place and whose script or language is in the text (``letters.yaml``). A closing quotation mark needs an
opening one before it. Where two are left, nothing is put back.
"""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources

import yaml

# A noncharacter: no text that may be interchanged holds it.
PLACEHOLDER = "\uffff"
_WORD = re.compile(rf"[\w{PLACEHOLDER}]+")
_QUOTE_OR_GAP = re.compile(rf"[“”]|\n[ \t]*\n|{PLACEHOLDER}")
_MOST_COMBINATIONS = 256
# Scripts whose vowel marks most texts leave out, so that a text with letters need not have any.
_OPTIONAL_MARKS = ("ARABIC", "HEBREW", "SYRIAC")


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
    kinds = _kinds_of_letters(text)
    words = frozenset(word.casefold() for word in _WORD.findall(text) if PLACEHOLDER not in word)
    closing = _closing_gaps(text)
    remaining = iter(zip(gaps, closing, strict=True))
    fills: list[Fill] = []
    for word in _WORD.findall(text):
        if PLACEHOLDER in word:
            fills.extend(_fill_word(word, remaining, words, kinds))
    return fills


def _fill_word(
    word: str, remaining: Iterator[tuple[Gap, bool]], words: frozenset[str], kinds: frozenset[str]
) -> Iterator[Fill]:
    pieces = word.split(PLACEHOLDER)
    gaps = list(itertools.islice(remaining, len(pieces) - 1))
    # A neighbouring gap is a letter, too, only not a known one.
    befores = [pieces[0], *(piece or PLACEHOLDER for piece in pieces[1:-1])]
    afters = [*(piece or PLACEHOLDER for piece in pieces[1:-1]), pieces[-1]]
    possible = [
        [character for character in gap.candidates if _may_stand(character, before, after, closes=closes)]
        for (gap, closes), before, after in zip(gaps, befores, afters, strict=True)
    ]
    known = _known_word(pieces, possible, words)
    for number, (gap, closes) in enumerate(gaps):
        left = known[number] if known else [c for c in possible[number] if not kinds.isdisjoint(_kinds(c))]
        certain = len(left) == 1 and (closes or left[0] != "”")
        yield Fill(left[0], True) if certain else Fill(gap.damaged, False)


def _known_word(pieces: list[str], options: list[list[str]], words: frozenset[str]) -> tuple[str, ...] | None:
    """The only choice that makes a word which stands elsewhere in the text."""
    count = 1
    for characters in options:
        count *= len(characters)
    if count > _MOST_COMBINATIONS or sum(map(len, pieces)) < 2:
        return None
    fitting = [
        choice
        for choice in itertools.product(*options)
        if "".join(itertools.chain(*zip(pieces, (*choice, ""), strict=True))).casefold() in words
    ]
    return fitting[0] if len(fitting) == 1 else None


def _may_stand(character: str, before: str, after: str, *, closes: bool) -> bool:
    """Whether a character can stand between these two parts of a word, empty where there are no letters."""
    category = unicodedata.category(character)
    neighbour = before[-1:] or after[:1]
    if category[0] == "L" and neighbour.isalpha() and _script(neighbour) != _script(character):
        return False
    if category == "Lu":
        return not before[-1:].islower()
    if category == "Ll":
        return not ((before + after).isupper() and len(before + after) > 1)
    if category[0] == "M":
        return bool(before) or not after
    if category == "So":
        return not before and not after
    if category == "Pd":
        return bool(before) and bool(after)
    if category in ("Ps", "Pi"):
        return not closes and bool(after) and not before
    return True


def _closing_gaps(text: str) -> list[bool]:
    """For each placeholder, whether a quotation that opened in the same paragraph would close there."""
    closing: list[bool] = []
    opened = False
    for match in _QUOTE_OR_GAP.finditer(text):
        if match.group() == PLACEHOLDER:
            start, end = match.span()
            closes = opened and not text[start - 1].isspace() and not text[end : end + 1].isalnum()
            closing.append(closes)
            opened = opened and not closes
        else:
            opened = match.group() == "“"
    return closing


def _kinds_of_letters(text: str) -> frozenset[str]:
    """The scripts of a text and the languages whose signs are in it."""
    signs = _signs()
    characters = {character for character in text if character > "\x7f"}
    kinds = {"PUNCTUATION", "REGIONAL INDICATOR"}
    for character in characters:
        kinds.update(signs.get(character, ()))
        if kind := _script(character):
            kinds.add(kind)
    return frozenset(kinds)


def _kinds(character: str) -> tuple[str, ...]:
    """The scripts or languages of which one must be in a text that holds this character."""
    kind = _script(character)
    return (kind,) if kind else _letters().get(character, ())


@lru_cache(maxsize=4096)
def _script(character: str) -> str | None:
    """The script, or for symbols the block; None for what only languages tell apart, Latin and accents."""
    category = unicodedata.category(character)
    name = unicodedata.name(character, "")
    script = name.split(" ", 1)[0]
    if script in ("LATIN", "COMBINING", "MODIFIER"):
        return None
    if category in ("Zs", "Cf"):
        return "INVISIBLE"
    if category[0] == "M" and script in _OPTIONAL_MARKS:
        return f"{script} MARK"
    if "\u2010" <= character <= "\u203a":
        return "PUNCTUATION"
    if script == "REGIONAL":
        return "REGIONAL INDICATOR"
    if category[0] in "SN":
        return f"BLOCK {ord(character) >> 6:X}"
    return script


@cache
def _signs() -> dict[str, tuple[str, ...]]:
    return _index("signs")


@cache
def _letters() -> dict[str, tuple[str, ...]]:
    return _index("signs", "others")


def _index(*keys: str) -> dict[str, tuple[str, ...]]:
    """Every letter, small and capital, with the languages that list it under one of these keys."""
    source = resources.files("archive.reading").joinpath("letters.yaml").read_text("utf-8")
    languages: dict[str, dict[str, str]] = yaml.load(source, Loader=yaml.SafeLoader)
    index: dict[str, tuple[str, ...]] = {}
    for language, lists in languages.items():
        for letter in " ".join(lists[key] for key in keys).split():
            for form in {letter, letter.upper()}:
                index[form] = (*index.get(form, ()), language)
    return index
