"""A YAML block to plain values: quickly where that loses nothing, with care where it would.

The quick loader (fastyaml-rs) is bounded in depth, aliases and time, and refuses whatever exceeds the bounds. It does
not tell which keys came twice, and turns ``1.50`` into 1.5. Only blocks in which either may be are read again, event by
event, with PyYAML, which never meets a block that the quick loader refused: its own loaders can be hung and crashed.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import fast_yaml
import yaml

# A line with a key, of which block style allows one; text may look the same, then the block is read again for nothing.
_KEY_LINE = re.compile(r":(?=\s|\Z).*")
# Where keys may be written otherwise: flow collections, anchors, merges, explicit keys. Every pattern that is searched
# for in all blocks begins with a character, not with a position: that is several times as fast.
_OTHER_KEYS = re.compile(
    r":[ \t]+[\[{](?![ \t]*[\]}])|\n[ \-]*(?:[\[{](?![ \t]*[\]}])|\?\s)|\r[ \-]*[\[{?]|&[^\s,&]|<<"
)
# The numbers of YAML 1.2's core schema (https://yaml.org/spec/1.2.2/#1032-tag-resolution), and where one may stand.
_NUMBER = (
    r"[-+]?(?:0o[0-7]+|0x[0-9a-fA-F]+|(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?|\.(?:inf|Inf|INF))"
    r"|\.(?:nan|NaN|NAN)"
)
_IS_NUMBER = re.compile(_NUMBER)
_NUMBERS_IN_BLOCK = re.compile(rf"(?::[ \t]+|-[ \t]+|\n[ \t]*|\r[ \t]*)({_NUMBER})(?=[ \t]*(?:[\r\n]|\Z|[ \t]#|:\s))")
_CONSTANTS = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL")),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}
# Line breaks in YAML 1.1, which PyYAML reads, and plain characters in 1.2.
_OLD_LINE_BREAKS = re.compile("[\x85\u2028\u2029]")
_LARGEST_INTEGER = 2**63 - 1
_LONGEST_NUMBER = 24
_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True, slots=True)
class DuplicateKey:
    """A key that a mapping holds already, and the line of the block, from 1, on which it comes again."""

    key: str
    line: int


class _UnresolvedError(Exception):
    """The block uses what events alone do not resolve: anchors, merges or tags."""


@dataclass(slots=True)
class _Node:
    """A collection that is still being read; ``key`` waits for its value."""

    value: dict[str, Any] | list[Any]
    key: str | None = None


@dataclass(slots=True)
class _Builder:
    """Builds the value of a block from its events."""

    duplicates: list[DuplicateKey] = field(default_factory=list)
    stack: list[_Node] = field(default_factory=list)
    root: Any = None

    def scalar(self, event: yaml.ScalarEvent) -> None:
        if self.stack and isinstance(self.stack[-1].value, dict) and self.stack[-1].key is None:
            self._key(event)
        else:
            self.add(_resolve(event.value) if event.implicit[0] else event.value)

    def _key(self, event: yaml.ScalarEvent) -> None:
        if event.value == "<<" and event.implicit[0]:
            raise _UnresolvedError
        node = self.stack[-1]
        node.key = event.value
        if event.value in node.value:
            line = event.start_mark.line + 1 if event.start_mark else 1
            self.duplicates.append(DuplicateKey(event.value, line))

    def add(self, value: Any) -> None:
        if not self.stack:
            self.root = value
            return
        node = self.stack[-1]
        if isinstance(node.value, list):
            node.value.append(value)
        elif node.key is None:
            raise _UnresolvedError
        else:
            node.value[node.key] = value
            node.key = None

    def open(self, value: dict[str, Any] | list[Any]) -> None:
        self.add(value)
        self.stack.append(_Node(value))


def load(block: str, *, most_depth: int, most_alias_bytes: int) -> tuple[Any, tuple[DuplicateKey, ...]]:
    """The value of a YAML 1.2 block in the types of JSON, and the keys that it overrode.

    Numbers that cannot be written back as they stand (``1.50``, ``0x10``, ``.inf``, beyond 64 bits) stay text. Raises
    ValueError for broken YAML and exceeded bounds, with ``at line N, column M`` in its message where there is a place.
    """
    value = fast_yaml.safe_load(block, max_depth=most_depth, max_alias_bytes=most_alias_bytes)
    plain = _Plain()
    result = plain.of(value)
    if plain.keys == len(_KEY_LINE.findall(block)) and not plain.doubtful and not _may_surprise(block):
        return result, ()
    return _read_with_care(block, result)


def _may_surprise(block: str) -> bool:
    """Whether keys may be written otherwise than with a colon, or numbers otherwise than they are printed."""
    block = "\n" + block
    if _OTHER_KEYS.search(block):
        return True
    return any(not _is_canonical(number) for number in _NUMBERS_IN_BLOCK.findall(block))


def _read_with_care(block: str, quick: Any) -> tuple[Any, tuple[DuplicateKey, ...]]:
    """The value and the overridden keys from events; the quick loader's value where events cannot tell it."""
    builder = _Builder()
    if _OLD_LINE_BREAKS.search(block):
        return quick, ()
    try:
        for event in _events(block):
            if isinstance(event, yaml.ScalarEvent):
                builder.scalar(event)
            elif isinstance(event, yaml.MappingStartEvent):
                builder.open({})
            elif isinstance(event, yaml.SequenceStartEvent):
                builder.open([])
            elif isinstance(event, yaml.CollectionEndEvent):
                builder.stack.pop()
    except (_UnresolvedError, yaml.YAMLError):
        return quick, tuple(builder.duplicates)
    return builder.root, tuple(builder.duplicates)


