"""Claims in infobox fields: headers, notes in parentheses, and what they cover.

"Per Ukraine:" covers the rest of its line and the lines below, up to the next header. "(SOHR claim)" covers the
words before it on its line; alone on a line, the lines above it that nothing else attributes. One line, bullet or
parenthesis is one claim. Vocabulary and its source: ``data/notes.yaml``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from typing import Any, Final

from archive.claims.moments import clock_data
from archive.documents import Stance
from archive.parsing.data_files import load_data

# Longer fields are prose or damage; what attributes figures stands in their first characters.
MAX_FIELD = 20_000

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Note:
    """One attribution of a field: who (None where nobody is named), by which cue, and where it stands.

    ``rest`` is what a note says besides ("by 10 November").
    """

    start: int
    end: int
    claimant: Span | None
    cue: Span
    stance: Stance
    rest: Span | None
    header: bool


@dataclass(frozen=True, slots=True)
class FieldClaim:
    """One claim of a field, as spans of the field's text; ``line`` is the line it stands on."""

    note: Note
    content: Span
    line: Span
    rule: str


@cache
def note_data() -> dict[str, Any]:
    """The words of ``data/notes.yaml``."""
    loaded: dict[str, Any] = load_data("notes.yaml", "archive.claims")
    return loaded


def _alternatives(name: str) -> str:
    return "|".join(re.escape(word) for word in sorted(note_data()[name], key=len, reverse=True))


@cache
def _gate() -> re.Pattern[str]:
    """Any word of a note, in a text in lower case: `re` compares letters whose case matters several times faster."""
    return re.compile(rf"\b(?:{_alternatives('before')}|{_alternatives('after')}|{_alternatives('sources')})\b")


@cache
def _header_before() -> re.Pattern[str]:
    return re.compile(
        rf"(?:^|(?<=[;.,)\s]))(?P<cue>{_alternatives('before')})\s{{1,5}}(?P<who>[^:\n()]{{1,80}}?)\s{{0,5}}(?:\((?P<rest>[^()\n]{{1,80}})\)\s{{0,5}})?:",
        re.IGNORECASE,
    )


@cache
def _header_after() -> re.Pattern[str]:
    words = rf"(?P<cue>{_alternatives('after')}|{_alternatives('sources')})"
    return re.compile(
        rf"(?P<who>[^:\n()0-9]{{0,80}}?)\b{words}\s{{0,5}}(?:\((?P<rest>[^()\n]{{1,80}})\)\s{{0,5}})?:", re.IGNORECASE
    )


@cache
def _note_before() -> re.Pattern[str]:
    return re.compile(
        rf"(?P<cue>{_alternatives('before')})\s{{1,5}}(?P<who>[^;]{{1,120}})(?P<rest>;.{{0,120}})?", re.IGNORECASE
    )


@cache
def _note_after() -> re.Pattern[str]:
    words = rf"(?P<cue>{_alternatives('after')}|{_alternatives('sources')})"
    return re.compile(rf"(?P<who>[^;,:]{{0,80}}?)\b{words}\b\s{{0,5}}(?P<rest>[;,:].{{0,120}})?", re.IGNORECASE)


@cache
def _trailing() -> re.Pattern[str]:
    cues = "|".join(
        re.escape(word) for word in ("according to", "as per", "per", "claimed by", "reported by", "stated by")
    )
    return re.compile(
        rf"[,;–—-]?\s{{0,3}}\b(?P<cue>{cues})\s{{1,5}}(?P<who>[^,;:()\n]{{2,80}}?)\s{{0,3}}(?=[,;.]\s|[,;.]?$)",
        re.IGNORECASE,
    )


_PARENTHESIS: Final = re.compile(r"\(([^()\n]{2,200})\)")
_BULLET: Final = re.compile(r"[\s*•·▪–—-]*")
_LABEL: Final = re.compile(r"[^:\n]{1,60}:\s{0,20}$")
_EDGES = " \t\r\u00a0,;:*•·"


def attributes(text: str) -> bool:
    """Whether ``text`` holds a word that may attribute something: a fast look before the full reading."""
    return _gate().search(text.lower()) is not None


def find_field_claims(text: str) -> tuple[FieldClaim, ...]:
    """The claims of one field's ``text``, in reading order."""
    if len(text) > MAX_FIELD or not attributes(text):
        return ()
    claims: list[FieldClaim] = []
    header: Note | None = None
    waiting: list[Span] = []
    for line in _lines(text):
        headers = list(_headers(text, line))
        first = headers[0].start if headers else line[1]
        _read_segment(text, (line[0], first), line, header, waiting, claims)
        for index, found in enumerate(headers):
            header = found
            waiting.clear()
            end = headers[index + 1].start if index + 1 < len(headers) else line[1]
            _read_segment(text, (found.end, end), line, header, waiting, claims)
    return tuple(claims)


def _lines(text: str) -> Iterator[Span]:
    position = 0
    for line in text.split("\n"):
        lead = _BULLET.match(line)
        start = position + (lead.end() if lead else 0)
        end = position + len(line.rstrip())
        if start < end:
            yield start, end
        position += len(line) + 1


