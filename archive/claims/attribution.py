"""Plain text to attributions: who said what, as offsets into the text of one section.

An attribution is a claim before dates, actors and figures are added to it. Everything is a position in the
text that was read, so that nothing here can drift from its source. Cues are found first, with one pass of a
multi-pattern matcher over the whole text; only the sentences that hold one are read.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from archive.claims.contents import strip_range
from archive.claims.cue_search import cue_sentences
from archive.claims.settling import settle
from archive.claims.tokens import Sentence, read_sentence
from archive.documents import QuoteKind, Stance

AnswerBasis = Literal["denial", "contrast"]
Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Attribution:
    """Words that the text attributes to somebody.

    ``claimant_start`` and ``claimant_end`` are None where nobody is named. ``parts`` cuts the content: one
    span, several where the cue stands inside it, none for a bare denial ("issued a denial", "denied this").
    ``answers`` is the index, in the tuple that ``find_attributions`` returns, of an attribution of the same
    text that this one opposes because the words say so; ``answers_basis`` tells how they say it: a *denial*
    ("denied this claim", "was contradicted by"), or a *contrast* of two accounts ("while according to B").
    ``denies_previous`` is true where the words deny something said before, whether or not it was found here.
    ``claimant_coordinated`` is true where the claimant names several ("Russian and separatist forces").
    """

    claimant_start: int | None
    claimant_end: int | None
    cue_start: int
    cue_end: int
    parts: tuple[Span, ...]
    stance: Stance
    quote: QuoteKind
    sentence_start: int
    sentence_end: int
    rule: str
    answers: int | None = None
    answers_basis: AnswerBasis | None = None
    denies_previous: bool = False
    claimant_coordinated: bool = False


def _quote_kind(s: Sentence, parts: list[tuple[int, int]]) -> QuoteKind:
    marks = False
    for first, last in parts:
        if first > 0 and s.tags[first - 1] == "<" and s.mates.get(first - 1) in (last, last + 1):
            continue
        if "<" in s.tags[first:last] or any(a < first and b > last for a, b in s.mates.items() if s.tags[a] == "<"):
            marks = True
            break
    else:
        return "direct" if parts and all(first > 0 and s.tags[first - 1] == "<" for first, _ in parts) else "none"
    return "mixed" if marks else "none"


def find_attributions(text: str) -> tuple[Attribution, ...]:
    """Every attribution of a section's plain text, in the order of their cues. Never raises on any text."""
    found: list[Attribution] = []
    for start, end in cue_sentences(text):
        s = read_sentence(text, start, end)
        if not s.cues:
            continue
        readings = sorted(settle(s), key=lambda reading: reading.cue)
        for reading in readings:
            ranges = [r for r in (strip_range(s, *content) for content in reading.contents) if r is not None]
            if not ranges and reading.contents:
                continue
            parts = tuple(s.span(*r) for r in ranges)
            answers = len(found) - 1 if reading.denies_previous and found else None
            quote = _quote_kind(s, ranges)
            if reading.echo:
                if not found or not found[-1].parts:
                    continue
                parts, quote = found[-1].parts, found[-1].quote
            who = reading.claimant
            claimant = s.span(*who) if who else (None, None)
            cue = s.span(*reading.cue)
            found.append(
                Attribution(
                    claimant_start=claimant[0],
                    claimant_end=claimant[1],
                    cue_start=cue[0],
                    cue_end=cue[1],
                    parts=parts,
                    stance=reading.stance,
                    quote=quote,
                    sentence_start=s.start,
                    sentence_end=s.end,
                    rule=reading.rule,
                    answers=answers,
                    answers_basis="denial" if answers is not None else None,
                    denies_previous=reading.denies_previous,
                    claimant_coordinated=bool(who) and "c" in s.tags[who[0] : who[1]],
                )
            )
    return tuple(found)
