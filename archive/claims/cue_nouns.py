"""Nouns: "X's claim that", "reports from X that", "put the death toll at"."""

from __future__ import annotations

import re

from archive.claims.claimants import Subject, subject_before, subject_ending_at
from archive.claims.clauses import clause_start, finite_verbs, has_finite, verb_group_start
from archive.claims.content_ends import before_main_clause, noun_clause
from archive.claims.contents import Range, clause_from
from archive.claims.cue_standpoints import by_account, standpoint
from archive.claims.inherited import inherited_subject
from archive.claims.lexicon import Cue, lexicon
from archive.claims.natural_ends import natural_end
from archive.claims.noun_phrases import can_speak, noun_phrase_from
from archive.claims.readings import Reading, connector_start, joined_by
from archive.claims.tokens import Sentence


def read_noun(s: Sentence, i: int, cue: Cue) -> list[Reading]:
    """The readings of a noun cue at token ``i``: a claim with its content, a denial, a figure."""
    n = len(s.words)
    after = i + 1
    who, who_end, opens = _noun_claimant(s, i)
    k = max(after, who_end)
    rule = "noun"
    if k >= n:
        return []
    if cue.stance == "deny" and who is not None and s.tags[k] not in "to":
        verb = next((v for v in range(i - 1, max(-1, i - 4), -1) if s.words[v] in lexicon().light_verbs), None)
        if verb is not None:
            return [
                Reading(
                    who, (verb, after), [], "deny", "denial", opens, "connector", open_end=False, denies_previous=True
                )
            ]
    if who is None and s.tags[k] == "t" and cue.lemma in lexicon().ideas:
        who = _doctrine(s, i)
    figure = s.words[k] in lexicon().figure_verbs
    if figure and who is not None:
        return list(read_figure(s, k, who, (i, after)))
    first: int | None = None
    if s.words[i] in lexicon().standing and (told := by_account(s, i) or standpoint(s, i)) is not None:
        return [told]
    predicated = _PREDICATED.match(s.tags, after) if cue.lemma in lexicon().nouns_predicated else None
    if s.tags[k] == "t" and cue.lemma not in _SEES:
        first = k + 1
    elif predicated is not None and s.words[i - 1] not in lexicon().not_predicated:
        first = predicated.end()
        rule = "noun-predicate"
    elif (
        s.tags[k] == "o"
        and s.tags[k + 1 : k + 3] not in ("#m", "m#")
        and "according" not in s.words[max(0, i - 4) : i]
        and s.words[i].removesuffix("s") in lexicon().nouns_with_of
        and (who is not None or cue.lemma in ("allegation", "accusation") or _there_were(s, i))
    ):
        first = k + 1
        rule = "noun-of"
    elif s.tags[k] == "o" and cue.lemma in _SEES | _VIEWS and who is not None and who[1] <= i and _seen_as(s, k):
        first = k + 1
        rule = "noun-as"
    elif s.tags[k] == "h" or (
        s.tags[k] in "DPA" and cue.lemma in lexicon().nouns_alone and s.words[i - 1] in ("were", "are", "amid", "after")
    ):
        if cue.lemma in lexicon().nouns_alone and clause_from(s, k):
            first = k
            rule = "noun-bare"
    elif s.words[k : k + 2] in (["has", "it"], ["had", "it"]) and s.tags[k + 2 : k + 3] == "t":
        first = k + 3
        rule = "noun-emerged"
    elif s.words[k] in lexicon().comes_up:
        that = next((q + 1 for q in range(k + 1, min(k + 8, n)) if s.tags[q] == "t"), None)
        if that is not None and not has_finite(s, k + 1, that - 1):
            first = that
            rule = "noun-emerged"
    elif who is None and (brought := _brought_up(s, k)) is not None:
        who, first = brought
        rule = "noun-emerged"
    elif s.tags[k] == ":" and k + 1 < n and s.tags[k + 1] == "<":
        first = k + 1
        rule = "noun-quote"
        if who is None:
            owner = inherited_subject(s, i)
            who = (owner.first, owner.last) if owner else None
    if first is None or first >= n:
        return []
    if who is None and s.tags[k] == "t" and (put := _put_forward(s, first)) is not None:
        return [Reading(put[0], (i, after), [(first, put[1])], cue.stance, "noun-put-forward", opens, "noun")]
    unowned = cue.lemma in lexicon().nouns_alone or rule in ("noun-predicate", "noun-emerged")
    if rule == "noun" and cue.lemma in lexicon().nouns_unowned and s.words[max(i - 2, 0)] != "no":
        unowned = unowned or s.tags[i - 1] == "D" or s.tags[i - 2 : i] in ("DN", "DA")
    if who is None and not unowned and not (rule == "noun" and cue.lemma not in _NOT_SAID and _there_were(s, i)):
        return []
    if s.tags[k] == "t" and s.tags[first:].lstrip("a")[:1] in ("V", "x", "B", "E", "C"):
        described = s.tags[first : first + 2] == "EN" and who is not None and has_finite(s, first + 2, n)
        if not described:
            return []
    content = (first, natural_end(s, first))
    if s.tags[k] == "t" and s.tags[i - 2 : i] == ",D" and _ends_in_answer(s, first, content[1]):
        return []
    if rule == "noun-of" and who is None and (aside := _FURTHER.search(s.tags, first, content[1])) is not None:
        content = (first, aside.start())
    if rule == "noun" and who is not None:
        content = content[0], _main_clause_after(s, *content)
    if rule in ("noun", "noun-of") and not has_finite(s, clause_start(s, i) if rule == "noun-of" else 0, i):
        content = noun_clause(s, *content)
        if _OPENING.match(s.tags) and not has_finite(s, 0, i):
            # "After reports that the bridge had fallen, | it was closed".
            content = before_main_clause(s, *content)
    return [Reading(who, (i, after), [content], cue.stance, rule, opens, "noun", nested=who is not None)]


