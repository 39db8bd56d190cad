"""Adverbs that attribute to nobody: "the general reportedly resigned", "allegedly killing five"."""

from __future__ import annotations

from archive.claims.claimants import Subject, subject_before
from archive.claims.clauses import has_finite, verb_group_start
from archive.claims.content_ends import before_main_verb, before_next_verb
from archive.claims.contents import Range
from archive.claims.inherited import inherited_subject
from archive.claims.natural_ends import natural_end
from archive.claims.readings import Reading, connector_start, joined_by
from archive.claims.tokens import Sentence

_FINITE_WITHOUT_ENDING = frozenset({"set", "put", "hit", "shot", "cut", "shut"})


def read_hearsay(s: Sentence, i: int) -> list[Reading]:
    """The reading of a hearsay adverb at token ``i``; the content leaves the adverb out."""
    after = i + 1
    if after >= len(s.words):
        return []
    group = verb_group_start(s, i)
    if _is_participle(s, after) and "B" not in s.tags[group:i]:
        joined = "participle" if i > 0 and s.tags[i - 1] == "," else "inside"
        return [_participle(s, i, joined)] if i > 0 else []
    if _opens_clause(s, i, after):
        first = after + 1 if s.tags[after] == "," else after
        if not has_finite(s, first, len(s.words)):
            return []
        opens, words = connector_start(s, i)
        reading = _reading(s, i, "hearsay-first", opens, "start" if i == 0 else "connector", first=first)
        reading.connector = words
        if i > 0 and s.tags[i - 1] == "," and s.tags[after] != ",":
            # "A convoy, reportedly ten miles long, | had made little progress".
            reading.contents = [_before_auxiliary(s, *reading.contents[0])]
        return [reading]
    before = s.tags[group - 1] if group > 0 else "."
    if before == "," and group == i and (main := _after_apposition(s, i)) is not None:
        return [_with_subject(s, i, main)]
    if before not in "w." and not (before == "," and group == i) and _is_verb(s, i, after, group):
        subject = subject_before(s, group - 1, finite=True)
        opening = group < 2 or s.tags[group - 2] in ",cbs;"
        if subject is None and (s.words[group - 1] == "there" or (s.words[group - 1] in ("this", "these") and opening)):
            subject = Subject(group - 1, group, group - 2, group - 1)
        if subject is not None:
            made = _with_subject(s, i, subject)
            if group == i and _reduced(s, after):
                made.contents[-1] = before_main_verb(s, *made.contents[-1])
                made.open_end = False
            return [made]
    following = s.tags[after]
    aided = any(tag in "Bx" for tag in s.tags[group:i])
    if aided and s.words[group - 1] in ("who", "which") and (following in "VEGNA" or _is_verb(s, i, after, group)):
        return [_reading(s, i, "hearsay-relative", group - 1, "relative")]
    if aided and before in "cb" and (owner := inherited_subject(s, group - 1)) is not None:
        reading = _reading(s, i, "hearsay-second", group - 1, "second")
        reading.contents[:0] = [(owner.first, owner.last), (group, i)]
        return [reading]
    if i > 0 and before in ",(" and following == "E":
        return [_participle(s, i, "participle")]
    if i > 0 and group == i and before in ",(" and s.words[after] in ("by", "with", "due"):
        # "A jet was shot down, reportedly by a missile".
        reading = _reading(s, i, "hearsay-participle", i - 1, "inside")
        comma = s.tags.find(",", after, reading.contents[0][1])
        reading.contents = [(after, comma)] if comma > 0 else reading.contents
        return [reading]
    if i > 0 and s.tags[i - 1] in "cb" and following in "VECxB":
        return [_reading(s, i, "hearsay-second", i - 1, "second")]
    if i > 0 and before == "w" and following in "VECxB":
        return [_reading(s, i, "hearsay-relative", i - 1, "relative")]
    return []


