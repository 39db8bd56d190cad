"""The day that the story of an article has come to before each of its sections."""

from __future__ import annotations

from collections.abc import Sequence

from archive.claims.clock import last_day
from archive.claims.event_dates import EventDates, is_out_of_order
from archive.claims.moments import PartialDate
from archive.documents import Section


class Story:
    """The day that the story of an article has reached before each of its sections, read no further than asked.

    The story of an event goes on from section to section under one main heading, and from one main heading to the
    next where the event is short; what "Reactions" or "Casualties" tell is out of its order. What is no event has none.
    """

    def __init__(self, sections: Sequence[Section], dates: EventDates) -> None:
        self._sections = sections
        self._dates = dates
        self._read = 0
        self._main = ""
        self._day: PartialDate | None = dates.start
        self._reached: dict[str, PartialDate | None] = {}

    def before(self, path: str) -> PartialDate | None:
        """The last day told before the first section of ``path``; None where its text is no part of a story."""
        while path not in self._reached and self._read < len(self._sections):
            section = self._sections[self._read]
            self._read += 1
            main = section.path.split(" / ")[0]
            if main != self._main and not self._dates.short:
                self._day = self._dates.start
            self._main = main
            told = self._dates.start is not None and section.level > 0 and not is_out_of_order(section)
            self._reached.setdefault(section.path, self._day if told else None)
            if told:
                self._day = last_day(section, self._dates, self.before) or self._day
        return self._reached.get(path)
