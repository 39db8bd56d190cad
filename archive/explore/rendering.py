"""Markdown tokens to HTML: every piece of text is escaped, every claim is marked by its offsets.

Nothing of the article's own HTML survives the parser, and no address but those of the web becomes a link.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from markupsafe import Markup, escape

from archive.explore.addresses import web_address
from archive.explore.marking import Span, mark
from archive.parsing.tokens import Token

__all__ = ["Reference", "Target", "field_tokens", "outside", "paragraph_tokens", "render"]

_TAGS = {
    "paragraph": (Markup("<p>"), Markup("</p>")),
    "quote": (Markup("<blockquote>"), Markup("</blockquote>")),
    "bullets": (Markup("<ul>"), Markup("</ul>")),
    "numbers": (Markup("<ol>"), Markup("</ol>")),
    "item": (Markup("<li>"), Markup("</li>")),
    "code_block": (Markup('<pre tabindex="0"><code>'), Markup("</code></pre>")),
    "table": (Markup('<div class="scroll" tabindex="0"><table>'), Markup("</table></div>")),
    "table_head": (Markup("<tr>"), Markup("</tr>")),
    "row": (Markup("<tr>"), Markup("</tr>")),
    "head_cell": (Markup("<th>"), Markup("</th>")),
    "cell": (Markup("<td>"), Markup("</td>")),
    "emphasis": (Markup("<em>"), Markup("</em>")),
    "strong": (Markup("<strong>"), Markup("</strong>")),
    "code": (Markup("<code>"), Markup("</code>")),
}
_BULLET = re.compile(r"[ \t]*(\*{1,9})[ \t]*")
_PARAGRAPH = re.compile(r"[^\n]+(?:\n(?!\n)[^\n]+)*")


@dataclass(frozen=True, slots=True)
class Target:
    """Where a link leads: an address, or nowhere, with a word on why."""

    address: str | None
    title: str = ""
    outside: bool = False


@dataclass(frozen=True, slots=True)
class Reference:
    """What stands after the last character of a claim: the number that leads to its page."""

    end: int
    html: Markup


@dataclass(slots=True)
class _Text:
    """The state of rendering one text: what has been written, and which marks and references are still to come."""

    text: str
    spans: list[Span]
    references: list[Reference]
    classes: Mapping[str, str]
    parts: list[Markup] = field(default_factory=list)
    next_span: int = 0
    next_reference: int = 0
    active: list[Span] = field(default_factory=list)
    links_open: int = 0
    table_head: bool = False
    lists: list[str] = field(default_factory=list)


def render(
    tokens: Iterable[Token],
    text: str,
    *,
    spans: Sequence[Span] = (),
    references: Sequence[Reference] = (),
    classes: Mapping[str, str] | None = None,
    links: Mapping[int, Target] | None = None,
    images: Mapping[int, Markup] | None = None,
) -> Markup:
    """Return the HTML of ``tokens``, whose offsets are those of ``text``.

    ``spans`` are marked; ``classes`` gives the class of the claim that a key names. ``links`` and ``images`` hold, by
    position, where links lead and what stands for images; those that are missing show their words, or nothing.
    """
    state = _Text(
        text,
        sorted(spans, key=lambda span: span.start),
        sorted(references, key=lambda reference: reference.end),
        classes or {},
    )
    for token in tokens:
        if token.kind == "text":
            _write_text(state, token)
        elif token.kind == "image":
            state.parts.append((images or {}).get(token.value or 0, Markup("")))
        elif token.kind in ("open", "close"):
            _write_tag(state, token, links or {})
        else:
            state.parts.append(Markup("<br>") if token.kind == "break" else Markup("<hr>"))
    _write_references(state, len(text) + 1)
    return Markup("").join(state.parts)


def _write_text(state: _Text, token: Token) -> None:
    while state.next_span < len(state.spans) and state.spans[state.next_span].start < token.end:
        state.active.append(state.spans[state.next_span])
        state.next_span += 1
    state.active = [span for span in state.active if span.end > token.start]
    for piece in mark(state.text, token.start, token.end, state.active):
        shown: Markup = escape(piece.text)
        parts = [span.name for span in piece.spans if span.name != "content"]
        if parts:
            shown = Markup('<span class="{}">{}</span>').format(" ".join(dict.fromkeys(parts)), shown)
        claims = [span.key for span in piece.spans if span.name == "content"]
        if claims:
            shown = Markup('<mark class="{}">{}</mark>').format(state.classes.get(claims[-1], "claim"), shown)
        state.parts.append(shown)
        if not state.links_open:
            _write_references(state, piece.end)


def _write_references(state: _Text, end: int) -> None:
    """Write the references of the claims that have ended by ``end``."""
    while state.next_reference < len(state.references) and state.references[state.next_reference].end <= end:
        state.parts.append(state.references[state.next_reference].html)
        state.next_reference += 1


def _write_tag(state: _Text, token: Token, links: Mapping[int, Target]) -> None:
    opens = token.kind == "open"
    if token.name == "link":
        state.links_open += 1 if opens else -1
        state.parts.append(_link(links.get(token.value or 0), opens=opens))
        if not opens and not state.links_open:
            _write_references(state, token.end)
        return
    if token.name == "table_head":
        state.table_head = opens
    if token.name == "list":
        state.parts.append(_list_tag(state.lists, token.value, opens=opens))
    else:
        state.parts.append(_tag(token, opens=opens, table_head=state.table_head))


def _link(target: Target | None, *, opens: bool) -> Markup:
    address = target.address if target is not None else None
    if not opens:
        return Markup("</a>") if address else Markup("</span>")
    title = target.title if target is not None else ""
    if address is None:
        return Markup('<span class="missing" title="{}">').format(title)
    if target is not None and target.outside:
        return Markup('<a class="outside" rel="nofollow noopener noreferrer" href="{}">').format(address)
    return Markup('<a href="{}">').format(address)


def _tag(token: Token, *, opens: bool, table_head: bool) -> Markup:
    name: str = token.name
    if name == "heading":
        level = min(max(token.value or 2, 2), 6)
        return (Markup("<h{}>") if opens else Markup("</h{}>")).format(level)
    if name == "cell" and table_head:
        name = "head_cell"
    return _TAGS[name][not opens]


def _list_tag(kinds: list[str], first: int | None, *, opens: bool) -> Markup:
    """Return the tag that opens or closes a list; ``kinds`` are those that are open, changed in place."""
    if not opens:
        return _TAGS[kinds.pop()][1]
    kinds.append("bullets" if first is None else "numbers")
    return _TAGS[kinds[-1]][0] if first in (None, 1) else Markup('<ol start="{}">').format(first)


def paragraph_tokens(text: str) -> list[Token]:
    """Return the tokens of plain text: paragraphs parted by empty lines, for a text whose Markdown is out of reach."""
    tokens = []
    for match in _PARAGRAPH.finditer(text):
        tokens.append(Token("open", "paragraph", match.start(), match.start()))
        tokens.append(Token("text", "text", match.start(), match.end(), match[0]))
        tokens.append(Token("close", "paragraph", match.end(), match.end()))
    return tokens


def field_tokens(text: str, links: Sequence[tuple[int, str]]) -> list[Token]:
    """Return the tokens of an infobox field: a paragraph a line, a list where lines begin with asterisks.

    ``links`` are (position, words) in the order of the text; each is found where its words next stand.
    """
    tokens: list[Token] = []
    depth = place = 0
    placed = _placed(text, links)
    for line in text.splitlines(keepends=True):
        start, end = place, place + len(line.rstrip())
        place += len(line)
        bullet = _BULLET.match(line)
        start += bullet.end() if bullet else len(line) - len(line.lstrip())
        if start >= end:
            continue
        wanted = len(bullet[1]) if bullet else 0
        tokens += _change_depth(depth, wanted, start)
        depth = wanted
        if depth:
            tokens += _line(text, start, end, placed)
        else:
            tokens.append(Token("open", "paragraph", start, start))
            tokens += _line(text, start, end, placed)
            tokens.append(Token("close", "paragraph", end, end))
    return tokens + _change_depth(depth, 0, len(text))


def _change_depth(now: int, wanted: int, place: int) -> list[Token]:
    """Return what comes before an item ``wanted`` lists deep, after one ``now`` deep that is still open."""
    tokens = []
    for _ in range(now - wanted):
        tokens += [Token("close", "item", place, place), Token("close", "list", place, place)]
    if 0 < wanted <= now:
        tokens += [Token("close", "item", place, place), Token("open", "item", place, place)]
    for _ in range(wanted - now):
        tokens += [Token("open", "list", place, place), Token("open", "item", place, place)]
    return tokens


def _placed(text: str, links: Sequence[tuple[int, str]]) -> list[tuple[int, int, int]]:
    placed, place = [], 0
    for position, words in links:
        found = text.find(words, place) if words else -1
        if found >= 0:
            place = found + len(words)
            placed.append((found, place, position))
    return placed


def _line(text: str, start: int, end: int, links: list[tuple[int, int, int]]) -> Iterable[Token]:
    place = start
    for first, last, position in links:
        if place <= first and last <= end:
            if first > place:
                yield Token("text", "text", place, first, text[place:first])
            yield Token("open", "link", first, first, "", position)
            yield Token("text", "text", first, last, text[first:last])
            yield Token("close", "link", last, last, "", position)
            place = last
    if place < end:
        yield Token("text", "text", place, end, text[place:end])


def outside(address: str | None) -> Target:
    """Return the target of a link that leaves the archive."""
    return Target(web_address(address), "", outside=True)
