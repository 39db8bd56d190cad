"""Names: what sort of actor words name, told by their form and their nouns alone, without any article."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import Final

from archive.claims.countries import actor_data, country_code, country_names, find_country
from archive.documents import ActorKind

MAX_CLAIMANT = 300

_ARTICLE: Final = re.compile(r"(?:[Aa]l|[Ee]l|[Aa]sh|[Aa]d|[Aa]n|[Aa]r|[Aa]s|[Aa]z|[Aa]t|d|l|O)[-'’]")
_SPLIT: Final = re.compile(r",\s(?:and\s)?|\s(?:and|as well as|along with)\s(?:the\s)?(?=\S)")
_HEAD: Final = re.compile(
    r"\s(?:of|in|at|from|for|on|with|to|by|near|published|citing|conducted|released|issued|made|carried|who|which|that|based"
    r"|led|close|inside|outside|within|among)\s|,\s|\s\("
)
_OF_AND_THE: Final = re.compile(r"\bof (?:\w+ )?[A-Z]\w+ and the [A-Z]\w+$")
_NOTE: Final = re.compile(r"\s\([^()]{1,60}\)$")
_PREPOSITIONS: Final = frozenset({"of", "by", "in", "on", "at", "from", "to", "for", "with", "and"})
_PARTICLES: Final = frozenset(
    {"al", "el", "bin", "ibn", "abu", "de", "da", "dos", "van", "von", "der", "di", "la", "le", "du", "af", "y"}
)
# "Myles B. Caggins III": who of a family, after two names at least.
_NUMERALS: Final = frozenset({"II", "III", "IV"})
_LINKING: Final = frozenset(
    {"of", "the", "for", "and", "in", "on", "de", "la", "du", "des", "against", "with", "to", "et", "für", "der"}
)


@cache
def word_set(name: str) -> frozenset[str]:
    """One list of ``data/actors.yaml``."""
    return frozenset(actor_data()[name])


@cache
def word_pattern(name: str) -> re.Pattern[str]:
    """Any word of a list of ``data/actors.yaml``, as a whole word in any case."""
    words = sorted(actor_data()[name], key=len, reverse=True)
    flags = 0 if name == "outlets" else re.IGNORECASE
    return re.compile(r"(?<![\w-])(?:" + "|".join(re.escape(word) for word in words) + r")(?![\w-])", flags)


def is_titled(token: str) -> bool:
    """Whether a word begins with a capital letter, after an article like "al-"."""
    plain = token.lstrip("\"'(“‘")
    if plain[:1].isupper():
        return True
    article = _ARTICLE.match(plain)
    return article is not None and plain[article.end() : article.end() + 1].isupper()


@lru_cache(maxsize=4096)
def looks_like_name(words: str) -> bool:
    """Whether words can be a person's full name: two to five capitalised words, none of a body, place or country."""
    tokens = words.split()
    if not 2 <= len(tokens) <= 5 or not is_titled(tokens[-1]) or not is_titled(tokens[0]):
        return False
    if not all(is_titled(token) or token.lower().strip("-") in _PARTICLES for token in tokens):
        return False
    if tokens[0].lower() in word_set("faction_names") or any(_leans(token) for token in tokens):
        return False
    named = tokens[:-1] if tokens[-1] in _NUMERALS and len(tokens) > 2 and "(" not in words else tokens
    if any(
        (len(token.strip(".")) > 1 and token.isupper()) or token.lower().strip(".,") in word_set("not_in_names")
        for token in named
    ):
        return False
    # "Dominique de Villepin" is no island: a particle stands within a person's name.
    given = tokens[1].lower() in _PARTICLES
    return (
        country_code(words) is None
        and find_country(words.partition(" ")[2] if given else words, capitals=True) is None
        and not any(
            word_pattern(name).search(words)
            for name in ("state_bodies", "other_bodies", "media", "outlets", "factions")
        )
    )


def _leans(token: str) -> bool:
    """Whether a word tells what something is like, not what it is called: "ISIL-affiliated"."""
    return token.lower().endswith(("-affiliated", "-backed", "-aligned", "-based", "-led", "-linked", "-owned", "-run"))


