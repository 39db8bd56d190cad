"""From one article to its claims: attributions and box notes, with dates, actors, sides and figures added.

Claims count in reading order: the sections from first to last, then the fields of the infoboxes. An article in
another language than English has none; one whose language nobody knows is read only where it is too short to tell.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from archive.claims.actors import NOBODY, ActorResolver, Resolved
from archive.claims.attribution import Attribution, find_attributions
from archive.claims.clock import section_times
from archive.claims.event_dates import EventDates, event_dates
from archive.claims.infobox_claims import FieldClaim, attributes, find_field_claims, note_data
from archive.claims.lexicon import lexicon
from archive.claims.losses import claim_quantities
from archive.claims.moments import common_prefix, find_moments
from archive.claims.relations import relate_within
from archive.claims.sayings import UNKNOWN, When
from archive.claims.sides import Sides, read_sides
from archive.claims.statements import Statement, relation_data, word_set
from archive.claims.story import Story
from archive.documents import Article, Claim, Field, Infobox, Relation, Section
from archive.parsing.data_files import load_data

# A text this short may be of no language that function words tell; a longer one of unknown language is not English.
SHORT_TEXT = 400
SUMMARY_LENGTH = 160
# How many characters may stand between a claimant and its cue where a contrasting word is looked for.
SET_OFF = 40

_BETWEEN_CONTRAST = frozenset({"later", "then", "instead", "the", "a", "an", "that", "which"})
_TWO_NAMES = re.compile(r"\b[A-Z][\w’'-]+ ([A-Z][\w’'-]+)")
_PLURAL_PRONOUN = frozenset({"they", "them"})
# "Himself" is the longest word that stands for a claimant.
LONGEST_PRONOUN = 7


class _Place(NamedTuple):
    """Where a text stands: in a section, or in a field of an infobox."""

    text: str
    section: int | None = None
    infobox: int | None = None
    field: Field | None = None


class _Found(NamedTuple):
    """One claim of a place before its actors are known.

    ``words`` name the claimant, with the article before; ``order`` is the claim's index in its place, ``scope`` what
    a box note limits it to.
    """

    place: _Place
    said: Attribution
    words: str | None
    when: When
    order: int = 0
    scope: str | None = None


def extract_document_claims(
    article: Article, *, date: str | None = None
) -> tuple[tuple[Claim, ...], tuple[Relation, ...]]:
    """The claims of ``article`` in reading order and how they relate to each other.

    ``date`` (ISO 8601, any precision) is the day of the event where the caller knows it better than the article.
    Never raises for any article.
    """
    if not is_readable(article):
        return (), ()
    dates = event_dates(article, date)
    story = Story(article.sections, dates)
    found = [claim for section in article.sections for claim in _section_claims(section, dates, story)]
    for infobox in article.infoboxes:
        for field in infobox.fields:
            found.extend(_field_claims(infobox, field, dates))
    if not found:
        return (), ()
    sides = read_sides(article)
    resolver = ActorResolver(article, sides)
    for words in dict.fromkeys([item.words for item in found]):
        if words is not None:
            resolver.learn(words)
    claims: list[Claim] = []
    statements: list[Statement] = []
    resolved: list[Resolved] = []
    for position, item in enumerate(found):
        who = _resolve(item, resolver, found, resolved, position)
        resolved.append(who)
        claim = _claim(position, item, who, resolver, sides)
        claims.append(claim)
        statements.append(_statement(claim, item, who))
    return tuple(claims), relate_within(statements)


def is_readable(article: Article) -> bool:
    """Whether claims are looked for: the article is in English, or too short for its language to be told."""
    if article.language is not None:
        return article.language == "en" or article.language.startswith("en-")
    return article.word_count <= SHORT_TEXT


def _section_claims(section: Section, dates: EventDates, story: Story) -> list[_Found]:
    if not lexicon().fiction_headings.isdisjoint(section.path.lower().split(" / ")):
        return []
    attributions = find_attributions(section.text)
    if not attributions:
        return []
    times = section_times(section, dates, attributions, story.before)
    place = _Place(section.text, section=section.position)
    return [_found(place, a, when, i) for i, (a, when) in enumerate(zip(attributions, times, strict=True))]


def _found(place: _Place, said: Attribution, when: When, order: int, scope: str | None = None) -> _Found:
    return _Found(place, said, _claimant_words(place.text, said.claimant_start, said.claimant_end), when, order, scope)


def _claimant_words(text: str, start: int | None, end: int | None) -> str | None:
    """The claimant with the article before it, which a person's name never has."""
    if start is None:
        return None
    return text[start - 4 if start >= 4 and text[start - 4 : start].lower() == "the " else start : end]


