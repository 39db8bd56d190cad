"""Which class a word is of: by its shape, and, where it may be a noun or a verb ("claims"), by its neighbours."""

from __future__ import annotations

import re

from archive.claims import lexicon as lx
from archive.claims.lexicon import lexicon

_STOPS = frozenset(".!?…\"“”'’‘«»")
_SHOWS_NOUN = frozenset({"the", "a", "an", "his", "her", "its", "their", "no", "any", "every"})


def shape(word: str, lower: str) -> str:
    """The tag of a word that no class holds, as its ending and its first letter tell."""
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


# Adjectives of nations, by their endings or one by one, and adjectives that come before reporting nouns.
_NATIONAL = ("ian", "ish", "ese", "ean", "ani", "eli", "aqi", "emeni", "can")
_NATIONAL_WORDS = frozenset({"french", "dutch", "czech", "greek", "german", "swiss", "welsh", "scottish"})
_DESCRIBES = (*_NATIONAL, "al", "ary", "ous", "ent", "ive", "ic", "ly", "confirmed", "verified")


def settle_tags(words: list[str], written: list[str], cues: list[int], tags: list[str]) -> None:
    """Decide between noun and verb where a word may be both ("claims", "reports", "estimate")."""
    last = len(words) - 1
    lexic = lexicon()
    if "however" in words[2:]:
        _turn(words, tags)
    if "yet" in words and words[(at := words.index("yet")) + 1 : at + 2] == ["to"]:
        tags[at] = lx.ADVERB
    for i in cues:
        if i and tags[i] in "CIKZ" and written[i][0].isupper() and tags[i - 1] not in "<:(-":
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
    return lexicon().otherwise.get(word) or shape(word, word)
