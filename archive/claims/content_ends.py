"""How far a content reaches in special places: clauses inside clauses, nouns, and adverbials before it."""

from __future__ import annotations

from archive.claims.clauses import finite_verbs, has_finite
from archive.claims.contents import Range, opens_clause
from archive.claims.tokens import Sentence

# "In 2013, | the people": a year.
YEAR_DIGITS = 4


def sentence_clause(s: Sentence, i: int) -> int:
    """Where the clause that ends before token ``i`` begins: after a semicolon, or a conjunction with its own verb."""
    k = i - 1
    while k > 0:
        tag = s.tags[k]
        if tag in ")>" and k in s.mates:
            k = s.mates[k] - 1
            continue
        if tag == ";" or (tag == "(" and k not in s.mates) or (tag == "(" and s.mates.get(k, -1) > i):
            return k + 1
        if tag == "s" and s.words[k] in ("while", "whereas", "although", "though") and has_finite(s, k + 1, i):
            return k + 1
        if (
            tag in "cb"
            and s.tags[k - 1] == ","
            and has_finite(s, k + 1, i)
            and has_finite(s, 0, k)
            and s.tags[k + 1] not in "VECBx"
        ):
            return k + 1
        k -= 1
    start = 0
    while start < i and s.tags[start] in "b,a" and s.words[start] in ("but", "yet", ",", "however", "meanwhile"):
        start += 1
    return start


def only_adverbial(s: Sentence, first: int, last: int) -> bool:
    """Whether the sentence opens with nothing but an adverbial up to ``last`` ("For example, | according to")."""
    opens = s.tags[first] in "pamb" or s.words[:2] == ["as", "of"]
    return first == 0 and opens and not has_finite(s, first, last)


def after_adverbials(s: Sentence, first: int, last: int) -> int:
    """The first token of a clause without the adverbials before its first comma ("On July 19, | fierce battles")."""
    while s.tags[first] in "pamsc" or s.tags[first : first + 3].startswith(("Dm", "DDm", "DNm", "Dpm")):
        comma = s.tags.find(",", first, last)
        if comma < 0:
            break
        first = comma + 1
    return first


def after_time(s: Sentence, first: int, last: int) -> int:
    """The first token of a clause without an opening "On 8 July," or "However,": when it was said, not what."""
    comma = s.tags.find(",", first, last)
    if comma < 0 or comma - first > 6 or has_finite(s, first, comma):
        return first
    opening = s.tags[first:comma]
    if "m" in opening or opening.strip("a") == "" or (opening == "p#" and len(s.words[comma - 1]) == YEAR_DIGITS):
        return comma + 1
    return first


def before_main_clause(s: Sentence, first: int, last: int) -> Range:
    """The content of a cue in an opening subordinate clause: it ends where the main clause begins."""
    for k in range(first, last):
        if s.tags[k] == "," and k + 1 < last and s.tags[k + 1] in "DPAhN#" and opens_clause(s, k + 1):
            return first, k
    return first, last


def before_main_verb(s: Sentence, first: int, last: int) -> Range:
    """The content of a cue in a relative clause: it ends at a comma that the verb of the main clause follows."""
    quoted = s.mates.get(first, first) if s.tags[first] == "<" else first
    for k in range(first + 1, last - 1):
        if s.tags[k] == "," and k > quoted:
            verb = k + 2 if s.tags[k + 1] == "a" else k + 1
            if (
                verb < last
                and s.tags[verb] in "BxVEC"
                and (s.tags[verb] != "E" or s.tags[verb + 1 : verb + 2] not in ("c", ","))
                and s.words[verb] not in ("being", "having")
                and (
                    s.tags[verb] == "C"
                    or s.tags[k - 1] == ">"
                    or s.tags[first] == "T"
                    or s.tags[verb + 1 : verb + 2] == "T"
                    or has_finite(s, first, k)
                )
            ):
                return first, k
    return first, last


def before_next_verb(s: Sentence, first: int, last: int) -> Range:
    """The content of a cue in a relative clause without commas: it ends at the verb of the main clause."""
    verb = next((k for k in finite_verbs(s, first + 2, last) if s.tags[k] in "Bx"), None)
    if verb is None or set(s.tags[first:verb]) & set("twcbs,;<("):
        return first, last
    return first, verb


def noun_clause(s: Sentence, first: int, last: int) -> Range:
    """The content of a noun that is itself a subject ("Reports that the bridge had fallen | were denied")."""
    verbs = [k for k in finite_verbs(s, first, last) if s.tags[k] != "E"]
    if s.tags[first - 1] == "o" and verbs:
        return first, verbs[0]
    groups = [k for at, k in enumerate(verbs) if at == 0 or (verbs[at - 1] < k - 1 and s.tags[k - 1] not in "xBa")]
    if len(groups) >= 2:
        between = s.tags[groups[0] : groups[1]]
        if not set(between) & set("twcbs,;<("):
            return first, groups[1]
    return first, last


def before_circumstance(s: Sentence, first: int, last: int) -> int:
    """Where a rejected claim ends and the circumstances of its rejection begin."""
    return next((k for k in range(first + 2, last) if s.words[k] in ("after", "following", "when", "because")), last)
