"""Actors: who a claimant is, as far as the article makes it certain.

"The Azerbaijani MoD", "Baku", "the president of Azerbaijan, Ilham Aliyev" and "Aliyev" are an institution, a
country, a person and the same person. A surname, a bare office and a pronoun are resolved within the article
only; what stays bare ("police", "residents") is an actor of this article alone, so its key carries the article.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final, NamedTuple

from archive.claims.countries import actor_data, country_code, country_names, find_country
from archive.claims.evidence import Evidence
from archive.claims.names import (
    MAX_CLAIMANT,
    is_proper,
    is_titled,
    kind_of,
    of_country,
    office_and_name,
    split_claimants,
    without_introduction,
    without_lead,
    word_pattern,
    word_set,
)
from archive.claims.sides import Faction, Sides
from archive.documents import Actor, ActorKind, Article

MAX_ACTORS = 6
# A name that an acronym stands for is longer than this.
MIN_SPELT_OUT = 10

_POSSESSIVE: Final = re.compile(r"['’]s?$")
# "Pro-opposition SOHR", "Britain-based SOHR": what somebody is like is no part of the name.
_LEANING: Final = re.compile(r"(?:[Pp]ro-[\w-]+|[\w.-]+-(?:based|run|owned|affiliated|linked|aligned|funded))\s")
_WITH_ACRONYM: Final = re.compile(r"(.{4,120}\S)\s\(([A-Z][A-Za-z-]{1,9})\)$")

_OF_SEVERAL: Final = re.compile(r" and (?:the )?[A-Z]")

_Belonging = tuple[Actor | None, int | None]


class Resolved(NamedTuple):
    """The actors of a claimant, in order, and the side they all speak for; None for none or several sides.

    ``keys`` and ``parents`` are the name keys of the actors and of those whom they belong to.
    """

    actors: tuple[Actor, ...] = ()
    side: int | None = None
    keys: frozenset[str] = frozenset()
    parents: frozenset[str] = frozenset()


NOBODY = Resolved()


def same_name(name: str) -> str:
    """The key of an actor's name: equal keys are one actor, in whatever article they stand."""
    return " ".join(name.split()).casefold()


