"""Cues that are no verbs: "according to the police, nine died", "per the census"."""

from __future__ import annotations

import re

from archive.claims.claimants import subject_ending_at
from archive.claims.clauses import clause_start, has_finite
from archive.claims.content_ends import after_time, only_adverbial, sentence_clause
from archive.claims.contents import Range, clause_from
from archive.claims.lexicon import lexicon
from archive.claims.natural_ends import natural_end
from archive.claims.noun_phrases import can_speak, noun_phrase_from
from archive.claims.readings import Reading, connector_start
from archive.claims.tokens import Sentence


def read_source(s: Sentence, i: int) -> list[Reading]:
    """The reading of "according to" or "per" at token ``i``, before, after or inside what its source says."""
    n = len(s.words)
    start = i + 1
    if s.words[i] == "according":
        if start >= n or s.words[start] != "to":
            return []
        start += 1
    elif (
        start >= n
        or s.tags[start] not in "DAPS"
        or (i > 0 and s.tags[i - 1] not in ",;.cbs(")
        or (s.tags[start] == "D" and s.words[start] != "the")
    ):
        return []
    cue = (i, start)
    if s.words[start : start + 1] == ["which"]:
        return _according_to_which(s, cue)
    if i > 0 and s.words[i - 1] in _ARRANGED:
        return []
    phrase = noun_phrase_from(s, start + (s.tags[start : start + 1] == "t"))
    if phrase is None:
        return []
    if s.words[phrase[0] : phrase[1]][-1] in ("statement", "post", "tweet", "comments", "remarks"):
        by = next((q for q in range(phrase[1], min(phrase[1] + 6, n)) if s.words[q] == "by" or s.tags[q] == ","), n)
        if by < n and s.words[by] == "by":
            phrase = noun_phrase_from(s, by + 1) or phrase
    end = phrase[1]
    restart = _source_restart(s, phrase, i)
    if restart is not None:
        end = restart
    head = {s.words[k] for k in range(phrase[0], end)}
    first_noun = next((k for k in range(phrase[0], end) if k + 1 >= end or s.tags[k + 1] in "op"), phrase[0])
    if s.words[first_noun] in _DEFINED and s.words[end : end + 1] == ["by"]:
        end = (noun_phrase_from(s, end + 1) or phrase)[1]
    defined = s.words[first_noun] in _DEFINED and "A" in s.tags[phrase[0] : end]
    if (s.words[first_noun] in lexicon().not_sources and not defined) or not head:
        return []
    claimant: Range = (phrase[0], end)
    k = end
    if (k < n and s.words[k] == "citing") or (k + 1 < n and s.tags[k] == "," and s.words[k + 1] == "citing"):
        at = k if s.words[k] == "citing" else k + 1
        cited = noun_phrase_from(s, at + 1)
        if cited:
            claimant, cue, k = cited, (at, at + 1), cited[1]
    while (k < n and (s.tags[k] == "w" or _OF_SOURCE.match(s.tags, k))) or (
        k + 2 < n
        and s.tags[k] == ","
        and (s.tags[k + 1] == "w" or (s.tags[k + 1 : k + 3] in ("Ep", "Gp", "Ip") and "," in s.tags[k + 3 :]))
    ):
        k = _mark_after(s, k + 1)
        break
    if k < n and (s.tags[k] in "pm" or s.tags[k : k + 2] == "TD") and restart is None:
        comma = next((q for q in range(k, min(n, k + _LONGEST_ASIDE)) if s.tags[q] == ","), None)
        if comma is not None and not has_finite(s, k, comma):
            k = comma
    left = clause_start(s, i - 2) if i > 1 else 0
    before = i
    while before > 0 and s.tags[before - 1] in ",a":
        before -= 1
    opening = (
        before == 0
        or s.tags[before - 1] in ";:cbstz(<-"
        or (s.tags[i - 1] == "," and (only_adverbial(s, left, i) or _joined_adverbial(s, left, i, k)))
    )
    after_clause = restart is not None and s.tags[i - 1] == "," and s.tags[left - 1 : left] == "s"
    opens, words = connector_start(s, i)
    if opening or after_clause:
        if (work := _IN_A_WORK.match(s.tags, k)) and s.words[k + 1] == "in" and _names_work(s, k + 2):
            k = work.end() - 1
        first = k + 1 if k < n and s.tags[k] in ",:" else k
        if s.tags[first : first + 2] in ("Ct", "C<", "C:"):
            # "According to an officer, | said that P".
            first += 1
        if first < n and s.tags[first] == "t":
            first += 1
        if first >= n:
            return []
        joined = "start" if opens == 0 else "connector"
        return [
            Reading(
                claimant,
                cue,
                [(first, natural_end(s, first))],
                "assert",
                "according-to-first",
                opens,
                joined,
                connector=words,
            )
        ]
    if s.tags[i - 1] != "," and not can_speak(s, phrase[0], end):
        return []
    begin = sentence_clause(s, i)
    after = k + 1 if k < n and s.tags[k] == "," else k
    begin = after_time(s, begin, i)
    contents = [(begin, i)]
    if after < n and s.tags[i - 2 : i] in ("p,", "o,") and k < n and s.tags[k] == ",":
        # "aimed at, according to the miller, the old dam": the preposition before it wants its noun.
        aside = left if s.tags[left] in "EGI" else begin
        contents = [(aside, i), (after, natural_end(s, after, phrase=True))]
        return [Reading(claimant, cue, contents, "assert", "according-to-inside", aside, "back")]
    if (
        after < n
        and k < n
        and s.tags[k] == ","
        and s.tags[after] not in "cbsIwG;"
        and (has_finite(s, after, n) or s.tags[after] in "EVC")
        and not has_finite(s, begin, i)
    ):
        contents.append((after, natural_end(s, after)))
        return [Reading(claimant, cue, contents, "assert", "according-to-inside", begin, "back")]
    if k < n and s.tags[k] in "BxV" and not has_finite(s, begin, i) and s.tags[i - 1] != ",":
        contents.append((k, natural_end(s, k)))
        return [Reading(claimant, cue, contents, "assert", "according-to-inside", begin, "back")]
    if k < n and s.tags[k] == "," and (place := _PLACE.match(s.tags, after)) and s.words[after] in _PLACED:
        contents.append((after, place.end()))
    return [Reading(claimant, cue, contents, "assert", "according-to-last", begin, "back", open_end=False)]


