"""Someone else's database, opened by a command that reads, runs nothing, writes nothing and leads nowhere."""

from __future__ import annotations

import os
import re
import signal
import sqlite3
import subprocess
import sys
import urllib.error
import urllib.request
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

COMMANDS = {
    "verify": ["verify", "--db", "hostile.db"],
    "verify --deep": ["verify", "--deep", "--db", "hostile.db"],
    "export": ["export", "out", "--db", "hostile.db"],
    "query": ["query", "SELECT * FROM articles", "--db", "hostile.db"],
    "query of the trap": ["query", "SELECT * FROM article_overview", "--db", "hostile.db"],
    "publish": ["publish", "public.db", "--db", "hostile.db"],
}
TRAPS = {
    "a view that loads an extension": "DROP VIEW article_overview; "
    "CREATE VIEW article_overview AS SELECT load_extension('./trap.so') AS x",
    "a view that writes a file": "DROP VIEW article_overview; "
    "CREATE VIEW article_overview AS SELECT writefile('trapped', 'x') AS x",
    "a view without end": "DROP VIEW article_overview; CREATE VIEW article_overview AS "
    "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT max(x) AS x FROM n",
    "a view of huge values": "DROP VIEW article_overview; "
    "CREATE VIEW article_overview AS SELECT zeroblob(2000000000) AS x",
    "a trigger": "CREATE TRIGGER trap AFTER UPDATE ON sources BEGIN DELETE FROM articles; END",
    "a table computed without end": "DROP TABLE sqlar; CREATE VIEW sqlar AS "
    "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) "
    "SELECT 'f' || x AS name, 33188 AS mode, 0 AS mtime, 1 AS sz, x'00' AS data FROM n",
    "a virtual table": "CREATE VIRTUAL TABLE trap USING fts5(x)",
    "an absolute name": "PRAGMA ignore_check_constraints = ON; UPDATE sqlar SET name = '/tmp/trapped' || rowid",
    "a name that leads out": "PRAGMA ignore_check_constraints = ON; UPDATE sqlar SET name = '../trapped' || rowid",
    "a name with a control character": "PRAGMA ignore_check_constraints = ON; "
    "UPDATE sqlar SET name = char(27) || '[2J' || rowid",
    "a link": "PRAGMA ignore_check_constraints = ON; UPDATE sqlar SET mode = 41471",
    "a bomb of zeros": "UPDATE sqlar SET sz = 200000000",
    "a name of marks": "PRAGMA ignore_check_constraints = ON; "
    "UPDATE sqlar SET name = replace(hex(zeroblob(100000)), '0', char(769)) || rowid",
    "an unknown revision": "UPDATE alembic_version SET version_num = '../../evil'",
    "a schema that was written by hand": "PRAGMA writable_schema = ON; "
    "UPDATE sqlite_schema SET sql = 'CREATE TABLE articles(x' WHERE name = 'articles'",
    "a generated column": "ALTER TABLE folders ADD COLUMN trap TEXT AS (hex(zeroblob(500000000)))",
}


def set_trap(filled: Path, folder: Path, sql: str) -> None:
    folder.mkdir()
    database = folder / "hostile.db"
    database.write_bytes(filled.read_bytes())
    with closing(sqlite3.connect(database, isolation_level=None)) as connection:
        connection.executescript(sql)


