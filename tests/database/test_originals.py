"""Bytes that are packed come out as they were, and damage is noticed."""

from __future__ import annotations

import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.originals import pack, unpack


@given(st.binary() | st.binary(max_size=10).map(lambda data: data * 100))
def test_what_is_packed_comes_out(original: bytes) -> None:
    packed = pack(original)
    assert len(packed) <= len(original)
    assert unpack(packed, len(original)) == original


@pytest.mark.parametrize(
    ("data", "size"),
    [
        (b"garbage", 100),
        (b"", 1),
        (zlib.compress(b"a" * 100), 99),
        (zlib.compress(b"a" * 100), 101),
        (zlib.compress(b"a" * 100)[:-1], 100),
        (zlib.compress(b"a" * 100) + b"b", 100),
        (zlib.compress(b"a" * 10_000_000), 100),
    ],
    ids=["no zlib", "nothing", "longer", "shorter", "cut", "more behind", "bomb"],
)
def test_damage_is_noticed(data: bytes, size: int) -> None:
    with pytest.raises(ValueError, match="the stored bytes"):
        unpack(data, size)
