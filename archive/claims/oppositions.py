"""Which claim another one opposes: denials, contrasts of two accounts, accounts that exclude each other.

Everything rests on words of the text: a denial that points back or tells the matter, "while according to",
"in contrast", a negation of the same matter. Differing tolls side by side are no opposition.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache

from archive.claims.statements import (
    Statement,
    negated,
    opposed,
    overlap,
    relation,
    relation_data,
    same_speaker,
    shares_matter,
    stems,
    word_pattern,
    word_set,
)
from archive.documents import Relation, RelationKind

Opposition = tuple[Statement, RelationKind, str]

# How many claims back a denial may point.
NEAR = 4
# How many characters back a denial without a matter of its own may point.
FAR = 900
# Share of common words that makes two claims about one matter: where nothing else says so, and where a word does.
SAME_MATTER = 0.6
DENIED_MATTER = 0.34
CONTRASTED_MATTER = 0.2


@cache
def _openers() -> re.Pattern[str]:
    return re.compile(rf"\W*(?P<opener>{word_pattern('contrast_openers')})\b", re.IGNORECASE)


@cache
def _pointing() -> re.Pattern[str]:
    return re.compile(
        rf"(?:(?:any|all|such|both|these|those|the|this)\s)?(?:{word_pattern('pointing')})\b", re.IGNORECASE
    )


@cache
def _possessed() -> re.Pattern[str]:
    return re.compile(rf"(?:[\w'’.-]+\s){{1,4}}(?:{word_pattern('claim_nouns')})\b", re.IGNORECASE)


@cache
def _dismissed() -> re.Pattern[str]:
    return re.compile(
        rf"\b(?:{word_pattern('claim_nouns')})\b.{{0,160}}\b(?:{word_pattern('false_words')})\b",
        re.IGNORECASE | re.DOTALL,
    )


@cache
def _parallel() -> tuple[tuple[re.Pattern[str], re.Pattern[str]], ...]:
    pairs = relation_data()["parallel_claimants"]
    return tuple(
        (re.compile(rf"(?:{first})\b", re.IGNORECASE), re.compile(rf"(?:{second})\b", re.IGNORECASE))
        for first, second in pairs
    )


_PRONOUN = re.compile(r"(?:he|she|they|it|who|which|others?|another)", re.IGNORECASE)
_BUT = re.compile(r"\b(?:but|neither)\b", re.IGNORECASE)
_SEVERAL = re.compile(r"\s*(?:both|these|those|all)\b", re.IGNORECASE)


def find_oppositions(group: Sequence[Statement], numbered: Mapping[int, Statement]) -> Iterator[Relation]:
    """The denials and contradictions among the claims of one section or field, which ``group`` has in order."""
    targets: dict[int, Statement] = {}
    for index, statement in enumerate(group):
        before = group[max(0, index - NEAR) : index]
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
        if _comparable(statement, named) and _one_matter(statement, named):
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
    if not before or not _may_oppose(statement, before):
        return
    others = [
        other
        for other in reversed(before)
        if other.content and other.paragraph == statement.paragraph and not same_speaker(statement, other)
    ]
    if previous is not None and _continues_denial(statement, previous) and previous.number in targets:
        yield targets[previous.number], "contradicts", f"its speaker says so after “{previous.cue}”"
        return
    if statement.content and _may_dismiss(statement.content) and _dismissed().search(statement.content):
        target = max(others, key=lambda other: overlap(statement.content, other.content), default=None)
        if target is not None and opposed(statement, target):
            yield target, "contradicts", "it calls such reports false"
            return
    found = _contrasted(statement, others, previous)
    if found is not None:
        yield found


def _may_oppose(statement: Statement, before: Sequence[Statement]) -> bool:
    """Whether anything in a claim's words may set it against another: a fast look that most claims fail."""
    content = statement.content or ""
    return (
        statement.contrast is not None
        or statement.hangs_on
        or _openers().match(statement.sentence) is not None
        or _may_dismiss(content)
        or any(negated(content) != negated(other.content or "") for other in before)
        or any(statement.side != other.side for other in before)
    )


