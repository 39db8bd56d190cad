"""Where the words that a cue attributes end, when no other attribution cuts them short."""

from __future__ import annotations

import re

from archive.claims.clauses import NOMINAL, has_finite
from archive.claims.contents import ITS_SUBJECT, NEW_DATE, Range, opens_clause
from archive.claims.lexicon import lexicon
from archive.claims.tokens import Sentence
from archive.claims.unmarked_ends import SHORTEST_SENTENCE, side_by_side, unmarked_end

# "…, a belief he criticized": a remark of the writer on the content.
_REMARK = "DKh"


def _is_verdict(s: Sentence, i: int) -> bool:
    """Whether words after a comma only tell what became of a statement: "although this was never verified".

    Also what the writer makes of it: "possibly indicating a retreat".
    """
    words, tags = s.words, s.tags
    if words[i] in lexicon().hesitations:
        return tags[i + 1 : i + 2] in ("I", "G")
    if words[i] in _POINTING:
        # What a study indicates, its authors say.
        studied = any(words[k] in lexicon().studies and (k == 0 or tags[k] != "A") for k in range(i))
        return tags[i + 1 : i + 2] in ("t", "D") and not studied
    if lexicon().verdicts.isdisjoint(words[i : i + 14]):
        return False
    end = next((k for k in range(i + 1, min(i + 14, len(words))) if tags[k] in ",;:.<"), min(i + 14, len(words)))
    at = next((k for k in range(i, end) if words[k] in lexicon().verdicts), None)
    if at is None or "t" in tags[i:at]:
        return False
    if words[i] in ("although", "though", "which"):
        return True
    if words[i] in ("but", "however"):
        return bool(set(words[i:at]) & (lexicon().statements | _POINTERS))
    apposed = tags[i] == "D" and tags[i + 1 : at].strip("NKAEL") == ""
    return (apposed or tags[i:at].strip("a") == "") and words[at + 1 : at + 2] == ["by"]


_POINTERS = frozenset({"this", "these", "that", "it"})
# ", indicating that the guild had left": what the writer takes from what was said.
_POINTING = frozenset({"indicating", "suggesting", "implying"})


# ", and then may": a further verb of the main clause.
_NEW_VERB = re.compile(r",[cb]a*[xBC]")
_NO_NEW_VERB = frozenset({"having", "being"})


# "confirmed the capture | and put the number at 40".
_SECOND_VERB = re.compile(r"ca*[VC](?!o)|(?<=>)ca*E")
# "declared a truce | and threatened to end it".
_SECOND_DEED = re.compile(r"ca*E(?:[DPTtz<h]|NP)")
# ", by August 2016, | estimates told", ", and a day later, | the guild left".
_TIMED = re.compile(r",[cb]?(?:p(?:#m#?|m#?)|[D#]ma),")
_BY_THEN = re.compile(r",cp(?:#m|m#)#?,")
_OPENINGS = frozenset({"On", "By", "In"})


# ", the guards will leave": a subject and its auxiliary.
_SUBJECT_AUXILIARY = re.compile(r",(?:[DPA#][NAE#]{0,4}[NA]|h)(?:[Bx]|C(?=[DNA]))")


def _spliced(s: Sentence, first: int, comma: int) -> bool:
    """Whether a comma alone parts two main clauses: "said it was the last raid, the guards will leave"."""
    match = _SUBJECT_AUXILIARY.match(s.tags, comma)
    if match is None or s.words[match.end() - 1] in ("having", "being") or not has_finite(s, first, comma):
        return False
    # "…, it had burnt down, and the mill was closed" is one list.
    if s.tags.find(",c", comma) >= 0:
        return False
    return not set(s.tags[first:comma]) & set("swtzR,<(") and s.tags[first] != "p"


def _new_clause(s: Sentence, conjunction: int, *, infinitive: bool) -> bool:
    """Whether a clause with a subject of its own follows a conjunction inside a noun phrase or an infinitive."""
    if not infinitive and s.tags[conjunction] != "b":
        return False
    return ITS_SUBJECT.match(s.tags, conjunction + 1) is not None


def _after_conjunction(s: Sentence, i: int) -> int:
    """The first token after a conjunction at token ``i`` and the adverbs that follow it: ", and later | the guild"."""
    if s.tags[i] in "cb":
        i += 1
        while s.tags[i : i + 1] == "a":
            i += 1
    return i


