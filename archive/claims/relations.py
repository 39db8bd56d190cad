"""Relations between claims: who denies, contradicts, disagrees with, repeats or corroborates whom, and why.

Precision before recall: every relation rests on words (a denial and what it points back to, a contrast of two
accounts, two figures for one loss) and says so in its basis. Pairs of one article are looked for among
neighbours, pairs across articles among the claims of one event (:func:`relate_across`); both in time linear in
the number of claims.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from archive.documents import Quantity, Relation, RelationKind, Stance

# How many claims back a denial may point, and how many claims apart two accounts of one thing may stand.
NEAR = 4
# Nearly the same words: share of tokens in common.
SAME_WORDS = 0.8
COPIED_WORDS = 0.75
MAX_GROUP = 60


@dataclass(frozen=True, slots=True)
class Statement:
    """What relations need to know of a claim. ``number`` names it: a position in the article, or a row's id.

    ``actors`` and ``parents`` are name keys; ``scope`` is what a box note limits the figures to ("Kharkiv only");
    ``event`` groups claims across articles. Within one article, ``answers`` is the number of a claim that the
    text itself says this one opposes.
    """

    number: int
    place: tuple[int | None, int | None, int | None]
    claimant: str | None
    actors: frozenset[str]
    parents: frozenset[str]
    side: int | None
    cue: str
    stance: Stance
    content: str | None
    sentence: str
    sentence_span: tuple[int, int]
    date: str | None
    quantities: tuple[Quantity, ...]
    scope: str | None = None
    answers: int | None = None
    answers_basis: str | None = None
    denies_previous: bool = False
    event: str | None = None
    article: int = 0


@cache
def _data() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load(files("archive.claims").joinpath("data/relations.yaml").read_text("utf-8"))
    return loaded


@cache
def _words(name: str) -> frozenset[str]:
    return frozenset(_data()[name])


@cache
def _openers() -> re.Pattern[str]:
    words = "|".join(re.escape(word) for word in sorted(_data()["contrast_openers"], key=len, reverse=True))
    return re.compile(rf"\W*(?P<opener>{words})\b", re.IGNORECASE)


@cache
def _pointing() -> re.Pattern[str]:
    words = "|".join(re.escape(word) for word in sorted(_data()["pointing"], key=len, reverse=True))
    return re.compile(rf"(?:(?:any|all|such|both|these|those|the|this)\s)?(?:{words})\b", re.IGNORECASE)


def relate_within(statements: Sequence[Statement]) -> tuple[Relation, ...]:
    """The relations among the claims of one article, numbered by their positions."""
    found: dict[tuple[int, int], Relation] = {}
    by_place: dict[tuple[int | None, int | None, int | None], list[Statement]] = defaultdict(list)
    for statement in statements:
        by_place[statement.place].append(statement)
    numbered = {statement.number: statement for statement in statements}
    for group in by_place.values():
        for index, statement in enumerate(group):
            before = group[max(0, index - NEAR) : index]
            for relation in _answers(statement, before, numbered):
                _keep(found, relation)
    for relation in _figures(statements):
        _keep(found, relation)
    for relation in _repetitions(statements):
        _keep(found, relation)
    return tuple(found[pair] for pair in sorted(found))


def relate_across(statements: Iterable[Statement]) -> Iterator[Relation]:
    """The relations among claims of different articles.

    ``statements`` are all claims of the articles that share one event (one links to the other, or the same
    ``partof``), with row ids as numbers, ``event`` set, and ``article`` telling which article each is of. A claim
    is compared only with claims of the same day or with a figure of the same kind.
    """
    buckets: dict[tuple[str, str], list[Statement]] = defaultdict(list)
    for statement in statements:
        if not statement.content or statement.event is None:
            continue
        for key in _bucket_keys(statement):
            buckets[(statement.event, key)].append(statement)
    seen: set[tuple[int, int]] = set()
    for group in buckets.values():
        for first, second in _pairs(group[:MAX_GROUP]):
            pair = (min(first.number, second.number), max(first.number, second.number))
            if first.article == second.article or pair in seen:
                continue
            seen.add(pair)
            relation = _between(first, second)
            if relation is not None:
                yield relation


def _bucket_keys(statement: Statement) -> Iterator[str]:
    """What two claims must share to be compared: the rarest-looking words of a day, or a kind of loss."""
    if statement.date and len(statement.date) == 10:
        yield f"day {statement.date}"
    for quantity in statement.quantities:
        if quantity.kind is not None and quantity.value_min is not None:
            yield f"kind {quantity.kind} {quantity.unit or ''}".lower()


def _pairs(group: Sequence[Statement]) -> Iterator[tuple[Statement, Statement]]:
    for index, first in enumerate(group):
        for second in group[index + 1 :]:
            yield first, second


def _between(first: Statement, second: Statement) -> Relation | None:
    """How two claims of different articles stand: a copy or the same speaker repeats, another side corroborates or disagrees."""
    if _alike(first.content or "", second.content or "") >= SAME_WORDS and (
        _same_speaker(first, second) or _alike(first.sentence, second.sentence) >= COPIED_WORDS
    ):
        return _relation(first, second, "repeats", "nearly the same words in another article")
    if _same_speaker(first, second):
        shared = _shared_figure(first, second)
        if shared is not None and first.date == second.date:
            return _relation(first, second, "repeats", f"the same claimant with the same figure: {shared}")
        return None
    relation = _same_figure(first, second)
    if relation is not None and first.date == second.date:
        return relation
    return _different_figures(first, second) if first.date == second.date and first.date else None


def _keep(found: dict[tuple[int, int], Relation], relation: Relation) -> None:
    """Keep one relation a pair: the first found is the strongest."""
    if relation.claim == relation.other_claim:
        return
    pair = (min(relation.claim, relation.other_claim), max(relation.claim, relation.other_claim))
    found.setdefault(pair, relation)


def _relation(first: Statement, second: Statement, kind: RelationKind, basis: str) -> Relation:
    """A relation with the lower number first; a denial goes from the one who denies."""
    if kind != "denies" and first.number > second.number:
        first, second = second, first
    return Relation(first.number, second.number, kind, basis)


def _answers(statement: Statement, before: Sequence[Statement], numbered: dict[int, Statement]) -> Iterator[Relation]:
    """What ``statement`` opposes among the claims before it in its place."""
    if statement.answers is not None and statement.answers in numbered:
        other = numbered[statement.answers]
        if statement.answers_basis == "contrast":
            yield _relation(statement, other, "contradicts", "the text sets the two accounts against each other")
        else:
            yield _relation(statement, other, "denies", f"the text says “{statement.cue}” of it")
        return
    others = [other for other in reversed(before) if other.content and not _same_speaker(statement, other)]
    if statement.stance == "deny":
        target = _denied(statement, others)
        if target is not None:
            yield _relation(statement, target, "denies", f"“{statement.cue}” after it, about the same matter")
        return
    opener = _openers().match(statement.sentence)
    for other in others[:NEAR]:
        if _incompatible(statement, other):
            yield _relation(statement, other, "contradicts", "the two accounts exclude each other")
            return
        if _negates(statement, other):
            yield _relation(statement, other, "contradicts", "one says that it was so, the other that it was not")
            return
    if opener is not None and others and _first_of_sentence(statement, before) and before and before[-1] in others[:1]:
        other = others[0]
        strong = opener["opener"].lower() in _words("strong_openers")
        if strong or (_opposed(statement, other) and _overlap(statement.content or "", other.content or "") >= 0.15):
            yield _relation(
                statement, other, "contradicts", f"the text sets it against the claim before: “{opener['opener']}”"
            )


def _first_of_sentence(statement: Statement, before: Sequence[Statement]) -> bool:
    return not before or before[-1].sentence_span != statement.sentence_span


def _denied(statement: Statement, others: Sequence[Statement]) -> Statement | None:
    """The claim that a denial is about: the last one it can point back to, or the nearest of the same matter."""
    near = [other for other in others if other.stance != "deny"]
    if not near:
        return None
    if statement.content is None or statement.denies_previous or _points_back(statement.content):
        return near[0]
    for other in near:
        if _overlap(statement.content, other.content or "") >= 0.34:
            return other
    return None


def _points_back(content: str) -> bool:
    match = _pointing().match(content)
    return match is not None and len(content.split()) <= len(match[0].split()) + 6


def _opposed(first: Statement, second: Statement) -> bool:
    """Whether two claimants are not of one party."""
    if first.side is not None and first.side == second.side:
        return False
    return not _same_speaker(first, second)


def _same_speaker(first: Statement, second: Statement) -> bool:
    """Whether two claims have a claimant in common, or one speaks for the other's country or faction."""
    mine, theirs = first.actors | first.parents, second.actors | second.parents
    if mine and theirs:
        return bool(first.actors & theirs or second.actors & mine)
    return (first.claimant or "").casefold() == (second.claimant or "").casefold() and first.claimant is not None


