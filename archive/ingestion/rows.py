"""From a document to rows: everything that can be said of a file's rows before their ids are known.

Rows are plain tuples, for they go from worker to writer by the hundred thousand. A row begins with the positions of its
parents among the rows of their table (None where it has none), in the order of ``ChildTable.parents``.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from json.encoder import encode_basestring_ascii
from operator import attrgetter, itemgetter
from typing import Any

from archive.documents import Actor, Article, Claim, Document, Link, Relation
from archive.ingestion.merging import ActorForm, merge_forms
from archive.parsing.folding import folded_words

__all__ = [
    "ARTICLE_COLUMNS",
    "CHILD_TABLES",
    "ArticleRows",
    "ChildTable",
    "article_rows",
    "target_written",
    "value_reader",
]

Row = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class ChildTable:
    """A table whose rows are made from one article.

    ``parents`` are its columns that point to rows of the same article, with the tables they point to. ``payload`` are
    the columns that the file alone decides, ``label`` those by which a person would know a row that has changed.
    """

    name: str
    parents: tuple[tuple[str, str], ...]
    payload: tuple[str, ...]
    has_article: bool
    label: tuple[str, ...]

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns in the order in which the writer inserts them."""
        return (
            "id",
            *(("article_id",) if self.has_article else ()),
            *(column for column, _ in self.parents),
            *self.payload,
        )


# Parents come before their children. The columns are told here, not taken from the models (a test compares them): a
# worker makes rows without loading SQLAlchemy, which would be most of what it loads.
CHILD_TABLES = (
    ChildTable(
        "sections",
        parents=(("parent_id", "sections"),),
        payload=(
            "position",
            "level",
            "heading",
            "path",
            "anchor",
            "text",
            "folded",
            "word_count",
            "source_start",
            "source_end",
        ),
        has_article=True,
        label=("path",),
    ),
    ChildTable("infoboxes", parents=(), payload=("position", "type"), has_article=True, label=("type",)),
    ChildTable(
        "infobox_fields",
        parents=(("infobox_id", "infoboxes"),),
        payload=("position", "name", "group_name", "group_index", "group_part", "text", "number", "formatting"),
        has_article=True,
        label=("name",),
    ),
    ChildTable(
        "infobox_values",
        parents=(("field_id", "infobox_fields"),),
        payload=(
            "position",
            "depth",
            "label",
            "text",
            "kind",
            "number_min",
            "number_max",
            "unit",
            "date_start",
            "date_end",
            "country_code",
        ),
        has_article=False,
        label=("text",),
    ),
    ChildTable(
        "links",
        parents=(("section_id", "sections"), ("infobox_field_id", "infobox_fields")),
        payload=("position", "kind", "text", "target_written", "target_key", "fragment", "url", "wiki"),
        has_article=True,
        label=("target_written", "target_key", "fragment"),
    ),
    ChildTable(
        "images",
        parents=(("section_id", "sections"),),
        payload=("position", "url", "file_name", "alt"),
        has_article=True,
        label=("url",),
    ),
    ChildTable(
        "claims",
        parents=(("section_id", "sections"), ("infobox_field_id", "infobox_fields")),
        payload=(
            "key",
            "position",
            "claimant",
            "side",
            "cue",
            "stance",
            "quote",
            "date_from",
            "date_to",
            "date_precision",
            "date_basis",
            "time_of_day",
            "char_start",
            "char_end",
            "content_split",
            "claimant_start",
            "claimant_end",
            "cue_start",
            "cue_end",
            "sentence",
            "content_in_sentence",
            "content_apart",
            "folded",
            "rule",
            "confidence",
        ),
        has_article=True,
        label=("claimant", "cue", "content"),
    ),
    ChildTable(
        "claim_quantities",
        parents=(("claim_id", "claims"),),
        payload=("value_min", "value_max", "unit", "kind", "place", "about_side"),
        has_article=False,
        label=("kind", "unit"),
    ),
)
ARTICLE_COLUMNS = (
    "title",
    "title_key",
    "language",
    "short_description",
    "description",
    "author",
    "published_on",
    "url",
    "url_basis",
    "image_url",
    "extra",
    "word_count",
)


