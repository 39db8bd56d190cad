"""One sentence as words with one-letter tags: the material of the shallow grammar.

Tags come from closed word classes, from the cue lexicon and, for all other words, from their shape. The tags of
a sentence are one string, so that a position in the string is the number of a token.
"""

from __future__ import annotations

import re
from typing import Final

from archive.claims import lexicon as lx
from archive.claims.lexicon import CueForm, lexicon
from archive.claims.word_classes import settle_tags, shape

# Numbers, abbreviations (inside a sentence a short capitalised word with a stop is one), words (among them names of
# sites, and words with marks inside) and marks.
_TOKEN: Final = re.compile(
    r"\d[\d.,]*\d(?!\w)|\d(?!\w)"
    r"|[A-Z]\w{0,4}\.(?=[ -][A-Z])|al\.(?= [a-z(])|(?:[A-Za-z]\.){2,}(?:-\w+)?"
    r"|\w+(?:\.(?:com|org|net|info|[a-z]{2})(?!\w)|(?:-\w+|['’](?!s\b)\w+)*)"
    r"|['’]s\b|--|[^\w\s]"
)
_PUNCTUATION = {
    ",": ",",
    ";": ";",
    ":": ":",
    "(": "(",
    "[": "(",
    ")": ")",
    "]": ")",
    "–": "-",
    "—": "-",
    "--": "-",
    "-": "-",
}
_MEMORY_LIMIT = 50_000
_LONGEST_REMEMBERED = 40
_QUOTES = '"“”'
_SINGLE_QUOTES = "'‘’"
_CUE_TAGS: Final = re.compile("[CIKRLZ]")
_MARKS: Final = re.compile("[().S]")
# "That day the army left", but "showed that | time is relative".
_THAT_DAY: Final = re.compile("(?<!C)t(?=m)|t(?=m[^Bx])")


class Sentence:
    """The tokens of one sentence: as written, in lower case, and as a string of tags.

    ``starts`` tells where each token begins, in characters of the whole text. ``mates`` ties the two ends of
    brackets and quotation marks, both ways. ``cues`` are the numbers of the tokens that may be cues, in order.
    """

    # No dataclass: compiled, its constructor would still be the interpreter's.
    def __init__(
        self, text: str, start: int, end: int, written: list[str], words: list[str], tags: str, starts: list[int]
    ) -> None:
        self.text = text
        self.start = start
        self.end = end
        self.written = written
        self.words = words
        self.tags = tags
        self.starts = starts
        self.mates: dict[int, int] = {}
        self.cues = [match.start() for match in _CUE_TAGS.finditer(tags)]

    def span(self, first: int, last: int) -> tuple[int, int]:
        """The characters of the tokens from ``first`` up to, and without, ``last``."""
        return self.starts[first], self.starts[last - 1] + len(self.written[last - 1])

    def cut(self, first: int, last: int) -> str:
        """The text of the tokens from ``first`` up to, and without, ``last``."""
        if first >= last:
            return ""
        start, end = self.span(first, last)
        return self.text[start:end]


def _tag(word: str) -> str:
    if len(word) > 1 and word.isupper() and word.isalpha():
        return lx.NAME
    lower = word.lower().replace("’", "'")
    tag = _PUNCTUATION.get(word) or lexicon().tags.get(lower)
    if tag is None:
        return shape(word, lower)
    if not word[0].isupper():
        return tag
    if tag in (lx.NOUN, lx.PAST, lx.PARTICIPLE, lx.GERUND):
        return lx.NAME
    if lower in ("may", "march"):
        return lx.TIME
    if tag == lx.TIME and lower not in lexicon().calendar_names and not lower.endswith("s"):
        return lx.NAME
    return tag


class _Chunk:
    """The tokens of what stands between two spaces: as written, in lower case, their tags, and where in it each begins.

    ``followed`` says that a space and one more letter are added.
    """

    def __init__(self, text: str, *, followed: bool) -> None:
        found = list(_TOKEN.finditer(text))
        if followed:
            found.pop()
        self.written = tuple([match[0] for match in found])
        self.words = tuple([word.lower() for word in self.written])
        self.tags = "".join([_tag(word) for word in self.written])
        self.starts = tuple([match.start() for match in found])
        self.size = len(text) - 2 if followed else len(text)


# What stood between two spaces so far: most of a text are words that were met before. One word in lower case is told by
# its tag alone, for what is looked up for every word must be small to be at hand.
_chunks: dict[str, str | _Chunk] = {}


