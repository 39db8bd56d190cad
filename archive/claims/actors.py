"""Actors: who a claimant is, as far as the article makes it certain.

"The Azerbaijani MoD", "Baku", "the president of Azerbaijan, Ilham Aliyev" and "Aliyev" are an institution, a
country, a person and the same person. A surname, a bare office and a pronoun are resolved within the article
only; what stays bare ("police", "residents") is an actor of this article alone, so its key carries the article.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache

from archive.claims.countries import actor_data, country_code, country_names, find_country
from archive.claims.sides import Faction, Sides
from archive.documents import Actor, ActorKind, Article

MAX_CLAIMANT = 300
MAX_ACTORS = 6

_TITLED = re.compile(r"[A-ZÀ-ÖØ-ÞĀĂĄĆČĐĒĘĞİŁŃŌŐŘŚŞŠŪŰŹŻŽƏȘȚА-ЯЁІЇЄҐ]")
_SPLIT = re.compile(r",\s(?:and\s)?|\s(?:and|as well as|along with)\s(?:the\s)?(?=\S)")
_POSSESSIVE = re.compile(r"['’]s?$")
_HEAD = re.compile(r"\s(?:of|in|at|from|for|on|with|to|by|near|published|citing)\s|,\s|\s\(")
_NAME_PARTICLES = frozenset(
    {"al", "el", "bin", "ibn", "abu", "de", "da", "dos", "van", "von", "der", "di", "la", "le", "du", "of"}
)


@dataclass(frozen=True, slots=True)
class Resolved:
    """The actors of a claimant, in order, and the side they all speak for; None where they speak for none or several."""

    actors: tuple[Actor, ...]
    side: int | None


NOBODY = Resolved((), None)


@cache
def _word_set(name: str) -> frozenset[str]:
    return frozenset(actor_data()[name])


@cache
def _word_pattern(name: str) -> re.Pattern[str]:
    words = sorted(actor_data()[name], key=len, reverse=True)
    return re.compile(r"(?<![\w-])(?:" + "|".join(re.escape(word) for word in words) + r")(?![\w-])", re.IGNORECASE)


def same_name(name: str) -> str:
    """The key of an actor's name: equal keys are one actor, in whatever article they stand."""
    return " ".join(name.split()).casefold()


