"""Infoboxes: from the ``infoboxes`` value of the front matter to dataclasses.

``parse_infoboxes(raw: object, link_parser: LinkParser) -> tuple[tuple[Infobox, ...], tuple[Problem, ...]]``

``link_parser`` makes one :class:`~archive.documents.Link` from one entry of a field's ``links`` and its
position, or None where the entry is no link; the offsets are filled in here.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace

from archive.documents import Field, Infobox, Link, Problem
from archive.parsing.infobox_groups import group_fields
from archive.parsing.values import parse_values

LinkParser = Callable[[object, int], Link | None]

KNOWN_KEYS = frozenset({"text", "number", "links", "formatting"})


def parse_infoboxes(raw: object, link_parser: LinkParser) -> tuple[tuple[Infobox, ...], tuple[Problem, ...]]:
    """Read ``raw``, any plain data, into infoboxes and warnings about what does not fit; never raises.

    A mapping stands for a list of one; entries that are no mapping are reported and left out, since the
    stored original still has them.
    """
    if raw is None:
        return (), ()
    entries: Iterable[object] = [raw] if isinstance(raw, Mapping) else raw if isinstance(raw, list | tuple) else ()
    infoboxes: list[Infobox] = []
    problems: list[Problem] = []
    if not isinstance(raw, Mapping | list | tuple):
        problems.append(_problem("infoboxes_no_list", "`infoboxes` is no list of mappings: it was not read."))
    for entry in entries:
        if isinstance(entry, Mapping):
            infoboxes.append(_infobox(entry, len(infoboxes), link_parser, problems))
        else:
            problems.append(_problem("infobox_no_mapping", "An entry of `infoboxes` is no mapping: it was not read."))
    return tuple(infoboxes), tuple(problems)


def _problem(kind: str, message: str) -> Problem:
    return Problem("warning", "parse", kind, message)


def _infobox(entry: Mapping[object, object], position: int, link_parser: LinkParser, problems: list[Problem]) -> Infobox:
    names = [plain_text(name) for name in entry]
    fields = tuple(
        _field(index, name, value, group, link_parser, problems)
        for index, (name, value, group) in enumerate(zip(names, entry.values(), group_fields(names), strict=True))
    )
    return Infobox(position, None, fields)


def _field(
    position: int,
    name: str,
    value: object,
    group: tuple[str | None, int | None, str | None],
    link_parser: LinkParser,
    problems: list[Problem],
) -> Field:
    details: Mapping[object, object] = value if isinstance(value, Mapping) and "text" in value else {"text": value}
    unknown = sorted(plain_text(key) for key in details if key not in KNOWN_KEYS)
    if unknown:
        problems.append(_problem("unknown_field_key", f"Field {name!r} has keys that no column holds: {unknown}."))
    text = plain_text(details.get("text"))
    raw_number = details.get("number", details.get("text"))
    number = _finite(raw_number)
    raw_formatting = details.get("formatting")
    bold = raw_formatting.get("bold") if isinstance(raw_formatting, Mapping) else None
    labels = frozenset(plain_text(words).strip() for words in bold) if isinstance(bold, list) else frozenset()
    return Field(
        position,
        name,
        *group,
        text,
        number,
        None if raw_formatting is None else _json(raw_formatting),
        parse_values(text, name=name, bold=labels),
        _links(details.get("links"), text, link_parser),
    )


def plain_text(value: object) -> str:
    """The text of a loaded value: strings as they are, null as nothing, a list of scalars a line each, else JSON."""
    if isinstance(value, str):
        return value
    if value is None:
        return ""
    if isinstance(value, list | tuple) and all(isinstance(item, str | int | float) for item in value):
        return "\n".join(plain_text(item) for item in value)
    return _json(value)


def _json(value: object) -> str:
    try:
        return json.dumps(value, ensure_ascii=False, default=str)
    except (RecursionError, TypeError, ValueError):
        return ""


def _finite(value: object) -> float | None:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    try:
        number = float(value)
    except OverflowError:
        return None
    return number if abs(number) != float("inf") and number == number else None


def _links(raw: object, text: str, link_parser: LinkParser) -> tuple[Link, ...]:
    links: list[Link] = []
    cursor = 0
    for entry in raw if isinstance(raw, list) else ():
        link = link_parser(entry, len(links))
        if link is None:
            continue
        start = text.find(link.text, cursor) if link.text else -1
        if start >= 0:
            cursor = start + len(link.text)
            link = replace(link, start=start, end=cursor)
        links.append(link)
    return tuple(links)
