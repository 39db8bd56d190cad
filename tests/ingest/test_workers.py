"""Worker processes: order, loss, slowness, and their end."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from archive.ingestion.tasks import Prepared, Task
from archive.ingestion.workers import ParsePool, PoolLimits

MANY = PoolLimits(chunk_files=3)


def process_ids(pool: ParsePool) -> list[int]:
    assert pool._nursery is not None
    return pool._nursery.workers


def tasks(folder: Path, count: int) -> list[Task]:
    found = []
    for number in range(count):
        path = folder / f"{number}.md"
        path.write_text(f"---\ntitle: Title {number}\n---\nText {number}.\n", encoding="utf-8")
        found.append(Task(f"f/{number}.md", path.stat().st_size, location=str(path)))
    return found


@pytest.mark.parametrize("workers", [1, 2])
def test_results_come_in_the_order_of_the_tasks(tmp_path: Path, workers: int) -> None:
    given = tasks(tmp_path, 20)
    given.insert(7, Task("f/done.md", 0, answer=Prepared("f/done.md", "same")))
    with ParsePool(workers, MANY) as pool:
        results = list(pool.prepare_all(given))
    assert [result.path for result in results] == [task.path for task in given]
    assert {result.state for result in results} == {"parsed", "same"}


def test_workers_and_this_process_say_the_same(tmp_path: Path) -> None:
    given = tasks(tmp_path, 5)
    with ParsePool(1) as here, ParsePool(1, MANY) as there:
        assert list(here.prepare_all(given)) == list(there.prepare_all(given))


def test_a_worker_that_takes_too_long_costs_its_file_only(tmp_path: Path) -> None:
    given = tasks(tmp_path, 4)
    limits = PoolLimits(chunk_files=3, seconds=0.0, seconds_per_megabyte=0.0)
    with ParsePool(1, limits) as pool:
        results = list(pool.prepare_all(given))
    assert [(result.state, result.problems[0].kind) for result in results] == [("rejected", "too_slow")] * 4
    assert all(result.stored for result in results), "their bytes are kept"


def test_a_worker_that_ends_is_replaced(tmp_path: Path) -> None:
    given = tasks(tmp_path, 30)
    with ParsePool(1, MANY) as pool:
        results = pool.prepare_all(given)
        first = next(results)
        for process_id in process_ids(pool):
            os.kill(process_id, signal.SIGKILL)
        assert [first.state, *(result.state for result in results)] == ["parsed"] * 30


def test_leaving_ends_the_workers(tmp_path: Path) -> None:
    given = tasks(tmp_path, 40)
    with ParsePool(2, MANY) as pool:
        next(pool.prepare_all(given))
        processes = process_ids(pool)
    assert len(processes) == 2
    for process_id in processes:
        with pytest.raises(ProcessLookupError):
            os.kill(process_id, 0)


def test_the_process_that_forks_workers_is_replaced(tmp_path: Path) -> None:
    given = tasks(tmp_path, 40)
    with ParsePool(1, MANY) as pool:
        results = pool.prepare_all(given)
        first = next(results)
        nursery = pool._nursery
        assert nursery is not None
        nursery._process.kill()
        nursery._process.wait()
        for process_id in process_ids(pool):
            os.kill(process_id, signal.SIGKILL)
        assert [first.state, *(result.state for result in results)] == ["parsed"] * 40


def test_workers_are_loaded_beforehand_only_where_there_is_much_to_read() -> None:
    with ParsePool(1, PoolLimits(chunk_files=3, chunk_bytes=100)) as pool:
        pool.expect([10, 10, 10])
        assert pool._nursery is None
        pool.expect([10, 91])
        assert pool._nursery is not None
    with ParsePool(1, MANY) as pool:
        pool.expect(iter([1, 1, 1, 1]))
        assert pool._nursery is not None


def test_tasks_are_taken_only_as_far_ahead_as_memory_allows(tmp_path: Path) -> None:
    taken = 0

    def count(given: list[Task]) -> Iterator[Task]:
        nonlocal taken
        for task in given:
            taken += 1
            yield task._replace(size=1000)

    limits = PoolLimits(chunk_files=1, bytes_in_flight=3000)
    with ParsePool(1, limits) as pool:
        next(pool.prepare_all(count(tasks(tmp_path, 40))))
        assert taken <= 6


# Memory runs out in another place at each limit: in Python, in a library, in Rust, which must not report it at length.
@pytest.mark.parametrize("megabytes", [132, 148, 162, 190])
def test_a_file_that_takes_too_much_memory_costs_itself_only(
    megabytes: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RUST_BACKTRACE", "1")
    given = tasks(tmp_path, 4)
    large = tmp_path / "large.md"
    large.write_text("---\ntitle: Large\n---\n" + "# h\n" * 200_000, "utf-8")
    given.insert(1, Task("f/large.md", large.stat().st_size, location=str(large)))
    with ParsePool(1, PoolLimits(chunk_files=3, worker_bytes=megabytes * 1024**2)) as pool:
        results = list(pool.prepare_all(given))
    assert [result.state for result in results] == ["parsed", "rejected", "parsed", "parsed", "parsed"]
    assert results[1].problems[0].kind in {"too_large", "crash"}
    assert results[1].stored, "its bytes are kept"


def test_a_large_file_is_never_read_in_this_process(tmp_path: Path) -> None:
    (given,) = tasks(tmp_path, 1)
    with ParsePool(1, PoolLimits(chunk_bytes=10)) as pool:
        (result,) = pool.prepare_all([given])
        assert result.state == "parsed"
        assert len(process_ids(pool)) == 1


def test_a_missing_file_is_unreadable(tmp_path: Path) -> None:
    with ParsePool(1) as pool:
        [result] = pool.prepare_all([Task("f/a.md", 1, location=str(tmp_path / "a.md"))])
    assert (result.state, result.problems[0].kind) == ("unreadable", "unreadable")
