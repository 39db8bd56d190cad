"""Participles without "be": "a bank considered by many to be safe", "Considered by most to be a gift, rain …"."""

from __future__ import annotations

from archive.claims.agents import agent_after, closing_agent
from archive.claims.claimants import Subject, subject_ending_at
from archive.claims.clauses import has_finite
from archive.claims.lexicon import Cue, lexicon
from archive.claims.natural_ends import natural_end
from archive.claims.readings import Reading
from archive.claims.tokens import Sentence


def read_opening(s: Sentence, i: int, after: int, cue: Cue) -> list[Reading]:
    """The reading of a past participle at token ``i``, the first of a sentence but for an adverb.

    In "Widely regarded as a gift, rain is rare" what stands before the comma is said of the subject after it.
    """
    comma = s.tags.find(",", after)
    agent = agent_after(s, after) if s.words[after] == "by" else None
    if comma < 0 or (agent is None and i == 0):
        return []
    first = agent[1] if agent is not None else after
    if s.tags[first : first + 1] == "p":
        # "Described by the BBC upon his retirement | as".
        first = next((k for k in range(first, min(first + 6, len(s.words))) if s.tags[k] in "zT,"), first)
    predicate = s.tags[first : first + 1]
    held = (predicate == "z" and "as" in cue.frames) or (predicate == "T" and bool(_HELD & cue.frames))
    held = held or (predicate in ("D", "P", "<") and "object" in cue.frames)
    comma = s.tags.find(",", first)
    if not held or comma < 0 or has_finite(s, first, comma) or not has_finite(s, comma, len(s.words)):
        return []
    content = (first, min(comma, natural_end(s, first, phrase=True)))
    who = agent[0] if agent is not None else None
    return [Reading(who, (i, i + 1), [content], cue.stance, "opening-participle", 0, open_end=False)]


_HELD = frozenset({"that", "object_to", "np"})


def read_existing(s: Sentence, i: int, after: int, cue: Cue) -> list[Reading]:
    """In "There were again clashes reported near the dam" the clashes and their place are what is reported."""
    first = i
    while first > 0 and s.tags[first - 1] in "DNAK#E":
        first -= 1
    be = first - 1
    while be > 0 and s.tags[be] == "a":
        be -= 1
    if first == i or be < 1 or s.tags[be] != "B" or s.words[be - 1] != "there":
        return []
    contents = [(first, i), (after, natural_end(s, after, phrase=True))]
    return [Reading(None, (i, after), contents, cue.stance, "passive-reported", be - 1, "connector")]


def read_apposed_answer(s: Sentence, i: int, after: int, cue: Cue) -> list[Reading]:
    """In "…, a claim denied by the mayor" the answer to what stands before it."""
    comma = s.tags.rfind(",", 0, i)
    agent = agent_after(s, after) if s.words[after] == "by" else None
    if (
        agent is None
        or comma < 1
        or s.tags[comma + 1 : i] not in ("DN", "DK", "DNN", "DAN")
        or s.words[comma + 1] == "the"
    ):
        return []
    denies = cue.stance == "deny"
    rule = "passive-denial" if denies else "passive-confirms"
    made = Reading(agent[0], (i, after), [], cue.stance, rule, comma, "relative", open_end=False)
    made.denies_previous, made.echo = denies, not denies
    return [made]


def _nearest(s: Sentence, last: int, *, apart: bool) -> Subject | None:
    """What a participle without a comma follows: in "lost to Holm in **a match** considered by many"."""
    found = subject_ending_at(s, last)
    at = next((k for k in range(last - 1, 0, -1) if s.tags[k] not in "DPNAK"), 0)
    if found is None or apart or at <= found.first:
        return found
    of_one = s.tags[at : at + 2] == "pD" and s.words[at + 1] != "the"
    return Subject(at + 1, last + 1, at, at + 1) if of_one else found


def read_reduced(s: Sentence, i: int, after: int, group: int, cue: Cue) -> list[Reading]:
    """A participle without "be": "a bank considered by many to be safe", "the work, often described as a satire"."""
    before = group - 1
    if before < 1 or s.tags[before] not in "NAK,)>(" or "x" in s.tags[group:i]:
        return []
    agent = agent_after(s, after) if s.words[after] == "by" else None
    if s.words[after] == "by" and agent is None:
        return []
    to = s.tags.find("T", *agent[0]) if agent is not None and "attribute" in cue.frames else -1
    if agent is not None and to > 0:
        agent = (agent[0][0], to), to
    tail = agent[1] if agent else after
    hedged = any(word in lexicon().hedges for word in s.words[group:i])
    following = s.tags[tail : tail + 1]
    end = natural_end(s, tail, phrase=True)
    late = closing_agent(s, tail, end) if agent is None and following == "z" else None
    if following == "T" and agent is not None and "attribute" in cue.frames:
        # "The poem (attributed by the Greeks to Homer)".
        said = True
    elif s.tags[before] == "(":
        said = False
    elif following == "z":
        said = (
            "as" in cue.frames
            and cue.lemma in lexicon().passive_as
            and (hedged or agent is not None or late is not None or s.tags[before] == ",")
        )
    elif following == "T":
        said = bool({"that", "object_to"} & cue.frames) and (
            s.words[tail + 1 : tail + 2] in (["be"], ["have"]) or cue.lemma == "purport"
        )
    else:
        said = cue.lemma == "consider" and (hedged or agent is not None) and following in ("D", "P", "N", "A")
    apart = s.tags[before] in ",("
    head = _nearest(s, before - 1 if apart else before, apart=apart) if said else None
    if head is None or (late is not None and not hedged and s.tags[head.boundary] in "wt"):
        return []
    comma = s.tags.find(",", tail)
    if s.tags[before] == "," and comma > 0:
        end = min(end, comma)
    first = head.first - 1 if head.first > 0 and s.words[head.first - 1] == "the" else head.first
    contents = [(first, head.last), (tail, late[1] if late else end)]
    agent = agent or late
    return [Reading(agent[0] if agent else None, (i, after), contents, cue.stance, "reduced", before, "comma", False)]
