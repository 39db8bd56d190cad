"""What claims are about, and which words exclude each other: "captured" and "repelled", "shot down" and "technical".

The words stand in ``data/matters.yaml``. Each text is read in one pass of a multi-pattern matcher.
"""

from __future__ import annotations

from functools import cache, lru_cache
from typing import Any, NamedTuple

import ahocorasick

from archive.claims.statements import MAX_COMPARED, word_set
from archive.parsing.data_files import load_data

# How many characters before a word a negation that turns it may stand.
TURNED = 24

# Of these, what is not the one is the other: what was not captured was held.
_TWO_WAYS = frozenset(
    {"taken-held", "gained-failed", "hit-missed", "destroyed-whole", "alive-dead", "can-cannot", "real-false"}
)
_NEGATIONS = frozenset({"not", "never", "no", "failed", "unable"})
_NOT = frozenset({"n't", "n’t"})
_ATTEMPTS = frozenset(
    {"attempt", "attempts", "attempted", "attempting", "tried", "trying", "try", "order", "effort", "efforts"}
)

Word = tuple[str, int]


class Exclusion(NamedTuple):
    """Two words, one of each claim, that tell of one thing in ways that cannot both be."""

    kind: str
    mine: str
    theirs: str


@cache
def _finder() -> Any:
    """Every word with what it stands for: ("loss", -1) for a matter, ("taken-held", 0 or 1) for an opposition."""
    data = load_data("matters.yaml", "archive.claims")
    meanings: dict[str, list[Word]] = {}
    for name, words in data["matters"].items():
        for word in words:
            meanings.setdefault(word, []).append((name, -1))
    for name, lists in data["opposed"].items():
        for half, words in enumerate(lists):
            for word in words:
                meanings.setdefault(word, []).append((name, half))
    automaton = ahocorasick.Automaton()
    by_text: dict[str, list[tuple[bool, Word]]] = {}
    for word, senses in meanings.items():
        by_text.setdefault(word.rstrip("*"), []).extend((word.endswith("*"), sense) for sense in senses)
    for text, found in by_text.items():
        automaton.add_word(text, (len(text), tuple(found)))
    automaton.make_automaton()
    return automaton


class Marks(NamedTuple):
    """The matters a text names, each with one of its words, and for each opposition which of its halves."""

    matters: frozenset[str]
    halves: dict[str, dict[int, str]]


@lru_cache(maxsize=2048)
def marks_of(text: str) -> Marks:
    """The matters and oppositions that ``text`` names; a negation right before a word turns it into its opposite."""
    lowered = text[:MAX_COMPARED].lower()
    matters: set[str] = set()
    halves: dict[str, dict[int, str]] = {}
    for last, (length, meanings) in _finder().iter(lowered):
        start = last - length + 1
        if lowered[start - 1 : start].isalnum():
            continue
        whole = not lowered[last + 1 : last + 2].isalnum()
        for prefix, (name, half) in meanings:
            if not (whole or prefix):
                continue
            if half < 0:
                matters.add(name)
            else:
                before = lowered[max(0, start - TURNED) : start].split()[-3:]
                if not _ATTEMPTS.isdisjoint(before):
                    continue
                turned = not _NEGATIONS.isdisjoint(before) or any(word[-3:] in _NOT for word in before)
                if turned and name not in _TWO_WAYS:
                    continue
                word = lowered[start : last + 1] if whole else _whole_word(lowered, start, last)
                halves.setdefault(name, {}).setdefault(1 - half if turned else half, f"not {word}" if turned else word)
    return Marks(frozenset(matters), halves)


def _whole_word(text: str, start: int, last: int) -> str:
    end = last + 1
    while text[end : end + 1].isalnum():
        end += 1
    return text[start:end]


def excluding(mine: str, theirs: str) -> Exclusion | None:
    """Words of the two texts that exclude each other; none where either text has words of both kinds."""
    first = marks_of(mine).halves
    second = marks_of(theirs).halves if first else {}
    for kind, halves in first.items():
        others = second.get(kind)
        if others is not None and len(halves) == len(others) == 1:
            (half, word), (other_half, other_word) = *halves.items(), *others.items()
            if half != other_half:
                return Exclusion(kind, word, other_word)
    return None


def common_matters(mine: str | None, theirs: str | None) -> frozenset[str]:
    """The matters that both texts name."""
    if not mine or not theirs:
        return frozenset()
    return marks_of(mine).matters & marks_of(theirs).matters


@cache
def _causes() -> tuple[tuple[str, ...], tuple[str, ...]]:
    data = load_data("matters.yaml", "archive.claims")
    return tuple(data["cause_after"]), tuple(data["cause_before"])


@lru_cache(maxsize=1024)
def cause_of(text: str) -> str | None:
    """The words that tell who or what caused the event that ``text`` tells of; None where it names no cause."""
    lowered = text[:MAX_COMPARED].lower()
    after, before = _causes()
    for words in after:
        found = lowered.find(f" {words} ")
        if found >= 0:
            return text[found + len(words) + 2 :]
    for words in before:
        found = lowered.find(f" {words} ")
        if found >= 0:
            return text[:found]
    return None


def cause_words(cause: str) -> frozenset[str]:
    """The words of weight that begin a cause."""
    words = [word.strip(".,;:()\"'“”").lower() for word in cause.split()[:8]]
    return frozenset(word[:5] for word in words if len(word) > 2 and word not in word_set("stopwords"))
