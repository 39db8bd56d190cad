"""Where a text may hold an attribution: the sentences with a word that may be a cue, found in one pass.

A multi-pattern matcher runs over the lower-cased text; a hit counts only as a whole word and, for words that
are mostly something else, only where the sentence also holds what the cue needs ("found" needs "that").
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from archive.claims.casing import lowered
from archive.claims.lexicon import CueForm, lexicon
from archive.claims.phrases import Phrases
from archive.claims.sentences import Span, each_sentence

_LONGEST_SENTENCE = 4000
_CLAUSE = (" that ", " that,", " to ", '"', "“", ":")
_CLOSING = re.compile('[,.!?]["”]|["”],')
_AS = (" as ", *_CLAUSE)
_QUOTE = ('"', "“", ":")
# "The southern states voted" is no cue, "Russia states its jets": what may stand right after such a verb.
_NEXT: tuple[str, ...] = (
    " that ",
    " it",
    " the ",
    " a ",
    " he ",
    " she ",
    " they ",
    " there ",
    " in ",
    " on ",
    " no ",
    " his ",
    " her ",
    " their ",
    " this ",
    " these ",
    " as ",
)
_NEXT_MARKS: tuple[str, ...] = (":", ' "', " “", ', "', ", “", ", in ")
_OBJECT = (
    " a ",
    " an ",
    " the ",
    " his ",
    " her ",
    " their ",
    '"',
    "“",
    " itself ",
    " himself ",
    " herself ",
    " themselves ",
)
_NOUN = ("that", ":")
_DENIAL = (" that ", " by ", " from ", " of ", ":")
_PEOPLE = (" of ", " for ", " on ")
_WHOSE = ("s", "his", "her", "their", "its", "in the")
_FIGURE = (" at ", " between ")


# What the narrow frames of archive/claims/data/cues.yaml need, beside what the others do.
_NARROW = {
    "kinds": tuple(f" {many} " for many in ("two", "three", "four", "five", "six", "seven", "several", "various")),
    "posited": (" a ", " an ", " the "),
    "predicate": _QUOTE[:2],
    "to_be": (" to be ",),
    "drawn": (" between ", " with ", " to "),
}


def _verb_needs(forms: tuple[CueForm, ...]) -> tuple[str, ...]:
    """What must follow a verb for it to be a cue; empty where nothing certain can be said."""
    frames = {frame for form in forms for frame in form.cue.frames}
    narrow = tuple(need for frame in _NARROW if frame in frames for need in _NARROW[frame])
    needed = _frame_needs(forms, frames - _NARROW.keys())
    return (*needed, *narrow) if needed or frames <= _NARROW.keys() else ()


def _frame_needs(forms: tuple[CueForm, ...], frames: set[str]) -> tuple[str, ...]:
    if not frames:
        return ()
    if "widely" in frames:
        frames = frames - {"widely"} | {"as"}
    if all(form.needs_that for form in forms):
        return (" that ", " they ", " he ", " she ", " it ", *((" as ",) if "as" in frames else ()))
    if frames <= {"quote"}:
        return _QUOTE
    if frames <= {"that", "it"}:
        return (" that ", " that,")
    if frames <= {"that", "quote", "it"}:
        return _CLAUSE
    if frames <= {"of", "for"}:
        return _PEOPLE
    if frames <= {"as", "for", "that", "quote", "it"}:
        return (*_AS, " for ")
    if frames <= {"object", "as"}:
        return (*_OBJECT, " as ")
    return ()


# "As Holm put it", "as she sees it".
_PUT = (
    *("put", "puts", "termed", "phrased", "see", "sees", "saw"),
    *("calls", "called", "describes", "described", "explains", "explained"),
)
# What opens a sentence or a quotation that may need no word of saying: "For Stirner, …", "of the town: "…".
_OPENERS = ("for ", "to ", '"', "“")
_OPENINGS = (
    *(f"{before}{word}" for before in ("\n", ". ") for word in _OPENERS),
    *(f"{mark}{quote}" for mark in (": ", ":", ", ") for quote in '"“'),
)
_OPENING: tuple[tuple[str, ...], bool, bool] = ((), False, True)
# With which words "For" and "To" may tell whose view follows, beside names.
_WHOM = ("some", "many", "most", "others", "him", "her", "them", "the ")


def _may_open(text: str, low: str, after: int) -> bool:
    """Whether a quotation, or a phrase that may name whose view follows, stands after an opening."""
    return low[after - 1] != " " or text[after : after + 1].isupper() or low.startswith(_WHOM, after)


@cache
def _cues() -> Phrases[tuple[tuple[str, ...], bool, bool]]:
    """Every word that may be a cue → what it needs, whether a capital makes it a part of a name, if it only opens."""
    lexic = lexicon()
    needs: dict[str, tuple[str, ...]] = {}
    for word in lexic.figure_verbs:
        needs[word] = _FIGURE
    for word, noun in lexic.nouns.items():
        if noun.cue.lemma in lexic.nouns_alone:
            needs[word] = ()
        else:
            needs[word] = _DENIAL if noun.cue.stance == "deny" else _NOUN
            if noun.cue.lemma in lexic.nouns_with_of:
                needs[word] += (" of ",)
    for word, forms in lexic.verbs.items():
        for form in forms:
            pattern = f"{word} {form.particle}" if form.particle else word
            alike = tuple(f for f in forms if f.particle == form.particle)
            needed = _verb_needs(alike)
            noun_phrase = any("np" in form.cue.frames for form in alike)
            if word in lexic.third_or_plural and word not in lexic.nouns and not noun_phrase:
                # "Footage shows soldiers touring a base": anything may follow.
                needed = () if any("shown" in form.cue.frames for form in alike) else _NEXT
            # A word that is a noun as well may be read either way: it needs what either needs.
            other = needs.get(pattern)
            needs[pattern] = needed if other is None else (() if not other or not needed else (*other, *needed))
    for word in lexic.given_verbs:
        needs[word] = (" as ",)
    for word in lexic.asides - lexic.figure_verbs:
        needs[word] = (",",)
    standpoints = {f"{whose} {noun}" for whose in _WHOSE for noun in lexic.standpoints | lexic.perspectives}
    standpoints |= {f"{noun} of" for noun in lexic.standpoints.difference(lexic.nouns)} | {"point of view"}
    for word in (
        *lexic.hearsay,
        *lexic.sources,
        *standpoints,
        *lexic.by_accounts,
        *(f"{word} that" for word in lexic.convictions),
        *(f"with {word}" for word in lexic.attitudes),
        *(f"{word} it" for word in _PUT),
        *(f"{word} think" for word in ("people", "some", "many", "most", "others", "scholars", "historians")),
        "as did",
        "denial",
    ):
        needs[word] = ()
    named = (lexic.nouns.keys() | lexic.verbs.keys()) - lexic.figure_verbs
    meanings = {word: (needed, word.split()[0] in named, False) for word, needed in needs.items()}
    return Phrases(meanings | dict.fromkeys(_OPENINGS, _OPENING))


def _holds(low: str, start: int, first: int, end: int, needed: tuple[str, ...]) -> bool:
    """Whether the sentence holds what the word at ``first`` needs, after it; a quotation may stand before it."""
    if not needed:
        return True
    if end - start > _LONGEST_SENTENCE:
        # No sentence is read further than this, however far its end.
        start, end = max(start, first - _LONGEST_SENTENCE), min(end, first + _LONGEST_SENTENCE)
    if needed == _NEXT:
        after = next((i for i in range(first, end) if not low[i].isalpha()), end)
        return low.startswith(_NEXT + _NEXT_MARKS, after)
    # A loop, for this is asked of every hit: a generator expression takes twice the time.
    for word in needed:
        if low.find(word, first, end) >= 0:
            return True
    return '"' in needed and _CLOSING.search(low, start, first) is not None


def _pieces(text: str, start: int, end: int) -> list[Span]:
    """A sentence that no writer wrote, cut at white space, so that reading it stays linear in its length."""
    pieces = []
    while end - start > _LONGEST_SENTENCE:
        stop = text.rfind(" ", start + 1, start + _LONGEST_SENTENCE)
        stop = stop if stop > start else start + _LONGEST_SENTENCE
        pieces.append((start, stop))
        start = stop
        while start < end and text[start].isspace():
            start += 1
    return [*pieces, (start, end)] if start < end else pieces


def cue_sentences(text: str) -> list[Span]:
    """The sentences of a plain text that may hold an attribution, in reading order."""
    # The line break stands after the last word and, read from the end, before the first.
    low = lowered(text) + "\n"
    found: list[Span] = []
    sentences: Iterator[Span] = iter(())
    span: Span | None = None
    line_end = done = -1
    cues = _cues()
    hits = cues.find(low)
    if low.startswith(_OPENERS):
        hits.insert(0, (len(cues.meanings) - 1, 0, next(len(word) for word in _OPENERS if low.startswith(word))))
    for number, first, after in hits:
        if after <= done:
            continue
        needed, named, opening = cues.meanings[number]
        if opening:
            if not _may_open(text, low, after):
                continue
            first = after - 1
        elif first < done or low[after].isalnum() or low[first - 1].isalnum():
            continue
        # "Tell Abyad": a capital inside a sentence makes a word a part of a name.
        if named and text[first].isupper() and low[first - 1] == " " and low[first - 2 : first - 1].isalpha():
            continue
        if first >= line_end:
            end = low.find("\n", first)
            # What the rest of a line lacks, its sentence lacks; in a line without end the look would cost more.
            if end - first < _LONGEST_SENTENCE and not _holds(
                low, max(line_end + 1, first - _LONGEST_SENTENCE, 0), first, end, needed
            ):
                continue
            line_end = end
            sentences = each_sentence(text, low.rfind("\n", 0, first) + 1, line_end)
            span = next(sentences, None)
        while span is not None and span[1] <= first:
            span = next(sentences, None)
        if span is not None and _holds(low, span[0], first, span[1], needed):
            found.append(span)
            done = span[1]
            if span[1] - span[0] > _LONGEST_SENTENCE:
                found[-1:] = _pieces(low, *span)
    return found
