"""What is said: where the words that a cue attributes begin.

All positions are numbers of tokens; a content is a range of tokens, first and last (not included).
"""

from __future__ import annotations

import re

from archive.claims.clauses import has_finite, is_finite
from archive.claims.lexicon import Cue, lexicon
from archive.claims.tokens import Sentence

Range = tuple[int, int]

# Between the cue and "that": when, where and to whom ("said in a statement on Monday that").
_ASIDE_THAT = re.compile(
    r"(?:[aL,]|za|[pTs][DPNAKESh#mcoa.]{0,20}(?:,A[AN]{0,4})?|D{0,2}m[m#]*|Dp?N?m|#[NAm]*|\([^()]{1,12}\)){0,8}?t"
)
# "Argued using an analogy | that".
_USING_THAT = re.compile(r"G[DPNAKo#a]{1,6}t")
# "Claimed online | that": a noun by its tag, for most often it is part of an outlet's name.
_ONLINE_THAT = re.compile(r"[NA]t")
_SAID_OF = re.compile(r"o[DPNAKESh#mcoa.]{0,30}?t")
# A verb right after "that", an auxiliary or one with an object: the clause has no subject but the noun before it.
_WITHOUT_SUBJECT = re.compile(r"[Bx]|[VCE][DPh,.:;]")
_ADDRESSED_THAT = re.compile(r"[DPNAKhpamT#][ToDPNAK#Scpam,()GE.]{0,30}?(?=[t:<])")
_ASIDE_QUOTE = re.compile(
    r"(?:Dp(?=[^<:]{0,20}:<))?(?:[aL]|[pTzo][DPNAKEGSh#mcoa.<>]{1,20}|D?m[m#]*|#m|,[GIEp][DPNAKESh#mcoapT]{1,12}(?=,))*(?:,?:?(?=<)|:)"
)
# The words of the cue end the paragraph with a colon: what is said stands in the next one.
_BLOCK = re.compile(r"(?:[aL]|[pTz][DPNAKEGSBh#mcoa.<>]{1,20}|D?m[m#]*|#m)*t?:\Z")
_TIME_ASIDE = re.compile(r"(?:[aL]|p?[DN]{0,2}[a#]?m[m#]*(?:,?#)?(?!o))*")
_ANAPHOR = re.compile(r"(?:[Dh])(?=[,.;:)csbpamwzR]|I[tDPAh]|$)")
# "declared an offensive | and on 14 December the town was taken".
NEW_DATE = re.compile(r"cp(?:#m|m#)#?,?[DPNAh]")
# "and 14 soldiers and two guards | were killed", "but in a later video he | is dead".
ITS_SUBJECT = re.compile(r"(?:p[DPNAK#G]{1,6})?(?:[D#P][NAKE#]{0,5}[NAK](?:c[DPNAK#]{1,5})?|h)[Bx]")


def object_range(s: Sentence, i: int) -> Range | None:
    """The bare noun phrase at token ``i``, without what follows its head."""
    k = i
    n = len(s.words)
    while k < n and (s.tags[k] in "DPNAKE#GSa" or (s.tags[k] == "m" and (k > i or s.tags[k + 1 : k + 2] == "S"))):
        if s.tags[k] in "DP" and k > i and s.tags[k - 1] != "D" and not _further(s, k):
            break
        if s.tags[k] in "EG" and k > i and s.tags[k - 1] in "NAK" and s.tags[k] == "G":
            break
        k += 1
    return (i, k) if k > i else None


def _further(s: Sentence, k: int) -> bool:
    """Whether "more" at token ``k`` adds to a figure before it: "thousands | more"."""
    return s.words[k] == "more" and s.tags[k - 1] == "#"


def is_statement(s: Sentence, phrase: Range) -> bool:
    """Whether a noun phrase stands for something said or thought before ("the claim", "these reports", "the idea")."""
    head = next((k for k in range(*phrase) if s.tags[k] in "op"), phrase[1]) - 1
    return s.words[head] in lexicon().statements or s.words[head] in lexicon().ideas