def _field_claims(infobox: Infobox, field: Field, dates: EventDates) -> list[_Found]:
    name = (field.group_name or field.name).lower()
    if name in note_data()["skipped_fields"] or not field.text or not attributes(field.text):
        return []
    place = _Place(field.text, infobox=infobox.position, field=field)
    noted = [_noted(place, claim, _line_date(field.text, claim, dates)) for claim in find_field_claims(field.text)]
    if noted or len(field.text.split()) < 6:
        return noted
    attributions = find_attributions(field.text)
    whole = Section(0, None, 0, "", "", "", field.text, "", 0, 0, 0)
    times = section_times(whole, dates, attributions)
    return [
        _found(place, a, when if when.basis == "explicit" else UNKNOWN, i)
        for i, (a, when) in enumerate(zip(attributions, times, strict=True))
    ]


def _noted(place: _Place, claim: FieldClaim, when: When) -> _Found:
    """The claim that a note or header of a field makes of a line."""
    note = claim.note
    start, end = note.claimant or (None, None)
    said = Attribution(start, end, *note.cue, (claim.content,), note.stance, "none", *claim.line, claim.rule)
    scope = place.text[slice(*note.rest)].strip(" ;,") if note.rest is not None else None
    return _found(place, said, when, 0, scope)


def _line_date(text: str, claim: FieldClaim, dates: EventDates) -> When:
    """The date that a line or its note tells; several are cut to what they share."""
    spans = [claim.content]
    if claim.note.rest is not None:
        spans.append(claim.note.rest)
    found = None
    for start, end in spans:
        for moment in find_moments(text[start:end]):
            if moment.kind != "date" or moment.value is None or moment.value.month is None:
                continue
            for value in (moment.value, moment.end_value):
                if value is None:
                    continue
                year = value.year or (dates.year_of(value.month, value.day) if value.month else None)
                if year is None:
                    return UNKNOWN
                dated = value.in_year(year)
                found = dated if found is None else common_prefix(found, dated)
                if found is None:
                    return UNKNOWN
    if found is None:
        return UNKNOWN
    return When(found.iso(), "year" if found.month is None else "month" if found.day is None else "day", "explicit")


def _resolve(
    item: _Found, resolver: ActorResolver, found: Sequence[_Found], resolved: Sequence[Resolved], position: int
) -> Resolved:
    words = item.words
    if words is None:
        return NOBODY
    short = len(words) <= LONGEST_PRONOUN and words.isalpha()
    return resolver.resolve(words, previous=_antecedent(item, words, found, resolved, position) if short else None)


def _antecedent(
    item: _Found, words: str, found: Sequence[_Found], resolved: Sequence[Resolved], position: int
) -> Resolved | None:
    """Who a pronoun stands for, where it is certain: the speaker before, with nobody else named in between."""
    start = item.said.claimant_start or 0
    for index in range(position - 1, max(-1, position - 6), -1):
        before = found[index]
        if before.place is not item.place:
            return None
        end = before.said.claimant_end
        if end is None or end > start:
            continue
        if words.lower() in _PLURAL_PRONOUN and before.said.sentence_start != item.said.sentence_start:
            return None
        between = item.place.text[end:start]
        if "\n" in between or len(between) > 600:
            return None
        if words.lower() in {"he", "she"}:
            known = " ".join([actor.name for actor in resolved[index].actors])
            if any(match[1] not in known for match in _TWO_NAMES.finditer(between)):
                return None
        return resolved[index]
    return None