# "However, in June, following": an adverbial that the main clause has yet to follow.
_OPENING = re.compile(r"(?:[#DmNa]{1,4},)?(?:p[#mD]{1,3},)?[ps]")
# Who defended a view is told by archive/claims/cue_passives.py; whose way is made by somebody holds nothing.
_OTHERWISE = frozenset({"made", "defended", "endorsed", "upheld"})
_VIEWS = frozenset({"view", "definition", "interpretation", "conception", "diagnosis"})
# A view of something, which tells nothing with "that".
_SEES = frozenset({"description", "characterization", "characterisation", "portrayal", "depiction"})
# That there is a possibility is said by nobody.
_NOT_SAID = frozenset({"possibility", "moral", "tradition"})
# "Concerns | have been raised by the guild that": who raised them may follow.
_BROUGHT_UP = re.compile(r"xBa?[EVC]")


def _brought_up(s: Sentence, k: int) -> tuple[Range | None, int] | None:
    """Who brought up what a noun tells, and where it begins: "The claim | has been made that P"."""
    match = _BROUGHT_UP.match(s.tags, k)
    if match is None or s.words[match.end() - 1] not in lexicon().holding_verbs | lexicon().light_verbs:
        return None
    end = match.end() + (s.words[match.end() : match.end() + 1] == ["forward"])
    who = noun_phrase_from(s, end + 1) if s.words[end : end + 1] == ["by"] else None
    end = who[1] if who else end
    return (who, end + 1) if s.tags[end : end + 1] == "t" else None


def _put_forward(s: Sentence, first: int) -> tuple[Range, int] | None:
    """Who put forward what a noun tells, and the end of it: "the idea that P | was first proposed by **Holm**"."""
    by = next((k for k in range(first + 3, len(s.words)) if s.words[k] in ("by", "in") and _is_put(s, k)), None)
    who = noun_phrase_from(s, by + 1) if by is not None else None
    if by is None or who is None or not can_speak(s, *who):
        return None
    if s.words[by] == "in" and lexicon().documents.isdisjoint(s.words[slice(*who)]):
        return None
    group = verb_group_start(s, by - (2 if s.words[by - 1] == "forward" else 1))
    told = has_finite(s, first, group) and not set(s.tags[first:group]) & set("twI;:")
    return (who, group) if told and "B" in s.tags[group:by] else None


def _is_put(s: Sentence, by: int) -> bool:
    """Whether the participle before "by" tells that a view is held or brought up."""
    if s.words[by - 1] == "forward":
        return s.words[by - 2] == "put"
    return s.words[by - 1] in lexicon().holding_verbs and s.words[by - 1] not in _OTHERWISE


