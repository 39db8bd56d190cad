"""What was counted over a whole archive is remembered until the file changes."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from threading import Lock
from typing import Any, TypeVar
from weakref import WeakKeyDictionary

from archive.explore.archives import Database

__all__ = ["Memory", "memory_of"]

Result = TypeVar("Result")
_MOST_ANSWERS = 500
_State = tuple[tuple[int, int], ...]

_memories: WeakKeyDictionary[Database, Memory] = WeakKeyDictionary()


class Memory:
    """Answers by question, for one state of one file. Any number of threads may ask."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._state: _State = ()
        self._answers: dict[str, Any] = {}

    def recall(self, state: _State, question: str, answer: Callable[[], Result]) -> Result:
        """Return the answer to ``question`` for ``state``, asking ``answer`` only where it is not known yet."""
        with self._lock:
            if state != self._state:
                self._state, self._answers = state, {}
            if question in self._answers:
                known: Result = self._answers[question]
                return known
        found = answer()
        with self._lock:
            if state == self._state and len(self._answers) < _MOST_ANSWERS:
                self._answers[question] = found
        return found


def memory_of(database: Database) -> Callable[[str, Callable[[], Any]], Any]:
    """Return what remembers answers over all of ``database``, as the file is now."""
    memory = _memories.setdefault(database, Memory())
    path = Path(database.path)
    state = tuple(_stamp(file) for file in (path, path.with_name(f"{path.name}-wal")))
    return lambda question, answer: memory.recall(state, question, answer)


def _stamp(path: Path) -> tuple[int, int]:
    try:
        status = path.stat()
    except OSError:
        return (0, 0)
    return (status.st_mtime_ns, status.st_size)