class ActorResolver:
    """Resolves the claimants of one article. Names are learnt first (:meth:`learn`), then resolved in reading order."""

    def __init__(self, article: Article, sides: Sides) -> None:
        self._article_key = article.title_key
        self._sides = sides
        self._links = _links(article)
        self._known: dict[str, tuple[Actor | None, int | None]] = {}
        self._surnames: dict[str, dict[str, Actor]] = {}
        self._holders: dict[str, dict[str, Actor]] = {}

    def learn(self, claimant: str) -> None:
        """Remember the full names, and who holds which office, that ``claimant`` tells."""
        for words in split_claimants(claimant):
            self._describe(words, learn=True)

    def resolve(self, claimant: str, *, previous: Resolved | None = None) -> Resolved:
        """The actors that ``claimant`` names; a pronoun is ``previous``, where that is one of the right number."""
        words = claimant.strip()[:MAX_CLAIMANT]
        if words.lower() in _word_set("pronouns"):
            return _pronoun(words.lower(), previous)
        actors = []
        sides = []
        for part in split_claimants(words)[:MAX_ACTORS]:
            found = self._describe(part)
            if found is not None:
                actors.append(found[0])
                sides.append(found[1])
        if not actors:
            return NOBODY
        one = set(sides)
        return Resolved(tuple(dict.fromkeys(actors)), next(iter(one)) if len(one) == 1 else None)

    def side_of(self, words: str) -> int | None:
        """The side whose people ``words`` are: "Azerbaijani soldiers", "SDF fighters"."""
        return self._side_named(words)

    def _describe(self, claimant: str, *, learn: bool = False) -> tuple[Actor, int | None] | None:
        words = _without_lead(claimant)
        if not words:
            return None
        code = country_code(words)
        faction = self._sides.faction(words)
        if code is not None and (faction is None or faction.country_code == code):
            return _country(code, self._links), self._sides.by_country.get(code)
        if faction is not None:
            return self._faction(faction), faction.side
        person = self._person(words, learn)
        if person is not None:
            return person
        return self._body(words)

    def _faction(self, faction: Faction) -> Actor:
        if faction.country_code is not None and country_code(faction.name) == faction.country_code:
            return _country(faction.country_code, self._links)
        return Actor(faction.name, same_name(faction.name), "faction", faction.country_code, faction.target_key)

    def _person(self, words: str, learn: bool) -> tuple[Actor, int | None] | None:
        office, name = _office_and_name(words)
        if name is None:
            known = self._surnames.get(words.casefold(), {}) if " " not in words else {}
            if len(known) == 1:
                actor = next(iter(known.values()))
                return actor, self._person_side(actor)
            return None
        parent, side = self._belongs_to(office) if office else (None, None)
        if office and _word_pattern("private_offices").search(office):
            side = None
        commander = self._sides.commanders.get(name.casefold())
        surname = name.split()[-1].casefold()
        if len(name.split()) == 1:
            known = self._surnames.get(surname, {})
            if len(known) == 1:
                actor = next(iter(known.values()))
                return actor, self._person_side(actor)
        known_actor = self._surnames.get(surname, {}).get(name.casefold())
        if known_actor is not None and (parent is None or known_actor.parent is not None):
            actor = known_actor
        else:
            full = " " in name
            key = same_name(name) if full else self._local(name)
            actor = Actor(name, key, "person", parent.country_code if parent else None, self._target(name), parent)
        if learn and " " in name:
            self._surnames.setdefault(surname, {})[name.casefold()] = actor
            if office and parent is not None:
                self._holders.setdefault(_office_name(office, parent).casefold(), {})[actor.name_key] = actor
        if commander is not None:
            side = commander
        return actor, side if side is not None or office else self._person_side(actor)

    def _person_side(self, actor: Actor) -> int | None:
        commander = self._sides.commanders.get(actor.name.casefold())
        if commander is not None:
            return commander
        parent = actor.parent
        while parent is not None:
            faction = self._sides.faction(parent.name)
            if faction is not None:
                return faction.side
            if parent.kind == "country" and parent.country_code in self._sides.by_country:
                return self._sides.by_country[parent.country_code]
            parent = parent.parent
        return None

    def _belongs_to(self, words: str) -> tuple[Actor | None, int | None]:
        """The country or faction that words name somewhere in them, and its side."""
        if words not in self._known:
            self._known[words] = self._find_belonging(words)
        return self._known[words]

    def _find_belonging(self, words: str) -> tuple[Actor | None, int | None]:
        faction = self._faction_within(words)
        country = find_country(words)
        if faction is not None and (
            country is None or not faction.country_code or faction.country_code != country.code
        ):
            return self._faction(faction), faction.side
        if country is not None:
            return _country(country.code, self._links), self._sides.by_country.get(country.code)
        if faction is not None:
            return self._faction(faction), faction.side
        return None, None

    def _faction_within(self, words: str) -> Faction | None:
        if not self._sides.by_name:
            return None
        tokens = words.replace(",", " ").replace("(", " ").replace(")", " ").split()[:12]
        for length in range(min(5, len(tokens)), 0, -1):
            for start in range(len(tokens) - length + 1):
                if not _TITLED.match(tokens[start]):
                    continue
                part = _POSSESSIVE.sub("", " ".join(tokens[start : start + length]))
                faction = self._sides.faction(part)
                if faction is not None:
                    return faction
        return None

    def _side_named(self, words: str) -> int | None:
        _, side = self._belongs_to(words)
        if side is not None:
            return side
        lowered = set(re.findall(r"[\w-]+", words.lower()))
        opposition, government = self._sides.opposed_to_government()
        if lowered & _word_set("opposition_words"):
            return opposition
        if lowered & _word_set("government_words"):
            return government
        return None

    def _body(self, words: str) -> tuple[Actor, int | None] | None:
        """An institution, office, outlet, faction or group that words describe without a person's name."""
        parent, side = self._belongs_to(words)
        kind = kind_of(words)
        if kind == "office":
            if parent is not None:
                office = _office_name(words, parent)
                holders = self._holders.get(office.casefold(), {})
                if len(holders) == 1:
                    holder = next(iter(holders.values()))
                    return holder, side
                return Actor(
                    office, same_name(office), "office", parent.country_code, self._target(office), parent
                ), side
        elif kind == "media":
            if not _word_pattern("state_media").search(words) and not re.search(r"\bstate\b", words, re.IGNORECASE):
                side = None
        elif kind == "other":
            side = None
        elif kind == "faction" and side is None:
            side = self._side_named(words)
        elif kind == "institution":
            if _word_pattern("other_bodies").search(words) and not _word_pattern("state_bodies").search(words):
                side = None
            elif side is None:
                side = self._side_named(words)
        name = _institution_name(words, parent) if kind == "institution" else words
        certain = parent is not None or _is_proper(name)
        key = same_name(name) if certain and kind != "other" else self._local(name)
        code = parent.country_code if parent is not None and kind != "media" else None
        if parent is not None and parent.name_key == key:
            return parent, side
        return Actor(name, key, kind, code, self._target(name), parent if kind != "media" else None), side

    def _local(self, name: str) -> str:
        return f"{same_name(name)} · {self._article_key}"

    def _target(self, name: str) -> str | None:
        return self._links.get(name.casefold())


