"""Hostile files cost time linear in their size, bounded memory, and only themselves."""

from __future__ import annotations

import gc
import os
import random
import resource
import signal
import socket
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from itertools import product
from pathlib import Path
from typing import Any

import pytest

from archive.ingestion import ingest
from archive.ingestion.rows import article_rows
from archive.pipeline import parse_document

ENGLISH = b"It was in the north of the country and is a part of the text that the people have. "
HEAD = b"---\ntitle: T\nlanguage: en\n---\n"
LETTERS = ("Qubadlı", "Füzuli", "Şuşa", "Əfəndilər", "–", "“quote”", "Ağdam")
# What a file may be filled with: after the front matter, in a value of it, in a field of an infobox.
UNITS = (
    "a", "é", "\0", "\x85a", "\u2028", "\u00a0", " ", "\t", "\n", "\r", "\r\n", "\u0301\u0316", "\u202eא", "가",
    "# h\n", "# h\n## h\n### h\n", ">", "> - ", "    ", "- a\n", "  - a\n", "[", "]", "[a](B_c) ", "[a](",
    "![a](b.png) ", "![", "*a **b ", "*", "_a__b", "`", "`` ` ", "<", "<div><b>", "<!-- ", "<a b='", "<br>", "</",
    "&amp;&#x41;&", "&",
    "|c|d|\n", "|", "[^1]: a\n", "[a]: b\n", "{{", "}}", ".", "A. ", "?! ", "said that ", "said ", "stated, ", "not ",
    "The Ministry of Defence stated that 10 soldiers were killed. ", "Armenia denied that 7 were killed.\n\n",
    "Armenia said that he said that ", "according to Armenia, ", "Per Armenia: ", '"', "“", "”", "‘a ", "'", "(", "(a)",
    "3 October 2020 ", "3–4–5 October ", "on 3 ", "1,", "1", "1.", "1 000 ", "10 killed, ", "10–", "km² ", "Aa Bb ",
    "A", "U.S. ", "· a ", "• ", "; ", ": ", ", ", "–", "-", "—", "/", "\\", "%41", "http://a.b/c ", "www.a.b ",
    "Template:", "a:b:",
)  # fmt: skip


