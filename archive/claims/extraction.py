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
from archive.claims.sayings import UNKNOWN, Saying, When
from archive.claims.sides import Sides, read_sides
from archive.claims.statements import Statement, word_set
from archive.claims.story import Story
from archive.documents import Article, Claim, Field, Infobox, Relation, Section
from archive.parsing.data_files import load_data

# A text this short may be of no language that function words tell; a longer one of unknown language is not English.
SHORT_TEXT = 400
SUMMARY_LENGTH = 160

_BETWEEN_CONTRAST = frozenset({"later", "then", "instead", "the", "a", "an", "that", "which"})
_PLURAL_PRONOUN = frozenset({"they", "them"})


class _Place(NamedTuple):
    """Where a text stands: in a section, or in a field of an infobox."""

    text: str
    section: int | None = None
    infobox: int | None = None
    field: Field | None = None


class _Found(NamedTuple):
    """One claim of a place before its actors are known, all as spans of the place's text."""

    place: _Place
    claimant: tuple[int, int] | None
    cue: tuple[int, int]
    parts: tuple[tuple[int, int], ...]
    sentence: tuple[int, int]
    rule: str
    attribution: Attribution | None
    note: FieldClaim | None
    when: When
    order: int = 0


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
    sides: Sides | None = None
    for infobox in article.infoboxes:
        for field in infobox.fields:
            found.extend(_field_claims(infobox, field, dates))
    if not found:
        return (), ()
    sides = read_sides(article)
    resolver = ActorResolver(article, sides)
    named = (_claimant_words(item.place.text, item.claimant) for item in found if item.claimant is not None)
    for claimant in dict.fromkeys(named):
        resolver.learn(claimant)
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
    sayings = [_saying(attribution) for attribution in attributions]
    times = section_times(section, dates, sayings, story.before)
    place = _Place(section.text, section=section.position)
    return [_from_attribution(place, a, when, i) for i, (a, when) in enumerate(zip(attributions, times, strict=True))]


def _saying(attribution: Attribution) -> Saying:
    return Saying(
        attribution.cue_start,
        attribution.cue_end,
        attribution.sentence_start,
        attribution.sentence_end,
        attribution.parts,
    )


def _from_attribution(place: _Place, attribution: Attribution, when: When, order: int) -> _Found:
    claimant = None
    if attribution.claimant_start is not None and attribution.claimant_end is not None:
        claimant = (attribution.claimant_start, attribution.claimant_end)
    return _Found(
        place,
        claimant,
        (attribution.cue_start, attribution.cue_end),
        attribution.parts,
        (attribution.sentence_start, attribution.sentence_end),
        attribution.rule,
        attribution,
        None,
        when,
        order,
    )


def _field_claims(infobox: Infobox, field: Field, dates: EventDates) -> list[_Found]:
    name = (field.group_name or field.name).lower()
    if name in note_data()["skipped_fields"] or not field.text or not attributes(field.text):
        return []
    place = _Place(field.text, infobox=infobox.position, field=field)
    noted = [
        _Found(
            place, c.note.claimant, c.note.cue, (c.content,), c.line, c.rule, None, c, _line_date(field.text, c, dates)
        )
        for c in find_field_claims(field.text)
    ]
    if noted or len(field.text.split()) < 6:
        return noted
    attributions = find_attributions(field.text)
    whole = Section(0, None, 0, "", "", "", field.text, "", 0, 0, 0)
    times = section_times(whole, dates, [_saying(attribution) for attribution in attributions])
    return [
        _from_attribution(place, a, when if when.basis == "explicit" else UNKNOWN, i)
        for i, (a, when) in enumerate(zip(attributions, times, strict=True))
    ]


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
    if item.claimant is None:
        return NOBODY
    words = _claimant_words(item.place.text, item.claimant)
    return resolver.resolve(words, previous=_antecedent(item, words, found, resolved, position))


def _claimant_words(text: str, claimant: tuple[int, int]) -> str:
    """The claimant with the article before it, which a person's name never has."""
    start = claimant[0] - 4
    return text[start if start >= 0 and text[start : claimant[0]].lower() == "the " else claimant[0] : claimant[1]]