def _tokens(text: str) -> list[str]:
    return re.findall(r"\w+", text.lower())


def _stems(text: str) -> frozenset[str]:
    stop = _words("stopwords")
    return frozenset(token[:5] for token in _tokens(text[:2000]) if token not in stop)


def _overlap(first: str, second: str) -> float:
    """The share of the smaller claim's words of weight that the other has too."""
    mine, theirs = _stems(first), _stems(second)
    return len(mine & theirs) / min(len(mine), len(theirs)) if mine and theirs else 0.0


def _alike(first: str, second: str) -> float:
    mine, theirs = set(_tokens(first[:2000])), set(_tokens(second[:2000]))
    return len(mine & theirs) / len(mine | theirs) if mine and theirs else 0.0


def _negated(text: str) -> bool:
    return any(token in _words("negations") for token in _tokens(text)) or "n't" in text or "n’t" in text


def _negates(first: Statement, second: Statement) -> bool:
    """Whether one claim says of the same matter that it was not so."""
    if not first.content or not second.content or first.stance == "accuse" or second.stance == "accuse":
        return False
    if _negated(first.content) == _negated(second.content):
        return False
    return (
        _opposed(first, second) and _overlap(first.content, second.content) >= 0.6 and len(_stems(first.content)) >= 2
    )


