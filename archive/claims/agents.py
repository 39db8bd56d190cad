"""The agent of a passive: "reported **by the ministry**", "described as a mistake **by analysts**"."""

from __future__ import annotations

import re

from archive.claims.contents import Range
from archive.claims.noun_phrases import can_speak, noun_phrase_from
from archive.claims.tokens import Sentence

# In words from its participle on.
_FARTHEST_AGENT = 30


def agent_after(s: Sentence, i: int) -> tuple[Range, int] | None:
    """The agent of a passive near token ``i`` ("by the ministry") and the token after it."""
    if "by" not in s.words[i : i + _FARTHEST_AGENT]:
        return None
    n = len(s.words)
    k = i
    while k < n and k - i < _FARTHEST_AGENT:
        if s.tags[k] in "(<" and k in s.mates:
            k = s.mates[k] + 1
            continue
        if s.words[k] == "by" and s.words[k + 1 : k + 2] in (["early"], ["late"], ["mid"]):
            return None
        if s.words[k] == "by" and s.tags[k + 1 : k + 3] in ("#m", "m#"):
            return None
        if s.words[k] == "by" and k + 1 < n and s.tags[k + 1] in "DPNAKh#":
            phrase = noun_phrase_from(s, k + 1, lists=True)
            if phrase is None:
                return None
            named = _NAMED.match(s.tags, phrase[1])
            return ((phrase[0], named.end() - 1), named.end()) if named else (phrase, phrase[1])
        if s.tags[k] in ",;:.twsIVCBxTbL" or (s.tags[k] in "GE" and k > i):
            return None
        k += 1
    return None


# The name after an agent: "by his brother, | Julian, | as".
_NAMED = re.compile(r"(?:,A{1,4}|(?<=A)),(?=[zTt])")


def closing_agent(s: Sentence, first: int, last: int) -> tuple[Range, int] | None:
    """The agent after what was said ("described as a mistake by analysts"), and the token of its "by"."""
    by = next((k for k in range(last - 1, first + 1, -1) if s.words[k] == "by"), None)
    if by is None or s.tags[by - 1] in "ECV" or by + 1 >= len(s.words) or s.tags[by + 1] not in "DPNAKh":
        return None
    agent = noun_phrase_from(s, by + 1)
    if agent is None or not can_speak(s, *agent):
        return None
    # "by Freedom House | in its 2014 report" is said there.
    if s.tags[agent[1] : agent[1] + 1] not in (".", ",", "", ";", "w") and s.words[agent[1]] != "in":
        return None
    return agent, by
