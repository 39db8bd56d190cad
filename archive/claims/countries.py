"""Countries by any of their names: English name, demonym, capital, abbreviation. See docs/decisions.md for the source."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

# The longest name of a country has nine words; looking further finds nothing.
MAX_WORDS = 7


@dataclass(frozen=True, slots=True)
class CountryName:
    """A country found in words: its code, its English name, and where in the words it stands."""

    code: str
    name: str
    start: int
    end: int


@cache
def actor_data() -> dict[str, Any]:
    """The words of ``data/actors.yaml``."""
    loaded: dict[str, Any] = yaml.safe_load(files("archive.claims").joinpath("data/actors.yaml").read_text("utf-8"))
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


def country_code(words: str) -> str | None:
    """The code of the country that all of ``words`` name, in any form; None where they name none."""
    plain = words.strip().removeprefix("the ").removeprefix("The ").removesuffix("'s").removesuffix("’s")
    return _codes().get(plain)


def find_country(words: str, *, capitals: bool = False) -> CountryName | None:
    """The first country named in ``words``, longest form first; "pro-Russian" and "US-led" name none."""
    tokens = list(re.finditer(r"[^\s,;()]+", words[:300]))
    for index in range(len(tokens)):
        for length in range(min(MAX_WORDS, len(tokens) - index), 0, -1):
            start, end = tokens[index].start(), tokens[index + length - 1].end()
            form = re.sub(r"['’]s?$", "", words[start:end])
            code = _codes().get(form)
            if code is not None and (capitals or form not in _capitals()):
                return CountryName(code, country_names()[code], start, end)
    return None


def flag_code(text: str) -> str | None:
    """The code of the first flag emoji in ``text``: a pair of regional indicator symbols."""
    match = re.search("[\U0001f1e6-\U0001f1ff]{2}", text)
    if match is None:
        return None
    code = "".join(chr(ord(letter) - 0x1F1E6 + ord("A")) for letter in match[0])
    return code if code in country_names() else None
