"""The words that the prose rules know: cues with their frames, and closed classes with their one-letter tags.

Everything comes from ``data/cues.yaml`` and ``data/words.yaml``, which name their sources. Tags are single
letters so that a sentence is one string of tags, and a shallow grammar is regular expressions over that string.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any, Final, Literal

from archive.documents import Stance
from archive.parsing.data_files import load_data

Form = Literal["base", "third", "past", "ing", "noun"]

DETERMINER: Final = "D"
POSSESSIVE: Final = "P"
PRONOUN: Final = "h"
PREPOSITION: Final = "p"
OF: Final = "o"
COORDINATOR: Final = "c"
CONTRASTER: Final = "b"
SUBORDINATOR: Final = "s"
THAT: Final = "t"
RELATIVE: Final = "w"
BE: Final = "B"
AUXILIARY: Final = "x"
NEGATION: Final = "n"
ADVERB: Final = "a"
TO: Final = "T"
NUMBER: Final = "#"
TIME: Final = "m"
PAST: Final = "V"
PARTICIPLE: Final = "E"
GERUND: Final = "G"
NOUN: Final = "N"
NAME: Final = "A"
CUE: Final = "C"
CUE_GERUND: Final = "I"
CUE_NOUN: Final = "K"
SOURCE: Final = "R"
HEARSAY: Final = "L"
GENITIVE: Final = "S"
PARTICLE_CUE: Final = "Z"
AS: Final = "z"
OTHER: Final = "."

# A word class of words.yaml and the tag of its words; where a word stands in two, the earlier class wins.
CLASS_TAGS: Final = (
    ("negations", NEGATION),
    ("be", BE),
    ("auxiliaries", AUXILIARY),
    ("possessives", POSSESSIVE),
    ("determiners", DETERMINER),
    ("pronouns", PRONOUN),
    ("object_pronouns", NOUN),
    ("coordinators", COORDINATOR),
    ("contrasters", CONTRASTER),
    ("relatives", RELATIVE),
    ("adverbs", ADVERB),
    ("subordinators", SUBORDINATOR),
    ("prepositions", PREPOSITION),
    ("number_words", NUMBER),
    ("calendar_names", TIME),
    ("time_nouns", TIME),
    ("past_verbs", PAST),
    ("verbs_present", PAST),
    ("catenatives", PAST),
    ("ed_not_verbs", NOUN),
    ("ing_not_verbs", NOUN),
    ("ly_not_adverbs", NOUN),
)


@dataclass(frozen=True, slots=True)
class Cue:
    """What a cue lemma says of the speaker's stand, and which contents may follow it."""

    lemma: str
    stance: Stance
    frames: frozenset[str]
    passive: bool = False
    perfect: bool = False
    disbelief: bool = False
    document: bool = False
    noun: bool = False


@dataclass(frozen=True, slots=True)
class CueForm:
    """One written form of a cue; ``particle`` is the second word of a cue of two ("pointed" + "out")."""

    cue: Cue
    form: Form
    particle: str | None = None
    needs_that: bool = False


@dataclass(frozen=True, slots=True)
class Lexicon:
    """All words of the data files, by their lower-case form."""

    tags: dict[str, str]
    otherwise: dict[str, str]
    needs_that: frozenset[str]
    verbs: dict[str, tuple[CueForm, ...]]
    nouns: dict[str, CueForm]
    hearsay: frozenset[str]
    nouns_with_of: frozenset[str]
    nouns_alone: frozenset[str]
    nouns_predicated: frozenset[str]
    not_predicated: frozenset[str]
    nouns_unowned: frozenset[str]
    proponents: frozenset[str]
    attitudes: frozenset[str]
    drawn: frozenset[str]
    predicates: frozenset[str]
    standpoints: frozenset[str]
    perspectives: frozenset[str]
    convictions: frozenset[str]
    doubtful: frozenset[str]
    standing: frozenset[str]
    read_by_word: frozenset[str]
    passive_as: frozenset[str]
    reduced: frozenset[str]
    hedges: frozenset[str]
    leading: frozenset[str]
    results: frozenset[str]
    kinds: frozenset[str]
    tallied: frozenset[str]
    studies: frozenset[str]
    asides: frozenset[str]
    by_accounts: frozenset[str]
    rests: frozenset[str]
    final: frozenset[str]
    occasions: frozenset[str]
    sessions: frozenset[str]
    statements: frozenset[str]
    remarks: frozenset[str]
    verdicts: frozenset[str]
    hesitations: frozenset[str]
    ideas: frozenset[str]
    elaborations: frozenset[str]
    no_claim: dict[str, tuple[str | None, ...]]
    roles: frozenset[str]
    documents: frozenset[str]
    groups: frozenset[str]
    carriers: frozenset[str]
    not_sources: frozenset[str]
    fiction_headings: frozenset[str]
    calendar_names: frozenset[str]
    catenatives: frozenset[str]
    refusals: frozenset[str]
    participles: frozenset[str]
    not_claimed: frozenset[str]
    figure_verbs: frozenset[str]
    figure_nouns: frozenset[str]
    given_verbs: frozenset[str]
    given_nouns: frozenset[str]
    claimant_adjectives: frozenset[str]
    comes_up: frozenset[str]
    third_or_plural: frozenset[str]
    light_verbs: frozenset[str]
    holding_verbs: frozenset[str]
    sources: tuple[str, ...]


