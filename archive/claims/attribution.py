"""Plain text to attributions: who said what, as offsets into the text of one section.

An attribution is a claim before dates, actors and figures are added to it. Everything is a position in the
text that was read, so that nothing here can drift from its source. Cues are found first, with one pass of a
multi-pattern matcher over the whole text; only the sentences that hold one are read.
"""

from __future__ import annotations

from typing import Literal, NamedTuple

from archive.claims.cue_search import cue_sentences
from archive.claims.natural_ends import strip_range
from archive.claims.quotes import following_quotations, quote_kind
from archive.claims.readings import Reading
from archive.claims.settling import settle
from archive.claims.tokens import Sentence, read_sentence
from archive.documents import QuoteKind, Stance

AnswerBasis = Literal["denial", "contrast"]
Span = tuple[int, int]


_CONTRASTS = frozenset({"while", "whereas", "whilst", "but", "though", "although", "however", "yet", "contrast"})
_OPENING_CONTRASTS = frozenset({"however", "conversely", "but", "yet"})


class Attribution(NamedTuple):
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


def find_attributions(text: str) -> tuple[Attribution, ...]:
    """Every attribution of a section's plain text, in the order of their cues. Never raises on any text."""
    found: list[Attribution] = []
    for start, end in cue_sentences(text):
        s = read_sentence(text, start, end)
        if s.cues or s.tags[0] in "<pT" or ":<" in s.tags or ",<" in s.tags:
            readings = settle(s)
            if len(readings) > 1:
                readings.sort(key=_by_cue)
            for reading in readings:
                attribution = _attribution(s, reading, found)
                if attribution is not None and not _told_already(text, attribution, found):
                    found.append(attribution)
    return tuple(found)


def _told_already(text: str, attribution: Attribution, found: list[Attribution]) -> bool:
    """Whether a quotation without a word of saying is, or goes on with, what the attribution right before it says."""
    if attribution.rule != "quotation" or not found:
        return False
    last = found[-1]
    said = last.parts[-1][1] if last.parts else last.cue_end
    if said > attribution.parts[0][0]:
        return True
    between = text[last.sentence_end : attribution.sentence_start]
    return last.claimant_start is not None and "\n" not in between and not between.strip()


def _by_cue(reading: Reading) -> Span:
    return reading.cue


def _attribution(s: Sentence, reading: Reading, before: list[Attribution]) -> Attribution | None:
    """The reading as offsets; None where its content turns out empty."""
    ranges: list[Span] = []
    parts: list[Span] = []
    for first, last in reading.contents:
        if (said := strip_range(s, first, last)) is not None:
            ranges.append(said)
            parts.append(s.span(*said))
    quote = quote_kind(s, ranges)
    if reading.block or (quote == "direct" and _closes(s, ranges[-1])):
        more = following_quotations(s.text, s.end, next_paragraph=reading.block)
        parts += more
        quote = "direct" if more else quote
    if reading.echo and before and not s.text[before[-1].sentence_end : s.start].strip():
        # "This was confirmed by": what the sentence right before says, or nothing that can be told.
        parts, quote = list(before[-1].parts), before[-1].quote
    if not parts and (reading.contents or reading.echo or reading.block):
        return None
    claimant = s.span(*reading.claimant) if reading.claimant else (None, None)
    cue = s.span(*reading.cue)
    answers, basis = _answers(s, reading, claimant, before)
    # By place, in the order of the fields: by name it takes several times as long.
    return Attribution(
        claimant[0],
        claimant[1],
        cue[0],
        cue[1],
        tuple(parts),
        reading.stance,
        quote,
        s.start,
        s.end,
        reading.rule,
        answers,
        basis,
        reading.denies_previous,
        reading.claimant is not None and "c" in s.tags[slice(*reading.claimant)],
    )


def _closes(s: Sentence, last: Span) -> bool:
    """Whether nothing but its closing marks follows the last part of a quotation, or its cue stands after it."""
    return set(s.tags[last[1] :]) <= set(".>") or s.tags[last[0] - 1 : last[0]] == "<"


def _answers(
    s: Sentence, reading: Reading, claimant: tuple[int | None, int | None], before: list[Attribution]
) -> tuple[int | None, AnswerBasis | None]:
    """Which attribution before this one it opposes in so many words, and how they say it."""
    if not before:
        return None, None
    if reading.denies_previous:
        return len(before) - 1, "denial"
    last = before[-1]
    same_sentence = last.sentence_start == s.start
    contrasted = bool(reading.connector & _CONTRASTS) if same_sentence else s.words[0] in _OPENING_CONTRASTS
    if not contrasted or not reading.contents or None in (claimant[0], last.claimant_start):
        return None, None
    if s.text[slice(*claimant)].casefold() == s.text[last.claimant_start : last.claimant_end].casefold():
        return None, None
    return len(before) - 1, "contrast"
