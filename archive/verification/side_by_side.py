"""Checks side by side: a process for each core takes the next one as soon as it is free.

Processes, because threads wait for each other wherever SQLite asks for memory; and because what ends SQLite in a
damaged file (a fault of its own, memory that runs out) ends one of them, which is told, and not the verification.
"""

from __future__ import annotations

import marshal
import os
import signal
import sqlite3
import traceback
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing
from typing import NoReturn

from archive.verification.findings import Finding

__all__ = ["Check", "side_by_side"]

Check = Callable[[sqlite3.Connection], Iterable[Finding]]


def side_by_side(checks: Sequence[Check], connect: Callable[[], sqlite3.Connection]) -> Iterator[Finding]:
    """Yield what each of ``checks`` (256 at most) finds, in their order, when all are done.

    They begin in their order, in as many processes as there are cores; each process has one connection for its checks.
    """
    todo, asked = os.pipe()
    # One byte a check: who reads a byte has taken the check, and nobody else gets it.
    os.write(asked, bytes(range(len(checks))))
    os.close(asked)
    running: dict[int, int] = {}
    found: list[list[Finding]] = [[] for _ in checks]
    ended = []
    try:
        for _ in range(min(os.cpu_count() or 1, len(checks))):
            answers, results = os.pipe()
            process_id = os.fork()
            if process_id == 0:
                _work(todo, results, checks, connect)
            os.close(results)
            running[process_id] = answers
        for process_id, answers in list(running.items()):
            with open(answers, "rb", closefd=False) as pipe:
                for number, rows in _answers(pipe):
                    found[number] = [Finding(*row) for row in rows]
            status = os.waitpid(process_id, 0)[1]
            os.close(running.pop(process_id))
            if status:
                ended.append(Finding("file", "", f"not all of it was checked: {_how_it_ended(status)}"))
    finally:
        # Ctrl-C, or nobody wants the rest.
        os.close(todo)
        for process_id, answers in running.items():
            os.kill(process_id, signal.SIGKILL)
            os.waitpid(process_id, 0)
            os.close(answers)
    for findings in (*found, ended):
        yield from findings


def _answers(pipe: object) -> Iterator[tuple[int, list[tuple[str, str, str]]]]:
    while True:
        try:
            yield marshal.load(pipe)  # type: ignore[arg-type]  # noqa: S302 — only our own process can write to it
        except (EOFError, ValueError, TypeError):
            return


def _how_it_ended(status: int) -> str:
    code = os.waitstatus_to_exitcode(status)
    return f"what checked it was ended by signal {-code}" if code < 0 else "a check broke off"


def _work(todo: int, results: int, checks: Sequence[Check], connect: Callable[[], sqlite3.Connection]) -> NoReturn:
    """Do check after check until none is left; then end this process, without what the parent would do at its end."""
    status = 1
    try:
        # Ctrl-C reaches it too, in the middle of a statement.
        signal.signal(signal.SIGINT, signal.SIG_DFL)
        with closing(connect()) as connection, open(results, "wb") as pipe:
            while number := os.read(todo, 1):
                rows = [(one.table, one.row, one.message) for one in checks[number[0]](connection)]
                marshal.dump((number[0], rows), pipe)
                pipe.flush()
        status = 0
    except Exception:
        traceback.print_exc()
    finally:
        os._exit(status)