def regular_forms(lemma: str) -> tuple[str, str, str]:
    """The third person, past and present participle of a regular English verb of one word."""
    if lemma.endswith("e"):
        return lemma + "s", lemma + "d", lemma[:-1] + "ing"
    if lemma.endswith("y") and lemma[-2] not in "aeiou":
        return lemma[:-1] + "ies", lemma[:-1] + "ied", lemma + "ing"
    if lemma.endswith(("s", "sh", "ch", "x", "z")):
        return lemma + "es", lemma + "ed", lemma + "ing"
    return lemma + "s", lemma + "ed", lemma + "ing"


def verb_forms(lemma: str, irregular: dict[str, list[str]]) -> tuple[tuple[str, Form], ...]:
    """Every written form of a verb (which may carry a particle) with the name of the form."""
    word, _, particle = lemma.partition(" ")
    if lemma in irregular:
        third, *past, ing = irregular[lemma]
    else:
        third, only_past, ing = (f"{form} {particle}".strip() for form in regular_forms(word))
        past = [only_past]
    forms: list[tuple[str, Form]] = [(lemma, "base"), (third, "third"), (ing, "ing")]
    return (*forms, *((form, "past") for form in dict.fromkeys(past)))


def _verbs(data: dict[str, Any]) -> dict[str, tuple[CueForm, ...]]:
    groups: dict[str, list[dict[str, Any]]] = {}
    for group in data["verbs"]:
        for lemma in group["lemmas"]:
            groups.setdefault(lemma, []).append(group)
    needs_that = set(data["base_needs_that"])
    found: dict[str, list[CueForm]] = {}
    for lemma, of_lemma in groups.items():
        cue = Cue(
            lemma=lemma,
            # "Acknowledged as" is one more frame of a word that concedes.
            stance=next((group["stance"] for group in of_lemma if group["stance"] != "assert"), "assert"),
            frames=frozenset(frame for group in of_lemma for frame in group["frames"]),
            passive=any(group.get("passive", False) for group in of_lemma),
            disbelief=any(group.get("disbelief", False) for group in of_lemma),
            perfect=any(group.get("perfect", False) for group in of_lemma),
            document=of_lemma[0].get("document", False),
        )
        doubled: list[tuple[str, Form]] = []
        if lemma in data["doubled"]:
            doubled = [(lemma + "led", "past"), (lemma + "ling", "ing")]
        for written, form in (*verb_forms(lemma, data["irregular"]), *doubled):
            word, _, particle = written.partition(" ")
            needs = form == "base" and lemma in needs_that
            found.setdefault(word, []).append(CueForm(cue, form, particle or None, needs))
    return {word: tuple(sorted(forms, key=lambda form: form.particle is None)) for word, forms in found.items()}


def _nouns(data: dict[str, Any]) -> dict[str, CueForm]:
    found = {}
    for group in data["nouns"]:
        for lemma in group["lemmas"]:
            cue = Cue(lemma=lemma, stance=group["stance"], frames=frozenset({"that"}), noun=True)
            plural = data["irregular_plural"].get(lemma) or regular_forms(lemma)[0]
            found[lemma] = found[plural] = CueForm(cue, "noun")
    return found


def _no_claim(data: dict[str, Any]) -> dict[str, tuple[str | None, ...]]:
    found: dict[str, list[str | None]] = {}
    for lemma in data["no_claim"]:
        for written, _ in verb_forms(lemma, data["irregular"]):
            word, _, particle = written.partition(" ")
            found.setdefault(word, []).append(particle or None)
    return {word: tuple(particles) for word, particles in found.items()}