def _claim(position: int, item: _Found, who: Resolved, resolver: ActorResolver, sides: Sides) -> Claim:
    place, said, when = item.place, item.said, item.when
    text, parts = place.text, said.parts
    content = " ".join([text[start:end] for start, end in parts]) if parts else None
    claimant = text[said.claimant_start : said.claimant_end] if said.claimant_start is not None else None
    cue = text[said.cue_start : said.cue_end]
    # By place, in the order of the fields: by name it takes five times as long, and this is done for every claim.
    return Claim(
        position,
        place.section,
        place.infobox,
        place.field.position if place.field else None,
        claimant,
        who.side,
        cue,
        said.stance,
        content,
        said.quote,
        when.date,
        when.date,
        when.precision,
        when.basis,
        when.time_of_day,
        parts[0][0] if parts else said.cue_start,
        parts[-1][1] if parts else said.cue_end,
        len(parts) > 1,
        said.claimant_start,
        said.claimant_end,
        said.cue_start,
        said.cue_end,
        text[said.sentence_start : said.sentence_end].strip(),
        summary(claimant, cue, content),
        said.rule,
        confidences().get(said.rule),
        who.actors,
        claim_quantities(content, place.field, who, resolver, sides),
    )


def _statement(claim: Claim, item: _Found, who: Resolved) -> Statement:
    said, text = item.said, item.place.text
    cue_start = said.cue_start
    start = cue_start if said.claimant_start is None else min(cue_start, said.claimant_start)
    end = said.cue_end
    for first, last in said.parts:
        start, end = min(start, first), max(end, last)
    # By place: see _claim.
    return Statement(
        claim.position,
        (claim.section, claim.infobox, claim.field),
        claim.claimant,
        who.keys,
        who.parents,
        claim.side,
        claim.cue,
        claim.stance,
        claim.content,
        claim.sentence,
        claim.date_from,
        claim.quantities,
        said.sentence_start,
        text.rfind("\n", 0, cue_start),
        start,
        end,
        item.scope,
        "" if said.parts else text[said.cue_end : said.cue_end + 40],
        _contrast(text[max(said.sentence_start, start - 40) : start]) or _set_off(text, said),
        claim.cue.partition(" ")[0].endswith("ing") and text[max(0, cue_start - 2) : cue_start] == ", ",
        None if said.answers is None else claim.position - item.order + said.answers,
        said.answers_basis,
        said.denies_previous,
    )


def _set_off(text: str, said: Attribution) -> str | None:
    """The contrasting word between a claimant and the cue: "The army, however, said"."""
    if said.claimant_end is None or not 1 < said.cue_start - said.claimant_end < SET_OFF:
        return None
    between = text[said.claimant_end : said.cue_start]
    return next((words for words in relation_data()["set_off_contrasts"] if words in between), None)


def _contrast(before: str) -> str | None:
    """The contrasting word right before a claim, with at most a few words of time or an article between."""
    if not before:
        return None
    for word in reversed(before.lower().replace(",", " ").split()[-4:]):
        if word in word_set("contrasts"):
            return word
        if word not in _BETWEEN_CONTRAST:
            return None
    return None


def summary(claimant: str | None, cue: str, content: str | None) -> str:
    """One line for a list: who, the cue, the start of what is said; never empty. The tables make the same in SQL."""
    said = content or ""
    if len(said) > SUMMARY_LENGTH:
        start = said[:SUMMARY_LENGTH]
        said = (start.rpartition(" ")[0].rstrip(" ") or start) + "…"
    line = f"{claimant or 'Unattributed'}, {cue}" + (f": {said}" if said else "")
    return line.replace("\t", " ").replace("\n", " ").replace("  ", " ")


@cache
def confidences() -> dict[str, float]:
    """Rule → the share of its rows that were right on the development gold, smoothed; see the file's head."""
    return {str(rule): float(share) for rule, share in load_data("confidence.yaml", "archive.claims").items()}
