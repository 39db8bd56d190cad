"""Figures and repetitions: the same loss counted by several, and the same claim made again."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from archive.claims.accounts import disjoint
from archive.claims.statements import Statement, alike, of_one_time, relation, same_speaker, tokens
from archive.documents import Quantity, Relation

# Nearly the same words: share of words in common.
SAME_WORDS = 0.8
# Shorter claims are alike by chance: "he was still alive".
MIN_WORDS = 5
# Of another time, so many words are no formula: "a direct hit on the source of fire" is said of many hits.
MANY_WORDS = 12
# How many claims back a confirmation may point.
NEAR = 4
# No group of claims is compared pair by pair beyond this many.
MAX_GROUP = 60

# "They documented 85 dead" says how many were found, not how many there were.
_PARTIAL = re.compile(
    r"(?:\S+\s){0,5}(?:document|count|identif|verif|bur(?:y|ied)|found|recover|includ)", re.IGNORECASE
)

Loss = tuple[str, str, int | None, str | None]


def pairs(group: Sequence[Statement]) -> Iterator[tuple[Statement, Statement]]:
    """All pairs of a group, which is cut where it is too large to compare."""
    cut = group[:MAX_GROUP]
    for index, first in enumerate(cut):
        for second in cut[index + 1 :]:
            yield first, second


def _loss(quantity: Quantity) -> Loss | None:
    if quantity.kind is None:
        return None
    return quantity.kind, (quantity.unit or "").lower(), quantity.about_side, quantity.place


def find_figures(statements: Sequence[Statement]) -> Iterator[Relation]:
    """Different claimants' figures for one loss in one place: equal ones corroborate, others disagree."""
    buckets: dict[tuple[object, ...], list[Statement]] = defaultdict(list)
    for statement in statements:
        if statement.claimant is None:
            continue
        boxed = statement.place[0] is None
        for loss in dict.fromkeys(_loss(quantity) for quantity in statement.quantities):
            if loss is not None and (boxed or loss[1] or loss[2] is not None):
                # A box counts the whole event; in prose two figures of one loss stand in one paragraph, on one day.
                where: object = statement.scope if boxed else (statement.paragraph, statement.date)
                buckets[(statement.place, where, *loss)].append(statement)
    for group in buckets.values():
        for first, second in pairs(group):
            found = same_figure(first, second) or different_figures(first, second)
            if found is not None and _one_to_one(first, second):
                yield found


def find_confirmations(group: Sequence[Statement]) -> Iterator[Relation]:
    """*corroborates* where a claimant of another party confirms what a claim shortly before in its section said."""
    for index, statement in enumerate(group):
        if statement.stance != "confirm" or not statement.content:
            continue
        for other in reversed(group[max(0, index - NEAR) : index]):
            if other.stance == "deny" or not _other_party(statement, other) or other.paragraph != statement.paragraph:
                continue
            if alike(statement.content, other.content) >= SAME_WORDS:
                yield relation(statement, other, "corroborates", f"another party “{statement.cue}” it")
                break


def _other_party(first: Statement, second: Statement) -> bool:
    """Whether both claimants are known and of different countries or factions."""
    mine, theirs = first.actors | first.parents, second.actors | second.parents
    if not mine or not theirs or mine & theirs or same_speaker(first, second):
        return False
    return first.side is None or first.side != second.side


def _one_to_one(first: Statement, second: Statement) -> bool:
    """Whether each claim counts the loss once: "85 were executed, including 28 in a hospital" are two losses."""
    for statement in (first, second):
        losses = [_loss(quantity) for quantity in statement.quantities if quantity.kind is not None]
        if len(losses) != len(set(losses)):
            return False
    return True


def _comparable(first: Statement, second: Statement) -> Iterator[tuple[Quantity, Quantity]]:
    for mine in first.quantities:
        for theirs in second.quantities:
            if _loss(mine) is not None and _loss(mine) == _loss(theirs):
                yield mine, theirs


def told(quantity: Quantity) -> str:
    """A figure in words: "at least 30 soldiers killed"."""
    low, high = quantity.value_min, quantity.value_max
    if low is None:
        figure = f"at most {high or 0:,.0f}"
    elif high is None:
        figure = f"at least {low:,.0f}"
    else:
        figure = f"{low:,.0f}" if low == high else f"{low:,.0f} to {high:,.0f}"
    return " ".join(word for word in (figure, quantity.unit, quantity.kind) if word)


