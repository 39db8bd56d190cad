"""Which passages of the gold nobody reads until the end."""

from __future__ import annotations

import pytest

from benchmarks.gold import is_unseen, of_part


@pytest.mark.parametrize("passage", ["c03", "r15", "g06", "q12", "i30", "a02", "a02-casualties1"])
def test_unseen(passage: str) -> None:
    assert is_unseen(passage)


@pytest.mark.parametrize("passage", ["c01", "r10", "g13", "i29", "a01", "a01-casualties2", "Lachin offensive"])
def test_development(passage: str) -> None:
    assert not is_unseen(passage)


def test_parts_are_the_whole() -> None:
    passages = [{"id": f"c{number:02}"} for number in range(1, 31)]
    assert len(of_part(passages, "unseen")) == 10
    assert len(of_part(passages, "development")) == 20
    assert of_part(passages, "all") == passages
