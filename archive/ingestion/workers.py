"""Parsing in several processes: results come in the order of the tasks, memory is bounded, no file can end the run.

A worker is a fresh interpreter that speaks through its pipes. It inherits neither the database nor its lock, imports
nothing of its parent's program, and ends when its parent does, however that happens.
"""

from __future__ import annotations

import contextlib
import os
import pickle
import subprocess
import sys
import threading
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from itertools import chain, islice
from pathlib import Path
from types import TracebackType
from typing import IO, Self

import archive
from archive.documents import Problem
from archive.ingestion.prepare import Prepared, Task, prepare, reject

__all__ = ["ParsePool", "read_frame", "write_frame"]

_LENGTH_BYTES = 8


@dataclass(frozen=True, slots=True)
class PoolLimits:
    """What bounds the pool. A chunk goes to a worker as a whole; what is in flight is what memory has to hold.

    Tasks that are done already count only for ``chunk_tasks``.

    A worker has ``seconds`` for a chunk, and ``seconds_per_megabyte`` more for its size; then it is ended. It may take
    ``worker_bytes`` of memory, where the system can be told so.
    """

    chunk_files: int = 32
    chunk_tasks: int = 512
    chunk_bytes: int = 512 * 1024
    bytes_in_flight: int = 8 * 1024 * 1024
    seconds: float = 60.0
    seconds_per_megabyte: float = 30.0
    worker_bytes: int = 2 * 1024**3


class ParsePool:
    """Workers that prepare files. Used as a context; leaving it ends them at once."""

    def __init__(self, workers: int, limits: PoolLimits | None = None) -> None:
        self._workers = max(1, workers)
        self._limits = limits or PoolLimits()
        self._threads = ThreadPoolExecutor(self._workers, thread_name_prefix="archive-worker")
        self._own = threading.local()
        self._processes: list[_Worker] = []
        self._closed = False

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._closed = True
        self._end_workers()
        self._threads.shutdown(wait=True, cancel_futures=True)
        # A thread may have started one just then.
        self._end_workers()

    def _end_workers(self) -> None:
        for worker in list(self._processes):
            worker.end()

    def prepare_all(self, tasks: Iterable[Task]) -> Iterator[Prepared]:
        """Yield what became of each task, in their order.

        A few small files are done here: starting a worker costs more. A large one may need more than this process has.
        """
        chunks = self._chunks(tasks)
        first = list(islice(chunks, 2))
        if len(first) < 2 and sum(task.size for chunk in first for task in chunk) <= self._limits.chunk_bytes:
            for task in chain.from_iterable(first):
                yield prepare(task)
            return
        waiting: deque[tuple[Future[bytes], list[Task], int]] = deque()
        in_flight = 0
        for chunk in chain(first, chunks):
            size = sum(task.size for task in chunk)
            while waiting and (in_flight + size > self._limits.bytes_in_flight or len(waiting) >= 4 * self._workers):
                future, done, done_size = waiting.popleft()
                yield from _results_of(future.result(), done)
                in_flight -= done_size
            waiting.append((self._threads.submit(self._do, chunk), chunk, size))
            in_flight += size
        while waiting:
            future, done, _ = waiting.popleft()
            yield from _results_of(future.result(), done)

    def _chunks(self, tasks: Iterable[Task]) -> Iterator[list[Task]]:
        chunk: list[Task] = []
        files = size = 0
        for task in tasks:
            is_work = task.answer is None
            if (files and is_work and size + task.size > self._limits.chunk_bytes) or (
                files == self._limits.chunk_files or len(chunk) == self._limits.chunk_tasks
            ):
                yield chunk
                chunk, files, size = [], 0, 0
            chunk.append(task)
            files += is_work
            size += task.size * is_work
        if chunk:
            yield chunk

    def _do(self, chunk: list[Task]) -> bytes:
        """Return the pickled results of ``chunk``, from the worker of this thread if there is any work."""
        if all(task.answer is not None for task in chunk):
            return pickle.dumps([task.answer for task in chunk])
        try:
            return self._ask(chunk)
        except _WorkerLostError as lost:
            if self._closed:
                raise
            if len(chunk) == 1:
                return pickle.dumps([reject(chunk[0], lost.problem)])
        # One file of the chunk is to blame; each alone shows which.
        return pickle.dumps([result for task in chunk for result in pickle.loads(self._do([task]))])  # noqa: S301

    def _ask(self, chunk: list[Task]) -> bytes:
        if self._closed:
            raise _WorkerLostError(Problem("error", "parse", "stopped", "The run was stopped."))
        worker: _Worker | None = getattr(self._own, "worker", None)
        if worker is None:
            worker = self._own.worker = _Worker(_start(self._limits.worker_bytes))
            self._processes.append(worker)
        megabytes = sum(task.size for task in chunk) / 1e6
        try:
            return worker.ask(chunk, self._limits.seconds + self._limits.seconds_per_megabyte * megabytes)
        except _WorkerLostError:
            self._processes.remove(worker)
            self._own.worker = None
            raise


