"""Where in a text an offset stands, for people: lines and columns from 1."""

from __future__ import annotations

import re
from bisect import bisect_right

# CommonMark and YAML agree on these three; str.splitlines would also break at U+2028 and form feeds.
_LINE_END = re.compile(r"\r\n?|\n")


def line_at(text: str, offset: int) -> int:
    """The line on which the character at an offset stands."""
    lines = text.count("\n", 0, offset)
    if "\r" in text:
        lines += text.count("\r", 0, offset) - text.count("\r\n", 0, offset)
    return lines + 1


class LineIndex:
    """Lines and columns of many offsets of one text, each found in logarithmic time."""

    def __init__(self, text: str) -> None:
        self._starts = [0, *(match.end() for match in _LINE_END.finditer(text))]

    def position(self, offset: int) -> tuple[int, int]:
        """The line and the column of the character at an offset."""
        line = bisect_right(self._starts, offset)
        return line, offset - self._starts[line - 1] + 1
