"""Content before its cue: "…", said X; …, the ministry said."""

from __future__ import annotations

from archive.claims.claimants import Subject
from archive.claims.clauses import has_finite
from archive.claims.content_ends import after_time, sentence_clause
from archive.claims.contents import Range
from archive.claims.lexicon import Cue, lexicon
from archive.claims.natural_ends import natural_end
from archive.claims.noun_phrases import can_speak, noun_phrase_from
from archive.claims.readings import Reading
from archive.claims.tokens import Sentence
from archive.documents import Stance


def inverted_content(s: Sentence, i: int, after: int, cue: Cue) -> Reading | None:
    """Content, then the cue, then its subject: "…, said the minister"."""
    n = len(s.words)
    if "quote" not in cue.frames or "told" in cue.frames or after >= n or i < 2 or s.tags[after] not in "DPNAh#K":
        return None
    phrase = noun_phrase_from(s, after)
    if phrase is None or has_finite(s, phrase[0], phrase[1]):
        return None
    if phrase[1] < n and s.tags[phrase[1]] in "xBVCT":
        return None
    last = i - 2 if s.words[i - 1] == "so" and i > 2 else i - 1
    if s.tags[last] == "<":
        return None
    begin = _quoted_start(s, last)
    if (begin is None or cue.lemma not in lexicon().final) and not _speaks(s, *phrase):
        # "Rebels who held the town, where he lived, reported | threats by the army": the object follows.
        return None
    if begin is None:
        if s.tags[last] != "," or cue.lemma not in lexicon().final:
            return None
        begin = after_time(s, sentence_clause(s, i), last)
        # "Godwin, who was the first, wrote a book": only the relative clause has a verb before "wrote".
        relative = s.tags.find(",w", begin, last)
        if not has_finite(s, begin, relative if relative >= 0 else last):
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


def _speaks(s: Sentence, first: int, last: int) -> bool:
    """Whether a noun phrase may name a speaker, as far as the shape of its words tells."""
    return (
        s.tags[first] == "h" or can_speak(s, first, last) or any(word.endswith(_DOERS) for word in s.words[first:last])
    )


# "Said the driver", "said a resident".
_DOERS = ("er", "or", "ent", "ant", "ee", "ess", "nun", "boy", "girl", "monk", "survivors")


def _quoted_start(s: Sentence, last: int) -> int | None:
    at = last if s.tags[last] == ">" else last - 1
    if at >= 0 and s.tags[at] == ">":
        return s.mates[at]
    return None


def content_first(
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
        begin = sentence_clause(s, last)
        finite = has_finite(s, begin, last)
        if not finite and cue.lemma != "say" and not (after < n and s.tags[after] == ","):
            return []
        inside = after + 2 < n and s.tags[after] == "," and s.words[after + 1].isalnum() and has_finite(s, after + 1, n)
        if s.tags[begin] in "sp" and not finite and not inside:
            return []
        begin = after_time(s, begin, last)
    contents = [(begin, last + (s.tags[last] == ">"))]
    rule = "content-first"
    k = after
    while k < n and s.tags[k] in ",.:pamDNA#" and s.tags[k] != "<" and k - after < 8:
        if s.tags[k] == "," and not quoted:
            break
        k += 1
    if quoted and k < n and s.tags[k] == "<":
        contents.append((k, s.mates[k] + 1))
        rule = "content-split"
    elif not quoted and after < n and s.tags[after] == "," and after + 1 < n and s.tags[after + 1] not in "cbsIGw":
        contents.append((after + 1, natural_end(s, after + 1)))
        rule = "content-split"
    elif not quoted and not has_finite(s, begin, last) and (cue.lemma != "say" or last - begin < 5):
        return []
    return [Reading((subject.first, subject.last), cue_range, contents, stance, rule, begin, "back", open_end=False)]