def _clause_after_time(s: Sentence, i: int) -> int:
    """The first token after the rest of a time that "later" begins: "in the day | it made", "on 5 May | the army"."""
    if s.tags[i : i + 1] != "p":
        return i
    end = i + 1
    while s.tags[end : end + 1] in ("D", "m", "#"):
        end += 1
    return end


def _untold(s: Sentence, i: int) -> bool:
    """Whether what is not done is to tell more: "without giving figures", "without naming the guild"."""
    stem = s.words[i].removesuffix("ing")
    return s.tags[i] == "I" or (s.tags[i] == "G" and not {stem, stem + "e"}.isdisjoint(lexicon().elaborations))


def _goes_on(s: Sentence, first: int, semicolon: int) -> bool:
    """Whether a content goes on after a semicolon: by words without a verb, or by a clause that begins like it."""
    end = next((k for k in range(semicolon + 1, len(s.words)) if s.tags[k] == ";"), len(s.words))
    closing = s.tags.rfind(";")
    if end < closing and not has_finite(s, closing + 1, len(s.words)):
        # "20 means, including: burns; blows; loss of sleep; and thirst".
        return True
    if end - semicolon < 3:
        return False
    if s.tags[semicolon + 1] in "cb" and s.tags[semicolon + 2] == "t":
        # "that the dam had held; but that it leaked".
        return True
    share = s.words[semicolon + 2] == "%" and "%" in s.words[first:semicolon]
    like_it = share or s.words[semicolon + 1 : semicolon + 3] == s.words[first : first + 2]
    return like_it or not has_finite(s, semicolon + 1, end)


# ", a label he adopted", ", a view shared by".
_LABELS = frozenset({"label", "view", "idea", "notion", "theory", "belief"})


def _came_of_it(s: Sentence, i: int) -> bool:
    """Whether what came of a saying follows: "he could and | so he played", "and | eventually asked him to go"."""
    if s.words[i : i + 1] == ["so"]:
        return s.tags[i + 1 : i + 3] in ("hE", "hV", "ha")
    return s.words[i : i + 1] in (["eventually"], ["subsequently"], ["therefore"], ["consequently"]) and s.tags[
        i + 1 : i + 2
    ] in ("E", "V", "C")


# "…, but by 2016, this figure had dropped": the content goes on.
_COUNTS = frozenset({"figure", "figures", "estimate", "estimates"})
_SECOND_STATE = re.compile(r"cx[aE]")
# ", and on 1 August, observers saw".
_DATED = re.compile(r",cp(?:#m|m#)#?,")
# Only at these tags a content may end, or go on behind a bracket or a quotation.
_MAY_END = re.compile(r"[(<;:)>p,cbs-]")


def natural_end(s: Sentence, first: int, *, phrase: bool = False) -> int:
    """Where a content that begins at ``first`` ends when no other attribution cuts it short.

    ``phrase`` says that the content is a noun phrase: a new clause is no part of it.
    """
    last = _clause_end(s, first, phrase=phrase)
    return unmarked_end(s, first, last) if last - first > SHORTEST_SENTENCE else last