def _may_dismiss(content: str) -> bool:
    lowered = content.lower()
    return any(word in lowered for word in word_set("false_words"))


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
    if statement.content is None and after is not None and _right_after(statement, after):
        yield after, "denies", basis
        return
    others = [
        other
        for other in reversed(before)
        if other.content and other.stance != "deny" and not same_speaker(statement, other)
    ]
    if named is not None and named in others:
        others = [named, *(other for other in others if other is not named)]
    elif not others:
        return
    same = [
        other
        for other in others
        if overlap(statement.content, other.content) >= DENIED_MATTER
        and shares_matter(statement.content, other.content)
    ]
    if same:
        # Who denies P answers the one who said P, not the one who said that P was not so.
        target = next((other for other in same if not negated(other.content or "")), same[0])
        yield target, "denies", f"“{statement.cue}” after it, about the same matter"
    elif statement.content is None or statement.denies_previous or _points_back(statement.content):
        others = [
            other for other in others if other.paragraph == statement.paragraph and other.start > statement.start - FAR
        ]
        if not others:
            return
        several = _SEVERAL.match(statement.content or statement.aim)
        first = others[0]
        for other in others:
            if other is first or (several and other.sentence_start == first.sentence_start):
                yield other, "denies", basis


def _right_after(statement: Statement, after: Statement) -> bool:
    """Whether the claim denied follows the denial: "contradicting the ministry's statement that P"."""
    return (
        after.place == statement.place
        and after.sentence_start == statement.sentence_start
        and not same_speaker(statement, after)
        and 0 <= after.start - statement.end <= 8
    )


def _points_back(content: str) -> bool:
    """Whether a denial's object only names a claim made before: "the claim", "Ukraine's accusations as a lie"."""
    match = _pointing().match(content) or _possessed().match(content)
    return match is not None and len(content.split()) <= len(match[0].split()) + 6


def _contrasted(statement: Statement, others: Sequence[Statement], previous: Statement | None) -> Opposition | None:
    """An account that the words of the text set against the one before it."""
    if not _speaks(statement):
        return None
    near = [other for other in others if _speaks(other)]
    for other in near[:2]:
        if _incompatible(statement, other):
            return other, "contradicts", "the two accounts exclude each other"
    for other in near:
        if _negates(statement, other):
            return other, "contradicts", "one says that it was so, the other that it was not"
    if previous is None or not near or near[0] is not previous:
        return None
    if not _comparable(statement, previous):
        return None
    if previous.sentence_start == statement.sentence_start:
        if statement.contrast and _set_against(statement, previous):
            return previous, "contradicts", f"the text sets the two accounts against each other: “{statement.contrast}”"
        return None
    opener = _openers().match(statement.sentence)
    if opener is not None:
        strong = opener["opener"].lower() in word_set("strong_openers")
        if overlap(statement.content, previous.content) >= (CONTRASTED_MATTER if strong else DENIED_MATTER):
            return previous, "contradicts", f"the text sets it against the claim before: “{opener['opener']}”"
    return None


def _speaks(statement: Statement) -> bool:
    """Whether a claim has a claimant whom the article makes known: only such accounts can be set against each other."""
    return statement.claimant is not None and (bool(statement.actors) or not _PRONOUN.fullmatch(statement.claimant))


def _one_matter(statement: Statement, other: Statement) -> bool:
    """Whether a contrast that the words mark is one of accounts: of one sentence, or of one matter."""
    if statement.sentence_start != other.sentence_start:
        return overlap(statement.content, other.content) >= CONTRASTED_MATTER
    contrast = (statement.contrast or "").lower()
    if contrast and contrast not in word_set("weak_contrasts"):
        return True
    sides = None not in {statement.side, other.side} and statement.side != other.side
    return _set_against(statement, other) or (sides and overlap(statement.content, other.content) > 0)


def _comparable(first: Statement, second: Statement) -> bool:
    """Whether two claims are accounts that can exclude each other: no accusations, no tolls, not of one party."""
    if "accuse" in {first.stance, second.stance} or _tolls(first, second):
        return False
    return _speaks(first) and _speaks(second) and opposed(first, second)


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
    differ = negated(statement.content or "") != negated(previous.content or "")
    return shared >= (CONTRASTED_MATTER if differ else SAME_MATTER)


def _negates(first: Statement, second: Statement) -> bool:
    """Whether one claim says of the same matter that it was not so."""
    if not first.content or not second.content or "accuse" in {first.stance, second.stance}:
        return False
    if negated(first.content) == negated(second.content) or not opposed(first, second):
        return False
    if _BUT.search(first.content) or _BUT.search(second.content):
        return False
    shared = stems(first.content) & stems(second.content)
    return len(shared) >= 3 and overlap(first.content, second.content) >= SAME_MATTER


def _incompatible(first: Statement, second: Statement) -> bool:
    """Whether two sides' accounts of one day exclude each other by their words."""
    if first.side is None or second.side is None or first.side == second.side or first.date != second.date:
        return False
    mine, theirs = (first.content or "").lower(), (second.content or "").lower()
    for one, other in relation_data()["incompatible"]:
        for left, right in ((mine, theirs), (theirs, mine)):
            if any(words in left for words in one) and any(word in right for word in other):
                return True
    return False