def _antecedent(
    item: _Found, words: str, found: Sequence[_Found], resolved: Sequence[Resolved], position: int
) -> Resolved | None:
    """Who a pronoun stands for, where it is certain: the speaker before, with nobody else named in between."""
    if " " in words or item.claimant is None or not words.lower().isalpha() or len(words) > 7:
        return None
    for index in range(position - 1, max(-1, position - 6), -1):
        before = found[index]
        if before.place is not item.place:
            return None
        if before.claimant is None or before.claimant[1] > item.claimant[0]:
            continue
        if words.lower() in _PLURAL_PRONOUN and before.sentence != item.sentence:
            return None
        between = item.place.text[before.claimant[1] : item.claimant[0]]
        if "\n" in between or len(between) > 600:
            return None
        names = {match[0] for match in re.finditer(r"\b[A-Z][\w’'-]+ [A-Z][\w’'-]+", between)}
        actors = resolved[index].actors
        known = " ".join(actor.name for actor in actors)
        if words.lower() in {"he", "she"} and any(name.split()[-1] not in known for name in names):
            return None
        return resolved[index]
    return None


def _claim(position: int, item: _Found, who: Resolved, resolver: ActorResolver, sides: Sides) -> Claim:
    text = item.place.text
    content = " ".join(text[start:end] for start, end in item.parts) if item.parts else None
    start, end = (item.parts[0][0], item.parts[-1][1]) if item.parts else item.cue
    claimant = text[slice(*item.claimant)] if item.claimant else None
    cue = text[slice(*item.cue)]
    stance = item.attribution.stance if item.attribution else item.note.note.stance if item.note else "assert"
    return Claim(
        position=position,
        section=item.place.section,
        infobox=item.place.infobox,
        field=item.place.field.position if item.place.field else None,
        claimant=claimant,
        side=who.side,
        cue=cue,
        stance=stance,
        content=content,
        quote=item.attribution.quote if item.attribution else "none",
        date_from=item.when.date,
        date_to=item.when.date,
        date_precision=item.when.precision,
        date_basis=item.when.basis,
        time_of_day=item.when.time_of_day,
        char_start=start,
        char_end=end,
        content_split=len(item.parts) > 1,
        claimant_start=item.claimant[0] if item.claimant else None,
        claimant_end=item.claimant[1] if item.claimant else None,
        cue_start=item.cue[0],
        cue_end=item.cue[1],
        sentence=text[slice(*item.sentence)].strip(),
        summary=summary(claimant, cue, content),
        rule=item.rule,
        confidence=confidences().get(item.rule),
        actors=who.actors,
        quantities=claim_quantities(content, item.place.field, who, resolver, sides),
    )


def _statement(claim: Claim, item: _Found, who: Resolved) -> Statement:
    rest = item.note.note.rest if item.note else None
    answers = item.attribution.answers if item.attribution else None
    start = min(span[0] for span in (item.cue, item.claimant or item.cue, *item.parts))
    return Statement(
        number=claim.position,
        place=(claim.section, claim.infobox, claim.field),
        claimant=claim.claimant,
        actors=frozenset(actor.name_key for actor in who.actors),
        parents=frozenset(actor.parent.name_key for actor in who.actors if actor.parent is not None),
        side=claim.side,
        cue=claim.cue,
        stance=claim.stance,
        content=claim.content,
        sentence=claim.sentence,
        date=claim.date_from,
        quantities=claim.quantities,
        sentence_start=item.sentence[0],
        paragraph=item.place.text.rfind("\n", 0, item.cue[0]),
        start=start,
        end=max(item.cue[1], *(part[1] for part in item.parts)) if item.parts else item.cue[1],
        aim="" if item.parts else item.place.text[item.cue[1] : item.cue[1] + 40],
        contrast=_contrast(item.place.text[max(item.sentence[0], start - 40) : start]),
        hangs_on=claim.cue.endswith("ing") and item.place.text[max(0, item.cue[0] - 2) : item.cue[0]] == ", ",
        scope=item.place.text[slice(*rest)].strip(" ;,") if rest else None,
        answers=None if answers is None else claim.position - item.order + answers,
        answers_basis=item.attribution.answers_basis if item.attribution else None,
        denies_previous=item.attribution.denies_previous if item.attribution else False,
    )


def _contrast(before: str) -> str | None:
    """The contrasting word right before a claim, with at most a few words of time or an article between."""
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
