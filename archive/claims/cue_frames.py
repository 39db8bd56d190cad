"""Which content may follow a verb, by the frames of its lemma, and who may be its subject."""

from __future__ import annotations

import re

from archive.claims.claimants import Subject, subject_before, subject_ending_at
from archive.claims.clauses import has_finite
from archive.claims.content_ends import before_circumstance
from archive.claims.contents import Range, anaphor, clause_from, content_after, is_statement, object_range
from archive.claims.cue_objects import (
    QUOTED_PREDICATE,
    head_word,
    is_blamed,
    is_doubted,
    is_ranked,
    is_result,
    is_self,
    is_tally,
    is_view,
    quoted_view,
    tells_apart,
)
from archive.claims.lexicon import Cue, lexicon
from archive.claims.natural_ends import natural_end
from archive.claims.noun_phrases import PEOPLE_ENDINGS, noun_phrase_from
from archive.claims.readings import Reading
from archive.claims.tokens import Sentence
from archive.documents import Stance

_ADJECTIVE = ("ous", "ful", "able", "ible", "less", "ive", "ed", "essential", "necessary", "important")
# "described the state of the town: | "It is lost."" The words before the colon only tell what the quotation is about.
_OBJECT_QUOTE = re.compile(r"[DP][DPNAK#oG]{1,8}:<")
# "blamed the rebels, | but".
_ENDS_OBJECT = re.compile(r"[.;b]|,[bs]|\Z")
_AS_OBJECT = re.compile(r"(?:[DPNAKh#oScEGa<>.()pm,]|I(?=[AN])){1,40}?(?=z)")


