"""Speakers in an aside: "as Keynes put it", "as noted by the ministry", "in Berg's words", "in one study"."""

from __future__ import annotations

from archive.claims.claimants import Subject, subject_before
from archive.claims.clauses import has_finite
from archive.claims.content_ends import after_time, only_adverbial, sentence_clause
from archive.claims.contents import Range
from archive.claims.lexicon import Cue, lexicon
from archive.claims.natural_ends import natural_end
from archive.claims.noun_phrases import noun_phrase_from
from archive.claims.readings import Reading
from archive.claims.tokens import Sentence

_PUT = Cue("put it", "assert", frozenset({"bare", "quote"}))
_SPEECH = frozenset({"that", "bare", "quote"})
_INTRODUCES = frozenset({"a", "an", "one", "another", "this", "two", "three", "several", "some", "many", "recent"})
_SURVEYS = frozenset({"surveys", "polls"})
# What was done in a study is not what it says.
_METHOD = frozenset(
    {"asked", "given", "shown", "told", "presented", "instructed", "exposed", "recruited", "assigned", "used"}
)


def as_said_by(s: Sentence, i: int, after: int, cue: Cue) -> list[Reading]:
    """In "As noted by the ministry, the road is closed" the agent is the claimant of what follows the comma.

    In "The road is closed, as noted by the ministry" of what stands before it.
    """
    source = _recorded(s, after) if i == 1 else None
    if source is not None and s.tags[source[1] : source[1] + 1] == "," and has_finite(s, source[1] + 1, len(s.words)):
        content = (source[1] + 1, natural_end(s, source[1] + 1))
        return [Reading(source, (i, after), [content], cue.stance, "as-said-in", 0)]
    near = range(after, min(after + 5, len(s.words) - 1))
    by = next((k for k in near if s.tags[k] not in "p#m" or s.words[k] == "by"), -1)
    phrase = noun_phrase_from(s, by + 1) if by > 0 and s.words[by] == "by" else None
    if phrase is not None and i > 1 and s.tags[phrase[1] : phrase[1] + 1] in ("", ".", ";"):
        return as_told(s, phrase, (i, after), i - 1 - (s.tags[i - 2] == ","), cue)
    if phrase is None or i > 1 or s.tags[phrase[1] : phrase[1] + 1] != ",":
        return []
    content = (phrase[1] + 1, natural_end(s, phrase[1] + 1))
    return [Reading(phrase, (i, after), [content], cue.stance, "as-said-by", 0)]


def _recorded(s: Sentence, i: int) -> Range | None:
    """The document in which something stands: "as reported | in the 2001 census"."""
    phrase = noun_phrase_from(s, i + 1) if s.words[i] == "in" else None
    held = lexicon().documents | lexicon().studies
    return phrase if phrase is not None and not held.isdisjoint(s.words[slice(*phrase)]) else None


def as_told(s: Sentence, who: Range, cue_range: Range, comma: int, cue: Cue) -> list[Reading]:
    """In "The road is closed, as the ministry said" the clause before the comma is what it says."""
    begin = after_time(s, sentence_clause(s, comma), comma)
    if not has_finite(s, begin, comma) or not _SPEECH & cue.frames:
        return []
    return [Reading(who, cue_range, [(begin, comma)], cue.stance, "as-told", begin, "back", open_end=False)]


def as_said(s: Sentence, subject: Subject, cue_range: Range, cue: Cue) -> list[Reading]:
    """In "As Diggins notes, the speech was new" the main clause is what Diggins says."""
    after = cue_range[1]
    if not _SPEECH & cue.frames:
        return []
    comma = s.tags.find(",", after)
    if comma < 0 or has_finite(s, after, comma) or s.tags[after] in "DPNAh" or comma + 2 >= len(s.words):
        return []
    content = (comma + 1, natural_end(s, comma + 1))
    return [Reading((subject.first, subject.last), cue_range, [content], cue.stance, "as-said", 0)]


def read_aside(s: Sentence, i: int) -> list[Reading]:
    """The reading of "put" in "as X put it", of "words" in "in X's words", of "study" in "in one study"."""
    if s.words[i] in ("put", "puts", "termed", "phrased"):
        return put_it(s, i)
    return _in_words(s, i) if s.words[i] == "words" else _in_study(s, i)


