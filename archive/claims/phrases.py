"""Many phrases found in one pass over a text, each with what it means."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final, Generic, TypeVar

from ahocorasick_rs import AhoCorasick, Implementation

Meaning = TypeVar("Meaning")

_SURROGATE: Final = re.compile(r"[\ud800-\udfff]")


class Phrases(Generic[Meaning]):
    """Phrases to be found wherever they stand, in other words and in each other too.

    ``meanings`` are what the phrases mean, by the numbers that ``find`` tells them by.
    """

    def __init__(self, meanings: Mapping[str, Meaning]) -> None:
        self.meanings = list(meanings.values())
        self._finder = AhoCorasick(list(meanings), implementation=Implementation.DFA, store_patterns=False)

    def find(self, text: str) -> list[tuple[int, int, int]]:
        """Every phrase in ``text`` as its number, its start and its end, in the order of the ends. Never raises."""
        try:
            return self._finder.find_matches_as_indexes(text, overlapping=True)
        except UnicodeEncodeError:
            # Half a surrogate pair is no character: the matcher cannot read it, and no phrase holds it.
            return self._finder.find_matches_as_indexes(_SURROGATE.sub("?", text), overlapping=True)
