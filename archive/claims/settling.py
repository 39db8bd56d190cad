"""Which readings of a sentence stand: one content goes to one speaker, and ends where the next begins."""

from __future__ import annotations

import re

from archive.claims.cue_quotations import read_quotations
from archive.claims.cue_standpoints import read_for_whom
from archive.claims.cues import read_cue
from archive.claims.lexicon import lexicon
from archive.claims.noun_phrases import can_speak, noun_phrase_from
from archive.claims.readings import Reading
from archive.claims.tokens import Sentence

# A sentence with more words that may be cues than this is a list or an attack, and is read so far only.
_MOST_CUES = 40
_AS_DID = re.compile(r"zx(?=[DAPN])")


def settle(s: Sentence) -> list[Reading]:
    """The readings of a sentence that stand together, with their contents cut where the next begins."""
    kept: list[Reading] = []
    quoted = [(a, b) for a, b in s.mates.items() if s.tags[a] == "<" and b - a > 3] if s.mates else []
    for i in s.cues[:_MOST_CUES]:
        read = s.tags[i] in "CIKRL" or s.words[i] in lexicon().read_by_word
        if not read or (quoted and any(a < i < b for a, b in quoted)):
            continue
        for reading in read_cue(s, i):
            if not kept:
                kept.append(reading)
                continue
            if any(k.cue[0] <= i < k.cue[1] for k in kept):
                continue
            if reading.joined != "back" and any(
                k.contents and reading.contents and k.contents[-1][0] == reading.contents[0][0] for k in kept
            ):
                continue
            if reading.joined == "back":
                if any(
                    k.contents and k.contents[-1][0] == reading.contents[0][0]
                    for k in kept
                    if k.frame in ("that", "quote")
                ):
                    # "added that "the dam was safe," he responded": said once.
                    continue
                if reading.rule.startswith("according"):
                    kept = [k for k in kept if k.claimant is not None or k.cue[0] < reading.opens]
                passed_on = [k for k in kept if k.contents and k.cue[0] >= reading.opens]
                if len(passed_on) == 1 and len(reading.contents) == 1 and passed_on[0].strong:
                    inner = passed_on[0]
                    inner.contents = [(a, min(b, reading.contents[0][1])) for a, b in inner.contents]
                    unnamed = inner.rule == "passive-reported" and reading.rule.startswith("content-first")
                    reports = s.words[inner.cue[0]] in ("reported", "reports") and reading.rule == "according-to-last"
                    if not unnamed and not reports:
                        continue
                    reading.contents = inner.contents
                    kept.remove(inner)
                elif any(k.contents and k.contents[-1][1] > i for k in kept):
                    continue
                kept.append(reading)
                continue
            holder = next(
                (k for k in reversed(kept) if k.contents and k.contents[-1][0] <= i < k.contents[-1][1]), None
            )
            if holder is None:
                _take_speaker(reading, kept)
                kept.append(reading)
                continue
            if _answers_poll(s, holder, reading):
                continue
            retold = reading.claimant is None and reading.rule.startswith("hearsay")
            if holder.rule.startswith("according") and (
                retold or (reading.joined == "second" and reading.frame not in ("that", "quote"))
            ):
                # "According to a pupil, the masters beat them and called them lazy": the pupil tells all of it.
                continue
            if (
                reading.joined in ("connector", "participle", "second", "with")
                or (reading.joined == "comma" and reading.denies_previous)
                or (
                    reading.joined == "relative"
                    and (reading.echo or reading.denies_previous or s.tags[reading.opens] in ",w")
                )
            ) and reading.opens > holder.contents[-1][0]:
                for k in kept:
                    if k.contents and k.contents[-1][0] < reading.opens < k.contents[-1][1]:
                        k.contents[-1] = (k.contents[-1][0], reading.opens)
                if reading.joined in ("participle", "second") and None not in (reading.claimant, holder.claimant):
                    reading.claimant = holder.claimant
                kept.append(reading)
                continue
            apart = holder.frame not in ("that", "bare") or reading.frame == "quote"
            if reading.rule == "participle-noun" and reading.claimant == holder.claimant and holder.strong and apart:
                # "Announced a withdrawal | stating that it was over".
                holder.contents[-1] = (holder.contents[-1][0], reading.cue[0])
                kept.append(reading)
                continue
            if (
                reading.claimant
                and holder.claimant
                and reading.claimant[0] <= holder.claimant[0]
                and holder.rule.startswith("verb-relative")
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
    if s.words[0] in ("for", "to") and (held := read_for_whom(s)) is not None:
        _hold(held, kept)
    if "<" in s.tags:
        kept += read_quotations(s, kept)
    if "zx" not in s.tags:
        return kept
    return kept + [r for r in (_also_said(s, at, kept) for at in _also(s)) if r is not None]


def _hold(held: Reading, kept: list[Reading]) -> None:
    """Add the view that "For Stirner," opens, up to the next reading; none where somebody else speaks in it."""
    opens = min((reading.opens for reading in kept), default=held.contents[0][1])
    if all(reading.joined in ("connector", "second", "participle") for reading in kept) and opens > held.contents[0][0]:
        held.contents = [(held.contents[0][0], min(held.contents[0][1], opens))]
        kept.append(held)


def _take_speaker(reading: Reading, kept: list[Reading]) -> None:
    """Give a participle or a second verb the speaker whose words end before it, not a subject in those words."""
    if reading.joined not in ("participle", "second") or reading.claimant is None:
        return
    for said in kept:
        if said.claimant is None or not said.contents:
            continue
        first, last = said.contents[-1]
        if first <= reading.claimant[0] < last or last == reading.opens:
            reading.claimant = said.claimant


def _answers_poll(s: Sentence, holder: Reading, reading: Reading) -> bool:
    """Whether a share of those asked speaks in what a study says: "a poll found that 52% …, while 61% claimed"."""
    if reading.claimant is None or holder.claimant is None:
        return False
    asked = s.words[reading.claimant[0] + 1] in ("%", "percent")
    return asked and not lexicon().studies.isdisjoint(s.words[slice(*holder.claimant)])


def _also(s: Sentence) -> list[int]:
    """Where "as did", "as has" or "as had" stands after a comma or a verb."""
    return [m.start() for m in _AS_DID.finditer(s.tags)]


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
    if outer.rule == "hearsay-verb" and inner.claimant is not None:
        # "The mayor reportedly denied this": the mayor speaks.
        return outer.contents[0][0] <= inner.claimant[0] and inner.claimant[1] <= outer.contents[0][1]
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
    return (
        inner.clause == outer.contents[0][0]
        and s.tags[inner.claimant[0]] != "h"
        and inner.rule.startswith("verb")
        and can_speak(s, *inner.claimant)
    )
