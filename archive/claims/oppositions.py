"""Which claim another one opposes: denials, contrasts of two accounts, accounts that exclude each other.

Everything rests on words of the text: a denial that points back or tells the matter, "while according to",
"in contrast", a negation of the same matter. Differing tolls side by side are no opposition.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache

from archive.claims.accounts import (
    DENIED_MATTER,
    Opposition,
    comparable,
    contrasted,
    one_matter,
    opening_contrast,
    speaks,
)
from archive.claims.statements import (
    Statement,
    follows,
    holds_any,
    names_speaker,
    negated,
    of_one_time,
    opposed,
    overlap,
    relation,
    same_speaker,
    shared_matter,
    stems,
    word_pattern,
    word_set,
)
from archive.documents import Relation, RelationKind

# How many claims back a denial may point.
NEAR = 4
# How many claims back a denial may answer what was said of its speaker.
ANSWERED = 3
# How many characters back a denial without a matter of its own may point.
FAR = 900


@cache
def _pointing() -> re.Pattern[str]:
    return re.compile(
        rf"(?:(?:any|all|such|both|these|those|the|this)\s)?(?:{word_pattern('pointing')})\b", re.IGNORECASE
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


@cache
def _dismissed() -> re.Pattern[str]:
    return re.compile(
        rf"\b(?:{word_pattern('claim_nouns')})\b.{{0,160}}\b(?:{word_pattern('false_words')})\b",
        re.IGNORECASE | re.DOTALL,
    )


# The matter of a denial is told apart from its cue: "posted denial by a commander of the capture", "the claims that".
_OWN_MATTER = re.compile(r"\s*(?:by\s[^.,;]{1,30}\s)?of\s", re.IGNORECASE)
# "Denied sending arms", "denied responsibility", "denied that its jets": what the speaker did or did not do.
_DOING = re.compile(
    r"(?:having\b|\w{2,}ing\b|(?:any )?(?:responsibility|involvement|role)\b|(?:any of )?(?:its|their|it|they)\b)"
)
_SEVERAL = re.compile(r"\s*(?:both|these|those|all)\b", re.IGNORECASE)


def find_oppositions(group: Sequence[Statement], numbered: Mapping[int, Statement]) -> Iterator[Relation]:
    """The denials and contradictions among the claims of one section or field, which ``group`` has in order."""
    targets: dict[int, Statement] = {}
    for index, statement in enumerate(group):
        before = group[max(0, index - NEAR) : index]
        if statement.stance != "deny" and statement.answers is None and not _may_oppose(statement, before):
            continue
        after = group[index + 1] if index + 1 < len(group) else None
        for other, kind, basis in _opposed_by(statement, before, after, numbered, targets):
            targets.setdefault(statement.number, other)
            yield relation(statement, other, kind, basis)
            sibling = before[-1] if before else None
            if (
                kind == "denies"
                and _spoken_together(statement, sibling)
                and sibling is not None
                and sibling.number != other.number
            ):
                yield relation(sibling, other, "contradicts", f"its speaker adds “{statement.cue}” about it")


def _spoken_together(statement: Statement, sibling: Statement | None) -> bool:
    """Whether a bare denial hangs on its speaker's own claim: "confirmed that P, contradicting this claim"."""
    return (
        sibling is not None
        and statement.hangs_on
        and statement.content is None
        and sibling.stance != "deny"
        and sibling.sentence_start == statement.sentence_start
        and sibling.place == statement.place
        and same_speaker(statement, sibling)
    )


def _opposed_by(
    statement: Statement,
    before: Sequence[Statement],
    after: Statement | None,
    numbered: Mapping[int, Statement],
    targets: Mapping[int, Statement],
) -> Iterator[Opposition]:
    named = numbered.get(statement.answers) if statement.answers is not None else None
    if named is not None and statement.answers_basis == "contrast":
        if comparable(statement, named) and one_matter(statement, named):
            kind: RelationKind = "denies" if statement.stance == "deny" else "contradicts"
            yield named, kind, "the text sets the two accounts against each other"
            return
        named = None
    previous = before[-1] if before else None
    if statement.stance == "deny":
        if previous is not None and _continues_denial(statement, previous) and previous.number in targets:
            yield targets[previous.number], "denies", f"its speaker says so after “{previous.cue}”"
        else:
            yield from _denials(statement, before, after, named)
        return
    if after is not None and _spoken_together(after, statement):
        return
    if not before:
        return
    others = [
        other
        for other in reversed(before)
        if _answerable(other) and other.paragraph == statement.paragraph and not same_speaker(statement, other)
    ]
    if previous is not None and _continues_denial(statement, previous) and previous.number in targets:
        yield targets[previous.number], "contradicts", f"its speaker says so after “{previous.cue}”"
        return
    if (
        statement.content
        and statement.stance != "concede"
        and _may_dismiss(statement.content)
        and _dismissed().search(statement.content)
    ):
        target = max(others, key=lambda other: overlap(statement.content, other.content), default=None)
        if target is not None and opposed(statement, target):
            yield target, "contradicts", "it calls such reports false"
            return
    found = contrasted(statement, others, previous)
    if found is not None:
        yield found


