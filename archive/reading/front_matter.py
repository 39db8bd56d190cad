"""The YAML block at the head of a file: where it ends, what it holds, and what is wrong with it."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, field
from typing import Any

import fast_yaml
from frontmatter.default_handlers import BaseHandler

from archive.documents import Problem

_OPENING = re.compile(r"---(?:\r\n?|\n)")
_CLOSING = re.compile(r"^(?:---|\.\.\.)(?:\r\n?|\n|\Z)", re.MULTILINE)
_LOADER_POSITION = re.compile(r"at line (\d+), column (\d+)")


class FrontMatterError(Exception):
    """The block cannot be read, so neither can the file; ``problem`` says where and what to do."""

    def __init__(self, kind: str, message: str, line: int, column: int | None = None) -> None:
        super().__init__(message)
        self.problem = Problem("error", "front matter", kind, message, line, column)


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """What the block holds and the offset at which the text after it starts (0 where there is no block)."""

    data: dict[str, Any] = field(default_factory=dict)
    body_start: int = 0
    problems: tuple[Problem, ...] = ()


class Yaml12Handler(BaseHandler):
    """python-frontmatter's interface over a bounded loader that reads YAML 1.2: ``no``, ``12:30`` stay text."""

    FM_BOUNDARY = _CLOSING
    START_DELIMITER = "---"
    END_DELIMITER = "---"

    def __init__(self, most_alias_bytes: int, most_depth: int) -> None:
        super().__init__()
        self._most_alias_bytes = most_alias_bytes
        self._most_depth = most_depth

    def load(self, fm: str) -> Any:
        """The value of the block, of any type; raises ValueError for broken YAML and exceeded bounds."""
        return fast_yaml.safe_load(fm, max_depth=self._most_depth, max_alias_bytes=self._most_alias_bytes)


def split_front_matter(text: str, *, most_characters: int, most_alias_bytes: int, most_depth: int) -> FrontMatter:
    """Cut the block off a text and load it; raises :class:`FrontMatterError`."""
    opening = _OPENING.match(text)
    if opening is None:
        return FrontMatter()
    closing = _CLOSING.search(text, opening.end())
    if closing is None:
        raise FrontMatterError("unclosed", "The front matter never closes: add a line '---' after it.", 1)
    if closing.start() - opening.end() > most_characters:
        raise FrontMatterError("too_large", f"The front matter is longer than {most_characters} characters.", 1)
    block = text[opening.end() : closing.start()]
    try:
        value = Yaml12Handler(most_alias_bytes, most_depth).load(block)
    except ValueError as error:
        position = _LOADER_POSITION.search(str(error))
        line, column = (int(position[1]) + 1, int(position[2])) if position else (1, None)
        raise FrontMatterError("broken_yaml", f"The front matter is not valid YAML: {error}", line, column) from None
    if value is None:
        return FrontMatter({}, closing.end())
    if not isinstance(value, dict):
        warning = Problem("warning", "front matter", "no_mapping", "The block is no mapping; it stays body text.", 1)
        return FrontMatter({}, 0, (warning,))
    return FrontMatter(_plain(value), closing.end())


def _plain(value: Any) -> Any:
    """The value in the types that JSON has; numbers that it has no way to write become text."""
    if isinstance(value, dict):
        return {key if isinstance(key, str) else str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple | set):
        return [_plain(item) for item in value]
    if isinstance(value, float) and not math.isfinite(value):
        return str(value)
    return value
