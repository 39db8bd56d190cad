"""A public server, on loopback, under readers and hostile requests at once: no fault of ours, bounded memory."""

from __future__ import annotations

import http.client
import random
import re
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from archive.explore.publishing import publish
from archive.ingestion import ingest

ROOT = Path(__file__).resolve().parents[2]
CORPUS = ROOT.parent / "shared" / "corpus"
HONEST = (
    "/",
    "/public/-/home",
    "/public/-/search?q=Armenia",
    "/public/-/timeline",
    "/public/-/contested",
    "/public/-/casualties",
    "/public/articles",
    "/public/claims?_search=denied",
    "/public/-/health",
)
HOSTILE = (
    "/public?sql=select+1",
    "/public.db",
    "/public/sqlar",
    "/public/sqlar/1.blob?_blob_column=data",
    "/-/config",
    "/public/claims?_where=1=1)+union+select+1",
    "/public/claims?_sort=claims.id;drop+table+x",
    "/public/claims.json?_sort=none",
    "/public/claims.csv?_sort=none",
    "/public/claims?_facet=content&_facet=sentence&_facet=summary",
    "/public/claims?_size=max&_facet_size=max",
    "/public/claims.csv?_stream=on&_size=max",
    "/public/claims?_search=" + "%22" * 500,
    "/public/claims?_search=a*",
    "/public/claims?_search=" + "a+OR+" * 400 + "a",
    "/public/claims.json?_shape=array&_size=99999999999",
    "/public/-/search?q=" + "(" * 800,
    "/public/-/search?q=" + "NEAR(" * 200,
    "/public/-/search?q=%00",
    "/public/-/search?q=" + "%CC%81" * 800,
    "/public/-/search?q=a&page=999999999999999999999",
    "/public/-/article/%2e%2e",
    "/public/-/article/../../../etc/passwd",
    "/public/-/article/" + "a" * 6000,
    "/public/-/claim/%27%3B--",
    "/public/-/actor/%ff%fe",
    "/public/-/timeline?from=%F0%9F%92%A3&to=0000-99-99",
    "/public/-/timeline?page=-1",
    "/public/-/contested?page=1e309",
    "/public/claims/99999999999999999999999",
    "/public/claims/-1",
    "/%00",
    "/%ff",
    "/public/claims?_next=" + "1," * 500,
    "/public/claims?_nocol=x&_col=y",
    "/public/claims?id__in=[" + "1," * 2000 + "1]",
    "/public/claims?content__glob=" + "*a" * 200,
    "/public/claims?content__like=" + "%25a" * 200,
    "//example.org/%2e%2e",
    "/public/claims?extra__arraycontains=x",
    "/public/articles?extra__json__x=1",
    "/-/static/../../../../etc/passwd",
    "/-/static-plugins/archive/../../__init__.py",
    "/" + "a/" * 3000,
    "/public/claims.json?_labels=on&_size=1000",
)
METHODS = ("GET", "GET", "GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "BREW")


class Load:
    """Readers and attackers against one server until time is up."""

    def __init__(self, port: int, seconds: float) -> None:
        self.port = port
        self.until = time.monotonic() + seconds
        self.statuses: Counter[int] = Counter()
        self.faults: set[str] = set()
        self.waits: list[float] = []
        self.unanswered = 0

    def ask(self, path: str, method: str = "GET", headers: dict[str, str] | None = None) -> tuple[int, bytes]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            # Hostile paths are sent as they are; the client would refuse some of them.
            connection._validate_path = lambda _: None  # type: ignore[attr-defined]
            connection.request(method, path, headers=headers or {})
            response = connection.getresponse()
            body = response.read(20_000_000)
        finally:
            connection.close()
        self.statuses[response.status] += 1
        if response.status >= 500:
            self.faults.add(f"{response.status} {method} {path[:90]}")
        return response.status, body

    def read(self, number: int) -> None:
        chosen = random.Random(number)
        while time.monotonic() < self.until:
            begun = time.monotonic()
            try:
                status, _ = self.ask(chosen.choice(HONEST))
            except OSError:
                self.unanswered += 1
                continue
            self.waits.append(time.monotonic() - begun)
            if status != 200:
                self.unanswered += 1
            # A person looks at a page before the next.
            time.sleep(chosen.uniform(0.2, 1.0))

    def attack(self, number: int) -> None:
        chosen = random.Random(-number)
        while time.monotonic() < self.until:
            headers = chosen.choice(({}, {"Host": "evil.example"}, {"Accept-Encoding": "gzip"}, {"X": "y" * 5000}))
            try:
                self.ask(chosen.choice(HOSTILE), chosen.choice(METHODS), headers)
            except (OSError, http.client.HTTPException):
                continue


@pytest.mark.promise("A public server (loopback): readers are answered while others attack it, no 5xx, bounded memory")
def test_a_public_server_under_load(tmp_path: Path, tools: Any, torture: bool, figures: Any) -> None:
    folder = CORPUS if torture and CORPUS.is_dir() else tools.write_folder(tmp_path / "articles", 30)
    ingest([folder], tmp_path / "archive.db")
    publish(tmp_path / "archive.db", tmp_path / "public.db")
    readers, attackers, seconds = (50, 10, 600.0) if torture else (4, 2, 3.0)
    command = ["serve", str(tmp_path / "public.db"), "--public", "--port", "0"]
    with (
        (tmp_path / "log").open("w") as log,
        subprocess.Popen(
            [sys.executable, "-c", "from archive.cli import main; main()", *command],
            stdout=subprocess.PIPE,
            stderr=log,
            text=True,
        ) as server,
    ):
        try:
            assert server.stdout is not None
            port = int(re.findall(r":(\d+)/", server.stdout.readline())[0])
            load = Load(port, 30)
            for path in HONEST:
                assert load.ask(path)[0] == 200, path
            for path in HOSTILE:
                load.ask(path)
            memory_before = _memory(server.pid, "VmRSS")
            load.until = time.monotonic() + seconds
            load.statuses.clear()
            threads = [threading.Thread(target=load.read, args=(number,)) for number in range(readers)]
            threads += [threading.Thread(target=load.attack, args=(number,)) for number in range(attackers)]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
            memory = _memory(server.pid, "VmHWM")
            assert server.poll() is None
        finally:
            server.send_signal(signal.SIGINT)
            server.wait(20)
    waits = sorted(load.waits)
    figures(
        readers=readers,
        attackers=attackers,
        seconds=int(seconds),
        requests=sum(load.statuses.values()),
        statuses=" ".join(f"{status}: {count}" for status, count in sorted(load.statuses.items())),
        median_wait=f"{waits[len(waits) // 2]:.2f} s",
        wait_of_95_in_100=f"{waits[len(waits) * 95 // 100]:.2f} s",
        most_memory=f"{memory} MB (before {memory_before} MB)",
    )
    assert load.faults == set()
    assert load.unanswered == 0
    assert memory < 1000
    assert "Traceback" not in (tmp_path / "log").read_text("utf-8")


def _memory(process: int, name: str) -> int:
    status = Path(f"/proc/{process}/status").read_text("utf-8")
    return int(re.findall(rf"{name}:\s+(\d+) kB", status)[0]) // 1024