def _incompatible(first: Statement, second: Statement) -> bool:
    """Whether two sides' accounts of one day exclude each other by their words."""
    if first.side is None or second.side is None or first.side == second.side or first.date != second.date:
        return False
    mine, theirs = (first.content or "").lower(), (second.content or "").lower()
    for one, other in _data()["incompatible"]:
        for left, right in ((mine, theirs), (theirs, mine)):
            if any(words in left for words in one) and any(re.search(rf"\b{word}\b", right) for word in other):
                return True
    return False


def _figures(statements: Sequence[Statement]) -> Iterator[Relation]:
    """Different claimants' figures for one loss: equal ones corroborate, others disagree."""
    buckets: dict[tuple[object, ...], list[Statement]] = defaultdict(list)
    for statement in statements:
        for quantity in statement.quantities:
            if quantity.kind is None or (quantity.about_side is None and statement.place[0] is None):
                continue
            loss = (quantity.kind, (quantity.unit or "").lower(), quantity.about_side, quantity.place)
            # A box has one figure a claimant; in prose two figures of one loss stand close together, on one day.
            where = statement.place if statement.place[0] is None else (statement.place, statement.date)
            buckets[(where, *loss)].append(statement)
    for group in buckets.values():
        for first, second in _pairs(group[:MAX_GROUP]):
            if first.place[0] is not None and abs(first.number - second.number) > 2:
                continue
            if first.claimant is None or second.claimant is None or first.scope != second.scope:
                continue
            relation = _same_figure(first, second) or _different_figures(first, second)
            if relation is not None:
                yield relation


def _comparable(first: Statement, second: Statement) -> Iterator[tuple[Quantity, Quantity]]:
    for mine in first.quantities:
        for theirs in second.quantities:
            if mine.kind is not None and (mine.kind, (mine.unit or "").lower(), mine.about_side, mine.place) == (
                theirs.kind,
                (theirs.unit or "").lower(),
                theirs.about_side,
                theirs.place,
            ):
                yield mine, theirs


