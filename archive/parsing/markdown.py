"""Markdown bodies: one pass of a CommonMark parser, cut at the headings into sections of plain text and tokens.

Plain text reads as the page reads. Paragraphs and other blocks are parted by an empty line, the items of a
list and the rows of a table by a newline, the cells of a row by a tab; a soft line break is a space, a hard
one a newline. Marks of emphasis, images, comments and HTML tags are no text; the words inside tags are. Runs
of blanks become one space except in blocks of code. ``[object Object]``, which the producer writes where it
fails, is dropped. GitHub's strikethrough is not read, because ``~`` means "about" in these articles.

Tokens let a page be rendered from the same parse. A token of kind ``text`` shows
``section.text[token.start:token.end]``, which equals ``token.text``; what lies between two text tokens is the
white space that parts blocks or lines, and needs no showing. Only a heading outside quotations and lists
begins a section.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple

import pyromark

from archive.documents import Image, Link
from archive.parsing.html import LINE_ELEMENTS, strip_html, tag_name
from archive.parsing.links import link_from_destination
from archive.parsing.nested_links import BLANKED, blank_inner_links
from archive.parsing.titles import title_key

TokenKind = Literal["open", "close", "text", "break", "image", "rule"]
TokenName = Literal[
    "paragraph",
    "heading",
    "quote",
    "list",
    "item",
    "code_block",
    "table",
    "table_head",
    "row",
    "cell",
    "emphasis",
    "strong",
    "code",
    "link",
    "text",
    "break",
    "image",
    "rule",
]

_OPTIONS = pyromark.Options.ENABLE_TABLES
_PRODUCER_FAULT = "[object Object]"
_UNFIT = re.compile(f"[\0{BLANKED}\ud800-\udfff]")
_LONE_RETURN = re.compile("\r(?!\n)")
_UNEVEN_BLANKS = re.compile("  |[\t\r\n\f\v\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]")
_BLANK_RUN = re.compile("[ \t\r\n\f\v\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+")
_FILE_NAME = re.compile(
    r"/(?:Special:(?:Redirect/file|FilePath)/|(?:wiki/)?(?:File|Image):"
    r"|wikipedia/[a-z-]{1,30}/(?:thumb/)?[0-9a-f]/[0-9a-f]{2}/)([^/?#]+)"
)
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
_INLINE = frozenset({"Emphasis", "Strong"})
_ROWS = frozenset({"TableHead", "TableRow"})
_CONTAINERS = frozenset({"BlockQuote", "List", "Item"})


class Token(NamedTuple):
    """One step of a section's body: an element that opens or closes, or something to show.

    ``start`` and ``end`` are offsets in the section's plain text (equal for everything but text). ``value`` is
    the position of a link or image in the section, the level of a heading, or the first number of an ordered
    list.
    """

    kind: TokenKind
    name: TokenName
    start: int
    end: int
    text: str = ""
    value: int | None = None


@dataclass(frozen=True, slots=True)
class MarkdownSection:
    """A heading and what follows it up to the next; the first of a body is the lead, with level 0.

    ``start`` and ``end`` are characters of the body. The sections of a body follow each other without a gap.
    """

    level: int
    heading: str
    start: int
    end: int
    text: str
    tokens: tuple[Token, ...]
    links: tuple[Link, ...]
    images: tuple[Image, ...]


def parse_markdown(body: str, *, with_tokens: bool = False) -> tuple[MarkdownSection, ...]:
    """The sections of a Markdown body in order, the lead always first. No text raises; time is linear.

    Tokens are made only where they are asked for: rendering needs them, storing does not.
    """
    # What the parser does not take, in a way that keeps every offset: one character for one.
    body = _LONE_RETURN.sub("\n", _UNFIT.sub("\ufffd", body))
    body = blank_inner_links(body)
    reader = _Reader(with_tokens)
    read = reader.read
    for event, span in pyromark.events_with_range(body, options=_OPTIONS):
        read(event, span)
    return reader.finish(body)


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
        if not self.pending and self.length and self.pieces[-1].endswith(" "):
            self._shorten()
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


class _Reader:
    """Takes the parser's events one by one and fills sections; ``finish`` gives them back."""

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

    def read(self, event: Any, span: Any) -> None:
        if type(event) is str:
            if event == "SoftBreak":
                self.run.append(" ")
            elif event == "HardBreak":
                self.break_line()
            else:
                self.part()
                self.section.mark("rule", "rule")
            return
        kind, value = event.popitem()
        if kind == "Text":
            self.run.append(value)
        elif kind == "Start":
            name, data = (value, None) if type(value) is str else value.popitem()
            if self.run:
                self.flush()
            self.open(name, data, span["start"])
        elif kind == "End":
            if self.run:
                self.flush()
            self.close(value if type(value) is str else next(iter(value)))
        elif kind == "InlineHtml":
            self.read_tag(value)
        elif kind == "Html":
            self.html.append(value)
        elif kind == "Code":
            self.flush()
            self.mark("open", "code")
            self.run.append(value)
            self.flush()
            self.mark("close", "code")

    def open(self, name: str, data: Any, start: int) -> None:
        if name == "TableCell":
            if self.cells:
                self.section.pending += "\t"
            self.cells = (self.cells or 0) + 1
            self.mark("open", "cell")
        elif name == "Link":
            if not self.image_depth:
                address = f"mailto:{data['dest_url']}" if data["link_type"] == "Email" else data["dest_url"]
                self.link = (address, len(self.words()), len(self.section.images))
                self.mark("open", "link", len(self.section.links))
        elif name in _INLINE:
            self.mark("open", _NAMES[name])
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
            self.part("\n" if name in _ROWS else None)
            self.open_block(name, data)

    def open_block(self, name: str, data: Any) -> None:
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
        self.mark("open", _NAMES[name], value)

    def close(self, name: str) -> None:
        if name == "TableCell":
            self.section.part("")
            self.mark("close", "cell")
        elif name == "Link":
            if not self.image_depth:
                self.close_link()
        elif name in _INLINE:
            self.mark("close", _NAMES[name])
        elif name == "Image":
            self.image_depth -= 1
            if not self.image_depth:
                self.close_image()
        elif name == "Heading" and self.in_heading:
            self.in_heading = False
        elif name == "HtmlBlock":
            self.close_html()
        elif name in _NAMES:
            self.in_code = False
            self.containers -= name in _CONTAINERS
            self.lists -= name == "List"
            if name in _ROWS:
                self.cells = None
            self.part("\n" if name in _ROWS or name == "Item" else None)
            self.mark("close", _NAMES[name])

    def close_link(self) -> None:
        address, index, images = self.link
        section = self.section
        written = "".join(self.words()[index:])
        text = written.strip()
        start = end = None
        if text and not self.in_heading:
            start = section.length - len(written.lstrip())
            end = start + len(text)
        if not text and len(section.images) > images:
            text = section.images[-1].alt
        section.links.append(link_from_destination(address, text, len(section.links), start, end))
        self.mark("close", "link")

    def close_image(self) -> None:
        section = self.section
        alternative = _BLANK_RUN.sub(" ", "".join(self.alternative)).strip()
        self.mark("image", "image", len(section.images))
        section.images.append(
            Image(len(section.images), self.image_url, file_name_of(self.image_url), alternative),
        )

    def close_html(self) -> None:
        lines = strip_html("".join(self.html))
        if not lines:
            return
        self.part()
        self.mark("open", "paragraph")
        for number, line in enumerate(lines):
            if number:
                self.break_line()
            self.run.append(line)
        self.flush()
        self.part()
        self.mark("close", "paragraph")

    def read_tag(self, tag: str) -> None:
        if tag.startswith(("<!", "<?")):
            return
        name = tag_name(tag)
        if name is None:
            self.run.append(tag)
        elif name in LINE_ELEMENTS:
            self.break_line()

    def break_line(self) -> None:
        if self.in_heading or self.image_depth or self.cells is not None:
            self.run.append(" ")
            return
        self.flush()
        self.section.part("\n")
        self.section.mark("break", "break")

    def part(self, white_space: str | None = None) -> None:
        self.section.part(white_space or ("\n" if self.lists else "\n\n"))

    def mark(self, kind: TokenKind, name: TokenName, value: int | None = None) -> None:
        if self.with_tokens and not self.in_heading and not self.image_depth:
            self.section.mark(kind, name, value)

    def words(self) -> list[str]:
        return self.section.heading if self.in_heading else self.section.pieces

    def flush(self) -> None:
        text = "".join(self.run)
        self.run.clear()
        if BLANKED in text:
            text = text.replace(BLANKED, "")
        if self.image_depth:
            self.alternative.append(text)
            return
        if self.in_code:
            text = text.rstrip()
        else:
            if _PRODUCER_FAULT in text:
                text = text.replace(_PRODUCER_FAULT, "")
            if _UNEVEN_BLANKS.search(text):
                text = _BLANK_RUN.sub(" ", text)
            if self.in_heading:
                self.section.heading.append(text)
                return
            if text[:1] == " " and self.section.after_blank():
                text = text[1:]
        if text:
            self.section.write(text)

    def finish(self, body: str) -> tuple[MarkdownSection, ...]:
        self.flush()
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
