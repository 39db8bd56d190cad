"""Which claim a denial denies: the one it points back to, whose matter it tells, or that told of its speaker."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from archive.claims.accounts import DENIED_MATTER, Opposition, speaks
from archive.claims.matters import common_ground, common_matters
from archive.claims.statements import (
    PRONOUN,
    Statement,
    cue_starts,
    follows,
    names_speaker,
    negated,
    of_one_time,
    overlap,
    same_speaker,
    shared_matter,
    stems,
    word_pattern,
    word_set,
)

# How many claims back a denial may answer what was said of its speaker.
ANSWERED = 3
# How many characters a claim stands behind the denial that names it: "contradicting earlier reports that".
RIGHT_AFTER = 20
# How many characters stand before the claimant of the claim denied: "denied all of Syria's claims".
HELD = 16
# How many characters a paragraph's first sentence stands behind the line break before it, at most.
PARAGRAPH_START = 3
# How much a denial must have in common with a claim: a word counts two, a name one, that it names its speaker two.
MUCH = 5
# So many years after a claim a denial of the same looks back at it; sooner it is of another event.
LOOKING_BACK = 2
# How many characters back stands the sentence of a claim that a denial right after it answers.
RIGHT_BEFORE = 400
# How many characters back a denial without a matter of its own may point.
FAR = 900


@cache
def _pointing() -> re.Pattern[str]:
    return re.compile(
        rf"(?:(?:any|all|such|both|these|those|the|this)\s(?:of\s)?)?(?:{word_pattern('pointing')})\b", re.IGNORECASE
    )


@cache
def _viewed() -> re.Pattern[str]:
    """A view named again, which tells nothing of it: "this view", "such an interpretation", "Holm's theory"."""
    return re.compile(
        r"(?:(?:(?:this|that|these|those|such(?:\san?)?|both|all|the)|[\w.-]+(?:['’]s|s['’]))\s(?:\w+\s)?|(?=version ))"
        rf"(?:{word_pattern('view_nouns')})\b(?!\s(?:of|that|about)\b)",
        re.IGNORECASE,
    )


@cache
def _possessed() -> re.Pattern[str]:
    return re.compile(rf"(?:[\w'’.-]+\s){{1,4}}(?:{word_pattern('claim_nouns')})\b", re.IGNORECASE)


@cache
def _owned() -> re.Pattern[str]:
    """A claim whose claimant is told: "Syria's claim that"."""
    return re.compile(
        rf"(?:[\w.-]+\s){{0,3}}[\w.-]+(?:['’]s|s['’])\s(?:{word_pattern('claim_nouns')})\b", re.IGNORECASE
    )


@cache
def _told_claim() -> re.Pattern[str]:
    """What others told, as the object of a denial: "reports of", "the claims that"."""
    return re.compile(rf"(?:(?:any|all|the|such)\s)?(?:{word_pattern('claim_nouns')})\s(?:of|that)\b", re.IGNORECASE)


# The matter of a denial is told apart from its cue: "posted denial by a commander of the capture", "the claims that".
_OWN_MATTER = re.compile(r"\s*(?:by\s[^.,;]{1,30}\s)?of\s", re.IGNORECASE)
# "Denied sending arms", "denied responsibility", "denied that its jets": what the speaker did or did not do.
_DOING = re.compile(
    r"(?:having\b|\w{2,}ing\b|(?:any )?(?:responsibility|involvement|role)\b|(?:any of )?(?:its|their|it|they)\b)"
)
# "Doubted that such an exercise was possible": of the kind told before.
_SUCH = re.compile(r"such\s(?!as\b|that\b)", re.IGNORECASE)
# "Denied the reports that": what several told.
_REPORTS = re.compile(r"(?:any |all |the )?(?:reports|claims|allegations|accusations) (?:of|that)\b")
_THIS = re.compile(r"(?:this|these|such)\b", re.IGNORECASE)
# "Denied the skirmish, but on 18 August it was honoured": the text speaks again.
_NARRATION = re.compile(r",\s(?:but|although|though)\s")
# "Denied conducting the attack": of a deed that all of the paragraph may tell of.
_DID = re.compile(
    r"(?:conducting|carrying out|having|being|launching|attacking|using|(?:any )?(?:responsibility|involvement|role))\b"
)
_GUILT = re.compile(r"(?:any |all )?(?:responsibility|involvement|role)\b")
# "Denied the reports": that something was so, not that it was not.
_PLURAL = re.compile(r"\s*(?:the|any|all|such|these|those)\s(?:\w+\s)?\w+s\b", re.IGNORECASE)
# "Denied the accusations", "rejected Kyiv's charges".
_ACCUSATION = re.compile(r"\b(?:accusation|charge|allegation)s?\b", re.IGNORECASE)
# "The group denied his death": of him of whom the claim tells.
_OF_HIM = re.compile(r"\b(?:he|his|him|she|her)\b")
_OWN_LOSS = re.compile(r"\b(?:their|its|our|his|own)\b", re.IGNORECASE)
_SEVERAL = re.compile(r"\s*(?:both|these|those|all)\b", re.IGNORECASE)


def find_denied(
    statement: Statement, before: Sequence[Statement], after: Statement | None, named: Statement | None
) -> Iterator[Opposition]:
    """The claims that a denial denies, and why: ``before`` it the nearest last, the one right ``after`` it.

    ``named`` is the claim that its words point to, where they do.
    """
    basis = f"the text says “{statement.cue}” of it"
    if after is not None and (_right_after(statement, after) if statement.content is None else _held(statement, after)):
        yield after, "denies", basis
        return
    others = [
        other
        for other in reversed(before)
        if answerable(other) and other.stance != "deny" and not same_speaker(statement, other)
    ]
    if named is not None and named in others:
        others = [named, *(other for other in others if other is not named)]
    elif not others:
        return
    same = [other for other in others if _denied_matter(statement, other)]
    if same:
        answered = max(same, key=lambda other: _likeness(statement, other))
        reports = _REPORTS.match(statement.content or "") is not None
        for other in same:
            if other is answered or (reports and other.sentence_start == answered.sentence_start):
                yield other, "denies", f"“{statement.cue}” after it, about the same matter"
    elif (statement.content is None and not _OWN_MATTER.match(statement.aim)) or _points_back(statement.content or ""):
        others = [
            other
            for other in others
            if (other.paragraph == statement.paragraph or _opens_paragraph(statement))
            and other.start > statement.start - FAR
            and (not _GUILT.match(statement.content or "") or _blames(other, statement))
        ]
        if not others:
            return
        several = _SEVERAL.match(statement.content or statement.aim)
        first = _pointed_at(statement, others)
        for other in others if first is not None else ():
            if other is first or (several and first and other.sentence_start == first.sentence_start):
                yield other, "denies", basis
    else:
        charge = next((other for other in others[:ANSWERED] if _charges(other, statement)), None)
        if charge is not None:
            yield charge, "denies", f"“{statement.cue}” by those of whom it was said"
        elif before and others[0] is before[-1]:
            # Who says that there was none of it agrees with a denial: the claim before that is denied.
            told = others[1] if len(others) > 1 and _says_none(others[0]) else others[0]
            if _answers_right_before(statement, told):
                yield told, "denies", f"“{statement.cue}” right after it"


def _says_none(statement: Statement) -> bool:
    content = (statement.content or "").lower()
    return negated(content) or " no " in f" {content} "


def _answers_right_before(statement: Statement, other: Statement) -> bool:
    """Whether who denies a fact right after another's claim answers it: "was killed. The group denied his death".

    Not where each counts his own dead, or the claim is of another's words or said that something was not so.
    """
    if not statement.cue.lower().startswith("den") or other.stance in {"confirm", "concede"}:
        return False
    if other.paragraph != statement.paragraph or not of_one_time(statement, other):
        return False
    if statement.sentence_start - other.sentence_start > RIGHT_BEFORE:
        return False
    if _says_none(other) or negated(statement.content or "") or _owned().match(statement.content or ""):
        return False
    counts = "loss" in common_matters(statement.content, other.content) and _OWN_LOSS.search(other.content or "")
    if counts or not speaks(statement):
        return False
    denied = _denied_words(statement)
    if _DOING.match(denied) and not names_speaker(other.content or "", statement):
        return False
    if _OF_HIM.search(denied) is not None or common_matters(denied, other.content):
        return True
    return shared_matter(denied, other.content) > 0


def _near(statement: Statement, other: Statement) -> bool:
    """Whether a claim stands in the sentence of another one or in the one right before."""
    return other.sentence_start == statement.sentence_start or follows(statement, other)


def _pointed_at(statement: Statement, others: Sequence[Statement]) -> Statement | None:
    """Which of the claims before it, the nearest first, a denial means that only points back.

    "The accusations" are those of one who accuses; "the reports" after a claim that it was not so are those before it.
    """
    if statement.content is None and others[0].sentence_start == statement.sentence_start:
        return others[0]
    if _ACCUSATION.search(statement.content or statement.aim) is not None:
        charge = next((other for other in others if other.stance == "accuse"), None)
        if charge is not None:
            return charge
    said = next((other for other in others if other.stance == "accuse" or not negated(other.content or "")), None)
    if said is None and statement.content is None and _near(statement, others[0]) and not _PLURAL.match(statement.aim):
        return others[0]
    return said


def _blames(other: Statement, statement: Statement) -> bool:
    """Whether a claim may be what somebody denies responsibility for: an accusation, or one that names them."""
    return (
        other.stance == "accuse"
        or other.sentence_start == statement.sentence_start
        or names_speaker(other.content or "", statement)
    )


def _opens_paragraph(statement: Statement) -> bool:
    """Whether a denial of "this" opens its paragraph, and so points to the paragraph before."""
    opens = statement.sentence_start - statement.paragraph <= PARAGRAPH_START
    return (
        opens
        and "," not in statement.sentence.partition(statement.cue)[0]
        and _THIS.match(statement.sentence) is not None
    )


def _charges(other: Statement, statement: Statement) -> bool:
    """Whether a claim right before a denial tells of the one who denies: "accused Iran of …. Iran denied sending arms".

    The denial must be of what its speaker does, or share a word with the claim.
    """
    near = other.sentence_start == statement.sentence_start or follows(statement, other)
    if near and other.stance == "accuse" and other.claimant is None and _DOING.match(statement.content or ""):
        # "The author was accused of …. Brown denied having read the book".
        return other.paragraph == statement.paragraph and not negated(other.content or "")
    did = _DID.match(statement.content or "") is not None and common_matters(statement.content, other.content)
    if other.paragraph != statement.paragraph or not names_speaker(other.content or "", statement):
        return False
    if not near and not did:
        return False
    if negated(other.content or "") or not _in_time(statement, other) or _owned().match(statement.content or ""):
        return False
    doing = _DOING.match(statement.content or "") is not None
    return other.stance == "accuse" or doing or shared_matter(statement.content, other.content) > 0


def answerable(statement: Statement) -> bool:
    """Whether a claim says what can be denied; "was seen as an escalation" is nobody's claim, but a view of a fact."""
    viewed = statement.claimant is None and statement.cue.lower().startswith(cue_starts("viewing_cues"))
    return bool(statement.content) and not viewed


