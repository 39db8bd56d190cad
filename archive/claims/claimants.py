"""Who is meant: the noun phrase that is the subject of a cue, read leftwards from it.

All positions are numbers of tokens. A subject is found inside its clause: commas, conjunctions, relative
clauses and finite verbs bound it; appositions and lists of names do not.
"""

from __future__ import annotations

from typing import NamedTuple

from archive.claims.clauses import (
    HARD_BOUNDARIES,
    NOMINAL,
    NOMINALS,
    clause_start,
    has_finite,
    is_finite,
)
from archive.claims.contents import is_amount
from archive.claims.lexicon import lexicon
from archive.claims.noun_phrases import before_occasion, titled
from archive.claims.tokens import Sentence

ADVERBIAL_STARTS = "pamsGIETz#RLwC"
# A number of so many digits before a noun is a year, others count: "in 2012 | rebels said", "in four cases".
YEAR_DIGITS = 4


# Tags that never bound a noun phrase: most words are passed over by one look.
_INSIDE = "DPhNAKm#poaSnLTz"
_PRONOUNS = frozenset({"he", "she", "it", "they", "we", "i", "you"})


class Subject(NamedTuple):
    """Tokens ``first`` up to ``last``; ``boundary`` is the token before the clause that it opens (-1: none).

    ``clause`` is the first token of that clause, adverbials included.
    """

    first: int
    last: int
    boundary: int
    clause: int


def _joins_comma(s: Sentence, k: int, j: int) -> bool:
    """Whether the comma at ``k`` stands inside the noun phrase that ends at ``j``."""
    left = clause_start(s, k - 1)
    if left >= k or has_finite(s, left, k):
        return False
    first = s.tags[left]
    if first in "cb" and left + 1 < k:
        first = s.tags[left + 1]
    if first not in "DPNAKh" or s.words[left] in ("however", "this") or any(t in "IwtR" for t in s.tags[left:k]):
        return False
    if s.tags[k - 1] == "m" or (s.tags[k - 1] == "#" and "m" in s.tags[left:k]):
        return False
    right = s.tags[k + 1 : j + 1]
    if not right or right[0] in "pamszGIETRLwVxBb" or s.words[left - 1 : left] in _AFTERMATHS:
        return False
    if right[0] == "c":
        return True
    if "c" in right:
        return right[0] in "DPNAK#"
    roles = lexicon().roles
    has_role = any(word in roles for word in s.words[left:k])
    if right[0] == "A" and has_role and s.tags[k - 1] in "NAK":
        return True
    return s.tags[left] == "A" and any(word in roles for word in s.words[k + 1 : j + 1]) and right[0] in "DN"


# "After the raid, the guard said": no list of the raid and the guard.
_AFTERMATHS = (["after"], ["before"], ["since"], ["until"])


def _is_list(s: Sentence, comma: int, j: int) -> bool:
    """Whether the comma before "and" closes a list of names whose last stands at ``j``."""
    left = clause_start(s, comma - 1)
    return (left == 0 or s.tags[left - 1] in ",;t") and _joins_comma(s, comma, j)


def _relative_before(s: Sentence, k: int) -> int | None:
    """The relative pronoun that opens the clause of the verb at ``k``, where no comma stands between."""
    for i in range(k - 1, max(-1, k - 14), -1):
        tag = s.tags[i]
        if tag in "wt":
            return i if i > 0 and s.tags[i - 1] in "NAK)#m" else None
        if tag in ",;:<>-(":
            return None
    return None


