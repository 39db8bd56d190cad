"""The language of a text, told by its function words: cheap, and silent where it is not sure.

A word that several languages share counts for each of them by its share, so that near relatives (Afrikaans and
Dutch) are told apart by what is their own.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from typing import Final

from archive.parsing.data_files import load_data

_WORD: Final = re.compile(r"'?[^\W\d_]+")
_READ_CHARACTERS = 3000
_LEAST_WORDS = 20
# The share of words that must be function words of the language, and how far it must lead. In running text the
# share is a fifth to a half; lists of names fall below and stay untold.
_LEAST_SHARE = 0.08
_LEAST_LEAD = 1.25


@cache
def _languages_of_words() -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for language, words in load_data("function_words.yaml").items():
        for word in dict.fromkeys(words.split()):
            found.setdefault(word, []).append(language)
    return {word: tuple(languages) for word, languages in found.items()}


def tell_language(text: str) -> str | None:
    """The code of the language that ``text`` is in, read from its first few thousand characters; else None.

    Lines with a tab are rows of a table, which hold names rather than sentences: they are read only where the
    other lines do not tell.
    """
    if "\t" not in text:
        return _tell(text)
    return _tell("\n".join([line for line in text.split("\n") if "\t" not in line])) or _tell(text)


def _tell(text: str) -> str | None:
    words = _WORD.findall(text[:_READ_CHARACTERS].lower())
    if len(words) < _LEAST_WORDS:
        return None
    languages_of_words = _languages_of_words()
    scores: dict[str, float] = {}
    hits: dict[str, int] = {}
    for word, count in Counter(words).items():
        languages = languages_of_words.get(word, ())
        for language in languages:
            scores[language] = scores.get(language, 0.0) + count / len(languages)
            hits[language] = hits.get(language, 0) + count
    ranked = sorted(scores, key=lambda language: (-scores[language], language))
    if not ranked or hits[ranked[0]] < _LEAST_SHARE * len(words):
        return None
    if len(ranked) > 1 and scores[ranked[0]] < _LEAST_LEAD * scores[ranked[1]]:
        return None
    return ranked[0]
