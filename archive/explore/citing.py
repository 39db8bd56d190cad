"""How to name an article or a claim of this archive, so that it can be found, and proven, without it."""

from __future__ import annotations

from archive.explore.sql import Row
from archive.explore.words import date_in_words

__all__ = ["cite_article", "cite_claim"]


def cite_article(row: Row) -> str:
    """Return how to name this very text: the article, where it comes from, and the checksum that proves it."""
    author = row["author"] or "Wikipedia contributors"
    published = f" ({date_in_words(row['published_on'])})" if row["published_on"] else ""
    address = f" {row['url']}." if row["url"] else ""
    return (
        f"{author}{published}: {row['title']}.{address} Archived copy {row['path']}, SHA-256 {row['sha256']}, "
        f"read {date_in_words(row['read_at'][:10])}. CC BY-SA 4.0."
    )


def cite_claim(claim: Row, row: Row) -> str:
    """Return how to name this very claim: who said what when, as which article has it; ``row`` is of that article."""
    when = f", {claim['date']['in_words']}" if claim["date"]["from"] else ""
    said = f"“{claim['content']}”" if claim["content"] else f"({claim['cue']})"
    return f"{claim['claimant'] or 'Nobody named'}{when}: {said}. Claim {claim['key']} in {cite_article(row)}"
