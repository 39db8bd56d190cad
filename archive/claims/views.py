"""Views set against views: what replaced an earlier one, what others hold, what its speaker doubts or takes back."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from archive.claims.exclusions import adjacent
from archive.claims.statements import (
    Statement,
    cue_starts,
    follows,
    names_speaker,
    opposed,
    relation_data,
    same_speaker,
    shared_matter,
    stems,
    word_pattern,
    word_set,
)

# How many words before a cue tell when it was held so: "was originally thought", "is now considered".
BEFORE_CUE = 4
BEFORE_CHARACTERS = 60


@cache
def _other_holders() -> tuple[tuple[re.Pattern[str], re.Pattern[str]], ...]:
    pairs = relation_data()["parallel_holders"]
    return tuple(
        (re.compile(rf"{first}\b", re.IGNORECASE), re.compile(rf"{second}\b", re.IGNORECASE)) for first, second in pairs
    )


@cache
def _doubting() -> re.Pattern[str]:
    """A doubt about what somebody held: "expressed some skepticism regarding Schramm's view"."""
    return re.compile(rf"\b(?:{word_pattern('doubting_words')})", re.IGNORECASE)


@cache
def _doubtful() -> re.Pattern[str]:
    return re.compile(rf"\s*(?:is|was|are|were|to be)\s(?:{word_pattern('doubtful_words')})\b", re.IGNORECASE)


def replaces(statement: Statement, earlier: Statement, contrast: str | None) -> bool:
    """Whether a view replaces an earlier one: "was originally thought to be a tubulidentate, but is now …"."""
    if not adjacent(statement, earlier) or not statement.content or not earlier.content:
        return False
    if not _held(earlier, "at_first") or (earlier.quantities and statement.quantities):
        return False
    later = _held(statement, "later_on")
    return (contrast is not None or later) and (
        shared_matter(statement.content, earlier.content) > 0
        or bool(stems(statement.content) & stems(earlier.content))
        or (statement.sentence_start == earlier.sentence_start and later)
    )


def others_hold(statement: Statement, near: Sequence[Statement]) -> Statement | None:
    """The view shortly before that others hold of the same: "Some view it as … . Others consider it"."""
    if not statement.claimant or not statement.cue.lower().startswith(cue_starts("holding_cues")):
        return None
    for first, second in _other_holders():
        if second.match(statement.claimant):
            for other in near:
                if (
                    other.claimant
                    and first.match(other.claimant)
                    and other.cue.lower().startswith(cue_starts("holding_cues"))
                    and other.stance == statement.stance
                    and _of_one_thing(statement, other)
                ):
                    return other
    return None


def _of_one_thing(statement: Statement, other: Statement) -> bool:
    """Whether two views are of one thing: they share a word, or the second only points to it."""
    mine, theirs = statement.content or "", other.content or ""
    near = statement.sentence_start == other.sentence_start or follows(statement, other)
    same = near and mine.lower().startswith(("it ", "he ", "she ", "they "))
    return same or bool(stems(mine) & stems(theirs))


def critics_hold(statement: Statement, previous: Statement, contrast: str | None) -> bool:
    """Whether critics hold against the view right before theirs: "However, critics argue that"."""
    return (
        contrast is not None
        and adjacent(statement, previous)
        and (statement.claimant or "").lower().startswith(cue_starts("critics"))
        and opposed(statement, previous)
    )


def doubts(statement: Statement, previous: Statement) -> bool:
    """Whether a claim's own words doubt the one right before it.

    "Expressed skepticism regarding Schramm's view, arguing that", or "…, a claim Böwering says is doubtful".
    """
    content = statement.content
    if not content or not adjacent(statement, previous) or not opposed(statement, previous):
        return False
    if content == previous.content:
        after = statement.sentence.rpartition(f" {statement.cue}")[2]
        return _doubtful().match(after) is not None
    opening = statement.sentence.partition(content)[0]
    return follows(statement, previous) and _doubting().search(opening) is not None and names_speaker(opening, previous)


def takes_back(statement: Statement, previous: Statement) -> bool:
    """Whether a speaker says otherwise than before: "blamed the wind, but later said that he had lost on purpose"."""
    if not statement.content or not previous.content or not same_speaker(statement, previous):
        return False
    if statement.quantities and previous.quantities:
        return False
    if previous.stance == "deny":
        return statement.stance == "concede" and shared_matter(statement.content, previous.content) > 0
    return (
        previous.sentence_start == statement.sentence_start
        and previous.stance != "concede"
        and "but" in _before_cue(statement)
        and _held(statement, "later_on")
    )


def _held(statement: Statement, words: str) -> bool:
    """Whether a word of time stands right before the cue."""
    return not word_set(words).isdisjoint(_before_cue(statement))


def _before_cue(statement: Statement) -> list[str]:
    start, end = statement.start - statement.sentence_start, statement.end - statement.sentence_start
    position = statement.sentence.rfind(statement.cue, max(0, start), max(0, end))
    before = statement.sentence[: max(position, 0)][-BEFORE_CHARACTERS:].lower().replace(",", " ").split()
    return before[-BEFORE_CUE:]