def _seen_as(s: Sentence, of: int) -> bool:
    """Whether a noun of view is of something as something: "Holm's description of | the tax as theft"."""
    seen = noun_phrase_from(s, of + 1)
    if seen is None or s.tags[seen[1] : seen[1] + 1] != "z":
        return False
    return s.words[seen[1] + 1 : seen[1] + 2] not in (["well"], ["they"])


# ", and he | used", ", and | investigated".
_GOES_ON = re.compile(r",c(?:h(?=[VCEBx])|(?=[VE]))")
_PRESENT = frozenset({"is", "are", "does", "do", "has", "have", "can", "will"})


def _main_clause_after(s: Sentence, first: int, last: int) -> int:
    """Where the main clause goes on after what a noun tells: "Holm's view that rain is salt | , and he left"."""
    match = _GOES_ON.search(s.tags, first, last)
    if match is None:
        return last
    verb = next(iter(finite_verbs(s, first, match.start())), None)
    subject = s.tags[match.end() - 1] == "h"
    told_now = verb is None or s.words[verb] in _PRESENT
    return match.start() if told_now and (subject or verb is not None) else last


def _ends_in_answer(s: Sentence, first: int, last: int) -> bool:
    """Whether a clause says who denied or confirmed what stands before it: "a claim that | the rebels denied"."""
    while last > first and s.tags[last - 1] in ".,;)":
        last -= 1
    forms = lexicon().verbs.get(s.words[last - 1], ()) if last - first > 1 else ()
    return any(form.cue.stance in ("deny", "confirm") for form in forms)


# ", following which the rebels withdrew": a relative clause after the reports.
_FURTHER = re.compile(r",pw")


def _there_were(s: Sentence, i: int) -> bool:
    """Whether a noun cue is told to exist: "there were unconfirmed reports of"."""
    k = i
    while k > 0 and s.tags[k - 1] in "DNAaE" and i - k < 4:
        k -= 1
    told = k > 1 and s.words[k - 1] in ("were", "was", "been", "are", "is") and s.words[k] != "no"
    return told and "there" in s.words[max(0, k - 4) : k - 1]


# "The most common criticism of the sport | is that": the predicate is what is said.
_PREDICATED = re.compile(r"(?:[op][DPNAKES#]{1,10}){0,2}(?:x?B)a?t")


def _doctrine(s: Sentence, i: int) -> Range | None:
    """Whose view a noun tells that explains a name: "**Egoism** is the view that", "**egoism**, the thesis that"."""
    first = i - 1
    while first > 0 and s.tags[first] in "NEa":
        first -= 1
    if first < 1 or s.words[first] not in ("the", "a"):
        return None
    if s.tags[first - 1] == "B":
        subject = subject_before(s, verb_group_start(s, first - 1) - 1, finite=True)
    elif s.tags[first - 1] == ",":
        subject = subject_ending_at(s, first - 2) if first > 1 else None
    elif s.words[first - 1] in ("by", "on", "in") and s.words[first - 2] in lexicon().rests:
        group = verb_group_start(s, first - 2)
        subject = subject_before(s, group - 1, finite=True) if "B" in s.tags[group : first - 2] else None
    else:
        return None
    if subject is None or s.tags[subject.first] == "h" or s.words[subject.last - 1] in lexicon().nouns:
        return None
    return subject.first, subject.last


