"""One sentence as words with one-letter tags: the material of the shallow grammar.

Tags come from closed word classes, from the cue lexicon and, for all other words, from their shape. The tags of
a sentence are one string, so that a position in the string is the number of a token.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from archive.claims import lexicon as lx
from archive.claims.lexicon import CueForm, lexicon

_TOKEN = re.compile(
    r"\d[\d.,]*\d|\d"
    r"|(?:[A-Za-z]\.){2,}|[A-Z]\.(?= [A-Z])"
    r"|\w+(?:-\w+|['’](?!s\b)\w+)*"
    r"|['’]s\b|--|[^\w\s]"
)
_PUNCTUATION = {",": ",", ";": ";", ":": ":", "(": "(", "[": "(", ")": ")", "]": ")", "–": "-", "—": "-", "--": "-"}
_STOPS = frozenset(".!?…\"“”'’‘«»")
_MEMORY_LIMIT = 100_000

_memory: dict[str, tuple[str, str]] = {}


@dataclass(slots=True)
class Sentence:
    """The tokens of one sentence. ``starts`` and ``ends`` count characters of the whole text.

    ``mates`` ties the two ends of brackets and quotation marks, both ways. ``cues`` are the numbers of the
    tokens that may be cues, in order.
    """

    text: str
    start: int
    end: int
    words: list[str]
    tags: str
    starts: list[int]
    ends: list[int]
    mates: dict[int, int] = field(default_factory=dict)
    cues: list[int] = field(default_factory=list)

    def cut(self, first: int, last: int) -> str:
        """The text of the tokens from ``first`` up to, and without, ``last``."""
        return self.text[self.starts[first] : self.ends[last - 1]] if first < last else ""


def _shape(word: str, lower: str) -> str:
    first = word[0]
    if first.isdigit():
        return lx.NUMBER
    if not first.isalpha():
        return lx.OTHER if first in _STOPS else lx.NOUN
    if first.isupper():
        return lx.NAME
    if "-" in lower:
        return lx.NOUN
    if lower.endswith("ing") and len(lower) > 4:
        return lx.GERUND
    if lower.endswith("ed") and len(lower) > 3:
        return lx.PARTICIPLE
    if lower.endswith("ly") and len(lower) > 3:
        return lx.ADVERB
    return lx.NOUN


def _look_up(word: str) -> tuple[str, str]:
    lower = word.lower().replace("’", "'")
    tag = _PUNCTUATION.get(word) or lexicon().tags.get(lower)
    if tag is None:
        tag = _shape(word, lower)
    elif tag in (lx.NOUN, lx.PAST, lx.PARTICIPLE, lx.GERUND) and word[0].isupper():
        tag = lx.NAME
    elif tag == lx.TIME and word[0].isupper() and lower not in lexicon().calendar_names and not lower.endswith("s"):
        tag = lx.NAME
    elif lower in ("may", "march") and word[0].isupper():
        tag = lx.TIME
    if len(_memory) >= _MEMORY_LIMIT:
        _memory.clear()
    _memory[word] = lower, tag
    return lower, tag


def read_sentence(text: str, start: int, end: int) -> Sentence:
    """The tokens and tags of ``text[start:end]``."""
    words: list[str] = []
    tags: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    cues: list[int] = []
    get = _memory.get
    marks = False
    for match in _TOKEN.finditer(text, start, end):
        word = match.group()
        found = get(word) or _look_up(word)
        tag = found[1]
        if tag in "CIKRLZ":
            cues.append(len(words))
        elif tag in "(S.":
            marks = True
        words.append(found[0])
        tags.append(tag)
        starts.append(match.start())
        ends.append(match.end())
    sentence = Sentence(text, start, end, words, "", starts, ends, {}, cues)
    if tags and tags[0] == lx.NAME:
        shape = _shape(words[0], words[0])
        if shape in (lx.GERUND, lx.PARTICIPLE) and words[0] not in lexicon().tags:
            tags[0] = shape
    if marks:
        _pair_marks(sentence, tags)
    _settle(sentence, tags)
    sentence.tags = "".join(tags).replace("tm", "Dm")
    return sentence


def _pair_marks(sentence: Sentence, tags: list[str]) -> None:
    """Tie brackets and quotation marks; tag quotation marks ``<`` and ``>`` where they make a pair."""
    text, mates = sentence.text, sentence.mates
    brackets: list[int] = []
    double: int | None = None
    single: int | None = None
    for i, word in enumerate(sentence.words):
        tag = tags[i]
        if tag == "(":
            brackets.append(i)
        elif tag == ")":
            if brackets:
                opened = brackets.pop()
                mates[opened], mates[i] = i, opened
        elif word in '"“”':
            if double is None:
                if word != "”":
                    double = i
            else:
                mates[double], mates[i] = i, double
                tags[double], tags[i] = "<", ">"
                double = None
        elif word in "'‘’" and tag in ".S":
            before = text[sentence.starts[i] - 1 : sentence.starts[i]]
            after = text[sentence.ends[i] : sentence.ends[i] + 1]
            if single is None and not before.strip(' (["“') and after.strip():
                single = i
            elif single is not None and not after.isalnum() and before.strip() and double is None:
                mates[single], mates[i] = i, single
                tags[single], tags[i] = "<", ">"
                single = None


_DESCRIBES = ("ian", "ish", "ese", "ean", "ani", "eli", "aqi", "emeni", "ch", "tch", "al", "ial")


def _settle(sentence: Sentence, tags: list[str]) -> None:
    """Decide between noun and verb where a word may be both ("claims", "reports", "estimate")."""
    words = sentence.words
    last = len(words) - 1
    text, starts = sentence.text, sentence.starts
    for i in sentence.cues:
        if i and tags[i] in "CIKZ" and text[starts[i]].isupper() and tags[i - 1] not in "<:(-":
            tags[i] = lx.NAME
            continue
        if tags[i] == lx.CUE:
            following = tags[i + 1] if i < last else "."
            if following not in "th" and all(form.needs_that for form in lexicon().verbs[words[i]]):
                tags[i] = lx.NOUN
            elif i and words[i] in lexicon().third_or_plural and not _is_third_person(words, tags, i):
                tags[i] = lx.NOUN
            elif i and tags[i - 1] in "DP" and following in "NAK#":
                tags[i] = lx.NOUN
            continue
        if tags[i] == lx.PARTICLE_CUE:
            tags[i] = _particle_tag(words[i], words[i + 1] if i < last else "")
            continue
        if tags[i] != lx.CUE_NOUN:
            continue
        forms = lexicon().verbs.get(words[i])
        if not forms or i == 0 or i == last:
            continue
        before, after = tags[i - 1], tags[i + 1]
        if before == "a" and i > 1:
            before = tags[i - 2]
        if before == "c" and after == "t" and forms[0].form == "third":
            tags[i] = lx.CUE
            continue
        if after in "op,.;:)>SBxVC" or before in "DPSopK#c,E":
            continue
        if before in "xTn":
            tags[i] = lx.CUE
        elif forms[0].form == "third":
            if _is_third_person(words, tags, i):
                tags[i] = lx.CUE
        elif forms[0].form == "base" and after in "th" and before in "NA" and words[i - 1].endswith("s"):
            tags[i] = lx.CUE


def _is_third_person(words: list[str], tags: list[str], i: int) -> bool:
    """Whether a word that may be a plural noun is a verb: one subject before it, an object or a clause after it."""
    at = i - 2 if tags[i - 1] == "a" and i > 1 else i - 1
    before, after = tags[at], tags[i + 1] if i + 1 < len(tags) else "."
    if after in "op.;)>SBxVC" and words[i] not in ("states", "finds", "holds"):
        return False
    if after in "BxVC.;)" or (after == "N" and words[i] not in lexicon().nouns):
        return False
    plural = words[at].endswith("s") and not words[at].endswith("ss") and before == "N"
    described = words[at].endswith(_DESCRIBES)
    return (before in "A)>" and not described) or before in "hw" or (before == "N" and not plural and not described)


def _particle_tag(word: str, following: str) -> str:
    for form in lexicon().verbs.get(word, ()):
        if form.particle == following:
            return lx.CUE_GERUND if form.form == "ing" else lx.CUE
    return lx.PAST if word in ("put", "puts", "set") else _shape(word, word)


def cue_form(sentence: Sentence, i: int) -> CueForm | None:
    """The cue that token ``i`` starts, with its particle where it needs one."""
    word = sentence.words[i]
    if sentence.tags[i] == lx.CUE_NOUN:
        return lexicon().nouns.get(word)
    for form in lexicon().verbs.get(word, ()):
        if form.particle is None or (i + 1 < len(sentence.words) and sentence.words[i + 1] == form.particle):
            return form
    return None
