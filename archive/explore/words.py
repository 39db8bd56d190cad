"""How pages say dates, numbers and what the tables hold in short."""

from __future__ import annotations

from datetime import date

from archive.explore.metadata import load_data

__all__ = ["count", "date_in_words", "moment", "number_range", "numeral", "words"]


def words() -> dict[str, dict[str, str]]:
    """Return the vocabulary of the pages (``data/words.yaml``)."""
    vocabulary: dict[str, dict[str, str]] = load_data("words.yaml")
    return vocabulary


def date_in_words(start: str | None, end: str | None = None) -> str:
    """Return a date, or a range, as people write it: ``2020-10-27`` is 27 October 2020; empty for no date."""
    if not start:
        return ""
    if not end or end == start:
        return _one_date(start)
    return f"{_one_date(start)} to {_one_date(end)}"


def _one_date(written: str) -> str:
    try:
        parts = [int(part) for part in written.split("-")]
        day = date(*[*parts, 1, 1][:3])
    except (ValueError, TypeError):
        return written
    month = day.strftime("%B")
    return [f"{day.year}", f"{month} {day.year}", f"{day.day} {month} {day.year}"][len(parts) - 1]


def numeral(number: float | None) -> str:
    """Return a number as people write it: 1,234 or 0.5; empty for none."""
    if number is None:
        return ""
    return f"{number:,.0f}" if float(number).is_integer() else f"{number:,g}"


def number_range(low: float | None, high: float | None) -> str:
    """Return a figure as told: one number, a range, ``at least`` or ``up to``."""
    if low is not None and high is not None:
        return numeral(low) if low == high else f"{numeral(low)}–{numeral(high)}"
    if low is not None:
        return f"{numeral(low)} or more"
    return f"up to {numeral(high)}" if high is not None else "not told"


def count(number: int, one: str, many: str | None = None) -> str:
    """Return a number with its noun: 1 claim, 2 claims."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def moment(written: str | None) -> str:
    """Return a time as the archive keeps it (ISO 8601, UTC) to the second, with a blank in place of the T."""
    return f"{written[:19].replace('T', ' ')} UTC" if written else ""
