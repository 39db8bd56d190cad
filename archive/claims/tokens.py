"""One sentence as words with one-letter tags: the material of the shallow grammar.

Tags come from closed word classes, from the cue lexicon and, for all other words, from their shape. The tags of
a sentence are one string, so that a position in the string is the number of a token.
"""

from __future__ import annotations

import re

from archive.claims import lexicon as lx
from archive.claims.lexicon import CueForm, lexicon

# Numbers, abbreviations (inside a sentence a short capitalised word with a stop is one), words (among them names of
# sites, and words with marks inside) and marks.
_TOKEN = re.compile(
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
_STOPS = frozenset(".!?…\"“”'’‘«»")
_MEMORY_LIMIT = 50_000
_LONGEST_REMEMBERED = 40
_QUOTES = '"“”'
_SINGLE_QUOTES = "'‘’"
_CUE_TAGS = re.compile("[CIKRLZ]")
_MARKS = re.compile("[().S]")
# "That day the army left", but "showed that | time is relative".
_THAT_DAY = re.compile("(?<!C)t(?=m)|t(?=m[^Bx])")
_SHOWS_NOUN = frozenset({"the", "a", "an", "his", "her", "its", "their", "no", "any", "every"})


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


def _tag(word: str) -> str:
    if len(word) > 1 and word.isupper() and word.isalpha():
        return lx.NAME
    lower = word.lower().replace("’", "'")
    tag = _PUNCTUATION.get(word) or lexicon().tags.get(lower)
    if tag is None:
        return _shape(word, lower)
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
        shape = _shape(words[0], words[0])
        opens = shape in (lx.GERUND, lx.PARTICIPLE) and words[0] not in lexicon().tags
        if opens and joined[1:2] in ("p", "D", "P", "T", "a", "h", "z"):
            tags[0] = shape
    if "-" in joined:
        for i, word in enumerate(written):
            # "4-5 men" and "state–run" have no dash.
            joins = word == "-" or (word == "–" and text[starts[i] + 1 : starts[i] + 2].islower())
            if joins and text[starts[i] - 1 : starts[i]].strip():
                tags[i] = lx.NOUN
    if "." in joined[:-1] or "(" in joined or "S" in joined:
        _pair_marks(sentence, tags)
    _settle(sentence, tags)
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


# Adjectives of nations, by their endings or one by one, and adjectives that come before reporting nouns.
_NATIONAL = ("ian", "ish", "ese", "ean", "ani", "eli", "aqi", "emeni", "can")
_NATIONAL_WORDS = frozenset({"french", "dutch", "czech", "greek", "german", "swiss", "welsh", "scottish"})
_DESCRIBES = (*_NATIONAL, "al", "ary", "ous", "ent", "ive", "ic", "ly", "confirmed", "verified")


def _settle(sentence: Sentence, tags: list[str]) -> None:
    """Decide between noun and verb where a word may be both ("claims", "reports", "estimate")."""
    words = sentence.words
    last = len(words) - 1
    lexic = lexicon()
    if "however" in words[2:]:
        _turn(words, tags)
    if "yet" in words and words[(at := words.index("yet")) + 1 : at + 2] == ["to"]:
        tags[at] = lx.ADVERB
    for i in sentence.cues:
        if i and tags[i] in "CIKZ" and sentence.written[i][0].isupper() and tags[i - 1] not in "<:(-":
            tags[i] = lx.NAME
            continue
        if i and words[i - 1] == "self":
            tags[i] = lx.NOUN
            continue
        if tags[i] == lx.CUE:
            following = tags[i + 1] if i < last else "."
            if (
                (
                    following not in "th"
                    and words[i] in lexic.needs_that
                    and not (i and tags[i - 1] == "n")
                    and not (words[i] == "think" and _thinks(words, tags, i))
                    and not _views(words, tags, i)
                    and not _shows(words, i)
                )
                or (
                    i
                    and words[i] in lexic.third_or_plural
                    and not (tags[0] == lx.AS and following == ",")
                    and not _is_third_person(words, tags, i)
                )
                or (
                    i
                    and (
                        words[i - 1] in _SHOWS_NOUN
                        or (tags[i - 1] == "#" and following in "NAK" and tags[i - 2 : i - 1] not in (["m"], ["p"]))
                    )
                )
            ):
                tags[i] = lx.NOUN
            continue
        if tags[i] == lx.PARTICLE_CUE:
            tags[i] = _particle_tag(words[i], words[i + 1] if i < last else "")
            continue
        if tags[i] != lx.CUE_NOUN:
            continue
        forms = lexic.verbs.get(words[i])
        if not forms or i == 0 or i == last:
            continue
        at = i - 2 if tags[i - 1] == "a" and i > 1 else i - 1
        before, after = tags[at], tags[i + 1]
        if before in "c,t" and after == "t" and forms[0].form == "third":
            tags[i] = lx.CUE
            continue
        if forms[0].form == "base" and _views(words, tags, i):
            tags[i] = lx.CUE
            continue
        if before == "K" and after == "t" and forms[0].form == "base" and words[at].endswith("s"):
            tags[i] = lx.CUE
            continue
        if after in "op,.;:)>SBxVC" or before in "DPSopK#c,E":
            continue
        if before in "xn" or (before == "T" and forms[0].form != "third"):
            tags[i] = lx.CUE
        elif forms[0].form == "third":
            if _is_third_person(words, tags, i):
                tags[i] = lx.CUE
        elif (
            forms[0].form == "base"
            and (after in "th" or (after == "T" and words[i + 2 : i + 3] == ["have"]))
            and (before == "h" or (before in "NA" and (words[at].endswith("s") or _people_somewhere(words, tags, i))))
        ) or (forms[0].form == "base" and after in "DPA" and before in "NA" and words[at].endswith(_CLAIMANT_ENDINGS)):
            tags[i] = lx.CUE


def _turn(words: list[str], tags: list[str]) -> None:
    """Tag a "however" that joins two clauses without a mark: "he denied the theft however the guards saw it"."""
    at = words.index("however", 2)
    plural = tags[at + 1 : at + 2] == [lx.NOUN] and words[at + 1].endswith("s")
    if tags[at - 1] not in ",:;(-" and (plural or tags[at + 1 : at + 2] in (["D"], ["P"], ["h"], ["A"])):
        tags[at] = lx.CONTRASTER


_VIEWERS = frozenset({"some", "many", "others", "most", "they", "who", "historians", "scholars"})
_CLAIMANT_ENDINGS = ("ers", "ors", "ists", "ians", "ents", "ics", "ates")
_VIEWER_ENDINGS = ("ers", "ors", "ists", "ians", "ics")


def _thinks(words: list[str], tags: list[str], i: int) -> bool:
    """Whether "think" stands between a subject and a clause: "Many people | think the mill is lost"."""
    clause = tags[i + 1 : i + 2] in (["D"], ["P"], ["A"], ["N"], ["#"]) and not words[i + 1].startswith("tank")
    return clause and i > 0 and (tags[i - 1] == "h" or words[i - 1] == "people" or words[i - 1].endswith("s"))


_SOMEWHERE = re.compile(r"(?:N|\AA)p[DPAN]{1,5}\Z")


def _people_somewhere(words: list[str], tags: list[str], i: int) -> bool:
    """Whether the noun before a place is a plural, so that a base form is its verb: "refugees in Jordan | report"."""
    first = max(0, i - 7)
    head = _SOMEWHERE.search("".join(tags[first:i]))
    return head is not None and words[first + head.start()].endswith("s")


def _views(words: list[str], tags: list[str], i: int) -> bool:
    """Whether people are said to see something as something ("Some view the ban as a mistake")."""
    return (
        i > 0
        and (words[i - 1] in _VIEWERS or (tags[i - 1] in "NA" and words[i - 1].endswith(_VIEWER_ENDINGS)))
        and any("as" in form.cue.frames for form in lexicon().verbs.get(words[i], ()))
        and "as" in words[i + 1 : i + 15]
    )


def _shows(words: list[str], i: int) -> bool:
    """Whether "show" is what pictures do: "photos published by the army | show tanks"."""
    return words[i] == "show" and any(
        word.endswith("s") and word in lexicon().documents for word in words[max(0, i - 8) : i]
    )


def _is_third_person(words: list[str], tags: list[str], i: int) -> bool:
    """Whether a word that may be a plural noun is a verb: one subject before it, an object or a clause after it."""
    if tags[i - 1] == "," and tags[i + 1 : i + 2] == [lx.THAT]:
        return True
    if words[i] == "shows" and words[i - 1] in lexicon().documents and not words[i - 1].endswith("s"):
        return True
    at = i - 2 if tags[i - 1] == "a" and i > 1 else i - 1
    before, after = tags[at], tags[i + 1] if i + 1 < len(tags) else "."
    if (
        words[i + 1 : i + 2] == ["about"]
        or words[i + 1 : i + 3] == ["such", "as"]
        or (after in "op.;)>SBxVCI" and words[i] not in ("states", "finds", "holds"))
    ):
        return False
    if "according" in words[max(0, i - 5) : i] and after not in "<t":
        return False
    if after == "K" and tags[i + 2 : i + 3] == [lx.THAT]:
        # "Unverified reports | claim that".
        return False
    if (after == "t" and tags[i + 2 : i + 3] in (["x"], ["B"])) or (after == "(" and words[i] == "states"):
        # "Gulf states that had sent weapons".
        return False
    if after in "BxVC.;)," or (after == "N" and (words[i] not in lexicon().nouns or words[i] == "estimates")):
        return False
    plural = words[at].endswith("s") and not words[at].endswith(("ss", "sis")) and before in "NK"
    national = words[at].endswith(_NATIONAL) or words[at] in _NATIONAL_WORDS
    lexic = lexicon()
    sayer = words[at] in lexic.roles or words[at] in lexic.documents
    described = national if before == "A" and at else words[at].endswith(_DESCRIBES) and not sayer
    if before == "#":
        return tags[at - 1] == "A"
    return (before in "A)>" and not described) or before in "hw" or (before in "NK" and not plural and not described)


def _particle_tag(word: str, following: str) -> str:
    for form in lexicon().verbs.get(word, ()):
        if form.particle == following:
            return lx.CUE_GERUND if form.form == "ing" else lx.CUE
    return lexicon().otherwise.get(word) or _shape(word, word)


def cue_form(sentence: Sentence, i: int) -> CueForm | None:
    """The cue that token ``i`` starts, with its particle where it needs one."""
    word = sentence.words[i]
    if sentence.tags[i] == lx.CUE_NOUN:
        return lexicon().nouns.get(word)
    for form in lexicon().verbs.get(word, ()):
        if form.particle is None or (i + 1 < len(sentence.words) and sentence.words[i + 1] == form.particle):
            return form
    return None
