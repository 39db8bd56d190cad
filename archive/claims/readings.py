"""What one rule makes of one cue: a candidate attribution in numbers of tokens, and how its clause hangs on others."""

from __future__ import annotations

from archive.claims.claimants import Subject
from archive.claims.clauses import clause_start, has_finite
from archive.claims.contents import Range
from archive.claims.tokens import Sentence
from archive.documents import Stance

_NO_WORDS: frozenset[str] = frozenset()
_BREAKING = frozenset({"while", "whereas", "whilst", "although", "though", "but", "yet", "and", "or", "when"})


class Reading:
    """A candidate attribution. ``opens`` is the first token of its clause with its connector.

    ``joined`` says how the clause hangs on what stands before it: ``start``, ``connector`` (while, but, and),
    ``participle``, ``second`` (a further verb of the same subject), ``relative``, ``comma`` or ``inside``.
    ``echo`` asks for the content of the attribution before ("which the ministry confirmed").
    """

    # No dataclass: compiled, its constructor would still be the interpreter's.
    def __init__(
        self,
        claimant: Range | None,
        cue: Range,
        contents: list[Range],
        stance: Stance,
        rule: str,
        opens: int,
        joined: str = "start",
        open_end: bool = True,
        echo: bool = False,
        denies_previous: bool = False,
        nested: bool = False,
        clause: int = -1,
        frame: str = "",
        block: bool = False,
        strong: bool = True,
        connector: frozenset[str] = _NO_WORDS,
    ) -> None:
        self.claimant = claimant
        self.cue = cue
        self.contents = contents
        self.stance: Stance = stance
        self.rule = rule
        self.opens = opens
        self.joined = joined
        self.open_end = open_end
        self.echo = echo
        self.denies_previous = denies_previous
        self.nested = nested
        self.clause = clause
        self.chained = False
        self.frame = frame
        self.block = block
        self.strong = strong
        self.connector = connector


def connector_start(s: Sentence, clause: int) -> tuple[int, frozenset[str]]:
    """The first token of the conjunctions and adverbs before a clause, and those words."""
    k = clause
    while k > 0 and (s.tags[k - 1] in ",cbsa;" or s.tags[k - 2 : k] == ",z"):
        k -= 1
    if k > 0 and s.tags[k - 1] not in "tw" and k < clause:
        before = clause_start(s, k - 1)
        if before > 0 and before < k and s.tags[before] in "cbs" and not has_finite(s, before, k):
            k = before
            while k > 0 and s.tags[k - 1] in ",cbsa;":
                k -= 1
    return k, frozenset(s.words[k:clause]) if k < clause else _NO_WORDS


def joined_by(s: Sentence, subject: Subject, opens: int) -> str:
    """How the clause of a subject hangs on what stands before it, in the words of ``Reading.joined``."""
    boundary = subject.boundary
    if boundary < 0 or opens == 0:
        return "start"
    tag = s.tags[boundary]
    if tag == ";" or tag == ":":
        return "connector"
    if tag == "w":
        return "relative"
    if tag == "z" and s.tags[boundary - 1] == ",":
        return "connector"
    if tag == "t":
        return "inside"
    if tag == "p":
        return "with"
    words = set(s.words[opens : max(subject.clause, opens + 1)])
    if words & _BREAKING or ";" in words:
        return "connector"
    if tag == ",":
        return "comma"
    return "inside"
