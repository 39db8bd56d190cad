"""Which of several files with one title an article is made from, told from the files alone."""

from __future__ import annotations

from typing import NamedTuple

from archive.documents import Article

__all__ = ["Standing", "best", "reason_against", "standing_of"]


class Standing(NamedTuple):
    """What a file has to offer, in the order in which it counts; in a tie the first path in byte order wins."""

    has_content: bool
    published_on: str
    text_length: int


def standing_of(article: Article) -> Standing:
    """Return the standing of the file that says ``article``."""
    text_length = sum(len(section.text) for section in article.sections)
    has_fields = any(infobox.fields for infobox in article.infoboxes)
    return Standing(has_fields or text_length > 0, article.published_on or "", text_length)


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
    elif standing.text_length != winner.text_length:
        rule = f"less text: {standing.text_length} characters, not {winner.text_length}"
    else:
        rule = "the same date and length, and a path that comes later"
    return f"{rule} ({winner_path})"