def _events(block: str) -> Iterator[Any]:
    """The events of a block without anchors and tags, which events alone do not resolve."""
    for event in yaml.parse(block, Loader=_Loader):
        if isinstance(event, yaml.AliasEvent) or getattr(event, "tag", None) is not None:
            raise _UnresolvedError
        yield event


def _resolve(text: str) -> Any:
    """The value of a plain scalar under the core schema; a number that would print otherwise stays text."""
    if text in _CONSTANTS:
        return _CONSTANTS[text]
    if len(text) <= _LONGEST_NUMBER and _IS_NUMBER.fullmatch(text) and _is_canonical(text):
        return float(text) if "." in text or "e" in text else int(text)
    return text


def _is_canonical(number: str) -> bool:
    if len(number) > _LONGEST_NUMBER:
        return False
    try:
        integer = int(number)
    except ValueError:
        try:
            value = float(number)
        except ValueError:
            return False
        return math.isfinite(value) and repr(value) == number
    return abs(integer) <= _LARGEST_INTEGER and str(integer) == number


@dataclass(slots=True)
class _Plain:
    """Turns what the quick loader gives into the types of JSON, and counts keys and what is not as written."""

    keys: int = 0
    doubtful: bool = False

    def of(self, value: Any) -> Any:
        if isinstance(value, str):
            return value
        if isinstance(value, dict):
            self.keys += len(value)
            return {self._key(key): self.of(item) for key, item in value.items()}
        if isinstance(value, list):
            return [self.of(item) for item in value]
        return self._scalar(value)

    def _key(self, key: Any) -> str:
        if isinstance(key, str):
            return key
        self.doubtful = True
        return "null" if key is None else str(key).lower()

    def _scalar(self, value: Any) -> Any:
        if value is None or isinstance(value, bool):
            return value
        if isinstance(value, int) and abs(value) <= _LARGEST_INTEGER:
            return value
        if isinstance(value, float) and math.isfinite(value):
            return value
        self.doubtful = True
        if isinstance(value, int):
            return hex(value)
        if isinstance(value, set):
            return sorted(map(self._key, value))
        return str(value)
