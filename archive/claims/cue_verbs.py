"""Finite verbs: "X said that P", and which reading a verb in another form has."""

from __future__ import annotations

import re

from archive.claims.claimants import subject_before, subject_ending_at
from archive.claims.clauses import clause_start, finite_verbs, has_finite, verb_group_start
from archive.claims.content_ends import before_main_clause, before_main_verb
from archive.claims.contents import anaphor, clause_from, content_after
from archive.claims.cue_asides import as_said, as_said_by, as_told, put_it
from archive.claims.cue_frames import can_hold, is_document, plural_subject, statement_relative, with_content
from archive.claims.cue_inversions import content_first, inverted_content
from archive.claims.cue_objects import head_word, is_result, quoted_view
from archive.claims.cue_participles import read_participle
from archive.claims.cue_passives import read_passive
from archive.claims.cue_reduced import read_apposed_answer, read_existing, read_opening, read_reduced
from archive.claims.inherited import inherited_subject
from archive.claims.lexicon import Cue, CueForm, lexicon
from archive.claims.natural_ends import natural_end
from archive.claims.noun_phrases import can_speak
from archive.claims.readings import Reading, connector_start, joined_by
from archive.claims.tokens import Sentence
from archive.documents import Stance

# Nobody speaks; and outside quotation marks "we" and "one" are the writer and the reader.
_VERB = re.compile("[BxVE]")
_MANY = frozenset({"some", "many", "most", "others", "critics", "few"})
# No noun phrase ends with these: a dash or a gap stands in it.
_UNFINISHED = frozenset({"the", "a", "an", "of"})
_MODALS = frozenset({"could", "would", "should", "may", "might", "can", "must", "will", "cannot", "shall"})
# "As Holm sees it, …"
_PUTS = frozenset({"see", "call", "describe", "view", "explain"})
# A law or a rule of nature tells only these.
_EXPLAINS = frozenset({"argue", "predict", "suggest", "explain", "imply"})
# "Some would say", "some may consider".
_LIKELY = frozenset({"would", "may", "might"})
# "It falls | as predicted by theory": no comma parts these, and the manner of nothing is told.
_FORESEEN = frozenset({"predict", "state", "note", "claim"})
_NO_SPEAKERS = frozenset({"neither", "nobody", "none", "no", "nothing", "we", "i", "you"})


def read_verb(s: Sentence, i: int, form: CueForm) -> list[Reading]:
    """The readings of a verb cue at token ``i``; none where its form, its subject or its object rules one out."""
    cue = form.cue
    after = i + (2 if form.particle else 1)
    if form.needs_that and not _tells(s, i, after, cue):
        return []
    if cue.lemma in _PUTS and s.words[after : after + 1] == ["it"] and (put := put_it(s, i)):
        return put
    group = verb_group_start(s, i)
    if form.form == "past" and s.tags[group - 1 : group] == "," and (aside := _before_aside(s, group)) is not None:
        group = aside
    words = s.words[group:i]
    tags = s.tags[group:i]
    if words and not lexicon().refusals.isdisjoint(words):
        return []
    negated = "n" in tags and not ("not" in words and "only" in words)
    if form.form == "past" and s.words[group - 1 : group] in (["remains"], ["remained"], ["remain"]):
        return read_passive(s, i, after, group - 1, cue)
    if "B" in tags and s.tags[i] != "I" and form.form == "past":
        if negated and not cue.disbelief:
            return []
        read = read_passive(s, i, after, group, cue)
        return _with_verb(read, i) if negated else read
    if "B" in tags and s.tags[i] == "I" and "T" in tags[tags.rfind("B") :]:
        return []
    if s.tags[i] == "I" and "B" not in tags:
        return read_participle(s, i, after, group, cue, negated)
    if form.form == "base" and s.words[max(i - 3, 0) : i] == ["the", "first", "to"] and s.tags[i - 4 : i - 3] == "B":
        group, words, tags = verb_group_start(s, i - 4), [], "x"
    elif form.form == "base" and group == i and s.tags[i - 1 : i] == "T":
        return _read_led(s, i, after, i - 1, cue)
    if form.form == "base" and not ("T" in tags or "x" in tags or plural_subject(s, group)):
        return []
    if "T" in tags and not any(w in lexicon().catenatives for w in words):
        return []
    modal = bool(words) and not _MODALS.isdisjoint(words)
    many = not _LIKELY.isdisjoint(words) and s.words[group - 1 : group] and s.words[group - 1] in _MANY
    foreseen = cue.lemma == "predict" and "would" in words
    if modal and not many and not foreseen and (form.form != "base" or not {"later", "also"} & set(words)):
        return []
    if form.form == "past" and after + 1 < len(s.words):
        following = s.tags[after]
        first_word = i == 0 or (i == 1 and s.words[0] in lexicon().hedges)
        if first_word and (opening := read_opening(s, i, after, cue)):
            return opening
        if s.tags[after : after + 2] == "EB":
            # "The settlements reported captured were": no finite verb.
            return []
        if s.words[i - 1] == "as" and (i == 1 or s.tags[i - 2] == "," or cue.lemma in _FORESEEN):
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
        elif "idea" in cue.frames and anaphor(s, after):
            return _unsupported(s, i, after, group)
        else:
            return []
    return _read_finite(s, i, after, group, cue, stance)