@pytest.mark.promise(
    "A stranger's database (triggers, views, names that lead out, bombs) runs nothing and leads nowhere"
)
def test_commands_on_hostile_databases(filled: Path, tmp_path: Path, tools: Any, torture: bool, figures: Any) -> None:
    pairs = [(trap, command) for trap in TRAPS for command in COMMANDS]
    runs = 0
    for number, (trap, command) in enumerate(pairs):
        # In the short form every trap meets one command.
        if not torture and number % len(COMMANDS) != list(TRAPS).index(trap) % len(COMMANDS):
            continue
        place = tmp_path / str(number)
        set_trap(filled, place, TRAPS[trap])
        before = (place / "hostile.db").read_bytes()
        run = subprocess.run(
            [sys.executable, "-c", "from archive.cli import main; main()", *COMMANDS[command], *timeout(command)],
            cwd=place,
            env=os.environ | {"PYTHONWARNINGS": "ignore"},
            capture_output=True,
            timeout=60,
            check=False,
        )
        runs += 1
        where = f"{command} on {trap}"
        assert run.returncode in (0, 1), where
        assert b"Traceback" not in run.stderr, f"{where}: {run.stderr.decode()}"
        assert b"\x1b" not in run.stdout + run.stderr, where
        assert (place / "hostile.db").read_bytes() == before, where
        made = {name.partition("/")[0] for name in tools.files_below(place)}
        assert made <= {
            "hostile.db",
            "hostile.db-wal",
            "hostile.db-shm",
            "out",
            "public.db",
            "public.db.inspect.json",
        }, where
        assert not list(tmp_path.glob("trapped*")), where
        assert not list(Path("/tmp").glob("trapped*")), where
    figures(databases=len(TRAPS), runs=runs)


def timeout(command: str) -> list[str]:
    return ["--timeout", "2"] if command.startswith("query") else []


# What Datasette counts, describes or searches by itself, and every page of ours that reads a view.
ASKED = (
    "/",
    "/hostile",
    "/hostile/-/home",
    "/hostile/-/timeline",
    "/hostile/-/contested",
    "/hostile/-/casualties",
    "/hostile/-/search?q=Armenia",
    "/hostile/-/health",
    "/hostile/-/article/first-war",
    "/hostile/article_overview",
    "/hostile/sqlar",
    "/hostile/articles?_search=a",
    "/hostile/folders.json",
    "/hostile/trap",
)


@pytest.mark.promise("A stranger's database, served: nothing is run, every request is answered, memory is bounded")
def test_serving_hostile_databases(filled: Path, tmp_path: Path, tools: Any, torture: bool, figures: Any) -> None:
    requests = 0
    served = refused = 0
    for number, (trap, sql) in enumerate(TRAPS.items()):
        # In the short form, one view and one trigger.
        if not torture and trap not in {"a view that loads an extension", "a trigger"}:
            continue
        place = tmp_path / str(number)
        set_trap(filled, place, sql)
        before = (place / "hostile.db").read_bytes()
        command = [sys.executable, "-c", "from archive.cli import main; main()", "serve", "hostile.db", "--port", "0"]
        with subprocess.Popen(
            command, cwd=place, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace"
        ) as server:
            assert server.stdout is not None
            try:
                said = server.stdout.readline()
                port = re.findall(r":(\d+)/", said)
                if port:
                    served += 1
                    for path in ASKED:
                        with urlopen_any(f"http://127.0.0.1:{port[0]}{path}") as answer:
                            answer.read()
                            requests += 1
                    assert server.poll() is None, trap
                    memory = Path(f"/proc/{server.pid}/status").read_text("utf-8")
                    assert int(re.findall(r"VmHWM:\s+(\d+) kB", memory)[0]) < 1_000_000, trap
                else:
                    refused += 1
                    assert said.startswith("Error: "), f"{trap}: {said}"
            finally:
                server.send_signal(signal.SIGINT)
                server.wait(20)
        assert (place / "hostile.db").read_bytes() == before, trap
        assert set(tools.files_below(place)) <= {"hostile.db", "hostile.db-wal", "hostile.db-shm"}, trap
        assert not list(tmp_path.glob("trapped*")), trap
        assert not list(Path("/tmp").glob("trapped*")), trap
    figures(served=served, refused=refused, requests=requests)


def urlopen_any(address: str) -> Any:
    """Open an address, whatever the status of its answer."""
    try:
        return urllib.request.urlopen(address, timeout=30)
    except urllib.error.HTTPError as answer:
        return answer
