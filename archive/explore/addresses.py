"""Addresses of pages, rows and queries of one archive, below the prefix that the server has."""

from __future__ import annotations

from urllib.parse import quote, urlencode

from datasette.utils import tilde_encode

__all__ = ["Addresses", "web_address"]


def web_address(address: str | None) -> str | None:
    """Return ``address`` if a page may link to it, that is, if it is one of the web; else None."""
    return address if address and address.lower().startswith(("https://", "http://")) else None


class Addresses:
    """Makes addresses from slugs, keys and names; ``database`` is the address of the database itself."""

    def __init__(self, database: str, static: str) -> None:
        self.database = database
        self.static = static

    def page(self, name: str, **arguments: object) -> str:
        """Return the address of the page ``name``; arguments that are empty are left out."""
        return f"{self.database}/-/{name}{_query(arguments)}"

    def article(self, slug: str, anchor: str = "") -> str:
        """Return the address of an article, or of a section in it."""
        fragment = f"#{quote(anchor, safe='')}" if anchor else ""
        return f"{self.database}/-/article/{tilde_encode(slug)}{fragment}"

    def claim(self, key: str) -> str:
        """Return the permanent address of a claim."""
        return f"{self.database}/-/claim/{tilde_encode(key)}"

    def actor(self, name_key: str) -> str:
        """Return the address of an actor."""
        return f"{self.database}/-/actor/{tilde_encode(name_key)}"

    def row(self, table: str, number: object) -> str:
        """Return the address of a row in Datasette."""
        return f"{self.database}/{table}/{tilde_encode(str(number))}"

    def table(self, name: str, **filters: object) -> str:
        """Return the address of a table or view in Datasette, filtered by columns."""
        return f"{self.database}/{name}{_query(filters)}"

    def query(self, name: str, **parameters: object) -> str:
        """Return the address of a canned query in Datasette."""
        return self.table(name, **parameters)


def _query(arguments: dict[str, object]) -> str:
    # A name that Python keeps for itself is written with a line after it: from_.
    given = {name.removesuffix("_"): str(value) for name, value in arguments.items() if value not in (None, "", False)}
    return f"?{urlencode(given)}" if given else ""
