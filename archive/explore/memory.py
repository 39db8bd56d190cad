"""What was counted over a whole archive is remembered until the file changes."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from threading import Event, Lock, Thread
from typing import Any, TypeVar
from urllib.parse import quote
from weakref import WeakKeyDictionary

from archive.explore.archives import Database
from archive.explore.connection import prepare
from archive.explore.sql import Row, rows

__all__ = ["PATIENCE_SECONDS", "Memory", "Recollection", "memory_of"]

Result = TypeVar("Result")
_MOST_ANSWERS = 500
# A small archive answers within this time, and its pages are whole at once.
PATIENCE_SECONDS = 0.3
# Readers cannot keep the machine busier than this with what is found out behind their pages.
_MOST_AT_ONCE = 2
# Counting over a hundred thousand articles takes less; a stranger's view may compute without end.
_MOST_SECONDS = 300
_STEPS_BETWEEN_LOOKS = 100_000
_State = tuple[tuple[int, int], ...]

_memories: WeakKeyDictionary[Database, Memory] = WeakKeyDictionary()


class Memory:
    """Answers by question, for one state of one file. Any number of threads may ask."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._state: _State = ()
        self._answers: dict[str, Any] = {}
        self._awaited: dict[tuple[_State, str], Event] = {}

    def recall(self, state: _State, question: str, answer: Callable[[], Result]) -> Result:
        """Return the answer to ``question`` for ``state``, asking ``answer`` only where it is not known yet."""
        known: Result | None = self.known(state, question)
        if known is not None:
            return known
        found = answer()
        self.keep(state, question, found)
        return found

    def known(self, state: _State, question: str) -> Any:
        """Return the answer to ``question`` if it is known for ``state``, else None; what was known of others goes."""
        with self._lock:
            if state != self._state:
                self._state, self._answers = state, {}
            return self._used(question)

    def keep(self, state: _State, question: str, answer: Any) -> None:
        """Keep an answer, unless the file has changed since ``state``; of too many, those unused for longest go."""
        with self._lock:
            if state == self._state:
                self._answers.pop(question, None)
                self._answers[question] = answer
                while len(self._answers) > _MOST_ANSWERS:
                    del self._answers[next(iter(self._answers))]

    def _used(self, question: str) -> Any:
        answer = self._answers.pop(question, None)
        if answer is not None:
            self._answers[question] = answer
        return answer

    def recall_later(self, state: _State, question: str, answer: Callable[[], Result]) -> Result | None:
        """Return the answer to ``question`` for ``state`` if it is known, or soon is; else None, and have it asked."""
        with self._lock:
            known: Result | None = self._used(question) if state == self._state else None
            if known is not None:
                return known
            ended = self._awaited.get((state, question))
            if ended is None:
                if len(self._awaited) >= _MOST_AT_ONCE:
                    return None
                ended = self._awaited[state, question] = Event()
                Thread(target=self._ask, args=(state, question, answer, ended), daemon=True).start()
        ended.wait(PATIENCE_SECONDS)
        with self._lock:
            found: Result | None = self._used(question) if state == self._state else None
            return found

    def _ask(self, state: _State, question: str, answer: Callable[[], Any], ended: Event) -> None:
        try:
            self.recall(state, question, answer)
        except (sqlite3.Error, MemoryError):
            # The next reader asks again.
            return
        finally:
            with self._lock:
                self._awaited.pop((state, question), None)
            ended.set()


@dataclass(frozen=True, slots=True)
class Recollection:
    """What is remembered of one state of one file; ``address`` opens it."""

    memory: Memory
    state: _State
    address: str

    def __call__(self, question: str, answer: Callable[[], Result]) -> Result:
        """Return the answer to ``question``, asking ``answer`` only where it is not known yet."""
        return self.memory.recall(self.state, question, answer)

    def known(self, question: str) -> Any:
        """Return the answer to ``question`` if it is known, else None."""
        return self.memory.known(self.state, question)

    def keep(self, question: str, answer: Any) -> None:
        """Keep the answer to ``question``, unless the file has changed since."""
        self.memory.keep(self.state, question, answer)

    def later(self, sql: str, parameters: Sequence[Any] = ()) -> list[Row] | None:
        """Return the rows of ``sql``; None while they are being found, which may take longer than a page may."""
        return self.memory.recall_later(self.state, f"{sql} {parameters}", lambda: self._read(sql, parameters))

    def _read(self, sql: str, parameters: Sequence[Any]) -> list[Row]:
        with closing(sqlite3.connect(self.address, uri=True)) as connection:
            prepare(connection)
            ends = time.monotonic() + _MOST_SECONDS
            connection.set_progress_handler(lambda: time.monotonic() > ends, _STEPS_BETWEEN_LOOKS)
            return rows(connection, sql, parameters)


def memory_of(database: Database) -> Recollection:
    """Return what remembers answers over all of ``database``, as the file is now."""
    memory = _memories.setdefault(database, Memory())
    path = Path(database.path)
    state = tuple(_stamp(file) for file in (path, path.with_name(f"{path.name}-wal")))
    reading = "mode=ro" if database.is_mutable else "immutable=1"
    return Recollection(memory, state, f"file:{quote(str(path.absolute()))}?{reading}")


def _stamp(path: Path) -> tuple[int, int]:
    try:
        status = path.stat()
    except OSError:
        return (0, 0)
    return (status.st_mtime_ns, status.st_size)
