"""Bytes to characters. Files are UTF-8; anything else is told apart and named, never guessed at."""

from __future__ import annotations

import re

from archive.documents import Problem, Repair
from archive.reading.lines import LineIndex

_UTF16_OR_32_MARKS = (b"\xff\xfe", b"\xfe\xff", b"\x00\x00\xfe\xff")
BYTE_ORDER_MARK = "\ufeff"
_NULS = re.compile("\0+")


class DecodingError(Exception):
    """The bytes are not the UTF-8 text of a file that may be read; ``problem`` says why."""

    def __init__(self, kind: str, message: str, line: int | None = None, column: int | None = None) -> None:
        super().__init__(message)
        self.problem = Problem("error", "decode", kind, message, line, column)


def decode(data: bytes, most_bytes: int) -> tuple[str, str]:
    """The encoding (``utf-8`` or ``utf-8-sig``) and the text without its byte order mark.

    Raises :class:`DecodingError` for more than ``most_bytes``, for UTF-16 and UTF-32, for binary data and for
    invalid UTF-8.
    """
    if len(data) > most_bytes:
        raise DecodingError(
            "too_large",
            f"The file has {len(data)} bytes, more than the {most_bytes} allowed: split it or raise the limit.",
        )
    if data.startswith(_UTF16_OR_32_MARKS) or _looks_like_utf_16(data):
        raise DecodingError("utf_16", "The file is UTF-16 or UTF-32: save it as UTF-8.", 1, 1)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise _invalid(data, error) from None
    if text.startswith(BYTE_ORDER_MARK):
        return "utf-8-sig", text[1:]
    return "utf-8", text


def replace_nuls(text: str) -> tuple[str, tuple[Repair, ...]]:
    """The text with every NUL made U+FFFD, and a repair for each run of them."""
    if "\0" not in text:
        return text, ()
    index = LineIndex(text)
    repairs = tuple(
        Repair(*index.position(run.start()), run.group(), "\ufffd" * len(run.group()), "nul")
        for run in _NULS.finditer(text)
    )
    return text.replace("\0", "\ufffd"), repairs


def _looks_like_utf_16(data: bytes) -> bool:
    """UTF-16 without a mark: half of the bytes of western text are zero, all of them on one side."""
    head = data[:1024]
    if head.count(0) * 3 < len(head) or len(head) < 4:
        return False
    return head[::2].count(0) == 0 or head[1::2].count(0) == 0


def _invalid(data: bytes, error: UnicodeDecodeError) -> DecodingError:
    before = data[: error.start]
    line_start = max(before.rfind(b"\n"), before.rfind(b"\r")) + 1
    line = before.count(b"\n") + before.count(b"\r") - before.count(b"\r\n") + 1
    column = len(before[line_start:].decode("utf-8")) + 1
    if b"\0" in data[:8192]:
        return DecodingError("binary", "The file is binary, not text: leave it out of the folder.", line, column)
    return DecodingError(
        "invalid_utf_8",
        f"The byte 0x{data[error.start]:02x} is not valid UTF-8 here ({error.reason}): save the file as UTF-8.",
        line,
        column,
    )
