"""Datasette's metadata of an archive: titles, descriptions (those of the models), labels, facets, licence."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any
from urllib.parse import quote

import yaml

from archive.explore.addresses import Addresses
from archive.explore.archives import Database, Datasette, archives_of

__all__ = [
    "archive_title",
    "database_metadata",
    "database_titles",
    "foreign_keys",
    "is_small",
    "load_data",
    "plain_name",
    "private_tables",
    "view_names",
]

# What is counted over a table of more rows than this is worth remembering.
_MOST_ROWS_OF_SMALL = 30_000

_TITLE = "Article archive"

# https://en.wikipedia.org/wiki/Wikipedia:Copyrights
ATTRIBUTION = {
    "license": "CC BY-SA 4.0 (text of the articles)",
    "license_url": "https://creativecommons.org/licenses/by-sa/4.0/",
    "source": "Wikipedia; each article names its own page",
    "source_url": "https://www.wikipedia.org/",
}


@cache
def load_data(name: str) -> Any:
    """Return what the YAML or JSON file ``name`` of this package's data holds; read once, so it must not be changed."""
    text = files("archive.explore").joinpath("data", name).read_text("utf-8")
    return json.loads(text) if name.endswith(".json") else yaml.safe_load(text)


def plain_name(name: str) -> str:
    """Return the name of a table or view in words (``infobox_fields``: Infobox fields)."""
    return "Original files" if name == "sqlar" else name.replace("_", " ").capitalize()


def _descriptions() -> dict[str, dict[str, Any]]:
    """Return the description and the columns of every table and view, by name."""
    descriptions: dict[str, dict[str, Any]] = load_data("models.json")["tables"]
    return descriptions


def _table_choices() -> dict[str, dict[str, Any]]:
    choices: dict[str, dict[str, Any]] = load_data("tables.yaml")
    return choices


@cache
def _small_tables(path: str) -> frozenset[str]:
    """Return the names of the tables that are small enough to count their rows and facets for every page."""
    address = "file:" + quote(str(Path(path).absolute())) + "?mode=ro"
    small = set()
    try:
        with closing(sqlite3.connect(address, uri=True)) as connection:
            # In a stranger's file, a view under the name of a table could compute rows without end.
            tables = "SELECT name FROM sqlite_schema WHERE type = 'table' AND rootpage > 0"
            stored = {name for (name,) in connection.execute(tables)}
            for name in stored & _descriptions().keys():
                rows = connection.execute(f'SELECT max(rowid) FROM "{name}"').fetchone()[0] or 0
                if rows <= _MOST_ROWS_OF_SMALL:
                    small.add(name)
    except sqlite3.Error:
        # A table that cannot be read now (another version's, or a log out of reach) is taken for a large one.
        return frozenset(small)
    return frozenset(small)


def foreign_keys(table: str) -> dict[str, tuple[str, str]]:
    """Return, by column of ``table``, the table that it refers to and the column that stands for a row there."""
    referred: dict[str, str] = _descriptions().get(table, {}).get("references", {})
    return {name: (other, _table_choices().get(other, {}).get("label", "id")) for name, other in referred.items()}


def view_names() -> frozenset[str]:
    """Return the names of the views."""
    return frozenset(name for name, description in _descriptions().items() if description["view"])


def is_small(database: Database, table: str) -> bool:
    """Tell whether the rows of ``table`` can be counted for every page."""
    return table in _small_tables(str(database.path))


def private_tables() -> dict[str, Any]:
    """Return the metadata of the tables that a public server does not show."""
    return {name: {"allow": False} for name, choices in _table_choices().items() if choices.get("private")}


def database_metadata() -> dict[str, Any]:
    """Return the metadata of one archive, new each time: Datasette writes into what it is given."""
    tables = {}
    for name, description in _descriptions().items():
        choices = _table_choices().get(name, {})
        table = ATTRIBUTION | {
            "title": plain_name(name),
            "description": description["description"],
            "columns": dict(description["columns"]),
        }
        if "label" in choices:
            table["label_column"] = choices["label"]
        if "facets" in choices:
            table["facets"] = list(choices["facets"])
        if choices.get("hidden"):
            table["hidden"] = True
        tables[name] = table
    tables["alembic_version"] = {"hidden": True, "description": "The revision of the tables."}
    return ATTRIBUTION | {
        "title": _TITLE,
        "description": "Who said what, when, in which article, and who denied it.",
        "tables": tables,
    }


def archive_title(datasette: Datasette, database: Database) -> str:
    """Return what the pages call an archive: the title that the plugin was given; else its name, beside others."""
    given = (datasette.plugin_config("archive") or {}).get("title")
    return str(given or (f"{_TITLE}: {database.name}" if len(archives_of(datasette)) > 1 else _TITLE))


def database_titles(addresses: Addresses) -> dict[str, list[dict[str, str]]]:
    """Return the views and the tables that are for readers: name, title, what they hold, address."""
    titles: dict[str, list[dict[str, str]]] = {"views": [], "tables": []}
    for name, description in sorted(_descriptions().items()):
        if not _table_choices().get(name, {}).get("hidden"):
            titles["views" if description["view"] else "tables"].append(
                {
                    "name": name,
                    "title": plain_name(name),
                    "description": description["description"],
                    "page": addresses.table(name),
                }
            )
    return titles