def _told(quantity: Quantity) -> str:
    low, high = quantity.value_min, quantity.value_max
    if low is None:
        figure = f"at most {high:,.0f}"
    elif high is None:
        figure = f"at least {low:,.0f}"
    else:
        figure = f"{low:,.0f}" if low == high else f"{low:,.0f} to {high:,.0f}"
    return " ".join(word for word in (figure, quantity.unit, quantity.kind) if word)


def _same_figure(first: Statement, second: Statement) -> Relation | None:
    if _same_speaker(first, second) or not _foreign(first, second):
        return None
    for mine, theirs in _comparable(first, second):
        if (
            (mine.value_min, mine.value_max) == (theirs.value_min, theirs.value_max)
            and (mine.value_min or 0) >= 2
            and mine.unit
        ):
            return _relation(first, second, "corroborates", f"another party gives the same figure: {_told(mine)}")
    return None


def _foreign(first: Statement, second: Statement) -> bool:
    """Whether the claimants are of different countries or factions, both known."""
    mine, theirs = first.actors | first.parents, second.actors | second.parents
    return bool(mine and theirs) and not mine & theirs and not (first.side is not None and first.side == second.side)


def _different_figures(first: Statement, second: Statement) -> Relation | None:
    if _same_speaker(first, second) or first.stance == "deny" or second.stance == "deny":
        return None
    if not first.actors or not second.actors:
        return None
    for mine, theirs in _comparable(first, second):
        if mine.about_side is None and not mine.unit:
            continue
        if _disjoint(mine, theirs):
            return _relation(
                first, second, "disagrees", f"two figures for one loss: {_told(mine)}, and {_told(theirs)}"
            )
    return None


def _disjoint(first: Quantity, second: Quantity) -> bool:
    """Whether no number can be meant by both figures."""
    low = max(first.value_min or 0, second.value_min or 0)
    high = min(
        float("inf") if first.value_max is None else first.value_max,
        float("inf") if second.value_max is None else second.value_max,
    )
    return low > high


def _shared_figure(first: Statement, second: Statement) -> str | None:
    for mine in first.quantities:
        for theirs in second.quantities:
            if (mine.value_min, mine.value_max) != (theirs.value_min, theirs.value_max) or mine.kind != theirs.kind:
                continue
            if mine.kind is not None and mine.unit and (mine.unit or "").lower() == (theirs.unit or "").lower():
                return _told(mine)
    return None


def _repetitions(statements: Sequence[Statement]) -> Iterator[Relation]:
    """The same claim made again by the same claimant: nearly the same words, or the same figure of the same loss."""
    by_actor: dict[str, list[Statement]] = defaultdict(list)
    for statement in statements:
        if statement.content and statement.stance != "deny":
            for key in statement.actors | statement.parents:
                by_actor[key].append(statement)
    for group in by_actor.values():
        for first, second in _likely_repeats(group):
            if (
                not _same_speaker(first, second)
                or first.sentence_span == second.sentence_span
                and first.place == second.place
            ):
                continue
            same_words = (
                len(_tokens(first.content or "")) >= 3
                and _alike(first.content or "", second.content or "") >= SAME_WORDS
            )
            if same_words and (first.place != second.place or first.place[0] is not None):
                yield _relation(first, second, "repeats", "the same claimant in nearly the same words")
            elif first.place != second.place and (shared := _shared_figure(first, second)) is not None:
                yield _relation(first, second, "repeats", f"the same claimant with the same figure: {shared}")


def _likely_repeats(group: Sequence[Statement]) -> Iterator[tuple[Statement, Statement]]:
    """Pairs that share a figure or their first words: comparing all with all would be quadratic in long articles."""
    buckets: dict[str, list[Statement]] = defaultdict(list)
    for statement in group:
        for quantity in statement.quantities:
            buckets[f"{quantity.value_min} {quantity.kind}"].append(statement)
        stems = sorted(_stems(statement.content or ""), key=lambda stem: (-len(stem), stem))
        for stem in stems[:3]:
            buckets[stem].append(statement)
    for bucket in buckets.values():
        yield from _pairs(bucket[:MAX_GROUP])