def _frame_content(s: Sentence, after: int, cue: Cue) -> tuple[int, str] | None:
    n = len(s.words)
    if after >= n:
        return None
    frames, tags = cue.frames, s.tags
    quoted = _OBJECT_QUOTE.match(tags, after) if "<" in tags and frames & {"as", "np"} else None
    if quoted is not None:
        return quoted.end() - 1, "about"
    if "claim_np" in frames or cue.stance == "deny":
        phrase = object_range(s, after)
        if phrase is not None and "claim_np" in frames:
            if not any(w in lexicon().statements or w in lexicon().ideas for w in s.words[phrase[0] : phrase[1]]):
                match = _AS_OBJECT.match(tags, after)
                described = match and "," not in match.group() and cue.lemma in ("reject", "dismiss")
                grounds = "grounds" in s.words[after : after + 30] and cue.lemma == "reject"
                return (after, "as") if described or grounds else None
            return after, "np"
    if "idea" in frames:
        phrase = object_range(s, after)
        pointed = s.words[after] in _POINTERS or s.words[after : after + 2] in (["the", "latter"], ["the", "former"])
        held = phrase is not None and is_statement(s, phrase) and (pointed or tags[phrase[1] : phrase[1] + 1] == "t")
        return (after, "idea" if pointed else "np") if held else None
    if "of" in frames and tags[after] != "t":
        if tags[after] not in "DPNAKh#<":
            return None
        blamed = any(tags[k] == "o" or s.words[k] == "for" for k in range(after, min(n, after + 25)))
        if blamed or "that" not in frames:
            return (after, "of") if blamed else None
    if "it" in frames and "that" not in frames and tags[after] == "t":
        return None
    found = content_after(s, after, cue)
    if found is not None:
        return found
    quoted_end = s.mates[after] + 1 if "as" in frames and tags[after] == "<" else n
    if tags[quoted_end : quoted_end + 1] == "z" and _PERSONS.isdisjoint(s.words[quoted_end + 1 :][:1]):
        return after, "as"
    doing = tags[after] == "G" and cue.lemma in _VIEWS
    if "as" in frames and (tags[after] in "DPNAKh#<m" or doing):
        match = _AS_OBJECT.match(tags, after)
        also = match is not None and (
            s.words[match.end() + 1 : match.end() + 3] == ["well", "as"]
            or (doing and s.words[match.end() - 1] == "such")
        )
        # "Condemned the murder as he offered help": a clause follows.
        quoting = match is not None and (
            tags[match.end() + 1 : match.end() + 2] == "I" or not _PERSONS.isdisjoint(s.words[match.end() + 1 :][:1])
        )
        apart = match is not None and tags[match.end() - 1] == ","
        if apart and match is not None and match.group().count(",") == 2 and not has_finite(s, after, match.end()):
            # "describes the Andosins, a tribe, as": an apposition stands between.
            apart = False
        if match and not also and not quoting and s.words[match.end()] == "as" and not apart:
            return after, "as"
    if "as" in frames and cue.lemma in _VIEWS and tags[after] in "DPNAKh" and is_doubted(s, after):
        return after, "for"
    if "ranked" in frames and tags[after] in "DPNA" and is_ranked(s, after):
        return after, "np"
    if "doing" in frames and tags[after] == "G":
        return after, "np"
    if "for" in frames and tags[after] in "DPNAKh":
        phrase = object_range(s, after)
        if phrase is not None:
            k = phrase[1]
            if k < n and s.words[k] == "for" and k + 1 < n and (tags[k + 1] in "GaLI" or cue.lemma == "blame"):
                return after, "for"
            if cue.lemma == "blame" and is_blamed(s, k):
                return after, "for"
    if "whom" in frames and tags[after] in "DPNAK" and s.words[after] != "each":
        whom = object_range(s, after)
        if whom is not None and _ENDS_OBJECT.match(tags, whom[1]):
            return after, "np"
    if "with" in frames and tags[after] in "DPNAKh":
        phrase = object_range(s, after) or (after, after + 1)
        if s.words[phrase[1] : phrase[1] + 1] in (["with"], ["for"]):
            return after, "for"
    # "Called himself Julian": a name.
    named = cue.lemma == "call" and is_self(s, after) and tags[after + 1 : after + 2] == "A"
    if "object" in frames and tags[after] in "DPNAKh" and not named:
        # "considered this a success": the pronoun is the whole object.
        pointer = (after, after + 1) if tags[after : after + 2] == "DD" and s.words[after] in _POINTERS else None
        phrase = pointer or object_range(s, after) or (after, after + 1)
        span = s.words[phrase[0] : phrase[1]]
        end = phrase[1]
        if tags[end : end + 1] in ("o", "p") and (of := object_range(s, end + 1)) is not None:
            # "considered the war in Spain | a rehearsal": after words other than "of" only an article opens it.
            end = of[1] if tags[end] == "o" or s.words[of[1] : of[1] + 1] in (["a"], ["an"], ["the"]) else end
        tail = tags[end : end + 1]
        reflexive = (
            span
            and span[0] in ("him", "her", "them", "it", "himself", "herself", "themselves", "itself")
            and (phrase[1] - phrase[0] > 1)
        )
        adjective = len(span) > 2 - (tags[after] == "h") and span[-1].endswith(_ADJECTIVE) and "object_to" in frames
        # "Called the report unsubstantiated".
        adjective = adjective or (
            len(span) > 2 and span[-2] in lexicon().statements and "object_to" not in frames and tail != "p"
        )
        predicated = s.words[end - 1] in lexicon().predicates and tail in _CLOSED
        adjective = adjective or (predicated and (len(span) > 1 or tags[after] == "h"))
        second = tags.find(",", end + 1, end + 8) if tail == "," else -1
        if second > 0 and tags[second + 1 : second + 2] == "D" and not has_finite(s, end, second):
            # "consider the writer, Pearl S. Buck, a laureate".
            tail = "D"
        if tail in ("<", "D", "P") or reflexive or adjective or QUOTED_PREDICATE.match(tags, after):
            return after, "object"
    if "attribute" in frames and cue.lemma == "trace" and tags[after] == "P":
        # A people may trace its own origin.
        return None
    if "attribute" in frames and tags[after] in "DPNAKh" and "T" in tags[after : after + 25]:
        return after, "attribute"
    return None


