"""One cue at a time: the rules that read a claimant and a content around it."""

from __future__ import annotations

from archive.claims.cue_adjectives import read_conviction
from archive.claims.cue_asides import read_aside
from archive.claims.cue_hearsay import read_hearsay
from archive.claims.cue_nouns import read_figure, read_given, read_noun
from archive.claims.cue_sources import read_source
from archive.claims.cue_standpoints import standpoint
from archive.claims.cue_verbs import read_verb
from archive.claims.lexicon import lexicon
from archive.claims.readings import Reading
from archive.claims.tokens import Sentence, cue_form


def read_cue(s: Sentence, i: int) -> list[Reading]:
    """Every reading of the cue that starts at token ``i``."""
    tag = s.tags[i]
    if tag == "R":
        return read_source(s, i)
    if tag == "L":
        return read_hearsay(s, i)
    form = cue_form(s, i)
    if form is None and s.words[i] in lexicon().convictions:
        return read_conviction(s, i)
    if form is None and s.words[i] in lexicon().standing:
        seen = standpoint(s, i)
        return [] if seen is None else [seen]
    if form is None and s.words[i] in lexicon().given_verbs:
        return read_given(s, i)
    if form is None:
        aside = read_aside(s, i) if s.words[i] in lexicon().asides else []
        return aside or (read_figure(s, i) if s.words[i] in lexicon().figure_verbs else [])
    if tag == "K":
        return read_noun(s, i, form.cue)
    return read_verb(s, i, form)
