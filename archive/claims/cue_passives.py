"""Passives: "it was reported by X that", "X is believed to", "was denied by"."""

from __future__ import annotations

import re

from archive.claims.agents import agent_after, closing_agent
from archive.claims.claimants import subject_before
from archive.claims.clauses import has_finite
from archive.claims.content_ends import (
    after_adverbials,
    before_main_clause,
    before_main_verb,
    before_next_verb,
    sentence_clause,
)
from archive.claims.contents import Range, clause_from, content_after, is_statement, opens_clause
from archive.claims.inherited import inherited_subject
from archive.claims.lexicon import Cue, lexicon
from archive.claims.natural_ends import natural_end
from archive.claims.noun_phrases import can_speak, noun_phrase_from
from archive.claims.readings import Reading, connector_start, joined_by
from archive.claims.tokens import Sentence


def _studies(s: Sentence, i: int) -> Range | None:
    """The studies in which a passive tells that something was found: "confirmed | in numerous studies"."""
    phrase = noun_phrase_from(s, i + 1) if s.words[i : i + 1] == ["in"] else None
    return phrase if phrase is not None and not lexicon().studies.isdisjoint(s.words[slice(*phrase)]) else None


# What can be seen as something is the writer's own view.
_MODALS = frozenset({"can", "could", "may", "might", "would", "should"})
# "Those comments were later denied": what points back to a statement.
_ANSWERED = frozenset({"this", "these", "those", "such", "both", "all"})
_PROVED = frozenset({"disprove", "refute", "debunk", "discredit"})
_LATER = frozenset({"later", "eventually", "subsequently"})
_POINTERS = frozenset({"there", "it", "this", "these", "that", "which"})

# "Clashes were reported on 5 June": when it was reported is no part of it.
_ONLY_TIME = re.compile(r"p[D]?[#m]*m[#m]*(?:,#)?(?=[,.;]|$)")

# What may stand between the agent of a passive and "that": "by some scientists such as E. O. Wilson that".
_AGENT_TAIL = re.compile(r"(?:[zpD,GT][TDNAKE#.aScom]{0,8}){0,3}t")