_PERSONS = frozenset({"he", "she", "it", "they", "we", "i", "you"})
# What somebody does may be seen as something: "sees hunting as cruel".
_VIEWS = frozenset({"see", "view", "regard", "consider", "perceive", "interpret"})
_POINTERS = frozenset({"this", "that", "these", "those"})


# What closes the predicate of an object: "considered the tax unjust | in every way".
_CLOSED = frozenset({"", ".", ",", "p", "c", ";", "b", "s", "T", ")"})


def with_content(
    s: Sentence, cue_range: Range, subject: Subject, cue: Cue, stance: Stance, opens: int, joined: str, rule: str
) -> list[Reading]:
    """The reading of a verb with its subject and whatever content its frames find after it; none without content."""
    after = cue_range[1]
    claimant = (subject.first, subject.last)
    citing = _cited(s, subject.last, cue_range[0])
    if citing is None and cue_range[0] - subject.last <= 3:
        citing = _cited_before(s, subject.boundary)
    made = Reading(claimant, cue_range, [], stance, rule, opens, joined)
    if citing is not None:
        made.claimant, made.cue, made.rule = citing[0], citing[1], "citing"
    if cue.stance in ("deny", "confirm") and "idea" not in cue.frames and anaphor(s, after):
        made.open_end = False
        made.denies_previous = cue.stance == "deny"
        made.echo = cue.stance == "confirm"
        made.rule = "denial-of-statement" if cue.stance == "deny" else "confirms-statement"
        return [made]
    if stance == "concede" and s.tags[after : after + 1] == "A" and "that" in cue.frames and not clause_from(s, after):
        return []
    found = _frame_content(s, after, cue)
    if found is None and subject.boundary >= 0 and s.tags[subject.boundary] in "wt" and "bare" in cue.frames:
        # "footage which it said showed soldiers": the relative pronoun is the subject of what was said.
        found = (after, "bare") if after < len(s.words) and s.tags[after] in "CVEx" else None
    related = {"as", "object", "attribute"} & cue.frames
    if found is None and subject.boundary > 0 and s.tags[subject.boundary] in "wt" and related:
        # "vote-splitting, which it saw as the worst outcome", "a book which some consider the first of its kind".
        last = subject.boundary - (2 if s.tags[subject.boundary - 1] == "," else 1)
        seen = subject_ending_at(s, last) or _named_before(s, last)
        held = s.tags[after : after + 1] == "z" and "as" in cue.frames
        held = held or ({"object", "object_to"} <= cue.frames and s.tags[after : after + 1] in ("D", "P"))
        # "Troops moved in, in what he referred to as": the troops are not seen as anything.
        held = held and s.tags[subject.boundary - 1] not in "po" and (cue.lemma != "refer to" or is_view(s, after))
        held = held or (cue.lemma in _TRACED and s.tags[after : after + 1] == "T" and s.tags[after + 1] in "DPNA")
        nearest = max(s.tags.rfind("p", 0, subject.boundary - 1) + 1, 0)
        if s.words[nearest - 1] in ("in", "at") and s.tags[nearest : subject.boundary].strip("A") == ",":
            # "He lived in Texas, which he considered his home."
            seen = Subject(nearest, subject.boundary - 1, nearest - 1, nearest)
        if seen is not None and held:
            made.contents = [(seen.first, seen.last), (after, natural_end(s, after, phrase=True))]
            made.rule = f"{rule.partition('-')[0]}-as"
            return [made]
    weighs = found is None and "weight" in cue.frames
    if weighs and can_hold(s, subject) and s.tags[after : after + 1] == "D":
        weighed = object_range(s, after)
        people = s.words[subject.last - 1].endswith(PEOPLE_ENDINGS) and s.words[subject.last - 1].endswith("s")
        found = (after, "np") if weighed and (people or s.tags[weighed[1] : weighed[1] + 1] == "o") else None
    if found is None and cue.lemma == "find" and quoted_view(s, after):
        found = after, "object"
    if found is None and "predicate" in cue.frames and QUOTED_PREDICATE.match(s.tags, after) and not is_self(s, after):
        found = after, "object"
    if found is None and "kinds" in cue.frames and can_hold(s, subject) and tells_apart(s, after):
        found = after, "np"
    if found is None and "posited" in cue.frames and can_hold(s, subject) and s.tags[after : after + 1] == "D":
        found = after, "np"
    if found is None and "result" in cue.frames and is_result(s, after, subject, cue):
        found = after, "np"
    if found is None and s.words[after : after + 1] == ["how"] and cue.lemma in _TELLS_HOW and is_person(s, subject):
        found = (after, "np") if has_finite(s, after + 1, len(s.words)) else None
    foretold = found is None and cue.lemma in _FORETELLS and is_person(s, subject)
    if foretold and object_range(s, after) and s.tags[after : after + 1] in ("N", "A", "D"):
        found = after, "np"
    if found is None and "drawn" in cue.frames and is_person(s, subject):
        tie = object_range(s, after)
        found = (after, "np") if tie is not None and s.words[tie[1] - 1] in lexicon().drawn else None
    if found is None and "tally" in cue.frames and is_tally(s, after):
        found = after, "np"
    if found is None:
        return []
    first, frame = found
    if frame == "block":
        made.block = True
        return [made]
    if frame == "quote" and cue.frames == {"as"}:
        return []
    if cue.lemma == "read" and not has_finite(s, first, s.mates.get(first, first)):
        return []
    if frame == "as" and cue.lemma == "refer to" and not (can_hold(s, subject) and is_view(s, after)):
        return []
    if frame == "as" and cue.lemma == "see" and not can_hold(s, subject):
        return []
    phrase = frame in ("as", "object", "of", "for", "attribute", "np", "to")
    made.contents = [(first, natural_end(s, first, phrase=phrase))]
    made.frame = frame
    if weighs and (comma := s.tags.find(",", *made.contents[0])) > 0:
        # "Stresses the unity of the guild, | urging peace".
        made.contents = [(first, comma)]
    if cue.stance == "deny" and s.words[first] in ("responsibility", "involvement"):
        last = made.contents[0][1]
        made.contents = [(first, next((k for k in range(first, last) if s.tags[k] in ",IG"), last))]
    if frame == "idea" and (idea := object_range(s, first)) is not None:
        made.contents = [idea]
    if "claim_np" in cue.frames:
        made.contents = [(first, before_circumstance(s, *made.contents[0]))]
    made.strong = not cue.document and ("object_to" not in cue.frames or "np" in cue.frames)
    if frame in ("as", "object", "of", "for", "attribute"):
        made.rule = f"{rule.partition('-')[0]}-{frame}"
    return [made]


