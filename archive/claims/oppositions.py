"""Which claim another one opposes: denials, contrasts of two accounts, accounts that exclude each other.

Everything rests on words of the text: a denial that points back or tells the matter, "while according to",
"in contrast", a negation of the same matter. Differing tolls side by side are no opposition.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache

from archive.claims.accounts import (
    Opposition,
    comparable,
    contrast_of,
    contrasted,
    one_matter,
    speaks,
)
from archive.claims.denials import ANSWERED, answerable, find_denied
from archive.claims.exclusions import adjacent, affirms, exclusion, says_as_much, shifts_blame
from archive.claims.matters import cause_of, common_ground, excluding, halves_of
from archive.claims.negations import belied, belies, clears, otherwise, says_not
from archive.claims.rejoinders import may_rejoin, points_elsewhere, rejoins
from archive.claims.statements import (
    Statement,
    cue_starts,
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
    word_pattern,
    word_set,
)
from archive.claims.views import critics_hold, doubts, others_hold, replaces, takes_back
from archive.documents import Relation, RelationKind

SET_AGAINST = "the text sets the two accounts against each other"
# Within so many characters a claim says "no": "had no knowledge of it".
SAYS_NO = 60
# No more words dismiss a claim outright: "this was a lie".
BRIEF_DISMISSAL = 6
# How many claims back a denial may point.
NEAR = 4


@cache
def _such_claims() -> re.Pattern[str]:
    return re.compile(rf"\b(?:this|these|those|such)\s(?:{word_pattern('claim_nouns')})\b", re.IGNORECASE)


@cache
def _dismissed() -> re.Pattern[str]:
    return re.compile(
        rf"\b(?:{word_pattern('claim_nouns')})\b.{{0,160}}\b(?:{word_pattern('false_words')})\b",
        re.IGNORECASE | re.DOTALL,
    )


@cache
def _false() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{word_pattern('false_words')})\b", re.IGNORECASE)


@cache
def _disagreed() -> re.Pattern[str]:
    """What a claim tells of another one: "she disagreed with the report"."""
    return re.compile(
        r"\b(?:disagree[sd]?(?: with)?|dispute[sd]?|reject(?:s|ed)|denie[sd]|refute[sd]) "
        r"(?:the|this|that|these|those|such) (?:\w+ )?"
        rf"(?:{word_pattern('claim_nouns')})\b",
        re.IGNORECASE,
    )


# "This was a lie".
_THIS_WAS = re.compile(r"(?:this|that|these) (?:was|is|were|are) ", re.IGNORECASE)
# "Called it a farrago of nonsense".
_IT = re.compile(r"(?:it|this|that|them|these) ", re.IGNORECASE)
_OF_SUCH = re.compile(r"(?:it|they)\b", re.IGNORECASE)


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
    set_against = None
    if named is not None and statement.answers_basis == "contrast":
        if comparable(statement, named) and one_matter(statement, named):
            set_against = named
        named = None
    previous = before[-1] if before else None
    if set_against is not None and not (statement.stance == "deny" and statement.content):
        kind: RelationKind = "denies" if statement.stance == "deny" else "contradicts"
        yield set_against, kind, SET_AGAINST
        return
    if statement.stance == "deny":
        if previous is not None and _continues_denial(statement, previous) and previous.number in targets:
            yield targets[previous.number], "denies", f"its speaker says so after “{previous.cue}”"
        else:
            found = tuple(find_denied(statement, before, after, named))
            if not found and set_against is None and previous is not None and _contrary(statement, previous):
                set_against = previous
            if not found and set_against is not None:
                found = ((set_against, "denies", SET_AGAINST),)
            yield from found
        return
    if after is not None and _spoken_together(after, statement):
        return
    if previous is not None:
        opposition = _account(statement, before, previous, targets)
        if opposition is not None:
            yield opposition


def _contrary(statement: Statement, previous: Statement) -> bool:
    """Whether a denial is set against the claim right before it: "However, the Jesuits disputed the cause"."""
    contrast = contrast_of(statement, previous)
    return (
        contrast is not None
        and contrast not in word_set("weak_contrasts")
        and answerable(previous)
        and previous.stance != "deny"
        and previous.paragraph == statement.paragraph
        and speaks(statement)
        and not statement.cue.lower().startswith(cue_starts("rejecting_cues"))
        and opposed(statement, previous)
        and of_one_time(statement, previous)
        and not negated(previous.content or "")
    )


def _account(
    statement: Statement, before: Sequence[Statement], previous: Statement, targets: Mapping[int, Statement]
) -> Opposition | None:
    """The claim shortly before that an account opposes, though it denies nothing in so many words."""
    denied = targets.get(previous.number)
    if denied is not None and _continues_denial(statement, previous, denied):
        return denied, "contradicts", f"its speaker says so after “{previous.cue}”"
    near = [other for other in reversed(before) if answerable(other) and other.paragraph == statement.paragraph]
    contrast = contrast_of(statement, previous)
    if contrast is not None and contrast in word_set("opposing_openers"):
        return previous, "contradicts", f"the text calls it “{contrast}”"
    if replaces(statement, previous, contrast):
        return previous, "contradicts", "the text says that the other was held before"
    if takes_back(statement, previous):
        return previous, "contradicts", "its speaker says otherwise afterwards"
    if doubts(statement, previous):
        return previous, "contradicts", "its speaker doubts it"
    held = others_hold(statement, near)
    if held is not None:
        return held, "contradicts", f"it is what others hold: “{statement.claimant}”"
    others = [other for other in near if not same_speaker(statement, other)]
    different = (statement.claimant or "").lower().startswith("other") and previous.stance != "deny"
    if different and others[:1] == [previous] and contrast in word_set("sharp_contrasts"):
        return previous, "contradicts", f"“{contrast}”, and it is what others hold"
    if belied(statement):
        target = belies(statement, before)
        if target is not None:
            return target, "contradicts", "it is told despite what the other said"
    if _dismisses(statement):
        target = _dismissed_claim(statement, [o for o in others if o.stance != "deny" and not _dismisses(o)])
        if target is not None and opposed(statement, target):
            return target, "contradicts", "it calls such reports false"
    if not others or others[0] is not previous:
        contrast = None
    elif previous.stance == "deny":
        if affirms(statement, previous, contrast):
            return previous, "contradicts", f"it says that what was “{previous.cue}” was so"
    elif _counters(statement, previous):
        return previous, "contradicts", f"“{statement.cue}” after it"
    elif critics_hold(statement, previous, contrast):
        return previous, "contradicts", f"the text sets it against the claim before: “{contrast}”"
    elif shifts_blame(statement, previous):
        return previous, "contradicts", "it says that it was somebody else"
    if others and others[0] is previous and points_elsewhere(statement, previous):
        return previous, "contradicts", "it says that it was somebody else"
    answered = rejoins(statement, previous) if others and others[0] is previous and previous.stance != "deny" else None
    if answered is not None:
        return previous, "contradicts", answered
    accounts = [other for other in others if other.stance not in {"deny", "accuse"}]
    cleared = next((other for other in accounts if clears(statement, other)), None) if says_not(statement) else None
    if cleared is not None:
        return cleared, "contradicts", "its speaker, of whom it tells, says that it was not so"
    denied = otherwise(statement, others)
    if denied is not None:
        return denied, "contradicts", "one says that it was so, the other that it was not"
    disputed = targets.get(previous.number) if previous.stance == "deny" and follows(statement, previous) else None
    excluded = exclusion(statement, accounts, contrast if accounts[:1] == others[:1] else None, disputed)
    if excluded is not None:
        return excluded[0], "contradicts", excluded[1]
    for other in reversed(before[-2:]):
        if (
            other.stance == "deny"
            and not same_speaker(statement, other)
            and (says_as_much(statement, other) or _bears_out(statement, other, targets.get(other.number)))
        ):
            return other, "contradicts", f"it says that what was “{other.cue}” was so"
    return contrasted(statement, others, previous)


def _bears_out(statement: Statement, denial: Statement, denied: Statement | None) -> bool:
    """Whether a claim confirms, in the sentence right after a denial, something of what was denied there."""
    if statement.stance != "confirm" or denied is None or not statement.content or not adjacent(statement, denial):
        return False
    if statement.content in {denial.content, denied.content} or not opposed(statement, denial):
        return False
    return common_ground(statement.content, denied.content or "") > 0 or overlap(statement.content, denial.content) > 0


def _dismisses(statement: Statement) -> bool:
    """Whether a claim calls what others said false: "the reports were fabricated", "they are a hoax"."""
    content = statement.content
    if content is None or statement.stance == "concede" or not _may_dismiss(content):
        return False
    if _dismissed().search(content) is not None or _disagreed().search(content) is not None:
        return True
    if _IT.match(content) and statement.cue.lower().startswith(cue_starts("calling_cues")):
        return not statement.hangs_on
    said = _THIS_WAS.match(content)
    if said is not None and len(content.split()) <= BRIEF_DISMISSAL:
        return True
    return (
        _OF_SUCH.match(content) is not None
        and _such_claims().search(statement.sentence.partition(content)[0]) is not None
    )


def _dismissed_claim(statement: Statement, others: Sequence[Statement]) -> Statement | None:
    """Which claim is called false: that of the one named ("Shinseki's estimate"), else the one most alike."""
    named = [other for other in others if other.claimant and names_speaker(statement.content or "", other)]
    return max(named or others, key=lambda other: overlap(statement.content, other.content), default=None)


def _counters(statement: Statement, previous: Statement) -> bool:
    """Whether a cue says that the claim right before it is answered: "Holm countered that"."""
    near = previous.sentence_start == statement.sentence_start or follows(statement, previous)
    return near and bool(statement.content) and statement.cue.lower().startswith(cue_starts("countering_cues"))


def _may_oppose(statement: Statement, before: Sequence[Statement]) -> bool:
    """Whether anything in a claim's words may set it against another: a fast look that most claims fail."""
    if not before:
        return False
    previous = before[-1]
    if previous.stance == "deny":
        return True
    if previous.paragraph != statement.paragraph:
        return False
    if statement.contrast is not None or statement.hangs_on:
        return True
    content = statement.content or ""
    negative = negated(content)
    for other in before:
        if other.paragraph == statement.paragraph and negated(other.content or "") != negative:
            return True
    return (
        contrast_of(statement, previous) is not None
        or " no " in f" {content[:SAYS_NO]}"
        or _may_dismiss(content)
        or statement.cue.lower().startswith(cue_starts("countering_cues"))
        or belied(statement)
        or (adjacent(statement, previous) and may_rejoin(statement, previous))
        or _others(statement)
        or (adjacent(statement, previous) and _may_be_view(statement, previous))
        or _may_exclude(content, statement, before)
    )