def read_passive(s: Sentence, i: int, after: int, group: int, cue: Cue) -> list[Reading]:
    """The reading of a passive whose verb group begins at ``group`` and whose participle ends before ``after``."""
    n = len(s.words)
    if "told" in cue.frames:
        return []
    before = group - 1
    if before < 0:
        return []
    agent = None if "as" in cue.frames and s.words[after : after + 1] == ["as"] else agent_after(s, after)
    bracket = (
        after if agent is None and s.tags[after : after + 1] == "(" and s.mates.get(after, n + 6) - after < 6 else None
    )
    inside = agent_after(s, after + 1) if bracket is not None else None
    studies = _studies(s, after) if cue.document or cue.stance == "confirm" or cue.lemma == "report" else None
    claimant = agent[0] if agent else inside[0] if inside else studies
    cue_range = (i, after)
    subject = subject_before(s, before, finite=True)
    shared = False
    if subject is None and s.tags[before] in "cb":
        subject = inherited_subject(s, before)
        shared = True
    if subject is None and s.tags[before] != "h" and s.words[before] not in _POINTERS and s.tags[before] != "w":
        return []
    if subject is None and s.tags[before] == "t" and s.tags[before - 1 : before] in ("N", "A", "K", ">", ")"):
        return []
    if subject is not None and subject.boundary >= 0 and s.words[subject.boundary] in ("if", "unless"):
        return []
    opens, words = connector_start(s, subject.clause if subject else before)
    joined = joined_by(s, subject, opens) if subject else ("start" if opens == 0 else "connector")
    if shared:
        opens, joined = before, "second"
    if s.tags[before] == "w" or (s.tags[before] == "t" and s.tags[before - 1 : before] not in ("b", "s")):
        joined = "relative"

    def make(contents: list[Range], rule: str, who: Range | None = claimant) -> list[Reading]:
        if s.tags[before] == "w" and contents:
            contents[-1] = before_main_verb(s, *before_main_clause(s, *contents[-1]))
        elif s.tags[before] == "t" and contents:
            contents[-1] = before_next_verb(s, *contents[-1])
        elif subject is not None and subject.boundary >= 0 and s.tags[subject.boundary] == "s" and contents:
            # "Though the guards were accused of theft, | the feast went on".
            contents[-1] = before_main_clause(s, *contents[-1])
        return [Reading(who, cue_range, contents, cue.stance, rule, opens, joined, connector=words)]

    pronoun = s.words[before] if subject is None or subject.last - subject.first == 1 else ""
    if studies is not None and agent is None and s.tags[studies[1] : studies[1] + 1] in (".", ""):
        matter = (1, group) if s.tags[0] == "t" and has_finite(s, 1, group) else None
        matter = matter or (None if subject is None else (subject.first, subject.last))
        return make([matter], "passive-studies", studies) if matter else []
    tail = agent[1] if agent else after if bracket is None else s.mates[after] + 1
    if agent and s.tags[tail : tail + 2] == ",T":
        tail += 1
    that = content_after(s, after, cue)
    hedged = not lexicon().hedges.isdisjoint(s.words[group:i])
    if (
        pronoun == "it"
        and (cue.passive or "it" in cue.frames or hedged)
        and that is not None
        and that[1] in ("that", "bare")
    ):
        return make([(that[0], natural_end(s, that[0]))], "passive-it")
    begins = _told_by(s, agent[0]) if pronoun == "it" and agent and cue.passive and "bare" in cue.frames else None
    if agent and begins is not None:
        return make([(begins, natural_end(s, begins))], "passive-agent", (agent[0][0], begins))
    if agent and "that" in cue.frames:
        that_clause = _AGENT_TAIL.match(s.tags, tail)
        # "A truce was agreed upon by both that | would last": a relative clause.
        if that_clause and that_clause.end() < n and s.tags[that_clause.end()] not in "xBVC":
            return make([(that_clause.end(), natural_end(s, that_clause.end()))], "passive-agent")
    # "Would later be regarded as": told from an earlier day, and no mere possibility.
    possible = not _MODALS.isdisjoint(s.words[group:i]) and _LATER.isdisjoint(s.words[group:i])
    first = subject.first if subject else before
    if s.tags[first - 2 : first] == "Da":
        first -= 2
    elif first > 0 and s.words[first - 1] == "the":
        first -= 1
    told_alone = shared and subject is not None and s.tags[subject.first] == "h"
    if subject is not None and not told_alone and s.tags[subject.boundary] in ",c" and subject.boundary > 0:
        begin = after_adverbials(s, sentence_clause(s, group), group)
        if begin < first and not has_finite(s, begin, group):
            first = begin
    whole = (first, subject.last if subject else before + 1)
    if (
        tail < n
        and s.tags[tail] == "T"
        and not (cue.lemma == "understand" and possible)
        and cue.lemma not in ("warn", "caution")
        and not (cue.lemma == "expect" and s.tags[tail + 1 : tail + 3] in ("BE", "BV"))
        and (cue.passive or agent is not None or (cue.perfect and _is_perfect(s, group, i)))
        and ({"that", "object_to", "np"} & cue.frames or cue.lemma == "define")
        and tail + 1 < n
        and (s.tags[tail + 1] in "xBNaV<")
        and ("to_be" not in cue.frames or (s.tags[tail + 1] == "B" and {"is", "are"}.isdisjoint(s.words[group:i])))
    ):
        end = natural_end(s, tail, phrase=True)
        late = (
            None if claimant or s.tags[tail + 1] != "B" or "<" not in s.tags[tail:end] else closing_agent(s, tail, end)
        )
        return make([whole, (tail, late[1] if late else end)], "passive-to", late[0] if late else claimant)
    named = "object" in cue.frames and s.tags[tail : tail + 1] in ("D", "P")
    named = named or (s.tags[tail : tail + 1] == "z" and "being" not in s.words[group:i])
    if pronoun == "it" and cue.passive and cue.stance == "assert" and not named:
        return []
    by = next((k for k in range(after, tail) if s.words[k] == "by"), after)
    named_so = "object" in cue.frames and not possible and by > after and s.tags[after] in "DPNAE"
    if named_so and agent is not None and subject is not None and can_speak(s, *agent[0]):
        return make([whole, (after, by)], "passive-object")
    called = (s.tags[before] != "w" or "<" in s.tags[tail : tail + 3]) and _is_perfect(s, group, i)
    told = not possible and "object" in cue.frames and ("that" in cue.frames or called or cue.lemma == "deem")
    predicated = s.tags[tail : tail + 1] in ("D", "P", "N", "A") or s.words[tail : tail + 2] == ["one", "of"]
    predicated = predicated or (called and s.tags[tail : tail + 1] == "<")
    if told and tail < n and predicated and subject is not None and s.words[tail] != "by":
        return make([whole, (tail, natural_end(s, tail, phrase=True))], "passive-object")
    if "claim_np" in cue.frames and not _POINTERS & {pronoun} and not (subject and is_statement(s, whole)):
        return []
    as_phrase = (
        not possible
        and tail + 1 < n
        and s.words[tail] == "as"
        and (s.tags[tail + 1] != "h" or s.words[tail + 1] in ("one", "someone", "none"))
        # "Fighting was reported as the army advanced": a clause.
        and not (cue.lemma == "report" and opens_clause(s, tail + 1))
        # "Cited as saying": what they say is the content.
        and (cue.lemma != "cite" or s.words[tail + 1] not in ("saying", "stating", "claiming"))
    )
    late = closing_agent(s, tail, natural_end(s, tail)) if as_phrase and not agent else None
    widely = hedged and "widely" in cue.frames
    if as_phrase and (("as" in cue.frames and (agent or late)) or widely or cue.lemma in lexicon().passive_as):
        predicate = (tail, late[1] if late else natural_end(s, tail))
        made = make([whole, predicate], "passive-as", late[0] if late else claimant)
        if widely and cue.stance == "concede":
            made[0].stance = "assert"
        return made
    if "with" in cue.frames and s.words[tail : tail + 1] in (["with"], ["for"], ["as"]) and subject is not None:
        return make([whole, (tail, natural_end(s, tail, phrase=True))], "passive-with")
    if "attribute" in cue.frames and subject is not None and s.tags[after : after + 1] == "T":
        closing = closing_agent(s, after, natural_end(s, after))
        if closing is not None:
            return make([whole, (after, closing[1])], "passive-attributed", closing[0])
        alike = cue.lemma in ("compare", "liken") and _is_perfect(s, group, i)
        cause = (alike or cue.lemma in ("attribute", "ascribe")) and s.tags[tail : tail + 2] in _CAUSES
        if cause and not possible and not is_statement(s, whole):
            person = noun_phrase_from(s, tail + 1) if s.tags[tail + 1] == "A" else None
            ends = person[1] if person else natural_end(s, tail, phrase=True)
            return make([whole, (tail, ends)], "passive-attributed")
    blamed = s.words[tail : tail + 1] == ["for"] and (cue.lemma == "blame" or s.tags[tail + 1 : tail + 2] in ("G", "I"))
    blamed = blamed or (cue.lemma == "blame" and s.words[tail : tail + 1] == ["on"])
    blamed = blamed and s.tags[tail + 1 : tail + 2] not in (",", ".", "")
    if "for" in cue.frames and blamed and subject is not None and pronoun not in _POINTERS:
        return make([whole, (tail, natural_end(s, tail, phrase=True))], "passive-for")
    if (
        cue.lemma == "estimate"
        and subject is not None
        and s.words[tail : tail + 1] in (["at"], ["from"], ["between"])
        and "#" in s.tags[tail : tail + 5]
    ):
        return make([whole, (tail, natural_end(s, tail))], "passive-figure")
    if "of" in cue.frames and after < n:
        of = next((k for k in range(after, min(n, after + 20)) if s.tags[k] == "o"), None)
        if of is not None and (of == after or agent):
            who = (claimant[0], of) if claimant and claimant[0] < of < claimant[1] else claimant
            # "Accused of theft, | but the charges were dropped".
            end = natural_end(s, of)
            end = next((k for k in range(of, end) if s.tags[k : k + 2] == ",b" and opens_clause(s, k + 2)), end)
            if agent and of < agent[0][0] <= end:
                # "Accused of theft by the guild": the guild is no part of it.
                end = next((k for k in range(agent[0][0], of, -1) if s.words[k] == "by"), end)
            return make([whole, (of, end)], "passive-of", who)
        return []
    if agent and "idea" in cue.frames and subject is not None and is_statement(s, whole):
        made = make([], "passive-confirms")
        made[0].open_end, made[0].echo = False, True
        return made
    if (
        agent
        and "idea" not in cue.frames
        and (("np" in cue.frames and "to" not in cue.frames) or cue.stance in ("deny", "confirm", "concede"))
    ):
        if cue.stance in ("deny", "confirm") and (
            pronoun in _POINTERS
            or s.tags[before] == "w"
            or (subject and is_statement(s, (subject.first, subject.last)))
        ):
            made = make([], "passive-denial" if cue.stance == "deny" else "passive-confirms")
            made[0].open_end = False
            if s.tags[before] == "w":
                made[0].opens = before - 1 if s.tags[before - 1 : before] == "," else before
            made[0].denies_previous = cue.stance == "deny"
            made[0].echo = cue.stance == "confirm"
            return made
        if subject is None:
            return []
        contents = [whole]
        by = next(k for k in range(after, n) if s.words[k] == "by")
        if by > after:
            contents.append((after, by))
        if s.words[tail : tail + 1] == ["as"] and s.words[tail + 1 : tail + 2] in (["having"], ["being"]):
            contents.append((tail, natural_end(s, tail, phrase=True)))
        made = make(contents, "passive-np")
        made[0].open_end = False
        return made
    answered = subject is not None and is_statement(s, whole) and s.words[subject.first] in _ANSWERED
    answered = answered or (pronoun in ("this", "it") and cue.lemma in _PROVED)
    if answered and cue.lemma in _PROVED and (_ONLY_TIME.match(s.tags, tail) or s.tags[tail:] == "p#."):
        tail = n
    if not agent and cue.stance == "deny" and answered and tail >= n - 1 and "np" in cue.frames:
        denied = make([], "passive-denial")
        denied[0].open_end, denied[0].denies_previous = False, True
        return denied
    if (
        not agent
        and subject is not None
        and (cue.lemma == "report" or (cue.lemma in ("announce", "confirm") and _is_event(s, *whole)))
        and not {"are", "is", "be"} & set(s.words[group:i])
        and not set("Bxt") & set(s.tags[subject.first : subject.last])
        and "np" in cue.frames
        and not is_statement(s, whole)
    ):
        end = natural_end(s, after, phrase=True)
        dated = _ONLY_TIME.match(s.tags, after)
        told = end > after and (s.tags[after] in "pmaTEVG" or s.tags[after : after + 2] == "No")
        if s.tags[group - 1] == "," and subject.boundary < first:
            # "Several deaths, caused by falls, | have been reported".
            whole = (first, group - 1)
        contents = [whole, (after, end)] if told and dated is None else [whole]
        made = make(contents, "passive-reported")
        made[0].open_end = len(contents) > 1
        return made
    return []