def _named_before(s: Sentence, last: int) -> Subject | None:
    """The name, dashes included, that ends at token ``last``: "the Mexican–American War"."""
    first = last
    while first > 0 and s.tags[first - 1] in "A-":
        first -= 1
    named = "-" in s.tags[first:last] and s.tags[first] == "A" and s.tags[last] == "A"
    return Subject(first, last + 1, first - 1, first) if named else None


# "The loss, which he attributes to rain": what is compared may be so by the writer.
_TRACED = frozenset({"attribute", "ascribe", "trace"})


# "Einstein predicted gravitational waves".
_FORETELLS = frozenset({"predict", "foresee", "forecast"})
_TELLS_HOW = frozenset(
    {
        "demonstrate",
        "show",
        "reveal",
        "describe",
        "recount",
        "recall",
        "narrate",
        "note",
        "remark",
        "remember",
        "report",
        "explain",
    }
)


def _cited(s: Sentence, first: int, last: int) -> tuple[Range, Range] | None:
    for k in range(first, last):
        if s.words[k] == "citing":
            cited = noun_phrase_from(s, k + 1)
            if cited:
                return cited, (k, k + 1)
    return None


def _cited_before(s: Sentence, comma: int) -> tuple[Range, Range] | None:
    """The source that opens the sentence before a comma and its speaker: "Citing officials, | the paper said"."""
    if s.words[0] != "citing" or comma < 0 or s.tags[comma] != ",":
        return None
    cited = noun_phrase_from(s, 1)
    return (cited, (0, 1)) if cited is not None and cited[1] == comma else None


