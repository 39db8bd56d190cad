"""Tables of millions of rows, as quick to look at as small ones: what Datasette counts over them is remembered.

For a page of a table Datasette counts its rows, and again for each facet; sorted by a column, the page reads the whole
table. Over millions of rows each of these takes a second or more, for every reader the same one. Here they are found
once for one state of the file, behind the page where that takes longer than a reader waits. Only statements that
Datasette makes of the address of a table are treated so, and the ready-made queries: each reads one table or view once,
so strangers cannot have anything worse computed than what any page of the table costs.
"""

from __future__ import annotations

import asyncio
import sqlite3
import time
from collections.abc import Callable
from typing import Any

from datasette.database import Database, QueryInterrupted, Results
from datasette.utils import sqlite_timelimit

from archive.explore.archives import Datasette, is_archive
from archive.explore.memory import memory_of
from archive.explore.metadata import is_small, view_names
from archive.explore.questions import Question, understand
from archive.explore.tallies import Tally, has_tally, make_tally

__all__ = ["ArchiveDatabase", "take_over"]

# A reader waits so long for a count; the page comes without it after that, and with it the next time.
_PATIENCE_SECONDS = 0.3
# Behind a page a statement may take so long; one that takes longer is not asked again until the file changes.
_LONGEST_SECONDS = 300
# Strangers can have one processor busy behind their pages, and no more.
_MOST_AT_ONCE, _MOST_AT_ONCE_IN_PUBLIC = 2, 1
# What comes at once need not be remembered; what is large would fill the memory of the server.
_WORTH_KEEPING_SECONDS = 0.03
_MOST_CHARACTERS = 250_000
# What is remembered of a statement that has no answer: it takes too long even behind a page.
_NEVER = object()


class ArchiveDatabase(Database):  # type: ignore[misc]
    """A database of Datasette that remembers what takes long, and finds it out behind the page."""

    def __init__(self, datasette: Datasette, database: Database) -> None:
        super().__init__(datasette, path=database.path, is_mutable=database.is_mutable)
        self.name, self.route = database.name, database.route
        self._asked: dict[str, asyncio.Task[Any]] = {}
        public = (datasette.plugin_config("archive") or {}).get("public")
        self._most_at_once = _MOST_AT_ONCE_IN_PUBLIC if public else _MOST_AT_ONCE

    async def execute(
        self,
        sql: str,
        params: Any = None,
        truncate: bool = False,
        custom_time_limit: int | None = None,
        page_size: int | None = None,
        log_sql_errors: bool = True,
    ) -> Any:
        """Return what the statement answers; QueryInterrupted where that takes longer than a page may."""
        question = understand(sql, params)
        if question is None or self._is_small(question.table):
            return await super().execute(sql, params, truncate, custom_time_limit, page_size, log_sql_errors)
        remember = memory_of(self)
        known = remember.known(question.text)
        if known is _NEVER:
            raise _interrupted(sql, params)
        if known is not None:
            return known
        if question.kind in ("page", "ready-made"):
            started = time.perf_counter()
            try:
                found = await super().execute(sql, params, truncate, custom_time_limit, page_size, log_sql_errors)
            except QueryInterrupted:
                # The next reader has it.
                await self._soon(question.text, _reading(sql, params), 0)
                raise
            if time.perf_counter() - started > _WORTH_KEEPING_SECONDS and _is_worth_keeping(found):
                remember.keep(question.text, found)
            return found
        found = await self._counted(question, sql, params, custom_time_limit or self.ds.sql_time_limit_ms)
        if found is None:
            raise _interrupted(sql, params)
        return found

    async def _counted(self, question: Question, sql: str, params: Any, milliseconds: int) -> Any:
        wait = min(_PATIENCE_SECONDS, milliseconds / 1000)
        if has_tally(question.table):
            table = question.table
            tally = await self._soon(f"tally of {table}", lambda connection: make_tally(connection, table), wait)
            found = tally.answer(question, params or {}) if isinstance(tally, Tally) else None
            if found is not None:
                return found
        return await self._soon(question.text, _reading(sql, params), wait)

    def _is_small(self, table: str) -> bool:
        return all(is_small(self, name) for name in (("claims", "links") if table in view_names() else (table,)))

    async def _soon(self, name: str, read: Callable[[sqlite3.Connection], Any], seconds: float) -> Any:
        """Return what ``read`` finds if it is known as ``name`` or comes in time; else None, and have it read."""
        known = memory_of(self).known(name)
        if known is not None:
            return None if known is _NEVER else known
        task = self._asked.get(name)
        if task is None:
            if len(self._asked) >= self._most_at_once:
                return None
            task = self._asked[name] = asyncio.create_task(self._find(name, read))
        await asyncio.wait({task}, timeout=seconds)
        return task.result() if task.done() else None

    async def _find(self, name: str, read: Callable[[sqlite3.Connection], Any]) -> Any:
        """Return what ``read`` finds, and remember it; None where there is nothing."""
        remember = memory_of(self)
        used: list[sqlite3.Connection] = []

        def find(connection: sqlite3.Connection) -> Any:
            used.append(connection)
            with sqlite_timelimit(connection, _LONGEST_SECONDS * 1000):
                return read(connection)

        started = time.perf_counter()
        try:
            found = await self.execute_fn(find)
        except (sqlite3.Error, MemoryError):
            if time.perf_counter() - started >= _LONGEST_SECONDS:
                remember.keep(name, _NEVER)
            return None
        except asyncio.CancelledError:
            # The server stops, and would wait for the statement.
            for connection in used:
                connection.interrupt()
            raise
        finally:
            del self._asked[name]
        if found is None:
            remember.keep(name, _NEVER)
        elif isinstance(found, Tally) or _is_worth_keeping(found):
            remember.keep(name, found)
        return found

    async def answered(self) -> bool:
        """Wait until nothing is being found out behind pages; tell whether anything was."""
        tasks = list(self._asked.values())
        if tasks:
            await asyncio.wait(tasks)
        return bool(tasks)


def take_over(datasette: Datasette) -> list[ArchiveDatabase]:
    """Put an ArchiveDatabase in the place of every archive that ``datasette`` serves; return those."""
    # Datasette's own add_database never replaces one, and removing one first would change their order.
    databases = datasette.databases.copy()
    for name, database in datasette.databases.items():
        if is_archive(database):
            databases[name] = ArchiveDatabase(datasette, database)
    datasette.databases = databases
    return [database for database in databases.values() if isinstance(database, ArchiveDatabase)]


def _reading(sql: str, params: Any) -> Callable[[sqlite3.Connection], Results]:
    def read(connection: sqlite3.Connection) -> Results:
        cursor = connection.execute(sql, params or {})
        return Results(cursor.fetchall(), False, cursor.description)

    return read


def _interrupted(sql: str, params: Any) -> Exception:
    interrupted: Exception = QueryInterrupted(sqlite3.OperationalError("interrupted"), sql, params)
    return interrupted


def _is_worth_keeping(found: Results) -> bool:
    texts = (len(value) for row in found.rows for value in row if isinstance(value, str | bytes))
    return sum(texts) < _MOST_CHARACTERS
