"""Infoboxes: from the ``infoboxes`` value of the front matter to dataclasses.

``parse_infoboxes(raw: object) -> tuple[tuple[Infobox, ...], tuple[Problem, ...]]``

A field is a mapping with ``text`` and perhaps ``number``, ``links`` and ``formatting``, as wtf_wikipedia writes
it; anything else in its place becomes its text. A ``template`` or ``type`` that is a plain string beside such
mappings names the type of the infobox.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Mapping, Sequence
from typing import Final

from archive.documents import Field, Infobox, Link, Problem
from archive.parsing.infobox_groups import Group, group_fields
from archive.parsing.links import link_from_mapping
from archive.parsing.values import parse_values

_KNOWN_KEYS: Final = frozenset({"text", "number", "links", "formatting"})
_TYPE_KEYS = ("template", "type")
_TYPE_PREFIX: Final = re.compile(r"infobox[ _]+", re.IGNORECASE)
# Every link that is not found costs a walk through the text: after this many, the rest are not looked for.
_MOST_MISSES = 100


def parse_infoboxes(raw: object) -> tuple[tuple[Infobox, ...], tuple[Problem, ...]]:
    """Read ``raw``, any plain data, into infoboxes and warnings about what does not fit; never raises.

    A mapping stands for a list of one. Entries that are no mapping are reported and left out; the stored
    original still has them.
    """
    if raw is None:
        return (), ()
    if isinstance(raw, Mapping):
        raw = [raw]
    if not isinstance(raw, list | tuple):
        return (), (_warning("infoboxes_no_list", "`infoboxes` is no list of mappings and was not read."),)
    infoboxes: list[Infobox] = []
    problems: list[Problem] = []
    for entry in raw:
        if isinstance(entry, Mapping):
            infobox, unknown = _infobox(entry, len(infoboxes))
            infoboxes.append(infobox)
            if unknown:
                names = ", ".join(unknown[:10])
                message = f"Fields of infobox {infobox.position} have parts that no column holds: {names}."
                problems.append(_warning("infobox_field_parts_unknown", message))
        else:
            problems.append(_warning("infobox_no_mapping", "An entry of `infoboxes` is no mapping and was not read."))
    return tuple(infoboxes), tuple(problems)


def _warning(kind: str, message: str) -> Problem:
    return Problem("warning", "parse", kind, message)


def _infobox(entry: Mapping[object, object], position: int) -> tuple[Infobox, list[str]]:
    """The infobox, and the parts of its fields (``field.part``) that no column holds."""
    kind_key = _type_key(entry)
    pairs = [(field_text(name), value) for name, value in entry.items() if name != kind_key or kind_key is None]
    groups = group_fields([name for name, _ in pairs])
    unknown: list[str] = []
    fields: list[Field] = []
    for (name, value), group in zip(pairs, groups, strict=True):
        details = value if isinstance(value, Mapping) and "text" in value else {"text": value}
        unknown.extend(f"{name}.{field_text(key)}"[:80] for key in details if key not in _KNOWN_KEYS)
        fields.append(_field(len(fields), name, details, group))
    kind = _TYPE_PREFIX.sub("", field_text(entry[kind_key]), count=1).strip() if kind_key is not None else None
    return Infobox(position, kind or None, tuple(fields)), unknown


def _type_key(entry: Mapping[object, object]) -> str | None:
    if not any(isinstance(value, Mapping) for value in entry.values()):
        return None
    return next((key for key in _TYPE_KEYS if isinstance(entry.get(key), str)), None)


def _field(position: int, name: str, details: Mapping[object, object], group: Group) -> Field:
    text = field_text(details.get("text"))
    number = _finite(details["number"] if "number" in details else details.get("text"))
    formatting = details.get("formatting")
    return Field(
        position=position,
        name=name,
        group_name=group.name,
        group_index=group.index,
        group_part=group.part,
        text=text,
        number=number,
        formatting=None if formatting is None else _json(formatting),
        values=parse_values(text, name=name, bold=_bold(formatting)),
        links=_links(details.get("links"), text),
    )


def field_text(value: object) -> str:
    """``value`` as text: a string as it is, nothing for null, a line for each scalar of a list, else JSON."""
    if isinstance(value, str):
        return value
    if value is None:
        return ""
    if isinstance(value, list | tuple) and all(isinstance(item, str | int | float) for item in value):
        return "\n".join(item if isinstance(item, str) else _json(item) for item in value)
    return _json(value)


def _json(value: object) -> str:
    try:
        return json.dumps(value, ensure_ascii=False, default=str)
    except RecursionError:
        return ""
    except (TypeError, ValueError):
        # Keys that JSON does not have, or a mapping that holds itself.
        return repr(value)


def _finite(value: object) -> float | None:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    try:
        return float(value) if math.isfinite(value) else None
    except OverflowError:
        return None


def _bold(formatting: object) -> frozenset[str]:
    words = formatting.get("bold") if isinstance(formatting, Mapping) else None
    return frozenset(field_text(word).strip() for word in words) if isinstance(words, list | tuple) else frozenset()


def _links(raw: object, text: str) -> tuple[Link, ...]:
    links: list[Link] = []
    cursor = misses = 0
    for entry in raw if isinstance(raw, Sequence) and not isinstance(raw, str | bytes) else ():
        link = link_from_mapping(entry, len(links)) if isinstance(entry, Mapping) else None
        if link is None:
            continue
        start = text.find(link.text, cursor) if link.text and misses < _MOST_MISSES else -1
        if start >= 0:
            cursor = start + len(link.text)
            link = link._replace(start=start, end=cursor)
        else:
            misses += 1
        links.append(link)
    return tuple(links)