def _links(article: Article) -> Mapping[str, str]:
    """The words of the article's internal links → the key of the page, where all links of those words agree."""
    found: dict[str, str | None] = {}
    groups = [section.links for section in article.sections]
    groups += [field.links for infobox in article.infoboxes for field in infobox.fields]
    for links in groups:
        for link in links:
            if (
                link.kind == "internal"
                and link.target_key
                and link.text
                and not link.fragment
                and ":" not in link.target_key
            ):
                words = link.text.strip().casefold()
                if found.setdefault(words, link.target_key) != link.target_key:
                    found[words] = None
    return {words: key for words, key in found.items() if key is not None}


def _country(code: str, links: Mapping[str, str]) -> Actor:
    name = country_names()[code]
    return Actor(name, same_name(name), "country", code, links.get(name.casefold()))


def _pronoun(word: str, previous: Resolved | None) -> Resolved:
    if previous is None or not previous.actors:
        return NOBODY
    single = len(previous.actors) == 1
    kind = previous.actors[0].kind
    if word in {"he", "she", "him", "her", "himself", "herself"}:
        return previous if single and kind == "person" else NOBODY
    if word == "it":
        return previous if single and kind != "person" else NOBODY
    return previous if not single or kind != "person" else NOBODY


@lru_cache(maxsize=4096)
def split_claimants(claimant: str) -> tuple[str, ...]:
    """The claimants that words join: "A and B" are two, "X, the president of Y" and "Bosnia and Herzegovina" one."""
    words = re.sub(r"^(?:both|either)\s(?=.*\sand\s)", "", claimant.strip()[:MAX_CLAIMANT])
    if country_code(words) is not None:
        return (words,)
    parts = [part.strip() for part in _SPLIT.split(words) if part and part.strip()]
    if len(parts) < 2:
        return (words,) if words else ()
    if _is_apposition(parts):
        return (words,)
    last = parts[-1].split()
    # "Russian and separatist forces": the first part borrows the noun of the last.
    borrows = (
        " and " in words and len(parts) == 2 and len(parts[0].split()) == 1 and len(last) >= 2 and last[-1].islower()
    )
    if borrows and (country_code(parts[0]) is not None or parts[0].islower()):
        return f"{parts[0]} {last[-1]}", parts[1]
    if all(_stands_alone(part) for part in parts):
        return tuple(parts)
    return (words,)


def _is_apposition(parts: list[str]) -> bool:
    """Whether parts tell one person's name and office: "the president of Y, X" and "X, an adviser and writer"."""
    _, name = _office_and_name(parts[0])
    if name is not None and any(
        part.split()[0].lower() in {"the", "a", "an", "former", "deputy"} or part[:1].islower() for part in parts[1:]
    ):
        return True
    return bool(_word_pattern("offices").search(parts[0])) and _looks_like_name(parts[1])


def _stands_alone(part: str) -> bool:
    words = _without_lead(part)
    return bool(words) and (
        country_code(words) is not None
        or _is_proper(words)
        or kind_of(words) != "other"
        or words.split()[-1].lower() in _word_set("people")
    )


@lru_cache(maxsize=4096)
def _without_lead(words: str) -> str:
    plain = words.strip(' ,;:"“”')
    while True:
        first, _, rest = plain.partition(" ")
        if rest and first.lower() in _word_set("leading") and not _is_title(plain):
            plain = rest.strip()
            continue
        return plain


def _is_title(words: str) -> bool:
    """Whether "The" belongs to a name: "The Guardian", "The Arab Chronicle"."""
    return (
        words.startswith("The ")
        and len(words.split()) > 1
        and words.split()[1][:1].isupper()
        and kind_of(words[4:]) == "media"
    )


