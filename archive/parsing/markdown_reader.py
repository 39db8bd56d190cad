"""From the events of the CommonMark parser to sections: what :func:`archive.parsing.markdown.parse_markdown` runs."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any, Final

from archive.documents import Image, Link
from archive.parsing.html import LINE_ELEMENTS, strip_html, tag_name
from archive.parsing.links import link_from_destination
from archive.parsing.nested_links import BLANKED
from archive.parsing.titles import title_key
from archive.parsing.tokens import MarkdownSection, Token, TokenKind, TokenName

_FILE_NAME: Final = re.compile(
    r"/(?:Special:(?:Redirect/file|FilePath)/|(?:wiki/)?(?:File|Image):"
    r"|wikipedia/[a-z-]{1,30}/(?:thumb/)?[0-9a-f]/[0-9a-f]{2}/)([^/?#]+)"
)
_PRODUCER_FAULT = "[object Object]"
_BLANK_RUN: Final = re.compile("[ \t\r\n\f\v\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+")
_NAMES: dict[str, TokenName] = {
    "Paragraph": "paragraph",
    "Heading": "heading",
    "BlockQuote": "quote",
    "List": "list",
    "Item": "item",
    "CodeBlock": "code_block",
    "Table": "table",
    "TableHead": "table_head",
    "TableRow": "row",
    "Emphasis": "emphasis",
    "Strong": "strong",
}
_INLINE: Final = frozenset({"Emphasis", "Strong"})
_ROWS: Final = frozenset({"TableHead", "TableRow"})
_CONTAINERS: Final = frozenset({"BlockQuote", "List", "Item"})


def file_name_of(address: str) -> str | None:
    """The name of the file on Wikimedia that an image's address leads to, in the form of a title; else None."""
    match = _FILE_NAME.search(address)
    return title_key(f"File:{match[1]}").removeprefix("File:") or None if match else None


class _Section:
    """A section while it grows: pieces of text, and the white space that comes before the next piece."""

    __slots__ = ("heading", "images", "last_text", "length", "level", "links", "offset", "pending", "pieces", "tokens")

    def __init__(self, level: int, offset: int, with_tokens: bool) -> None:
        self.level = level
        self.offset = offset
        self.heading: list[str] = []
        self.pieces: list[str] = []
        self.length = 0
        self.pending = ""
        self.tokens: list[Token] | None = [] if with_tokens else None
        self.last_text = 0
        self.links: list[Link] = []
        self.images: list[Image] = []

    def mark(self, kind: TokenKind, name: TokenName, value: int | None = None) -> None:
        if self.tokens is not None:
            self.tokens.append(Token(kind, name, self.length, self.length, "", value))

    def write(self, text: str) -> None:
        if self.pending:
            if self.length:
                self.pieces.append(self.pending)
                self.length += len(self.pending)
            self.pending = ""
        start = self.length
        self.length += len(text)
        self.pieces.append(text)
        if self.tokens is not None:
            self.last_text = len(self.tokens)
            self.tokens.append(Token("text", "text", start, self.length, text))

    def after_blank(self) -> bool:
        return bool(self.pending) or not self.length or self.pieces[-1].endswith(" ")

    def part(self, white_space: str) -> None:
        """End a block: blanks at its end go, and the wider of two separators is kept."""
        if not self.pending:
            if self.length and self.pieces[-1].endswith(" "):
                self._shorten()
            self.pending = white_space
            return
        waiting = self.pending.rstrip("\t")
        self.pending = waiting if len(waiting) >= len(white_space) else white_space

    def _shorten(self) -> None:
        text = self.pieces[-1] = self.pieces[-1][:-1]
        self.length -= 1
        if self.tokens is None:
            return
        last = self.tokens[self.last_text]
        self.tokens[self.last_text :] = [
            last._replace(end=self.length, text=text),
            *(token._replace(start=self.length, end=self.length) for token in self.tokens[self.last_text + 1 :]),
        ]