def _headers(text: str, line: Span) -> Iterator[Note]:
    position = line[0]
    while position < line[1]:
        match = _header_before().search(text, position, line[1])
        if match is not None and _names_somebody(match["who"]) and not text[match.end() : match.end() + 1].isdigit():
            yield _note(text, match, header=True)
            position = match.end()
            continue
        if position == line[0]:
            match = _header_after().match(text, position, line[1])
            if match is not None and _is_claimant(match["who"], match["cue"]):
                yield _note(text, match, header=True)
                position = match.end()
                continue
        return


def _read_segment(
    text: str, segment: Span, line: Span, header: Note | None, waiting: list[Span], claims: list[FieldClaim]
) -> None:
    """Add the claims of one stretch of a line: each note closes the words before it, the header takes the rest."""
    position = segment[0]
    for note in _notes(text, segment):
        content = _trimmed(text, position, note.start)
        if content is not None:
            claims.append(FieldClaim(note, content, line, "infobox_note"))
        else:
            claims.extend(FieldClaim(note, above, above, "infobox_note_below") for above in waiting)
        waiting.clear()
        position = note.end
    rest = _trimmed(text, position, segment[1])
    if rest is None or not re.search(r"\w", text[rest[0] : rest[1]]):
        return
    if header is None:
        waiting.append(rest)
    elif not _LABEL.fullmatch(text[rest[0] : segment[1]]):
        claims.append(FieldClaim(header, rest, line, "infobox_header"))


def _trimmed(text: str, start: int, end: int) -> Span | None:
    while start < end and (text[start] in _EDGES or text[start].isspace()):
        start += 1
    while end > start and (text[end - 1] in _EDGES or text[end - 1].isspace()):
        end -= 1
    return (start, end) if start < end else None


def _notes(text: str, segment: Span) -> Iterator[Note]:
    found = False
    for match in _PARENTHESIS.finditer(text, *segment):
        note = _parenthesis(text, match)
        if note is not None:
            found = True
            yield note
    for match in () if found else _trailing().finditer(text, *segment):
        if _names_somebody(match["who"]) and not match["who"][:1].islower():
            yield _note(text, match, header=False)


def _parenthesis(text: str, match: re.Match[str]) -> Note | None:
    start, end = match.span(1)
    inner = _note_before().fullmatch(text, start, end)
    if inner is not None and _names_somebody(inner["who"]):
        note = _note(text, inner, header=False)
        return _cut_rest(text, replace(note, start=match.start(), end=match.end()))
    inner = _note_after().fullmatch(text, start, end)
    if inner is not None and _is_claimant(inner["who"], inner["cue"]):
        return replace(_note(text, inner, header=False), start=match.start(), end=match.end())
    return None


def _note(text: str, match: re.Match[str], *, header: bool) -> Note:
    groups = match.groupdict()
    claimant = _trimmed(text, *match.span("who"))
    cue = match.span("cue")
    if claimant is not None:
        if text[claimant[0] : claimant[0] + 4].lower() == "the " and text[claimant[0]].islower():
            claimant = (claimant[0] + 4, claimant[1])
        if match["cue"].lower() in note_data()["sources"]:
            claimant = (claimant[0], cue[1])
        elif text[claimant[0] : claimant[1]].lower() in note_data()["nobody"]:
            claimant = None
    elif match["cue"].lower() in note_data()["sources"]:
        claimant = cue
    stance: Stance = note_data()["stances"].get(match["cue"].lower(), "assert")
    rest = match.span("rest") if groups.get("rest") else None
    return Note(match.start(), match.end(), claimant, cue, stance, rest, header)


def _cut_rest(text: str, note: Note) -> Note:
    """Move what follows the claimant's name after a comma ("early April") out of the name."""
    if note.claimant is None:
        return note
    start, end = note.claimant
    comma = text.find(", ", start, end)
    if comma < 0:
        return note
    after = text[comma + 2 : end]
    word = after.split(" ", 1)[0].lower()
    months = clock_data()["months"]
    dated = after[:1].isdigit() or word.rstrip(".") in months
    if dated or any(
        after.lower().startswith(lead + " ") or after.lower() == lead for lead in note_data()["rest_begins"]
    ):
        return replace(note, claimant=(start, comma), rest=(comma + 2, end))
    return note


def _names_somebody(who: str) -> bool:
    """Whether words after "per" or "according to" can be a claimant: "per SOHR", not "per day" or "per 100,000"."""
    words = who.strip().split()
    if not words or len(words) > 14:
        return False
    return any(word[:1].isupper() for word in words) or any(
        word.lower() in note_data()["common_claimants"] for word in words
    )


def _is_claimant(who: str, cue: str) -> bool:
    """Whether words before "claim" or "estimate" can be a claimant: "Ukrainian claim", not "2018 estimate"."""
    words = who.strip().strip("'\"").split()
    if not words:
        return cue.lower() in {"claimed", "reported", "claim", "claims"}
    if len(words) > 8 or any(
        word.strip(".,'").lower() in clock_data()["months"] or word[:1].isdigit() for word in words
    ):
        return False
    lowered = [word.lower() for word in words]
    if cue.lower() in {
        "figures",
        "figure",
        "data",
        "count",
        "version",
        "account",
        "accounts",
        "reported",
        "estimated",
        "confirmed",
    }:
        return any(word[:1].isupper() for word in words[-3:]) or lowered[-1] in note_data()["common_claimants"]
    return (
        any(word[:1].isupper() for word in words)
        or any(word in note_data()["common_claimants"] for word in lowered)
        or lowered[0] in note_data()["nobody"]
    )