def subject_ending_at(s: Sentence, j: int, low: int = 0, *, finite: bool = False) -> Subject | None:
    """The noun phrase whose last token is ``j``, with its modifiers; None where there is none.

    ``finite`` says that the verb it is read for is finite: then no other finite verb can stand in it, so that a
    word that may be a past tense is a participle ("one of the rebel controlled towns also said").
    """
    if s.words[j] in _PRONOUNS:
        return Subject(j, j + 1, j - 1, j)
    k, end = j, j + 1
    while k >= low:
        tag = s.tags[k]
        if tag in _INSIDE:
            k -= 1
            continue
        if tag in ")>" and k in s.mates:
            after_verb = s.tags[s.mates[k] - 1 : s.mates[k]] in ("B", "x")
            if tag == ">" and k < j and (k - s.mates[k] > 6 or s.tags[k - 1] in ",." or after_verb):
                break
            k = s.mates[k] - 1
            continue
        if tag in "tw" and k > low and k < j and s.tags[k - 1] in "NAK)" and "E" in s.tags[k + 1 : j + 1]:
            end, k = k, k - 1
            continue
        if tag == "-" and _inside(s, k):
            k -= 1
            continue
        if tag in HARD_BOUNDARIES or tag in "tw" or tag in ".<":
            break
        if tag == ",":
            if not _joins_comma(s, k, j):
                break
        elif tag in "cb":
            left = max(clause_start(s, k - 1), s.tags.rfind("t", low, k) + 1)
            if left >= k > 0 and tag == "c" and s.tags[k - 1] == "," and _is_list(s, k - 1, j):
                k -= 1
                continue
            if s.tags[k - 1 : k + 2] == "#c#":
                k -= 1
                continue
            if left >= k or tag == "b" or has_finite(s, left, k) or s.tags[k - 1] == "E":
                break
        elif tag in "GI" and k + 1 < end and s.tags[k + 1] in "DPh" and s.tags[k - 1 : k] != "o":
            break
        elif tag in ("BxVC" if finite else "BxVEC") and is_finite(s, k):
            relative = _relative_before(s, k)
            if relative is None or relative <= low:
                break
            end, k = relative, relative - 1
            continue
        k -= 1
    first = k + 1
    if (
        k >= 0
        and s.tags[k] in "CI"
        and first < end
        and s.tags[first] == "p"
        and s.words[first] in ("up", "out", "on", "to")
    ):
        first += 1
    if k > 0 and s.tags[k] == "," and s.tags[first] in "EZC" and first + 1 < end and s.words[first + 1] == "by":
        return subject_ending_at(s, k - 1, low, finite=finite)
    if k >= 0 and s.tags[k] == "R" and s.words[first] == "to" and "w" in s.tags[j + 1 : j + 3]:
        first += 1
    found = _trim(s, first, end, k, finite=finite)
    if found is None and k > 0 and s.tags[k] == "," and s.tags[first] == "p":
        return _over_parenthesis(s, k, finite=finite)
    if found is None and k > 0 and s.tags[k] == "w" and s.words[k] in ("who", "which"):
        return _antecedent(s, k - 2 if s.tags[k - 1] == "," else k - 1)
    return found


def _inside(s: Sentence, dash: int) -> bool:
    """Whether a dash joins the parts of a name or a range: "the Joint Task Force – Operation Resolve", "2019–2020"."""
    around = s.tags[dash - 1 : dash + 2]
    apart = s.text[s.starts[dash] - 1].isspace()
    if around == "#-#":
        return not apart
    return around == "A-A" and "-" not in s.tags[:dash] and (not apart or "D" in s.tags[max(0, dash - 6) : dash])


def _restart(s: Sentence, first: int, last: int) -> int | None:
    """Where, after an opening adverbial without a comma, the subject begins ("On Monday | the army")."""
    for q in range(first + 1, last):
        before = s.tags[q - 1]
        if before not in "NAm#)>EKGIa":
            continue
        tag = s.tags[q]
        if tag in "DPh" or (before in "m#" and tag in "NA" and s.tags[first] in "pm#Dz"):
            counted = before == "#" and tag not in "DPh" and len(s.words[q - 1]) != YEAR_DIGITS
            return next((k for k in range(q, last) if s.tags[k] == "D"), q - 1) if counted else q
        if tag == "A" and before == "N":
            return q
    return None


