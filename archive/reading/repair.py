"""Undoing one reading of UTF-8 through a code page (``Qubadlı`` saved as ``QubadlÄ±``).

The decision is taken for a file as a whole. Through one code page, UTF-8 turns every character beyond ASCII into the
same few patterns, so in a damaged file nearly everything beyond ASCII fits them, in a sound one nearly nothing.
A sound article that quotes ``Ã©`` once therefore stays as it is, and so does a file that is damaged in part, which is
reported. Inside a damaged file each run of characters is mended by itself, and what fits no pattern is left alone.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace
from itertools import chain

from archive.documents import Problem, Repair
from archive.reading.code_pages import CODE_PAGES, PATTERN, TOKEN, CodePage
from archive.reading.lines import LineIndex
from archive.reading.restoration import PLACEHOLDER, Gap, candidates, restore

_RUN = re.compile(r"[^\x00-\x7f]+")
_ASCII = bytes(range(128))
# So many patterns must fit for each character that fits none.
_FITTING_PER_FOREIGN = 4
# One pattern that sound text never holds proves as much as so many different ones that it might hold.
_LEAST_POINTS = 6
# What sound text does hold right behind a letter (CAFÉ™, Å’s, 5 Ω², naïveté”): no proof by itself.
_COMMON_BEHIND_LETTERS = frozenset("’”»›–—…™®°²³¹ªº·\u00a0\u00ad,;")
_REPLACEMENT = "\ufffd"
# Repair takes seconds a megabyte where every word is damaged. No article is longer; one that is keeps its damage.
_LONGEST_REPAIRED = 4 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class RepairedText:
    """A text after repair: ``code_page`` and ``repairs`` are None and empty where nothing was changed."""

    text: str
    code_page: str | None = None
    repairs: tuple[Repair, ...] = ()
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class _Run:
    """One run of the damaged text and what the page makes of it, a placeholder for each byte that is missing."""

    start: int
    damaged: str
    mended: str


@dataclass(frozen=True, slots=True)
class _Reading:
    """A text seen through one code page: how many sequences fit, how many are bare first bytes, what fits nowhere."""

    page: CodePage
    runs: tuple[_Run, ...]
    gaps: tuple[Gap, ...]
    bare_gaps: int
    fitting: int
    foreign: int
    points: int

    @property
    def rank(self) -> tuple[int, int, int]:
        """Smaller is better: more whole sequences, then less that fits nowhere, then fewer gaps."""
        whole = self.fitting - (len(self.gaps) - self.bare_gaps)
        return -whole, self.foreign, len(self.gaps)

    @property
    def certain(self) -> bool:
        return self.points >= _LEAST_POINTS and self.fitting >= self.bare_gaps + _FITTING_PER_FOREIGN * self.foreign


def repair_text(text: str) -> RepairedText:
    """The text with its damage undone where that is certain; idempotent, and sound text comes back as it was.

    Damage done twice, in a part of the file only or in a text of more than four million characters is reported as a
    warning and left.
    """
    if text.isascii() or PLACEHOLDER in text:
        return RepairedText(text)
    if len(text) > _LONGEST_REPAIRED:
        start = text[:_LONGEST_REPAIRED]
        reading, problem = _judge(start)
        if reading is not None:
            problem = _problem("too_long", start, reading, reading.page.name)
        return RepairedText(text, problems=(problem,) if problem else ())
    reading, problem = _judge(text)
    if reading is None:
        return RepairedText(text, problems=(problem,) if problem else ())
    mended = _mend(text, reading)
    if _judge(mended.text)[0] is not None:
        return RepairedText(text, problems=(_problem("damaged_twice", text, reading, reading.page.name),))
    return mended


def _judge(text: str) -> tuple[_Reading | None, Problem | None]:
    """The reading that undoes the damage of a text; without one, what its owner should know all the same."""
    beyond_ascii = text.encode("utf-8").translate(None, _ASCII).decode("utf-8")
    readings = [_read_through(page, text) for page in CODE_PAGES if _may_fit(page, beyond_ascii)]
    if not readings:
        return None, None
    readings.sort(key=lambda reading: (not reading.certain, *reading.rank))
    best = readings[0]
    if not best.certain:
        suspicious = best.points >= 2 * _LEAST_POINTS
        return None, _problem("partly_damaged", text, best, best.page.name) if suspicious else None
    equals = [reading for reading in readings if reading.certain and reading.rank == best.rank]
    if any(reading.runs != best.runs for reading in equals):
        return None, _problem("ambiguous_damage", text, best, " or ".join(reading.page.name for reading in equals))
    return replace(best, gaps=tuple(map(_any_of, zip(*(reading.gaps for reading in equals), strict=True)))), None


def _any_of(gaps: tuple[Gap, ...]) -> Gap:
    """One gap that may be all that it may be through pages which explain the text equally well."""
    return Gap(gaps[0].damaged, tuple(dict.fromkeys(chain.from_iterable(gap.candidates for gap in gaps))))


def _may_fit(page: CodePage, beyond_ascii: str) -> bool:
    """A quick test that no damaged text fails: without the ASCII between them, more characters fit, never fewer."""
    encoded = page.encode(beyond_ascii)
    matched = sum(map(len, PATTERN.findall(encoded)))
    return matched > 0 and 2 * matched >= len(encoded)


def _read_through(page: CodePage, text: str) -> _Reading:
    runs: list[_Run] = []
    gaps: list[Gap] = []
    seen: set[str] = set()
    fitting = bare_gaps = foreign = points = 0
    for match in _RUN.finditer(text):
        run = match.group()
        mended: list[str] = []
        for token in TOKEN.finditer(page.encode(run)):
            start, end = token.span()
            damaged = run[start:end]
            if token.lastgroup == "whole" and _is_text(character := token.group().decode("utf-8")):
                mended.append(character)
            elif token.lastgroup == "broken" and (options := candidates(token.group(), page.undefined)):
                mended.append(PLACEHOLDER)
                gaps.append(Gap(damaged, options))
            else:
                mended.append(damaged)
                foreign += len(damaged) - damaged.count(_REPLACEMENT)
                continue
            if len(damaged) == 1:
                bare_gaps += 1
                continue
            fitting += 1
            if damaged not in seen:
                seen.add(damaged)
                points += _points(damaged, text, match.start() + start, match.start() + end)
        runs.append(_Run(match.start(), run, "".join(mended)))
    return _Reading(page, tuple(runs), tuple(gaps), bare_gaps, fitting, foreign, points)


def _is_text(character: str) -> bool:
    """Whether a text may hold this; controls count, because they are what damage done twice looks like once undone."""
    return unicodedata.category(character) not in ("Cn", "Co")


def _points(damaged: str, text: str, start: int, end: int) -> int:
    """How much one pattern proves: all that is needed where sound text never holds it, else little."""
    odd = any(
        (character not in _COMMON_BEHIND_LETTERS or damaged[0] == "Â") and not character.isalpha()
        for character in damaged[1:]
    )
    inside_word = text[max(start - 1, 0) : start].isalnum() or text[end : end + 1].isalnum()
    return _LEAST_POINTS if odd and (len(damaged) > 2 or inside_word) else 1


def _mend(text: str, reading: _Reading) -> RepairedText:
    parts: list[str] = []
    position = 0
    for run in reading.runs:
        parts.extend((text[position : run.start], run.mended))
        position = run.start + len(run.damaged)
    parts.append(text[position:])
    restored = iter(restore("".join(parts), reading.gaps))
    index = LineIndex(text)
    name = reading.page.name
    parts.clear()
    position = 0
    repairs: list[Repair] = []
    unrestored: list[int] = []
    for run in reading.runs:
        pieces = run.mended.split(PLACEHOLDER)
        fills = [next(restored) for _ in pieces[1:]]
        mended = pieces[0] + "".join(fill.text + piece for fill, piece in zip(fills, pieces[1:], strict=True))
        if not all(fill.certain for fill in fills):
            unrestored.append(run.start)
        if mended != run.damaged:
            method = f"{name}, dropped byte" if any(fill.certain for fill in fills) else name
            repairs.append(Repair(*index.position(run.start), run.damaged, mended, method))
        parts.extend((text[position : run.start], mended))
        position = run.start + len(run.damaged)
    parts.append(text[position:])
    problems = (_problem("lost_bytes", text, reading, name, unrestored[0]),) if unrestored else ()
    return RepairedText("".join(parts), name, tuple(repairs), problems)


_MESSAGES = {
    "too_long": "The text was read as {}, but is too long to be repaired and is left as it is: "
    "export the article anew.",
    "damaged_twice": "The text was read through a code page more than once (last as {}) and is left as it is: "
    "export the article anew.",
    "partly_damaged": "Parts of the text look as if they had been read as {}; they are left as they are, because the "
    "rest is sound: export the article anew.",
    "ambiguous_damage": "The text was read as {}, which differ in what they make of it, and is left as it is: "
    "export the article anew.",
    "lost_bytes": "The text was read as {}; where a byte was lost and the text does not tell which, it is left as it "
    "is: export the article anew.",
}


def _problem(kind: str, text: str, reading: _Reading, pages: str, start: int | None = None) -> Problem:
    line, column = LineIndex(text).position(reading.runs[0].start if start is None else start)
    return Problem("warning", "repair", kind, _MESSAGES[kind].format(pages), line, column)
