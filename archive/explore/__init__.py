"""The Datasette plugin: reads an archive as pages, and describes its tables; leaves every other database alone."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from typing import Any

from datasette import hookimpl

from archive.explore.archives import Datasette, archives_of, is_archive
from archive.explore.connection import prepare
from archive.explore.facets import YearFacet
from archive.explore.metadata import database_metadata, load_data
from archive.explore.security import Application, guard

__all__: list[str] = []


@hookimpl(optionalhook=True)
def get_metadata(datasette: Datasette) -> dict[str, Any]:
    """Describe the archives: titles, descriptions, labels, facets, licence."""
    return {"databases": {database.name: database_metadata(database) for database in archives_of(datasette)}}


@hookimpl
def canned_queries(datasette: Datasette, database: str) -> dict[str, Any]:
    """Give an archive the queries that its views answer."""
    if not is_archive(datasette.databases[database]):
        return {}
    queries: dict[str, Any] = load_data("queries.yaml")
    return queries


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
def register_routes(datasette: Datasette) -> list[tuple[str, Any]]:
    """Add the pages."""
    if not archives_of(datasette):
        return []
    # Imported here: a Datasette that serves no archive does not wait for the pages.
    from archive.explore.routes import make_routes

    return list(make_routes(datasette))
