"""Links: from the two ways in which the producer writes them to one :class:`~archive.documents.Link`.

Front matter holds mappings (``{type, page, text, anchor}``, ``{type: external, site}``, ``{type: interwiki,
wiki, page}``), bodies hold Markdown destinations (``./Foo_bar#Section``). An internal link has no ``url``; an
external one has a ``url`` only where its scheme is one that a browser may safely follow. ``fragment`` has the
form of a section's anchor, with underscores. The page ``undefined`` is a fault of the producer: such a link
keeps its text and has no key. A link to another wiki has no key either, because its page is not in this one.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import Final
from urllib.parse import quote

from archive.documents import Link, LinkKind
from archive.parsing.data_files import load_data
from archive.parsing.nested_links import plain_address
from archive.parsing.titles import collapse_spaces, decode_escapes, split_namespace, title_key

# A subset of MediaWiki's $wgUrlProtocols: those that lead to a document or a person.
_SAFE_SCHEMES = frozenset({"http", "https", "ftp", "ftps", "mailto", "irc", "ircs", "news", "nntp", "geo", "tel"})
_EXTERNAL_SCHEMES = _SAFE_SCHEMES | {"javascript", "vbscript", "data", "blob", "about"}
_SCHEME: Final = re.compile(r"([A-Za-z][A-Za-z0-9+.-]{0,30}):")
_BLANKS: Final = re.compile(r"[\x00-\x20\x7f-\xa0]+")
_UNDEFINED = "undefined"


@cache
def _interwiki_addresses() -> dict[str, str]:
    data = load_data("wikis.yaml")
    addresses: dict[str, str] = {code: f"https://{code}.wikipedia.org/wiki/$1" for code in data["languages"]}
    addresses.update(data["prefixes"])
    return addresses


def safe_url(address: str) -> str | None:
    """``address`` with its blanks escaped where its scheme may be followed (``//host`` means https), else None."""
    address = _BLANKS.sub("%20", address.strip())
    if address.startswith("//"):
        return f"https:{address}"
    return address if _scheme(address) in _SAFE_SCHEMES else None


def link_from_mapping(entry: object, position: int, start: int | None = None, end: int | None = None) -> Link | None:
    """The link that one entry of a front-matter ``links`` list describes; None where it names nothing at all.

    An entry that is no mapping names nothing.

    The text is the entry's ``text``, else its ``page`` or ``site``, which is what the producer shows. ``start``
    and ``end`` are where that text stands in the field, as far as the caller knows.
    """
    if not isinstance(entry, Mapping):
        return None
    text, page, site, wiki, anchor = (_plain(entry.get(name)) for name in ("text", "page", "site", "wiki", "anchor"))
    if entry.get("type") == "external":
        site, page = site or page, ""
    if site:
        return Link(position, "external", text or site, site, None, None, safe_url(site), None, start, end)
    if not (text or page or anchor):
        return None
    target = (f"{wiki}:{page}" if wiki else page) + (f"#{anchor}" if anchor else "")
    return _wiki_link(target, target, text or page or anchor, position, start, end, wiki=wiki or None)


def link_from_destination(
    destination: str, text: str, position: int, start: int | None = None, end: int | None = None
) -> Link:
    """The link that a Markdown destination and its words make; ``start`` and ``end`` are where the words stand."""
    address = destination.strip()
    if address.startswith("./"):
        return _wiki_link(plain_address(address)[2:].removeprefix("/wiki/"), address, text, position, start, end)
    if address.startswith("//") or _scheme(address) in _EXTERNAL_SCHEMES:
        return Link(position, "external", text, address, None, None, safe_url(address), None, start, end)
    page = plain_address(address).removeprefix("./").removeprefix("/wiki/")
    if page.startswith("/"):
        # A path on the website of whoever wrote the file: it names no article.
        return Link(position, "internal", text, address, None, None, None, None, start, end)
    return _wiki_link(page, address, text, position, start, end)


def _wiki_link(
    page: str, target: str, text: str, position: int, start: int | None, end: int | None, *, wiki: str | None = None
) -> Link:
    name, _, anchor = page.partition("#")
    fragment = collapse_spaces(decode_escapes(anchor)).replace(" ", "_") or None if anchor else None
    if name.strip() in {"", _UNDEFINED}:
        return Link(position, "internal", text, target or None, None, fragment, None, None, start, end)
    kind: LinkKind = "internal"
    if ":" in name:
        prefix, _, rest = collapse_spaces(name).lstrip(": ").partition(":")
        prefix = prefix.strip().lower()
        namespace, _ = split_namespace(f"{prefix}:{rest}")
        pattern = _interwiki_addresses().get(prefix) if namespace is None else None
        if wiki is not None or pattern is not None:
            address = pattern.replace("$1", _address_of(rest, fragment)) if pattern is not None else None
            return Link(position, "interwiki", text, target, None, fragment, address, prefix, start, end)
        if namespace in {"File", "Media"}:
            kind = "file"
    return Link(position, kind, text, target, title_key(name) or None, fragment, None, None, start, end)


def _address_of(page: str, fragment: str | None) -> str:
    path = quote(decode_escapes(page).strip().replace(" ", "_"), safe="/:@!$*(),;~'")
    return path + (f"#{quote(fragment, safe='/:@!$*(),;~')}" if fragment else "")


def article_address(title: str, language: str) -> str:
    """Where the article of that title stands on the Wikipedia of that language."""
    return f"https://{language}.wikipedia.org/wiki/{_address_of(title, None)}"


def _scheme(address: str) -> str | None:
    match = _SCHEME.match(address)
    return match[1].lower() if match else None


def _plain(value: object) -> str:
    return str(value).strip() if isinstance(value, str | int | float) else ""
