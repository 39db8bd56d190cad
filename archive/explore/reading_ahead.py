"""After a start, the pages of large archives that take long the first time are opened before a reader asks for them."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from contextlib import suppress

import httpx

from archive.explore.archives import Datasette
from archive.explore.large_tables import ArchiveDatabase
from archive.explore.metadata import is_small, load_data

__all__ = ["read_ahead"]

# Whoever started the server opens the first page now.
_SECONDS_BEFORE = 2
# Each time a page is opened, a few more of its statements find room behind it.
_MOST_TIMES = 8
_PAGES = ("home", "health", "timeline", "contested", "casualties", "search?q=war")

_running: set[asyncio.Task[None]] = set()


def read_ahead(datasette: Datasette, databases: Iterable[ArchiveDatabase]) -> None:
    """Begin to open the pages of those ``databases`` that are large, one after another, behind everything else."""
    large = [database for database in databases if not is_small(database, "claims")]
    if large:
        task = asyncio.get_running_loop().create_task(_open_all(datasette, large))
        _running.add(task)
        task.add_done_callback(_running.discard)


async def _open_all(datasette: Datasette, databases: list[ArchiveDatabase]) -> None:
    await asyncio.sleep(_SECONDS_BEFORE)
    for database in databases:
        address = str(datasette.urls.database(database.name))
        for page in _addresses():
            # A page that cannot be read now says so to the reader who asks for it.
            with suppress(httpx.HTTPError):
                for _ in range(_MOST_TIMES):
                    await datasette.client.get(f"{address}/{page}")
                    if not await database.answered():
                        break


def _addresses() -> list[str]:
    """Return the pages to open: ours, tables with their facets, and the ready-made queries about everything."""
    tables = [name for name, choices in load_data("tables.yaml").items() if "facets" in choices]
    queries = [name for name, query in load_data("queries.yaml").items() if ":" not in query["sql"]]
    return [*(f"-/{page}" for page in _PAGES), *tables, *queries]