def _clause_end(s: Sentence, first: int, *, phrase: bool) -> int:
    """Where a content ends as far as marks, conjunctions and verbs tell."""
    n, tags, words = len(s.words), s.tags, s.words
    no_claim, statements = lexicon().no_claim, lexicon().statements
    dashes = tags.count("-", 1, first)
    k = first
    while (stop := _MAY_END.search(tags, k)) is not None:
        k = stop.start()
        tag = tags[k]
        if tag == "p":
            if words[k] == "without" and k > first + 2 and k + 1 < n and (_untold(s, k + 1) or tags[k - 1] == ","):
                break
            if k > first and s.written[k] in _OPENINGS and tags[k + 1 : k + 2] in ("m", "#"):
                # "… north of the town On January 25, the army": the full stop is missing.
                break
            k += 1
            continue
        if tag in "(<" and k in s.mates:
            mate = s.mates[k]
            if tag == "<" and k == first and _SECOND_VERB.match(tags, mate + 1):
                # "Said \"all is well\" and called for help".
                return mate + 1
            k = mate + 1
            ends = tag == "<" and tags[mate - 1] == "," and tags[k : k + 1] not in ("c", "t", "<", "b")
            # "That under "a secret plan," arms had come": no more than a name in quotation marks.
            named = s.mates[mate] > first and not has_finite(s, first, mate) and has_finite(s, k, n)
            if ends and (phrase or not named):
                break
            continue
        if tag == ";" and not _goes_on(s, first, k):
            break
        if phrase and tag == ":" and opens_clause(s, k + 1):
            break
        if tag == ")" and s.mates.get(k, k) < first:
            break
        if (
            tag == "-"
            and k > first
            and (dashes % 2 == 1 or (dashes and words[k + 1 : k + 2] and words[k + 1].endswith("ing")))
        ):
            break
        if tag == ">" and s.mates.get(k, k) < first:
            break
        if phrase and tag == "," and k + 2 < n and opens_clause(s, _after_conjunction(s, k + 1)):
            break
        if (
            tag == "c"
            and words[k + 1 : k + 2] == ["later"]
            and k > first
            and opens_clause(s, _clause_after_time(s, k + 2))
        ):
            break
        if tag == "," and words[k + 1 : k + 2] == ["quoting"]:
            break
        if tag == "," and k > first and _BY_THEN.match(tags, k) and words[k + 2] == "by":
            break
        if phrase and tag == "," and (verb := _NEW_VERB.match(tags, k)) and words[verb.end() - 1] not in _NO_NEW_VERB:
            break
        if tag == "c" and k > first and _came_of_it(s, k + 1):
            break
        if phrase and tag == "," and (tags[k + 1 : k + 2] == "I" or words[k + 1 : k + 2] in _CAME_OF_IT):
            break
        if tag == "b" and words[k] == "however" and k > first:
            break
        if tag == "," and not phrase and _spliced(s, first, k):
            break
        if phrase and tag in "cb" and k > first and _new_clause(s, k, infinitive=tags[first] == "T"):
            break
        if phrase and tag == "," and (timed := _TIMED.match(tags, k)) and opens_clause(s, timed.end()):
            break
        if phrase and tag == "c" and NEW_DATE.match(tags, k) and has_finite(s, k + 1, n):
            break
        if phrase and tag == "c" and _SECOND_VERB.match(tags, k) and not has_finite(s, first, k):
            break
        if (
            phrase
            and tag == "c"
            and tags[first] == "D"
            and _SECOND_STATE.match(tags, k)
            and not has_finite(s, first, k)
        ):
            # "considered this trade to include oats | and had tried to stop it".
            break
        dated = _DATED.match(tags, k) if tag == "," and k > first and words[k + 2 : k + 3] == ["on"] else None
        if dated is not None and opens_clause(s, dated.end()):
            break
        if phrase and tag == "c" and _SECOND_DEED.match(tags, k) and not (set("TBxVtw") & set(tags[first:k])):
            break
        if tag == "c" and tags[k + 1 : k + 2] == "h" and k + 2 < n and words[k + 2] in no_claim:
            break
        if tag in ",cs" and k + 1 < n and k > first:
            q = k + 1
            while q < n and tags[q] in "acs" and words[q] not in ("while", "whereas", "whilst"):
                q += 1
            if q < n:
                word = words[q]
                particles = no_claim.get(word)
                if (
                    particles
                    and (tags[k : k + 2] == ",c" or tags[k - 1 : k + 1] == ">c")
                    and word.endswith("ed")
                    and (None in particles or (q + 1 < n and words[q + 1] in particles))
                ):
                    break
                if (
                    particles
                    and word.endswith("ing")
                    and tag == ","
                    and (None in particles or (q + 1 < n and words[q + 1] in particles))
                ):
                    break
                if (
                    tag == ","
                    and word in ("while", "whereas", "whilst")
                    and has_finite(s, q + 1, n)
                    and (phrase or tags[first] == "T" or _somebody_speaks(s, q + 1))
                    and (phrase or not side_by_side(s, first, q))
                ):
                    break
                if (
                    tag == ","
                    and words[q] == "but"
                    and words[q + 1 : q + 3] == ["did", "not"]
                    and words[q + 3] in lexicon().elaborations
                ):
                    break
                if tag == "," and words[k + 1] in ("although", "though") and (tags[q] in "GI" or tags[first] == "T"):
                    break
                turned = tag == "," and words[k + 1] == "however"
                if turned and (opens_clause(s, k + 3) or tags[k + 2 : k + 3] in ("A", "D", "P", "h")):
                    break
                if tag == "," and words[k + 1] == "meanwhile" and has_finite(s, k + 2, n):
                    break
                if tag == "," and ((q == k + 1 and tags.startswith(_REMARK, q)) or _is_verdict(s, k + 1)):
                    break
                if (
                    tags[q] == "D"
                    and q + 1 < n
                    and (
                        (words[q + 1] in statements and words[q + 1] not in _COUNTS)
                        or (words[q + 1] in _LABELS and tags[q + 2 : q + 3] in ("E", "h"))
                    )
                    and (
                        (word in ("this", "these") and tags[q + 2 : q + 3] in ("B", "x", "V", "C", "E", "a", "."))
                        or (tag == "," and q == k + 1 and word in ("a", "an"))
                    )
                ):
                    break
                if word in ("this", "these") and "s" in tags[k:q] and words[k] != "as":
                    break
                if tags[q] == "R" and tag == ",":
                    break
                if tag == "," and tags[k + 1 : k + 3] == "zx":
                    break
                if tag == "," and words[k + 1] == "based" and words[k + 2 : k + 3] == ["on"]:
                    break
                if tag == "," and words[k + 1] == "which" and _is_passed_on(s, k + 1):
                    break
                if (
                    tag == ","
                    and word in ("while", "whilst")
                    and q + 1 < n
                    and (tags[q + 1] in "GI" or tags[q + 1 : q + 3] in ("aG", "aI"))
                ):
                    break
        k += 1
    else:
        return n
    return k


