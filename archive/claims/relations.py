"""Relations between claims: who denies, contradicts, disagrees with, repeats or corroborates whom, and why.

Precision before recall: every relation rests on words or figures and says so in its basis. Within an article
:func:`relate_within` looks among neighbours; across articles :func:`relate_across` looks among the claims of one
event. Both take time linear in the number of claims.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from archive.claims.figures import (
    SAME_WORDS,
    different_figures,
    find_confirmations,
    find_figures,
    find_repetitions,
    pairs,
    same_figure,
    shared_figure,
)
from archive.claims.oppositions import find_oppositions
from archive.claims.statements import Statement, alike, relation, same_speaker
from archive.documents import Relation

# Sentences with this share of common words are copies of one another.
COPIED_SENTENCE = 0.75


def relate_within(statements: Sequence[Statement]) -> tuple[Relation, ...]:
    """The relations among the claims of one article, which are numbered by their positions; one a pair at most."""
    found: dict[tuple[int, int], Relation] = {}
    by_place: dict[tuple[int | None, int | None, int | None], list[Statement]] = defaultdict(list)
    for statement in statements:
        by_place[statement.place].append(statement)
    numbered = {statement.number: statement for statement in statements}
    for group in by_place.values():
        _keep(found, find_oppositions(group, numbered))
        _keep(found, find_confirmations(group))
    _keep(found, find_figures(statements))
    _keep(found, find_repetitions(statements))
    return tuple(found[pair] for pair in sorted(found))


def _keep(found: dict[tuple[int, int], Relation], relations: Iterable[Relation]) -> None:
    """Keep one relation a pair: the first found is the strongest."""
    for item in relations:
        if item.claim != item.other_claim:
            found.setdefault((min(item.claim, item.other_claim), max(item.claim, item.other_claim)), item)


def relate_across(statements: Iterable[Statement]) -> Iterator[Relation]:
    """The relations among claims of different articles, each pair once, numbered like the statements.

    ``statements`` are the claims of articles that share one ``event`` (one links to the other, or the same
    ``partof``), with row ids as numbers, and ``article`` telling which article each is of. A claim is compared only
    with claims of the same day, or of the same kind of loss. A copied sentence *repeats*; it corroborates nothing.
    """
    buckets: dict[tuple[str, str], list[Statement]] = defaultdict(list)
    for statement in statements:
        if statement.content and statement.event is not None:
            for key in _bucket_keys(statement):
                buckets[(statement.event, key)].append(statement)
    seen: set[tuple[int, int]] = set()
    for group in buckets.values():
        for first, second in pairs(group):
            pair = (min(first.number, second.number), max(first.number, second.number))
            if first.article == second.article or pair in seen:
                continue
            seen.add(pair)
            found = _between(first, second)
            if found is not None:
                yield found


def _bucket_keys(statement: Statement) -> Iterator[str]:
    """What two claims must share to be compared: a day and a claimant, or a day and a kind of loss."""
    day = statement.date if statement.date and len(statement.date) == 10 else None
    for key in statement.actors | statement.parents if day else ():
        yield f"{day} {key}"
    for quantity in statement.quantities:
        if quantity.kind is not None:
            yield f"{statement.date} {quantity.kind} {quantity.unit or ''}".lower()


def _between(first: Statement, second: Statement) -> Relation | None:
    """How two claims of different articles stand to each other."""
    copied = alike(first.sentence, second.sentence) >= COPIED_SENTENCE
    if copied or (alike(first.content, second.content) >= SAME_WORDS and same_speaker(first, second)):
        if alike(first.content, second.content) < COPIED_SENTENCE:
            return None
        return relation(first, second, "repeats", "nearly the same words in another article")
    if first.date != second.date:
        return None
    if same_speaker(first, second):
        shared = shared_figure(first, second)
        if shared is None:
            return None
        return relation(
            first, second, "repeats", f"the same claimant with the same figure in another article: {shared}"
        )
    return same_figure(first, second) or (different_figures(first, second) if first.date else None)