def value_reader(columns: Sequence[str], name: str) -> Callable[[Row], Any]:
    """Return what reads ``name`` from rows of ``columns``: one of these, or the content of a claim, made from them."""
    if name != "content":
        return itemgetter(columns.index(name))
    parts = ("content_in_sentence", "content_apart", "sentence", "char_start", "char_end")
    read = itemgetter(*(columns.index(part) for part in parts))

    def content(row: Row) -> Any:
        place, apart, sentence, start, end = read(row)
        return apart if place is None else sentence[place : place + end - start]

    return content


@dataclass(frozen=True, slots=True)
class ArticleRows:
    """The rows of one article. ``tables`` goes with CHILD_TABLES, ``article`` with ARTICLE_COLUMNS.

    ``claim_actors`` are (position of the claim, key of the actor, position), ``relations`` (position of the claim, of
    the other, kind, basis, confidence). ``actors`` holds each actor once, parents before those they belong to.
    """

    article: Row
    tables: tuple[list[Row], ...]
    actors: tuple[ActorForm, ...]
    claim_actors: list[tuple[int, str, int]]
    relations: list[Row]


def _payload_of(table: ChildTable, computed: frozenset[str] = frozenset()) -> Callable[[Any], Row]:
    return attrgetter(*(column for column in table.payload if column not in computed))


_SECTIONS, _INFOBOXES, _FIELDS, _VALUES, _LINKS, _IMAGES, _CLAIMS, _QUANTITIES = CHILD_TABLES
_article = attrgetter(*ARTICLE_COLUMNS)
_section = _payload_of(_SECTIONS)
_field = _payload_of(_FIELDS)
_value = _payload_of(_VALUES)
_link = _payload_of(_LINKS, frozenset({"target_written"}))
_image = _payload_of(_IMAGES)
_MADE_OF_CLAIM = ("content_in_sentence", "content_apart", "folded")
_PLACE_AT = _CLAIMS.payload.index(_MADE_OF_CLAIM[0])
# The key comes first.
_claim_before = attrgetter(*_CLAIMS.payload[1:_PLACE_AT])
_claim_after = attrgetter(*_CLAIMS.payload[_PLACE_AT + len(_MADE_OF_CLAIM) :])
_TARGET_AT = _LINKS.payload.index("target_written")
_QUANTITY_COLUMNS = attrgetter(*_QUANTITIES.payload)


def article_rows(article: Article, document: Document) -> ArticleRows:
    """Return the rows of ``article`` and of the claims that ``document`` found in it."""
    tables: tuple[list[Row], ...] = tuple([] for _ in CHILD_TABLES)
    sections, infoboxes, fields, values, links, images, claims, quantities = tables
    for section in article.sections:
        sections.append((section.parent, *_section(section)))
        links.extend((section.position, None, *_link_payload(link)) for link in section.links)
        images.extend((section.position, *_image(image)) for image in section.images)
    first_fields: list[int] = []
    for infobox in article.infoboxes:
        first_fields.append(len(fields))
        infoboxes.append((infobox.position, infobox.type))
        for field in infobox.fields:
            place = len(fields)
            fields.append((infobox.position, *_field(field)))
            values.extend((place, *_value(value)) for value in field.values)
            links.extend((None, place, *_link_payload(link)) for link in field.links)
    actors: list[Actor] = []
    claim_actors: list[tuple[int, str, int]] = []
    keys = _claim_keys(article, document.claims)
    for claim, key in zip(document.claims, keys, strict=True):
        place_in_fields = (
            None if claim.infobox is None or claim.field is None else first_fields[claim.infobox] + claim.field
        )
        claims.append((claim.section, place_in_fields, *_claim_payload(claim, key)))
        quantities.extend((claim.position, *_QUANTITY_COLUMNS(quantity)) for quantity in claim.quantities)
        actors.extend(claim.actors)
        speakers = dict.fromkeys(actor.name_key for actor in claim.actors)
        claim_actors.extend((claim.position, name_key, position) for position, name_key in enumerate(speakers))
    return ArticleRows(_article(article), tables, _forms(actors), claim_actors, _relations(document.relations, keys))


