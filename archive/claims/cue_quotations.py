"""Quotations without a word of saying: after a colon ("He closed with an appeal: "…""), and whole sentences."""

from __future__ import annotations

import re

from archive.claims.claimants import Subject
from archive.claims.clauses import finite_verbs, has_finite
from archive.claims.contents import Range
from archive.claims.cue_frames import can_hold
from archive.claims.inherited import inherited_subject
from archive.claims.lexicon import lexicon
from archive.claims.noun_phrases import noun_phrase_from
from archive.claims.readings import Reading
from archive.claims.tokens import Sentence

# Fewer words are a title, a motto or a name.
_FEWEST = 6
# "His best known line is, "…"": a verb right before the comma tells whose words these are.
_SAYS = ("B,", "C,", "V,", "E,")
# What is only quoted as an example or as a motto states nothing.
_EXAMPLES = frozenset({"example", "instance", "maxim", "maxims", "slogan", "motto", "phrase", "title", "song"})
# Inside a sentence only a long one is more than a phrase.
_LONG = 10
_COLON = re.compile(":<")
# "In | The Winding Motion: "…"" and "Holm: "…"": the work or the person is the claimant.
_NAMED = re.compile(r"(?:p(D?A[AopD]{0,7})|(A{1,4})):<")
_OWNED = re.compile(r"(?:P|A{1,3}S)[NAKEa]{1,3}")


def read_quotations(s: Sentence, kept: list[Reading]) -> list[Reading]:
    """The readings of quoted statements that none of the readings ``kept`` holds."""
    found = []
    for match in _COLON.finditer(s.tags):
        at = match.end() - 1
        if not _is_held(at, kept) and _is_statement(s, at) and not _is_order(s, at):
            found.append(_after_colon(s, at))
    if not kept and not found:
        long = [at for at, end in s.mates.items() if at > 0 and end - at > _LONG and _is_set_in(s, at)]
        found += [_after_colon(s, at) if s.tags[at - 2 : at] in _SAYS else _unattributed(s, at) for at in long]
    if s.tags[0] == "<" and not kept and _is_whole(s) and _is_statement(s, 0):
        found.append(_unattributed(s, 0))
    return found


def _unattributed(s: Sentence, at: int) -> Reading:
    """The reading of a quotation that no verb tells the speaker of: nobody, but for "To quote Holm, "…"."""
    who = noun_phrase_from(s, 2) if s.words[:2] == ["to", "quote"] else None
    return Reading(who, (at, at + 1), [(at, s.mates[at] + 1)], "assert", "quotation", at, open_end=False)


def _is_set_in(s: Sentence, at: int) -> bool:
    """Whether a quotation inside a sentence is a clause after a comma or an opening adverbial: "In Lund "the …"."""
    if not _EXAMPLES.isdisjoint(s.words[:at]):
        return False
    if s.tags[at] != "<" or s.tags[at + 1] not in "DPNAhtp" or not has_finite(s, at + 1, s.mates[at]):
        return False
    return s.tags[at - 1] == "," or (s.tags[0] == "p" and not has_finite(s, 0, at) and s.tags[at - 1] in "NA")


def _is_held(at: int, kept: list[Reading]) -> bool:
    """Whether the quotation at token ``at`` is a part of what a reading attributes, or of its claimant."""
    return any(
        reading.block or reading.cue[0] > at or any(first <= at < last for first, last in reading.contents)
        for reading in kept
    )


def _is_whole(s: Sentence) -> bool:
    """Whether nothing but its marks stands outside the quotation that opens a sentence, which ends inside it."""
    end = s.mates[0]
    return (end == len(s.words) - 1 and s.words[end - 1] in (".", "!", "…")) or s.tags[end + 1 :] == "."


def _is_statement(s: Sentence, at: int) -> bool:
    """Whether the quotation at token ``at`` is a sentence that states something."""
    end = s.mates.get(at, at)
    return (
        end - at > _FEWEST
        and s.words[end - 1] != "?"
        and s.written[at + 1][:1].isupper()
        and has_finite(s, at + 1, end)
    )


def _is_order(s: Sentence, at: int) -> bool:
    """Whether what stands after a colon is asked for or only labelled: "The general ordered: "…"", "The plant: "…"."""
    verbs = finite_verbs(s, 0, at)
    if not verbs:
        return s.tags[0] in "D#h"
    return s.words[verbs[-1]] in lexicon().no_claim.keys() - lexicon().verbs.keys()


def _after_colon(s: Sentence, at: int) -> Reading:
    """The reading of a quotation after a colon: the subject of the words before it speaks, or the work they name."""
    content, cue = (at, s.mates[at] + 1), (at - 1, at)
    named = _NAMED.match(s.tags)
    who: Range | None = None
    if named is not None and named.end() == at + 1:
        who = named.span(1) if named[1] else named.span(2)
    elif (subject := inherited_subject(s, at - 1)) is not None and (who := _speaker(s, subject)) is not None:
        cue = _said_with(s, subject, at) or cue
    return Reading(who, cue, [content], "assert", "colon-quotation", 0)


def _said_with(s: Sentence, subject: Subject, at: int) -> Range | None:
    """What tells of the quotation at ``at``: the verb, or beside a form of *be* the noun ("his comment on it was")."""
    verbs = [place for place in finite_verbs(s, subject.last, at) if s.tags[place] not in "Bx"]
    said = lexicon().remarks | lexicon().statements
    places = verbs[:1] or [place for place in range(subject.first, at) if s.words[place] in said][-1:]
    return (places[0], places[0] + 1) if places else None


def _speaker(s: Sentence, subject: Subject) -> Range | None:
    """Who speaks of a subject: its owner ("Holm's comment"), itself, or nobody where it cannot hold a view."""
    owned = _OWNED.match(s.tags, subject.first)
    if owned is not None:
        owner = s.tags.find("S", *owned.span())
        return subject.first, owner if owner > 0 else subject.first + 1
    return (subject.first, subject.last) if can_hold(s, subject) else None