def _may_oppose(statement: Statement, before: Sequence[Statement]) -> bool:
    """Whether anything in a claim's words may set it against another: a fast look that most claims fail."""
    if not before:
        return False
    if statement.contrast is not None or statement.hangs_on:
        return True
    content, side = statement.content or "", statement.side
    negative = negated(content)
    for other in before:
        if other.side != side or negated(other.content or "") != negative:
            return True
    return opening_contrast().match(statement.sentence) is not None or _may_dismiss(content)


def _may_dismiss(content: str) -> bool:
    return holds_any("false_words", content.lower())


def _continues_denial(statement: Statement, previous: Statement) -> bool:
    return (
        statement.hangs_on
        and previous.stance == "deny"
        and previous.sentence_start == statement.sentence_start
        and same_speaker(statement, previous)
    )


def _denials(
    statement: Statement, before: Sequence[Statement], after: Statement | None, named: Statement | None
) -> Iterator[Opposition]:
    basis = f"the text says “{statement.cue}” of it"
    if after is not None and (_right_after(statement, after) if statement.content is None else _held(statement, after)):
        yield after, "denies", basis
        return
    others = [
        other
        for other in reversed(before)
        if _answerable(other) and other.stance != "deny" and not same_speaker(statement, other)
    ]
    if named is not None and named in others:
        others = [named, *(other for other in others if other is not named)]
    elif not others:
        return
    same = [other for other in others if _denied_matter(statement, other)]
    if same:
        answered = max(same, key=lambda other: overlap(statement.content, other.content))
        yield answered, "denies", f"“{statement.cue}” after it, about the same matter"
    elif (statement.content is None and not _OWN_MATTER.match(statement.aim)) or _points_back(statement.content or ""):
        others = [
            other for other in others if other.paragraph == statement.paragraph and other.start > statement.start - FAR
        ]
        # "Denied the reports" after a claim that it was not so answers one before that.
        if not others or (others[0].stance != "accuse" and negated(others[0].content or "")):
            return
        several = _SEVERAL.match(statement.content or statement.aim)
        first = others[0]
        for other in others:
            if other is first or (several and other.sentence_start == first.sentence_start):
                yield other, "denies", basis
    else:
        charge = next((other for other in others[:ANSWERED] if _charges(other, statement)), None)
        if charge is not None:
            yield charge, "denies", f"“{statement.cue}” by those of whom it was said"


def _charges(other: Statement, statement: Statement) -> bool:
    """Whether a claim right before a denial tells of the one who denies: "accused Iran of …. Iran denied sending arms".

    The denial must be of what its speaker does, or share a word with the claim.
    """
    near = other.sentence_start == statement.sentence_start or follows(statement, other)
    if not near or other.paragraph != statement.paragraph or not names_speaker(other.content or "", statement):
        return False
    if negated(other.content or "") or not of_one_time(statement, other) or _owned().match(statement.content or ""):
        return False
    doing = _DOING.match(statement.content or "") is not None
    return other.stance == "accuse" or doing or shared_matter(statement.content, other.content) > 0


def _answerable(statement: Statement) -> bool:
    """Whether a claim says what can be denied; "was seen as an escalation" is nobody's claim, but a view of a fact."""
    viewed = statement.claimant is None and statement.cue.lower().startswith(tuple(word_set("viewing_cues")))
    return bool(statement.content) and not viewed


def _denied_matter(statement: Statement, other: Statement) -> bool:
    """Whether a denial tells the matter of a claim of its paragraph and time, which says that it was so.

    Who denies P answers the one who said P, not the one who said that P was not so. A denial by a pronoun that
    nobody resolved may be its speaker's own.
    """
    if _told_claim().match(statement.content or "") and other.paragraph == statement.paragraph:
        # "Denied reports of forced conversion": somebody told so, and one word is enough to say who.
        shared = stems(statement.content or "") & stems(other.content or "")
        if shared and not negated(other.content or "") and of_one_time(statement, other):
            return not same_speaker(statement, other)
    return (
        other.paragraph == statement.paragraph
        and (speaks(statement) or other.sentence_start == statement.sentence_start)
        and overlap(statement.content, other.content) >= DENIED_MATTER
        and shared_matter(statement.content, other.content) > 0
        and (negated(statement.content or "") or not negated(other.content or ""))
        and not (other.claimant is None and _owned().match(statement.content or ""))
        and of_one_time(statement, other)
    )


def _right_after(statement: Statement, after: Statement) -> bool:
    """Whether the claim denied follows the denial: "contradicting the ministry's statement that P"."""
    return (
        after.place == statement.place
        and after.cue.lower() in word_set("claim_nouns")
        and after.sentence_start == statement.sentence_start
        and not same_speaker(statement, after)
        and 0 <= after.start - statement.end <= 8
    )


def _held(statement: Statement, after: Statement) -> bool:
    """Whether the claim denied stands in the words of the denial: "denied the ministry's claim that P"."""
    return (
        after.place == statement.place
        and after.cue.lower() in word_set("claim_nouns")
        and after.claimant is not None
        and not same_speaker(statement, after)
        and statement.start <= after.start
        and after.end <= statement.end
    )


def _points_back(content: str) -> bool:
    """Whether a denial's object only names a claim made before: "the claim", "Ukraine's accusations as a lie".

    "The claim that P" tells its matter, and answers who said that.
    """
    match = _pointing().match(content) or _possessed().match(content)
    if match is None:
        return False
    rest = content[match.end() :].split()
    return len(rest) <= 6 and rest[:1] != ["that"]
