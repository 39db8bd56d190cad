"""The subject that a participle or a second verb shares with the main verb before it."""

from __future__ import annotations

from archive.claims.claimants import Subject, subject_before
from archive.claims.clauses import finite_verbs, is_finite, verb_group_start
from archive.claims.tokens import Sentence

_PRONOUNS = frozenset({"he", "she", "they"})


def inherited_subject(s: Sentence, j: int) -> Subject | None:
    """The subject of the nearest main verb before token ``j``: whose words a participle or second verb carries."""
    for verb in reversed(finite_verbs(s, 0, j)):
        subject = subject_before(s, verb_group_start(s, verb) - 1, finite=True)
        if subject is None:
            continue
        if subject.boundary >= 0 and s.tags[subject.boundary] not in ",;:cb>-":
            # "…, while the guild denied this and | claimed": what "while" opens goes on.
            aside = s.words[subject.boundary] not in ("while", "whereas", "whilst") or "," in s.tags[verb:j]
            if aside or s.tags[subject.first] == "h" or s.tags[j : j + 1] not in ("c", "b"):
                continue
        if s.tags[verb_group_start(s, verb) - 1] in "tw":
            continue
        # Of two past tenses without a conjunction the first is the verb: "drafted the president's televised address".
        first = next((k for k in range(subject.first + 1, subject.last) if s.tags[k] == "E" and is_finite(s, k)), None)
        if first is not None:
            while first - subject.first > 1 and s.tags[first - 1] == "a":
                first -= 1
            return Subject(subject.first, first, subject.boundary, subject.clause)
        return subject
    return _opening_pronoun(s, j)


def _opening_pronoun(s: Sentence, j: int) -> Subject | None:
    """The pronoun that opens the clause before token ``j``, where no word in it is known to be a verb."""
    for k in range(j - 1, -1, -1):
        if s.words[k] in _PRONOUNS and (k == 0 or s.tags[k - 1] in ",cb;"):
            return Subject(k, k + 1, k - 1, k)
    return None
