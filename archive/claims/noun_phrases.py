"""Noun phrases read from their first word on ("by the ministry of defence"), and which of them make statements."""

from __future__ import annotations

import re

from archive.claims.clauses import NOMINALS, has_finite, is_finite
from archive.claims.lexicon import lexicon
from archive.claims.tokens import Sentence

PEOPLE_ENDINGS = ("ers", "ors", "ists", "ians")
_PERSON_ENDINGS = ("ers", "ors", "ists", "ians", "ants", "ist", "ian", "men", "man", "woman", "women")


def titled(s: Sentence, i: int) -> bool:
    """Whether "The" belongs to a name: a capital inside the sentence ("The Guardian")."""
    return i > 0 and s.written[i][0] == "T" and s.tags[i - 1] not in "<.-:"


def can_speak(s: Sentence, first: int, last: int) -> bool:
    """Whether a noun phrase names somebody or something that makes statements, as far as its words tell."""
    lexic = lexicon()
    return (
        "A" in s.tags[first:last]
        or any(
            w in lexic.documents or w in lexic.roles or w in lexic.groups or w in lexic.nouns
            for w in s.words[first:last]
        )
        or any(w.endswith(_PERSON_ENDINGS) for w in s.words[first:last])
        or s.words[first] in ("another", "some", "others", "many", "most", "them", "him", "her", "both", "one")
    )


# When something was said: "the ministry on Monday | said", "the guild this time | said".
_TRAILING_TIME = re.compile(r"(?:p[D#]{0,2}[aN]?[D#]?|DD|D(?=m\Z))m[mo#]*\Z")
_THEN = frozenset({"this", "that", "the"})
# Where or how it was said: "the mayor in an interview with the guild | said", "the guild in response | said".
_AT = frozenset({"in", "during", "at", "on"})


def before_occasion(s: Sentence, first: int, last: int) -> int:
    """Where a claimant ends and the time or the occasion of saying begins ("Holm | during a visit"), else ``last``."""
    if s.tags[last - 1] in "m#" and (when := _TRAILING_TIME.search(s.tags, first + 1, last)) is not None:
        at = when.start()
        when_told = s.tags[at] == "p" and s.words[at] not in ("over", "of")
        if not when_told and not (s.words[at] in _THEN and s.tags[at - 1] != "o"):
            return last
        last = at
        while last - first > 1 and s.tags[last - 1] in "Ec":
            # "An analysis released | in June".
            last -= 1
    for k in range(first + 1, last - 1):
        if s.tags[k] == "p" and s.words[k] in _AT:
            if s.words[k + 1] in ("response", "reply", "turn", "return"):
                return k
            if s.tags[k - 1 : k + 2] == "ApD" and s.words[last - 1] in ("report", "article", "interview"):
                # "Freedom House in the Lund in the World 2014 report".
                return k
            if (
                s.tags[k - 1] == "A"
                and s.tags[k + 1] == "P"
                and not lexicon().carriers.isdisjoint(s.words[k + 2 : k + 4])
            ):
                return k
            if s.tags[k - 1] == "A" and s.tags[k + 1] in "DP":
                head = next((q for q in range(k + 1, last) if s.tags[q] not in "DPNK"), last) - 1
                return k if s.words[head] in lexicon().sessions else last
    return last


_LIST = re.compile(r",[DPNAK#E]{1,6}(?:,[DPNAK#E]{1,6})*,?c[DPNAK]")


def noun_phrase_from(s: Sentence, i: int, *, lists: bool = False) -> tuple[int, int] | None:
    """The noun phrase that starts at token ``i`` ("by the ministry", "said the minister"), without "the".

    ``lists`` lets commas join names ("by merchants, travellers and diplomats").
    """
    n = len(s.words)
    k = i
    while k < n:
        tag = s.tags[k]
        if tag in "(<" and k in s.mates:
            if (tag == "(" and s.mates[k] - k > 4) or (tag == "<" and has_finite(s, k + 1, s.mates[k])):
                break
            k = s.mates[k] + 1
            continue
        if tag in ";:).stzwbRIL-" or (tag in "xBVC" and k > i and not _told_by(s, k)) or s.tags[k - 1 : k + 1] == "hh":
            break
        if (
            tag == "T"
            and s.tags[k - 1 : k + 2] != "ATA"
            and not (k > i and s.tags[k - 1] in "NK" and k + 1 < n and s.tags[k + 1] in "DPA")
        ):
            break
        if tag == "E" and k > i and is_finite(s, k):
            break
        if tag == "," and not (lists and _LIST.match(s.tags, k)) and not _continues(s, i, k):
            break
        if tag == "c" and not (k + 1 < n and s.tags[k + 1] in "DPNA#K"):
            break
        if (
            tag == "p"
            and k > i
            and not (s.words[k] == "on" and s.words[k - 1] in ("council", "committee", "commission", "panel"))
            and not (
                s.words[k] in ("by", "on")
                and (s.words[k - 1] in lexicon().documents or _made(s, k))
                and s.tags[k + 1 : k + 2] in ("A", "D")
            )
            and s.words[k]
            in (
                "on",
                "upon",
                "during",
                "after",
                "before",
                "by",
                "as",
                "with",
                "to",
                "since",
                "following",
                "via",
                "through",
                "despite",
            )
        ):
            break
        if tag == "p" and k + 1 < n and s.tags[k + 1] in "m#":
            break
        if tag == "a" and k > i:
            break
        k += 1
    if s.tags[k - 2 : k + 1] in ("NGT", "KGT"):
        # "sources talking | to Reuters".
        k -= 1
    while k > i and s.tags[k - 1] in ",cpoa":
        k -= 1
    k = before_occasion(s, i, k) if k - i > 3 else k
    first = i + 1 if i < k and s.words[i] == "the" and not titled(s, i) else i
    return (first, k) if first < k and NOMINALS.search(s.tags, first, k) else None


def _told_by(s: Sentence, verb: int) -> bool:
    """Whether a participle with its agent goes on with a document: "interviews | made by the Lund Post"."""
    return s.words[verb + 1 : verb + 2] == ["by"] and s.words[verb - 1] in lexicon().documents and s.tags[verb] == "V"


def _made(s: Sentence, by: int) -> bool:
    """Whether a document and its participle stand before "by": "polls conducted | by the institute"."""
    return by > 1 and s.tags[by - 1] in "EV" and s.words[by - 2] in lexicon().documents


def _continues(s: Sentence, first: int, comma: int) -> bool:
    """Whether a noun phrase goes on after a comma: an apposition with an office, closed by a comma or the end."""
    end = comma + 1
    n = len(s.words)
    while end < n and s.tags[end] not in ",.;:)<>-" and s.tags[end] not in "wt":
        end += 1
    if end == comma + 1 or has_finite(s, comma + 1, end):
        return False
    if s.tags[comma + 1] not in "DNAP":
        return False
    closed = end >= n or s.tags[end] in ",.;"
    roles = lexicon().roles
    head = next((k for k in range(comma + 1, end) if s.tags[k] in "poT"), end)
    here, there = s.words[first:comma], s.words[comma + 1 : head]
    named = set(s.tags[comma + 1 : end]) <= {"A"} and end - comma <= 4
    if s.tags[comma + 1] == "A" and (named or s.tags[comma - 1] != "A"):
        return closed and (any(word in roles for word in here) or s.tags[first] == "P")
    return closed and (any(word in roles for word in there) or there[0] in ("a", "an")) and s.tags[comma - 1] in "A)"