# ", which is thought to mean", ", which the ministry confirmed".
_PASSED_ON = re.compile(r"w(?:[aBx]*(?=CT)|[DPh][DPNAKo]{0,6}a?(?=C))")


def _is_passed_on(s: Sentence, i: int) -> bool:
    """Whether a relative clause with "which" at token ``i`` tells what somebody else makes of the content."""
    match = _PASSED_ON.match(s.tags, i)
    return match is not None and match.end() in s.cues and s.words[match.end()] != "supposed"


def _somebody_speaks(s: Sentence, first: int) -> bool:
    """Whether the words from token ``first`` on tell of a further statement: "while the ministry released footage"."""
    speaking = lexicon().light_verbs
    return any(cue >= first for cue in s.cues) or any(word in speaking for word in s.words[first:])


# ", sparking a war", ", leading to a strike": what came of what was announced or rejected.
_CAME_OF_IT = (["leading"], ["sparking"], ["prompting"], ["triggering"])


# What is said names or tells something.
_SAYING = re.compile(f"[{NOMINAL}EGVCIxB]")
# "…, and in 2020, | the guild reported": when the next clause was.
_LEFT_OVER = re.compile(r",[cb]p[D#]?[#m]+\Z")
_LOOSE_ENDS = frozenset({"while", "whereas", "although", "though", "as", "with"})


def strip_range(s: Sentence, first: int, last: int) -> Range | None:
    """A content without the punctuation and conjunctions at its ends."""
    while (
        last > first
        and (s.tags[last - 1] in ",;:.-cb(<" or s.words[last - 1] in _LOOSE_ENDS)
        and s.words[last - 1] not in ("%", "$", "°", "'", "′", "″", "!", "?", "+", "…")
    ):
        last -= 1
    if (dated := _LEFT_OVER.search(s.tags, first, last)) is not None:
        last = dated.start()
    while last > first and s.tags[last - 1] == ")" and s.mates.get(last - 1, first - 1) < first:
        last -= 1
    while first < last and (s.tags[first] in ",;:.-c" or (s.tags[first] == ")" and first not in s.mates)):
        first += 1
    if first < last and s.tags[first] == "<" and s.mates.get(first) == last - 1:
        first, last = first + 1, last - 1
        if first < last and s.tags[last - 1] == ",":
            last -= 1
    return (first, last) if first < last and _SAYING.search(s.tags, first, last) else None
