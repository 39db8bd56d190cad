"""Which of several files with one title an article is made from, told from the files alone."""

from __future__ import annotations

from typing import NamedTuple

from archive.documents import Article

__all__ = ["Standing", "best", "reason_against", "standing_of"]


class Standing(NamedTuple):
    """What a file has to offer, in the order in which it counts; in a tie the first path in byte order wins.

    Text is measured in words, because exports of one text differ by a character here and there.
    """

    has_content: bool
    published_on: str
    word_count: int


def standing_of(article: Article) -> Standing:
    """Return the standing of the file that says ``article``."""
    has_fields = any(infobox.fields for infobox in article.infoboxes)
    return Standing(has_fields or article.word_count > 0, article.published_on or "", article.word_count)


def best(standings: dict[str, Standing]) -> str:
    """Return the path that wins among paths with their standings (at least one)."""
    top = max(standings.values())
    # Strings compare by code point, which is the order of their UTF-8 bytes.
    return min(path for path, standing in standings.items() if standing == top)


def reason_against(standing: Standing, winner: Standing, winner_path: str) -> str:
    """Return the rule by which the file at ``winner_path`` is preferred to one with ``standing``."""
    if standing.has_content != winner.has_content:
        rule = "it has neither text nor an infobox"
    elif standing.published_on != winner.published_on:
        rule = f"an earlier date: {standing.published_on or 'none'}, not {winner.published_on}"
    elif standing.word_count != winner.word_count:
        rule = f"less text: {standing.word_count} words, not {winner.word_count}"
    else:
        rule = "the same date and length, and a path that comes later"
    return f"{rule} ({winner_path})"
