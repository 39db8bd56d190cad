"""What a reader asks for in an address, checked."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence

__all__ = ["Arguments", "BadArgumentError", "NotHereError"]

_DATE = re.compile(r"[0-9]{4}(?:-[0-9]{2}(?:-[0-9]{2})?)?")
_LARGEST_NUMBER = 2**62


class BadArgumentError(Exception):
    """The address asks for something that cannot be; the text says what would be right."""


class NotHereError(Exception):
    """There is no such article, claim or actor in the archive."""


class Arguments:
    """The part of an address after the question mark. Each method raises BadArgumentError for a value it cannot use."""

    def __init__(self, given: Mapping[str, Sequence[str]]) -> None:
        self._given = given

    def text(self, name: str, most: int = 300) -> str:
        """Return the text given as ``name`` without control characters, cut to ``most`` characters; empty if none."""
        values = self._given.get(name) or [""]
        return "".join(letter for letter in values[0] if letter.isprintable()).strip()[:most]

    def choice(self, name: str, choices: Collection[str]) -> str:
        """Return the one of ``choices`` given as ``name``; empty if none."""
        value = self.text(name)
        if value and value not in choices:
            raise BadArgumentError(f"{name} is one of: {', '.join(choices)}.")
        return value

    def number(self, name: str) -> int | None:
        """Return the whole number given as ``name``; None if there is none."""
        value = self.text(name)
        if not value:
            return None
        if not value.isascii() or not value.isdigit() or int(value[:20]) > _LARGEST_NUMBER:
            raise BadArgumentError(f"{name} is a whole number.")
        return int(value)

    def date(self, name: str) -> str:
        """Return the date given as ``name``, whole or cut to a month or a year; empty if none."""
        value = self.text(name)
        if value and not _DATE.fullmatch(value):
            raise BadArgumentError(f"{name} is a date such as 2020-10-27, 2020-10 or 2020.")
        return value

    def flag(self, name: str) -> bool:
        """Return True if ``name`` is given and is not empty or 0."""
        return self.text(name) not in ("", "0")