def content_after(s: Sentence, i: int, cue: Cue) -> tuple[int, str] | None:
    """Where the content of a cue whose words end before token ``i`` begins, and by which frame; None if nowhere."""
    n, tags, frames = len(s.words), s.tags, cue.frames
    if i >= n or "drawn" in frames:
        return None
    if "told" in frames:
        match = _ADDRESSED_THAT.match(tags, i)
        if match and cue.lemma != "tell" and tags[match.end()] != "t":
            return None
        if match:
            i = match.end()
        else:
            return _told_bare(s, i)
    if "that" in frames and (not cue.document or tags[i] in "(," or _shown_by(s, i)) and tags.find("t", i) >= 0:
        match = _before_that(s, i, cue)
        set_off = tags[i + 1 : i + 2] in ("G", "I", "z") or s.words[i + 1 : i + 3] == ["based", "on"]
        if tags[i] == "," and set_off:
            # "Assessed, taking into account the losses, | that", "suggested, based on an analysis, | that".
            closed = tags.find(",t", i, i + 40)
            if closed > 0 and (tags[i + 1] == "z" or not has_finite(s, i + 2, closed)):
                return closed + 2, "that"
        # ", that" opens a relative clause, and "to" before a verb is no listener.
        apart = match is not None and tags[i] == "," and match.end() == i + 2
        if match and tags[match.end() :] not in ("", ":") and not apart and _listeners(s, i, match.end()):
            if match.end() > i + 1 and _WITHOUT_SUBJECT.match(tags, match.end()):
                # "Agreed on a truce | that was to last a week" tells of the truce.
                return None
            return match.end(), "that"
    if "quote" in frames and ("<" in tags or ":" in tags):
        if tags[-1] == ":" and _BLOCK.match(tags, i):
            return n, "block"
        match = _ASIDE_QUOTE.match(tags, i)
        if match and match.end() < n and (match.end() > i or tags[i] == "<"):
            if frames == {"quote"} and "<" not in tags[match.end() : match.end() + 2]:
                return None
            if tags[i] == "," and tags[match.end()] != "<":
                return None
            if not all(_addressed(s, k) or (k > i + 1 and s.tags[k - 1] in "NK") for k in range(i, match.end())) or any(
                word in lexicon().no_claim for word in s.words[i : match.end()]
            ):
                return None
            return match.end(), "quote"
    first = tags[i]
    if first == "t":
        return (i + 1, "that") if frames & _WITH_THAT or (i + 1 < n and clause_from(s, i + 1)) else None
    if "to_have" in frames and first == "T" and s.words[i + 1 : i + 2] in (["have"], ["had"]):
        return i, "to"
    if "to" in frames and first == "T":
        verb = tags[i + 1 : i + 3]
        if verb[:1] in ("<", "x", "B", "G", "V", "a") or (
            verb[:1] in ("N", "C") and verb[1:] in ("D", "P", "#", "A", "h")
        ):
            return i, "to"
        return None
    aside = _TIME_ASIDE.match(tags, i)
    k = aside.end() if aside else i
    if i < k < n and s.words[k - 1] in _NEARLY and tags[k] in "#D":
        k -= 1
    if k < n and tags[k] == "p" and "bare" in frames:
        occasions = lexicon().occasions
        k = next((q + 1 for q in range(k + 1, min(k + 6, n)) if s.words[q] in occasions), k)
    if k >= n:
        return None
    opens = (
        tags[k] in "DPNAKh#(<GLBa"
        or (s.words[k] == "if" and s.words[i - 1].endswith("d"))
        or is_amount(s, k)
        or (tags[k] == "E" and k == i)
    )
    if (
        cue.lemma == "write"
        and (work := object_range(s, k)) is not None
        and s.words[work[1] - 1] in lexicon().not_claimed
    ):
        # "Wrote a book that he never finished".
        return None
    if "bare" in frames and opens and clause_from(s, k) and not (cue.lemma == "feel" and _is_felt(s, k)):
        return k, "bare"
    pointed = s.words[k] == "it" and tags[k + 1 : k + 2] in ("D", "#", "p", "m")
    if cue.lemma in ("say", "state") and tags[k] in "DPNAKh#" and n - k > 4 and not pointed:
        owned = tags[k] == "P" and "t" not in tags[k : k + 4] and not clause_from(s, k)
        return k, "np" if owned else "bare"
    if "shown" in frames and first in "DPNA#":
        seen = object_range(s, i)
        if seen is not None and tags[seen[1] : seen[1] + 1] == "c":
            seen = object_range(s, seen[1] + 1)
        if seen is not None and s.words[seen[1] : seen[1] + 2] == [",", "with"] and "G" in tags[seen[1] : seen[1] + 8]:
            return i, "np"
        if seen is not None and (s.tags[seen[1] : seen[1] + 1] in ("G", "I") or _seen_at_work(s, *seen)):
            return i, "np"
        if seen is not None and s.tags[seen[1] - 1] == "E" and s.words[seen[1] : seen[1] + 1] == ["by"]:
            return i, "np"
    if "np" in frames and (first == "G" or s.words[i] in ("having", "being", "seeing", "hearing")):
        return i, "np"
    if cue.stance == "deny" and tags[i] == "D" and s.words[i] == "the" and _given(s, i):
        return None
    if "np" in frames and k > i and tags[k] == "D" and tags[i] in "pm" and _object_counts(s, k, cue.stance):
        return k, "np"
    if "np" in frames and first == "C" and tags[i + 1 : i + 2] in ("N", "A", "#"):
        return i, "np"
    if "np" in frames and (first in "DPNAK#Ea<" or is_amount(s, i)) and _object_counts(s, i, cue.stance):
        return i, "np"
    if "object_to" in frames and first in "DPNAK#h":
        phrase = object_range(s, i) or (i, i + 1)
        if (phrase[1] < n and tags[phrase[1]] == "T" and s.words[phrase[1] - 1] != "next") or (
            tags[i] == "h" and tags[i + 1 : i + 2] == "T"
        ):
            return i, "object_to"
    return None


