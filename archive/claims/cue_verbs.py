"""Finite verbs and participles: "X said that P", ", adding that P"."""

from __future__ import annotations

from archive.claims.claimants import Subject, inherited_subject, subject_before, subject_ending_at
from archive.claims.clauses import clause_start, has_finite, is_finite, verb_group_start
from archive.claims.content_ends import before_main_clause, before_main_verb
from archive.claims.contents import clause_from, content_after
from archive.claims.cue_asides import as_said, as_said_by, as_told
from archive.claims.cue_frames import (
    can_hold,
    head_word,
    is_document,
    is_result,
    plural_subject,
    quoted_view,
    statement_relative,
    with_content,
)
from archive.claims.cue_inversions import content_first, inverted_content
from archive.claims.cue_passives import read_apposed_answer, read_existing, read_passive, read_reduced
from archive.claims.lexicon import Cue, CueForm, lexicon
from archive.claims.natural_ends import natural_end
from archive.claims.noun_phrases import can_speak, noun_phrase_from
from archive.claims.readings import Reading, connector_start, joined_by
from archive.claims.tokens import Sentence
from archive.documents import Stance

# Nobody speaks; and outside quotation marks "we" and "one" are the writer and the reader.
_MANY = frozenset({"some", "many", "most", "others", "critics", "few"})
# No noun phrase ends with these: a dash or a gap stands in it.
_UNFINISHED = frozenset({"the", "a", "an", "of"})
_MODALS = frozenset({"could", "would", "should", "may", "might", "can", "must", "will", "cannot", "shall"})
_NO_SPEAKERS = frozenset({"neither", "nobody", "none", "no", "nothing", "we", "i", "you"})


def read_verb(s: Sentence, i: int, form: CueForm) -> list[Reading]:
    """The readings of a verb cue at token ``i``; none where its form, its subject or its object rules one out."""
    cue = form.cue
    after = i + (2 if form.particle else 1)
    if form.needs_that and not _tells(s, i, after, cue):
        return []
    group = verb_group_start(s, i)
    if form.form == "past" and s.tags[group - 1 : group] == "," and (aside := _before_aside(s, group)) is not None:
        group = aside
    words = s.words[group:i]
    tags = s.tags[group:i]
    if words and not lexicon().refusals.isdisjoint(words):
        return []
    negated = "n" in tags and not ("not" in words and "only" in words)
    if "B" in tags and s.tags[i] != "I" and form.form == "past":
        return [] if negated else read_passive(s, i, after, group, cue)
    if "B" in tags and s.tags[i] == "I" and "T" in tags[tags.rfind("B") :]:
        return []
    if s.tags[i] == "I" and "B" not in tags:
        return _read_participle(s, i, after, group, cue, negated)
    if form.form == "base" and s.words[max(i - 3, 0) : i] == ["the", "first", "to"] and s.tags[i - 4 : i - 3] == "B":
        group, words, tags = verb_group_start(s, i - 4), [], "x"
    elif form.form == "base" and group == i and s.tags[i - 1 : i] == "T":
        return _read_led(s, i, after, i - 1, cue)
    if form.form == "base" and not ("T" in tags or "x" in tags or plural_subject(s, group)):
        return []
    if "T" in tags and not any(w in lexicon().catenatives for w in words):
        return []
    modal = bool(words) and not _MODALS.isdisjoint(words)
    many = "would" in words and s.words[group - 1 : group] and s.words[group - 1] in _MANY
    if modal and not many and (form.form != "base" or not {"later", "also"} & set(words)):
        return []
    if form.form == "past" and after + 1 < len(s.words):
        following = s.tags[after]
        if s.words[i - 1] == "as" and (i == 1 or s.tags[i - 2] == ","):
            return as_said_by(s, i, after, cue)
        if s.words[i] in lexicon().participles and not {"x", "B"} & set(tags):
            return read_reduced(s, i, after, group, cue)
        if group == i and "np" in cue.frames and cue.passive and (existing := read_existing(s, i, after, cue)):
            return existing
        if cue.stance in ("deny", "confirm") and group == i and (answer := read_apposed_answer(s, i, after, cue)):
            return answer
        if cue.lemma in lexicon().reduced and (reduced := read_reduced(s, i, after, group, cue)):
            return reduced
        if s.words[after] == "by" or (
            following in "Bx"
            and s.words[after] not in ("having", "being")
            and not words
            and not {"t", "w"} & set(s.tags[max(0, i - 12) : i])
        ):
            return []
        if (
            group < i
            and (
                s.words[group - 1] in ("the", "a", "an", "most", "its", "their")
                or (s.words[group - 1] in ("some", "many", "any") and s.words[i - 1].endswith("ly"))
            )
            and following in "NAK"
            and s.tags[i - 1] == "a"
        ):
            return []
    stance = cue.stance
    if negated:
        if stance == "deny":
            stance = "concede"
        elif cue.disbelief and form.form == "base" and not modal:
            stance = "deny"
        else:
            return []
    return _read_finite(s, i, after, group, cue, stance)