def _after_apposition(s: Sentence, i: int) -> Subject | None:
    """The subject of the main verb after the adverb: "The mayor of Lund, Hans Berg, | reportedly left the town"."""
    if s.tags[i + 1] not in "VE" or "," not in s.tags[: i - 1] or has_finite(s, 0, i):
        return None
    first, last = i + 1, natural_end(s, i + 1)
    if _before_auxiliary(s, first, last) != (first, last) or s.words[i + 2 : i + 3] == ["by"]:
        return None
    return subject_before(s, i - 1, finite=True)


def _participle(s: Sentence, i: int, joined: str) -> Reading:
    """The reading of an adverb before a participle; the verb of the main clause is no part of its content."""
    reading = _reading(s, i, "hearsay-participle", i - 1, joined)
    absolute = next((k for k in range(i - 1, max(0, i - 9), -1) if s.words[k] == "with"), i)
    if joined != "participle" and absolute < i and not has_finite(s, absolute, i) and "," not in s.tags[absolute:i]:
        # "With the army | reportedly capturing four villages".
        reading.contents.insert(0, (absolute + 1, i))
    elif joined != "participle":
        reading.contents = [before_next_verb(s, *reading.contents[0])]
    else:
        reading.contents = [_before_auxiliary(s, *reading.contents[0])]
    return reading


def _before_auxiliary(s: Sentence, first: int, last: int) -> Range:
    """The content between commas: "reportedly ten miles long, | had stopped", "reportedly led by Berg, | was over"."""
    comma = s.tags.find(",", first, last)
    if comma > 0 and s.tags[comma + 1 : comma + 2] in ("B", "x") and s.words[comma + 1] not in ("being", "having"):
        return first, comma
    return before_main_verb(s, first, last)


def _is_participle(s: Sentence, after: int) -> bool:
    return s.tags[after] in "GI" or s.words[after].endswith("ing")


def _opens_clause(s: Sentence, i: int, after: int) -> bool:
    if i == 0:
        return True
    before, following = s.tags[i - 1], s.tags[after]
    if before == "w":
        # "In which reportedly two men were killed".
        return i > 1 and s.tags[i - 2] == "p" and following in "DPNA#"
    return (before in ",;m" and following in "DPNAh,#") or (before in "cbs" and following in "DPAh,")


def _is_verb(s: Sentence, i: int, after: int, group: int) -> bool:
    """Whether what follows the adverb is the verb of the clause, as far as its shape tells."""
    following, word = s.tags[after], s.words[after]
    if following == "E" and group == i and s.tags[i - 1] == "D" and s.tags[after + 1 : after + 2] in ("N", "A"):
        return False
    if following in "VECxBTa" or word.endswith("ed") or word in _FINITE_WITHOUT_ENDING:
        return True
    return group < i and following in "DPNA#pKEGIz"


def _reading(s: Sentence, i: int, rule: str, opens: int, joined: str, *, first: int | None = None) -> Reading:
    start = i + 1 if first is None else first
    content: Range = (start, natural_end(s, start))
    return Reading(None, (i, i + 1), [content], "assert", rule, opens, joined)


def _reduced(s: Sentence, after: int) -> bool:
    """Whether the participle after an adverb belongs to a noun, because the main verb follows a comma.

    "A raid | reportedly tied to the guild, was stopped"
    """
    if s.tags[after] != "E" or s.tags[after + 1 : after + 2] not in ("T", "p"):
        return False
    end = natural_end(s, after)
    return before_main_verb(s, after, end)[1] < end


def _with_subject(s: Sentence, i: int, subject: Subject) -> Reading:
    opens, words = connector_start(s, subject.clause)
    first = subject.first
    if first > 0 and s.words[first - 1] == "the":
        first -= 1
    reading = _reading(s, i, "hearsay-verb", opens, joined_by(s, subject, opens))
    reading.contents.insert(0, (first, i))
    reading.connector = words
    return reading