def _denied_matter(statement: Statement, other: Statement) -> bool:
    """Whether a denial tells the matter of a claim of its paragraph and time, which says that it was so.

    Who denies P answers the one who said P, not the one who said that P was not so. A denial by a pronoun that
    nobody resolved may be its speaker's own.
    """
    if _told_claim().match(statement.content or "") and other.paragraph == statement.paragraph:
        # "Denied reports of forced conversion": somebody told so, and one word is enough to say who.
        shared = stems(statement.content or "") & stems(other.content or "")
        if shared and not negated(other.content or "") and _in_time(statement, other):
            return not same_speaker(statement, other)
    if _names_view(statement, other) or _same_concept(statement, other) or _much_in_common(statement, other):
        return True
    return (
        other.paragraph == statement.paragraph
        and (speaks(statement) or other.sentence_start == statement.sentence_start)
        and overlap(_denied_words(statement), other.content) >= DENIED_MATTER
        and shared_matter(statement.content, other.content) > 0
        and (negated(statement.content or "") or not negated(other.content or ""))
        and not (other.claimant is None and _owned().match(statement.content or ""))
        and _in_time(statement, other)
    )


def _likeness(statement: Statement, other: Statement) -> float:
    accused = other.stance == "accuse" and names_speaker(other.content or "", statement)
    return overlap(statement.content, other.content) + _near(statement, other) / 8 + accused / 4


