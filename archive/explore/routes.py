"""Requests to pages: finds the archive, checks permission, reads, and answers as HTML or JSON."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs

from datasette import Forbidden, Response
from datasette.utils import tilde_decode, tilde_encode

from archive.explore.archives import Database, Datasette, archives_of
from archive.explore.arguments import Arguments, BadArgumentError, NotHereError
from archive.explore.cells import addresses_of
from archive.explore.memory import memory_of
from archive.explore.metadata import archive_title
from archive.explore.pages import Asked, actor, article, casualties, claim, contested, health, home, search, timeline
from archive.explore.security import page_policy
from archive.explore.sql import Row, TooSlowError, read
from archive.explore.words import count, date_in_words, moment, words

__all__ = ["make_routes", "show_error"]

Request = Any
View = Callable[..., Awaitable[Any]]

# A page may run several queries; each of Datasette's own has this time for itself.
_TIME_LIMITS_A_PAGE = 2

_DATABASE = r"/(?P<database>[^/.]+)/-/"
_FORMAT = r"(?:\.(?P<format>json))?$"

# What templates say things with.
_SAID = {"words": words(), "count": count, "date_in_words": date_in_words, "moment": moment}


@dataclass(frozen=True, slots=True)
class _Page:
    """A page: what loads it, and the tables that a reader must be allowed to see."""

    name: str
    load: Callable[[Asked], Row]
    tables: tuple[str, ...]
    named: bool = False


_PAGES = (
    _Page("home", home.load, ("articles", "claims", "claim_relations", "sources", "ingest_runs")),
    _Page("search", search.load, ("articles", "sections", "claims")),
    _Page("timeline", timeline.load, ("articles", "claims", "actors")),
    _Page("contested", contested.load, ("articles", "claims", "claim_relations")),
    _Page("casualties", casualties.load, ("articles", "claims", "claim_quantities")),
    _Page("health", health.load, ("ingest_runs", "ingest_errors", "sources", "text_repairs", "links")),
    _Page(
        "article", article.load, ("articles", "sections", "infobox_fields", "links", "claims", "sources"), named=True
    ),
    _Page("claim", claim.load, ("articles", "claims", "sources"), named=True),
    _Page("actor", actor.load, ("articles", "claims", "actors"), named=True),
)


def make_routes(datasette: Datasette) -> list[tuple[str, View]]:
    """Return the routes of the pages; the first page of the site is Home where one archive is all that is served."""
    routes = [
        (_DATABASE + page.name + (r"/(?P<name>[^/.]+)" if page.named else "") + _FORMAT, _view(page)) for page in _PAGES
    ]
    archives = archives_of(datasette)
    served = [database for name, database in datasette.databases.items() if name not in ("_internal", "_memory")]
    if len(archives) == 1 and served == archives:
        routes.append((r"/$", _view(_PAGES[0], archives[0].route)))
    if (datasette.plugin_config("archive") or {}).get("public"):
        routes.append((r"/robots\.txt$", _robots))
    return routes


async def _robots(datasette: Datasette) -> Any:
    """Let crawlers read the pages that are texts, and keep them from pages without end: filters, tables, queries."""
    lines = ["User-agent: *"]
    for database in archives_of(datasette):
        address = str(datasette.urls.database(database.name))
        lines += [f"Allow: {address}/-/{page}" for page in ("home", "article/", "claim/", "actor/")]
        lines.append(f"Disallow: {address}")
    return Response("\n".join([*lines, ""]), 200, {"Cache-Control": "max-age=86400"}, "text/plain; charset=utf-8")


def _view(page: _Page, route: str = "") -> View:
    async def view(request: Request, datasette: Datasette) -> Any:
        wanted = route or tilde_decode(request.url_vars["database"])
        database = next((one for one in archives_of(datasette) if one.route == wanted), None)
        if database is None:
            return _plain_error(404, "There is no such archive here.")
        await _check_permission(datasette, request, database, page)
        return await _answer(page, request, datasette, database)

    return view


async def _check_permission(datasette: Datasette, request: Request, database: Database, page: _Page) -> None:
    """Raise Forbidden unless the visitor may see all tables that the page is made of."""
    for table in page.tables:
        permissions = [("view-table", (database.name, table)), ("view-database", database.name), "view-instance"]
        visible, _ = await datasette.check_visibility(request.actor, permissions=permissions)
        if not visible:
            raise Forbidden("You may not see this page.")


async def _answer(page: _Page, request: Request, datasette: Datasette, database: Database) -> Any:
    addresses = addresses_of(datasette, database)
    arguments = Arguments(parse_qs(request.query_string, keep_blank_values=True))
    as_json = request.url_vars.get("format") == "json"
    remember = memory_of(database)
    name = tilde_decode(request.url_vars.get("name") or "")
    limit = datasette.setting("sql_time_limit_ms") * _TIME_LIMITS_A_PAGE
    try:
        data = await database.execute_fn(
            lambda connection: read(
                connection, limit, lambda reading: page.load(Asked(reading, arguments, addresses, remember, name))
            )
        )
        status, template = 200, page.name
    except (BadArgumentError, NotHereError, TooSlowError) as error:
        status = 404 if isinstance(error, NotHereError) else 400
        text = str(error) or "This took too long. Narrow it down: one article, one actor, fewer days."
        data, template = {"error": text}, "error"
    except sqlite3.Error as error:
        # Too large a text, or tables of another version: what SQLite says is the best there is to say.
        status, data, template = 500, {"error": f"The archive could not be read: {error}."}, "error"
    if as_json:
        return _json(datasette, _public_part(data), status)
    own = addresses.page(page.name) + (f"/{tilde_encode(name)}" if page.named else "")
    query = f"?{request.query_string}" if request.query_string else ""
    return await _show(datasette, request, database, status, template, data, f"{own}.json{query}")


async def show_error(datasette: Datasette, request: Request, database: Database, status: int, text: str) -> Any:
    """Return the page of an archive that says what went wrong."""
    return await _show(datasette, request, database, status, "error", {"error": text})


async def _show(
    datasette: Datasette, request: Request, database: Database, status: int, template: str, data: Row, as_json: str = ""
) -> Any:
    context = {
        "page": data,
        "page_name": template,
        "addresses": addresses_of(datasette, database),
        "archive": archive_title(datasette, database),
        "json_address": as_json,
        "absolute": lambda address: datasette.absolute_url(request, address),
    }
    body = await datasette.render_template(f"archive_{template}.html", context | _SAID, request=request)
    headers = _caching(datasette, status)
    headers["Content-Security-Policy"] = page_policy(remote_images=bool(data.get("show_images")))
    headers["Referrer-Policy"] = "no-referrer"
    headers["X-Content-Type-Options"] = "nosniff"
    return Response(body, status, headers, "text/html; charset=utf-8")


def _public_part(data: Any) -> Any:
    """Return ``data`` without what is for the template alone."""
    if isinstance(data, dict):
        return {name: _public_part(value) for name, value in data.items() if not name.startswith("_")}
    if isinstance(data, list | tuple):
        return [_public_part(value) for value in data]
    return data


def _json(datasette: Datasette, data: Any, status: int) -> Any:
    headers = _caching(datasette, status)
    if datasette.cors:
        headers["Access-Control-Allow-Origin"] = "*"
    body = json.dumps(data, ensure_ascii=False, indent=2)
    return Response(body, status, headers, "application/json; charset=utf-8")


def _caching(datasette: Datasette, status: int) -> dict[str, str]:
    seconds = datasette.setting("default_cache_ttl") if status == 200 else 0
    return {"Cache-Control": f"max-age={seconds}" if seconds else "no-cache"}


def _plain_error(status: int, text: str) -> Any:
    return Response(text, status, {}, "text/plain; charset=utf-8")