def _results_of(answer: bytes, chunk: list[Task]) -> Iterator[Prepared]:
    # The bytes come from a process that this one started.
    results: list[Prepared] = pickle.loads(answer)  # noqa: S301
    assert len(results) == len(chunk)  # noqa: S101
    yield from results


class _WorkerLostError(Exception):
    """A worker ended, or was ended, in the middle of its work."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.message)
        self.problem = problem


@dataclass(slots=True)
class _Worker:
    """One worker process."""

    process: subprocess.Popen[bytes]
    _late: bool = False

    def ask(self, chunk: list[Task], seconds: float) -> bytes:
        """Send ``chunk``, return the answer; raise _WorkerLostError where none comes in time."""
        assert self.process.stdin is not None  # noqa: S101 — both are pipes
        assert self.process.stdout is not None  # noqa: S101
        timer = threading.Timer(seconds, self._give_up)
        timer.daemon = True
        timer.start()
        try:
            write_frame(self.process.stdin, pickle.dumps(chunk))
            return read_frame(self.process.stdout)
        except (OSError, EOFError, ValueError):
            self.end()
            kind, what = (
                ("too_slow", f"took longer than {seconds:.0f} s") if self._late else ("crash", "ended the parser")
            )
            raise _WorkerLostError(
                Problem("error", "parse", kind, f"Reading this file {what}; its bytes are kept.")
            ) from None
        finally:
            timer.cancel()

    def _give_up(self) -> None:
        self._late = True
        self.process.kill()

    def end(self) -> None:
        """End the process and close its pipes."""
        self.process.kill()
        self.process.wait()
        for pipe in (self.process.stdin, self.process.stdout):
            if pipe is not None:
                # What was not sent yet cannot be sent any more.
                with contextlib.suppress(OSError):
                    pipe.close()


def _start(most_bytes: int) -> subprocess.Popen[bytes]:
    package = str(Path(archive.__file__).resolve().parent.parent)
    # -P: the working folder may hold someone else's files; none of them is to be imported.
    return subprocess.Popen(  # noqa: S603 — this program itself
        [sys.executable, "-P", "-m", "archive.ingestion.worker", str(most_bytes)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": os.pathsep.join([*filter(None, sys.path), package])},
        # A group of its own: Ctrl-C in the terminal is for the parent, which ends its workers in good order.
        process_group=0,
    )


def write_frame(pipe: IO[bytes], data: bytes) -> None:
    """Write ``data`` and how long it is."""
    pipe.write(len(data).to_bytes(_LENGTH_BYTES, "big"))
    pipe.write(data)
    pipe.flush()


def read_frame(pipe: IO[bytes]) -> bytes:
    """Return what ``write_frame`` wrote at the other end; raise EOFError where that end was closed."""
    header = pipe.read(_LENGTH_BYTES)
    size = int.from_bytes(header, "big")
    data = pipe.read(size) if len(header) == _LENGTH_BYTES else b""
    if len(header) < _LENGTH_BYTES or len(data) < size:
        raise EOFError
    return data