def _trim(s: Sentence, first: int, last: int, boundary: int, *, finite: bool = False) -> Subject | None:
    clause = first
    words, tags = s.words, s.tags
    if words[boundary : boundary + 1] in _AFTERMATHS:
        # "After the raid | the guard said": the article begins the main clause.
        first = next((q for q in range(last - 1, first, -1) if tags[q] == "D" and tags[q - 1] in "NG"), first)
    if not finite and "with" in words[first + 1 : last]:
        boundary = words.index("with", first + 1, last)
        first = boundary + 1
    while first < last:
        tag = tags[first]
        following = tags[first + 1 : first + 2]
        if (words[first] == "further" and following in ("N", "A", "K")) or (
            words[first] in _NEARLY and following == "#"
        ):
            break
        if (
            tag in ",cbaLn"
            or words[first] == "quoting"
            or (
                tag == "#"
                and boundary >= 0
                and tags[boundary] == ","
                and len(words[first]) == 4
                and "m" in tags[max(0, boundary - 2) : boundary]
            )
        ):
            first += 1
        elif tag == "p" and words[first] == "with" and not finite:
            boundary = first
            first += 1
        elif tag == "." and first + 1 < last:
            first += 1
        elif tag == "z":
            boundary = first
            first = _restart(s, first, last) or first + 1
        elif (
            (tag in "pmGIEsT" and not (tag == "p" and is_amount(s, first)))
            or (words[first + 1 : first + 2] == ["by"] and words[first] not in lexicon().documents)
            or (tag == "#" and first + 1 < last and tags[first + 1] == "m")
        ):
            restart = _restart(s, first, last)
            if restart is None:
                if (
                    tag in "m#"
                    or last - first == 1
                    or (tag in "EG" and tags[first + 1 : first + 2] in ("A", "N" if tag == "E" else "A"))
                ):
                    break
                return None
            first = restart
        elif (
            tag == "D"
            and "m" in tags[first + 1 : first + 3]
            and (at := tags.index("m", first + 1)) + 1 < last
            and tags[at + 1] in "DPAhN"
        ):
            first = at + 1
        elif tag == "D" and words[first] == "the" and first + 1 < last:
            if titled(s, first):
                break
            first += 1
        else:
            break
    if last - first > 2 and not _PASSED_ON.isdisjoint(words[first + 1 : last - 1]):
        last = next((k for k in range(first + 1, last - 1) if words[k] in _PASSED_ON and words[k + 1] == "by"), last)
    last = before_occasion(s, first, last)
    while last - first > 1 and tags[last - 1] == ")" and last - 1 not in s.mates:
        last -= 1
    while last - first > 1 and words[last - 1] in ("each", "both", "all", "then", "however", "later"):
        last -= 1
    if last - first == 1 and words[first] in ("this", "that", "these", "those", "there", "which", "what", "so"):
        return None
    if boundary >= 0 and tags[boundary] in ",c" and "m" in tags[first:last] and not tags[first:last].strip("D#m"):
        # "and some days later announced": when it was, not who.
        return None
    noun_in_ing = first < last and tags[first] == "G" and tags[first - 1 : first] == "D"
    if first >= last or not (noun_in_ing or NOMINALS.search(tags, first, last)):
        return None
    return Subject(first, last, boundary, clause)


_NEARLY = frozenset({"about", "nearly", "almost", "approximately"})
# "An official quoted by the agency said": the official speaks.
_PASSED_ON = frozenset({"quoted", "cited"})


def subject_before(s: Sentence, j: int, *, finite: bool = False) -> Subject | None:
    """The subject of a verb group whose left neighbour is token ``j``; looks over parentheses between commas.

    ``finite`` is passed on to ``subject_ending_at``.
    """
    if j < 0:
        return None
    tag = s.tags[j]
    if tag == "," or tag == "-":
        return _over_parenthesis(s, j, finite=finite)
    if tag in "wt":
        if tag == "t" and j > 0 and s.tags[j - 1] in "bs":
            # "…, though that | was denied": no relative pronoun.
            return None
        if s.words[j - 1 : j + 1] == ["of", "whom"] and j > 2 and s.tags[j - 3] == ",":
            return Subject(j - 2, j + 1, j - 3, j - 2)
        if s.words[j] == "who" and s.tags[j - 1] in "cb":
            # "Sources who denied a raid, and who | claimed".
            first = next((k for k in range(j - 2, 0, -1) if s.words[k] == "who"), 0)
            return subject_before(s, first, finite=finite) if first else None
        if j == 0 or s.words[j] in ("what", "where", "how", "why", "whether", "when"):
            return None
        at = j - 2 if s.tags[j - 1] == "," else j - 1
        return _antecedent(s, at) if at >= 0 else None
    if tag == ")" and j not in s.mates:
        # "Peter Davison) considers": a link has left its bracket behind.
        return subject_before(s, j - 1, finite=finite)
    if tag in ")>" and j in s.mates:
        return subject_ending_at(s, j, finite=finite)
    if tag in "CEV" and j > 0 and s.tags[j - 1] in "NAKh" and _relative_before(s, j) is not None:
        return subject_ending_at(s, j, finite=finite)
    if tag not in NOMINAL + "GE" or (tag == "E" and s.tags[j - 1 : j] not in ("D", "A")):
        return None
    return subject_ending_at(s, j, finite=finite)


