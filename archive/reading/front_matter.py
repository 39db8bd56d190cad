"""The YAML block at the head of a file: where it ends, what it holds, and what is wrong with it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from frontmatter.default_handlers import BaseHandler

from archive.documents import Problem
from archive.reading.lines import line_at
from archive.reading.yaml_values import DuplicateKey, load

_OPENING = re.compile(r"---(?:\r\n?|\n)")
_CLOSING = re.compile(r"[\r\n](?:---|\.\.\.)(?:\r\n?|\n|\Z)")
# A document that begins inside the block; the loader would stop there and drop the rest.
_ANOTHER_DOCUMENT = re.compile(r"[\r\n](?:---|\.\.\.)[ \t]")
# Outside the printable characters of YAML 1.2 (https://yaml.org/spec/1.2.2/#51-character-set).
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]")
_MOST_DUPLICATES_TOLD = 20
_LOADER_PREFIX = re.compile(r"^(?:YAML (?:parse|syntax) error: |YAML resource limit exceeded )+")
_LOADER_POSITION = re.compile(r"\bat line (\d+), column (\d+)")


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
    """python-frontmatter's interface over a bounded loader that reads YAML 1.2: ``no``, ``12:30`` stay text.

    ``duplicates`` are the keys that the last block held more than once.
    """

    FM_BOUNDARY = _CLOSING
    START_DELIMITER = "---"
    END_DELIMITER = "---"

    def __init__(self, most_alias_bytes: int, most_depth: int) -> None:
        super().__init__()
        self.duplicates: tuple[DuplicateKey, ...] = ()
        self._most_alias_bytes = most_alias_bytes
        self._most_depth = most_depth

    def load(self, fm: str) -> Any:
        """The value of the block, of any type; raises ValueError for broken YAML and exceeded bounds."""
        value, self.duplicates = load(fm, most_depth=self._most_depth, most_alias_bytes=self._most_alias_bytes)
        return value


def split_front_matter(text: str, *, most_characters: int, most_alias_bytes: int, most_depth: int) -> FrontMatter:
    """Cut the block off a text and load it; raises :class:`FrontMatterError`."""
    opening = _OPENING.match(text)
    if opening is None:
        return FrontMatter()
    # The line end before a delimiter belongs to the line above: the opening one's, or the last of the block.
    closing = _CLOSING.search(text, opening.end() - 1)
    if closing is None:
        raise FrontMatterError("unclosed", "The front matter never closes: add a line '---' behind it.", 1)
    block = text[opening.end() : closing.start() + 1]
    if len(block) > most_characters:
        message = f"The front matter is longer than {most_characters} characters: shorten it or raise the limit."
        raise FrontMatterError("too_large", message, 1)
    if another := _ANOTHER_DOCUMENT.search(text, opening.end() - 1, closing.start()):
        message = "The front matter holds a second YAML document: join them or quote this line."
        raise FrontMatterError("several_documents", message, line_at(text, another.start() + 1), 1)
    problems: list[Problem] = []
    if forbidden := _FORBIDDEN.search(block):
        message = "YAML allows no control characters; in the front matter's values each becomes U+FFFD."
        line = line_at(block, forbidden.start()) + 1
        problems.append(Problem("warning", "front matter", "control_characters", message, line))
        block = _FORBIDDEN.sub("\ufffd", block)
    handler = Yaml12Handler(most_alias_bytes, most_depth)
    try:
        value = handler.load(block)
    except ValueError as error:
        raise _broken(str(error)) from None
    if value is not None and not isinstance(value, dict):
        message = "The block between the two '---' is no list of keys and values; it stays in the text."
        problems.append(Problem("warning", "front matter", "no_mapping", message, 1))
        return FrontMatter({}, 0, tuple(problems))
    problems.extend(
        Problem(
            "warning",
            "front matter",
            "duplicate_key",
            f"The key '{double.key:.80}' comes again; the last one holds.",
            double.line + 1,
        )
        for double in handler.duplicates[:_MOST_DUPLICATES_TOLD]
    )
    return FrontMatter(value or {}, closing.end(), tuple(problems))


def _broken(message: str) -> FrontMatterError:
    """The loader's words, with the line of the file in place of the line of the block."""
    position = _LOADER_POSITION.search(message)
    line, column = (int(position[1]) + 1, int(position[2])) if position else (1, None)
    reason = _LOADER_POSITION.sub("", message)
    kind, words = ("yaml_limit", "asks for too much") if "limit" in reason else ("broken_yaml", "is not valid YAML")
    reason = _LOADER_PREFIX.sub("", reason).strip(" ,:")
    return FrontMatterError(kind, f"The front matter {words} ({reason:.300}): correct this line.", line, column)
