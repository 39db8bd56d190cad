"""Lower case with every character in its place, so that offsets hold in both."""

from __future__ import annotations


def lowered(text: str) -> str:
    """The text in lower case, as long as the text (only "İ" has a longer lower case, and is left as it is)."""
    low = text.lower()
    return low if len(low) == len(text) else "İ".join(part.lower() for part in text.split("İ"))
