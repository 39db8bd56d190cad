"""Building the Datasette that ``archive serve`` runs: its settings, and the safe profile for a public server."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

from archive.explore.archives import Datasette
from archive.explore.metadata import private_tables

__all__ = ["inspect_path", "make_datasette"]

# Twelve slow queries in flight keep others waiting 3.8 s with three threads and 0.4 s with eight.
SETTINGS = {
    "num_sql_threads": 8,
    "suggest_facets": False,
    "truncate_cells_html": 600,
    "facet_time_limit_ms": 100,
    "default_page_size": 50,
}
PUBLIC_SETTINGS = {
    "default_allow_sql": False,
    "allow_download": False,
    "allow_csv_stream": False,
    "sql_time_limit_ms": 500,
    "max_csv_mb": 20,
    "default_cache_ttl": 300,
}


def inspect_path(path: Path) -> Path:
    """Return where the row counts of a published archive are kept (Datasette's inspect file)."""
    return path.with_name(f"{path.name}.inspect.json")


def _inspect_data(path: Path) -> dict[str, Any] | None:
    """Return the row counts that were published with ``path``, or None where they are not of this very file."""
    try:
        if inspect_path(path).stat().st_mtime_ns < path.stat().st_mtime_ns:
            return None
        data: dict[str, Any] = json.loads(inspect_path(path).read_text("utf-8"))
        (described,) = data.values()
        return {path.stem: described} if described["size"] == path.stat().st_size else None
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


def make_datasette(
    path: Path, *, public: bool = False, base_url: str = "/", hosts: tuple[str, ...] = (), title: str = ""
) -> Datasette:
    """Return a Datasette that serves the archive at ``path``, read-only.

    ``public`` turns on the safe profile: no SQL by strangers, no download of the file or of originals, caching,
    compression. ``hosts`` are the names that requests may be addressed to; none means any. ``base_url`` is the
    prefix behind which a proxy shows the pages. ``title`` is what the pages call the archive.
    """
    from datasette.app import Datasette as App

    inspect_data = _inspect_data(path)
    # A published file does not change; and SQLite cannot read a WAL database in a folder it may not write,
    # unless it is told so.
    log = path.with_name(f"{path.name}-wal")
    unchanging = inspect_data is not None or not (log.exists() or os.access(path.parent, os.W_OK))
    metadata: dict[str, Any] = {"plugins": {"archive": {"public": public, "hosts": list(hosts), "title": title}}}
    if public:
        metadata["databases"] = {path.stem: {"tables": private_tables()}}
    return App(
        [] if unchanging else [str(path)],
        immutables=[str(path)] if unchanging else [],
        inspect_data=inspect_data,
        metadata=metadata,
        settings=SETTINGS | (PUBLIC_SETTINGS if public else {}) | {"base_url": base_url},
    )