def put_it(s: Sentence, i: int) -> list[Reading]:
    """In "The mill is lost, as Holm put it" and "was, as Holm sees it, lost" what stands around the aside is said."""
    if s.words[i + 1 : i + 2] != ["it"]:
        return []
    subject = subject_before(s, i - 1 - (s.tags[i - 1] == "a"), finite=True)
    if subject is None or subject.boundary < 0 or s.tags[subject.boundary] != "z":
        return []
    if subject.boundary == 0:
        return as_said(s, subject, (i, i + 2), _PUT)
    who, before = (subject.first, subject.last), subject.boundary - 1
    quoted = before - (s.tags[before] == ",")
    if s.tags[quoted] == ">":
        content = (s.mates[quoted], quoted + 1)
        return [Reading(who, (i, i + 2), [content], "assert", "as-told", content[0], "back", open_end=False)]
    end = next((k for k in range(i + 2, len(s.words)) if s.tags[k] in ",.;"), len(s.words))
    if s.tags[before] != "," or (end > i + 2 and (s.tags[i + 2] != "p" or has_finite(s, i + 2, end))):
        return []
    if s.tags[end : end + 1] != ",":
        return as_told(s, who, (i, i + 2), before, _PUT)
    begin = after_time(s, sentence_clause(s, before), before)
    contents = [(begin, before), (end + 1, natural_end(s, end + 1))]
    if not has_finite(s, begin, before):
        return []
    return [Reading(who, (i, i + 2), contents, "assert", "as-told", begin, "back", open_end=False)]


def _in_words(s: Sentence, i: int) -> list[Reading]:
    """In "In the words of one critic, P" the critic is the claimant."""
    n = len(s.words)
    opens = next((k for k in range(i - 1, max(-1, i - 8), -1) if s.words[k] == "in"), None)
    if opens is None:
        return []
    if s.words[i + 1 : i + 2] == ["of"]:
        who = noun_phrase_from(s, i + 2)
        end = who[1] if who else n
    else:
        owner = i - 1 if s.tags[i - 1] in "SP" else i - 2
        who = (opens + 1, owner + (s.tags[owner] == "P")) if owner > opens and s.tags[owner] in "SP" else None
        end = i + 1
    if who is None or s.tags[end : end + 1] != "," or end + 1 >= n:
        return []
    content = (end + 1, natural_end(s, end + 1))
    quoted = s.tags[end + 1] == "<"
    if (opens == 0 or s.tags[opens - 1] in ";cb") and (quoted or has_finite(s, *content)):
        return [
            Reading(who, (i, i + 1), [content], "assert", "in-words", opens, "start" if opens == 0 else "connector")
        ]
    return []


def _speaks(said: str) -> bool:
    """Whether words of what a study tells may attribute it to others; a passive ("has been rated") does not."""
    return any(tag in "IRKL" or (tag == "C" and said[k - 1 : k] not in ("B", "a")) for k, tag in enumerate(said))


def _in_study(s: Sentence, i: int) -> list[Reading]:
    """In "In a 2012 study of farmers, most were over fifty" the study is the claimant of what follows the comma."""
    opens = next((k for k in range(i - 1, max(-1, i - 8), -1) if s.words[k] == "in"), None)
    if (
        opens is None
        or (s.words[opens + 1] not in _INTRODUCES and s.words[i] not in _SURVEYS)
        or set(s.tags[opens + 1 : i]) - set("DNAEGam#h")
    ):
        return []
    if opens > 0 and s.tags[opens - 1] != ";" and not (s.tags[opens - 1] == "," and only_adverbial(s, 0, opens - 1)):
        return []
    comma = s.tags.find(",", i)
    if comma < 0 or comma - i > 20 or set(s.tags[i:comma]) & set("Bxtw"):
        return []
    content = (comma + 1, natural_end(s, comma + 1))
    if (listed := s.tags.find(":", *content)) > 0:
        content = (comma + 1, listed)
    said = s.tags[slice(*content)]
    asked = s.tags[comma + 1] == "#" and s.words[comma + 2] in ("%", "percent")
    if (
        (_speaks(said) and not asked)
        or not has_finite(s, *content)
        or any(s.words[k] in _METHOD and s.tags[k - 1] in "Ba" for k in range(comma + 1, min(comma + 10, content[1])))
    ):
        return []
    who = noun_phrase_from(s, opens + 1)
    if who is None:
        return []
    return [Reading((who[0], min(who[1], comma)), (opens, opens + 1), [content], "assert", "in-study", opens)]
