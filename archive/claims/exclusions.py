"""Accounts that exclude each other by what they say.

Opposite words alone prove little: "captured" and "repelled" may be two villages. Evidence is counted (words that
both share, a contrast, who is named, whose accounts they are) and two claims are tied only where enough agrees.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from archive.claims.accounts import may_exclude, tells
from archive.claims.matters import (
    cause_of,
    cause_words,
    common_ground,
    common_matters,
    exclusions,
    in_other_words,
    matter_set,
)
from archive.claims.moments import clock_data
from archive.claims.statements import (
    PRONOUN,
    Statement,
    cue_starts,
    follows,
    names_speaker,
    negated,
    of_one_time,
    opposed,
    shared_matter,
    stem,
    stems,
    word_set,
)

# How much must speak for it: opposite words count two, a contrast two, everything else one.
ENOUGH = 4
# How many claims back an account may answer, counted in the same paragraph.
ANSWERED = 3
# No more words say plainly that what was denied was so.
BRIEF = 25
# How many words a subject takes: "Turkish authorities had paid".
SUBJECT = 3

_OWN = frozenset({"still", "its", "their", "his"})
# What those deny who are said to have done it.
_DID = re.compile(
    r"(?:any |all |a |its |their |his |her |the )?(?:direct )?"
    r"(?:responsibility|involvement|role|part|knowledge|plans?|intention|\w{2,}ing)\b"
)
_NAMED_CAUSE = re.compile(r"\b[A-Z]\w+")
_NAMED = re.compile(r"(?<!^)\b[A-Z]\w+")
_NOT_HIM = re.compile(r"\b(?:and|but) not (?:by )?(?:the )?([A-Z]\w+)")
_COPULA = re.compile(r"(?:the |a |an )?((?:\S+ ){1,4}?)(?:was|were|is|are) ", re.IGNORECASE)
_PRONOUN_SUBJECT = re.compile(r"(?:it|they|he|she|there|this|that) ", re.IGNORECASE)


def exclusion(
    statement: Statement, others: Sequence[Statement], contrast: str | None, disputed: Statement | None = None
) -> tuple[Statement, str] | None:
    """The account shortly before in the paragraph that ``statement`` excludes, and why; None where none surely is.

    ``others`` are the accounts of other speakers, the nearest first; ``contrast`` is the word that sets the statement
    against the claim right before it; ``disputed`` is the claim that the sentence before denied.
    """
    content = statement.content
    if not content or statement.stance == "accuse":
        return None
    for index, other in enumerate(others[:ANSWERED]):
        if not other.content:
            continue
        against = contrast if index == 0 and adjacent(statement, other) else None
        if other is disputed:
            against = "denied"
        opposite = tuple(exclusions(content, other.content))
        words = opposite[0] if opposite else None
        if words is None and against is None and not _blames_others(statement, other):
            continue
        if not opposed(statement, other) or not of_one_time(statement, other) or not may_exclude(statement, other):
            continue
        if words is None and against is None:
            return other, "the two accounts name different causes"
        if words is not None:
            for words in opposite:
                if _agreeing(statement, other, against, words.kind, words.mine) - index >= ENOUGH:
                    return other, f"the two accounts exclude each other: “{words.mine}”, “{words.theirs}”"
            continue
        mine, theirs = cause_of(content), cause_of(other.content)
        if (
            against is not None
            and mine
            and theirs
            and cause_words(mine).isdisjoint(cause_words(theirs))
            and _agreeing(statement, other, against, "cause") - index >= ENOUGH
        ):
            return other, "the two accounts name different causes"
        if against is not None and _same_subject(content, other.content):
            return other, f"“{against}”, and the same is said to be something else"
    return None


def _blames_others(statement: Statement, other: Statement) -> bool:
    """Whether two claims in a row say of one event that it was done by others: "committed by".

    One of the two must be of the party that the other names, or both of different parties.
    """
    content, theirs = statement.content or "", other.content or ""
    mine = cause_of(content)
    before = cause_of(theirs) if mine else None
    if not mine or not before or not adjacent(statement, other):
        return False
    if not (_NAMED_CAUSE.search(mine) and _NAMED_CAUSE.search(before)):
        return False
    if not (names_speaker(theirs, statement) or names_speaker(content, other) or _parties_differ(statement, other)):
        return False
    return cause_words(mine).isdisjoint(cause_words(before)) and common_ground(content, theirs) > 0


def _agreeing(statement: Statement, other: Statement, contrast: str | None, kind: str, words: str = "") -> int:
    """How much speaks for one event told in two ways."""
    mine, theirs = statement.content or "", other.content or ""
    shared = stems(mine) & stems(theirs)
    named = names_speaker(theirs, statement) or names_speaker(mine, other)
    parties = _parties_differ(statement, other)
    if kind == "observed-broken":
        return ENOUGH + 1 if named or (parties and statement.date == other.date) else 0
    one_day = statement.date == other.date or (adjacent(statement, other) and None in {statement.date, other.date})
    answered = adjacent(statement, other) and names_speaker(theirs, statement)
    if contrast is None and (
        (kind in matter_set("of_two_events") and not (kind in matter_set("of_one_event") and answered)) or not one_day
    ):
        return 0
    if _elsewhere(mine, theirs) or _counting(statement, other):
        return 0
    return (
        2
        + (2 if contrast else 0)
        + min(len(shared) or bool(common_matters(mine, theirs)), 2)
        + named
        + parties
        + _holds_on(statement, other, words)
        + _plainly_of_it(statement, other, kind)
        - (PRONOUN.fullmatch(statement.claimant or "") is not None and not statement.actors)
        - (1 if contrast in {"while", "whilst"} and not shared and _NAMED.search(mine) else 0)
    )


def _holds_on(statement: Statement, other: Statement, words: str) -> int:
    """How much a claim's own words say that it answers the one right before it: "insisted", "under its control"."""
    if not adjacent(statement, other):
        return 0
    told = words.split()
    return statement.cue.lower().startswith(cue_starts("insisting_cues")) + (
        0 if _OWN.isdisjoint(told) else 1 + (len(told) > SUBJECT)
    )