@cache
def lexicon() -> Lexicon:
    """The lexicon, read from the package's data files once a process."""
    data, words = load_data("cues.yaml", "archive.claims"), load_data("words.yaml", "archive.claims")
    tags: dict[str, str] = {}
    verbs, nouns = _verbs(data), _nouns(data)
    hearsay = frozenset(data["hearsay"])
    tags.update(dict.fromkeys(hearsay, HEARSAY))
    tags.update(dict.fromkeys((source.split()[0] for source in data["sources"]), SOURCE))
    tags.update(
        {"to": TO, "of": OF, "that": THAT, "as": AS, "'s": GENITIVE, "’s": GENITIVE, "'": GENITIVE, "’": GENITIVE}
    )
    for name, tag in CLASS_TAGS:
        for word in words[name]:
            tags.setdefault(word, tag)
    otherwise: dict[str, str] = {}
    for word, forms in verbs.items():
        if all(form.particle for form in forms):
            if word in tags:
                otherwise[word] = tags[word]
            tags[word] = PARTICLE_CUE
            continue
        plain = next(form for form in forms if form.particle is None)
        if plain.form == "ing" and tags.get(word) == NOUN:
            continue
        tags[word] = CUE_GERUND if plain.form == "ing" else CUE
    for word in nouns:
        tags[word] = CUE_NOUN
    standing = frozenset((*data["standpoints"], *data["perspectives"], "accounts", "estimate", "estimates"))
    for word in standing.union(data["figures"]["verbs"], data["figures"]["given"], data["asides"], data["convictions"]):
        if word in nouns:
            continue
        if word in tags:
            otherwise[word] = tags[word]
        tags[word] = PARTICLE_CUE
    return Lexicon(
        tags=tags,
        otherwise=otherwise,
        needs_that=frozenset(word for word, forms in verbs.items() if all(form.needs_that for form in forms)),
        verbs=verbs,
        nouns=nouns,
        hearsay=hearsay,
        nouns_with_of=frozenset(data["nouns_with_of"]),
        nouns_alone=frozenset(data["nouns_alone"]),
        nouns_predicated=frozenset(data["nouns_predicated"]),
        not_predicated=frozenset(data["not_predicated"]),
        nouns_unowned=frozenset(data["nouns_unowned"]),
        proponents=frozenset(data["proponents"]),
        attitudes=frozenset(data["attitudes"]),
        drawn=frozenset(data["drawn"]),
        predicates=frozenset(data["predicates"]),
        standpoints=frozenset(data["standpoints"]),
        perspectives=frozenset(data["perspectives"]),
        convictions=frozenset(data["convictions"]),
        doubtful=frozenset(data["doubtful"]),
        standing=standing,
        read_by_word=standing.union(
            data["figures"]["verbs"], data["figures"]["given"], data["asides"], data["convictions"]
        ),
        passive_as=frozenset(data["passive_as"]),
        reduced=frozenset(data["reduced"]),
        leading=frozenset(data["leading"]),
        hedges=frozenset(data["hedges"]),
        results=frozenset(data["results"]),
        kinds=frozenset(data["kinds"]),
        tallied=frozenset(data["tallied"]),
        studies=frozenset(data["studies"]),
        asides=frozenset(data["asides"]),
        by_accounts=frozenset(data["by_accounts"]),
        rests=frozenset(data["rests"]),
        final=frozenset(data["final"]),
        occasions=frozenset(data["occasions"]),
        sessions=frozenset(data["sessions"]),
        statements=frozenset(data["statements"]),
        remarks=frozenset(data["remarks"]),
        verdicts=frozenset(data["verdicts"]),
        hesitations=frozenset(data["hesitations"]),
        ideas=frozenset(data["ideas"]),
        elaborations=frozenset(data["elaborations"]),
        no_claim=_no_claim(data),
        roles=frozenset(words["roles"]),
        carriers=frozenset(words["carriers"]),
        groups=frozenset(words["groups"]),
        documents=frozenset(words["documents"]),
        not_sources=frozenset(words["not_sources"]),
        fiction_headings=frozenset(words["fiction_headings"]),
        calendar_names=frozenset(words["calendar_names"]),
        catenatives=frozenset((*words["catenatives"], *words["eager"])),
        refusals=frozenset(words["refusals"]),
        participles=frozenset(forms[2] for forms in data["irregular"].values() if len(forms) == 4),
        not_claimed=frozenset(data["not_claimed"]),
        figure_verbs=frozenset(data["figures"]["verbs"]),
        figure_nouns=frozenset(data["figures"]["nouns"]),
        given_verbs=frozenset(data["figures"]["given"]),
        given_nouns=frozenset((*data["figures"]["things"], *data["figures"]["nouns"])),
        third_or_plural=frozenset(data["third_or_plural"]),
        comes_up=frozenset(data["comes_up"]),
        claimant_adjectives=frozenset(data["claimant_adjectives"]),
        light_verbs=frozenset(data["light_verbs"]),
        holding_verbs=frozenset(data["holding_verbs"]),
        sources=tuple(data["sources"]),
    )
