"""Two accounts of one event: which claims are accounts, and when words set one against another.

"While according to", "in contrast", "however" right after, a negation of the same matter, accounts that exclude
each other. Plans, judgements and tolls are no accounts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from archive.claims.statements import (
    PRONOUN,
    Statement,
    cue_starts,
    follows,
    negated,
    of_one_time,
    opposed,
    overlap,
    relation_data,
    shared_matter,
    shared_name,
    stems,
    word_pattern,
    word_set,
)
from archive.documents import Quantity, RelationKind

Opposition = tuple[Statement, RelationKind, str]

# How many characters an opening word, an article and a date take before the claimant: "However, on 8 May the".
OPENING = 32
# Share of common words that makes two claims about one matter: where nothing else says so, and where a word does.
SAME_MATTER = 0.6
DENIED_MATTER = 0.33
CONTRASTED_MATTER = 0.2

_BUT = re.compile(r"\b(?:but|neither)\b", re.IGNORECASE)
# "considered themselves Russian speakers": each tells of himself.
_OF_HIMSELF = re.compile(r"(?:them|him|her|it|our|my)sel(?:f|ves)\b", re.IGNORECASE)
# "would not attack", "must step down": a plan or a demand is no account of what was.
_PLAN = re.compile(r"(?:\S+\s+){0,8}(?:would|(?<!free )(?<!their )will|shall|should|must)\b", re.IGNORECASE)


@cache
def opening_contrast() -> re.Pattern[str]:
    """The words that set the claim of their sentence against the one before: "however", "in contrast"."""
    return re.compile(rf"\W*(?P<opener>{word_pattern('contrast_openers')})\b", re.IGNORECASE)


@cache
def _parallel() -> tuple[tuple[re.Pattern[str], re.Pattern[str]], ...]:
    pairs = relation_data()["parallel_claimants"]
    return tuple(
        (re.compile(rf"(?:{first})\b", re.IGNORECASE), re.compile(rf"(?:{second})\b", re.IGNORECASE))
        for first, second in pairs
    )


def contrasted(statement: Statement, others: Sequence[Statement], previous: Statement | None) -> Opposition | None:
    """An account that the words of the text set against the one before it."""
    if not speaks(statement):
        return None
    near = [other for other in others if speaks(other)]
    for other in near:
        if _negates(statement, other):
            return other, "contradicts", "one says that it was so, the other that it was not"
    if previous is None or not near or near[0] is not previous:
        return None
    counted = _counted_otherwise(statement, previous)
    if counted is not None:
        return previous, "contradicts", f"“{counted}”, and another figure of the same loss"
    if not comparable(statement, previous):
        return None
    if previous.sentence_start == statement.sentence_start:
        if statement.contrast and _set_against(statement, previous):
            return previous, "contradicts", f"the text sets the two accounts against each other: “{statement.contrast}”"
        return None
    opener = _opener(statement)
    if opener is not None and _follows(statement, previous):
        strong = opener in word_set("strong_openers")
        if overlap(statement.content, previous.content) >= (CONTRASTED_MATTER if strong else DENIED_MATTER):
            return previous, "contradicts", f"the text sets it against the claim before: “{opener}”"
    return None


def _counted_otherwise(statement: Statement, previous: Statement) -> str | None:
    """The word that sets the count of a loss against the one right before it: "However, only six were killed"."""
    contrast = contrast_of(statement, previous)
    if contrast is None or contrast in word_set("weak_contrasts") or not _tolls(statement, previous):
        return None
    apart = opposed(statement, previous) and of_one_time(statement, previous)
    return contrast if apart and any(True for _ in different_counts(statement, previous)) else None


def different_counts(first: Statement, second: Statement) -> Iterator[tuple[Quantity, Quantity]]:
    """Figures of two claims for losses of one kind and side which cannot both be right."""
    for mine in first.quantities:
        for theirs in second.quantities:
            same = mine.kind is not None and (mine.kind, mine.about_side) == (theirs.kind, theirs.about_side)
            if same and disjoint(mine, theirs):
                yield mine, theirs


def disjoint(first: Quantity, second: Quantity) -> bool:
    """Whether no number can be meant by both figures."""
    low = max(first.value_min or 0, second.value_min or 0)
    tops = [top for top in (first.value_max, second.value_max) if top is not None]
    return bool(tops) and low > min(tops)


def speaks(statement: Statement) -> bool:
    """Whether a claim has a claimant whom the article makes known: only such accounts can be set against each other."""
    return statement.claimant is not None and (bool(statement.actors) or not PRONOUN.fullmatch(statement.claimant))


def one_matter(statement: Statement, other: Statement) -> bool:
    """Whether a contrast that the words mark is one of accounts: of one sentence, or of one matter."""
    if statement.sentence_start != other.sentence_start:
        if _opener(statement) is None or not _follows(statement, other):
            return False
        if statement.stance == "deny":
            shared = shared_matter(statement.content, other.content)
            return shared > 1 or (shared > 0 and overlap(statement.content, other.content) >= DENIED_MATTER)
        return overlap(statement.content, other.content) >= CONTRASTED_MATTER
    contrast = (statement.contrast or "").lower()
    if contrast and contrast not in word_set("weak_contrasts"):
        return True
    sides = None not in {statement.side, other.side} and statement.side != other.side
    return _set_against(statement, other) or (sides and overlap(statement.content, other.content) > 0)


def comparable(first: Statement, second: Statement) -> bool:
    """Whether two claims are accounts that can exclude each other.

    Accusations, tolls, plans, judgements, what each says of himself, and two claims of one party are none.
    """
    if "accuse" in {first.stance, second.stance} or _tolls(first, second):
        return False
    if "deny" not in {first.stance, second.stance} and not (tells(first) and tells(second)):
        return False
    return speaks(first) and speaks(second) and opposed(first, second)


def may_exclude(statement: Statement, other: Statement) -> bool:
    """Whether two claims are accounts that opposite words can set against each other."""
    return "accuse" not in {statement.stance, other.stance} and tells(statement) and tells(other)


def tells(statement: Statement) -> bool:
    """Whether a claim tells what was or is so, rather than what shall be or how it is judged."""
    content = statement.content or ""
    return not (
        _PLAN.match(content)
        or _OF_HIMSELF.match(content)
        or statement.cue.lower().startswith(cue_starts("judging_cues"))
    )


def _opener(statement: Statement) -> str | None:
    """The words that open a claim's sentence and set it against the one before: "However, on 8 May the army said"."""
    opener = opening_contrast().match(statement.sentence)
    if opener is None or statement.start - statement.sentence_start > opener.end() + OPENING:
        return statement.contrast if statement.contrast in relation_data()["set_off_contrasts"] else None
    return opener["opener"].lower()


