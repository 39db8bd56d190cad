"""One cue at a time: the rules that read a claimant and a content around it.

A reading is a candidate in numbers of tokens; ``attribution`` decides which readings of a sentence stand.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from archive.claims.claimants import (
    can_speak,
    NOMINAL,
    Subject,
    clause_start,
    finite_verbs,
    has_finite,
    inherited_subject,
    is_finite,
    noun_phrase_from,
    subject_before,
    subject_ending_at,
    verb_group_start,
)
from archive.claims.contents import Range, anaphor, clause_from, content_after, is_statement, natural_end, object_range
from archive.claims.lexicon import Cue, CueForm, lexicon
from archive.claims.tokens import Sentence, cue_form
from archive.documents import Stance

_BREAKING = frozenset({"while", "whereas", "whilst", "although", "though", "but", "yet", "and", "or"})


@dataclass(slots=True)
class Reading:
    """A candidate attribution. ``opens`` is the first token of its clause with its connector.

    ``joined`` says how the clause hangs on what stands before it: ``start``, ``connector`` (while, but, and),
    ``participle``, ``second`` (a further verb of the same subject), ``relative``, ``comma`` or ``inside``.
    ``echo`` asks for the content of the attribution before ("which the ministry confirmed").
    """

    claimant: Range | None
    cue: Range
    contents: list[Range]
    stance: Stance
    rule: str
    opens: int
    joined: str = "start"
    open_end: bool = True
    echo: bool = False
    denies_previous: bool = False
    nested: bool = False
    clause: int = -1
    chained: bool = False
    frame: str = ""
    strong: bool = True
    connector: frozenset[str] = field(default_factory=frozenset)


def connector_start(s: Sentence, clause: int) -> tuple[int, frozenset[str]]:
    """The first token of the conjunctions and adverbs before a clause, and those words."""
    k = clause
    while k > 0 and s.tags[k - 1] in ",cbsa;":
        k -= 1
    if k > 0 and s.tags[k - 1] not in "tw" and k < clause:
        before = clause_start(s, k - 1)
        if before > 0 and before < k and s.tags[before] in "cbs" and not has_finite(s, before, k):
            k = before
            while k > 0 and s.tags[k - 1] in ",cbsa;":
                k -= 1
    return k, frozenset(s.words[k:clause])


def read_cue(s: Sentence, i: int) -> list[Reading]:
    """Every reading of the cue that starts at token ``i``."""
    tag = s.tags[i]
    if tag == "R":
        return _read_source(s, i)
    if tag == "L":
        return _read_hearsay(s, i)
    form = cue_form(s, i)
    if form is None:
        return _read_figure(s, i) if s.words[i] in lexicon().figure_verbs else []
    if tag == "K":
        return _read_noun(s, i, form.cue)
    return _read_verb(s, i, form)


# --- according to ---------------------------------------------------------------------------------------------


def _read_source(s: Sentence, i: int) -> list[Reading]:
    n = len(s.words)
    start = i + 1
    if s.words[i] == "according":
        if start >= n or s.words[start] != "to":
            return []
        start += 1
    elif (
        start >= n
        or s.tags[start] not in "DAPS"
        or (i > 0 and s.tags[i - 1] not in ",;.cbs(")
        or s.tags[start] == "D"
        and s.words[start] != "the"
    ):
        return []
    cue = (i, start)
    phrase = noun_phrase_from(s, start)
    if phrase is None:
        return []
    end = phrase[1]
    restart = _source_restart(s, phrase, i)
    if restart is not None:
        end = restart
    head = {s.words[k] for k in range(phrase[0], end)}
    first_noun = next((k for k in range(phrase[0], end) if k + 1 >= end or s.tags[k + 1] in "op"), phrase[0])
    if s.words[first_noun] in lexicon().not_sources or not head or not can_speak(s, phrase[0], end):
        return []
    claimant: Range = (phrase[0], end)
    k = end
    if k < n and s.words[k] == "citing" or (k + 1 < n and s.tags[k] == "," and s.words[k + 1] == "citing"):
        at = k if s.words[k] == "citing" else k + 1
        cited = noun_phrase_from(s, at + 1)
        if cited:
            claimant, cue, k = cited, (at, at + 1), cited[1]
    while k < n and s.tags[k] in "wE" or (k + 1 < n and s.tags[k] == "," and s.tags[k + 1] in "wE"):
        k = next((q for q in range(k + 2, n) if s.tags[q] in ",;"), n)
        break
    if k < n and s.tags[k] in "pm" and restart is None:
        comma = next((q for q in range(k, min(n, k + 10)) if s.tags[q] in ","), None)
        if comma is not None and not has_finite(s, k, comma):
            k = comma
    left = clause_start(s, i - 2) if i > 1 else 0
    before = i
    while before > 0 and s.tags[before - 1] in ",a":
        before -= 1
    opening = (
        before == 0 or s.tags[before - 1] in ";:cbstz(<-" or (s.tags[i - 1] == "," and _only_adverbial(s, left, i))
    )
    opens, words = connector_start(s, i)
    if opening:
        first = k + 1 if k < n and s.tags[k] in ",:" else k
        if first < n and s.tags[first] == "t":
            first += 1
        if first >= n:
            return []
        joined = "start" if opens == 0 else "connector"
        return [
            Reading(
                claimant,
                cue,
                [(first, natural_end(s, first))],
                "assert",
                "according-to-first",
                opens,
                joined,
                connector=words,
            )
        ]
    begin = _sentence_clause(s, i)
    after = k + 1 if k < n and s.tags[k] == "," else k
    begin = _after_time(s, begin, i)
    contents = [(begin, i)]
    if (
        after < n
        and k < n
        and s.tags[k] == ","
        and s.tags[after] not in "cbsIwG;"
        and has_finite(s, after, n)
        and not has_finite(s, begin, i)
    ):
        contents.append((after, natural_end(s, after)))
        return [Reading(claimant, cue, contents, "assert", "according-to-inside", begin, "back")]
    return [Reading(claimant, cue, contents, "assert", "according-to-last", begin, "back", open_end=False)]


def _only_adverbial(s: Sentence, first: int, last: int) -> bool:
    return first == 0 and s.tags[first] in "pamb" and not has_finite(s, first, last)


def _source_restart(s: Sentence, phrase: Range, i: int) -> int | None:
    """Where the statement begins after a source that no comma closes ("According to Zelensky the evacuation…")."""
    n = len(s.words)
    if phrase[1] < n and s.tags[phrase[1]] in ",.;:)" and s.tags[phrase[1] - 1] not in "a":
        comma_only = s.tags[phrase[1]] == ","
        if not comma_only or i > 0:
            return None
        return None
    for q in range(phrase[0] + 1, phrase[1]):
        if s.tags[q] in "DPh#" and s.tags[q - 1] in "NAKm)>":
            return q
    return None


def _sentence_clause(s: Sentence, i: int) -> int:
    """Where the clause that ends before token ``i`` begins: after a semicolon, or a conjunction with its own verb."""
    k = i - 1
    while k > 0:
        tag = s.tags[k]
        if tag in ")>" and k in s.mates:
            k = s.mates[k] - 1
            continue
        if tag in ";" or (tag == "(" and k not in s.mates) or (tag in "(" and s.mates.get(k, -1) > i):
            return k + 1
        if tag == "s" and s.words[k] in ("while", "whereas", "although", "though") and has_finite(s, k + 1, i):
            return k + 1
        if (
            tag in "cb"
            and s.tags[k - 1] == ","
            and has_finite(s, k + 1, i)
            and has_finite(s, 0, k)
            and s.tags[k + 1] not in "VECBx"
        ):
            return k + 1
        k -= 1
    start = 0
    while start < i and s.tags[start] in "b,a" and s.words[start] in ("but", "yet", ",", "however", "meanwhile"):
        start += 1
    return start


# --- reportedly -----------------------------------------------------------------------------------------------


def _read_hearsay(s: Sentence, i: int) -> list[Reading]:
    n = len(s.words)
    cue = (i, i + 1)
    after = i + 1
    if after >= n:
        return []
    before = verb_group_start(s, i)
    subject = subject_before(s, before - 1) if before > 0 and s.tags[before - 1] not in ",w" else None
    following = s.tags[after]
    if i == 0 or (s.tags[i - 1] in ",;cbs" and following in "DPNAh,#p" and subject is None):
        first = after + 1 if following == "," else after
        if first < n and _clause_ahead(s, first):
            opens, words = connector_start(s, i)
            return [
                Reading(
                    None,
                    cue,
                    [(first, natural_end(s, first))],
                    "assert",
                    "hearsay-first",
                    opens,
                    "start" if i == 0 else "connector",
                    connector=words,
                )
            ]
        return []
    verbal = (
        following in "VECxBIGTa"
        or (before < i and following in "DPNA#pKE")
        or s.words[after] in ("set", "put", "hit", "shot")
    )
    if subject is not None and verbal:
        if following == "E" and after + 1 < n and s.tags[after + 1] in "NA" and before == i and s.tags[i - 1] in "D":
            return []
        opens, words = connector_start(s, subject.clause)
        first = subject.first
        if first > 0 and s.words[first - 1] == "the":
            first -= 1
        joined = _joined(s, subject, opens)
        return [
            Reading(
                None,
                cue,
                [(first, i), (after, natural_end(s, after))],
                "assert",
                "hearsay-verb",
                opens,
                joined,
                connector=words,
            )
        ]
    if following in "GIE" and i > 0 and s.tags[i - 1] == ",":
        return [
            Reading(None, cue, [(after, natural_end(s, after))], "assert", "hearsay-participle", i - 1, "participle")
        ]
    if i > 0 and s.tags[i - 1] in "cb" and following in "VEC":
        return [Reading(None, cue, [(after, natural_end(s, after))], "assert", "hearsay-second", i - 1, "second")]
    if i > 0 and s.tags[i - 1] == "w" and following in "VECxB":
        return [Reading(None, cue, [(after, natural_end(s, after))], "assert", "hearsay-relative", i - 1, "relative")]
    return []


def _clause_ahead(s: Sentence, i: int) -> bool:
    return has_finite(s, i, len(s.words))


def _joined(s: Sentence, subject: Subject, opens: int) -> str:
    boundary = subject.boundary
    if boundary < 0 or opens == 0:
        return "start"
    tag = s.tags[boundary]
    if tag == ";" or tag == ":":
        return "connector"
    if tag == "w":
        return "relative"
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


# --- verbs ----------------------------------------------------------------------------------------------------


def _read_verb(s: Sentence, i: int, form: CueForm) -> list[Reading]:
    cue = form.cue
    after = i + (2 if form.particle else 1)
    if form.needs_that and not (after < len(s.words) and s.tags[after] in "t"):
        return []
    group = verb_group_start(s, i)
    words = s.words[group:i]
    tags = s.tags[group:i]
    if any(word in lexicon().refusals for word in words):
        return []
    negated = "n" in tags
    if "B" in tags and s.tags[i] != "I" and form.form in ("past",):
        return [] if negated else _read_passive(s, i, after, group, cue)
    if "B" in tags and s.tags[i] == "I" and "T" in tags[tags.rfind("B") :]:
        return []
    if s.tags[i] == "I" and "B" not in tags:
        return _read_participle(s, i, after, group, cue, negated)
    if form.form == "base" and not ("T" in tags or "x" in tags or _plural_subject(s, group)):
        return []
    if "T" in tags and not any(w in lexicon().catenatives for w in words):
        return []
    modal = any(
        w in ("could", "would", "should", "may", "might", "can", "must", "will", "cannot", "shall") for w in words
    )
    if modal and (form.form != "base" or not {"later", "also"} & set(words)):
        return []
    if form.form == "past" and after < len(s.words):
        following = s.tags[after]
        if s.words[after] == "by" or (
            following in "Bx" and not words and not {"t", "w"} & set(s.tags[max(0, i - 5) : i])
        ):
            return []
        if group < i and s.tags[group - 1] == "D" and following in "NA" and s.tags[i - 1] == "a":
            return []
    stance = cue.stance
    if negated:
        if stance != "deny":
            return []
        stance = "concede"
    return _read_finite(s, i, after, group, cue, stance)


def _plural_subject(s: Sentence, group: int) -> bool:
    return group > 0 and (
        s.words[group - 1].endswith("s")
        or s.words[group - 1] in ("they", "we", "i", "you", "people", "who", "others", "some", "many", "most", "which")
        or s.tags[group - 1] in ")c"
        or "c" in s.tags[max(0, group - 4) : group]
    )


def _read_finite(s: Sentence, i: int, after: int, group: int, cue: Cue, stance: Stance) -> list[Reading]:
    n = len(s.words)
    before = group - 1
    cue_range = (i, after)
    tag = s.tags[before] if before >= 0 else "."
    if before >= 0 and (tag in "cb" or (tag == "," and s.tags[before - 1] in "cb")):
        subject = inherited_subject(s, before)
        if subject is None:
            return []
        return _with_content(
            s, cue_range, subject, cue, stance, before if tag != "," else before - 1, "second", "verb-second"
        )
    inverted = _inverted(s, i, after, cue) if group == i and tag in ",>.<" else None
    if inverted is not None:
        return [inverted]
    subject = subject_before(s, before)
    if subject is None:
        return []
    if cue.document and not _can_hold(s, subject):
        return []
    if cue.lemma == "find" and s.tags[after : after + 1] not in ("t", "<") and not _is_document(s, subject):
        return []
    opens, words = connector_start(s, subject.clause)
    joined = "relative" if tag in "wt" else _joined(s, subject, opens)
    if subject.boundary >= 0 and s.tags[subject.boundary] == "w":
        opens = subject.boundary
        while opens > 0 and s.tags[opens - 1] in ",p":
            opens -= 1
    split = _statement_relative(s, subject, cue)
    if split is not None:
        return [
            Reading(
                (split, subject.last),
                cue_range,
                [],
                stance,
                "apposed-statement",
                subject.first,
                "relative",
                open_end=False,
                echo=stance != "deny",
                denies_previous=stance == "deny",
            )
        ]
    readings = _with_content(
        s, cue_range, subject, cue, stance, opens, joined, "verb-relative" if tag in "wt" else "verb"
    )
    for reading in readings:
        reading.connector = words
        reading.clause = subject.clause
        relative = tag in "wt" or (subject.boundary >= 0 and s.tags[subject.boundary] == "w")
        if reading.contents and ((opens == 0 and s.tags[0] == "s") or (relative and s.tags[0] in "ps")):
            reading.contents = [_before_main_clause(s, *reading.contents[0])]
        if reading.contents and tag in "wt":
            reading.contents = [_before_main_verb(s, *reading.contents[0])]
        if (
            s.tags[boundary := subject.boundary] == "t"
            and boundary > 1
            and s.tags[boundary - 1] in "NAK"
            and tag not in "wt"
        ):
            antecedent = subject_ending_at(s, boundary - 1)
            if antecedent is not None and s.tags[reading.contents[0][0]] in "BxVE" if reading.contents else False:
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
        and (after >= n or s.tags[after] in ",.;:pasmc<-)")
    ):
        return _content_first(s, cue_range, subject, cue, stance, boundary, after)
    return []


def _statement_relative(s: Sentence, subject: Subject, cue: Cue) -> int | None:
    """In "…, a claim Russia denies": the first token of the claimant."""
    if s.tags[subject.first] != "D" or subject.last - subject.first < 3 or s.tags[subject.boundary] != ",":
        return None
    at = subject.first + 1
    if s.words[at] in lexicon().statements and s.tags[at + 1] in "ADPh":
        start = at + 1
        return start + 1 if s.words[start] == "the" else start
    return None


def _is_document(s: Sentence, subject: Subject) -> bool:
    return any(word in lexicon().documents for word in s.words[subject.first : subject.last])


def _can_hold(s: Sentence, subject: Subject) -> bool:
    words = s.words[subject.first : subject.last]
    lexic = lexicon()
    if any(word in lexic.documents or word in lexic.roles for word in words):
        return True
    tags = s.tags[subject.first : subject.last]
    return (
        tags[0] in "A"
        or words[0] in ("he", "she", "they", "others", "some", "many", "we", "i")
        or (tags[0] == "D" and "A" in tags and "o" not in tags)
    )


def _with_content(
    s: Sentence, cue_range: Range, subject: Subject, cue: Cue, stance: Stance, opens: int, joined: str, rule: str
) -> list[Reading]:
    after = cue_range[1]
    claimant = (subject.first, subject.last)
    citing = _cited(s, subject.last, cue_range[0])
    made = Reading(claimant, cue_range, [], stance, rule, opens, joined)
    if citing is not None:
        made.claimant, made.cue, made.rule = citing[0], citing[1], "citing"
    if cue.stance in ("deny", "confirm") and anaphor(s, after):
        made.open_end = False
        made.denies_previous = cue.stance == "deny"
        made.echo = cue.stance == "confirm"
        made.rule = "denial-of-statement" if cue.stance == "deny" else "confirms-statement"
        return [made]
    if stance == "concede" and s.tags[after : after + 1] == "A" and "that" in cue.frames and not clause_from(s, after):
        return []
    found = _frame_content(s, after, cue)
    if found is None:
        return []
    first, frame = found
    if frame == "quote" and cue.frames == {"as"}:
        return []
    made.contents = [(first, natural_end(s, first))]
    made.frame = frame
    if "claim_np" in cue.frames:
        made.contents = [(first, _before_circumstance(s, *made.contents[0]))]
    made.strong = not cue.document and ("object_to" not in cue.frames or "np" in cue.frames)
    if frame in ("as", "object", "of", "for", "attribute"):
        made.rule = f"{rule}-{frame}"
    return [made]


def _before_main_clause(s: Sentence, first: int, last: int) -> Range:
    """The content of a cue in an opening subordinate clause: it ends where the main clause begins."""
    for k in range(first, last):
        if (
            s.tags[k] == ","
            and k + 1 < last
            and s.tags[k + 1] in "DPAhN#"
            and has_finite(s, first, k)
            and has_finite(s, k, last)
        ):
            return first, k
    return first, last


def _before_main_verb(s: Sentence, first: int, last: int) -> Range:
    """The content of a cue in a relative clause: it ends at a comma that the verb of the main clause follows."""
    for k in range(first + 1, last - 1):
        if s.tags[k] == ",":
            verb = k + 2 if s.tags[k + 1] == "a" else k + 1
            if (
                verb < last
                and s.tags[verb] in "BxVEC"
                and (s.tags[verb] != "E" or is_finite(s, verb))
                and has_finite(s, first, k)
            ):
                return first, k
    return first, last


def _noun_clause(s: Sentence, first: int, last: int) -> Range:
    """The content of a noun that is itself a subject ("Reports that the bridge had fallen | were denied")."""
    verbs = [k for k in finite_verbs(s, first, last) if s.tags[k] != "E"]
    groups = [k for at, k in enumerate(verbs) if at == 0 or verbs[at - 1] < k - 1 and s.tags[k - 1] not in "xBa"]
    if len(groups) >= 2:
        between = s.tags[groups[0] : groups[1]]
        if not set(between) & set("twcbs,;<("):
            return first, groups[1]
    return first, last


def _before_circumstance(s: Sentence, first: int, last: int) -> int:
    """Where a rejected claim ends and the circumstances of its rejection begin."""
    return next((k for k in range(first + 2, last) if s.words[k] in ("after", "following", "when", "because")), last)


def _cited(s: Sentence, first: int, last: int) -> tuple[Range, Range] | None:
    for k in range(first, last):
        if s.words[k] == "citing":
            cited = noun_phrase_from(s, k + 1)
            if cited:
                return cited, (k, k + 1)
    return None


_AS_OBJECT = re.compile(r"[DPNAKh#oScEGa<>.()pm,]{1,40}?(?=z)")


def _frame_content(s: Sentence, after: int, cue: Cue) -> tuple[int, str] | None:
    n = len(s.words)
    if after >= n:
        return None
    frames, tags = cue.frames, s.tags
    if "claim_np" in frames or cue.stance == "deny":
        phrase = object_range(s, after)
        if phrase is not None and "claim_np" in frames:
            if not any(w in lexicon().statements for w in s.words[phrase[0] : phrase[1]]):
                return None
            return after, "np"
    if "of" in frames:
        if tags[after] not in "DPNAKh#<":
            return None
        blamed = any(
            tags[k] == "o" or (s.words[k] == "for" and tags[k + 1 : k + 2] in ("G", "I"))
            for k in range(after, min(n, after + 25))
        )
        return (after, "of") if blamed else None
    found = content_after(s, after, cue)
    if found is not None:
        return found
    if "as" in frames and tags[after] in "DPNAKh#<":
        match = _AS_OBJECT.match(tags, after)
        if match and s.words[match.end()] == "as":
            return after, "as"
    if "for" in frames and tags[after] in "DPNAKh":
        phrase = object_range(s, after)
        if phrase is not None:
            k = phrase[1]
            if k < n and s.words[k] == "for" and k + 1 < n and (tags[k + 1] in "GaLI" or cue.lemma == "blame"):
                return after, "for"
    if "object" in frames and tags[after] in "DPNAKh":
        phrase = object_range(s, after) or (after, after + 1)
        span = s.words[phrase[0] : phrase[1]]
        tail = tags[phrase[1] : phrase[1] + 1]
        reflexive = (
            span
            and span[0] in ("him", "her", "them", "it", "himself", "herself", "themselves", "itself")
            and (phrase[1] - phrase[0] > 1)
        )
        if tail in ("<", "D", "P") or reflexive:
            return after, "object"
    if "attribute" in frames and tags[after] in "DPNAKh":
        if "T" in tags[after : after + 25]:
            return after, "attribute"
    return None


def _inverted(s: Sentence, i: int, after: int, cue: Cue) -> Reading | None:
    """Content, then the cue, then its subject: "…, said the minister"."""
    n = len(s.words)
    if "quote" not in cue.frames or after >= n or i < 2 or s.tags[after] not in "DPNAh#K":
        return None
    phrase = noun_phrase_from(s, after)
    if phrase is None or has_finite(s, phrase[0], phrase[1]):
        return None
    if phrase[1] < n and s.tags[phrase[1]] in "xBVCT":
        return None
    last = i - 1
    if s.tags[last] == "<":
        return None
    begin = _quoted_start(s, last)
    if begin is None:
        if s.tags[last] != "," or cue.lemma not in lexicon().final:
            return None
        begin = _after_time(s, _sentence_clause(s, i), last)
        if not has_finite(s, begin, last):
            return None
    reading = Reading(
        phrase,
        (i, after),
        [(begin, last + (s.tags[last] == ">"))],
        cue.stance,
        "content-first-inverted",
        begin,
        "back",
        open_end=False,
    )
    k = phrase[1]
    while k < n and s.tags[k] in ",.:pamDNA" and s.tags[k] != "<":
        k += 1
    if k < n and s.tags[k] == "<" and s.tags[last] == ">":
        reading.contents.append((k, s.mates[k] + 1))
    return reading


def _quoted_start(s: Sentence, last: int) -> int | None:
    at = last if s.tags[last] == ">" else last - 1
    if at >= 0 and s.tags[at] == ">":
        return s.mates[at]
    return None


def _content_first(
    s: Sentence, cue_range: Range, subject: Subject, cue: Cue, stance: Stance, boundary: int, after: int
) -> list[Reading]:
    """Content, then subject and cue: "…, the ministry said"."""
    n = len(s.words)
    last = boundary
    begin = _quoted_start(s, last)
    quoted = begin is not None
    if begin is None:
        if s.tags[last] != ",":
            return []
        begin = _sentence_clause(s, last)
        if not has_finite(s, begin, last) and not (after < n and s.tags[after] == ","):
            return []
        if s.tags[begin] in "sp" and not has_finite(s, begin, last):
            return []
        begin = _after_time(s, begin, last)
    contents = [(begin, last + (s.tags[last] == ">"))]
    rule = "content-first"
    k = after
    while k < n and s.tags[k] in ",.:pamDNAa" and s.tags[k] != "<" and k - after < 8:
        if s.tags[k] == "," and not quoted:
            break
        k += 1
    if quoted and k < n and s.tags[k] == "<":
        contents.append((k, s.mates[k] + 1))
        rule = "content-split"
    elif not quoted and after < n and s.tags[after] == "," and after + 1 < n and s.tags[after + 1] not in "cbsIGw":
        contents.append((after + 1, natural_end(s, after + 1)))
        rule = "content-split"
    elif not quoted and not has_finite(s, begin, last):
        return []
    return [Reading((subject.first, subject.last), cue_range, contents, stance, rule, begin, "back", open_end=False)]


def _agent(s: Sentence, i: int) -> tuple[Range, int] | None:
    """The agent of a passive near token ``i`` ("by the ministry") and the token after it."""
    n = len(s.words)
    k = i
    while k < n and k - i < 30:
        if s.tags[k] in "(<" and k in s.mates:
            k = s.mates[k] + 1
            continue
        if s.words[k] == "by" and k + 1 < n and s.tags[k + 1] in "DPNAKh#":
            phrase = noun_phrase_from(s, k + 1)
            return (phrase, phrase[1]) if phrase else None
        if s.tags[k] in ",;:.twsIVCBxTbL" or (s.tags[k] in "GE" and k > i):
            return None
        k += 1
    return None


# What may stand between the agent of a passive and "that": "by some scientists such as E. O. Wilson that".
_AGENT_TAIL = re.compile(r"(?:[zpD,][DNAKE#.aScom]{0,8}){0,3}t")


def _read_passive(s: Sentence, i: int, after: int, group: int, cue: Cue) -> list[Reading]:
    n = len(s.words)
    if "told" in cue.frames:
        return []
    before = group - 1
    if before < 0:
        return []
    agent = _agent(s, after)
    claimant = agent[0] if agent else None
    cue_range = (i, after)
    subject = subject_before(s, before)
    shared = False
    if subject is None and s.tags[before] in "cb":
        subject = inherited_subject(s, before)
        shared = True
    if subject is None and s.tags[before] != "h" and s.words[before] not in ("there", "it"):
        return []
    opens, words = connector_start(s, subject.clause if subject else before)
    joined = _joined(s, subject, opens) if subject else ("start" if opens == 0 else "connector")
    if shared:
        opens, joined = before, "second"
    if s.tags[before] in "wt":
        joined = "relative"

    def make(contents: list[Range], rule: str, who: Range | None = claimant) -> list[Reading]:
        return [Reading(who, cue_range, contents, cue.stance, rule, opens, joined, connector=words)]

    pronoun = s.words[before] if subject is None or subject.last - subject.first == 1 else ""
    tail = agent[1] if agent else after
    that = content_after(s, after, cue)
    if pronoun == "it" and cue.passive:
        if that is not None and that[1] in ("that", "bare"):
            return make([(that[0], natural_end(s, that[0]))], "passive-it")
        if cue.stance == "assert":
            return []
    if agent and "that" in cue.frames:
        that_clause = _AGENT_TAIL.match(s.tags, tail)
        if that_clause and that_clause.end() < n:
            return make([(that_clause.end(), natural_end(s, that_clause.end()))], "passive-agent")
    first = subject.first if subject else before
    if first > 0 and s.words[first - 1] == "the":
        first -= 1
    if subject is not None and s.tags[subject.boundary] in ",c" and subject.boundary > 0:
        begin = _after_adverbials(s, _sentence_clause(s, group), group)
        if begin < first and not has_finite(s, begin, group):
            first = begin
    whole = (first, subject.last if subject else before + 1)
    if (
        tail < n
        and s.tags[tail] == "T"
        and cue.passive
        and {"bare", "object_to", "np"} & cue.frames
        and tail + 1 < n
        and (s.tags[tail + 1] in "xBNaV")
    ):
        return make([whole, (tail, natural_end(s, tail))], "passive-to")
    if tail < n and s.words[tail] == "as" and ("as" in cue.frames and agent or cue.lemma == "report"):
        return make([whole, (tail, natural_end(s, tail))], "passive-as")
    if (
        cue.lemma == "estimate"
        and subject is not None
        and s.words[tail : tail + 1] == ["at"]
        and "#" in s.tags[tail : tail + 5]
    ):
        return make([whole, (tail, natural_end(s, tail))], "passive-figure")
    if "of" in cue.frames and after < n:
        of = next((k for k in range(after, min(n, after + 20)) if s.tags[k] == "o"), None)
        if of is not None and (of == after or agent):
            return make([whole, (of, natural_end(s, of))], "passive-of")
        return []
    if agent and (("np" in cue.frames and "to" not in cue.frames) or cue.stance in ("deny", "confirm", "concede")):
        if (
            subject is not None
            and cue.stance in ("deny", "confirm")
            and (is_statement(s, (subject.first, subject.last)) or pronoun in ("this", "these", "it", "that"))
        ):
            made = make([], "passive-denial" if cue.stance == "deny" else "passive-confirms")
            made[0].open_end = False
            made[0].denies_previous = cue.stance == "deny"
            made[0].echo = cue.stance == "confirm"
            return made
        contents = [whole]
        by = next(k for k in range(after, n) if s.words[k] == "by")
        if by > after:
            contents.append((after, by))
        made = make(contents, "passive-np")
        made[0].open_end = False
        return made
    if (
        not agent
        and cue.lemma == "report"
        and subject is not None
        and "np" in cue.frames
        and not is_statement(s, whole)
    ):
        end = natural_end(s, after)
        contents = [whole, (after, end)] if end > after and s.tags[after] in "pmaT" else [whole]
        made = make(contents, "passive-reported")
        made[0].open_end = len(contents) > 1
        return made
    return []


def _after_adverbials(s: Sentence, first: int, last: int) -> int:
    """The first token of a clause without the adverbials before its first comma ("On July 19, | fierce battles")."""
    while s.tags[first] in "pamsc" or (s.tags[first] == "D" and s.tags[first + 1 : first + 2] == "m"):
        comma = s.tags.find(",", first, last)
        if comma < 0:
            break
        first = comma + 1
    return first


def _after_time(s: Sentence, first: int, last: int) -> int:
    """The first token of a clause without an opening "On 8 July," or "However,": when it was said, not what."""
    comma = s.tags.find(",", first, last)
    if comma < 0 or comma - first > 6 or has_finite(s, first, comma):
        return first
    opening = s.tags[first:comma]
    if "m" in opening or opening.strip("a") == "":
        return comma + 1
    return first


def _read_participle(s: Sentence, i: int, after: int, group: int, cue: Cue, negated: bool) -> list[Reading]:
    if negated and cue.stance != "deny":
        return []
    n = len(s.words)
    before = group - 1
    cue_range = (i, after)
    if before < 0 or s.tags[before] in "<":
        comma = next((k for k in range(after, n) if s.tags[k] == "," and k + 1 < n and s.tags[k + 1] in "DPNAh"), None)
        if comma is None:
            return []
        verbs = [k for k in range(comma + 1, n) if s.tags[k] in "BxVEC" and is_finite(s, k)]
        subject = subject_before(s, verb_group_start(s, verbs[0]) - 1) if verbs else None
        if subject is None:
            return []
        made = _with_content(s, cue_range, subject, cue, cue.stance, 0, "start", "participle-first")
        for reading in made:
            reading.contents = [(a, min(b, comma)) for a, b in reading.contents]
            reading.open_end = False
        return made
    tag = s.tags[before]
    if tag in "CV":
        subject = inherited_subject(s, before + 1)
        rule = "participle"
    elif tag == "z" and before > 1 and s.words[before - 1] in ("quoted", "cited"):
        subject = subject_before(s, verb_group_start(s, before - 1) - 1)
        rule = "quoted-as"
    elif tag in ",cb;-" or (
        tag in "sp"
        and s.words[before]
        in ("while", "although", "though", "by", "after", "before", "when", "in", "instead", "without", "when")
    ):
        if tag == "p" and s.words[before] in ("without",):
            return []
        subject = inherited_subject(s, before)
        rule = "participle"
        if cue.document or (cue.lemma in ("note",) and False):
            return []
    else:
        subject = subject_before(s, before)
        rule = "participle-noun"
        if subject is not None and s.tags[subject.boundary] != "p":
            if not _can_hold(s, subject) and not any(
                s.words[k] in lexicon().nouns for k in range(subject.first, subject.last)
            ):
                owner = inherited_subject(s, before)
                if owner is None or s.tags[before] not in "NK":
                    return []
                subject = owner
            elif s.words[subject.last - 1] in (
                "letter",
                "statement",
                "article",
                "message",
                "tweet",
                "post",
                "document",
                "video",
                "paper",
                "book",
                "note",
                "essay",
                "report",
                "speech",
            ):
                owner = inherited_subject(s, before)
                if owner is not None and owner.last <= subject.first:
                    subject = owner
        if cue.document and (subject is None or not _can_hold(s, subject)):
            return []
    if subject is None:
        return []
    opens = before
    while opens > 0 and s.tags[opens - 1] in ",cbs" and s.tags[opens] in "cbsa,":
        opens -= 1
    joined = "with" if s.tags[subject.boundary] == "p" and subject.boundary >= 0 else "participle"
    if rule == "participle-noun" and joined != "with":
        joined = "noun"
    if joined == "with":
        opens = subject.boundary
        while opens > 0 and s.tags[opens - 1] in ",cb":
            opens -= 1
    made = _with_content(s, cue_range, subject, cue, cue.stance, opens, joined, rule)
    if not made and cue.stance == "deny" and "claim_np" in cue.frames:
        return []
    for reading in made:
        if cue.lemma == "contradict":
            reading.contents, reading.denies_previous, reading.open_end = [], True, False
    return made


# --- nouns ----------------------------------------------------------------------------------------------------


def _read_noun(s: Sentence, i: int, cue: Cue) -> list[Reading]:
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
    figure = s.words[k] in lexicon().figure_verbs
    if figure and who is not None:
        return [r for r in _read_figure(s, k, who, (i, after))]
    first: int | None = None
    if s.tags[k] == "t":
        first = k + 1
    elif s.tags[k] == "o" and s.words[i].removesuffix("s") in lexicon().nouns_with_of and who is not None:
        first = k + 1
        rule = "noun-of"
    elif s.tags[k] == "h" or (
        s.tags[k] in "DPA" and cue.lemma in lexicon().nouns_alone and s.words[i - 1] in ("were", "are", "amid", "after")
    ):
        if cue.lemma in lexicon().nouns_alone and clause_from(s, k):
            first = k
            rule = "noun-bare"
    elif s.words[k] in lexicon().comes_up:
        that = next((q + 1 for q in range(k + 1, min(k + 8, n)) if s.tags[q] == "t"), None)
        if that is not None and not has_finite(s, k + 1, that - 1):
            first = that
            rule = "noun-emerged"
    elif s.tags[k] == ":" and k + 1 < n and s.tags[k + 1] == "<":
        first = k + 1
        rule = "noun-quote"
        if who is None:
            owner = inherited_subject(s, i)
            who = (owner.first, owner.last) if owner else None
    if first is None or first >= n:
        return []
    if who is None and cue.lemma not in lexicon().nouns_alone:
        return []
    if (
        s.tags[k] == "t"
        and first < n
        and s.tags[first] in "VxBEC"
        and s.tags[first - 1] == "t"
        and not has_finite(s, first + 1, n)
    ):
        return []
    content = (first, natural_end(s, first))
    if rule == "noun" and not has_finite(s, 0, i):
        content = _noun_clause(s, *content)
    return [Reading(who, (i, after), [content], cue.stance, rule, opens, "noun", nested=who is not None)]


def _noun_claimant(s: Sentence, i: int) -> tuple[Range | None, int, int]:
    """Whose claim it is: before the noun or after it; with the token after it, and the first token of the phrase."""
    n = len(s.words)
    k = i - 1
    while k > 0 and s.tags[k] in "NE#aG" and s.words[k] not in lexicon().claimant_adjectives:
        k -= 1
    if k >= 0 and s.tags[k] == "S":
        owner = subject_ending_at(s, k - 1)
        if owner is not None:
            return (owner.first, owner.last), i + 1, owner.first
    if k >= 0 and s.tags[k] == "P":
        return (k, k + 1), i + 1, k
    if i + 1 < n and s.words[i + 1] in ("by", "from"):
        phrase = noun_phrase_from(s, i + 2)
        if phrase is not None:
            return phrase, phrase[1], clause_start(s, i)
    adjective = i - 1
    if adjective >= 0 and (s.tags[adjective] == "A" or s.words[adjective] in lexicon().claimant_adjectives):
        first = adjective
        while first > 0 and s.tags[first - 1] == "A":
            first -= 1
        return (first, i), i + 1, first
    verb = i - 1
    while verb > 0 and s.tags[verb] in "DNa#EG" and s.words[verb] not in lexicon().light_verbs:
        verb -= 1
    if verb > 0 and s.words[verb] in lexicon().light_verbs:
        if s.words[verb].endswith("ing"):
            subject = subject_before(s, verb - 1) if s.tags[verb - 1] != "," else inherited_subject(s, verb - 1)
        else:
            subject = subject_before(s, verb_group_start(s, verb) - 1)
        if subject is not None:
            return (subject.first, subject.last), i + 1, subject.clause
    return None, i + 1, clause_start(s, i)


_FIGURE = re.compile(r"[DPNAKoESpm]{1,12}?p[apD]{0,2}#")


def _read_figure(s: Sentence, i: int, who: Range | None = None, cue: Range | None = None) -> list[Reading]:
    """A speaker who "put the death toll at 450"."""
    match = _FIGURE.match(s.tags, i + 1)
    if match is None:
        return []
    words = s.words[i + 1 : match.end()]
    if "at" not in words or not any(word in lexicon().figure_nouns for word in words):
        return []
    subject = subject_before(s, verb_group_start(s, i) - 1)
    if subject is None:
        return []
    opens, _ = connector_start(s, subject.clause)
    content = (i + 1, natural_end(s, i + 1))
    claimant = who or (subject.first, subject.last)
    return [Reading(claimant, cue or (i, i + 1), [content], "assert", "figure", opens, _joined(s, subject, opens))]