class ActorResolver:
    """Resolves the claimants of one article. Names are learnt first (:meth:`learn`), then resolved in reading order."""

    def __init__(self, article: Article, sides: Sides) -> None:
        self._article_key = article.title_key
        self._sides = sides
        self._links = _links(article)
        self._evidence = Evidence(article)
        self._belongings: dict[str, _Belonging] = {}
        self._resolved: dict[str, Resolved] = {}
        self._people: dict[str, Actor] = {}
        self._surnames: dict[str, set[str]] = {}
        self._initials: dict[str, set[str]] = {}
        self._holders: dict[str, set[str]] = {}

    def learn(self, claimant: str) -> None:
        """Remember the full names, and who holds which office, that ``claimant`` tells."""
        for words in split_claimants(claimant):
            office, name = office_and_name(without_lead(words))
            if name is not None and " " in name and (office or not _definite(words)):
                self._meet(name, office)
            elif is_proper(plain := without_introduction(without_lead(words))) and len(plain) > MIN_SPELT_OUT:
                initials = "".join(word[0] for word in plain.split() if is_titled(word))
                self._initials.setdefault(initials, set()).add(plain)

    def resolve(self, claimant: str, *, previous: Resolved | None = None) -> Resolved:
        """The actors that ``claimant`` names; a pronoun is ``previous``, where that is one of the right number."""
        words = claimant.strip()[:MAX_CLAIMANT]
        if words.lower() in word_set("pronouns"):
            return _pronoun(words.lower(), previous)
        if words not in self._resolved:
            self._resolved[words] = self._resolve(words)
        return self._resolved[words]

    def side_of(self, words: str) -> int | None:
        """The side whose people ``words`` are: "Azerbaijani soldiers", "SDF fighters"."""
        if not self._sides.factions:
            return None
        side = self._belongs_to(words)[1]
        if side is not None:
            return side
        lowered = set(re.findall(r"[\w-]+", words.lower()))
        opposition, government = self._sides.opposed_to_government()
        if lowered & word_set("opposition_words"):
            return opposition
        return government if lowered & word_set("government_words") else None

    def _resolve(self, claimant: str) -> Resolved:
        found = [self._describe(part) for part in split_claimants(claimant)[:MAX_ACTORS]]
        described = [item for item in found if item is not None]
        if not described:
            return NOBODY
        actors = tuple(dict.fromkeys([actor for actor, _ in described]))
        sides = {side for _, side in described}
        return Resolved(
            actors,
            sides.pop() if len(sides) == 1 else None,
            frozenset([actor.name_key for actor in actors]),
            frozenset([actor.parent.name_key for actor in actors if actor.parent is not None]),
        )

    def _describe(self, claimant: str) -> tuple[Actor, int | None] | None:
        whole = without_lead(claimant)
        words = without_introduction(whole)
        if not words:
            return None
        code = country_code(words)
        faction = self._sides.faction(words)
        if code is not None and (faction is None or faction.country_code == code):
            return self._country(code), self._sides.by_country.get(code)
        if faction is not None:
            return self._faction(faction), faction.side
        if words != whole:
            return self._body(words, "media" if kind_of(whole) == "media" else None)
        return self._person(words, definite=_definite(claimant)) or self._body(words)

    def _country(self, code: str) -> Actor:
        name = country_names()[code]
        return Actor(name, same_name(name), "country", code, self._links.get(name.casefold()))

    def _faction(self, faction: Faction) -> Actor:
        if faction.country_code is not None and country_code(faction.name) == faction.country_code:
            return self._country(faction.country_code)
        return Actor(faction.name, same_name(faction.name), "faction", faction.country_code, faction.target_key)

    def _meet(self, name: str, office: str | None) -> Actor:
        """The person of this full name, with what is known of whom they serve."""
        key = same_name(name)
        parent, _ = self._belongs_to(office) if office else (None, None)
        known = self._people.get(key)
        if known is None or (known.parent is None and parent is not None):
            known = Actor(name, key, "person", parent.country_code if parent else None, self._links.get(key), parent)
            self._people[key] = known
        self._surnames.setdefault(name.split()[-1].casefold(), set()).add(key)
        if office and parent is not None:
            self._holders.setdefault(_office_key(office, parent), set()).add(key)
        return known

    def _person(self, words: str, *, definite: bool) -> tuple[Actor, int | None] | None:
        office, name = office_and_name(words)
        if (
            name is None
            and " " not in words
            and words.isalpha()
            and is_titled(words)
            and not words.isupper()
            and not definite
        ):
            name = words
        if name is None or (definite and office is None):
            return None
        if " " not in name:
            keys = self._surnames.get(name.casefold(), set())
            full = self._evidence.named_in_title(name) or (self._evidence.full_name(name) if not keys else None)
            if len(keys) == 1 and (full is None or same_name(full) in keys):
                actor = self._people[next(iter(keys))]
            elif full is not None:
                actor = self._meet(full, office)
            elif office is not None:
                parent, _ = self._belongs_to(office)
                actor = Actor(name, self._local(name), "person", parent.country_code if parent else None, None, parent)
            else:
                return None
        else:
            actor = self._meet(name, office)
        return actor, self._person_side(actor, office)

    def _person_side(self, actor: Actor, office: str | None) -> int | None:
        commander = self._sides.commanders.get(actor.name.casefold())
        if commander is not None:
            return commander
        if office and word_pattern("private_offices").search(office):
            return None
        parent = actor.parent
        if parent is None:
            return None
        faction = self._sides.faction(parent.name)
        if faction is not None:
            return faction.side
        return self._sides.by_country.get(parent.country_code or "") if parent.kind == "country" else None

    def _belongs_to(self, words: str) -> _Belonging:
        """The country or faction that words name somewhere in them, and its side."""
        if words not in self._belongings:
            self._belongings[words] = self._find_belonging(words)
        return self._belongings[words]

    def _find_belonging(self, words: str) -> _Belonging:
        faction = self._faction_within(words)
        country = find_country(words)
        if country is not None and _OF_SEVERAL.match(words, country.end) and words[: country.start].endswith("of "):
            # "Islamic State of Iraq and the Levant" is no body of Iraq.
            country = None
        if faction is not None and (country is None or faction.country_code != country.code):
            return self._faction(faction), faction.side
        if country is not None:
            return self._country(country.code), self._sides.by_country.get(country.code)
        return (self._faction(faction), faction.side) if faction is not None else (None, None)

    def _faction_within(self, words: str) -> Faction | None:
        if not self._sides.names(words):
            return None
        tokens = words.replace(",", " ").replace("(", " ").replace(")", " ").split()[:12]
        for length in range(min(5, len(tokens)), 0, -1):
            for start in range(len(tokens) - length + 1):
                end = start + length
                if not is_titled(tokens[start]) or (
                    end < len(tokens) and tokens[end].lower() in word_set("place_words")
                ):
                    continue
                faction = self._sides.faction(_POSSESSIVE.sub("", " ".join(tokens[start:end])))
                if faction is not None:
                    return faction
        return None

    def _body(self, words: str, introduced: ActorKind | None = None) -> tuple[Actor, int | None] | None:
        """An institution, office, outlet, faction or group that words describe without a person's name.

        ``introduced`` is its kind, where words that were before its name tell it.
        """
        with_acronym = _WITH_ACRONYM.fullmatch(words)
        words = with_acronym[1] if with_acronym is not None else words
        leaning = _LEANING.match(words)
        if leaning is not None and is_proper(words[leaning.end() :]):
            words = words[leaning.end() :]
        if words.isupper() and 2 <= len(words) <= 8:
            words = self._evidence.expansion(words) or self._spelt_out(words) or words
        kind = introduced or kind_of(words)
        parent, side = self._belongs_to(words)
        if kind == "office":
            return self._office(words, parent, side)
        if kind == "media":
            speaks = word_pattern("state_media").search(words) or re.search(r"\bstate\b", words, re.IGNORECASE)
            parent, side = None, side if speaks else None
        elif kind == "other":
            side = None
        elif (
            kind == "institution"
            and word_pattern("other_bodies").search(words)
            and not word_pattern("state_bodies").search(words)
        ):
            # A monitor of a country's war is not that country's voice.
            parent, side = None, None
        elif side is None:
            side = self.side_of(words)
        name = _institution_name(words, parent) if kind == "institution" else words
        certain = kind != "other" and (parent is not None or is_proper(name))
        key = same_name(name) if certain else self._local(name)
        code = parent.country_code if parent is not None else None
        return Actor(name, key, kind, code, self._links.get(same_name(name)), parent), side

    def _spelt_out(self, acronym: str) -> str | None:
        """The one claimant of the article whose words begin with these letters."""
        names = self._initials.get(acronym, set())
        return next(iter(names)) if len(names) == 1 else None

    def _office(self, words: str, parent: Actor | None, side: int | None) -> tuple[Actor, int | None]:
        if word_pattern("private_offices").search(words):
            side = None
        single = word_pattern("single_offices").search(words)
        if parent is None or single is None:
            code = parent.country_code if parent is not None else None
            return Actor(words, self._local(words), "office", code, None, parent), side
        holders = self._holders.get(_office_key(words, parent), set())
        if len(holders) == 1:
            return self._people[next(iter(holders))], side
        name = f"{single[0][:1].upper()}{single[0][1:].lower()} of {of_country(parent.name)}"
        return Actor(
            name, same_name(name), "office", parent.country_code, self._links.get(same_name(name)), parent
        ), side

    def _local(self, name: str) -> str:
        return f"{same_name(name)} · {self._article_key}"


