"""Adjectives of conviction: "Holm was convinced that P", "he left, certain that P", "sceptical that P"."""

from __future__ import annotations

from archive.claims.claimants import subject_before
from archive.claims.clauses import verb_group_start
from archive.claims.content_ends import before_main_clause, before_main_verb
from archive.claims.inherited import inherited_subject
from archive.claims.lexicon import lexicon
from archive.claims.natural_ends import natural_end
from archive.claims.readings import Reading, connector_start, joined_by
from archive.claims.tokens import Sentence
from archive.documents import Stance

_LINKING = frozenset(
    {"remained", "remains", "remain", "became", "becomes", "become", "felt", "feels", "feel", "grew", "seemed", "seems"}
)
# Nobody is convinced: "it is certain that", "one can be sure that".
_NOBODY = frozenset({"it", "this", "that", "these", "there", "we", "you", "one", "i", "nobody", "neither"})
_MODALS = frozenset({"could", "would", "should", "may", "might", "can", "must", "will", "cannot", "shall"})


def read_conviction(s: Sentence, i: int) -> list[Reading]:
    """The reading of an adjective of conviction at token ``i``, where "that" follows it."""
    first = i + 2
    if s.tags[i + 1 : i + 2] != "t" or first >= len(s.words):
        return []
    doubts = s.words[i] in lexicon().doubtful
    linked = i - 1
    while linked > 0 and s.tags[linked] in "an":
        linked -= 1
    if linked >= 0 and (s.tags[linked] == "B" or s.words[linked] in _LINKING):
        return _of_subject(s, i, linked, doubts)
    apart = linked < 0 or (s.tags[linked] in ",cb" and linked == i - 1) or (i == 1 and s.tags[0] == "a")
    if doubts or not apart:
        return []
    content = (first, natural_end(s, first))
    if linked <= 0 and s.tags[linked : linked + 1] != ",":
        content = before_main_clause(s, *content)
        if s.tags[content[1] : content[1] + 1] != ",":
            return []
        verb = next((k for k in range(content[1] + 1, len(s.words)) if s.tags[k] in "BxVEC"), None)
        subject = subject_before(s, verb_group_start(s, verb) - 1) if verb is not None else None
        joined, opens = "start", 0
    else:
        subject, joined, opens = inherited_subject(s, linked), "participle", linked
    if subject is None or s.words[subject.first] in _NOBODY:
        return []
    return [Reading((subject.first, subject.last), (i, i + 1), [content], "assert", "conviction", opens, joined)]


def _of_subject(s: Sentence, i: int, linked: int, doubts: bool) -> list[Reading]:
    """The reading of an adjective after "is" or "remained": the subject of that verb holds what follows."""
    group = verb_group_start(s, linked)
    words = s.words[group:i]
    negated = not {"not", "never"}.isdisjoint(words) or "n" in s.tags[group:i]
    if not _MODALS.isdisjoint(words):
        return []
    before = group - 1
    subject = subject_before(s, before, finite=s.tags[before : before + 1] not in ("w", "t"))
    shared = subject is None and before >= 0 and s.tags[before] in "cb"
    if shared:
        subject = inherited_subject(s, before)
    if subject is None or s.words[subject.first] in _NOBODY:
        return []
    if subject.boundary >= 0 and s.words[subject.boundary] in ("if", "unless", "whether"):
        return []
    stance: Stance = "deny" if doubts != negated else "assert"
    opens, words_before = connector_start(s, subject.clause)
    relative = s.tags[before] in "wt"
    joined = "relative" if relative else "second" if shared else joined_by(s, subject, opens)
    content = (i + 2, natural_end(s, i + 2))
    if relative or (opens == 0 and (s.tags[0] == "s" or s.words[0] == "once")):
        content = before_main_verb(s, *before_main_clause(s, *content))
    made = Reading(
        (subject.first, subject.last),
        (i, i + 1),
        [content],
        stance,
        "conviction",
        before if shared or relative else opens,
        joined,
        connector=words_before,
    )
    made.clause, made.frame = subject.clause, "that"
    return [made]
