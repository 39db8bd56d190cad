"""Sides: the belligerents of an article's infobox, and which of them a name belongs to.

``combatant1``, ``combatant2``… list the parties of a side, a line or a link each, with flags. A name that two
sides list (a country that helps both) belongs to neither.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Final

from archive.claims.countries import actor_data, country_code, flag_code
from archive.documents import Article, Field

# Enough for the longest list of belligerents; damage may make more of them.
MAX_NAMES = 400
MAX_NAME = 80

_NO_WORD: Final = re.compile(r"'s?(?!\w)|[,()]")


@dataclass(frozen=True, slots=True)
class Faction:
    """A party of a side: its name, side, country where it is one, and the article that a link says it is."""

    name: str
    side: int
    country_code: str | None
    target_key: str | None


@dataclass(frozen=True, slots=True)
class Sides:
    """The parties of an article's sides, by name, acronym and country; and the commanders' sides by name.

    ``words`` are all words of the names in ``by_name``: what holds none of them names no party.
    """

    factions: tuple[Faction, ...] = ()
    by_name: Mapping[str, Faction] = field(default_factory=dict)
    by_country: Mapping[str, int] = field(default_factory=dict)
    commanders: Mapping[str, int] = field(default_factory=dict)
    numbers: frozenset[int] = frozenset()
    words: frozenset[str] = frozenset()

    def faction(self, words: str) -> Faction | None:
        """The party that ``words`` name: its full name, its acronym, or its name without generic words."""
        if not self.by_name:
            return None
        key = _key(words)
        return self.by_name.get(key) or self.by_name.get(_core(key))

    def names(self, words: str) -> bool:
        """Whether any of ``words`` is one of a party's name: a fast look before parts of them are tried."""
        return bool(self.words) and not self.words.isdisjoint(_plain_words(words))

    def opposed_to_government(self) -> tuple[int | None, int | None]:
        """The sides of the opposition and of the government, where the names tell exactly one of each."""
        words = actor_data()["opposition_names"]
        opposition = {f.side for f in self.factions if any(word in f.name.lower() for word in words)}
        governments = {f.side for f in self.factions if f.country_code and f.side not in opposition and _is_country(f)}
        return _only(opposition), _only(governments)


def _is_country(faction: Faction) -> bool:
    return country_code(faction.name) is not None or "government" in faction.name.lower()


def _only(numbers: set[int]) -> int | None:
    return next(iter(numbers)) if len(numbers) == 1 else None


def _key(words: str) -> str:
    return " ".join(words.lower().split()).removeprefix("the ")


def core_name(words: str) -> str:
    """``words`` without what says nothing of which party it is: "Republic of Artsakh" → "artsakh"."""
    return _core(_key(words))


def _core(key: str) -> str:
    generic = _generic()
    return " ".join([word for word in key.replace("’", "'").split() if word not in generic])


def _plain_words(words: str) -> list[str]:
    """The words in lower case, without possessive endings and the marks between them."""
    return _NO_WORD.sub(" ", words.lower().replace("’", "'")).split()


@cache
def _generic() -> frozenset[str]:
    return frozenset(actor_data()["generic_names"])


def read_sides(article: Article) -> Sides:
    """The sides of the first infobox of ``article`` that has combatants; without one, no sides."""
    for infobox in article.infoboxes:
        combatants = [f for f in infobox.fields if (f.group_name or "").lower() == "combatant" and f.group_index]
        if combatants:
            commanders = [f for f in infobox.fields if (f.group_name or "").lower() == "commander" and f.group_index]
            return _sides(combatants, commanders)
    return Sides()


def _sides(combatants: list[Field], commanders: list[Field]) -> Sides:
    factions = [faction for combatant in combatants for faction in _factions(combatant)][:MAX_NAMES]
    sides_of_country: dict[str, set[int]] = {}
    for faction in factions:
        if faction.country_code and country_code(faction.name) == faction.country_code:
            sides_of_country.setdefault(faction.country_code, set()).add(faction.side)
    for faction in factions:
        if faction.country_code and faction.country_code not in sides_of_country:
            sides_of_country[faction.country_code] = {
                f.side for f in factions if f.country_code == faction.country_code
            }
    by_name: dict[str, Faction] = {}
    ambiguous: set[str] = set()
    for faction in factions:
        for alias in _aliases(faction.name):
            known = by_name.setdefault(alias, faction)
            if known.side != faction.side:
                ambiguous.add(alias)
    by_name = {alias: faction for alias, faction in by_name.items() if alias not in ambiguous}
    return Sides(
        tuple(factions),
        by_name,
        {code: next(iter(numbers)) for code, numbers in sides_of_country.items() if len(numbers) == 1},
        _commanders(commanders),
        frozenset(combatant.group_index for combatant in combatants if combatant.group_index is not None),
        frozenset(word for alias in by_name for word in _plain_words(alias)),
    )


def _aliases(name: str) -> Iterator[str]:
    yield _key(name)
    core = core_name(name)
    # "Syrian" is left of "Syrian Army", but names a country, not that army.
    if len(core) > 2 and country_code(core.title()) is None:
        yield core
    acronym = "".join(word[0] for word in re.split(r"[\s-]+", name) if word[:1].isupper())
    if len(acronym) >= 3:
        yield acronym.lower()


def _factions(combatant: Field) -> Iterator[Faction]:
    side = combatant.group_index or 0
    targets = {link.text.strip().lower(): link.target_key for link in combatant.links if link.kind == "internal"}
    seen = set()
    lines = [line for line in combatant.text.split("\n") if line.strip()]
    names = [(line, flag_code(line)) for line in lines] + [(link.text, None) for link in combatant.links]
    for words, code in names:
        name = _plain_name(words)
        if (
            not name
            or len(name) > MAX_NAME
            or name.lower() in seen
            or name.lower().rstrip(":") in actor_data()["supporters"]
        ):
            continue
        seen.add(name.lower())
        yield Faction(name, side, country_code(name) or code, targets.get(name.lower()))
        acronym = re.search(r"\(([A-Z][A-Za-z]{1,9})\)", words)
        if acronym is not None:
            yield Faction(acronym[1], side, country_code(name) or code, targets.get(name.lower()))


def _plain_name(words: str) -> str:
    """A line of a combatant field without flag, bullet, note in parentheses and label."""
    plain = re.sub("[\U0001f1e6-\U0001f1ff\U0001f3f4\U000e0000-\U000e007f\ufe0f]", "", words)
    plain = re.sub(r"\([^()]{0,80}\)", "", plain)
    plain = plain.strip(" \t*•·–—-:,;")
    return re.sub(r"\s+", " ", plain)


def _commanders(fields: list[Field]) -> Mapping[str, int]:
    found: dict[str, int] = {}
    ambiguous: set[str] = set()
    for commander in fields:
        names = [*commander.text.split("\n"), *(link.text for link in commander.links)]
        for words in names[:MAX_NAMES]:
            name = _key(_plain_name(words))
            if len(name.split()) < 2 or len(name) > MAX_NAME:
                continue
            side = commander.group_index or 0
            if found.setdefault(name, side) != side:
                ambiguous.add(name)
    return {name: side for name, side in found.items() if name not in ambiguous}
