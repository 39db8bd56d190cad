"""What the tests of reliability share: generated folders, the content of an archive, processes that are killed.

``pytest tests/reliability`` is the short form. With ``--torture`` the same tests run with large numbers, and their
figures are written to ``docs/reliability.md`` (``make torture``); a part of them (``-k``) only prints its figures.
"""

from __future__ import annotations

import os
import platform
import random
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from archive.database import expected_schema, migrating
from archive.verification import checks, verify

Figures = Callable[..., None]
ROOT = Path(__file__).resolve().parents[2]
REPORT = ROOT / "docs" / "reliability.md"
CORPUS = ROOT.parent / "shared" / "corpus"
# All entry points at once, with the lowest priority.
FUZZ_SECONDS = int(os.environ.get("TORTURE_FUZZ_SECONDS", "1200"))
_RECORDED = pytest.StashKey[dict[str, dict[str, Any]]]()
_BEGUN = pytest.StashKey[float]()
FUZZERS = pytest.StashKey[dict[str, "Fuzzer"]]()


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--torture", action="store_true", help="Large numbers; writes docs/reliability.md.")


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "promise(text): what the test shows, in the words of docs/reliability.md")
    config.addinivalue_line("markers", "fuzzer(entry): waits for the fuzzer of an entry point")
    config.stash[_RECORDED] = {}
    config.stash[_BEGUN] = time.monotonic()


@pytest.fixture(scope="session")
def torture(request: pytest.FixtureRequest) -> bool:
    """Whether this is the full run."""
    return bool(request.config.getoption("--torture", default=False))


_expected_schema = cache(expected_schema)


@pytest.fixture(autouse=True)
def one_schema(monkeypatch: pytest.MonkeyPatch) -> None:
    # Making an empty database to compare with is most of the time that verifying a small one takes.
    for module in (checks, migrating):
        monkeypatch.setattr(module, "expected_schema", _expected_schema)


@pytest.fixture
def figures(request: pytest.FixtureRequest) -> Figures:
    """Keep what a test measured, by name, for the table of promises."""

    def keep(**measured: object) -> None:
        request.config.stash[_RECORDED].setdefault(request.node.nodeid, {}).update(measured)

    return keep


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Iterator[None]:
    report: Any = yield
    promise = item.get_closest_marker("promise")
    if promise is not None and (report.when == "call" or report.outcome != "passed"):
        entry = item.config.stash[_RECORDED].setdefault(item.nodeid, {})
        entry |= {
            "_promise": promise.args[0],
            "_test": item.nodeid.partition("[")[0],
            "_outcome": report.outcome,
            "_seconds": report.duration,
        }
    return report


def is_complete(session: pytest.Session) -> bool:
    """Whether every test of this folder was to run."""
    option = session.config.option
    chosen = option.keyword or option.markexpr or any("::" in argument for argument in session.config.args)
    files = {item.path.name for item in session.items}
    return not chosen and {path.name for path in Path(__file__).parent.glob("test_*.py")} <= files


def pytest_sessionfinish(session: pytest.Session) -> None:
    for fuzzer in session.config.stash.get(FUZZERS, {}).values():
        fuzzer.process.kill()
    if session.config.getoption("--torture", default=False) and is_complete(session):
        _write_report(session.config.stash[_RECORDED], time.monotonic() - session.config.stash[_BEGUN])


def pytest_terminal_summary(terminalreporter: Any, config: pytest.Config) -> None:
    if config.getoption("--torture", default=False):
        for row in _table(config.stash[_RECORDED]):
            terminalreporter.write_line(row)


def _write_report(recorded: dict[str, dict[str, Any]], seconds: float) -> None:
    start, end = "<!-- figures: written by make torture -->", "<!-- end of figures -->"
    before, _, rest = REPORT.read_text("utf-8").partition(start)
    _, _, after = rest.partition(end)
    commit, changes = (
        subprocess.run(["git", *arguments], cwd=ROOT, capture_output=True, text=True, check=False).stdout.strip()
        for arguments in (("rev-parse", "--short", "HEAD"), ("status", "--porcelain"))
    )
    made = (
        f"Made by one run of `make torture` on {datetime.now(UTC):%Y-%m-%d}, in {seconds / 60:.0f} minutes, of commit "
        f"{commit or 'unknown'}{' with changes' if changes else ''}: {os.cpu_count()} cores, "
        f"Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}."
    )
    head = "| promise | shown by | this run | figures |\n|---|---|---|---|"
    REPORT.write_text(f"{before}{start}\n\n{made}\n\n{head}\n{chr(10).join(_table(recorded))}\n\n{end}{after}", "utf-8")


