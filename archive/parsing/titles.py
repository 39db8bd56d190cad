"""Titles as MediaWiki compares them: what makes two spellings one page.

A *title key* is the text form that MediaWiki gives a title (Manual:Page title, ``MediaWikiTitleCodec``):
underscores and every kind of space become one space, invisible direction marks go, character references and
percent escapes are read, the text is NFC, a known namespace is written in its English canonical form, and
the first letter of the page name is a capital. Keys keep the case of all other letters, because the wiki does:
"Red meat" and "Red Meat" may be two pages.

The producer lowers the case of some link targets (``azerbaijan``, ``united_states``). So a link is resolved in
two steps: by an equal key, else by one that differs in case alone, where only one article has such a key.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import Final
from urllib.parse import unquote

from archive.parsing.data_files import load_data
from archive.parsing.folding import normalize

# MediaWikiTitleCodec::splitTitleString: direction marks are dropped, these spaces count as one.
_DIRECTION_MARKS: Final = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_SPACES: Final = re.compile("[ _\t\r\n\u00a0\u1680\u180e\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+")
_ENTITY: Final = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_PERCENT_ESCAPE: Final = re.compile(r"(?:%[0-9A-Fa-f]{2})+")


@cache
def _canonical_namespaces() -> dict[str, str]:
    names: dict[str, str] = {}
    for canonical, others in load_data("wikis.yaml")["namespaces"].items():
        for name in (canonical, *others):
            names[name.casefold()] = canonical
    return names


def decode_escapes(text: str) -> str:
    """Read the percent escapes and the character references of ``text``; a sequence that is no text stays."""
    if "%" in text:
        text = _PERCENT_ESCAPE.sub(_unquote_run, text)
    if "&" in text:
        # Imported here: the table of all named references is large and few titles need it.
        from html import unescape

        text = _ENTITY.sub(lambda match: unescape(match[0]), text)
    return text


def _unquote_run(match: re.Match[str]) -> str:
    try:
        decoded = unquote(match[0], errors="strict")
    except UnicodeDecodeError:
        return match[0]
    return match[0] if "\0" in decoded else decoded


def collapse_spaces(text: str) -> str:
    """``text`` without direction marks, with every run of spaces and underscores as one space, trimmed."""
    if text.isascii():
        return " ".join(text.replace("_", " ").split())
    return _SPACES.sub(" ", _DIRECTION_MARKS.sub("", text)).strip(" ")


def split_namespace(title: str) -> tuple[str | None, str]:
    """The canonical English namespace that ``title`` begins with (None for an article) and the page name."""
    prefix, colon, rest = title.partition(":")
    if colon:
        namespace = _canonical_namespaces().get(prefix.strip().casefold())
        if namespace is not None and rest.strip():
            return namespace, rest.strip()
    return None, title


@lru_cache(maxsize=50_000)
def title_key(title: str) -> str:
    """The key of a page title; two titles name the same page exactly where their keys are equal.

    Goes in: a title or the page part of a link, as written. Comes out: its key, empty where nothing is left.
    """
    plain = normalize("NFC", collapse_spaces(decode_escapes(title))).lstrip(": ")
    namespace, name = split_namespace(plain)
    # Title case, not upper case: it leaves Georgian as it is, like $wgOverrideUcfirstCharacters of Wikimedia.
    first = name[:1].title()
    if len(first) == 1:
        name = first + name[1:]
    return name if namespace is None else f"{namespace}:{name}"