def _definite(claimant: str) -> bool:
    """Whether "the" stands before a name: "the Verkhovna Rada" is no person."""
    return claimant[:4].lower() == "the "


def _links(article: Article) -> Mapping[str, str]:
    """The words of the article's internal links → the key of the page, where all links of those words agree.

    A page told apart in parentheses ("Alhazen (crater)") is not taken for what its words say elsewhere.
    """
    found: dict[str, str | None] = {}
    groups = [section.links for section in article.sections]
    groups += [field.links for infobox in article.infoboxes for field in infobox.fields]
    for links in groups:
        for link in links:
            if link.kind != "internal" or not link.target_key or not link.text or link.fragment:
                continue
            if ":" in link.target_key or "(" in link.target_key:
                continue
            words = link.text.strip().casefold()
            if found.setdefault(words, link.target_key) != link.target_key:
                found[words] = None
    return {words: key for words, key in found.items() if key is not None}


def _pronoun(word: str, previous: Resolved | None) -> Resolved:
    # "Berg left, with his promise that": whose it is, its own sentence tells, not the claim before.
    if word in {"his", "their", "its"} or previous is None or not previous.actors:
        return NOBODY
    single = len(previous.actors) == 1
    kind = previous.actors[0].kind
    if word in {"he", "she", "him", "her", "himself", "herself"}:
        return previous if single and kind == "person" else NOBODY
    if word == "it":
        return previous if single and kind != "person" else NOBODY
    return previous if not single or kind != "person" else NOBODY


def _office_key(office: str, parent: Actor) -> str:
    """What two mentions of one office have in common: "Azerbaijani president", "president of Azerbaijan"."""
    match = word_pattern("single_offices").search(office) or word_pattern("offices").search(office)
    return f"{match[0] if match is not None else office} of {parent.name}".casefold()


def _institution_name(words: str, parent: Actor | None) -> str:
    """An institution in one form: "Azerbaijani MoD" and "Ministry of Defence of Azerbaijan" are one."""
    if parent is None:
        return words
    proper = actor_data()["abbreviations"].get(words.split()[-1].lower())
    lowered = words.lower().replace("defense", "defence")
    if proper is None:
        for body in actor_data()["ministries"]:
            if all(word in lowered for word in body["words"]):
                proper = body["name"]
                break
    return f"{proper} of {of_country(parent.name)}" if proper is not None else words