def _plainly_of_it(statement: Statement, other: Statement, kind: str) -> int:
    """How much it tells that a plain opposition stands right after the other claim, and is of what that told."""
    if kind not in matter_set("plain") or not adjacent(statement, other):
        return 0
    return 1 + (kind in matter_set("of_themselves") or _PRONOUN_SUBJECT.match(statement.content or "") is not None)


def _counting(first: Statement, second: Statement) -> bool:
    """Whether both count one kind of loss, or the same people: such figures disagree or stand side by side."""
    mine = {word for quantity in first.quantities for word in (quantity.kind, quantity.unit) if word}
    return any(not mine.isdisjoint((quantity.kind, quantity.unit)) for quantity in second.quantities)


@cache
def _places() -> re.Pattern[str]:
    """A name after a word of place, if it is no month."""
    months = "|".join(month.title() for month in clock_data()["months"])
    return re.compile(
        r"\b(?:in|on|at|near|of|from|to|inside|around|into|captured?|seized?|recaptured?)\s(?:the\s)?"
        rf"((?!(?:{months})\b)[A-Z]\w+)"
    )


def _elsewhere(mine: str, theirs: str) -> bool:
    """Whether both name places, and none in common."""
    here, there = set(_places().findall(mine)), set(_places().findall(theirs))
    return bool(here and there) and here.isdisjoint(there)


def _parties_differ(first: Statement, second: Statement) -> bool:
    """Whether both claimants are known to be of different sides or countries."""
    if first.side is not None and second.side is not None:
        return first.side != second.side
    if (_of_state(first) and _of_rebels(second)) or (_of_rebels(first) and _of_state(second)):
        return True
    mine, theirs = first.parents or first.actors, second.parents or second.actors
    return bool(first.parents and second.parents) and mine.isdisjoint(theirs)


def _of_state(statement: Statement) -> bool:
    """Whether a claimant is called after a state's power: "the army", "state media"."""
    return not word_set("state_words").isdisjoint((statement.claimant or "").lower().split())


def _of_rebels(statement: Statement) -> bool:
    return not word_set("rebel_words").isdisjoint((statement.claimant or "").lower().split())


def adjacent(statement: Statement, other: Statement) -> bool:
    """Whether two claims stand in one sentence, or the first in the sentence right after the other's."""
    return other.sentence_start == statement.sentence_start or follows(statement, other)


def _same_subject(mine: str, theirs: str) -> bool:
    """Whether two contents say of one thing that it is this, and that it is that: "the target was …"."""
    first, second = _COPULA.match(mine), _COPULA.match(theirs)
    if first is None or second is None or first[1].lower() != second[1].lower() or _PRONOUN_SUBJECT.match(first[1]):
        return False
    return cause_words(mine[first.end() :]).isdisjoint(cause_words(theirs[second.end() :]))


def affirms(statement: Statement, denial: Statement, contrast: str | None) -> bool:
    """Whether a claim says that what was denied before it was so: "denied a role, while B said its jets did it"."""
    content = statement.content
    if not content or not denial.content or negated(content) or not opposed(statement, denial):
        return False
    if not adjacent(statement, denial) or not of_one_time(statement, denial):
        return False
    if statement.start < denial.end:
        return False
    matter = shared_matter(content, denial.content) > 0 or bool(common_matters(content, denial.content))
    told = content if contrast is not None or _DID.match(denial.content) else " ".join(content.split()[:SUBJECT])
    if not names_speaker(told, denial) and statement.stance != "confirm":
        return False
    same_sentence = statement.sentence_start == denial.sentence_start
    return matter or (contrast is not None and same_sentence and content.lower().startswith(("it ", "they ")))


def says_as_much(statement: Statement, denial: Statement) -> bool:
    """Whether a claim tells again what was denied shortly before: "denied that she had died. Radio said she had died".

    What somebody denies to have done is told only by naming him.
    """
    content, denied = statement.content, denial.content
    if not content or not denied or negated(content) or negated(denied) or len(content.split()) > BRIEF:
        return False
    if not denial.cue.lower().startswith(cue_starts("denying_cues")) or _DID.match(denied) or not tells(statement):
        return False
    if content == denied or not opposed(statement, denial) or not of_one_time(statement, denial):
        return False
    words = stems(denied) - claim_stems()
    told = words & (stems(content) | in_other_words(denied, content))
    enough = told == words or (adjacent(statement, denial) and 2 * len(told) >= len(words))
    return enough and shared_matter(content, denied) > 0


@cache
def claim_stems() -> frozenset[str]:
    """The nouns of claims as stems."""
    return frozenset(stem(word) for word in word_set("claim_nouns"))


def shifts_blame(statement: Statement, other: Statement) -> bool:
    """Whether a claim says that it was another than the claim before says: "the work of the Front, and not Israel"."""
    match = _NOT_HIM.search(statement.content or "")
    return (
        match is not None
        and opposed(statement, other)
        and adjacent(statement, other)
        and re.search(rf"\b{re.escape(match[1])}", other.content or "") is not None
    )
