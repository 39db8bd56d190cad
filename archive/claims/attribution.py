"""Plain text to attributions: who said what, as offsets into the text of one section.

An attribution is a claim before dates, actors and figures are added to it. Everything is a position in the
text that was read, so that nothing here can drift from its source. Cues are found first, with one pass of a
multi-pattern matcher over the whole text; only the sentences that hold one are read.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Literal

import ahocorasick

from archive.claims.claimants import noun_phrase_from
from archive.claims.contents import strip_range
from archive.claims.cues import Reading, read_cue
from archive.claims.lexicon import lexicon
from archive.claims.sentences import split_sentences
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


_AS_DID = re.compile(r"zx(?=[DAPN])")


@cache
def _matcher() -> ahocorasick.Automaton:
    automaton = ahocorasick.Automaton()
    for word in sorted(lexicon().searched):
        automaton.add_word(word, len(word))
    automaton.make_automaton()
    return automaton


def lowered(text: str) -> str:
    """The text in lower case with every character in its place (only "İ" has a longer lower case)."""
    low = text.lower()
    return low if len(low) == len(text) else "".join(c.lower() if len(c.lower()) == 1 else c for c in text)


def _cue_sentences(text: str) -> list[tuple[int, int]]:
    """The sentences that hold a word that may be a cue."""
    low = lowered(text)
    length = len(low)
    hits = []
    for last, size in _matcher().iter(low):
        first = last - size + 1
        if (first == 0 or not low[first - 1].isalnum()) and (last + 1 == length or not low[last + 1].isalnum()):
            hits.append(first)
    if not hits:
        return []
    found = []
    at = 0
    for start, end in split_sentences(text):
        while at < len(hits) and hits[at] < start:
            at += 1
        if at == len(hits):
            break
        if hits[at] < end:
            found.append((start, end))
    return found


def _settle(s: Sentence) -> list[Reading]:
    """The readings of a sentence that stand together, with their contents cut where the next begins."""
    kept: list[Reading] = []
    quoted = [(a, b) for a, b in s.mates.items() if s.tags[a] == "<" and b - a > 3]
    for i in s.cues:
        if (s.tags[i] not in "CIKRL" and s.words[i] not in lexicon().figure_verbs) or any(a < i < b for a, b in quoted):
            continue
        for reading in read_cue(s, i):
            if kept and any(k.cue[0] <= i < k.cue[1] for k in kept):
                continue
            if reading.joined != "back" and any(
                k.contents and reading.contents and k.contents[-1][0] == reading.contents[0][0] for k in kept
            ):
                continue
            if reading.joined == "back":
                passed_on = [k for k in kept if k.contents and k.cue[0] >= reading.opens]
                if len(passed_on) == 1 and len(reading.contents) == 1 and passed_on[0].strong:
                    reading.contents = [(a, min(b, i)) for a, b in passed_on[0].contents if a < i]
                    kept.remove(passed_on[0])
                elif any(k.contents and k.contents[-1][1] > i for k in kept):
                    continue
                kept.append(reading)
                continue
            holder = next(
                (k for k in reversed(kept) if k.contents and k.contents[-1][0] <= i < k.contents[-1][1]), None
            )
            if holder is None:
                kept.append(reading)
                continue
            if reading.joined in ("connector", "participle", "second", "with") or (
                reading.joined == "relative"
                and (reading.echo or reading.denies_previous or s.tags[reading.opens] in ",w")
            ):
                if reading.opens > holder.contents[-1][0]:
                    for k in kept:
                        if k.contents and k.contents[-1][0] < reading.opens < k.contents[-1][1]:
                            k.contents[-1] = (k.contents[-1][0], reading.opens)
                    if reading.joined in ("participle", "second") and holder.claimant is not None:
                        reading.claimant = holder.claimant
                    kept.append(reading)
                    continue
            if (
                reading.claimant
                and holder.claimant
                and reading.claimant[0] <= holder.claimant[0]
                and holder.rule == "verb-relative"
            ):
                comma = s.tags.rfind(",", holder.contents[-1][0], i)
                if comma > 0:
                    holder.contents[-1] = (holder.contents[-1][0], comma)
                    kept.append(reading)
                    continue
            if (
                holder.chained
                and reading.clause > 1
                and s.tags[reading.clause - 1] == "t"
                and s.tags[reading.clause - 2] in "cb"
            ):
                holder.contents[-1] = (holder.contents[-1][0], reading.clause - 2)
                kept.append(reading)
                continue
            if reading.nested and (holder.stance != "assert" or holder.rule.startswith("denial")):
                kept.append(reading)
                continue
            if _chained(s, holder, reading):
                reading.chained = True
                kept[kept.index(holder)] = reading
    return kept + [r for r in (_also_said(s, at, kept) for at in _also(s)) if r is not None]


def _also(s: Sentence) -> list[int]:
    """Where "as did", "as has" or "as had" stands after a comma or a verb."""
    return [] if "zx" not in s.tags else [m.start() for m in _AS_DID.finditer(s.tags)]


def _also_said(s: Sentence, at: int, kept: list[Reading]) -> Reading | None:
    """The second speaker of "the army denied the claim, as did the police": the same words, another claimant."""
    said = next((k for k in reversed(kept) if k.cue[0] < at), None)
    who = noun_phrase_from(s, at + 2)
    if said is None or who is None or s.words[at + 1] not in ("did", "has", "had", "have", "do", "does"):
        return None
    said.contents = [(a, min(b, at)) for a, b in said.contents]
    return Reading(
        who,
        (at, at + 2),
        [],
        said.stance,
        "as-did",
        at,
        open_end=False,
        echo=bool(said.contents),
        denies_previous=said.denies_previous,
    )


def _chained(s: Sentence, outer: Reading, inner: Reading) -> bool:
    """Whether the outer speaker only passes on what the inner one says, and adds nothing."""
    if (
        outer.stance != "assert"
        or len(outer.contents) != 1
        or inner.claimant is None
        or not inner.contents
        or not inner.strong
    ):
        return False
    if inner.rule == "noun":
        return inner.opens - outer.contents[0][0] in (0, 1) and "np" in outer.frame
    return inner.clause == outer.contents[0][0] and s.tags[inner.claimant[0]] != "h" and inner.rule.startswith("verb")


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
    for start, end in _cue_sentences(text):
        s = read_sentence(text, start, end)
        if not s.cues:
            continue
        readings = sorted(_settle(s), key=lambda reading: reading.cue)
        for reading in readings:
            ranges = [r for r in (strip_range(s, *content) for content in reading.contents) if r is not None]
            if not ranges and reading.contents:
                continue
            parts = tuple((s.starts[a], s.ends[b - 1]) for a, b in ranges)
            answers = len(found) - 1 if reading.denies_previous and found else None
            quote = _quote_kind(s, ranges)
            if reading.echo:
                if not found or not found[-1].parts:
                    continue
                parts, quote = found[-1].parts, found[-1].quote
            who = reading.claimant
            found.append(
                Attribution(
                    claimant_start=s.starts[who[0]] if who else None,
                    claimant_end=s.ends[who[1] - 1] if who else None,
                    cue_start=s.starts[reading.cue[0]],
                    cue_end=s.ends[reading.cue[1] - 1],
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