class Reader:
    """Takes the parser's events and fills sections; ``finish`` gives them back."""

    def __init__(self, with_tokens: bool) -> None:
        self.with_tokens = with_tokens
        self.section = _Section(0, 0, with_tokens)
        self.sections = [self.section]
        self.run: list[str] = []
        self.containers = 0
        self.lists = 0
        self.in_heading = False
        self.in_code = False
        self.cells: int | None = None
        self.link = ("", 0, 0)
        self.image_depth = 0
        self.image_url = ""
        self.alternative: list[str] = []
        self.html: list[str] = []

    def read(self, events: Iterable[Any]) -> None:
        """Take the events and the bytes that each spans, as pyromark gives them."""
        run = self.run
        for event, span in events:
            if type(event) is str:
                self._read_break(event)
                continue
            kind, value = event.popitem()
            if kind == "Text":
                run.append(value)
            elif kind == "Start":
                if run:
                    self._flush()
                if type(value) is str:
                    self._open(value, None, 0)
                else:
                    name, data = value.popitem()
                    self._open(name, data, span["start"])
            elif kind == "End":
                if run:
                    self._flush()
                self._close(value if type(value) is str else next(iter(value)))
            elif kind == "InlineHtml":
                self._read_tag(value)
            elif kind == "Html":
                self.html.append(value)
            elif kind == "Code":
                self._flush()
                self._mark("open", "code")
                run.append(value)
                self._flush()
                self._mark("close", "code")

    def _read_break(self, name: str) -> None:
        if name == "SoftBreak":
            self.run.append(" ")
        elif name == "HardBreak":
            self._break_line()
        else:
            self._part()
            self.section.mark("rule", "rule")

    def _open(self, name: str, data: Any, start: int) -> None:
        if name == "TableCell":
            if self.cells:
                self.section.pending += "\t"
            self.cells = (self.cells or 0) + 1
            if self.with_tokens:
                self._mark("open", "cell")
        elif name == "Link":
            if not self.image_depth:
                address = f"mailto:{data['dest_url']}" if data["link_type"] == "Email" else data["dest_url"]
                self.link = (address, len(self._words()), len(self.section.images))
                self._mark("open", "link", len(self.section.links))
        elif name in _INLINE:
            if self.with_tokens:
                self._mark("open", _NAMES[name])
        elif name == "Image":
            self.image_depth += 1
            if self.image_depth == 1:
                self.image_url = data["dest_url"]
                self.alternative = []
        elif name == "Heading" and not self.containers:
            self.section.part("\n\n")
            self.section = _Section(int(data["level"][1]), start, self.with_tokens)
            self.sections.append(self.section)
            self.in_heading = True
        elif name == "HtmlBlock":
            self.html = []
        elif name in _NAMES:
            self._part("\n" if name in _ROWS else None)
            self._open_block(name, data)

    def _open_block(self, name: str, data: Any) -> None:
        value = None
        if name == "List":
            self.lists += 1
            value = data
        elif name == "Heading":
            value = int(data["level"][1])
        elif name in _ROWS:
            self.cells = 0
        self.in_code = name == "CodeBlock"
        self.containers += name in _CONTAINERS
        self._mark("open", _NAMES[name], value)

    def _close(self, name: str) -> None:
        if name == "TableCell":
            self.section.part("")
            if self.with_tokens:
                self._mark("close", "cell")
        elif name == "Link":
            if not self.image_depth:
                self._close_link()
        elif name in _INLINE:
            if self.with_tokens:
                self._mark("close", _NAMES[name])
        elif name == "Image":
            self.image_depth -= 1
            if not self.image_depth:
                self._close_image()
        elif name == "Heading" and self.in_heading:
            self.in_heading = False
        elif name == "HtmlBlock":
            self._close_html()
        elif name in _NAMES:
            self.in_code = False
            self.containers -= name in _CONTAINERS
            self.lists -= name == "List"
            if name in _ROWS:
                self.cells = None
            self._part("\n" if name in _ROWS or name == "Item" else None)
            self._mark("close", _NAMES[name])

    def _close_link(self) -> None:
        address, index, images = self.link
        section = self.section
        written = "".join(self._words()[index:])
        text = written.strip()
        start = end = None
        if text and not self.in_heading:
            start = section.length - len(written.lstrip())
            end = start + len(text)
        if not text and len(section.images) > images:
            text = section.images[-1].alt
        section.links.append(link_from_destination(address, text, len(section.links), start, end))
        self._mark("close", "link")

    def _close_image(self) -> None:
        section = self.section
        alternative = _BLANK_RUN.sub(" ", "".join(self.alternative)).strip()
        self._mark("image", "image", len(section.images))
        section.images.append(
            Image(len(section.images), self.image_url, file_name_of(self.image_url), alternative),
        )

    def _close_html(self) -> None:
        lines = strip_html("".join(self.html))
        if not lines:
            return
        self._part()
        self._mark("open", "paragraph")
        for number, line in enumerate(lines):
            if number:
                self._break_line()
            self.run.append(line)
        self._flush()
        self._part()
        self._mark("close", "paragraph")

    def _read_tag(self, tag: str) -> None:
        if tag.startswith(("<!", "<?")):
            return
        name = tag_name(tag)
        if name is None:
            self.run.append(tag)
        elif name in LINE_ELEMENTS:
            self._break_line()

    def _break_line(self) -> None:
        if self.in_heading or self.image_depth or self.cells is not None:
            self.run.append(" ")
            return
        self._flush()
        self.section.part("\n")
        self.section.mark("break", "break")

    def _part(self, white_space: str | None = None) -> None:
        self.section.part(white_space or ("\n" if self.lists else "\n\n"))

    def _mark(self, kind: TokenKind, name: TokenName, value: int | None = None) -> None:
        if self.with_tokens and not self.in_heading and not self.image_depth:
            self.section.mark(kind, name, value)

    def _words(self) -> list[str]:
        return self.section.heading if self.in_heading else self.section.pieces

    def _flush(self) -> None:
        run = self.run
        text = run[0] if len(run) == 1 else "".join(run)
        run.clear()
        # Of all blanks, only the space is printable.
        plain = text.isprintable()
        if not plain and BLANKED in text:
            text = text.replace(BLANKED, "")
        if self.image_depth:
            self.alternative.append(text)
            return
        if self.in_code:
            text = text.rstrip()
        else:
            if _PRODUCER_FAULT in text:
                text = text.replace(_PRODUCER_FAULT, "")
            if not plain or "  " in text:
                text = _BLANK_RUN.sub(" ", text)
            if self.in_heading:
                self.section.heading.append(text)
                return
            if text[:1] == " " and self.section.after_blank():
                text = text[1:]
        if text:
            self.section.write(text)

    def finish(self, body: str) -> tuple[MarkdownSection, ...]:
        """The sections of ``body``, after the last of its events."""
        self._flush()
        self.section.part("\n\n")
        starts = [*_characters(body, [section.offset for section in self.sections]), len(body)]
        return tuple(
            MarkdownSection(
                section.level,
                _BLANK_RUN.sub(" ", "".join(section.heading)).strip(),
                starts[number],
                starts[number + 1],
                "".join(section.pieces),
                tuple(section.tokens or ()),
                tuple(section.links),
                tuple(section.images),
            )
            for number, section in enumerate(self.sections)
        )


def _characters(body: str, offsets: list[int]) -> list[int]:
    """Byte offsets of headings, ascending, as character offsets of the beginning of their lines."""
    characters: list[int] = []
    encoded = body.encode()
    done = count = 0
    for offset in offsets:
        count += len(encoded[done:offset].decode())
        done = offset
        start = count
        while start and body[start - 1] == " ":
            start -= 1
        characters.append(start)
    return characters