def _table(recorded: dict[str, dict[str, Any]]) -> list[str]:
    """A row for each test that makes a promise, the parameters of one test together."""
    tests: dict[str, list[dict[str, Any]]] = {}
    for entry in recorded.values():
        if "_promise" in entry:
            tests.setdefault(entry["_test"].removeprefix("tests/reliability/").replace("::", " "), []).append(entry)
    rows = []
    for test, entries in sorted(tests.items()):
        outcomes = ", ".join(sorted({entry["_outcome"] for entry in entries}))
        seconds = sum(entry["_seconds"] for entry in entries)
        figures: dict[str, Any] = {}
        for name, value in ((name, value) for entry in entries for name, value in entry.items() if name[0] != "_"):
            figures[name] = figures[name] + value if isinstance(value, int) and name in figures else value
        measured = "; ".join(f"{name.replace('_', ' ')} {value}" for name, value in figures.items())
        cells = (entries[0]["_promise"], f"`{test}`", f"{outcomes}, {seconds:.0f} s", measured.replace("|", "∣"))
        rows.append(f"| {' | '.join(cells)} |")
    return rows


class Fuzzer(NamedTuple):
    """A fuzzer that runs beside the other tests, and where it writes."""

    process: subprocess.Popen[bytes]
    place: Path


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    # The fuzzers run beside the other tests, and are waited for at the end.
    items.sort(key=lambda item: item.get_closest_marker("fuzzer") is not None)


def pytest_collection_finish(session: pytest.Session) -> None:
    config = session.config
    entries = [marker.args[0] for item in session.items if (marker := item.get_closest_marker("fuzzer"))]
    if not config.getoption("--torture", default=False) or config.option.collectonly or not find_spec("atheris"):
        return
    config.stash[FUZZERS] = {entry: _fuzzer(entry) for entry in entries}


def _fuzzer(entry: str) -> Fuzzer:
    place = Path(tempfile.mkdtemp(prefix="fuzz-"))
    corpus = place / "corpus"
    corpus.mkdir()
    for number, seed in enumerate(sorted(CORPUS.rglob("*.md"))[::20]):
        (corpus / str(number)).write_bytes(seed.read_bytes()[:4000])
    targets = str(Path(__file__).with_name("fuzz_targets.py"))
    command = ["nice", "-n", "19", sys.executable, targets, entry, f"-max_total_time={FUZZ_SECONDS}", "-max_len=6000"]
    with (place / "log").open("wb") as log:
        process = subprocess.Popen(
            [*command, "-timeout=60", f"-artifact_prefix={place}/", str(corpus)], stdout=log, stderr=subprocess.STDOUT
        )
    return Fuzzer(process, place)


# What a row is known by, without the numbers and times of one history; each may name what comes before it.
_KEYS = {
    "articles": ("title_key", "language"),
    "sources": ("path",),
    "sections": ("article_id", "position"),
    "infoboxes": ("article_id", "position"),
    "infobox_fields": ("infobox_id", "position"),
    "actors": ("name_key",),
    "claims": ("key",),
}
_HISTORY = {
    ("articles", "slug"),
    ("articles", "created_run_id"),
    ("articles", "updated_run_id"),
    ("sources", "run_id"),
    ("ingest_errors", "run_id"),
    ("folders", "location"),
}