def _learn(text: str) -> str | _Chunk:
    followed = text[-2:-1] == " "
    chunk = _Chunk(text, followed=followed)
    known = chunk.tags if chunk.words == (text,) else chunk
    if len(text) <= _LONGEST_REMEMBERED:
        if len(_chunks) >= _MEMORY_LIMIT:
            _chunks.clear()
        _chunks[text] = known
    return known


def _cut(text: str) -> list[str]:
    """The chunks of a sentence. One that ends with a stop has a space and a letter of the kind that follows added."""
    chunks = text.split(" ")
    if ". " in text:
        for i in range(len(chunks) - 1):
            following = chunks[i + 1][:1]
            if chunks[i].endswith(".") and following.isascii():
                if following.isupper():
                    chunks[i] += " A"
                elif following.islower() or following == "(":
                    chunks[i] += " a"
    return chunks


def read_sentence(text: str, start: int, end: int) -> Sentence:
    """The tokens and tags of ``text[start:end]``, which begins and ends with no white space."""
    written: list[str] = []
    words: list[str] = []
    tagged: list[str] = []
    starts: list[int] = []
    at = start
    for piece in _cut(text[start:end]):
        # Whatever stands before it, a comma at the end is a token.
        comma = piece.endswith(",") and piece != ","
        if comma:
            piece = piece[:-1]
        known = _chunks.get(piece)
        if known is None:
            known = _learn(piece)
        if isinstance(known, str):
            written.append(piece)
            words.append(piece)
            tagged.append(known)
            starts.append(at)
            at += len(piece)
        else:
            written.extend(known.written)
            words.extend(known.words)
            tagged.append(known.tags)
            starts += [at + first for first in known.starts]
            at += known.size
        if comma:
            written.append(",")
            words.append(",")
            tagged.append(",")
            starts.append(at)
            at += 1
        at += 1
    starts.append(end)
    joined = "".join(tagged)
    sentence = Sentence(text, start, end, written, words, joined, starts)
    tags = list(joined)
    if tags[0] == lx.NAME:
        opening = shape(words[0], words[0])
        opens = opening in (lx.GERUND, lx.PARTICIPLE) and words[0] not in lexicon().tags
        if opens and joined[1:2] in ("p", "D", "P", "T", "a", "h", "z"):
            tags[0] = opening
    if "-" in joined:
        for i, word in enumerate(written):
            # "4-5 men" and "state–run" have no dash.
            joins = word == "-" or (word == "–" and text[starts[i] + 1 : starts[i] + 2].islower())
            if joins and text[starts[i] - 1 : starts[i]].strip():
                tags[i] = lx.NOUN
    if "." in joined[:-1] or "(" in joined or "S" in joined:
        _pair_marks(sentence, tags)
    settle_tags(words, written, sentence.cues, tags)
    joined = "".join(tags)
    sentence.tags = _THAT_DAY.sub("D", joined) if "tm" in joined else joined
    return sentence


def _pair_marks(sentence: Sentence, tags: list[str]) -> None:
    """Tie brackets and quotation marks; tag quotation marks ``<`` and ``>`` where they make a pair."""
    mates = sentence.mates
    brackets: list[int] = []
    double: int | None = None
    single: int | None = None
    for match in _MARKS.finditer(sentence.tags):
        i, tag = match.start(), match[0]
        word = sentence.written[i]
        if tag == "(":
            brackets.append(i)
        elif tag == ")":
            if brackets:
                opened = brackets.pop()
                mates[opened], mates[i] = i, opened
        elif word in _QUOTES:
            if double is None:
                if word != "”":
                    double = i
            else:
                mates[double], mates[i] = i, double
                tags[double], tags[i] = "<", ">"
                double = None
        elif word in _SINGLE_QUOTES:
            at = sentence.starts[i]
            before, after = sentence.text[at - 1 : at], sentence.text[at + 1 : at + 2]
            if single is None and not before.strip(' (["“') and after.strip():
                single = i
            elif single is not None and not after.isalnum() and before.strip() and double is None:
                mates[single], mates[i] = i, single
                tags[single], tags[i] = "<", ">"
                single = None


def cue_form(sentence: Sentence, i: int) -> CueForm | None:
    """The cue that token ``i`` starts, with its particle where it needs one."""
    word = sentence.words[i]
    if sentence.tags[i] == lx.CUE_NOUN:
        return lexicon().nouns.get(word)
    for form in lexicon().verbs.get(word, ()):
        if form.particle is None or (i + 1 < len(sentence.words) and sentence.words[i + 1] == form.particle):
            return form
    return None
