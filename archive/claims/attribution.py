"""What the prose rules find: one attribution, as offsets into the text of one section.

An attribution is a claim before dates, actors and figures are added to it. Everything is a position in the
text that was read, so that nothing here can drift from its source.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

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