def is_document(s: Sentence, subject: Subject) -> bool:
    """Whether a subject is a document, a picture or another holder of statements."""
    return not lexicon().documents.isdisjoint(s.words[subject.first : subject.last])


def is_person(s: Sentence, subject: Subject) -> bool:
    """Whether a subject ends in a name, is a pronoun, or is told to be people by a role or its ending."""
    words = s.words[subject.first : subject.last]
    return (
        s.tags[subject.last - 1] == "A"
        or words[0] in ("he", "she", "they", "others", "some", "many")
        or words[-1].endswith(PEOPLE_ENDINGS)
        or not lexicon().roles.isdisjoint(words)
    )


def can_hold(s: Sentence, subject: Subject) -> bool:
    """Whether a subject may hold a view that a weak cue gives it ("suggests", "indicates")."""
    words = s.words[subject.first : subject.last]
    lexic = lexicon()
    # Who is named after "on" or "in" does not speak: "the location on the major roads".
    at = next((k for k, tag in enumerate(s.tags[subject.first + 1 : subject.last], 1) if tag == "p"), len(words))
    if any(word in lexic.documents or word in lexic.roles for word in words[:at]):
        return True
    if s.tags[subject.last - 1] == "N" and words[-1].endswith(PEOPLE_ENDINGS):
        return True
    tags = s.tags[subject.first : subject.last]
    return (
        tags[0] == "A"
        or (tags[-1] == "A" and not {"p", "o", "m"} & set(tags))
        or words[-1].endswith("ism")
        or words[0] in ("he", "she", "they", "others", "some", "many", "we", "i")
        or (tags[0] == "D" and "A" in tags and "o" not in tags)
    )


def plural_subject(s: Sentence, group: int) -> bool:
    """Whether the words before a verb group are a plural subject, so that a base form is its finite verb."""
    if group == 0:
        return False
    subject = subject_before(s, group - 1, finite=True)
    return (
        s.words[group - 1].endswith("s")
        or (subject is not None and subject.last == group and head_word(s, subject).endswith("s"))
        or s.words[group - 1] in ("they", "we", "i", "you", "people", "who", "others", "some", "many", "most", "which")
        or (s.tags[group - 1] == "t" and s.tags[group - 2] == "K" and s.words[group - 2].endswith("s"))
        or s.tags[group - 1] in ")c"
        or "c" in s.tags[max(0, group - 4) : group]
        or _plural_head(s, group)
    )


def _plural_head(s: Sentence, group: int) -> bool:
    """Whether the noun that heads the words before a verb group is a plural: "sources within the government"."""
    subject = subject_ending_at(s, group - 1, finite=True)
    if subject is None:
        return False
    head = next((k for k in range(subject.first, subject.last) if s.tags[k] in "poEw"), subject.last) - 1
    return head >= subject.first and (s.tags[head] in "NK" or head == 0) and s.words[head].endswith("s")


def statement_relative(s: Sentence, subject: Subject) -> int | None:
    """In "…, a claim Russia denies": the first token of the claimant."""
    boundary = subject.boundary
    if boundary > 2 and s.tags[boundary] == "t" and s.words[boundary - 1] in lexicon().statements:
        apposed = s.tags[boundary - 3 : boundary - 1] == ",D"
        return subject.first if apposed else None
    if s.tags[subject.first] != "D" or subject.last - subject.first < 3 or s.tags[subject.boundary] != ",":
        return None
    at = subject.first + 1
    if s.words[at] in lexicon().statements and s.tags[at + 1] in "ADPh":
        start = at + 1
        return start + 1 if s.words[start] == "the" else start
    return None
