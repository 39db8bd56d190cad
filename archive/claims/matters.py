"""What claims are about, and which words exclude each other: "captured" and "repelled", "shot down" and "technical".

The words stand in ``data/matters.yaml``. Each text is read in one pass of a multi-pattern matcher.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from typing import NamedTuple, TypeAlias

from archive.claims.phrases import Meaning, Phrases
from archive.claims.statements import MAX_COMPARED, shared_matter, stem, stems, word_set
from archive.parsing.data_files import load_data

# How many characters before a word a negation that turns it may stand.
TURNED = 24

_NOT = frozenset({"n't", "n’t"})

_Words: TypeAlias = Phrases[list[tuple[bool, Meaning]]]


class Exclusion(NamedTuple):
    """Two words, one of each claim, that tell of one thing in ways that cannot both be."""

    kind: str
    mine: str
    theirs: str


@cache
def matter_set(name: str) -> frozenset[str]:
    """One list of ``data/matters.yaml``."""
    return frozenset(load_data("matters.yaml", "archive.claims")[name])


@cache
def _matter_finder() -> _Words[str]:
    """Every word of a matter, with the matter."""
    matters = load_data("matters.yaml", "archive.claims")["matters"]
    return _words((word, name) for name, words in matters.items() for word in words)


@cache
def _half_finder() -> _Words[tuple[str, int]]:
    """Every word of an opposition, with its name and which of its halves the word is of."""
    opposed = load_data("matters.yaml", "archive.claims")["opposed"]
    return _words(
        (word, (name, half)) for name, lists in opposed.items() for half, words in enumerate(lists) for word in words
    )


def _words(words: Iterable[tuple[str, Meaning]]) -> _Words[Meaning]:
    """Finds words: each with its meanings, which tell whether the word may go on."""
    by_text: dict[str, list[tuple[bool, Meaning]]] = {}
    for word, meaning in words:
        by_text.setdefault(word.rstrip("*"), []).append((word.endswith("*"), meaning))
    return Phrases(by_text)


def _found(words: _Words[Meaning], lowered: str) -> Iterator[tuple[int, int, Meaning]]:
    """Start, end and meaning of each of ``words`` in ``lowered``."""
    for number, start, end in words.find(lowered):
        if lowered[start - 1 : start].isalnum():
            continue
        whole = not lowered[end : end + 1].isalnum()
        for prefix, meaning in words.meanings[number]:
            if whole or prefix:
                yield start, end, meaning


@lru_cache(maxsize=1024)
def matters_of(text: str) -> frozenset[str]:
    """The matters that ``text`` names."""
    return frozenset(name for _, _, name in _found(_matter_finder(), text[:MAX_COMPARED].lower()))


@lru_cache(maxsize=2048)
def halves_of(text: str) -> dict[str, dict[int, str]]:
    """The oppositions of which ``text`` has words, for each the halves and a word.

    A negation right before a word turns it into its opposite; what is only attempted counts for nothing.
    """
    lowered = text[:MAX_COMPARED].lower()
    halves: dict[str, dict[int, str]] = {}
    found = list(_found(_half_finder(), lowered))
    for start, end, (name, half) in found:
        if len(found) > 1 and _within_longer(start, end, name, found):
            continue
        before = lowered[max(0, start - TURNED) : start].split()[-3:]
        if not matter_set("attempts").isdisjoint(before):
            continue
        turned = not matter_set("turning").isdisjoint(before) or any(word[-3:] in _NOT for word in before)
        if turned and name not in matter_set("two_ways"):
            continue
        word = _whole_word(lowered, start, end)
        halves.setdefault(name, {}).setdefault(1 - half if turned else half, f"not {word}" if turned else word)
    return halves


def _within_longer(start: int, end: int, name: str, found: Iterable[tuple[int, int, tuple[str, int]]]) -> bool:
    """Whether words stand inside longer ones of the same opposition: "control of" in "still in control of"."""
    return any(
        kind == name and first <= start and end <= last and last - first > end - start
        for first, last, (kind, _) in found
    )


def _whole_word(text: str, start: int, end: int) -> str:
    while text[end : end + 1].isalnum():
        end += 1
    return text[start:end]


def excluding(mine: str, theirs: str) -> Exclusion | None:
    """Words of the two texts that exclude each other; none where either text has words of both kinds."""
    return next(exclusions(mine, theirs), None)


def exclusions(mine: str, theirs: str) -> Iterator[Exclusion]:
    """Every opposition of which each of the two texts has one half."""
    first = halves_of(mine)
    second = halves_of(theirs) if first else {}
    for kind, halves in first.items():
        others = second.get(kind)
        if others is not None and len(halves) == len(others) == 1:
            (half, word), (other_half, other_word) = *halves.items(), *others.items()
            if half != other_half:
                yield Exclusion(kind, word, other_word)


def common_matters(mine: str | None, theirs: str | None) -> frozenset[str]:
    """The matters that both texts name."""
    if not mine or not theirs:
        return frozenset()
    return matters_of(mine) & matters_of(theirs)


def common_ground(mine: str, theirs: str) -> int:
    """How much two texts have in common: a word counts two, a name one, a matter named in other words two or one."""
    words = shared_matter(mine, theirs)
    names = len(stems(mine) & stems(theirs)) - words
    first, second = _matter_stems(mine), _matter_stems(theirs)
    matters = sum(
        1 if name in word_set("loose_matters") else 2
        for name, told in first.items()
        if name in second and told.isdisjoint(second[name])
    )
    return 2 * words + min(names, 2) + min(matters, 3)


def in_other_words(mine: str, theirs: str) -> frozenset[str]:
    """The starts of the words of one text that name a matter which the other names too."""
    second = _matter_stems(theirs)
    return frozenset(word for name, words in _matter_stems(mine).items() if name in second for word in words)


@lru_cache(maxsize=1024)
def _matter_stems(text: str) -> dict[str, frozenset[str]]:
    """The matters that ``text`` names, each with the starts of the words that name it."""
    lowered = text[:MAX_COMPARED].lower()
    found: dict[str, set[str]] = {}
    for start, _, name in _found(_matter_finder(), lowered):
        found.setdefault(name, set()).add(stem(_whole_word(lowered, start, start)))
    return {name: frozenset(words) for name, words in found.items()}


@cache
def _cause_finder() -> Phrases[bool]:
    """The words before a cause and, with False, those after one."""
    data = load_data("matters.yaml", "archive.claims")
    return Phrases(
        {
            f" {words} ": after
            for after, name in ((True, "cause_after"), (False, "cause_before"))
            for words in data[name]
        }
    )


@lru_cache(maxsize=1024)
def cause_of(text: str) -> str | None:
    """The words that tell who or what caused the event that ``text`` tells of; None where it names no cause."""
    finder = _cause_finder()
    found = finder.find(text[:MAX_COMPARED].lower())
    for number, _, end in found:
        if finder.meanings[number]:
            return text[end:]
    for _, start, _ in found:
        return text[:start]
    return None


def cause_words(cause: str) -> frozenset[str]:
    """The words of weight that begin a cause."""
    words = [word.strip(".,;:()\"'“”").lower() for word in cause.split()[:8]]
    return frozenset(word[:5] for word in words if len(word) > 2 and word not in word_set("stopwords"))
