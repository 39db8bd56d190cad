"""How those answer of whom something was said: it was others, it was staged, who says so lies, they were not there.

Such a claim denies nothing in so many words. That it answers the claim right before it is told by who is named:
the claim before names the speaker's party, and mostly the answer names the other's.
"""

from __future__ import annotations

import re
from functools import cache

from archive.claims.exclusions import adjacent
from archive.claims.matters import cause_of, common_ground
from archive.claims.statements import (
    Statement,
    cue_starts,
    holds_any,
    names_speaker,
    negated,
    of_one_time,
    opposed,
    shared_name,
    stems,
    word_pattern,
)

# "Were not in the area", "had nothing to do with it".
_ALIBI = re.compile(
    r"\b(?:not|never|n['’]t)\s(?:been\s)?(?:in the area|there\b|present|involved|responsible|behind|to blame)"
    r"|\bnothing to do with\b|\bno (?:troops|forces|soldiers|aircraft|planes|ships|units|part)\b",
    re.IGNORECASE,
)
# "It had not carried out any raid".
_DID_NOT = re.compile(r"(?:it|they|(?:its|their) \w+) (?:had|has|have|did) (?:not|never)\b")
# "It was the police who had started".
_CLEFT = re.compile(
    r"it (?:was|is|had been) (?:in fact |actually )?((?:the |a |an )?(?:\w+ )?[A-Za-z]\w+s?) "
    r"(?:who|that) (?:had|was|were|has)\b"
)
# How many words a subject takes.
SUBJECT = 3
_FOR = re.compile(r"\b(?:for|of)\b", re.IGNORECASE)


@cache
def _staged() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{word_pattern('staged_words')})\b", re.IGNORECASE)


@cache
def _lying() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{word_pattern('lying_words')})\b", re.IGNORECASE)


def may_rejoin(statement: Statement, other: Statement) -> bool:
    """Whether a claim's words may answer what was said of its speaker: a fast look that most claims fail."""
    content = statement.content or ""
    if statement.claimant is None or other.claimant is None or statement.claimant == other.claimant:
        return False
    if statement.cue.lower().startswith(cue_starts("blaming_cues")) or content.startswith("it was "):
        return True
    return holds_any("staged_words", content) or holds_any("lying_words", content)


def points_elsewhere(statement: Statement, other: Statement) -> bool:
    """Whether a claim says that it was another than the claim right before it says: "it was the police who"."""
    match = _CLEFT.match(statement.content or "")
    if match is None or not adjacent(statement, other) or not opposed(statement, other) or other.stance == "deny":
        return False
    return not (stems(match[1]) & stems(" ".join((other.content or "").split()[:SUBJECT])))


def rejoins(statement: Statement, other: Statement) -> str | None:
    """How a claim answers the one right before it, which tells of its speaker; None where it does not."""
    content, theirs = statement.content, other.content
    if not content or not theirs or not adjacent(statement, other):
        return None
    alibi = ("no" in content or "n't" in content or "n’t" in content) and (
        _ALIBI.search(content) is not None or (_DID_NOT.match(content) is not None and cause_of(theirs) is not None)
    )
    if not alibi and not may_rejoin(statement, other):
        return None
    if not opposed(statement, other) or shared_name(statement, other) or names_speaker(statement.claimant or "", other):
        return None
    names_other = names_speaker(content, other)
    if names_other and _lying().search(content) is not None:
        return "its speaker says that the other lies"
    if negated(theirs) or not names_speaker(theirs, statement) or not of_one_time(statement, other):
        return None
    if names_other and _staged().search(content) is not None:
        return "its speaker says that the other did it or made it up"
    blames = statement.cue.lower().startswith(cue_starts("blaming_cues"))
    if names_other and blames and _FOR.search(content) and common_ground(content, theirs) > 0:
        return f"its speaker “{statement.cue}” the other for it"
    cause = cause_of(theirs) if alibi and _DID_NOT.match(content) else None
    if alibi and statement.stance != "concede" and (cause is None or names_speaker(cause, statement)):
        return "its speaker says that he had no part in it"
    return None