_WITH_THAT = frozenset({"that", "it", "told", "np", "object_to", "quote"})


def _is_felt(s: Sentence, i: int) -> bool:
    """Whether a thing is felt, no clause: "felt | fear of what was to come", "feels | a pull, as it is held"."""
    comma = s.tags.find(",", i)
    return s.tags[i] in "NK" or (comma >= 0 and not has_finite(s, i, comma))


def _before_that(s: Sentence, i: int, cue: Cue) -> re.Match[str] | None:
    """What stands between a cue and "that", "that" included: when, where, to whom, by which means."""
    if s.words[i] == "using":
        return _USING_THAT.match(s.tags, i)
    if s.words[i] == "online":
        return _ONLINE_THAT.match(s.tags, i)
    if s.tags[i] == "o":
        # "Said of the mayor that", but no "mentions of boats that".
        return _SAID_OF.match(s.tags, i) if cue.lemma == "say" else None
    return _ASIDE_THAT.match(s.tags, i)


_MEANS = re.compile(r"p[DPNA#mo]{1,6}t(?![xBVCE])")


def _shown_by(s: Sentence, i: int) -> bool:
    """Whether only a means stands before what is shown: "showed | through experiment | that", "found in 1902 that"."""
    return s.words[i] in ("through", "by", "in", "with") and _MEANS.match(s.tags, i) is not None


def _addressed(s: Sentence, k: int) -> bool:
    """Whether token ``k`` is no "to", or names a listener ("to reporters") and opens no infinitive ("to pursue")."""
    following = s.tags[k + 1 : k + 2]
    return (
        s.tags[k] != "T"
        or following in ("D", "P", "A")
        or s.words[k + 1].endswith("s")
        or s.words[k + 1] in lexicon().occasions
    )


def _listeners(s: Sentence, first: int, last: int) -> bool:
    """Whether every "to" among tokens ``first`` up to ``last`` names a listener."""
    return "T" not in s.tags[first:last] or all(_addressed(s, k) for k in range(first, last))


def is_amount(s: Sentence, i: int) -> bool:
    """Whether an approximate figure begins at token ``i`` ("at least two", "up to 30", "over 50")."""
    word = s.words[i]
    if word in _APPROXIMATELY:
        return s.words[i + 1 : i + 2] != [] and s.words[i + 1] in _APPROXIMATELY[word] and "#" in s.tags[i : i + 5]
    if (
        word == "around"
        and s.tags[i + 1 : i + 2] == "#"
        and (s.tags[i + 2 : i + 3] not in ("N", "A", "E") or ":" in s.words[i + 1])
    ):
        return False
    return word in ("over", "around", "under", "between", "nearly", "about") and "#" in s.tags[i : i + 3]


def _seen_at_work(s: Sentence, first: int, last: int) -> bool:
    """Whether a noun phrase hides what is done in it: "troops | building bridges"."""
    return any(
        s.words[k].endswith("ing") and s.tags[k - 1] == "N" and s.words[k - 1].endswith("s")
        for k in range(first + 1, last - 1)
    )


def _told_bare(s: Sentence, i: int) -> tuple[int, str] | None:
    phrase = None if s.words[i] in ("him", "her", "them", "us", "me", "it", "you") else object_range(s, i)
    at = phrase[1] if phrase else i + 1
    return (at, "bare") if at < len(s.words) and s.tags[at] in "DPNAh" and clause_from(s, at) else None


