"""Plain letters for search: what SQLite's unicode61 tokenizer does not fold, folded here.

The tokenizer drops the marks of ``ç`` and ``ö`` but keeps ``ı``, ``ə``, ``ø``, ``ł`` or ``æ``, so that a search for
``Lacin`` misses ``Laçın``. An indexed text has a second column with :func:`folded_words`; a query is tried as
typed and as :func:`fold` gives it.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import Final, Literal

from archive.parsing.data_files import load_data

# Combining marks belong to the word, as they do for the tokenizer.
_WORD: Final = re.compile(r"[\w\u0300-\u036f]+")
# A piece ends before a character that no other joins, where there is one.
_PIECE: Final = re.compile(r"[\s\S]{1,1024}(?=[\x00-\x7f])|[\s\S]{1,1024}")
_LONGEST_AT_ONCE = 1024
_MARKED_LATIN: Final = re.compile("([A-Za-z])[\u0300-\u036f]+")


@cache
def _letters() -> tuple[dict[int, str], re.Pattern[str]]:
    plain: dict[str, str] = load_data("folding.yaml")
    return str.maketrans(plain), re.compile(f"[{''.join(plain)}]")


def normalize(form: Literal["NFC", "NFD"], text: str) -> str:
    """``text`` in a normal form, in time linear in its length.

    Putting combining marks in order takes time quadratic in their number, so a long text is normalised in pieces; only
    where a thousand characters on end are not ASCII may a letter and its mark stay apart.
    """
    if text.isascii():
        return text
    if len(text) <= _LONGEST_AT_ONCE:
        return unicodedata.normalize(form, text)
    return "".join(unicodedata.normalize(form, piece) for piece in _PIECE.findall(text))


def fold(text: str) -> str:
    """``text`` with every Latin letter plain: ``Laçın`` is ``Lacin``, ``Ærø`` is ``Aero``. Other scripts stay."""
    if text.isascii():
        return text
    decomposed = normalize("NFD", text.translate(_letters()[0]))
    return normalize("NFC", _MARKED_LATIN.sub(r"\1", decomposed))


def folded_words(text: str) -> str:
    """The words of ``text`` that hold a letter the tokenizer does not fold, in plain letters, each once."""
    if text.isascii():
        return ""
    special = _letters()[1]
    if not special.search(text):
        return ""
    found = dict.fromkeys(word for word in _WORD.findall(text) if not word.isascii() and special.search(word))
    return " ".join(dict.fromkeys(folded for folded in map(fold, found) if folded))