def _unsupported(s: Sentence, i: int, after: int, group: int) -> list[Reading]:
    """In "records do not support this belief" the records deny it."""
    subject = subject_before(s, group - 1, finite=True)
    if subject is None:
        return []
    opens, words = connector_start(s, subject.clause)
    who, joined = (subject.first, subject.last), joined_by(s, subject, opens)
    made = Reading(who, (i, after), [], "deny", "denial-of-statement", opens, joined, connector=words)
    made.open_end, made.denies_previous = False, True
    return [made]


def _is_judgement(s: Sentence, after: int) -> bool:
    """Whether something is decided to be so, and not to be done: "decided that | it was impossible"."""
    verb = next(iter(finite_verbs(s, after, len(s.words))), None)
    return (
        verb is not None
        and s.words[verb] in ("was", "were", "is", "are")
        and s.tags[verb + 1 : verb + 2] in ("D", "N", "P", "a", "#")
    )


def _with_verb(readings: list[Reading], i: int) -> list[Reading]:
    """The readings of a negated passive, with its negation in the content: "**They are not** considered **common**"."""
    for reading in readings:
        if len(reading.contents) > 1:
            reading.contents[0] = (reading.contents[0][0], i)
    return [reading for reading in readings if len(reading.contents) > 1]


def _tells(s: Sentence, i: int, after: int, cue: Cue) -> bool:
    """Whether a form that is mostly a noun or an order is a verb that tells something: "we state | that"."""
    if s.tags[after : after + 1] in ("t", "h") or s.words[after : after + 2] == ["to", "have"]:
        return True
    if "idea" in cue.frames and s.tags[i - 1 : i] == "n":
        return True
    if (cue.document and "shown" in cue.frames) or ("as" in cue.frames and "as" in s.words[after + 1 : after + 15]):
        return True
    return s.tags[i - 1 : i] in ("N", "A") and after < len(s.words) and clause_from(s, after)


_USES = frozenset({"used", "uses", "using"})


def _read_led(s: Sentence, i: int, after: int, group: int, cue: Cue) -> list[Reading]:
    """In "the find led researchers to believe that P" the researchers are the claimants."""
    leading, near = lexicon().leading, range(group - 1, max(-1, group - 8), -1)
    led = next((k for k in near if s.words[k] in leading or s.words[k] in _USES), None)
    said = content_after(s, after, cue) if led is not None and "that" in cue.frames else None
    if led is None or said is None or said[1] not in ("that", "quote"):
        return []
    if s.words[led] not in _USES and not can_speak(s, led + 1, group):
        return []
    if s.words[led] in _USES:
        # "Used a hypothesis to conclude that".
        owner = subject_before(s, verb_group_start(s, led) - 1, finite=True) or inherited_subject(s, led)
        if owner is None or cue.document:
            return []
        content = (said[0], natural_end(s, said[0]))
        return [Reading((owner.first, owner.last), (i, after), [content], cue.stance, "led-to", led, "inside")]
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
    if tag == "," and s.words[before - 2 : before] in (["for", "example"], ["for", "instance"]):
        before -= 4 if s.tags[before - 3] == "," else 3
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
    explains = cue.lemma in _EXPLAINS
    if (
        not explains
        and head_word(s, subject) in lexicon().not_sources
        and "A" not in s.tags[subject.first : subject.last]
    ):
        return []
    if cue.lemma == "agree" and s.words[i] == "agreed" and "would" in s.words[after : after + 10]:
        # What is agreed on to be done is an agreement.
        return []
    if cue.lemma == "decide" and not _is_judgement(s, after):
        return []
    clause = s.tags[after : after + 1] in ("t", "<") or is_document(s, subject)
    if cue.lemma == "find" and not clause and not is_result(s, after, subject, cue) and not quoted_view(s, after):
        return []
    if subject.boundary >= 0 and s.words[subject.boundary] in ("how", "why", "whether", "if", "unless"):
        return []
    stray = tag == "," and subject.last == before and "," not in s.tags[subject.first : subject.last]
    if (
        stray
        and "object" in cue.frames
        and "that" not in cue.frames
        and s.tags[after : after + 1] in ("D", "P", "N", "A", "<")
    ):
        # "The offensive, dubbed Operation North, began": no finite verb.
        return []
    if (
        stray
        and s.tags[after : after + 1] not in ("t", "<", ":", "h", "p")
        and not (after < n and clause_from(s, after))
    ):
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
    if quoted and s.tags[subject.boundary] == ">" and s.written[subject.first] in ("He", "She", "They", "It"):
        # "… a "feast" She said": a new sentence, whose full stop is missing.
        quoted = False
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
            reading.contents[-1] = before_main_clause(s, *reading.contents[-1])
        if reading.contents and tag in "wt":
            reading.contents[-1] = before_main_verb(s, *reading.contents[-1])
        if (
            s.tags[boundary := subject.boundary] == "t"
            and boundary > 1
            and s.tags[boundary - 1] in "NAK"
            and tag not in "wt"
        ):
            antecedent = subject_ending_at(s, boundary - 1)
            if antecedent is not None and reading.contents and _VERB.match(s.tags, reading.contents[0][0]):
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