def _opening_pair(statement: Statement, previous: Statement) -> str | None:
    """The word that opens a sentence of two claims and sets them against each other: "While A said …, B said …"."""
    word = statement.sentence.split(" ", 1)[0].lower()
    paired = word in word_set("opening_pairs") and previous.start - statement.sentence_start <= OPENING
    return word if paired else None


def contrast_of(statement: Statement, previous: Statement) -> str | None:
    """The word that sets a claim against the one right before it, in its sentence or from the sentence before."""
    if previous.sentence_start == statement.sentence_start:
        return statement.contrast or _opening_pair(statement, previous)
    return _opener(statement) if follows(statement, previous) else None


def _follows(statement: Statement, other: Statement) -> bool:
    """Whether a claim stands in the sentence right after another one's, and tells of the same time."""
    return follows(statement, other) and of_one_time(statement, other)


def _tolls(first: Statement, second: Statement) -> bool:
    """Whether both count losses: differing tolls disagree, they do not contradict."""
    return all(any(quantity.kind for quantity in statement.quantities) for statement in (first, second))


def _set_against(statement: Statement, previous: Statement) -> bool:
    """Whether "while", "but" or "though" between two accounts of one sentence sets them against each other."""
    if any(
        first.match(previous.claimant or "") and second.match(statement.claimant or "") for first, second in _parallel()
    ):
        return True
    shared = overlap(statement.content, previous.content)
    if " " in statement.cue and previous.cue.casefold() == statement.cue.casefold():
        return shared > 0
    if (statement.contrast or "").lower() not in word_set("weak_contrasts"):
        return shared >= CONTRASTED_MATTER
    # "While" joins accounts of one matter more often than it sets them apart, unless one is a negation.
    return shared >= CONTRASTED_MATTER and negated(statement.content or "") != negated(previous.content or "")


def _negates(first: Statement, second: Statement) -> bool:
    """Whether one claim says of the same matter that it was not so."""
    if not first.content or not second.content or "accuse" in {first.stance, second.stance}:
        return False
    if negated(first.content) == negated(second.content) or not opposed(first, second):
        return False
    if shared_name(first, second) or not of_one_time(first, second):
        return False
    if _BUT.search(first.content) or _BUT.search(second.content):
        return False
    shared = stems(first.content) & stems(second.content)
    return len(shared) >= 3 and overlap(first.content, second.content) >= SAME_MATTER
