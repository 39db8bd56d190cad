"""What Datasette cannot show of an archive is said as its other pages say it, with a way back."""

from __future__ import annotations

from typing import Any

from datasette import Forbidden, NotFound, Response
from datasette.database import QueryInterrupted
from datasette.utils.asgi import Base400
from datasette.views.base import DatasetteError

from archive.explore.archives import Database, Datasette, archives_of
from archive.explore.questions import understand
from archive.explore.routes import show_error

__all__ = ["show_failure"]

_TOO_MUCH_MEMORY = "This needs more memory than there is for a page: ask for fewer rows or columns."
_TOO_SLOW = "This takes longer than a page may. Ask for fewer rows, or narrow it down."
_FOUND_LATER = "This takes longer than a page may. It is being found out now: open this page again in a moment."


async def show_failure(datasette: Datasette, request: Any, exception: Exception) -> Any:
    """Return the page that tells of ``exception``; None where Datasette says it best: JSON, and its own faults.

    What is asked for in vain is the reader's mistake in JSON and CSV too: Datasette is given the status to answer with.
    """
    status, text = _told(exception)
    database = _database(datasette, request.path)
    if request.path.endswith((".json", ".csv")):
        if isinstance(exception, MemoryError):
            return Response.text(text, status=status)
        if isinstance(exception, DatasetteError) and database is not None:
            exception.status = min(exception.status, status)
        return None
    if status >= 500 or database is None:
        return None
    return await show_error(datasette, request, database, status, text)


def _told(exception: Exception) -> tuple[int, str]:
    """Return the status of a failure, and what to say of it."""
    if isinstance(exception, MemoryError):
        return 400, _TOO_MUCH_MEMORY
    if isinstance(exception, NotFound):
        return 404, "There is no such page, table or row in this archive."
    if isinstance(exception, Forbidden):
        return 403, "You may not see this page."
    if isinstance(exception, DatasetteError):
        interrupted = exception.__context__
        if isinstance(interrupted, QueryInterrupted):
            question = understand(interrupted.sql, interrupted.params)
            return exception.status, _TOO_SLOW if question is None else _FOUND_LATER
        if not exception.message_is_html:
            # What the address asks for cannot be; Datasette gives some of it the status of a fault of the server.
            return 400 if exception.status >= 500 else exception.status, str(exception.message)
    if isinstance(exception, Base400):
        return exception.status, str(exception)
    return 500, ""


def _database(datasette: Datasette, path: str) -> Database | None:
    """Return the archive that a path is in; the only one, where it is in none."""
    archives = archives_of(datasette)
    first = path.removeprefix(str(datasette.setting("base_url"))).lstrip("/").partition("/")[0]
    named = [database for database in archives if database.route == first]
    alone = archives if len(datasette.databases) == len(archives) + 1 else []
    return (named or alone or [None])[0]
