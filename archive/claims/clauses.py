"""Clauses in numbers of tokens: which verbs are finite, where a comma segment begins, what belongs to a verb."""

from __future__ import annotations

import re

from archive.claims.lexicon import lexicon
from archive.claims.tokens import Sentence

_VERB = re.compile("[BxVEC]")
HARD_BOUNDARIES = ";:(<-sR"
NOMINAL = "DPhNAKm#"
NOMINALS = re.compile(f"[{NOMINAL}]")


def is_finite(s: Sentence, i: int) -> bool:
    """Whether token ``i`` is a verb that has a subject of its own, as far as its shape tells."""
    tag = s.tags[i]
    if tag in "Bx":
        return s.words[i] not in ("being", "been", "be", "having") and not (i > 0 and s.tags[i - 1] == "T")
    if tag not in "VEC":
        return False
    if i + 1 < len(s.words) and s.words[i + 1] == "by":
        # "responded by stating": what follows is no agent.
        return s.tags[i + 2 : i + 3] in ("I", "G") and s.tags[i - 1 : i] in ("N", "A", "h", "K")
    if i == 0:
        return False
    before = s.tags[i - 1]
    if tag == "V":
        pointed = before == "D" and s.words[i - 1] in ("this", "that") and s.tags[i + 1 : i + 2] in ("D", "P", "A", "h")
        return before not in "TDPo" or pointed
    if tag == "E":
        following = s.tags[i + 1] if i + 1 < len(s.words) else "."
        if before == "," and following in "DPAh#":
            return True
        return before not in "DPpo#T,BSczx" and not (before in "NA" and following in "CIxB")
    return before not in "DPoTS"


def has_finite(s: Sentence, first: int, last: int) -> bool:
    """Whether tokens ``first`` up to ``last`` hold a finite verb."""
    verb = _VERB.search(s.tags, first, last)
    while verb is not None and not is_finite(s, verb.start()):
        verb = _VERB.search(s.tags, verb.end(), last)
    return verb is not None


def clause_start(s: Sentence, i: int) -> int:
    """The first token of the comma segment in which token ``i`` stands."""
    k = i
    while k >= 0:
        tag = s.tags[k]
        if tag in ")>" and k in s.mates:
            k = s.mates[k] - 1
            continue
        if tag == "," or tag in HARD_BOUNDARIES:
            break
        k -= 1
    return k + 1


def finite_verbs(s: Sentence, first: int, last: int) -> list[int]:
    """The finite verbs among tokens ``first`` up to ``last``, quotations and brackets left out."""
    found = []
    k = first
    while k < last:
        if s.tags[k] in "(<" and k in s.mates:
            k = s.mates[k] + 1
            continue
        if s.tags[k] in "BxVEC" and is_finite(s, k):
            found.append(k)
        k += 1
    return found


_GO = frozenset({"go", "goes", "went", "gone", "going"})


def verb_group_start(s: Sentence, i: int) -> int:
    """The first token of the verb group that token ``i`` ends: auxiliaries, adverbs, "not", "appeared to"."""
    catenatives, refusals = lexicon().catenatives, lexicon().refusals
    k = i
    while k > 0:
        tag, word = s.tags[k - 1], s.words[k - 1]
        if (
            tag in "xBnaL"
            or (word == "so" and s.words[k] == "far")
            or (word in ("long", "since") and s.tags[k] in "BEC" and s.tags[k - 2] in "xB")
            or (
                tag == "T"
                and k > 1
                and (s.words[k - 2] in catenatives or s.words[k - 2] in refusals or s.tags[k - 2] in "CBExL")
            )
            or (s.tags[k] == "T" and word == "on" and s.words[k - 2] in _GO)
            or (word in _GO and s.words[k] == "on")
            or (
                tag == "T"
                and word == "to"
                and s.words[k - 2] == "on"
                and s.words[k - 3 : k - 2] != []
                and s.words[k - 3] in _GO
            )
            or (s.tags[k] == "T" and (word in catenatives or word in refusals or tag in "CE"))
        ):
            k -= 1
        else:
            break
    return k