@lru_cache(maxsize=4096)
def office_and_name(words: str) -> tuple[str | None, str | None]:
    """An office and a person's name, where words tell them: "President of Azerbaijan, Ilham Aliyev"."""
    words = _NOTE.sub("", words)
    if looks_like_name(words) and not word_pattern("offices").search(words):
        return None, words
    head, comma, tail = words.partition(", ")
    if comma:
        tail = tail.strip()
        if looks_like_name(tail) and not word_pattern("offices").search(tail):
            return head, tail
        if looks_like_name(head) and not word_pattern("offices").search(head):
            return tail, head
        office, name = office_and_name(head)
        if name is not None:
            return f"{office}, {tail}" if office else tail, name
    office, name = _name_after_office(words)
    served, of, body = words.partition(" of ")
    if name is None and of:
        # "Maj. Gen. Maan al-Saadi of the Iraqi Army": the name stands between the rank and whom it serves.
        rank, name = _name_after_office(served)
        if rank is not None and name is not None and " " in name and is_proper(without_lead(body)):
            return f"{rank} of {body}", name
        return None, None
    return office, name


def _name_after_office(words: str) -> tuple[str | None, str | None]:
    """The name that ends words whose office stands before it: "Azerbaijani president Ilham Aliyev"."""
    office_end = max((match.end() for match in word_pattern("offices").finditer(words)), default=0)
    if not office_end:
        return None, None
    tokens = words.split()
    for start in range(1, len(tokens)):
        before = " ".join(tokens[:start])
        name = " ".join(tokens[start:])
        if len(before) < office_end or before.split()[-1].lower() in {"of", "the", "for"}:
            continue
        if looks_like_name(name):
            return before, name
        alone = start == len(tokens) - 1 and len(before) == office_end
        if alone and is_titled(name) and country_code(name) is None and kind_of(name) == "other" and not name.isupper():
            return before, name
    return None, None


@lru_cache(maxsize=4096)
def split_claimants(claimant: str) -> tuple[str, ...]:
    """The claimants that words join: "A and B" are two, "X, the president of Y" and "Bosnia and Herzegovina" one."""
    words = re.sub(r"^(?:both|either)\s(?=.*\sand\s)", "", claimant.strip()[:MAX_CLAIMANT])
    if country_code(words) is not None:
        return (words,)
    parts = [part.strip() for part in _SPLIT.split(words) if part and part.strip()]
    if len(parts) < 2:
        return (words,) if words else ()
    if _is_apposition(parts) or _is_joined_name(words, parts):
        return (words,)
    if len(parts) == 2 and " and " not in words and _describes(parts[0], parts[1]):
        return (parts[1],)
    last = parts[-1].split()
    # "Russian and separatist forces": the first part borrows the noun of the last.
    if len(parts) == 2 and " and " in words and _borrows(parts[0], last):
        return f"{parts[0]} {last[-1]}", parts[1]
    if all(_stands_alone(part) for part in parts):
        return tuple(parts)
    return (words,)


def _is_apposition(parts: list[str]) -> bool:
    """Whether parts tell one person's name and office: "the president of Y, X" and "X, an adviser and writer"."""
    _, name = office_and_name(parts[0])
    adds = any(
        part.split()[0].lower() in {"the", "a", "an", "former", "deputy"} or part[:1].islower() for part in parts[1:]
    )
    if name is not None and adds:
        return True
    return (
        bool(word_pattern("offices").search(parts[0]))
        and looks_like_name(_NOTE.sub("", parts[1]))
        and not looks_like_name(parts[0])
    )


def _borrows(first: str, last: list[str]) -> bool:
    """Whether one adjective waits for the noun that ends the words after "and"."""
    if " " in first or len(last) < 2 or not last[-1].islower() or last[0].lower() in word_set("leading"):
        return False
    return (_is_demonym(first) or first.islower()) and kind_of(first) in {"other", "faction"}


