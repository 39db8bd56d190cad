"""What is remembered of an archive, and what is found out behind a page."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable
from threading import Event

import pytest

from archive.explore.memory import Memory

BEFORE, AFTER = ((1, 1),), ((2, 2),)


def known(memory: Memory, state: tuple[tuple[int, int], ...]) -> str | None:
    """What is known in the end."""
    end = time.monotonic() + 5
    while time.monotonic() < end:
        found = memory.recall_later(state, "q", lambda: "new")
        if found is not None:
            return found
    return None


def waiting(event: Event, answer: str) -> Callable[[], str]:
    def found() -> str:
        event.wait(5)
        return answer

    return found


def test_an_answer_is_asked_for_once_for_one_state_of_the_file() -> None:
    memory, asked = Memory(), iter(range(1, 9))
    assert [memory.recall(state, "q", lambda: next(asked)) for state in (BEFORE, BEFORE, AFTER)] == [1, 1, 2]


def test_of_too_many_answers_those_unused_for_longest_are_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("archive.explore.memory._MOST_ANSWERS", 2)
    memory = Memory()
    memory.known(BEFORE, "any")
    for question in ("first", "second"):
        memory.keep(BEFORE, question, question)
    memory.known(BEFORE, "first")
    memory.keep(BEFORE, "third", "third")
    assert [memory.known(BEFORE, question) for question in ("first", "second", "third")] == ["first", None, "third"]


def test_a_quick_answer_comes_at_once() -> None:
    assert Memory().recall_later(BEFORE, "q", lambda: "here") == "here"


def test_a_slow_answer_comes_to_a_later_reader_and_is_asked_for_once() -> None:
    memory, event, asked = Memory(), Event(), []

    def slow() -> str:
        asked.append(1)
        return waiting(event, "slow")()

    assert memory.recall_later(BEFORE, "q", slow) is None
    assert memory.recall_later(BEFORE, "q", slow) is None
    event.set()
    assert (known(memory, BEFORE), len(asked)) == ("slow", 1)


def test_an_answer_to_a_file_that_changed_meanwhile_is_forgotten() -> None:
    memory, event = Memory(), Event()
    assert memory.recall_later(BEFORE, "q", waiting(event, "old")) is None
    memory.recall(AFTER, "other", lambda: 0)
    event.set()
    assert known(memory, AFTER) == "new"


def test_a_question_that_fails_is_asked_again() -> None:
    memory = Memory()

    def fails() -> str:
        raise sqlite3.OperationalError("locked")

    assert memory.recall_later(BEFORE, "q", fails) is None
    assert known(memory, BEFORE) == "new"