# "Attributed to the failure of", "attributed to Herodotus".
_CAUSES = frozenset({"TD", "TP", "TN", "TG", "T#", "TA"})


def _told_by(s: Sentence, agent: Range) -> int | None:
    """Where the clause begins that follows an agent without "that": "reported by some weavers | the mill had burnt"."""
    for k in range(agent[0] + 1, agent[1]):
        if s.tags[k] in "DPh" and s.tags[k - 1] in "NAK" and clause_from(s, k):
            return k
    return None


def _is_perfect(s: Sentence, group: int, i: int) -> bool:
    """Whether a passive is in the perfect tense ("has been found")."""
    words = s.words[group:i]
    return "been" in words and not {"has", "have", "'ve"}.isdisjoint(words)


def _is_event(s: Sentence, first: int, last: int) -> bool:
    """Whether a noun phrase tells of something done: "the establishment of the group", "the capture of the town"."""
    of = s.tags.find("o", first, last)
    head = s.words[of - 1]
    return of > first and (head in _EVENTS or head.endswith(("ment", "tion", "sion"))) and head not in _NOT_TOLD


_EVENTS = frozenset(
    {"capture", "recapture", "fall", "loss", "death", "deaths", "killing", "presence", "arrival", "withdrawal", "use"}
)

# What is announced under these names is still to be told.
_NOT_TOLD = frozenset({"intention", "decision", "position", "nomination", "investigation", "resolution"})
