"""The records of one parsed article: what every stage before the database makes and reads.

Everything here is immutable and plain, so that a document can be built by a literal in a test, compared
with ``==`` and sent between processes. Positions count from 0 in reading order. Offsets count characters
(Unicode code points), never bytes.

What an article has by the dozen is a named tuple, because those are made four times faster than frozen dataclasses.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, NamedTuple

LinkKind = Literal["internal", "external", "interwiki", "file"]
ValueKind = Literal["text", "number", "quantity", "date", "date_range", "country"]
ActorKind = Literal["person", "office", "institution", "faction", "country", "media", "other"]
Stance = Literal["assert", "deny", "confirm", "concede", "accuse"]
QuoteKind = Literal["none", "direct", "mixed"]
DateBasis = Literal["explicit", "carried", "relative", "none"]
DatePrecision = Literal["day", "month", "year"]
RelationKind = Literal["denies", "contradicts", "disagrees", "repeats", "corroborates"]
ProblemLevel = Literal["error", "warning"]
UrlBasis = Literal["given", "made"]


@dataclass(frozen=True, slots=True)
class Problem:
    """Something about a file that its owner should know; an error means that the file was rejected.

    ``stage`` is the step of the flow (read, decode, repair, front matter, parse, claims), ``kind`` a short
    stable name in snake_case, ``message`` a sentence that says what to do. Lines and columns count from 1.
    """

    level: ProblemLevel
    stage: str
    kind: str
    message: str
    line: int | None = None
    column: int | None = None


@dataclass(frozen=True, slots=True)
class Repair:
    """One run of damaged text and what it became. Line and column count from 1, in the damaged text."""

    line: int
    column: int
    damaged: str
    repaired: str
    method: str


class Link(NamedTuple):
    """A reference from a section or an infobox field; ``target_key`` is the normalised title it points to.

    ``start`` and ``end`` are the offsets of ``text`` in the section's plain text; both are None in a field
    whose text does not contain the words of the link.
    """

    position: int
    kind: LinkKind
    text: str
    target: str | None
    target_key: str | None
    fragment: str | None
    url: str | None
    wiki: str | None
    start: int | None = None
    end: int | None = None


class Image(NamedTuple):
    """A picture that a section shows; ``file_name`` is the name on Wikimedia where the address tells it."""

    position: int
    url: str
    file_name: str | None
    alt: str


@dataclass(frozen=True, slots=True)
class Section:
    """A node of the heading tree with its own plain text, without its subsections; the lead has level 0.

    ``parent`` is the position of the enclosing section (None for the lead and for top-level sections).
    ``source_start`` and ``source_end`` cut this section, heading included, out of the repaired file.
    """

    position: int
    parent: int | None
    level: int
    heading: str
    path: str
    anchor: str
    text: str
    folded: str
    word_count: int
    source_start: int
    source_end: int
    links: tuple[Link, ...] = ()
    images: tuple[Image, ...] = ()


class Value(NamedTuple):
    """One typed piece of an infobox field's text. Dates are ISO 8601, cut to their precision (``2020-10``)."""

    position: int
    depth: int
    label: str | None
    text: str
    kind: ValueKind
    number_min: float | None = None
    number_max: float | None = None
    unit: str | None = None
    date_start: str | None = None
    date_end: str | None = None
    country_code: str | None = None


class Field(NamedTuple):
    """One field of an infobox: the text as written, and what the parsers are certain of."""

    position: int
    name: str
    group_name: str | None
    group_index: int | None
    group_part: str | None
    text: str
    number: float | None
    formatting: str | None
    values: tuple[Value, ...] = ()
    links: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True)
class Infobox:
    """One infobox of an article, fields in the order of the file."""

    position: int
    type: str | None
    fields: tuple[Field, ...] = ()


@dataclass(frozen=True, slots=True)
class Article:
    """What one file says, without its claims. ``extra`` is JSON: front matter that no column holds."""

    title: str
    title_key: str
    language: str | None
    short_description: str | None
    description: str | None
    author: str | None
    published_on: str | None
    url: str | None
    url_basis: UrlBasis | None
    image_url: str | None
    extra: str
    word_count: int
    infoboxes: tuple[Infobox, ...] = ()
    sections: tuple[Section, ...] = ()


class Actor(NamedTuple):
    """Who a claimant is. Two actors are one across articles only where ``name_key`` is equal.

    ``target_key`` is the title key of the article that the actor is, where a link or a full name says so.
    """

    name: str
    name_key: str
    kind: ActorKind
    country_code: str | None = None
    target_key: str | None = None
    parent: Actor | None = None


class Quantity(NamedTuple):
    """One figure inside a claim. ``about_side`` is the belligerent that suffered the loss."""

    value_min: float | None
    value_max: float | None
    unit: str | None
    kind: str | None
    place: str | None
    about_side: int | None


class Claim(NamedTuple):
    """A statement that the text attributes to someone.

    It stands either in a section (``section`` is its position) or in a field (``infobox`` and ``field`` are
    positions). All offsets cut that section's ``text`` or that field's ``text``:
    ``text[char_start:char_end] == content`` unless ``content_split`` or ``content`` is None; a claim without
    content spans its cue. ``claimant`` is None where nobody is named.
    """

    position: int
    section: int | None
    infobox: int | None
    field: int | None
    claimant: str | None
    side: int | None
    cue: str
    stance: Stance
    content: str | None
    quote: QuoteKind
    date_from: str | None
    date_to: str | None
    date_precision: DatePrecision | None
    date_basis: DateBasis
    time_of_day: str | None
    char_start: int
    char_end: int
    content_split: bool
    claimant_start: int | None
    claimant_end: int | None
    cue_start: int
    cue_end: int
    sentence: str
    summary: str
    rule: str
    confidence: float | None = None
    actors: tuple[Actor, ...] = ()
    quantities: tuple[Quantity, ...] = ()


@dataclass(frozen=True, slots=True)
class Relation:
    """A tie between two claims of one article, named by their positions; ``basis`` says why, in words."""

    claim: int
    other_claim: int
    kind: RelationKind
    basis: str
    confidence: float | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """Everything that is known of one file; ``article`` is None where the file was rejected."""

    encoding: str | None
    repair: str | None
    repairs: tuple[Repair, ...]
    problems: tuple[Problem, ...]
    article: Article | None
    claims: tuple[Claim, ...] = ()
    relations: tuple[Relation, ...] = ()
