"""Evidence in an article's own text for names that a claimant gives short: surnames and acronyms.

Looked for only when a short name comes up, once each, with plain string search.
"""

from __future__ import annotations

import re
from typing import Final

from archive.claims.names import is_titled, looks_like_name, word_pattern
from archive.documents import Article

# A name that stands more often than this is settled by its first mentions.
MAX_MENTIONS = 40
# More short names than this are looked for in no article: each costs a pass over its text.
MAX_NAMES = 500

# A full stop after more than an initial may end a sentence: "fled to Aleppo. Fighters said".
_WORD_BEFORE: Final = re.compile(r"((?<![^\s(\"“])[A-Z]\.|[^\s,;:.()\"“”]+)\s$")


class Evidence:
    """The text of one article, asked for the full form of a short name."""

    def __init__(self, article: Article) -> None:
        self._texts = [section.text for section in article.sections if section.text]
        self._title = re.sub(r"\s\(.*\)$", "", article.title)
        self._surnames: dict[str, str | None] = {}
        self._acronyms: dict[str, str | None] = {}

    def full_name(self, surname: str) -> str | None:
        """The one full name that ends in ``surname`` here; None where there is none, or more than one person."""
        if surname not in self._surnames and len(self._surnames) < MAX_NAMES:
            self._surnames[surname] = self._find_full_name(surname)
        return self._surnames.get(surname)

    def named_in_title(self, surname: str) -> str | None:
        """The title of the article, where it is a full name that ends in ``surname``."""
        return self._title if self._title.endswith(f" {surname}") and looks_like_name(self._title) else None

    def expansion(self, acronym: str) -> str | None:
        """What ``acronym`` is short for: the words before "(ACRONYM)" that begin with its letters."""
        if acronym not in self._acronyms and len(self._acronyms) < MAX_NAMES:
            self._acronyms[acronym] = self._find_expansion(acronym)
        return self._acronyms.get(acronym)

    def _find_full_name(self, surname: str) -> str | None:
        found: set[str] = set()
        mentions = 0
        for text in self._texts:
            position = text.find(surname)
            while position >= 0 and mentions < MAX_MENTIONS:
                end = position + len(surname)
                if not text[end : end + 1].isalnum():
                    mentions += 1
                    if surname.endswith("s") and text[max(0, position - 4) : position].lower() == "the ":
                        # "The Kurds" are a people.
                        return None
                    name = _name_ending(text, position, surname)
                    if name is not None:
                        found.add(name)
                position = text.find(surname, end)
        # "Ilham Aliyev" and "Ilham Heydar Aliyev" are one; two first names are two people.
        first_names = {name.split()[0] for name in found}
        return max(found, key=len) if len(first_names) == 1 else None

    def _find_expansion(self, acronym: str) -> str | None:
        for text in self._texts:
            position = text.find(f"({acronym})")
            if position < 0:
                continue
            words = text[max(0, position - 120) : position].split()
            for count in range(min(len(words), len(acronym) + 4), 1, -1):
                run = words[-count:]
                initials = "".join(word[0] for word in run if is_titled(word))
                if initials.upper() == acronym.upper() and is_titled(run[0]):
                    return " ".join(run)
        return None


def _name_ending(text: str, start: int, surname: str) -> str | None:
    """The full name whose last word stands at ``start``, of up to three words before it."""
    words: list[str] = []
    position = start
    for _ in range(2):
        before = text[max(0, position - 30) : position].rsplit(None, 1)
        if not before or before[-1].islower():
            # Most names stand after a word that is no name.
            break
        match = _WORD_BEFORE.search(text, max(0, position - 30), position)
        if match is None or not is_titled(match[1]) or word_pattern("offices").fullmatch(match[1]) is not None:
            break
        candidate = " ".join([match[1], *words, surname])
        if not looks_like_name(candidate):
            break
        words.insert(0, match[1])
        position = match.start(1)
    return " ".join([*words, surname]) if words else None