# "According to the mayor | writing in May, the dam held", "a report | entitled "The Dam", the dam held".
_OF_SOURCE = re.compile(r"[ECGI]p|[EV][pT](?=[^,]*,)|E<(?=[^,]*,)")
_LONGEST_ASIDE = 16
# "According to the definition by Holm", "according to Holm's theorem": these hold a statement where somebody owns them.
_DEFINED = frozenset({"definition", "theorem", "principle", "formula"})
# "According to Holm, in his The Mill (1933), | fear is a teacher."
_IN_A_WORK = re.compile(r",p[PDA][DPNAm#o()]{1,12},")
_WHOSE = frozenset({"his", "her", "their", "its"})


def _mark_after(s: Sentence, k: int) -> int:
    """The next comma or semicolon from token ``k`` on that stands in no quotation marks or brackets."""
    while k < len(s.words) and s.tags[k] not in ",;":
        k = s.mates[k] + 1 if s.tags[k] in "(<" and k in s.mates else k + 1
    return k


def _names_work(s: Sentence, i: int) -> bool:
    """Whether a possessive or a title follows "in": "her memoir", "This Timeless Moment"."""
    return s.words[i] in _WHOSE or (s.written[i][:1].isupper() and s.written[i + 1][:1].isupper())


# What is given "according to" something is arranged by it.
_ARRANGED = frozenset(
    {"given", "arranged", "sorted", "listed", "classified", "grouped", "ranked", "calculated", "ordered"}
)


def _joined_adverbial(s: Sentence, first: int, i: int, end: int) -> bool:
    """Whether only an adverbial of a further clause stands before the source: "…, and by May, | according to X, P"."""
    if s.tags[first] not in "cb" or s.tags[first + 1] not in "pm" or s.tags[end : end + 1] != ",":
        return False
    return not has_finite(s, first, i) and clause_from(s, end + 1)


def _according_to_which(s: Sentence, cue: Range) -> list[Reading]:
    """In "a report according to which P" the report is the source."""
    at = cue[0] - (2 if s.tags[cue[0] - 1] == "," else 1)
    source = subject_ending_at(s, at) if at >= 0 else None
    first = cue[1] + 1
    lexic = lexicon()
    named = set() if source is None else set(s.words[source.first : source.last])
    if source is None or named & lexic.not_sources or not named & (lexic.documents | lexic.roles):
        return []
    if not clause_from(s, first):
        return []
    opens = cue[0]
    who = (source.first, source.last)
    return [Reading(who, cue, [(first, natural_end(s, first))], "assert", "according-to-which", opens, "relative")]


# "15 were killed, according to the group, | at the central prison."
_PLACE = re.compile(r"p[DPNAKoSEGc#h]{1,20}(?=\.|$)")
_PLACED = frozenset({"at", "near", "inside", "outside", "from", "during"})


def _source_restart(s: Sentence, phrase: Range, i: int) -> int | None:
    """Where the statement begins after a source that no comma closes ("According to Zelensky the evacuation…")."""
    n = len(s.words)
    if phrase[1] < n and s.tags[phrase[1]] in ",.;:)" and s.tags[phrase[1] - 1] != "a":
        comma_only = s.tags[phrase[1]] == ","
        if not comma_only or i > 0:
            return None
        return None
    for q in range(phrase[0] + 1, phrase[1]):
        year = s.tags[q - 1 : q + 1] == "m#" and len(s.words[q]) == 4
        if s.tags[q] in "DPh#" and s.tags[q - 1] in "NAKm)>" and not year:
            return q
        if s.tags[q] == "A" and s.tags[q - 1] in "NK" and s.words[q - 1].endswith("s"):
            return q
    return None
