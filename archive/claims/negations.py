"""Claims that say of what another told that it was not so, that nothing is known of it, or that there was none.

Not every "no" answers the claim before it: what is negated must be what that claim told, in the same or another word.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache, lru_cache

from archive.claims.accounts import may_exclude, tells
from archive.claims.matters import common_ground, common_matters, in_other_words
from archive.claims.statements import (
    PRONOUN,
    Statement,
    follows,
    names_speaker,
    negated,
    of_one_time,
    opposed,
    shared_matter,
    shared_name,
    stems,
    word_pattern,
    word_set,
)

# Within so many words a denial of one's own doing says "not".
CLEARING = 14
# How much a claim that it was not so must have in common with the claim that it was, where nobody is named.
ONE_MATTER = 4
# How many words what there was none of may take: "no evidence of any chemical attack".
NONE_OF = 8

_WAS_NOT = re.compile(
    r"\b(?:ha[sd]|have|did|was|were|could)(?:\snot|n['’]t)\b|\b(?:never|neither|nor)\b", re.IGNORECASE
)
_NEGATIVE = frozenset(
    {
        "not",
        "no",
        "No",
        "never",
        "none",
        "None",
        "neither",
        "Neither",
        "Not",
        "unaware",
        "without",
        "cannot",
        "rather",
        "instead",
    }
)
# What every negative word has, but few others.
_NEGATIVE_LETTERS: tuple[str, ...] = ("no", "No", "n't", "n’t", "ne", "Ne", "unaware", "without", "rather")
# What there was none of, or was not done, follows.
_NOT = re.compile(
    r"(?:\b(?:ha[sd]|have|did|was|were|could|is|are|does|do|would|will|might|may|can)(?:\snot|n['’]t)"
    r"(?:\s(?:and|or)\s\w+ not)?"
    r"|\b(?:never|no|not (?:a single|one|any|aware of)|none of|neither|unaware of|without any|rather than))\s"
    r"(?!longer\b|doubt\b|more than\b|fewer\b|less than\b|choice\b|one\b|matter\b|intention\b|only\b|yet\b|just\b)"
    r"(?P<such>such\s)?",
    re.IGNORECASE,
)
# "No evidence of", "no knowledge about": what nothing is known of follows.
_KNOWN = re.compile(
    r"(?:\w+\s){0,2}?(?:knowledge|evidence|records?|signs?|proof|information|indications?|traces?|reports?|basis|idea|confirmation"
    r"|aware|seen|heard|believe)\s"
    r"(?:(?:of|about|that|for|to (?:suggest|support|show)(?: that)?|showing|linking|supporting)\s)?(?P<such>such\s)?",
    re.IGNORECASE,
)
# What there was none of.
_NONE = re.compile(r"no\b|not (?:a single|one|any\s)|none\b|without\b", re.IGNORECASE)
# Who quotes himself tells of himself.
_WE = re.compile(r"(?:we|i|you)\b", re.IGNORECASE)
# "No evidence of this".
_POINTERS = frozenset({"this", "that", "it", "these", "those"})
_CLAUSE_END = re.compile(r"[,;:.]|\b(?:and|but|which|who|when|while|because|after|before|until|as)\b")
_BUT = re.compile(r"\b(?:but|neither)\b", re.IGNORECASE)


def says_not(statement: Statement) -> bool:
    """Whether a claim begins by saying that something was not so."""
    content = statement.content
    if not content or statement.stance == "concede" or not negated(content):
        return False
    return _WAS_NOT.search(" ".join(content.partition(" that ")[0].split()[:CLEARING])) is not None


def clears(statement: Statement, other: Statement) -> bool:
    """Whether one of whom something was said says that it was not so: "with Israeli help", "Israel has not helped"."""
    mine, theirs = statement.content, other.content
    if not mine or not theirs or _says_no(theirs):
        return False
    if not may_exclude(statement, other):
        return False
    if not names_speaker(theirs, statement) or not opposed(statement, other) or not of_one_time(statement, other):
        return False
    return shared_matter(mine, theirs) > 1 or bool(common_matters(mine, theirs) - word_set("loose_matters"))


def _says_no(content: str) -> bool:
    return negated(content) or content.startswith(("No ", "no "))


def otherwise(statement: Statement, others: Sequence[Statement]) -> Statement | None:
    """The claim shortly before, of which one says that what the other tells was not so, was none, or is not known.

    "Killed 27 civilians", "not a single civilian had been killed"; "a link", "no evidence of any link". Where there
    are several it is the one with most in common; ``others`` are the claims of other speakers, the nearest first.
    """
    mine = _negation(statement.content or "")
    found: list[Statement] = []
    for other in others:
        theirs = _negation(other.content or "")
        if (mine is None) == (theirs is None) or other.stance == "deny":
            continue
        if not opposed(statement, other) or shared_name(statement, other):
            continue
        if _undoes(statement, mine, other) if mine is not None else _undoes(other, theirs, statement):
            found.append(other)
    return max(found, key=lambda other: common_ground(statement.content or "", other.content or ""), default=None)


@lru_cache(maxsize=1024)
def _negation(content: str) -> re.Match[str] | None:
    """Where a claim begins by saying that something was not so."""
    if not any(letters in content for letters in _NEGATIVE_LETTERS):
        return None
    words = content.split()[: CLEARING + NONE_OF]
    if _NEGATIVE.isdisjoint(words) and not any(word.endswith(("n't", "n’t")) for word in words):
        return None
    return _NOT.search(" ".join(words))


def _undoes(statement: Statement, match: re.Match[str] | None, other: Statement) -> bool:
    content, theirs = statement.content, other.content
    if match is None or not content or not theirs or _says_no(theirs) or _BUT.search(theirs):
        return False
    if PRONOUN.fullmatch(statement.claimant or "") or _WE.match(content) or not (tells(statement) and tells(other)):
        return False
    near = other.sentence_start == statement.sentence_start or follows(statement, other) or follows(other, statement)
    known = _KNOWN.match(match.string, match.end())
    if statement.number < other.number and (known or match["such"] or not near or not _NONE.match(match[0])):
        return False
    if not (near and known) and not of_one_time(statement, other):
        return False
    if near and (match["such"] or (known and known["such"])):
        return True
    start = known.end() if known else match.end()
    end = _CLAUSE_END.search(match.string, start)
    denied = match.string[start : end.start() if end else None]
    if near and " such " in f" {denied} ":
        return True
    if known and near and denied.lower().strip(" .") in _POINTERS:
        return True
    if known and near and not word_set("claim_nouns").isdisjoint(denied.lower().split()):
        return True
    words = stems(denied)
    same = words & stems(theirs)
    if known and near:
        return bool(same or in_other_words(denied, theirs))
    told = words & (same | in_other_words(denied, theirs))
    if not told or 2 * len(told) < len(words):
        return False
    if known:
        return told == words or len(told) > 1
    if told and statement.number > other.number and near and names_speaker(content, other):
        # "The panel concluded that the Houthis were not responsible" after what the Houthis said.
        return True
    ground = common_ground(content, theirs)
    ground += near + names_speaker(theirs, statement)
    if near and len(told) > 1 and 3 * len(told) >= 2 * len(words):
        ground += 1
    return bool(same) and ground > (ONE_MATTER if told != words else ONE_MATTER - 2)


def belied(statement: Statement) -> bool:
    """Whether the sentence of a claim names what others said and sets it aside: "despite Kyiv's claims"."""
    sentence = statement.sentence
    return "spite" in sentence or "ontra" in sentence


def belies(statement: Statement, before: Sequence[Statement]) -> Statement | None:
    """The claim shortly before that the sentence of another one sets aside; ``before`` has the nearest last."""
    match = _despite().search(statement.sentence)
    if match is None or statement.cue.lower() in word_set("claim_nouns"):
        return None
    place = statement.sentence_start + match.start()
    if not (statement.start <= place < statement.end or (match.start() == 0 and place < statement.start)):
        return None
    named = match["denials"] is not None
    near = [
        other
        for other in reversed(before)
        if opposed(statement, other)
        and other.paragraph == statement.paragraph
        and (other.stance == "deny") == named
        and other.sentence_start != statement.sentence_start
    ]
    return next((other for other in near if names_speaker(match[0], other)), near[0] if near else None)


@cache
def _despite() -> re.Pattern[str]:
    return re.compile(
        rf"\b(?:{word_pattern('despite')})\s(?:\S+\s){{0,4}}?(?:(?P<denials>denials?)|{word_pattern('claim_nouns')})\b(?!\s(?:that|by)\b)",
        re.IGNORECASE,
    )
