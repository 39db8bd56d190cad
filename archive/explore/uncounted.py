"""Datasette counts the rows of a view for every page of it; of a large archive that takes longer than the page."""

from __future__ import annotations

from urllib.parse import parse_qsl

from archive.explore.archives import Datasette, archives_of
from archive.explore.metadata import is_small, view_names
from archive.explore.security import Application, Receive, Scope, Send

__all__ = ["without_counts"]


def without_counts(application: Application, datasette: Datasette) -> Application:
    """Return ``application`` with pages of whole views of large archives asked for as with ``?_nocount=1``.

    Filtered views are counted, and so is what asks for JSON, or says ``_nocount`` itself (``_nocount=``: count).
    """
    base = str(datasette.setting("base_url"))
    views = view_names()

    async def uncounted(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and _is_whole_view(scope, datasette, base, views):
            query = bytes(scope.get("query_string", b""))
            scope = {**scope, "query_string": query + b"&_nocount=1" if query else b"_nocount=1"}
        await application(scope, receive, send)

    return uncounted


def _is_whole_view(scope: Scope, datasette: Datasette, base: str, views: frozenset[str]) -> bool:
    route, _, name = str(scope["path"]).removeprefix(base).lstrip("/").partition("/")
    if name not in views:
        return False
    arguments = parse_qsl(str(scope.get("query_string", b""), "latin-1"), keep_blank_values=True)
    if any(not key.startswith("_") or key in ("_nocount", "_where") for key, _ in arguments):
        return False
    return any(database.route == route and not is_small(database, "claims") for database in archives_of(datasette))
