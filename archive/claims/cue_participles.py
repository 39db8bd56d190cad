"""Participles: ", adding that P", "with the guild stating that P", "was quoted as saying that P"."""

from __future__ import annotations

from archive.claims.claimants import Subject, subject_before
from archive.claims.clauses import has_finite, is_finite, verb_group_start
from archive.claims.content_ends import before_main_verb
from archive.claims.cue_frames import can_hold, with_content
from archive.claims.cue_objects import head_word
from archive.claims.inherited import inherited_subject
from archive.claims.lexicon import Cue, lexicon
from archive.claims.noun_phrases import can_speak, noun_phrase_from
from archive.claims.readings import Reading, connector_start
from archive.claims.tokens import Sentence


def _quoted(s: Sentence, at: int) -> Subject | None:
    """Who is quoted before "as saying": "**Doe** was quoted in the Times | as", "the Times quoted **Doe** | as"."""
    verb = next((k for k in range(at - 1, max(0, at - 9), -1) if s.words[k] in ("quoted", "cited", "quotes")), None)
    if verb is None:
        return None
    group = verb_group_start(s, verb)
    if "B" in s.tags[group:verb] or verb == at - 1:
        return subject_before(s, group - 1)
    who = noun_phrase_from(s, verb + 1)
    return Subject(who[0], who[1], verb, verb + 1) if who and who[1] == at else None


def _author(s: Sentence, comma: int) -> Subject | None:
    """Whose words a carrier passes on, before a comma: "the agency carried a statement of **the guild**, claiming"."""
    k = next((k for k in range(comma - 1, max(0, comma - 9), -1) if s.tags[k] not in "DPNAKS"), 0)
    if k < 2 or s.words[k - 1] not in lexicon().carriers or not has_finite(s, 0, k):
        return None
    passed_on = s.words[k] in ("by", "from") or (s.words[k] == "of" and s.words[k - 1] == "statement")
    who = noun_phrase_from(s, k + 1) if passed_on else None
    return Subject(who[0], who[1], k - 1, who[0]) if who and who[1] == comma and can_speak(s, *who) else None


def _telling_agent(s: Sentence, last: int) -> Subject | None:
    """The documents that tell something and are an agent too: "he was moved by **reports** suggesting that"."""
    k = next((k for k in range(last, max(0, last - 6), -1) if s.tags[k] not in "DPNAK"), 0)
    if k < 1 or k == last or s.words[k] != "by" or s.tags[k - 1] not in "EV":
        return None
    agent = Subject(k + 1 + (s.words[k + 1] == "the"), last + 1, k - 1, k + 1)
    return agent if head_word(s, agent) in lexicon().documents else None


def _is_somebody(s: Sentence, subject: Subject) -> bool:
    """Whether a subject is a full name, a role or a person's pronoun: words and peoples suggest things otherwise."""
    words = s.words[subject.first : subject.last]
    named = s.tags[subject.first : subject.last].endswith("AA")
    return named or words[0] in ("he", "she") or not lexicon().roles.isdisjoint(words)


def _is_aim(s: Sentence, before: int, after: int) -> bool:
    """Whether "in" ties a participle to a noun: "an interest in acknowledging the town"."""
    return s.words[before] == "in" and s.tags[before - 1 : before] in ("N", "K") and s.tags[after : after + 1] != "t"