def _link_payload(link: Link) -> Row:
    values = _link(link)
    return (*values[:_TARGET_AT], target_written(link), *values[_TARGET_AT:])


def target_written(link: Link) -> str | None:
    """Return the target of ``link`` where the table cannot make it from the other columns."""
    if link.target is None or link.target_key is None:
        return link.target
    fragment = "" if link.fragment is None else f"#{link.fragment}"
    return None if link.target == f"./{link.target_key.replace(' ', '_')}{fragment}" else link.target


def _claim_payload(claim: Claim, key: str) -> Row:
    searched = " ".join(filter(None, (claim.claimant, claim.content, claim.sentence)))
    return (key, *_claim_before(claim), *_place_of_content(claim), folded_words(searched), *_claim_after(claim))


def _place_of_content(claim: Claim) -> tuple[int | None, str | None]:
    """Return where in its sentence the content of ``claim`` begins, or else the content, which stands apart."""
    if claim.content is None or len(claim.content) != claim.char_end - claim.char_start:
        return None, claim.content
    place = claim.sentence.find(claim.content)
    return (None, claim.content) if place < 0 else (place, None)


def _claim_keys(article: Article, claims: Sequence[Claim]) -> list[str]:
    """Return the permanent names of the claims of an article: what they say, where, and a counter for exact repeats.

    The language counts too, so that articles of one title in two languages never share a key.
    """
    repeats: Counter[Row] = Counter()
    keys: list[str] = []
    name = f"{_json(article.language)}, {_json(article.title_key)}"
    for claim in claims:
        if claim.section is not None:
            place = article.sections[claim.section].path
        else:
            assert claim.infobox is not None  # noqa: S101 — a claim stands in a section or in a field
            assert claim.field is not None  # noqa: S101
            place = article.infoboxes[claim.infobox].fields[claim.field].name
        said = (place, claim.claimant, claim.cue, claim.content)
        parts = f"[{name}, {', '.join(map(_json, said))}, {repeats[said]}]"
        repeats[said] += 1
        keys.append(hashlib.sha256(parts.encode()).hexdigest()[:16])
    return keys


def _json(text: str | None) -> str:
    """A part of a key as JSON writes it: a list of parts takes four times as long, because every call sets up anew."""
    return "null" if text is None else encode_basestring_ascii(text)


def _relations(relations: Sequence[Relation], keys: Sequence[str]) -> list[Row]:
    """Return each tie once; only a denial has a direction, in any other the claim with the lower key comes first."""
    rows: dict[tuple[int, int, str], Row] = {}
    for tie in relations:
        pair = (tie.claim, tie.other_claim)
        if tie.kind != "denies":
            pair = min(pair, pair[::-1], key=lambda places: keys[places[0]])
        rows.setdefault((*pair, tie.kind), (*pair, tie.kind, tie.basis, tie.confidence))
    return list(rows.values())


def _forms(actors: Iterable[Actor]) -> tuple[ActorForm, ...]:
    """Return each actor once with its parents, parents first; the forms that one file gives an actor are merged."""
    forms: dict[str, ActorForm] = {}
    for mentioned in actors:
        chain: list[Actor] = []
        actor: Actor | None = mentioned
        while actor is not None and all(actor.name_key != other.name_key for other in chain):
            chain.append(actor)
            actor = actor.parent
        for one in reversed(chain):
            form = ActorForm(
                one.name_key,
                one.name,
                one.kind,
                one.country_code,
                one.target_key,
                None if one.parent is None else one.parent.name_key,
            )
            known = forms.get(one.name_key)
            forms[one.name_key] = form if known is None else merge_forms(known, form)
    return tuple(forms.values())
