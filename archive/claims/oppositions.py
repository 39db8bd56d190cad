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
    contrast_of,
    contrasted,
    one_matter,
    opening_contrast,
    speaks,
)
from archive.claims.exclusions import affirms, clears, exclusion, replaces, says_not, shifts_blame
from archive.claims.matters import common_matters, excluding
from archive.claims.statements import (
    PRONOUN,
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
    stems,
    word_pattern,
    word_set,
)
from archive.documents import Relation, RelationKind

SET_AGAINST = "the text sets the two accounts against each other"
# How many claims back a denial may point.
NEAR = 4
# How many claims back a denial may answer what was said of its speaker.
ANSWERED = 3
# How many characters a claim stands behind the denial that names it: "contradicting earlier reports that".
RIGHT_AFTER = 20
# How many characters stand before the claimant of the claim denied: "denied all of Syria's claims".
HELD = 16
# How many characters a paragraph's first sentence stands behind the line break before it, at most.
PARAGRAPH_START = 3
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
        r"(?:(?:this|that|these|those|such(?:\san?)?|both|all|the)|[\w.-]+(?:['’]s|s['’]))\s(?:\w+\s)?"
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


@cache
def _such_claims() -> re.Pattern[str]:
    return re.compile(rf"\b(?:this|these|those|such)\s(?:{word_pattern('claim_nouns')})\b", re.IGNORECASE)


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
# "Doubted that such an exercise was possible": of the kind told before.
_SUCH = re.compile(r"such\s(?!as\b|that\b)", re.IGNORECASE)
_OF_THIS = re.compile(r"(?:it|this) (?:was|is|had|has)\b", re.IGNORECASE)
_OF_SUCH = re.compile(r"(?:it|they)\b", re.IGNORECASE)
_THIS = re.compile(r"(?:this|these|such)\b", re.IGNORECASE)
# "Denied the skirmish, but on 18 August it was honoured": the text speaks again.
_NARRATION = re.compile(r",\s(?:but|although|though)\s")
# "Denied conducting the attack": of a deed that all of the paragraph may tell of.
_DID = re.compile(
    r"(?:conducting|carrying out|having|being|launching|attacking|using|(?:any )?(?:responsibility|involvement|role))\b"
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
            found = tuple(_denials(statement, before, after, named))
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
        and _answerable(previous)
        and previous.stance != "deny"
        and previous.paragraph == statement.paragraph
        and speaks(statement)
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
    near = [other for other in reversed(before) if _answerable(other) and other.paragraph == statement.paragraph]
    contrast = contrast_of(statement, previous)
    if contrast is not None and contrast in word_set("opposing_openers"):
        return previous, "contradicts", f"the text calls it “{contrast}”"
    if replaces(statement, previous, contrast):
        return previous, "contradicts", "the text says that the other was held before"
    others = [other for other in near if not same_speaker(statement, other)]
    if _dismisses(statement):
        target = _dismissed_claim(statement, others)
        if target is not None and opposed(statement, target):
            return target, "contradicts", "it calls such reports false"
    if not others or others[0] is not previous:
        contrast = None
    elif previous.stance == "deny":
        if affirms(statement, previous, contrast):
            return previous, "contradicts", f"it says that what was “{previous.cue}” was so"
    elif _counters(statement, previous):
        return previous, "contradicts", f"“{statement.cue}” after it"
    elif shifts_blame(statement, previous):
        return previous, "contradicts", "it says that it was somebody else"
    accounts = [other for other in others if other.stance not in {"deny", "accuse"}]
    cleared = next((other for other in accounts if clears(statement, other)), None) if says_not(statement) else None
    if cleared is not None:
        return cleared, "contradicts", "its speaker, of whom it tells, says that it was not so"
    disputed = targets.get(previous.number) if previous.stance == "deny" and follows(statement, previous) else None
    excluded = exclusion(statement, accounts, contrast if accounts[:1] == others[:1] else None, disputed)
    if excluded is not None:
        return excluded[0], "contradicts", excluded[1]
    return contrasted(statement, others, previous)


def _dismisses(statement: Statement) -> bool:
    """Whether a claim calls what others said false: "the reports were fabricated", "they are a hoax"."""
    content = statement.content
    if content is None or statement.stance == "concede" or not _may_dismiss(content):
        return False
    if _dismissed().search(content) is not None:
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
    if statement.contrast is not None or statement.hangs_on or previous.stance == "deny":
        return True
    content, side = statement.content or "", statement.side
    negative = negated(content)
    for other in before:
        if other.side != side or negated(other.content or "") != negative:
            return True
    return (
        opening_contrast().match(statement.sentence) is not None
        or _may_dismiss(content)
        or statement.cue.lower().startswith(cue_starts("countering_cues"))
        or _may_exclude(content, statement, before)
        or holds_any("at_first", previous.sentence.lower())
    )


def _may_exclude(content: str, statement: Statement, before: Sequence[Statement]) -> bool:
    return any(
        other.paragraph == statement.paragraph
        and other.claimant != statement.claimant
        and excluding(content, other.content or "") is not None
        for other in before[-ANSWERED:]
    )


def _may_dismiss(content: str) -> bool:
    return holds_any("false_words", content.lower())


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
    if statement.contrast != previous.contrast or statement.stance != "assert":
        return False
    return (
        shared_matter(statement.content, denied.content) > 0 or excluding(statement.content, denied.content) is not None
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
            other
            for other in others
            if (other.paragraph == statement.paragraph or _opens_paragraph(statement))
            and other.start > statement.start - FAR
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
    did = _DID.match(statement.content or "") is not None and common_matters(statement.content, other.content)
    if other.paragraph != statement.paragraph or not names_speaker(other.content or "", statement):
        return False
    if not near and not did:
        return False
    if negated(other.content or "") or not of_one_time(statement, other) or _owned().match(statement.content or ""):
        return False
    doing = _DOING.match(statement.content or "") is not None
    return other.stance == "accuse" or doing or shared_matter(statement.content, other.content) > 0


def _answerable(statement: Statement) -> bool:
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
        if shared and not negated(other.content or "") and of_one_time(statement, other):
            return not same_speaker(statement, other)
    if _names_view(statement, other) or _same_concept(statement, other):
        return True
    return (
        other.paragraph == statement.paragraph
        and (speaks(statement) or other.sentence_start == statement.sentence_start)
        and overlap(_denied_words(statement), other.content) >= DENIED_MATTER
        and shared_matter(statement.content, other.content) > 0
        and (negated(statement.content or "") or not negated(other.content or ""))
        and not (other.claimant is None and _owned().match(statement.content or ""))
        and of_one_time(statement, other)
    )


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
    if _owned().match(statement.content or "") or not of_one_time(statement, other):
        return False
    return bool(common_matters(_denied_words(statement), other.content) - word_set("loose_matters")) and not negated(
        statement.content or ""
    )


def _denied_words(statement: Statement) -> str:
    """What is denied, without what the text tells of it in a clause of its own."""
    return _NARRATION.split(statement.content or "", maxsplit=1)[0]


def _right_after(statement: Statement, after: Statement) -> bool:
    """Whether the claim denied follows the denial: "contradicting the ministry's statement that P"."""
    return (
        after.place == statement.place
        and after.cue.lower() in word_set("claim_nouns")
        and after.sentence_start == statement.sentence_start
        and not same_speaker(statement, after)
        and 0 <= after.start - statement.end <= RIGHT_AFTER
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
