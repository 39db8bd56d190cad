"""The stages of reading, composed: bytes in, one :class:`SourceText` out."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from archive.documents import Problem, Repair
from archive.reading.decoding import BYTE_ORDER_MARK, DecodingError, decode, replace_nuls
from archive.reading.front_matter import FrontMatterError, split_front_matter
from archive.reading.lines import line_at
from archive.reading.repair import repair_text


@dataclass(frozen=True, slots=True)
class Limits:
    """The most that one file may ask for. What exceeds a limit is rejected with a problem that names it.

    ``file_bytes`` bounds the whole file, ``front_matter_characters`` its YAML block, ``alias_bytes`` what YAML aliases
    may expand to, and ``depth`` how deep the YAML may nest (the loader itself allows no more than 255).
    """

    file_bytes: int = 64 * 1024 * 1024
    front_matter_characters: int = 8 * 1024 * 1024
    alias_bytes: int = 1024 * 1024
    depth: int = 64


DEFAULT_LIMITS = Limits()


@dataclass(frozen=True, slots=True)
class SourceText:
    """The text of one file, decoded and repaired, with its front matter taken apart.

    ``encoding`` is ``utf-8``, or ``utf-8-sig`` where a byte order mark was dropped, None where the bytes are no text.
    ``repair`` is the code page that the text had been read with by mistake. ``text`` is the whole repaired text;
    ``body`` starts at its offset ``body_start``, on line ``body_first_line``.
    """

    encoding: str | None
    repair: str | None
    repairs: tuple[Repair, ...]
    problems: tuple[Problem, ...]
    front_matter: dict[str, Any]
    body: str
    body_start: int
    body_first_line: int
    text: str
    rejected: bool


def read_text(data: bytes, *, limits: Limits = DEFAULT_LIMITS) -> SourceText:
    """Decode, repair and split the bytes of one file; raises nothing, tells what is wrong in ``problems``."""
    try:
        encoding, text = decode(data, limits.file_bytes)
    except DecodingError as error:
        return SourceText(None, None, (), (error.problem,), {}, "", 0, 1, "", True)
    text, nul_repairs = replace_nuls(text)
    repaired = repair_text(text)
    if repaired.text.startswith(BYTE_ORDER_MARK):
        encoding, repaired = "utf-8-sig", replace(repaired, text=repaired.text[1:])
    text = repaired.text
    repairs = tuple(sorted((*nul_repairs, *repaired.repairs), key=lambda repair: (repair.line, repair.column)))
    try:
        front = split_front_matter(
            text,
            most_characters=limits.front_matter_characters,
            most_alias_bytes=limits.alias_bytes,
            most_depth=limits.depth,
        )
    except FrontMatterError as error:
        problems = (*repaired.problems, error.problem)
        return SourceText(encoding, repaired.code_page, repairs, problems, {}, "", 0, 1, text, True)
    return SourceText(
        encoding=encoding,
        repair=repaired.code_page,
        repairs=repairs,
        problems=(*repaired.problems, *front.problems),
        front_matter=front.data,
        body=text[front.body_start :],
        body_start=front.body_start,
        body_first_line=line_at(text, front.body_start),
        text=text,
        rejected=False,
    )
