"""What the object of a verb is: a place in a list, a tally, a result, a view with its predicate in quotation marks."""

from __future__ import annotations

import re

from archive.claims.claimants import Subject
from archive.claims.clauses import is_finite
from archive.claims.contents import object_range
from archive.claims.lexicon import Cue, lexicon
from archive.claims.tokens import Sentence

QUOTED_PREDICATE = re.compile(r"[DPNAKE#SGmhop]{1,14}<")
_ORDINALS = frozenset({"first", "second", "third", "fourth", "fifth", "last"})
_PLACES = _ORDINALS | {"highest", "lowest", "best", "worst", "number", "among", "at"}
_SEVERAL = frozenset({"several", "various", "different", "many"})
# Verbs that tell of a result whoever the subject is; of the others only a study may be it.
_FINDS = frozenset({"find", "suggest", "predict", "forecast"})
_AFTER_HEAD = re.compile("[poTE(]")


def is_blamed(s: Sentence, i: int) -> bool:
    """Whether what somebody is blamed for, or whom something is blamed on, follows in the clause."""
    for k in range(i, min(len(s.words) - 1, i + 25)):
        if s.tags[k] in ",;.wt" or (s.tags[k] in "BxV" and is_finite(s, k)):
            return False
        if s.words[k] == "for" or (s.words[k] == "on" and k == i) or (s.words[k] == "of" and s.tags[k + 1] in "GB"):
            return True
    return False


def is_doubted(s: Sentence, after: int) -> bool:
    """Whether something is viewed with doubt: "the tale | with great suspicion"."""
    phrase = object_range(s, after)
    if phrase is None or s.words[phrase[1] : phrase[1] + 1] != ["with"]:
        return False
    return not lexicon().attitudes.isdisjoint(s.words[phrase[1] + 1 : phrase[1] + 4])


def is_ranked(s: Sentence, after: int) -> bool:
    """Whether a noun phrase and its place follow: "the city | first", "Lincoln | number one"."""
    phrase = object_range(s, after)
    if phrase is None:
        return False
    return "#" in s.tags[after + 1 : phrase[1] + 1] or not _PLACES.isdisjoint(s.words[after + 1 : phrase[1] + 1])


def is_view(s: Sentence, after: int) -> bool:
    """Whether what something is referred to as is more than a name: "as | a mistake", "as | "a mere toy"."""
    at = next((k for k in range(after, len(s.words)) if s.words[k] == "as"), len(s.words)) + 1
    if is_self(s, after):
        return False
    if s.tags[at : at + 1] == "<":
        at += 1
        return at < len(s.words) and s.written[at][:1].islower() and s.tags[at] != "p"
    if s.tags[at : at + 1] == "D":
        return at + 1 < len(s.words) and not s.written[at + 1][:1].isupper()
    return s.words[at : at + 1] in (["having"], ["being"])


def is_self(s: Sentence, i: int) -> bool:
    """Whether token ``i`` is a reflexive pronoun."""
    return s.words[i].endswith(("self", "selves"))


def tells_apart(s: Sentence, after: int) -> bool:
    """Whether a number of kinds follows: "two primary | divisions"."""
    if s.tags[after : after + 1] != "#" and _SEVERAL.isdisjoint(s.words[after : after + 1]):
        return False
    phrase = object_range(s, after)
    return phrase is not None and s.words[phrase[1] - 1] in lexicon().kinds


def is_tally(s: Sentence, after: int) -> bool:
    """Whether a figure of losses follows: "counted | more than 20 bodies"."""
    figure = s.tags.find("#", after, after + 4)
    return figure >= 0 and not lexicon().tallied.isdisjoint(s.words[figure : figure + 8])


def is_result(s: Sentence, after: int, subject: Subject, cue: Cue) -> bool:
    """Whether a noun phrase is what a study found: "a study found | no difference", "Apter found | a correlation"."""
    phrase = object_range(s, after)
    if phrase is None or s.tags[after] == "G" or not set(s.tags[slice(*phrase)]) & set("NAKm#"):
        return False
    if head_word(s, subject) in lexicon().studies:
        return True
    return cue.lemma in _FINDS and any(word in lexicon().results for word in s.words[slice(*phrase)])


def quoted_view(s: Sentence, after: int) -> bool:
    """Whether a noun phrase and its predicate in quotation marks follow: "found | the album "lifeless"."""
    match = QUOTED_PREDICATE.match(s.tags, after) if s.tags[after : after + 1] in ("D", "P", "h") else None
    return match is not None and s.tags[match.end() - 2] in "NAh"


def head_word(s: Sentence, subject: Subject) -> str:
    """The head noun of a subject: of "a letter to the council", the letter."""
    tail = _AFTER_HEAD.search(s.tags, subject.first, subject.last)
    return s.words[(tail.start() if tail else subject.last) - 1]
