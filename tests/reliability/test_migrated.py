"""Migrating while others read, serve or press Ctrl-C: whole or not at all, nobody waits without end."""

from __future__ import annotations

import http.client
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from archive.cli import main
from archive.cli import migrate as migrate_command
from archive.database import migrate, migrating, open_read_only, writing_lock
from archive.database.migrating import known_revisions
from archive.ingestion import ingest

ROOT = Path(__file__).resolve().parents[2]
FILES = 30
PAGES = ("/archive/-/home", "/archive/-/timeline", "/archive/-/search?q=Armenia", "/archive/claims.json?_size=5")
OLDER = [*known_revisions()[1:], "base"]


@pytest.fixture
def archive(tmp_path: Path, tools: Any) -> Path:
    ingest([tools.write_folder(tmp_path / "articles", FILES)], tmp_path / "archive.db", workers=1)
    return tmp_path / "archive.db"


@pytest.fixture
def with_revision(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Return a function that adds a revision with the body given to those of the program."""

    def add(upgrade: str) -> None:
        folder = tmp_path / "migrations"
        shutil.copytree(ROOT / "migrations", folder, ignore=shutil.ignore_patterns("__pycache__"))
        newest = known_revisions()[0]
        (folder / "versions" / "9000_change.py").write_text(
            f"import os, signal\nfrom alembic import op\nrevision = '9000'\ndown_revision = '{newest}'\n"
            f"def upgrade():\n    {upgrade}\ndef downgrade():\n    pass\n",
            "utf-8",
        )
        monkeypatch.setattr(migrating, "migrations_folder", lambda: folder)

    return add


@pytest.fixture(autouse=True)
def ctrl_c() -> Iterator[None]:
    # What a shell starts in the background ignores Ctrl-C.
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@contextmanager
def served(database: Path, log: Path) -> Iterator[int]:
    """Serve a database on loopback and yield the port."""
    command = [sys.executable, "-c", "from archive.cli import main; main()", "serve", str(database), "--port", "0"]
    with (
        log.open("w") as errors,
        subprocess.Popen(command, stdout=subprocess.PIPE, stderr=errors, text=True) as server,
    ):
        try:
            assert server.stdout is not None
            yield int(re.findall(r":(\d+)/", server.stdout.readline())[0])
            assert server.poll() is None
        finally:
            server.send_signal(signal.SIGINT)
            server.wait(20)


def ask(port: int, path: str) -> tuple[int, bytes]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        connection.request("GET", path)
        response = connection.getresponse()
        return response.status, response.read()
    finally:
        connection.close()


@contextmanager
def readers(port: int, statuses: Counter[int], bad: list[str]) -> Iterator[None]:
    """Ask for pages again and again while the block runs; what is not answered goes to ``bad``."""
    stop = threading.Event()

    def read(page: str) -> None:
        while not stop.is_set():
            try:
                status, body = ask(port, page)
            except OSError as error:
                bad.append(f"{page}: {error}")
                continue
            statuses[status] += 1
            if not body:
                bad.append(f"{page}: nothing")

    threads = [threading.Thread(target=read, args=(page,)) for page in PAGES]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        stop.set()
        for thread in threads:
            thread.join()


@pytest.mark.promise("Ctrl-C in `migrate` is heeded in the middle of a statement, and leaves the archive as it was")
def test_ctrl_c(archive: Path, tools: Any, with_revision: Callable[[str], None]) -> None:
    before = tools.contents_of(archive)
    with_revision(
        "op.execute('DELETE FROM claims'); os.kill(os.getpid(), signal.SIGINT); op.execute('CREATE TABLE half AS "
        "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT max(x) AS x FROM n')"
    )
    result = CliRunner().invoke(main, ["migrate", "--db", str(archive)])
    assert (result.exit_code, result.output) == (1, "\nAborted!\n")
    assert tools.contents_of(archive) == before
    with writing_lock(archive, "next", wait=0):
        pass


@pytest.mark.promise("Ctrl-C in `migrate` is heeded in the middle of a statement, and leaves the archive as it was")
# Where something has told SQLite's driver to say what its callbacks raise, it says so.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_ctrl_c_inside_a_statement(archive: Path, tools: Any, with_revision: Callable[[str], None]) -> None:
    before = tools.contents_of(archive)
    with_revision(
        "connection = op.get_bind().connection.driver_connection\n"
        "    press = f'sleep 0.3 && kill -INT {os.getpid()} &'\n"
        "    connection.create_function('press', 0, lambda: os.system(press))\n"
        "    op.execute('CREATE TABLE half AS WITH RECURSIVE n(x) AS "
        "(SELECT press() UNION ALL SELECT x + 1 FROM n) SELECT max(x) AS x FROM n')"
    )
    with pytest.raises(KeyboardInterrupt):
        migrate(archive)
    assert tools.contents_of(archive) == before


@pytest.mark.promise("`migrate` of a large archive says before how long it takes, and how much room is needed and free")
def test_what_migrating_takes_is_told_before(archive: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(migrate_command, "_WORTH_TELLING_BYTES", 0)
    result = CliRunner().invoke(main, ["migrate", "--to", "base", "--db", str(archive)])
    needed = f"up to {3 * archive.stat().st_size / 1e9:.1f} GB beside {re.escape(str(archive))}"
    assert re.match(rf"This takes about 0 min, and {needed}; [0-9.]+ GB are free\.\n", result.output)
    result = CliRunner().invoke(main, ["migrate", "--to", "base", "--db", str(archive)])
    assert "This takes" not in result.output


@pytest.mark.promise("`migrate` while the archive is served and read: no corruption, every request is answered")
@pytest.mark.parametrize("older", OLDER)
def test_migrating_while_serving(
    older: str, archive: Path, tmp_path: Path, tools: Any, torture: bool, figures: Any
) -> None:
    statuses: Counter[int] = Counter()
    bad: list[str] = []
    with served(archive, tmp_path / "log") as port:
        assert [ask(port, page)[0] for page in PAGES] == [200] * len(PAGES)
        with closing(open_read_only(archive)) as long_reader:
            long_reader.execute("BEGIN")
            select = "SELECT count(*), sum(length(summary)) FROM claims"
            seen = long_reader.execute(select).fetchone()
            with readers(port, statuses, bad):
                for _ in range(5 if torture else 1):
                    for revision in (older, "head"):
                        arguments = ["migrate", "--db", str(archive), "--to", revision, "--no-backup", "--wait", "5"]
                        result = CliRunner().invoke(main, arguments)
                        assert result.exit_code == 0, result.output
            # What this reader began with is what it goes on to see.
            assert long_reader.execute(select).fetchone() == seen
        ingest([tmp_path / "articles"], archive, workers=1)
        tools.check_sound(archive)
        assert [ask(port, page)[0] for page in PAGES] == [200] * len(PAGES)
        assert json.loads(ask(port, "/archive/claims.json?_shape=array&_size=1")[1])[0]["key"]
    assert bad == []
    # Without its tables an archive cannot be shown; that is said, and passes.
    assert set(statuses) <= {200, 400, 404, 500}
    figures(**{f"requests_while_migrating_to_{older}_and_back": sum(statuses.values())})


@pytest.mark.promise("`ingest` while the archive is served: every page is answered, from whole articles")
def test_ingesting_while_serving(archive: Path, tmp_path: Path, tools: Any, torture: bool, figures: Any) -> None:
    statuses: Counter[int] = Counter()
    bad: list[str] = []
    with served(archive, tmp_path / "log") as port:
        with readers(port, statuses, bad):
            for version in range(1, 8 if torture else 2):
                for number in range(FILES):
                    tools.write_article(tmp_path / "articles", number, version)
                writer = tools.forked(lambda: ingest([tmp_path / "articles"], archive, workers=1))
                assert os.waitpid(writer, 0)[1] == 0
        tools.check_sound(archive)
    assert bad == []
    assert set(statuses) == {200}
    figures(requests_while_writing=sum(statuses.values()))