def _tells(s: Sentence, i: int, after: int, cue: Cue) -> bool:
    """Whether a form that is mostly a noun or an order is a verb that tells something: "we state | that"."""
    if s.tags[after : after + 1] in ("t", "h") or s.words[after : after + 2] == ["to", "have"]:
        return True
    if (cue.document and "shown" in cue.frames) or ("as" in cue.frames and "as" in s.words[after + 1 : after + 15]):
        return True
    return s.tags[i - 1 : i] in ("N", "A") and after < len(s.words) and clause_from(s, after)


def _read_led(s: Sentence, i: int, after: int, group: int, cue: Cue) -> list[Reading]:
    """In "the find led researchers to believe that P" the researchers are the claimants."""
    led = next((k for k in range(group - 1, max(-1, group - 8), -1) if s.words[k] in lexicon().leading), None)
    said = content_after(s, after, cue) if led is not None and "that" in cue.frames else None
    if led is None or said is None or said[1] not in ("that", "quote") or not can_speak(s, led + 1, group):
        return []
    first = led + 2 if s.words[led + 1] == "the" else led + 1
    content = (said[0], natural_end(s, said[0]))
    return [Reading((first, group), (i, after), [content], cue.stance, "led-to", led, "inside")]


def _before_aside(s: Sentence, group: int) -> int | None:
    """Where a verb group after a comma begins that an aside parts: "had, earlier in the day, | claimed"."""
    if group < 4:
        return None
    comma = s.tags.rfind(",", max(0, group - 10), group - 1)
    if comma < 2 or s.words[comma - 1] not in ("had", "has", "have") or has_finite(s, comma + 1, group - 1):
        return None
    return verb_group_start(s, comma)


