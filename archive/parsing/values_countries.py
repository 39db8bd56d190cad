"""Flags: from the emoji that the producer makes of flag templates to ISO 3166-1 alpha-2 codes."""

from __future__ import annotations

import re
from typing import Any, Final

from archive.parsing.data_files import load_data

_COUNTRIES: dict[str, Any] = load_data("countries.yaml")
_REGIONAL_A = 0x1F1E6
_TAG_ZERO = 0xE0000
# Unicode Technical Standard 51: two regional indicators, or a black flag with tag characters (England: gbeng).
_FLAG = re.compile("[\U0001f1e6-\U0001f1ff]{2}|\U0001f3f4[\U000e0030-\U000e0039\U000e0061-\U000e007a]{3,6}\U000e007f?")
_FLAG_BLOCKS: Final = re.compile("[\U0001f1e6-\U0001f1ff\U0001f3f4]")
_PARENTHESES: Final = re.compile(r"\s*\([^()]{0,200}\)")


def flag_codes(text: str) -> tuple[str, ...]:
    """The country of every flag in ``text``, in order; flags that stand for no code are passed over."""
    if _FLAG_BLOCKS.search(text) is None:
        return ()
    return tuple(code for match in _FLAG.finditer(text) if (code := _code(match[0])) is not None)


def leading_flag(text: str) -> tuple[str, bool] | None:
    """The code of the flag that ``text`` begins with, and whether the text is nothing but that country.

    None where no flag stands first, or where a flag of another country follows. A note in parentheses may stand
    behind the name.
    """
    first = _FLAG.match(text)
    codes = flag_codes(text) if first is not None else ()
    if first is None or not codes or _code(first[0]) != codes[0] or len(set(codes)) > 1:
        return None
    names: list[str] = _COUNTRIES[codes[0]]
    rest = _fold(_PARENTHESES.sub("", text[first.end() :]))
    return codes[0], bool(names) and (not rest or rest in {_fold(name) for name in names})


def _code(flag: str) -> str | None:
    if len(flag) == 2:
        code = "".join(chr(ord(letter) - _REGIONAL_A + ord("A")) for letter in flag)
    else:
        code = "".join(chr(ord(tag) - _TAG_ZERO) for tag in flag[1:3]).upper()
    return code if code in _COUNTRIES else None


def _fold(name: str) -> str:
    return name.strip(" \t,;").casefold().replace("’", "'").replace("&", "and").removeprefix("the ")
