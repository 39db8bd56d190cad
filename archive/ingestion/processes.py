"""Worker processes as the program sees them: it asks for one, speaks with it, and ends it.

Workers are forked by a process of their own (``archive.ingestion.worker``), a fresh interpreter. They inherit neither
the database nor its lock, import nothing of their parent's program, and end when their parent does, however that
happens.
"""

from __future__ import annotations

import contextlib
import os
import pickle
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import IO

import archive
from archive.documents import Problem
from archive.ingestion.tasks import Task
from archive.ingestion.worker import ANSWER_BYTES, FORK, REAP, read_frame, write_frame

__all__ = ["Nursery", "Worker", "WorkerLostError"]

_PROGRAM = "from archive.ingestion.worker import main; main()"
_SECONDS_TO_END = 1.0


class WorkerLostError(Exception):
    """A worker ended, or was ended, in the middle of its work."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.message)
        self.problem = problem


class Nursery:
    """The process that forks workers, started at once and ready a while later. Any thread may call it."""

    def __init__(self, worker_bytes: int) -> None:
        self._control, theirs = socket.socketpair()
        self._asking = threading.Lock()
        self._counting = threading.Lock()
        self._alive: set[int] = set()
        package = str(Path(archive.__file__).resolve().parent.parent)
        with theirs:
            # -P: the working folder may hold someone else's files; none of them is to be imported.
            self._process = subprocess.Popen(  # noqa: S603 — this program itself
                [sys.executable, "-P", "-c", _PROGRAM, str(theirs.fileno()), str(worker_bytes)],
                stdin=subprocess.DEVNULL,
                # Whatever prints while it parses must not end up in what the program says.
                stdout=2,
                pass_fds=[theirs.fileno()],
                env={
                    **os.environ,
                    "PYTHONPATH": os.pathsep.join([*filter(None, sys.path), package]),
                    # Rust's libraries would tell where memory ran out; without memory, that waits for itself for ever.
                    "RUST_BACKTRACE": "0",
                },
                # A group of its own: Ctrl-C in the terminal is for the parent, which ends its workers in good order.
                process_group=0,
            )

    def worker(self) -> Worker:
        """Return a new worker; raise OSError where this process is gone."""
        tasks, our_tasks = os.pipe()
        our_results, results = os.pipe()
        with os.fdopen(tasks), os.fdopen(results, "wb"):
            questions, answers = os.fdopen(our_tasks, "wb"), os.fdopen(our_results, "rb")
            try:
                process_id = self._ask(FORK, 0, [tasks, results])
                with self._counting:
                    self._alive.add(process_id)
                return Worker(self, process_id, questions, answers)
            except BaseException:
                questions.close()
                answers.close()
                raise

    @property
    def workers(self) -> list[int]:
        """The numbers of the processes that were not ended yet."""
        with self._counting:
            return sorted(self._alive)

    def kill(self, process_id: int) -> None:
        """Kill a worker, so that whoever waits for its answer is told."""
        with self._counting:
            # Once it is reaped, its number may be another's.
            if process_id in self._alive:
                os.kill(process_id, signal.SIGKILL)

    def end_worker(self, process_id: int) -> None:
        """Kill a worker and take leave of it."""
        self.kill(process_id)
        with self._counting:
            is_first = process_id in self._alive
            self._alive.discard(process_id)
        if is_first:
            with contextlib.suppress(OSError):
                self._ask(REAP, process_id)

    def _ask(self, request: bytes, number: int, descriptors: Sequence[int] = ()) -> int:
        with self._asking:
            socket.send_fds(self._control, [request + number.to_bytes(ANSWER_BYTES, "big")], descriptors)
            answer = self._control.recv(ANSWER_BYTES)
            if len(answer) < ANSWER_BYTES:
                raise ConnectionError
        return int.from_bytes(answer, "big")

    def end(self) -> None:
        """End the process and all workers."""
        with self._counting:
            has_workers = bool(self._alive)
            for process_id in self._alive:
                os.kill(process_id, signal.SIGKILL)
            self._alive.clear()
        with contextlib.suppress(OSError):
            self._control.shutdown(socket.SHUT_RDWR)
        if has_workers:
            # It reaps them; otherwise it may still be loading, and nobody needs to wait for that.
            with contextlib.suppress(subprocess.TimeoutExpired):
                self._process.wait(_SECONDS_TO_END)
        self._process.kill()
        self._process.wait()
        self._control.close()


class Worker:
    """One worker process; one thread speaks with it."""

    def __init__(self, nursery: Nursery, process_id: int, questions: IO[bytes], answers: IO[bytes]) -> None:
        self._process_id = process_id
        self._nursery = nursery
        self._questions = questions
        self._answers = answers
        self._late = False

    def ask(self, chunk: list[Task], seconds: float) -> bytes:
        """Send ``chunk``, return the answer; raise WorkerLostError where none comes in time."""
        timer = threading.Timer(seconds, self._give_up)
        timer.daemon = True
        timer.start()
        try:
            write_frame(self._questions, pickle.dumps(chunk))
            return read_frame(self._answers)
        except (OSError, EOFError, ValueError):
            self.end()
            kind, what = (
                ("too_slow", f"took longer than {seconds:.0f} s") if self._late else ("crash", "ended the parser")
            )
            raise WorkerLostError(
                Problem("error", "parse", kind, f"Reading this file {what}; its bytes are kept.")
            ) from None
        finally:
            timer.cancel()

    def _give_up(self) -> None:
        self._late = True
        self._nursery.kill(self._process_id)

    def end(self) -> None:
        """End the process and close its pipes."""
        self._nursery.end_worker(self._process_id)
        for pipe in (self._questions, self._answers):
            # What was not sent yet cannot be sent any more.
            with contextlib.suppress(OSError):
                pipe.close()