def _antecedent(s: Sentence, j: int) -> Subject | None:
    """What a relative pronoun after token ``j`` stands for: in "the wishes of the cabinet, which", the cabinet."""
    if s.words[j] in lexicon().comes_up and s.tags[j] in "EV":
        # "A video surfaced that showed": the video.
        return subject_before(s, j - 1, finite=True)
    found = subject_ending_at(s, j)
    if found is None:
        return _last_phrase(s, j)
    if s.words[j + 1 : j + 3] == ["which", "was"] and found.last == j + 1:
        # "Fired 59 missiles at the base which was": one thing, no missiles.
        head = next((k for k in range(found.first, found.last) if s.tags[k] == "p"), found.last) - 1
        if head + 1 < found.last and s.words[head].endswith("s"):
            return _last_phrase(s, j) or found
    by = next((k for k in range(found.first + 1, found.last - 1) if s.words[k] == "by"), None)
    if by is not None and s.tags[by - 1] in "ECV>":
        return _last_phrase(s, j) or found
    of = s.tags.rfind("o", found.first, found.last)
    lexic = lexicon()
    if (
        of > found.first
        and s.tags[of - 1] != "A"
        and not any(w in lexic.roles or w in lexic.documents for w in s.words[found.first : of])
    ):
        return _trim(s, of + 1, found.last, of) or found
    return found


def _last_phrase(s: Sentence, j: int) -> Subject | None:
    """The noun phrase after the last preposition before ``j``: the agent that a relative clause goes on about."""
    near = range(j, max(-1, j - 12), -1)
    at = next((k for k in near if s.tags[k] == "p" or (s.tags[k] == "T" and s.tags[k + 1] in "DPA")), None)
    return None if at is None else _trim(s, at + 1, j + 1, at)


def _over_parenthesis(s: Sentence, j: int, *, finite: bool) -> Subject | None:
    first = clause_start(s, j - 1)
    if first >= j:
        return None
    opening = first - 1
    if opening > 1 and s.tags[opening] == "s" and s.tags[opening - 1] in "GE,-" and not has_finite(s, first, j):
        if s.tags[opening - 1] in "GE":
            # "The mayor, speaking after a meeting with the guild, said".
            first = clause_start(s, opening - 1)
            opening = first - 1
        elif [s.words[opening]] in _AFTERMATHS:
            # "The mayor, after the fire, said".
            return subject_before(s, opening - 2, finite=finite)
    if opening < 0 or s.tags[opening] not in ",-":
        return subject_ending_at(s, j - 1, finite=finite)
    # A relative clause or a participle may hold commas of its own: look a few segments further for where it begins.
    back = opening
    for _ in range(3):
        start = clause_start(s, back - 1)
        if start > 1 and s.tags[start] in "wGI" and s.tags[start - 1] == ",":
            return subject_ending_at(s, start - 2, finite=finite)
        if start < 1 or s.tags[start - 1] != ",":
            break
        back = start - 1
    aside = s.tags[first] in "cb" and s.tags[first + 1] in "pGIEa"
    if s.tags[first] in ADVERBIAL_STARTS or aside:
        return (
            subject_before(s, opening, finite=finite)
            if _is_aside(s, opening)
            else subject_before(s, opening - 1, finite=finite)
        )
    if s.tags[first] in "cb":
        listed = subject_ending_at(s, j - 1, finite=finite)
        return _whole_of_list(s, listed, finite=finite) if listed is not None else None
    head = subject_ending_at(s, opening - 1, finite=finite)
    if head is None:
        return subject_ending_at(s, j - 1, finite=finite)
    end = next((i for i in range(first, j) if s.tags[i] in "wt"), j)
    return Subject(head.first, end, head.boundary, head.clause)


def _whole_of_list(s: Sentence, listed: Subject, *, finite: bool) -> Subject:
    """In "rebels, including the Free Army, the Army of Victory, and the Elite Army, announced" the rebels."""
    start = clause_start(s, listed.boundary - 1) if listed.boundary > 0 and s.tags[listed.boundary] == "," else 0
    if start > 1 and s.words[start] == "including" and s.tags[start - 1] == ",":
        return subject_ending_at(s, start - 2, finite=finite) or listed
    return listed


def _is_aside(s: Sentence, comma: int) -> bool:
    """Whether the segment before a comma is itself no subject: a participle, a prepositional phrase, an adverb."""
    first = clause_start(s, comma - 1)
    apposed = s.words[first] in ("a", "an") and s.tags[first - 2 : first] in ("A,", "),")
    adverb = s.tags[first] == "a" and NOMINALS.search(s.tags, first, comma) is None
    return 0 < first < comma and (apposed or adverb or s.tags[first] in "pGIEz") and s.tags[first - 1] == ","