def same_figure(first: Statement, second: Statement) -> Relation | None:
    """*corroborates* where claimants of different countries or factions give one figure for one loss."""
    if "deny" in {first.stance, second.stance} or not _other_party(first, second):
        return None
    for mine, theirs in _comparable(first, second):
        if (
            (mine.value_min, mine.value_max) == (theirs.value_min, theirs.value_max)
            and (mine.value_min or 0) >= 2
            and mine.unit
        ):
            return relation(first, second, "corroborates", f"another party gives the same figure: {told(mine)}")
    return None


def different_figures(first: Statement, second: Statement) -> Relation | None:
    """*disagrees* where two claimants' figures for one loss cannot both be right."""
    if same_speaker(first, second) or "deny" in {first.stance, second.stance} or not first.actors or not second.actors:
        return None
    if _PARTIAL.match(first.content or "") or _PARTIAL.match(second.content or ""):
        return None
    parties = {first.side, second.side}
    for mine, theirs in _comparable(first, second):
        if mine.kind == "captured" and first.place[0] is not None:
            # Villages, tanks and towns are captured by the day; only a box counts one whole.
            continue
        if mine.about_side is None and len(parties - {None}) == 2:
            # Each side counts its own dead.
            continue
        if (mine.about_side is not None or mine.unit) and disjoint(mine, theirs):
            return relation(first, second, "disagrees", f"two figures for one loss: {told(mine)}, and {told(theirs)}")
    return None


def shared_figure(first: Statement, second: Statement) -> str | None:
    """A figure of one kind and unit that two claims have in common, in words."""
    for mine in first.quantities:
        for theirs in second.quantities:
            if (
                mine.kind is None
                or not mine.unit
                or (mine.value_min, mine.value_max) != (theirs.value_min, theirs.value_max)
            ):
                continue
            if mine.kind == theirs.kind and mine.unit.lower() == (theirs.unit or "").lower():
                return told(mine)
    return None


def find_repetitions(statements: Sequence[Statement]) -> Iterator[Relation]:
    """The same claim made again by the same claimant: nearly the same words, or the same figure of the same loss.

    A claim repeats the first that says so, not each of those between: a paragraph copied ten times makes nine pairs.
    Only claims are compared that share a claimant and a figure, or a claimant and their longest word: all with all
    would be quadratic in long articles.
    """
    spoken = Counter(key for statement in statements for key in statement.actors | statement.parents)
    buckets: dict[tuple[str, str], list[Statement]] = defaultdict(list)
    for statement in statements:
        keys = [key for key in statement.actors | statement.parents if spoken[key] > 1]
        if keys and statement.content and statement.stance != "deny":
            marks = [f"{quantity.value_min} {quantity.kind}" for quantity in statement.quantities if quantity.kind]
            marks.append(max(statement.content.lower().split(), key=len, default=""))
            for key in keys:
                for mark in marks:
                    buckets[key, mark].append(statement)
    repeated: set[int] = set()
    for bucket in buckets.values():
        for first, second in pairs(bucket):
            if second.number not in repeated and (found := _repetition(first, second)) is not None:
                repeated.add(second.number)
                yield found


def _repetition(first: Statement, second: Statement) -> Relation | None:
    if first.place == second.place and first.sentence_start == second.sentence_start:
        return None
    if not same_speaker(first, second):
        return None
    prose = first.place[0] is not None or second.place[0] is not None
    enough = MIN_WORDS if of_one_time(first, second) else MANY_WORDS
    if prose and alike(first.content, second.content) >= SAME_WORDS and len(tokens(first.content or "")) >= enough:
        return relation(first, second, "repeats", "the same claimant in nearly the same words")
    if first.place != second.place and _one_day(first, second) and (shared := shared_figure(first, second)) is not None:
        return relation(first, second, "repeats", f"the same claimant with the same figure: {shared}")
    return None


def _one_day(first: Statement, second: Statement) -> bool:
    """Whether two claims may be of one day: a box says no day of its own."""
    boxed = first.place[0] is None or second.place[0] is None
    return first.date == second.date or (boxed and None in {first.date, second.date})
