"""A worker process of ``ParsePool``: chunks of tasks come in on stdin, their results go out on stdout.

Its only argument is the memory that it may take, in bytes.
"""

from __future__ import annotations

import os
import pickle
import resource
import sys
from contextlib import suppress

from archive.ingestion.prepare import prepare
from archive.ingestion.workers import read_frame, write_frame


def main() -> None:
    """Answer chunk by chunk until the parent closes its end, or is gone."""
    # Not every system has this limit.
    with suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_AS, (int(sys.argv[1]), resource.getrlimit(resource.RLIMIT_AS)[1]))
    # Whatever prints while it parses must not end up among the answers.
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    try:
        while True:
            # Only the parent that started this process can write to its stdin.
            chunk = pickle.loads(read_frame(sys.stdin.buffer))  # noqa: S301
            write_frame(answers, pickle.dumps([prepare(task) for task in chunk], pickle.HIGHEST_PROTOCOL))
    except (EOFError, BrokenPipeError, KeyboardInterrupt, MemoryError):
        # os._exit: at the end of the parent nobody is left to read what the interpreter would still flush.
        os._exit(0)


if __name__ == "__main__":
    main()
