"""A claim as relations see it, and what two claims have in common: speakers, words, figures."""

from __future__ import annotations

import re
from datetime import date
from functools import cache, lru_cache
from typing import Any, NamedTuple

from archive.claims.phrases import Phrases
from archive.documents import Quantity, Relation, RelationKind, Stance
from archive.parsing.data_files import load_data

# Claims longer than this are compared by their first characters.
MAX_COMPARED = 2000
# Two names of this many letters in common at the start are one word in another form: "shelled", "shelling".
STEM = 5
# "Turkey" and "Turkish" begin alike.
NAME_STEM = 4
# Claims this many days apart may tell of one event.
ONE_TIME = 14
# Characters between two sentences.
SPACE = 4

_WORD = re.compile(r"\w+")
_NAME = re.compile(r"\b[A-Z]\w{2,}")


class Statement(NamedTuple):
    """What relations need to know of a claim. ``number`` names it: a position in the article, or a row's id.

    ``place`` is the section, or the infobox and field. ``actors`` and ``parents`` are name keys; ``scope`` is what
    a box note limits the figures to ("Kharkiv only"); ``aim`` is what follows the cue of a denial without content.
    The rest tells how it stands in its text: its sentence and paragraph, the contrasting word right before it
    ("while", "but"), whether it hangs on the claim before as a participle (", saying"), and the number of the claim
    that the text says it answers. ``article`` and ``event`` matter across articles only.
    """

    number: int
    place: tuple[int | None, int | None, int | None]
    claimant: str | None
    actors: frozenset[str]
    parents: frozenset[str]
    side: int | None
    cue: str
    stance: Stance
    content: str | None
    sentence: str
    date: str | None
    quantities: tuple[Quantity, ...] = ()
    sentence_start: int = 0
    paragraph: int = 0
    start: int = 0
    end: int = 0
    scope: str | None = None
    aim: str = ""
    contrast: str | None = None
    hangs_on: bool = False
    answers: int | None = None
    answers_basis: str | None = None
    denies_previous: bool = False
    article: int = 0
    event: str | None = None


# A claimant that names nobody by itself.
PRONOUN = re.compile(r"(?:he|she|they|it|who|which|others?|another)", re.IGNORECASE)


@cache
def relation_data() -> dict[str, Any]:
    """The words of ``data/relations.yaml``."""
    loaded: dict[str, Any] = load_data("relations.yaml", "archive.claims")
    return loaded


@cache
def word_set(name: str) -> frozenset[str]:
    """One list of ``data/relations.yaml``."""
    return frozenset(relation_data()[name])


@cache
def cue_starts(name: str) -> tuple[str, ...]:
    """How the cues of a list begin."""
    return tuple(relation_data()[name])


@cache
def word_pattern(name: str) -> str:
    """The words of a list as alternatives of a regular expression, longest first."""
    return "|".join(re.escape(word) for word in sorted(relation_data()[name], key=len, reverse=True))


@cache
def _finder(name: str, around: str) -> Phrases[bool]:
    return Phrases({f"{around}{word}{around}": True for word in relation_data()[name]})


def holds_any(name: str, text: str, around: str = "") -> bool:
    """Whether any word of a list, with ``around`` on both sides, stands in ``text``: one pass for all words."""
    return bool(_finder(name, around).find(text))


def relation(first: Statement, second: Statement, kind: RelationKind, basis: str) -> Relation:
    """A relation with the lower number first; a denial goes from the one who denies."""
    if kind != "denies" and first.number > second.number:
        first, second = second, first
    return Relation(first.number, second.number, kind, basis)


def same_speaker(first: Statement, second: Statement) -> bool:
    """Whether two claims have a claimant in common, or one speaks for the other's country or faction."""
    mine, theirs = first.actors | first.parents, second.actors | second.parents
    if _abbreviates(first.claimant or "", second.claimant or ""):
        return True
    if mine and theirs:
        return bool(first.actors & theirs or second.actors & mine)
    return first.claimant is not None and (first.claimant or "").casefold() == (second.claimant or "").casefold()


def _abbreviates(first: str, second: str) -> bool:
    """Whether one name is the other's initials: "HRW" and "Human Rights Watch"."""
    short, long = (first, second) if len(first) <= len(second) else (second, first)
    if not 2 < len(short) < 8 or not short.isupper():
        return False
    return short == "".join(w[0] for w in _WORD.findall(long) if w[0].isupper())