def _describes(first: str, second: str) -> bool:
    """Whether a comma stands between a description and the name it describes: "a media outlet, Shaam News Network"."""
    return first.split()[0].lower() in {"a", "an"} and first.split()[-1].islower() and is_proper(without_lead(second))


def _is_demonym(words: str) -> bool:
    """Whether words are an adjective of a country, not its name: "Ukrainian", not "Ukraine"."""
    code = country_code(words)
    return code is not None and words != country_names()[code]


def _is_joined_name(words: str, parts: list[str]) -> bool:
    """Whether "and" stands inside one name: "National Security and Defence Council", "State of Iraq and the Levant"."""
    last = parts[0].split()[-1].lower()
    if " and " not in words or not parts[1][:1].isupper():
        return False
    return last in word_set("joined_before") or _OF_AND_THE.search(words) is not None


def _stands_alone(part: str) -> bool:
    words = without_lead(part)
    return bool(words) and (
        country_code(words) is not None
        or is_proper(words)
        or kind_of(words) != "other"
        or words.split()[-1].lower() in word_set("people")
        or words.split()[-1].lower() in word_set("documents")
        or office_and_name(words)[1] is not None
    )


@lru_cache(maxsize=4096)
def without_lead(words: str) -> str:
    """Words without what only introduces them: articles, "some", "several"; the "The" of a title stays."""
    plain = words.strip(' ,;:"“”')
    while True:
        first, _, rest = plain.partition(" ")
        if rest and first.lower() in word_set("leading") and not _is_title(plain):
            plain = rest.strip()
            continue
        return plain


def _is_title(words: str) -> bool:
    """Whether "The" belongs to a name: "The Guardian", "The Arab Chronicle"."""
    return words.startswith("The ") and is_titled(words[4:5]) and word_pattern("outlets").search(words) is not None


@lru_cache(maxsize=4096)
def without_introduction(words: str) -> str:
    """The name alone, where words before it only say what it is of: "the opposition activist group SOHR"."""
    tokens = words.split()
    for start in range(min(len(tokens) - 1, 6), 0, -1):
        if tokens[start - 1] in word_set("introducing"):
            name = without_lead(" ".join(tokens[start:]))
            described = all(
                (token.islower() and token not in _PREPOSITIONS) or _is_demonym(token) for token in tokens[1:start]
            )
            return name if described and is_titled(name) and is_proper(name) else words
    return words


@lru_cache(maxsize=4096)
def kind_of(words: str) -> ActorKind:
    """What sort of actor words describe that name no person: by the noun that heads them."""
    head = _HEAD.split(words, maxsplit=1)[0]
    last = head.split()[-1].lower().strip("\"'“”") if head.split() else ""
    if last in word_set("documents"):
        return "other"
    if heads(head, "media") or heads(head, "outlets"):
        return "media"
    if heads(head, "factions"):
        return "faction"
    if head.partition(" ")[0].lower() in word_set("faction_names") and is_proper(head):
        return "faction"
    if heads(head, "state_bodies"):
        return "institution"
    if last in word_set("people"):
        return "other"
    if heads(head, "offices"):
        return "office"
    if word_pattern("media").search(head) or word_pattern("outlets").search(head):
        return "media"
    if word_pattern("other_bodies").search(words) or word_pattern("state_bodies").search(head):
        return "institution"
    if words.isupper() and 2 <= len(words) <= 8:
        return "institution"
    if is_proper(head):
        return "institution" if len(head.split()) > 1 else "other"
    return "other"


def heads(head: str, name: str) -> bool:
    """Whether a word of the list ends ``head``."""
    return any(match.end() == len(head) for match in word_pattern(name).finditer(head))


@lru_cache(maxsize=4096)
def is_proper(words: str) -> bool:
    """Whether words are a name: every word of weight has a capital letter."""
    tokens = [token for token in words.split() if token.lower() not in _LINKING]
    return bool(tokens) and all(is_titled(token) or token[:1].isdigit() for token in tokens)


def of_country(name: str) -> str:
    """A country's name after "of": "the United Kingdom"."""
    return f"the {name}" if name.split()[0] in word_set("with_article") else name
