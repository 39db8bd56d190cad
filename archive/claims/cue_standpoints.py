"""Whose standpoint a clause is told from: "In Holm's view, P", "By most accounts, P", "For Stirner, P"."""

from __future__ import annotations

from archive.claims.clauses import has_finite
from archive.claims.contents import Range, clause_from
from archive.claims.countries import country_code
from archive.claims.lexicon import lexicon
from archive.claims.natural_ends import natural_end
from archive.claims.noun_phrases import PEOPLE_ENDINGS, noun_phrase_from
from archive.claims.readings import Reading
from archive.claims.tokens import Sentence

_PREPOSITIONS = frozenset({"in", "to", "from", "on", "under"})
_ACCOUNTS = frozenset({"account", "accounts", "estimate", "estimates", "reckoning"})
# Before how many words the phrase may open: "In | the view of the oldest of the Lund millers, P".
_LONGEST = 8
# So many words after "For some," are a clause, whatever its verb.
_FEWEST = 4
_ALONE = frozenset({"some", "many", "most", "others", "him", "her", "them"})
# "For Muslims, the fast must be kept": no statement of fact.
_DUTIES = frozenset({"must", "should", "shall"})
_QUANTIFIERS = frozenset({"some", "many", "most", "the"})


def by_account(s: Sentence, i: int) -> Reading | None:
    """In "By his own account, P" and "By most estimates, P" the phrase is the claimant of what follows the comma."""
    opens = next((k for k in range(i - 1, max(-1, i - 6), -1) if s.words[k] == "by"), None)
    if opens is None or s.words[i] not in _ACCOUNTS or set(s.tags[opens + 1 : i]) - set("DPNASamh#"):
        return None
    if (opens > 0 and s.tags[opens - 1] not in ";,cb") or s.tags[i + 1 : i + 2] != "," or not clause_from(s, i + 2):
        return None
    joined = "start" if opens == 0 else "connector"
    content = (i + 2, natural_end(s, i + 2))
    return Reading((opens + 1, i + 1), (opens, opens + 1), [content], "assert", "by-account", opens, joined)


def standpoint(s: Sentence, i: int) -> Reading | None:
    """In "In Mason's view, the law was a mistake" the clause after the phrase is what Mason holds.

    A noun that is no view in itself ("account", "analysis") needs its owner, and a clause in which nobody speaks.
    """
    noun = i - 2 if s.words[max(i - 2, 0) : i] == ["point", "of"] else i
    opens = next((k for k in range(noun - 1, max(-1, noun - _LONGEST), -1) if s.words[k] in _PREPOSITIONS), None)
    if opens is None or (opens > 0 and s.tags[opens - 1] not in ";cbst"):
        return None
    who, end = _owner(s, opens, noun), i + 1
    view = s.words[i] in lexicon().standpoints
    if who is None and s.tags[end : end + 1] == "o" and (view or s.words[i] in lexicon().perspectives):
        who = noun_phrase_from(s, end + 1)
        end = who[1] if who else end
        if who is not None and not view and s.tags[end : end + 1] != ",":
            return None
    first = end + 1 if s.tags[end : end + 1] == "," else end
    if who is None or first >= len(s.words) or not clause_from(s, first):
        return None
    content = (first, natural_end(s, first))
    if not view and (first == end or set(s.tags[slice(*content)]) & set("CIKRL")):
        return None
    joined = "start" if opens == 0 else "connector"
    return Reading(who, (i, i + 1), [content], "assert", "standpoint", opens, joined)


def _owner(s: Sentence, opens: int, noun: int) -> Range | None:
    """Whose the noun is: "In | **Holm**'s sober view", "In | **his** view"."""
    mark = next((k for k in range(noun - 1, opens, -1) if s.tags[k] in "SP" or s.tags[k] not in "NAEa"), opens)
    if s.tags[mark] == "P":
        return mark, mark + 1
    if s.tags[mark] != "S" or mark == opens + 1 or set(s.tags[opens + 1 : mark]) - set("DNAKScP"):
        return None
    return opens + 1 + (s.words[opens + 1] == "the"), mark


def read_for_whom(s: Sentence) -> Reading | None:
    """In "For Stirner, rights are spooks" and "To some, the dam is a curse" the sentence is what they hold."""
    if s.words[0] not in ("for", "to") or len(s.words) < 5:
        return None
    who = noun_phrase_from(s, 1)
    if who is None or not _are_people(s, *who):
        return None
    first = who[1] + 1 if s.tags[who[1] : who[1] + 1] in (",", ":") else who[1]
    if (first == who[1] and s.tags[first : first + 1] != "<") or not (
        has_finite(s, first, len(s.words)) or (s.words[1] in _ALONE and len(s.words) - first > _FEWEST)
    ):
        return None
    if not _DUTIES.isdisjoint(s.words[first : first + 6]):
        return None
    return Reading(who, (0, 1), [(first, natural_end(s, first))], "assert", "for-whom", 0)


def _are_people(s: Sentence, first: int, last: int) -> bool:
    """Whether a noun phrase names people by a name, a role or an ending, or as "some" and "them"."""
    words, tags = s.words[first:last], s.tags[first:last]
    if last - first == 1 and words[0] in _ALONE:
        return True
    people = (
        (tags[-1] == "A" and words[-1].endswith("s")) or words[-1].endswith(PEOPLE_ENDINGS) or words[-1] == "critics"
    )
    if s.words[first - 1] == "the" or words[0] in _QUANTIFIERS:
        return people and not set(tags) - set("hDNAa")
    named = tags.strip("A") == "" and country_code(s.cut(first, last)) is None
    return named or (tags[-1] == "A" and not lexicon().roles.isdisjoint(words))