def shared_name(first: Statement, second: Statement) -> bool:
    """Whether two claimants are named after one country, place or body: "Iraqi army", "Iraqi prime minister"."""
    mine, theirs = set(_NAME.findall(first.claimant or "")), set(_NAME.findall(second.claimant or ""))
    generic = word_set("generic_names")
    return any(name.lower() not in generic for name in mine & theirs)


def follows(statement: Statement, other: Statement) -> bool:
    """Whether a statement's sentence comes right after another one's in its paragraph."""
    gap = statement.sentence_start - other.sentence_start - len(other.sentence)
    return statement.place == other.place and statement.paragraph == other.paragraph and 0 <= gap <= SPACE


def of_one_time(first: Statement, second: Statement) -> bool:
    """Whether two claims may tell of one event: no date, dates a few days apart, or one within the other."""
    if first.date is None or second.date is None:
        return True
    length = min(len(first.date), len(second.date))
    if length < 10:
        return first.date[:length] == second.date[:length]
    return abs(date.fromisoformat(first.date) - date.fromisoformat(second.date)).days <= ONE_TIME


def opposed(first: Statement, second: Statement) -> bool:
    """Whether two claimants are not of one party."""
    if first.side is not None and first.side == second.side:
        return False
    return not same_speaker(first, second)


def tokens(text: str) -> list[str]:
    """The words of ``text`` in lower case."""
    return _WORD.findall(text[:MAX_COMPARED].lower())


@lru_cache(maxsize=2048)
def words_of(text: str) -> frozenset[str]:
    """The different words of ``text`` in lower case."""
    return frozenset(tokens(text))


@lru_cache(maxsize=2048)
def stems(text: str) -> frozenset[str]:
    """The starts of the words of weight."""
    return frozenset(stem(token) for token in words_of(text) - word_set("stopwords") if len(token) > 2)


@lru_cache(maxsize=8192)
def stem(word: str) -> str:
    """How a word begins in all its forms: "bomb", "bombs", "bombed" and "bombing", "fire" and "fired"."""
    if len(word) > 5 and word.endswith("ing"):
        word = word[:-3]
    elif len(word) > 3 and word.endswith("ed"):
        word = word[:-2]
    elif len(word) > 3 and word.endswith("s") and not word.endswith("ss"):
        word = word[:-1]
    return word.removesuffix("e")[:STEM]


def overlap(first: str | None, second: str | None) -> float:
    """The share of the shorter text's words of weight that the other has too."""
    mine, theirs = stems(first or ""), stems(second or "")
    return len(mine & theirs) / min(len(mine), len(theirs)) if mine and theirs else 0.0


def shared_matter(first: str | None, second: str | None) -> int:
    """How many words that are no names two texts share: "Russia" alone is no common matter."""
    return len(_common_words(first or "") & _common_words(second or ""))


@lru_cache(maxsize=1024)
def _common_words(text: str) -> frozenset[str]:
    stop = word_set("stopwords")
    words = (word for word in _WORD.findall(text[:MAX_COMPARED]) if len(word) > 2 and word.islower())
    return frozenset(stem(word) for word in words if word not in stop)


def names_speaker(content: str, statement: Statement) -> bool:
    """Whether ``content`` names who makes ``statement``, or their country or party: "Russian" for Russia's army."""
    speakers = " ".join((statement.claimant or "", *(parent.title() for parent in statement.parents)))
    generic = word_set("generic_names")
    mine = {name[:NAME_STEM].lower() for name in _NAME.findall(speakers) if name.lower() not in generic}
    named = _NAME.findall(content[:MAX_COMPARED])
    if any(name[:NAME_STEM].lower() in mine for name in named):
        return True
    short = next((name for name in _NAME.findall(statement.claimant or "") if name.isupper()), None)
    return short is not None and short in "".join(name[0] for name in named)


def alike(first: str | None, second: str | None) -> float:
    """The share of words that two texts have in common, of all their words."""
    mine, theirs = words_of(first or ""), words_of(second or "")
    return len(mine & theirs) / len(mine | theirs) if mine and theirs else 0.0


@lru_cache(maxsize=1024)
def negated(text: str) -> bool:
    """Whether ``text`` says that something is not so."""
    padded = f" {text[:MAX_COMPARED].lower()} "
    return "n't " in padded or "n’t " in padded or holds_any("negations", padded, " ")
