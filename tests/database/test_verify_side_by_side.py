"""Checks in several processes: what each finds, in their order, also where one breaks off."""

from __future__ import annotations

import os
import signal
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from archive.verification import Finding
from archive.verification.side_by_side import side_by_side


def connect() -> sqlite3.Connection:
    return sqlite3.connect(":memory:", isolation_level=None)


def named(name: str) -> Finding:
    return Finding(name, "", "is wrong")


def test_findings_come_in_the_order_of_the_checks() -> None:
    checks = [lambda _, name=name: iter([named(name)]) for name in "abcdefgh"]
    assert list(side_by_side(checks, connect)) == [named(name) for name in "abcdefgh"]


def test_more_findings_than_a_pipe_holds_arrive() -> None:
    many = [Finding("a", str(number), "x" * 100) for number in range(5_000)]
    assert list(side_by_side([lambda _: many, lambda _: many], connect)) == many + many


def test_check_that_ends_its_process_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "cpu_count", lambda: 1)

    def end(_: sqlite3.Connection) -> Iterator[Finding]:
        os.kill(os.getpid(), signal.SIGKILL)
        yield named("never")

    found = [str(one) for one in side_by_side([lambda _: iter([named("a")]), end], connect)]
    assert found == ["a: is wrong", "file: not all of it was checked: what checked it was ended by signal 9"]


def test_check_that_raises_is_told(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(os, "cpu_count", lambda: 1)

    def broken(_: sqlite3.Connection) -> Iterator[Finding]:
        raise KeyError("a fault of this program")

    found = [str(one) for one in side_by_side([broken], connect)]
    assert found == ["file: not all of it was checked: a check broke off"]
    assert "a fault of this program" in capfd.readouterr().err


def test_no_process_is_left_when_nobody_wants_the_findings(tmp_path: Path) -> None:
    process_id = tmp_path / "process-id"

    def without_end(connection: sqlite3.Connection) -> Iterator[Finding]:
        process_id.write_text(str(os.getpid()))
        connection.execute("WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT max(x) FROM n")
        yield named("never")

    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGALRM, interrupt)
    signal.setitimer(signal.ITIMER_REAL, 0.5)
    try:
        with pytest.raises(KeyboardInterrupt):
            list(side_by_side([without_end], connect))
    finally:
        signal.signal(signal.SIGALRM, before)
    with pytest.raises(ProcessLookupError):
        os.kill(int(process_id.read_text()), 0)