def _may_be_view(statement: Statement, previous: Statement) -> bool:
    if statement.content == previous.content or (
        statement.sentence_start == previous.sentence_start and " but " in statement.sentence
    ):
        return True
    return holds_any("at_first", previous.sentence.lower()) or (
        previous.claimant is not None and holds_any("doubting_words", statement.sentence.lower())
    )


def _others(statement: Statement) -> bool:
    return (statement.claimant or "").lower().startswith(cue_starts("other_holders"))


def _may_exclude(content: str, statement: Statement, before: Sequence[Statement]) -> bool:
    if " by " in content or "respons" in content:
        previous = before[-1]
        if adjacent(statement, previous) and cause_of(previous.content or "") and cause_of(content):
            return True
    if not halves_of(content):
        return False
    return any(
        other.paragraph == statement.paragraph
        and other.claimant != statement.claimant
        and excluding(content, other.content or "") is not None
        for other in before[-ANSWERED:]
    )


def _may_dismiss(content: str) -> bool:
    return (holds_any("false_words", content.lower()) and _false().search(content) is not None) or "disagree" in content


def _continues_denial(statement: Statement, previous: Statement, denied: Statement | None = None) -> bool:
    """Whether a claim goes on with the denial before it: ", saying that …", or "and said" of what was denied."""
    if (
        previous.stance != "deny"
        or previous.sentence_start != statement.sentence_start
        or not same_speaker(statement, previous)
    ):
        return False
    if statement.hangs_on or denied is None or not statement.content or not denied.content:
        return statement.hangs_on
    adds = statement.cue.lower().startswith(cue_starts("adding_cues"))
    between = statement.sentence.partition(previous.cue)[2].partition(statement.cue)[0]
    if adds or statement.contrast != previous.contrast or statement.stance != "assert" or " but " in between:
        return False
    # "Issued a denial and stated that" tells of something else more often than "denied this and stated that".
    return " a " not in previous.cue or (
        shared_matter(statement.content, denied.content) > 0 or excluding(statement.content, denied.content) is not None
    )