def _much_in_common(statement: Statement, other: Statement) -> bool:
    """Whether a denial has so much in common with a claim shortly before that it must be of it."""
    if other.paragraph != statement.paragraph or not _in_time(statement, other):
        return False
    if negated(other.content or "") or _owned().match(statement.content or ""):
        return False
    ground = common_ground(_denied_words(statement), other.content or "")
    if ground < 2:
        return False
    return ground + 2 * names_speaker(other.content or "", statement) + _near(statement, other) >= MUCH


def _in_time(statement: Statement, other: Statement) -> bool:
    """Whether a denial may be of a claim by its date: of one time, or looking back at it years later."""
    if of_one_time(statement, other):
        return True
    later = int((statement.date or "0")[:4]) - int((other.date or "0")[:4])
    return later >= LOOKING_BACK and _near(statement, other)


def _names_view(statement: Statement, other: Statement) -> bool:
    """Whether a denial names the theory or the person that made a claim shortly before: "argues against the theory"."""
    if other.claimant is None or other.paragraph != statement.paragraph or PRONOUN.fullmatch(other.claimant):
        return False
    claimant = stems(other.claimant)
    return len(claimant) > 1 and claimant <= stems(_denied_words(statement))


def _same_concept(statement: Statement, other: Statement) -> bool:
    """Whether the claim right before a denial tells of the same matter in another word: "raids", "an attack"."""
    near = other.sentence_start == statement.sentence_start or follows(statement, other)
    if not near or other.paragraph != statement.paragraph or not speaks(statement) or negated(other.content or ""):
        return False
    if _owned().match(statement.content or "") or not _in_time(statement, other):
        return False
    return bool(common_matters(_denied_words(statement), other.content) - word_set("loose_matters")) and not negated(
        statement.content or ""
    )