@lru_cache(maxsize=4096)
def _looks_like_name(words: str) -> bool:
    """Whether words can be a person's full name: two to five capitalised words, none of a body or a country."""
    tokens = words.split()
    if not 2 <= len(tokens) <= 5 or not _TITLED.match(tokens[-1]):
        return False
    if not all(_TITLED.match(token) or token.lower().strip("-") in _NAME_PARTICLES or "-" in token for token in tokens):
        return False
    if any(token.isupper() and len(token.strip(".")) > 1 for token in tokens):
        return False
    return (
        country_code(words) is None
        and find_country(words, capitals=True) is None
        and not any(_word_pattern(name).search(words) for name in ("state_bodies", "other_bodies", "media"))
    )


@lru_cache(maxsize=4096)
def _office_and_name(words: str) -> tuple[str | None, str | None]:
    """An office and a person's name, where words tell them: "President of Azerbaijan, Ilham Aliyev"."""
    if _looks_like_name(words) and not _word_pattern("offices").search(words):
        return None, words
    head, comma, tail = words.partition(", ")
    if comma:
        tail = tail.strip()
        if _looks_like_name(tail) and not _word_pattern("offices").search(tail):
            return head, tail
        if _looks_like_name(head) and not _word_pattern("offices").search(head):
            return tail, head
        office, name = _office_and_name(head)
        if name is not None:
            return f"{office}, {tail}" if office else tail, name
    last = None
    for match in _word_pattern("offices").finditer(words):
        last = match
    tokens = words.split()
    for start in range(1, len(tokens)):
        name = " ".join(tokens[start:])
        before = " ".join(tokens[:start])
        ends = last is not None and last.end() <= len(before)
        if not ends:
            continue
        if _looks_like_name(name) and not (
            last and re.match(r"\s*of\b", words[last.end() :]) and before.split()[-1].lower() in {"of", "the"}
        ):
            return before, name
        if (
            start == len(tokens) - 1
            and _TITLED.match(name)
            and last is not None
            and last.end() == len(before)
            and country_code(name) is None
        ):
            return before, name
    return None, None


def _office_name(words: str, parent: Actor) -> str:
    """An office in one form: "Azerbaijani president" and "president of Azerbaijan" → "President of Azerbaijan"."""
    match = _word_pattern("offices").search(words)
    office = match[0] if match is not None else words
    return f"{office[:1].upper()}{office[1:].lower()} of {parent.name}"


def _institution_name(words: str, parent: Actor | None) -> str:
    """An institution in one form: "Azerbaijani MoD" and "Ministry of Defence of Azerbaijan" are one."""
    tokens = words.split()
    short = tokens[-1].lower()
    lowered = words.lower().replace("defense", "defence")
    if parent is None:
        return words
    if short in actor_data()["abbreviations"]:
        return f"{actor_data()['abbreviations'][short]} of {parent.name}"
    if "ministry" in lowered or "general staff" in lowered:
        for body, proper in (
            ("defence", "Ministry of Defence"),
            ("foreign", "Ministry of Foreign Affairs"),
            ("interior", "Ministry of the Interior"),
            ("health", "Ministry of Health"),
            ("general staff", "General Staff"),
        ):
            if body in lowered:
                return f"{proper} of {parent.name}"
    return words


@lru_cache(maxsize=4096)
def kind_of(words: str) -> ActorKind:
    """What sort of actor words describe that name no person: by the noun that heads them."""
    head = _HEAD.split(words, maxsplit=1)[0]
    last = head.split()[-1].lower().strip("\"'“”") if head.split() else ""
    if last in _word_set("documents"):
        return "other"
    if _heads(head, "media"):
        return "media"
    if _heads(head, "factions"):
        return "faction"
    if _heads(head, "state_bodies"):
        return "institution"
    if last in _word_set("people"):
        return "other"
    if _heads(head, "offices"):
        return "office"
    if _word_pattern("media").search(head):
        return "media"
    if _word_pattern("other_bodies").search(words) or _word_pattern("state_bodies").search(head):
        return "institution"
    if words.isupper() and 2 <= len(words) <= 8:
        return "institution"
    if _is_proper(head):
        return "institution" if len(head.split()) > 1 else "other"
    return "other"


def _heads(head: str, name: str) -> bool:
    """Whether a word of the list ends ``head``."""
    return any(match.end() == len(head) for match in _word_pattern(name).finditer(head))


def _is_proper(words: str) -> bool:
    """Whether words are a name: every word of weight has a capital letter."""
    tokens = [
        token for token in words.split() if token.lower() not in {"of", "the", "for", "and", "in", "on", "de", "la"}
    ]
    return bool(tokens) and all(_TITLED.match(token.strip("\"'(“")) or token[:1].isdigit() for token in tokens)
