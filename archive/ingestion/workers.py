"""Parsing in several processes: results come in the order of the tasks, memory is bounded, no file can end the run.

What a worker process is, ``archive.ingestion.processes`` tells.
"""

from __future__ import annotations

import pickle
import threading
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from itertools import chain, islice
from types import TracebackType
from typing import Self

from archive.documents import Problem
from archive.ingestion.processes import Nursery, Worker, WorkerLostError
from archive.ingestion.tasks import Prepared, Task

__all__ = ["ParsePool", "PoolLimits"]

# The process that forks workers may be ended from outside; then another takes its place.
_ATTEMPTS = 2


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
    """Workers that prepare files. Used as a context; leaving it, or ``close``, ends them at once."""

    def __init__(self, workers: int, limits: PoolLimits | None = None) -> None:
        self._workers = max(1, workers)
        self._limits = limits or PoolLimits()
        self._threads = ThreadPoolExecutor(self._workers, thread_name_prefix="archive-worker")
        self._own = threading.local()
        self._starting = threading.Lock()
        self._nursery: Nursery | None = None
        self._started: list[Worker] = []
        self._closed = False

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """End the workers, whatever they do."""
        self._closed = True
        self._end_nursery()
        self._threads.shutdown(wait=True, cancel_futures=True)
        # A thread may have started one just then.
        self._end_nursery()
        for worker in self._started:
            worker.end()
        self._started.clear()

    def _end_nursery(self) -> None:
        with self._starting:
            if self._nursery is not None:
                self._nursery.end()
                self._nursery = None

    def expect(self, sizes: Iterable[int]) -> None:
        """Have workers loaded when the tasks come, where files of these sizes are too many to be read without."""
        first = list(islice(sizes, self._limits.chunk_files + 1))
        if len(first) > self._limits.chunk_files or sum(first) > self._limits.chunk_bytes:
            self._ready_nursery()

    def prepare_all(self, tasks: Iterable[Task]) -> Iterator[Prepared]:
        """Yield what became of each task, in their order.

        A few small files are done here: starting a worker costs more. A large one may need more than this process has.
        """
        chunks = self._chunks(tasks)
        first = list(islice(chunks, 2))
        if len(first) < 2 and sum(task.size for chunk in first for task in chunk) <= self._limits.chunk_bytes:
            # Loaded here, because otherwise only workers need it.
            from archive.ingestion.prepare import prepare

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
        except WorkerLostError as lost:
            if self._closed:
                raise
            if len(chunk) == 1:
                from archive.ingestion.prepare import reject

                return pickle.dumps([reject(chunk[0], lost.problem)])
        # One file of the chunk is to blame; each alone shows which.
        return pickle.dumps([result for task in chunk for result in pickle.loads(self._do([task]))])  # noqa: S301

    def _ask(self, chunk: list[Task]) -> bytes:
        worker: Worker | None = getattr(self._own, "worker", None)
        megabytes = sum(task.size for task in chunk) / 1e6
        try:
            if worker is None:
                worker = self._own.worker = self._start()
            return worker.ask(chunk, self._limits.seconds + self._limits.seconds_per_megabyte * megabytes)
        except WorkerLostError:
            if worker is not None:
                self._started.remove(worker)
            self._own.worker = None
            raise

    def _start(self) -> Worker:
        """Return a new worker; raise WorkerLostError where there is none to be had, or the run was stopped."""
        for _ in range(_ATTEMPTS):
            if self._closed:
                break
            nursery = self._ready_nursery()
            try:
                worker = nursery.worker()
            except OSError:
                # It was ended, by us or by the system for want of memory.
                with self._starting:
                    nursery.end()
                    if self._nursery is nursery:
                        self._nursery = None
            else:
                self._started.append(worker)
                return worker
        message = "No process could be started to read this file; its bytes are kept."
        raise WorkerLostError(Problem("error", "parse", "crash", message))

    def _ready_nursery(self) -> Nursery:
        with self._starting:
            if self._nursery is None:
                self._nursery = Nursery(self._limits.worker_bytes)
            return self._nursery


def _results_of(answer: bytes, chunk: list[Task]) -> Iterator[Prepared]:
    # The bytes come from a process that this one started.
    results: list[Prepared] = pickle.loads(answer)  # noqa: S301
    assert len(results) == len(chunk)  # noqa: S101
    yield from results