def clause_from(s: Sentence, i: int) -> bool:
    """Whether a clause with a finite verb begins at token ``i``."""
    k, n = i, len(s.words)
    if s.tags[i] in "Bx":
        return True
    if s.tags[i] == "D" and s.tags[i + 1 : i + 2] in (",", ";"):
        # "showed this, and 62 people were killed": the pronoun is all that was shown.
        return False
    commas = 0
    while k < n:
        tag = s.tags[k]
        if tag in "(<" and k in s.mates:
            if tag == "<" and has_finite(s, k + 1, s.mates[k]):
                return True
            k = s.mates[k] + 1
            continue
        if tag in ";:-.":
            return False
        if (tag in "wtIs" and k > i) or (tag == "b" and ITS_SUBJECT.match(s.tags, k + 1)):
            return False
        if tag == "c" and ((s.tags[k + 1 : k + 2] or ".") in "BxVC" or NEW_DATE.match(s.tags, k)):
            return False
        if tag == ",":
            commas += 1
            if s.words[k + 1 : k + 2] == ["then"]:
                return False
            if commas > 2 or (commas == 1 and opens_clause(s, k + 1 + (s.tags[k + 1 : k + 2] == "b"))):
                return False
        if k > i and tag in "BxVEC" and is_finite(s, k):
            return True
        k += 1
    return False


def _given(s: Sentence, i: int) -> bool:
    """Whether two objects follow: somebody was denied something ("denied the British the opportunity")."""
    phrase = object_range(s, i)
    return phrase is not None and s.tags[phrase[1] : phrase[1] + 1] in ("D", "P")


def opens_clause(s: Sentence, i: int) -> bool:
    """Whether a subject and a finite verb stand at token ``i`` before the next comma: a clause of its own."""
    if s.tags[i : i + 1] not in ("D", "P", "h", "A", "N", "K"):
        return False
    end = s.tags.find(",", i)
    if end >= 0:
        return has_finite(s, i, end)
    return "c" not in s.tags[i : i + 6] and has_finite(s, i, len(s.words))


_NEARLY = frozenset({"nearly", "almost", "about", "approximately", "roughly"})
_APPROXIMATELY = {"at": ("least", "most"), "up": ("to",), "more": ("than",), "less": ("than",), "as": ("many", "much")}


# What is no claim to make may still be denied.
_DENIED = frozenset({"role", "plan", "plans", "intention", "intentions", "responsibility", "involvement"})


def _object_counts(s: Sentence, i: int, stance: str) -> bool:
    phrase = object_range(s, i)
    if phrase is None:
        return s.tags[i] == "<" or is_amount(s, i)
    head, after = s.words[phrase[1] - 1], phrase[1]
    if s.words[phrase[0]].endswith(("self", "selves")):
        return False
    if s.tags[after : after + 1] == "z" and s.words[after + 2 : after + 3] != ["as"]:
        return False
    if s.tags[after : after + 1] == "o":
        inner = object_range(s, after + 1)
        if inner is not None and head == "state" and s.words[inner[1] - 1] in lexicon().not_claimed:
            return False
    if head == "series" and s.tags[after : after + 1] == "o":
        return True
    return head not in lexicon().not_claimed or (stance == "deny" and head in _DENIED)


def anaphor(s: Sentence, i: int) -> bool:
    """Whether the object at token ``i`` only points back: "this", "it", "the claim", "those allegations"."""
    if i >= len(s.words):
        return False
    if _ANAPHOR.match(s.tags, i) and s.words[i] in ("this", "it", "that", "these", "those", "both", "such"):
        return True
    if s.tags[i] == "t" and (i + 1 >= len(s.words) or s.tags[i + 1] in ",.;:)cb"):
        return True
    phrase = object_range(s, i)
    if phrase is not None and s.tags[phrase[1] - 1] == "a" and phrase[1] - i > 2:
        # "Denied these reports | later".
        phrase = (i, phrase[1] - 1)
    if phrase is None or not is_statement(s, phrase):
        return False
    if phrase[1] - phrase[0] > 2 and s.words[phrase[1] - 1] in lexicon().ideas:
        return False
    after = s.tags[phrase[1] : phrase[1] + 1]
    if after in ("V", "E", "C") and s.words[phrase[1] + 1 : phrase[1] + 2] == ["by"]:
        return False
    return after not in ("t", "z", "o", "h", "I", "A", "N", "D", "p") or (
        after == "p" and s.words[phrase[1]] not in ("by", "from", "about")
    )
