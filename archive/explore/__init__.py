"""The Datasette plugin: reads an archive as pages, and describes its tables; leaves every other database alone."""

from __future__ import annotations

import sqlite3
from collections.abc import Awaitable, Callable
from typing import Any

from datasette import hookimpl
from markupsafe import Markup

from archive.explore.archives import Database, Datasette, archives_of, is_archive
from archive.explore.cells import show_cell, static_path, template_variables
from archive.explore.connection import prepare
from archive.explore.facets import YearFacet
from archive.explore.metadata import database_metadata, load_data
from archive.explore.security import Application, guard

__all__: list[str] = []


@hookimpl(optionalhook=True)
def get_metadata(datasette: Datasette, key: str | None) -> dict[str, Any]:
    """Describe the archives: titles, descriptions, labels, facets, licence."""
    # Datasette asks for single keys (permissions, plugins) hundreds of times a page, and copies what it gets.
    if key not in (None, "databases"):
        return {}
    return {"databases": {database.name: database_metadata() for database in archives_of(datasette)}}


@hookimpl
def canned_queries(datasette: Datasette, database: str) -> dict[str, Any]:
    """Give an archive the queries that its views answer."""
    if not is_archive(datasette.databases[database]):
        return {}
    return {name: dict(query) for name, query in load_data("queries.yaml").items()}


@hookimpl
def prepare_connection(conn: sqlite3.Connection, database: str, datasette: Datasette) -> None:
    """Bound what statements on an archive may make and return."""
    if database in datasette.databases and is_archive(datasette.databases[database]):
        prepare(conn)


@hookimpl
def register_facet_classes() -> list[type]:
    """Add the facet that counts dates by year."""
    return [YearFacet]


@hookimpl
def asgi_wrapper(datasette: Datasette) -> Callable[[Application], Application]:
    """Put the checks that ``archive serve`` asked for before the whole application."""
    return lambda application: guard(application, datasette)


@hookimpl
def startup(datasette: Datasette) -> None:
    """Let archives remember what takes long; have it found out for large ones before a reader asks."""
    from archive.explore.large_tables import take_over
    from archive.explore.reading_ahead import read_ahead

    read_ahead(datasette, take_over(datasette))


@hookimpl
def handle_exception(datasette: Datasette, request: Any, exception: Exception) -> Awaitable[Any] | None:
    """Say what cannot be shown of an archive as its other pages would."""
    if not archives_of(datasette):
        return None
    from archive.explore.failures import show_failure

    return show_failure(datasette, request, exception)


@hookimpl
def register_routes(datasette: Datasette) -> list[tuple[str, Any]]:
    """Add the pages."""
    if not archives_of(datasette):
        return []
    # Imported here: a Datasette that serves no archive does not wait for the pages.
    from archive.explore.routes import make_routes

    return list(make_routes(datasette))


@hookimpl
def extra_css_urls(database: str | None, datasette: Datasette) -> list[str]:
    """Give Datasette's own pages of an archive its look."""
    found = _archive(datasette, database)
    return [static_path(datasette, "archive.css")] if found else []


@hookimpl
def extra_js_urls(database: str | None, datasette: Datasette) -> list[dict[str, Any]]:
    """Give the controls of Datasette's own pages of an archive their names."""
    found = _archive(datasette, database)
    return [{"url": static_path(datasette, "archive.js"), "module": True}] if found else []


@hookimpl
def extra_template_vars(
    view_name: str | None, database: str | None, table: str | None, datasette: Datasette
) -> dict[str, Any]:
    """Let rows stand upright and columns say what they mean."""
    found = _archive(datasette, database)
    if found is None or view_name is None:
        return {}
    return template_variables(view_name, datasette, found, table)


@hookimpl
def render_cell(value: Any, column: str, table: str | None, database: str, datasette: Datasette) -> Markup | None:
    """Link slugs and keys to their pages, and fold long texts."""
    found = _archive(datasette, database)
    return show_cell(value, column, table, datasette, found) if found else None


def _archive(datasette: Datasette, name: str | None) -> Database | None:
    database = datasette.databases.get(name)
    return database if database is not None and is_archive(database) else None