def _denied_words(statement: Statement) -> str:
    """What is denied, without what the text tells of it in a clause of its own."""
    return _NARRATION.split(statement.content or "", maxsplit=1)[0]


def _names_claim(cue: str) -> bool:
    return cue in word_set("claim_nouns") or cue in word_set("view_nouns")


def _right_after(statement: Statement, after: Statement) -> bool:
    """Whether the claim denied follows the denial: "contradicting the ministry's statement that P"."""
    return (
        after.place == statement.place
        and _names_claim(after.cue.lower())
        and after.sentence_start == statement.sentence_start
        and not same_speaker(statement, after)
        and 0 <= after.start - statement.end <= RIGHT_AFTER
    )


def _held(statement: Statement, after: Statement) -> bool:
    """Whether the claim denied stands in the words of the denial: "denied the ministry's claim that P"."""
    return (
        after.place == statement.place
        and _names_claim(after.cue.lower())
        and after.claimant is not None
        and not same_speaker(statement, after)
        and statement.start <= after.start
        and after.end <= statement.end
        and 0 <= (statement.content or "").find(after.claimant) <= HELD
    )


def _points_back(content: str) -> bool:
    """Whether a denial's object only names a claim made before: "the claim", "Ukraine's accusations as a lie".

    "The claim that P" tells its matter, and answers who said that.
    """
    if _SUCH.match(content):
        return True
    match = _pointing().match(content) or _possessed().match(content) or _viewed().match(content)
    if match is None:
        return False
    rest = content[match.end() :].split()
    return len(rest) <= 6 and rest[:1] != ["that"]
