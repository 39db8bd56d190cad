"""Datasette's own pages of an archive: cells that lead to pages, long texts folded, rows that stand upright."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from markupsafe import Markup

from archive import __version__
from archive.explore.addresses import Addresses
from archive.explore.archives import Database, Datasette
from archive.explore.metadata import archive_title, foreign_keys, plain_name

__all__ = ["addresses_of", "show_cell", "static_path", "template_variables"]

_LONG = 200
_SHOWN = 140
# A browser shows no more of one cell; a page of such cells would fill the memory of the server.
_MOST_CHARACTERS = 100_000

# Columns whose values name a page: in any table, view or query, or in one table.
_ARTICLE_COLUMNS = frozenset({"article_slug", "from_article_slug", "other_article_slug", ("articles", "slug")})
_CLAIM_COLUMNS = frozenset({"claim_key", "other_claim_key", ("claims", "key")})
_ACTOR_COLUMNS = frozenset({("actors", "name_key")})
_NAMING = _ARTICLE_COLUMNS | _CLAIM_COLUMNS | _ACTOR_COLUMNS


def addresses_of(datasette: Datasette, database: Database) -> Addresses:
    """Return what makes the addresses of an archive in this Datasette."""
    base = str(datasette.setting("base_url")).rstrip("/")
    return Addresses(str(datasette.urls.database(database.name)), base + static_path(datasette, "archive.css"))


def static_path(datasette: Datasette, name: str) -> str:
    """Return the path of one of our files below the prefix of the server."""
    # Datasette serves a plugin's files under the name of the distribution that it came in.
    path = str(datasette.urls.static_plugins("contested-archive", name))
    return f"{path.removeprefix(str(datasette.setting('base_url'))[:-1])}?{__version__}"


def _page(value: Any, column: str, table: str | None, addresses: Addresses) -> tuple[str, str] | None:
    """Return the address that a cell leads to, and what stands there; None for a cell that leads nowhere."""
    if not isinstance(value, str) or not value:
        return None
    for columns, page, label in (
        (_ARTICLE_COLUMNS, addresses.article, "Read the article"),
        (_CLAIM_COLUMNS, addresses.claim, "The claim in its place"),
        (_ACTOR_COLUMNS, addresses.actor, "What they said"),
    ):
        if column in columns or (table, column) in columns:
            return page(value), label
    return None


def show_cell(value: Any, column: str, table: str | None, datasette: Datasette, database: Database) -> Markup | None:
    """Return how a cell is shown, None where Datasette's own way will do."""
    if not isinstance(value, str):
        return None
    if len(value) > _LONG:
        return Markup('<details class="long"><summary>{}…</summary><div>{}</div></details>').format(
            value[:_SHOWN], _cut(value)
        )
    if column not in _NAMING and (table, column) not in _NAMING:
        return None
    found = _page(value, column, table, addresses_of(datasette, database))
    return Markup('<a href="{}">{}</a>').format(found[0], value) if found is not None else None


def _cut(text: str) -> str:
    if len(text) <= _MOST_CHARACTERS:
        return text
    return f"{text[:_MOST_CHARACTERS]}… ({len(text):,} characters; the JSON of this page holds all of them)"


def template_variables(
    view_name: str | None, datasette: Datasette, database: Database, table: str | None
) -> dict[str, Any]:
    """Return what changes a page that Datasette makes of an archive."""
    addresses = addresses_of(datasette, database)
    variables: dict[str, Any] = {"crumb_items": _crumbs(addresses, archive_title(datasette, database))}
    if view_name == "row":
        variables["custom_table_templates"] = ["_archive_record.html"]
        variables["archive_pages"] = lambda row: _pages_of_row(row, table, addresses)
        variables["archive_reference"] = _references(database, table, addresses)
    elif view_name == "table":
        variables["custom_table_templates"] = ["_archive_table.html"]
    return variables


def _crumbs(addresses: Addresses, name: str) -> Callable[..., list[dict[str, str]]]:
    def crumb_items(request: Any, table: str | None = None, database: str | None = None) -> list[dict[str, str]]:  # noqa: ARG001 — Datasette's names
        items = [
            {"href": addresses.page("home"), "label": name},
            {"href": addresses.page("search"), "label": "search"},
            {"href": addresses.page("timeline"), "label": "timeline"},
            {"href": addresses.page("contested"), "label": "contested"},
            {"href": addresses.database, "label": "tables"},
        ]
        if table:
            items.append({"href": addresses.table(table), "label": table})
        return items

    return crumb_items


def _pages_of_row(cells: Any, table: str | None, addresses: Addresses) -> list[dict[str, str]]:
    found = (_page(cell["raw"], cell["column"], table, addresses) for cell in cells)
    return [{"page": page[0], "label": page[1]} for page in found if page is not None]


def _references(
    database: Database, table: str | None, addresses: Addresses
) -> Callable[[str, Any], Awaitable[dict[str, str] | None]]:
    """Return a function from a column and its value to the row that it names: its address, and its label in words."""
    columns = foreign_keys(table or "")

    async def reference(column: str, value: Any) -> dict[str, str] | None:
        if column not in columns or value is None:
            return None
        other, label_column = columns[column]
        found = (await database.execute(f'select "{label_column}" from "{other}" where id = ?', (value,))).first()
        label = found[0] if found is not None else None
        return {"page": addresses.row(other, value), "label": str(label or f"{plain_name(other)} {value}")}

    return reference