def _noun_claimant(s: Sentence, i: int) -> tuple[Range | None, int, int]:
    """Whose claim it is: before the noun or after it; with the token after it, and the first token of the phrase."""
    n = len(s.words)
    k = i - 1
    while k > 0 and s.tags[k] in "NE#aG" and s.words[k] not in lexicon().claimant_adjectives:
        k -= 1
    if k >= 0 and s.tags[k] == "S":
        owner = subject_ending_at(s, k - 1)
        if owner is not None:
            last_break = max(s.tags.rfind(tag, owner.first, k) for tag in "pTV") + 1
            first = max(owner.first, last_break)
            return (first, owner.last), i + 1, first
        first = k
        while first > 0 and s.tags[first - 1] in "NAK":
            first -= 1
        if first < k:
            return (first, k), i + 1, first
    if k >= 0 and s.tags[k] == "P":
        return (k, k + 1), i + 1, k
    by = i + 1
    if s.tags[by : by + 1] in ("V", "E") and s.words[by + 1 : by + 2] == ["by"]:
        by += 1
    if by < n and s.words[by] in ("by", "from", "in", "among"):
        phrase = noun_phrase_from(s, by + 1)
        told = phrase is not None and (
            s.tags[phrase[1] : phrase[1] + 1] == "t" or s.tags[slice(phrase[1], phrase[1] + 2)] == "Bt"
        )
        if phrase is not None and (told or s.words[by] in ("by", "from")):
            return phrase, phrase[1], clause_start(s, i)
    adjective = i - 1
    if adjective >= 0 and (s.tags[adjective] == "A" or s.words[adjective] in lexicon().claimant_adjectives):
        first = adjective
        while first > 0 and s.tags[first - 1] == "A":
            first -= 1
        return (first, i), i + 1, first
    subject = _holder(s, i)
    if subject is not None:
        return (subject.first, subject.last), i + 1, subject.clause
    return None, i + 1, clause_start(s, i)


def _holder(s: Sentence, i: int) -> Subject | None:
    """The subject of the verb whose object is the noun at token ``i``: "**he** holds the view that"."""
    verbs = lexicon().light_verbs
    if s.tags[i + 1 : i + 2] == "t":
        verbs = verbs | lexicon().holding_verbs
    verb = i - 1
    if s.words[max(i - 2, 0) : i] == ["of", "the"] and s.tags[i - 3 : i - 2] == "B":
        # "Holm is of the opinion that".
        return subject_before(s, verb_group_start(s, i - 3) - 1)
    if s.words[max(i - 2, 0) : i] in (["of", "the"], ["of", "a"]) and s.words[i - 3] in lexicon().proponents:
        # "Holm was an early proponent of the concept that".
        be = next((k for k in range(i - 4, max(0, i - 9), -1) if s.tags[k] not in "DNAaE#"), 0)
        return subject_before(s, verb_group_start(s, be) - 1) if s.tags[be] == "B" else None
    if s.words[verb] == "forward":
        verb -= 1
    while verb > 0 and s.tags[verb] in "DNa#EG" and s.words[verb] not in verbs:
        verb -= 1
    if verb <= 0 or s.words[verb] not in verbs:
        return None
    if not s.words[verb].endswith("ing"):
        return subject_before(s, verb_group_start(s, verb) - 1)
    return inherited_subject(s, verb - 1) if s.tags[verb - 1] == "," else subject_before(s, verb - 1)


_FIGURE = re.compile(r"[DPNAKoESpm]{1,12}?p[apDN]{0,2}#")


def read_figure(s: Sentence, i: int, who: Range | None = None, cue: Range | None = None) -> list[Reading]:
    """A speaker who "put the death toll at 450"."""
    match = _FIGURE.match(s.tags, i + 1)
    if match is None:
        return []
    words = s.words[i + 1 : match.end()]
    if not {"at", "between"} & set(words) or not any(word in lexicon().figure_nouns for word in words):
        return []
    group = verb_group_start(s, i)
    subject = subject_before(s, group - 1) or inherited_subject(s, group)
    if subject is None:
        return []
    opens, _ = connector_start(s, subject.clause)
    content = (i + 1, natural_end(s, i + 1))
    claimant = who or (subject.first, subject.last)
    return [Reading(claimant, cue or (i, i + 1), [content], "assert", "figure", opens, joined_by(s, subject, opens))]


_GIVEN = re.compile(r"[DPNAKoESm]{1,10}(?=z)")


def read_given(s: Sentence, i: int) -> list[Reading]:
    """A speaker who "gives the date of the fire as 1402"."""
    match = _GIVEN.match(s.tags, i + 1)
    group = verb_group_start(s, i)
    if match is None or lexicon().given_nouns.isdisjoint(s.words[i + 1 : match.end()]):
        return []
    subject = subject_before(s, group - 1)
    if subject is None or not can_speak(s, subject.first, subject.last):
        return []
    opens, _ = connector_start(s, subject.clause)
    content = (i + 1, natural_end(s, i + 1))
    who = (subject.first, subject.last)
    return [Reading(who, (i, i + 1), [content], "assert", "figure", opens, joined_by(s, subject, opens))]