def read_participle(s: Sentence, i: int, after: int, group: int, cue: Cue, negated: bool) -> list[Reading]:
    """The readings of a participle at token ``i`` whose verb group begins at ``group``: ", adding that P"."""
    if (negated and cue.stance != "deny") or (s.words[i] == "considering" and s.tags[i - 1 : i] == ","):
        return []
    n = len(s.words)
    before = group - 1
    cue_range = (i, after)
    if before < 0 or s.tags[before] == "<":
        comma = next((k for k in range(after, n) if s.tags[k] == "," and k + 1 < n and s.tags[k + 1] in "DPNAh"), None)
        if comma is None or cue.document:
            return []
        verbs = [k for k in range(comma + 1, n) if s.tags[k] in "BxVEC" and is_finite(s, k)]
        subject = subject_before(s, verb_group_start(s, verbs[0]) - 1) if verbs else None
        if subject is None:
            return []
        made = with_content(s, cue_range, subject, cue, cue.stance, 0, "start", "participle-first")
        for reading in made:
            reading.contents = [(a, min(b, comma)) for a, b in reading.contents]
            reading.open_end = False
        return made
    tag = s.tags[before]
    if tag in "CV":
        subject = inherited_subject(s, before + 1)
        rule = "participle"
    elif tag == ">" and s.tags[before - 1] == ",":
        subject = inherited_subject(s, before)
        rule = "participle"
    elif tag == "z" and before > 1 and s.words[before - 1] in ("quoted", "cited"):
        quoted = verb_group_start(s, before - 1)
        subject = subject_before(s, quoted - 1) or inherited_subject(s, quoted)
        before = quoted - 1 if quoted > 0 and s.tags[quoted - 1] in "c," else before
        rule = "quoted-as"
    elif tag == "z" and (who := _quoted(s, before)) is not None:
        subject = who
        rule = "quoted-as"
    elif tag in ",cb;-" or (
        tag in "sp"
        and s.words[before]
        in ("while", "although", "though", "by", "after", "before", "when", "in", "instead", "without", "when")
    ):
        if tag == "p" and (s.words[before] == "without" or _is_aim(s, before, after)):
            return []
        subject = (_author(s, before) if tag == "," else None) or inherited_subject(s, before)
        rule = "participle"
        if cue.document and not (cue.lemma == "suggest" and subject is not None and _is_somebody(s, subject)):
            return []
    elif s.words[before] in ("this", "it", "that") and s.tags[before - 1 : before] == "C":
        # "Denied this | saying that".
        subject = inherited_subject(s, before)
        rule = "participle"
    else:
        subject = _telling_agent(s, before) or subject_before(s, before)
        rule = "participle-noun"
        if subject is not None and s.tags[subject.boundary] != "p":
            if not can_hold(s, subject) and not any(
                s.words[k] in lexicon().nouns for k in range(subject.first, subject.last)
            ):
                owner = inherited_subject(s, before)
                if owner is None or s.tags[before] not in "NKA":
                    return []
                subject = owner
            elif head_word(s, subject) in lexicon().carriers:
                owner = inherited_subject(s, before)
                # "The weavers were issued a document claiming that": not by them.
                if owner is not None and owner.last <= subject.first and s.tags[owner.last : owner.last + 2] != "BE":
                    subject = owner
        if cue.document and (subject is None or not can_hold(s, subject)):
            return []
    if subject is None:
        return []
    opens = before
    while opens > 0 and s.tags[opens - 1] in ",cbs" and s.tags[opens] in "cbsa,":
        opens -= 1
    joined = "with" if s.tags[subject.boundary] == "p" and subject.boundary >= 0 else "participle"
    if rule == "participle-noun" and joined != "with":
        joined = "noun"
    if rule == "quoted-as" and subject.clause > 1 and s.tags[subject.clause - 1] in "cb":
        opens, _ = connector_start(s, subject.clause)
        joined = "connector"
    if joined == "with":
        opens = subject.boundary
        while opens > 0 and s.tags[opens - 1] in ",cb":
            opens -= 1
    made = with_content(s, cue_range, subject, cue, cue.stance, opens, joined, rule)
    if joined == "noun":
        for reading in made:
            reading.contents = [before_main_verb(s, *content) for content in reading.contents]
    if not made and cue.stance == "deny" and "claim_np" in cue.frames:
        return []
    for reading in made:
        if cue.lemma == "contradict":
            reading.contents, reading.denies_previous, reading.open_end = [], True, False
    return made