def filled(unit: str, size: int) -> bytes:
    data = unit.encode()
    return data * (size // len(data) + 1)


def infobox(field: str, text: bytes) -> bytes:
    quoted = text.replace(b"\\", b"\\\\").replace(b'"', b'\\"').replace(b"\0", b"\\0").replace(b"\n", b"\\n")
    head = f'---\ntitle: T\nlanguage: en\ninfoboxes:\n  - type: military conflict\n    {field}:\n      text: "'
    return head.encode() + quoted + b'"\n---\n' + ENGLISH


def damaged(size: int, *, separator: str = " ") -> bytes:
    chosen = random.Random(size)
    words = (f"{chosen.choice(LETTERS)}{chosen.randrange(999)}" for _ in range(size // 12))
    return HEAD + separator.join(words).encode().decode("cp1252", "ignore").encode()


def lines(template: bytes, size: int, *, tail: bytes = b"---\nx", head: bytes = b"---\ntitle: T\n") -> bytes:
    count = size // (len(template) + 3)
    return head + b"".join(template.replace(b"%", b"%d" % number) for number in range(count)) + tail


SHAPES: dict[str, Callable[[int], bytes]] = {
    "damaged text": damaged,
    "damaged text, a word a line": lambda size: damaged(size, separator="\n"),
    "damaged text, no spaces": lambda size: damaged(size, separator=""),
    "headings, all different": lambda size: lines(b"# h%\n", size, tail=b"", head=HEAD),
    "claims, all different": lambda size: lines(
        b"Minister A% stated that % soldiers were killed on 3 October 2020. ", size, tail=b"", head=HEAD + ENGLISH
    ),
    "links, all different": lambda size: lines(b"[a](B_%) ", size, tail=b"", head=HEAD),
    "references": lambda size: lines(b"[%]: x\n", size, tail=b"", head=HEAD),
    "nested brackets": lambda size: HEAD + b"[a" * (size // 6) + b"](b)" * (size // 6),
    "nested quotations": lambda size: HEAD + b">" * size,
    "nested lists": lambda size: HEAD + b"".join(b" " * (2 * depth) + b"- a\n" for depth in range(int(size**0.5))),
    "code spans, all different": lambda size: HEAD + b" ".join(b"`" * n for n in range(1, int((2 * size) ** 0.5))),
    "a table as wide as the sea": lambda size: (
        HEAD + b"\n".join(b"|" + unit * (size // 6) for unit in (b"a|", b"-|", b"b|"))
    ),
    "a table of short rows": lambda size: (
        HEAD + b"\n".join(b"|" + unit * (size // 8) for unit in (b"a|", b"-|")) + b"\n|x|" * (size // 8)
    ),
    "keys": lambda size: lines(b"k%: v\n", size),
    "one key again and again": lambda size: lines(b"k: v\n", size),
    "a list in the front matter": lambda size: lines(b"- a\n", size, head=b"---\nk:\n"),
    "a deep flow sequence": lambda size: b"---\nk: " + b"[" * size + b"\n---\nx",
    "flow sequences": lambda size: lines(b"- " + b"[" * 50 + b"]" * 50 + b"\n", size, head=b"---\nk:\n"),
    "a bomb of aliases": lambda size: (
        b"---\na0: &a0 [x, x, x, x, x, x, x, x, x]\n"
        + b"".join(b"a%d: &a%d [%s]\n" % (n, n, b", ".join([b"*a%d" % (n - 1)] * 9)) for n in range(1, 12))
        + b"---\n"
        + b"x" * size
    ),
    "a bomb of merges": lambda size: (
        b"---\na0: &a0 {x: 1}\n"
        + b"".join(b"a%d: &a%d {<<: [*a%d, *a%d]}\n" % (n, n, n - 1, n - 1) for n in range(1, size // 40))
        + b"---\nx"
    ),
    "front matter that never closes": lambda size: b"---\n" + b"a: b\n" * (size // 5),
    "a long title": lambda size: b"---\ntitle: " + b"a" * size + b"\n---\nx",
    "a title of marks": lambda size: b"---\ntitle: a" + filled("\u0301\u0316", size) + b"\n---\nx",
    "a link to a title of marks": lambda size: HEAD + b"[a](B" + filled("\u0301\u0316", size) + b")",
    "infoboxes": lambda size: lines(b"  - type: x\n    k: {text: v}\n", size, head=b"---\ntitle: T\ninfoboxes:\n"),
    "fields": lambda size: lines(b"    k%: {text: v %}\n", size, head=b"---\ntitle: T\ninfoboxes:\n  - type: x\n"),
    "numbered fields": lambda size: lines(
        b"    casualties%a: {text: % killed}\n", size, head=b"---\ntitle: T\ninfoboxes:\n  - type: x\n"
    ),
    "belligerents": lambda size: lines(
        b"    combatant%: {text: Armenia %}\n",
        size,
        head=b"---\ntitle: T\ninfoboxes:\n  - type: military conflict\n",
        tail=b"---\nArmenia 7 said that 10 died. " * 9,
    ),
    "links of a field": lambda size: lines(
        b"        - {type: internal, page: A%, text: a}\n",
        size,
        head=b"---\ntitle: T\ninfoboxes:\n  - type: x\n    place:\n      text: a\n      links:\n",
    ),
    **{f"{unit!r} in the text": lambda size, unit=unit: HEAD + ENGLISH + filled(unit, size) for unit in UNITS},
    **{
        f"{unit!r} in {field}": lambda size, unit=unit, field=field: infobox(field, filled(unit, size))
        for unit, field in product(UNITS, ("casualties1", "date"))
    },
}


def cost(data: bytes, most_seconds: int) -> tuple[float, float]:
    """Seconds and megabytes that the bytes of one file cost in a process of its own; fails after ``most_seconds``."""
    reader, writer = os.pipe()
    process = os.fork()
    if process == 0:
        signal.alarm(most_seconds)
        # What this process holds already is none of the file's business.
        gc.freeze()
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        begun = time.process_time()
        document = parse_document(data, "folder/file.md")
        if document.article is not None:
            article_rows(document.article, document)
        seconds = time.process_time() - begun
        memory = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
        os.write(writer, f"{seconds} {memory}".encode())
        os._exit(0)
    os.close(writer)
    with os.fdopen(reader) as pipe:
        answer = pipe.read()
    os.waitpid(process, 0)
    assert answer, f"more than {most_seconds} s, or a crash"
    seconds, memory = answer.split()
    return float(seconds), float(memory)


@pytest.mark.promise("No input costs more than time linear in its size (doubling measured), or more memory")
def test_time_and_memory_are_linear(torture: bool, figures: Any, subtests_failed: list[str]) -> None:
    size = 60_000 if torture else 1_500
    slowest, largest, steepest = (0.0, ""), (0.0, ""), (0.0, "")
    parse_document(HEAD + ENGLISH, "warm/up.md")
    for name, make in SHAPES.items():
        if not torture:
            parse_document(make(size), "folder/file.md")
            continue
        data, twice = make(size), make(2 * size)
        once_seconds, _ = cost(data, 60)
        seconds, memory = cost(twice, 120)
        growth = seconds / max(once_seconds, 0.05)
        if growth > 2.6:
            # One slow measurement on a busy machine proves nothing.
            growth = min(growth, cost(twice, 120)[0] / max(cost(data, 60)[0], 0.05))
        slowest = max(slowest, (seconds / len(twice) * 1e6, name))
        # What a small file takes is mostly what any takes.
        if len(twice) > size:
            largest = max(largest, (memory / len(twice) * 1e6, name))
        steepest = max(steepest, (growth, name))
        if growth > 2.8 and seconds > 0.3:
            subtests_failed.append(f"{name}: {once_seconds:.2f} s, twice as much {seconds:.2f} s")
    figures(shapes=len(SHAPES))
    if torture:
        figures(
            slowest=f"{slowest[0]:.1f} s a MB ({slowest[1]})",
            most_memory=f"{largest[0]:.0f} MB a MB ({largest[1]})",
            steepest_doubling=f"× {steepest[0]:.1f} ({steepest[1]})",
        )


@pytest.fixture
def subtests_failed() -> Iterator[list[str]]:
    failed: list[str] = []
    yield failed
    assert failed == []


def write_hostile_folder(folder: Path, size: int) -> int:
    """Write what a folder should not hold, and return how many of these are to be rejected."""
    folder.mkdir()
    with (folder / "two gigabytes.md").open("wb") as file:
        file.truncate(2 * 1024**3)
    (folder / "one line.md").write_bytes(HEAD + b"a" * size)
    (folder / "one line of a hundred megabytes.md").write_bytes(HEAD + b"a" * 100_000_000)
    (folder / "binary.md").write_bytes(random.Random(1).randbytes(10_000))
    (folder / "invalid.md").write_bytes(b"caf\xe9")
    (folder / "utf-16.md").write_bytes("---\ntitle: T\n---\nText".encode("utf-16"))
    (folder / "unclosed.md").write_bytes(b"---\ntitle: T\n")
    (folder / "broken.md").write_bytes(b"---\ntitle: [\n---\n")
    (folder / "bomb.md").write_bytes(SHAPES["a bomb of aliases"](10))
    (folder / "deep.md").write_bytes(SHAPES["a deep flow sequence"](10_000))
    os.mkfifo(folder / "pipe.md")
    with socket.socket(socket.AF_UNIX) as listener:
        # The name of a socket is short; the folder's may not be.
        here = os.open(folder, os.O_RDONLY)
        listener.bind(f"/proc/self/fd/{here}/socket.md")
        os.close(here)
    (folder / "loop.md").symlink_to("loop.md")
    (folder / "loop folder").symlink_to(".")
    (folder / "outside.md").symlink_to("/etc/passwd")
    rejected = 13
    accepted = {
        "headings": b"# h\n" * (size // 4),
        "nested": b"> " * 10_000 + b"a",
        "links": b"[a](B) " * (size // 7),
        "wide": SHAPES["a table as wide as the sea"](size),
        "nul": b"\0" * 1000 + b"a",
        "controls": "\x85\x90 a".encode() * 1000,
        "doubled": b"---\ntitle: T\ntitle: U\n---\na",
        "sql": b'---\ntitle: "\'; DROP TABLE articles; --"\n---\na',
        "html": b"---\ntitle: <script>alert(1)</script>\n---\na",
        "path": b"---\ntitle: ../../x\n---\na",
        "empty": b"---\ntitle: ''\n---\na",
        "new\nline": b"a",
        "quote ' \" `": b"a",
    }
    for name, data in accepted.items():
        (folder / f"{name}.md").write_bytes(data)
    (folder / os.fsdecode(b"latin \xe9.md")).write_bytes(b"a")
    return rejected


@pytest.mark.promise(
    "A hostile folder: each bad file is named with its reason, the others are read, originals come back"
)
def test_a_hostile_folder(tmp_path: Path, tools: Any, torture: bool, figures: Any) -> None:
    folder = tmp_path / "hostile"
    size = 8_000_000 if torture else 100_000
    rejected = write_hostile_folder(folder, size)
    tools.write_folder(folder / "honest", 5)
    database = tmp_path / "archive.db"
    begun = time.monotonic()
    summary = ingest([folder], database, workers=2)
    assert summary.failed == rejected
    with closing(sqlite3.connect(database)) as connection:
        errors = connection.execute("SELECT DISTINCT path, message FROM ingest_errors WHERE level = 'error'").fetchall()
        assert len({path for path, _ in errors}) == rejected
        assert all(message for _, message in errors)
        read = "SELECT count(*) FROM sources WHERE status <> 'failed' AND path LIKE 'hostile/honest/%'"
        assert connection.execute(read).fetchone() == (5,)
    tools.check_sound(database)
    figures(
        files=summary.files_seen,
        rejected=summary.failed,
        largest=f"{size / 1e6:g} MB",
        seconds=f"{time.monotonic() - begun:.1f}",
        most_memory=f"{resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024} MB",
    )