def contents_of(database: Path) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table, sorted, its references as what they refer to, without ids, times and runs."""
    with closing(sqlite3.connect(database)) as connection:
        tables = [
            name
            for (name,) in connection.execute(
                "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE '%~_fts%' ESCAPE '~' "
                "AND name NOT LIKE 'sqlite~_%' ESCAPE '~' AND name NOT IN ('alembic_version', 'ingest_runs')"
            )
        ]
        names: dict[str, dict[int, object]] = {}
        for table, columns in _KEYS.items():
            references = _references(connection, table)
            names[table] = {
                row[0]: tuple(
                    names[references[column]].get(value) if column in references else value
                    for column, value in zip(columns, row[1:], strict=True)
                )
                for row in connection.execute(f"SELECT id, {', '.join(columns)} FROM {table}")
            }
        found = {}
        for table in tables:
            references = _references(connection, table)
            columns = [
                name
                for _, name, *_ in connection.execute(f"PRAGMA table_info({table})")
                if name != "id" and (table, name) not in _HISTORY
            ]
            quoted = ", ".join(f'"{column}"' for column in columns)
            rows = (
                tuple(
                    names[references[column]].get(value) if column in references and value is not None else value
                    for column, value in zip(columns, row, strict=True)
                )
                for row in connection.execute(f"SELECT {quoted} FROM {table}")
            )
            found[table] = sorted(set(rows) if table == "ingest_errors" else rows, key=repr)
        return found


def _references(connection: sqlite3.Connection, table: str) -> dict[str, str]:
    return {row[3]: row[2] for row in connection.execute(f"PRAGMA foreign_key_list({table})") if row[2] in _KEYS}


def check_sound(database: Path) -> None:
    """Fail unless the file is whole and everything in it agrees."""
    with closing(sqlite3.connect(database)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        for table in ("sections_fts", "claims_fts"):
            connection.execute(f"INSERT INTO {table} ({table}, rank) VALUES ('integrity-check', 1)")
    assert [str(finding) for finding in verify(database)] == []


def forked(action: Callable[[], object]) -> int:
    """Start ``action`` in a process of its own and return its number; its exit status is 0 if nothing was raised."""
    sys.stdout.flush()
    sys.stderr.flush()
    process = os.fork()
    if process == 0:
        status = 1
        try:
            action()
            status = 0
        except BaseException:
            traceback.print_exc()
        finally:
            os._exit(status)
    return process


def undisturbed(action: Callable[[], object]) -> float:
    """Run ``action`` in a process of its own to its end; return how long it took."""
    begun = time.monotonic()
    _, status = os.waitpid(forked(action), 0)
    assert status == 0
    return time.monotonic() - begun


def killed_after(seconds: float, action: Callable[[], object]) -> bool:
    """Run ``action`` in a process of its own and ``kill -9`` it after so long; tell whether it was still running."""
    process = forked(action)
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if os.waitpid(process, os.WNOHANG)[0]:
            return False
        time.sleep(min(0.001, max(0.0, deadline - time.monotonic())))
    os.kill(process, signal.SIGKILL)
    _, status = os.waitpid(process, 0)
    return os.WIFSIGNALED(status)


_PLACES = ("Lachin", "Qubadlı", "Füzuli", "Šuša", "Stepanakert", "Ganja", "Sumqayıt", "Ağdam")
_SPEAKERS = ("The Armenian Ministry of Defence", "Azerbaijan", "President Ilham Aliyev", "The mayor", "Turkey")
_CUES = ("stated that", "denied that", "confirmed that", "claimed that", "said that")


def article(number: int, version: int = 0) -> bytes:
    """The bytes of one article: an infobox, sections, links, claims; every tenth damaged, every fifteenth broken."""
    chosen = random.Random(f"{number} {version}")
    title = f"Battle of {_PLACES[number % len(_PLACES)]} {number // 2 % 20}"
    if number % 15 == 14:
        return f"---\ntitle: [{title}\n---\nBroken {version}.\n".encode()
    head = (
        f"---\ntitle: {title}\npubDate: 2021-0{1 + chosen.randrange(9)}-11\ninfoboxes:\n  - type: military conflict\n"
        f"    place:\n      text: {chosen.choice(_PLACES)}, Azerbaijan\n    casualties1:\n"
        f"      text: 'Per Armenia: {chosen.randrange(1, 90)} soldiers killed'\n"
        f"    casualties2:\n      text: {chosen.randrange(1, 900)} killed\n---\n"
        f"The **battle** took place near [{chosen.choice(_PLACES)}](Battle_of_Lachin_{chosen.randrange(20)}).\n"
    )
    parts = [head]
    for section in range(chosen.randrange(1, 6)):
        parts.append(f"\n## Day {section + 1}\n\nSee [there](Battle_of_Ganja_{chosen.randrange(20)}#Day_1).\n")
        parts.extend(
            f"On {1 + chosen.randrange(28)} October 2020, {chosen.choice(_SPEAKERS)} {chosen.choice(_CUES)} "
            f"{chosen.randrange(2, 99)} soldiers were killed in {chosen.choice(_PLACES)}.\n"
            for _ in range(chosen.randrange(1, 5))
        )
    data = "".join(parts).encode()
    return data.decode("cp1252", "replace").encode() if number % 10 == 9 else data


def write_article(folder: Path, number: int, version: int = 0) -> None:
    """Write one article where it belongs, with a time that tells its version."""
    path = folder / f"{number % 3}" / f"{number}.md"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(article(number, version))
    os.utime(path, (1_600_000_000 + version, 1_600_000_000 + version))


def write_folder(folder: Path, files: int) -> Path:
    """Write a folder of articles, some of which share a title, and return it."""
    for number in range(files):
        write_article(folder, number)
    return folder


def change_folder(folder: Path, files: int) -> None:
    """Change a third of the articles of a folder, take a few away and add some."""
    for number in range(0, files, 3):
        write_article(folder, number, 1)
    for number in range(1, files, 7):
        (folder / f"{number % 3}" / f"{number}.md").unlink(missing_ok=True)
    for number in range(files, files + files // 6):
        write_article(folder, number)


def files_below(folder: Path) -> dict[str, bytes]:
    """The bytes of every file below a folder."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def differences(found: dict[str, list[Any]], expected: dict[str, list[Any]]) -> list[str]:
    """What two archives differ in, a few rows of each table."""
    told = []
    for table in sorted(found.keys() | expected.keys()):
        one, other = Counter(map(repr, found.get(table, []))), Counter(map(repr, expected.get(table, [])))
        told.extend(f"{table} has too much: {row}" for row in list(one - other)[:5])
        told.extend(f"{table} lacks: {row}" for row in list(other - one)[:5])
    return told


@pytest.fixture(scope="session")
def tools() -> Any:
    """The functions of this module."""
    return sys.modules[__name__]
