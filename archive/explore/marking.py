"""Text cut at the edges of what is to be marked in it, by offset; never by searching or replacing in HTML."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

__all__ = ["Piece", "Span", "mark"]


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of text to mark: from ``start`` up to ``end``, as ``name``; ``key`` tells whose it is."""

    start: int
    end: int
    name: str
    key: str = ""


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text that is marked as a whole: ``spans`` are those that cover it, the longest first."""

    start: int
    end: int
    text: str
    spans: tuple[Span, ...]

    @property
    def names(self) -> str:
        """The names of the marks on this piece."""
        return " ".join(dict.fromkeys(span.name for span in self.spans))


def mark(text: str, start: int, end: int, spans: Iterable[Span]) -> list[Piece]:
    """Return ``text[start:end]`` in pieces, cut wherever one of ``spans`` begins or ends."""
    near = sorted(
        (span for span in spans if span.start < end and span.end > start), key=lambda span: span.start - span.end
    )
    cuts = {start, end}
    for span in near:
        cuts.update((max(start, span.start), min(end, span.end)))
    edges = sorted(cuts)
    return list(_pieces(text, edges, near))


def _pieces(text: str, edges: list[int], spans: list[Span]) -> Iterator[Piece]:
    for first, last in pairwise(edges):
        covering = tuple(span for span in spans if span.start <= first and span.end >= last)
        yield Piece(first, last, text[first:last], covering)
