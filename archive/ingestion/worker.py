"""The process that workers come from, and what a worker does: chunks of tasks in, their results out.

The first process loads the program once. On request it forks itself: a worker has everything loaded at once, and shares
its memory with the others. Its arguments are the number of the socket over which it is asked, and the memory that a
worker may take, in bytes.
"""

from __future__ import annotations

import gc
import os
import pickle
import resource
import signal
import socket
import sys
from contextlib import suppress
from typing import IO, NoReturn

__all__ = ["ANSWER_BYTES", "FORK", "REAP", "REQUEST_BYTES", "main", "read_frame", "write_frame"]

_LENGTH_BYTES = 8
_NEW_OBJECTS = 10_000
# Asks for every table that the rules have.
_FIRST_TEXT = b"""---
infoboxes:
  - date: {text: 4-5 May 2020}
    combatant1: {text: Armenia}
    combatant2: {text: Azerbaijan}
    casualties1: {text: "Per Armenia: 5 killed"}
---
The [Armenian](./Armenia) army said on 5 May 2020 that "30 soldiers were killed". However, the police denied this.

According to President Ilham Aliyev, two tanks were not destroyed, while the BBC reported that they were captured.
"""
# A request is a letter and a number. FORK comes with two descriptors, whence tasks come and whither results go, and is
# answered with the number of the new process; REAP takes leave of one that was ended, and is answered with its number.
FORK, REAP = b"f", b"r"
ANSWER_BYTES = 8
REQUEST_BYTES = len(FORK) + ANSWER_BYTES


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


def main() -> None:
    """Fork workers until the parent closes its end, or is gone; then end them."""
    control, most_bytes = socket.socket(fileno=int(sys.argv[1])), int(sys.argv[2])
    # What is loaded stays: looking through it for garbage takes time, and would copy the memory that workers share.
    gc.disable()
    # Loaded before the first fork, so that no worker has to; the rules load their tables with the first text.
    from archive.ingestion.prepare import prepare  # noqa: F401
    from archive.pipeline import parse_document

    parse_document(_FIRST_TEXT, "first.md")
    gc.freeze()
    # What is made of an article goes with it, by counting: looking for garbage as often as usual takes a twentieth of
    # all time and finds next to nothing.
    gc.set_threshold(_NEW_OBJECTS)
    gc.enable()
    workers: set[int] = set()
    with suppress(OSError, KeyboardInterrupt):
        while request := socket.recv_fds(control, REQUEST_BYTES, 2):
            message, descriptors, *_ = request
            if message[:1] == FORK:
                process_id = os.fork()
                if process_id == 0:
                    control.close()
                    tasks, results = descriptors
                    _work(tasks, results, most_bytes)
                workers.add(process_id)
                for descriptor in descriptors:
                    os.close(descriptor)
            elif message[:1] == REAP:
                process_id = int.from_bytes(message[1:], "big")
                os.waitpid(process_id, 0)
                workers.discard(process_id)
            else:
                break
            control.sendall(process_id.to_bytes(ANSWER_BYTES, "big"))
    for process_id in workers:
        os.kill(process_id, signal.SIGKILL)
        os.waitpid(process_id, 0)


def _work(tasks: int, results: int, most_bytes: int) -> NoReturn:
    """Answer chunk by chunk until the parent closes its end, or is gone; then end this process."""
    from archive.ingestion.prepare import prepare

    try:
        # Not every system has this limit.
        with suppress(OSError, ValueError):
            resource.setrlimit(resource.RLIMIT_AS, (most_bytes, resource.getrlimit(resource.RLIMIT_AS)[1]))
        with os.fdopen(tasks, "rb") as questions, os.fdopen(results, "wb") as answers:
            while True:
                # Only the parent that asked for this process can write to the pipe.
                chunk = pickle.loads(read_frame(questions))  # noqa: S301
                write_frame(answers, pickle.dumps([prepare(task) for task in chunk], pickle.HIGHEST_PROTOCOL))
    except (EOFError, BrokenPipeError, KeyboardInterrupt, MemoryError):
        pass
    finally:
        # At the end of the parent nobody is left to read what the interpreter would still flush.
        os._exit(0)
