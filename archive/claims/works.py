"""Works of a year: "in his 2005 book", "a 2003 study", which date what is said in them."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from archive.claims.attribution import Attribution
from archive.claims.moments import Moment, PartialDate, clock_data

# How far after "a 2003 study" the words "the study" still mean it.
REACH = 400

_IN_WORK = re.compile(r"\bin (?:an?|the|his|her|their|its) \Z", re.IGNORECASE)
_INDEFINITE = re.compile(r"\ban?\s\Z", re.IGNORECASE)
_OTHER_CLAUSE = re.compile(r";|, and\b|\b(?:but|while|when|where|who|which|that)\b")
_CLAUSE_AFTER = re.compile(r"[;:]|\b(?:but|while|when|where|and|after|before)\b", re.IGNORECASE)


class Work(NamedTuple):
    """A work told with its year: the noun that names its kind, where this ends, and the year."""

    noun: str
    end: int
    year: PartialDate


@cache
def dated_source() -> re.Pattern[str]:
    """What follows the year of a work, up to the noun of its kind."""
    words = "|".join(clock_data()["dated_sources"])
    return re.compile(rf"(?:\s[\w'’-]+){{0,5}}?\s({words})\b", re.IGNORECASE)


def told_work(text: str, moment: Moment) -> Work | None:
    """The work that a year beside it tells for the first time: "a 2003 study"."""
    named = dated_source().match(text, moment.end)
    if named is None or moment.value is None:
        return None
    if _INDEFINITE.search(text, max(0, moment.start - 4), moment.start) is None:
        return None
    return Work(named[1].lower(), named.end(), moment.value)


def year_of_named_work(text: str, work: Work, saying: Attribution) -> PartialDate | None:
    """The year of ``work`` where it speaks again as "the study", shortly after and in the same paragraph."""
    start, end = saying.claimant_start, saying.claimant_end
    if start is None or end is None or end - start != len(work.noun) or not 4 <= start - work.end < REACH:
        return None
    if text[start:end].lower() != work.noun or text[start - 4 : start].lower() != "the ":
        return None
    between = text[work.end : start - 4]
    return work.year if "\n" not in between and work.noun not in between.lower() else None


def is_own_work(text: str, moment: Moment, saying: Attribution) -> bool:
    """Whether the year is of the work in which it is said: "In his 2005 book, Holm | argued", "said in a 1974 essay".

    Before the cue only what opens the sentence counts, after it only what stands in the same clause.
    """
    lead = _IN_WORK.search(text, max(0, moment.start - 10), moment.start)
    if lead is None:
        return False
    if moment.start >= saying.cue_end:
        return _CLAUSE_AFTER.search(text, saying.cue_end, moment.start) is None
    opens = not text[saying.sentence_start : lead.start()].strip()
    return opens and _OTHER_CLAUSE.search(text, moment.end, saying.cue_start) is None
