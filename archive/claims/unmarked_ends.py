"""Where a content ends or goes on that no mark tells: a missing full stop, figures set side by side."""

from __future__ import annotations

import re
from bisect import bisect_right

from archive.claims.clauses import has_finite, is_finite
from archive.claims.lexicon import lexicon
from archive.claims.tokens import Sentence

# In fewer words no two sentences stand.
SHORTEST_SENTENCE = 6
# "… north of the town The militants fled": the full stop is missing.
_NEXT_SENTENCE = re.compile(
    r" (?:(?:He|She|They|It|This|These|There|The|Some|Several|Many) [a-z]|(?:Also|However|Meanwhile|Additionally),? )"
)
_BEFORE_NEXT = frozenset("NEAm#)>VaK,")
# "said it was a \"victory\" | Mayor Berg then claimed that".
_NEXT_SPEAKER = re.compile(r">(?=A{1,4}a?C[tI])")
_MEASURING = frozenset(
    {"is", "are", "was", "were", "has", "have", "had", "held", "stood", "received", "opposed", "placed"}
)


def unmarked_end(s: Sentence, first: int, last: int) -> int:
    """Where a content ends in which the full stop between two sentences is missing; else ``last``."""
    start = s.starts[first]
    found = _NEXT_SENTENCE.search(s.text, start, s.starts[last - 1])
    if found is not None:
        at = bisect_right(s.starts, found.start())
        apart = s.tags[at - 1] in _BEFORE_NEXT
        if at - first > 2 and apart and has_finite(s, at, len(s.words)) and not _in_quotation(s, first, at):
            return at
    if ">" in s.tags[first:last]:
        spoken = _NEXT_SPEAKER.search(s.tags, first, last)
        if spoken is not None and has_finite(s, first, s.mates[spoken.start()]):
            return spoken.end()
    return last


def _in_quotation(s: Sentence, first: int, at: int) -> bool:
    """Whether token ``at`` stands in quotation marks that open at ``first`` or later, or right before it."""
    opening = s.tags.rfind("<", max(0, first - 1), at)
    return opening >= 0 and s.mates[opening] > at


def side_by_side(s: Sentence, first: int, conjunction: int) -> bool:
    """Whether two figures of one report are compared: "support was at 79 %, | while the guild had 71 %"."""
    end = s.tags.find(",", conjunction)
    clause = slice(conjunction + 1, end if end > 0 else len(s.words))
    if "#" not in s.tags[first:conjunction] or "#" not in s.tags[clause] or "m" in s.tags[clause]:
        return False
    if not lexicon().statements.isdisjoint(s.words[clause]):
        return False
    verb = next((k for k in range(clause.start, clause.stop) if s.tags[k] in "BxVCE" and is_finite(s, k)), None)
    return verb is not None and s.words[verb] in _MEASURING
