"""The data files hold what the parsers take them to hold: YAML reads ``no``, ``on`` and ``1`` as other things."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from archive.parsing.data_files import load_data


def words(data: Any) -> Iterator[Any]:
    if isinstance(data, dict):
        for key, value in data.items():
            yield key
            yield from words(value)
    elif isinstance(data, list):
        for item in data:
            yield from words(item)
    elif not isinstance(data, int):
        yield data


@pytest.mark.parametrize("name", ["countries.yaml", "dates.yaml", "field_names.yaml", "numbers.yaml", "units.yaml"])
def test_every_word_is_a_string(name: str) -> None:
    assert [word for word in words(load_data(name)) if not isinstance(word, str)] == []


def test_country_codes_are_two_capital_letters() -> None:
    assert [code for code in load_data("countries.yaml") if not (len(code) == 2 and code.isupper())] == []


def test_no_spelling_belongs_to_two_measures() -> None:
    spellings = [spelling for several in load_data("units.yaml")["measures"].values() for spelling in several]

    assert len(spellings) == len(set(spellings))


def test_no_country_name_belongs_to_two_codes() -> None:
    names = [name for several in load_data("countries.yaml").values() for name in several]

    assert len(names) == len(set(names))
