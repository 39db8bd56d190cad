"""Countries by any of their names: English name, demonym, capital, abbreviation (``data/countries.tsv``)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any, Final, NamedTuple

from archive.parsing.data_files import load_data

# A claimant's country stands in its first words.
MAX_LENGTH = 300

_TOKEN: Final = re.compile(r"[^\s,;()]+")
_FLAG: Final = re.compile("[\U0001f1e6-\U0001f1ff]{2}")


class CountryName(NamedTuple):
    """A country found in words: its code, its English name, and where in the words it stands."""

    code: str
    name: str
    start: int
    end: int


@cache
def actor_data() -> dict[str, Any]:
    """The words of ``data/actors.yaml``."""
    loaded: dict[str, Any] = load_data("actors.yaml", "archive.claims")
    return loaded


@cache
def country_names() -> Mapping[str, str]:
    """ISO 3166-1 alpha-2 code → English name."""
    names = {cells[0]: cells[1] for cells in _rows()}
    names["XK"] = "Kosovo"
    return names


@cache
def _rows() -> tuple[list[str], ...]:
    text = files("archive.claims").joinpath("data/countries.tsv").read_text("utf-8")
    return tuple(line.split("\t") for line in text.splitlines()[2:])


@cache
def _codes() -> Mapping[str, str]:
    """Every form of every country's name → code. Forms keep their case: "us" is no country."""
    codes: dict[str, str] = {}
    for code, name, demonyms, capital, others in _rows():
        forms = [name, *demonyms.split("|"), *capital.split("|"), *others.split("|")]
        for form in forms:
            if form:
                codes.setdefault(form, code)
                # Capitals and demonyms in the plural: "Americans", "Armenians", "Azerbaijanis".
                if form in demonyms.split("|"):
                    codes.setdefault(form + "s", code)
    for code, forms in actor_data()["country_forms"].items():
        for form in forms:
            codes[form] = code
    return codes


@cache
def _capitals() -> frozenset[str]:
    return frozenset(capital for row in _rows() for capital in row[3].split("|") if capital)


@lru_cache(maxsize=4096)
def country_code(words: str) -> str | None:
    """The code of the country that all of ``words`` name, in any form; None where they name none."""
    return _codes().get(_bare(words.strip().removeprefix("the ").removeprefix("The ")))


@cache
def _lengths() -> Mapping[str, tuple[int, ...]]:
    """The first word of every form → how many words such forms have, longest first."""
    lengths: dict[str, set[int]] = {}
    for form in _codes():
        words = form.split()
        lengths.setdefault(words[0], set()).add(len(words))
    return {word: tuple(sorted(counts, reverse=True)) for word, counts in lengths.items()}


@lru_cache(maxsize=4096)
def find_country(words: str, *, capitals: bool = False) -> CountryName | None:
    """The first country named in ``words``, longest form first; "pro-Russian" and "US-led" name none."""
    tokens = list(_TOKEN.finditer(words[:MAX_LENGTH]))
    for index, token in enumerate(tokens):
        plain = token[0]
        lengths = _lengths().get(plain) or _lengths().get(_bare(plain))
        if lengths is None:
            continue
        for length in lengths:
            if index + length > len(tokens):
                continue
            start, end = token.start(), tokens[index + length - 1].end()
            form = words[start:end] if words[start:end] in _codes() else _bare(words[start:end])
            code = _codes().get(form)
            if code is not None and (capitals or form not in _capitals()):
                return CountryName(code, country_names()[code], start, end)
    return None


def _bare(word: str) -> str:
    """A word without the possessive ending."""
    for ending in ("'s", "’s", "'", "’"):
        if word.endswith(ending):
            return word[: -len(ending)]
    return word


def flag_code(text: str) -> str | None:
    """The code of the first flag emoji in ``text``: a pair of regional indicator symbols."""
    match = _FLAG.search(text)
    if match is None:
        return None
    code = "".join(chr(ord(letter) - 0x1F1E6 + ord("A")) for letter in match[0])
    return code if code in country_names() else None