def _read_finite(s: Sentence, i: int, after: int, group: int, cue: Cue, stance: Stance) -> list[Reading]:
    n = len(s.words)
    before = group - 1
    cue_range = (i, after)
    tag = s.tags[before] if before >= 0 else "."
    if tag == "," and (opened := _second_opening(s, before)) is not None:
        before, tag = opened, s.tags[opened]
    if before >= 0 and (tag in "cb" or (tag == "," and s.tags[before - 1] in "cb")):
        subject = inherited_subject(s, before)
        if subject is None:
            return []
        return with_content(
            s, cue_range, subject, cue, stance, before if tag != "," else before - 1, "second", "verb-second"
        )
    inverted = inverted_content(s, i, after, cue) if group == i and tag in ",>.<" else None
    if inverted is not None:
        return [inverted]
    subject = subject_before(s, before, finite=tag not in "wt")
    if subject is None and (opened := _adverbial_opening(s, before)) is not None:
        owner = inherited_subject(s, opened)
        return with_content(s, cue_range, owner, cue, stance, opened, "second", "verb-second") if owner else []
    if subject is None or s.words[subject.first] in _NO_SPEAKERS or s.words[subject.last - 1] in _UNFINISHED:
        return []
    if cue.document and not can_hold(s, subject):
        return []
    if head_word(s, subject) in lexicon().not_sources and "A" not in s.tags[subject.first : subject.last]:
        return []
    clause = s.tags[after : after + 1] in ("t", "<") or is_document(s, subject)
    if cue.lemma == "find" and not clause and not is_result(s, after, subject, cue) and not quoted_view(s, after):
        return []
    if subject.boundary >= 0 and s.words[subject.boundary] in ("how", "why", "whether", "if", "unless"):
        return []
    stray = tag == "," and subject.last == before and "," not in s.tags[subject.first : subject.last]
    if stray and s.tags[after : after + 1] not in ("t", "<", ":", "h", "p") and not clause_from(s, after):
        return []
    opens, words = connector_start(s, subject.clause)
    joined = "relative" if tag in "wt" else joined_by(s, subject, opens)
    if subject.boundary >= 0 and s.tags[subject.boundary] == "w":
        opens = subject.boundary
        if s.words[opens] == "what":
            joined = "inside"
        while opens > 0 and s.tags[opens - 1] in ",p":
            opens -= 1
    ends = s.tags[after : after + 1] in ("", ".", ";")
    if ends and s.tags[max(subject.boundary - 1, 0) : subject.boundary + 1] == ",z":
        return as_told(s, (subject.first, subject.last), cue_range, subject.boundary - 1, cue)
    if subject.boundary == 0 and s.tags[0] == "z":
        return as_said(s, subject, cue_range, cue)
    split = statement_relative(s, subject)
    if split is not None and (
        s.tags[subject.boundary] != "t" or (stance != "assert" and s.tags[after : after + 1] in ",.;)")
    ):
        return [
            Reading(
                (split, subject.last),
                cue_range,
                [],
                stance,
                "apposed-statement",
                subject.first if s.tags[subject.boundary] == "," else subject.boundary - 3,
                "relative",
                open_end=False,
                echo=stance != "deny",
                denies_previous=stance == "deny",
            )
        ]
    quoted = subject.boundary > 0 and ">" in s.tags[subject.boundary - 1 : subject.boundary + 1]
    if quoted and "quote" in cue.frames and joined != "connector":
        around = content_first(s, cue_range, subject, cue, stance, subject.boundary, after)
        if around and len(around[0].contents) > 1:
            return around
    readings = with_content(
        s, cue_range, subject, cue, stance, opens, joined, "verb-relative" if tag in "wt" else "verb"
    )
    for reading in readings:
        reading.connector = words
        reading.clause = subject.clause
        relative = tag in "wt" or (subject.boundary >= 0 and s.tags[subject.boundary] == "w")
        if reading.contents and ((opens == 0 and s.tags[0] == "s") or (relative and s.tags[0] in "ps")):
            reading.contents = [before_main_clause(s, *reading.contents[0])]
        if reading.contents and tag in "wt":
            reading.contents = [before_main_verb(s, *reading.contents[0])]
        if (
            s.tags[boundary := subject.boundary] == "t"
            and boundary > 1
            and s.tags[boundary - 1] in "NAK"
            and tag not in "wt"
        ):
            antecedent = subject_ending_at(s, boundary - 1)
            if antecedent is not None and reading.contents and s.tags[reading.contents[0][0]] in "BxVE":
                reading.contents.insert(0, (antecedent.first, antecedent.last))
    if readings:
        return readings
    boundary = subject.boundary
    if (
        boundary >= 0
        and s.tags[boundary] == "w"
        and s.words[boundary] == "which"
        and tag not in "wt"
        and stance in ("deny", "confirm")
    ):
        return [
            Reading(
                (subject.first, subject.last),
                cue_range,
                [],
                stance,
                "which-relative",
                boundary - 1,
                "relative",
                open_end=False,
                echo=stance != "deny",
                denies_previous=stance == "deny",
            )
        ]
    if (
        "quote" in cue.frames
        and boundary > 0
        and (cue.lemma in lexicon().final or ">" in s.tags[boundary - 1 : boundary + 1])
        and s.tags[boundary] in ",>"
        and (after >= n or s.tags[after] in ",.;:pasmc<-)" or "told" in cue.frames)
    ):
        return content_first(s, cue_range, subject, cue, stance, boundary, after)
    return []


def _adverbial_opening(s: Sentence, last: int) -> int | None:
    """The conjunction of a second verb with an adverbial right before it: "… and in a letter | wrote that"."""
    for k in range(last - 1, max(0, last - 9), -1):
        if s.tags[k] in ",;:.wtsBx":
            return None
        if s.tags[k] == "c":
            timed = s.tags[k + 1] in "D#" and s.tags[last] == "m"
            return k if (s.tags[k + 1] == "p" or timed) and not has_finite(s, k + 1, last + 1) else None
    return None


def _second_opening(s: Sentence, comma: int) -> int | None:
    """The conjunction of a second verb with an adverbial before it: "…, and in his essay, | wrote that"."""
    first = clause_start(s, comma - 1)
    aside = s.tags[first : first + 2]
    if aside != "cp" or first == 0 or has_finite(s, first, comma) or inherited_subject(s, first) is None:
        return None
    return first


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


def _read_participle(s: Sentence, i: int, after: int, group: int, cue: Cue, negated: bool) -> list[Reading]:
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
        if tag == "p" and s.words[before] == "without":
            return []
        subject = (_author(s, before) if tag == "," else None) or inherited_subject(s, before)
        rule = "participle"
        if cue.document:
            return []
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
                if owner is not None and owner.last <= subject.first:
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
