"""A reader's clock: the day that a claim was made, as somebody who reads the section from its start knows it.

Dates that the text gives set the clock, "the following day" moves it, a new section starts from its heading or
from the article's own date. A date inside what is said is the day of saying only where the sentence has no
other: then the event stands in, as the gold defines. A year alone is never carried on, unless it is all that
the article's own date says. What is not known stays None.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from datetime import date

from archive.claims.attribution import Attribution
from archive.claims.event_dates import (
    EventDates,
    Reached,
    nowhere,
    rolled_year,
    section_start,
    year_after,
)
from archive.claims.moments import (
    Moment,
    PartialDate,
    clock_data,
    common_prefix,
    find_moments,
    opens_sentence,
    prospect,
)
from archive.claims.sayings import UNKNOWN, When, about, answer, near, outside_of, told_time, within
from archive.claims.works import Work, dated_source, is_own_work, told_work, year_of_named_work
from archive.documents import Section

# A day that stands so near the start of what is said opens it: "according to the army, on 7 September 2012, …".
OPENING = 6
# Some days after this day of a month the month may be another.
SAME_MONTH = 20
# A day without a year that lies fewer months before the clock is told from before the event: "by then, the army had".
PAST = 4
# So many characters may stand between a report and its date.
FROM = 20
# So far after the last claim's sentence a date that begins in it may end.
MARGIN = 120
# How far after the words "according to" or the end of a claim its day may stand.
GAP = 120

# Who is quoted in the present tense on days before this year is read, not heard.
HEARD_SINCE = 1975

_MOVES = frozenset({"move", "months", "days_on", "weekday", "part"})
# Expressions that tell no day: a day in what is said tells more.
_LOOSE = frozenset({"months", "days_on"})
# "Has often been cited", "which some consider": a view still held has no year of its own.
_STILL_HELD = re.compile(
    r"\b(?:(?:has|have)\s(?:\w+\s){1,3}\w+|"
    r"(?:some|many|most|others|scholars|historians|critics)\s(?:argue|believe|consider|hold|regard|see|think|view))\Z"
)
_PRESENT = re.compile(r"[a-z]{3,}s(?: (?:out|that|to|as))?")
_NEXT_CLAUSE = re.compile(r"[;:]|\b(?:but|while|when|where|and|after|before)\b", re.IGNORECASE)
_AT_CUE = re.compile(
    r"[\s,]{0,3}(?:(?:on|in|at|by|a|an|the|that|early|late|later|again|of|from|during|as|also)\s{1,3}){0,4}",
    re.IGNORECASE,
)


def section_times(
    section: Section, dates: EventDates, sayings: Sequence[Attribution], reached: Reached = nowhere
) -> tuple[When, ...]:
    """When each of ``sayings`` (in order of their cues) was said, read from the section's start.

    ``reached`` tells the day that the sections before had come to; it is asked only for a year that nothing else tells.
    """
    if not sayings:
        return ()
    return _SectionClock(section, dates, reached).read(sayings)


def last_day(section: Section, dates: EventDates, reached: Reached) -> PartialDate | None:
    """The day that the story has come to where ``section`` ends; None where it tells none."""
    return _SectionClock(section, dates, reached).last_day()


class _SectionClock:
    """The state of the clock while one section is read from start to end."""

    def __init__(self, section: Section, dates: EventDates, reached: Reached) -> None:
        start, elsewhere, told = section_start(section, dates, reached)
        self.text = section.text
        self.path = section.path
        self.dates = told
        self.start = start
        self.elsewhere = elsewhere
        self.now = start
        self.year_from = start
        self.part: str | None = None
        self.untold = True
        self.reached = reached
        self.rows = "\t" in section.text
        self.work: Work | None = None

    def last_day(self) -> PartialDate | None:
        """The last day with its month that the whole section tells."""
        for moment in find_moments(self.text):
            self._move(moment)
        return self.year_from if self.year_from is not None and self.year_from.month is not None else None

    def read(self, sayings: Sequence[Attribution]) -> tuple[When, ...]:
        moments = find_moments(self.text[: max([saying.sentence_end for saying in sayings]) + MARGIN])
        starts = [moment.start for moment in moments]
        narrated = outside_of(moments, sorted([part for saying in sayings for part in saying.parts]))
        told = frozenset([moment.start for moment in narrated])
        found: list[When] = []
        cursor = 0
        paragraph = 0
        for saying in sayings:
            while cursor < len(narrated) and narrated[cursor].start < saying.cue_start:
                paragraph = self._turn_paragraph(paragraph, narrated[cursor].start)
                self._move(narrated[cursor])
                cursor += 1
            paragraph = self._turn_paragraph(paragraph, saying.sentence_start)
            first = bisect_left(starts, saying.sentence_start)
            own = moments[first : bisect_left(starts, saying.sentence_end, first)]
            # Most sentences tell no time.
            if own:
                found.append(self._when(saying, own, told))
            else:
                found.append(self._when_untold(saying))
        return tuple(found)

    def _when_untold(self, saying: Attribution) -> When:
        """When a claim was made whose sentence has no expression of time."""
        of_work = year_of_named_work(self.text, self.work, saying) if self.work is not None else None
        if of_work is not None:
            return answer(of_work, "carried", None)
        return UNKNOWN if self._is_present_view(saying) else answer(self.now, "carried", None)

    def _turn_paragraph(self, since: int, position: int) -> int:
        """Forget the day at a new paragraph of a section that tells of other times, and at a new row of a table."""
        if position <= since or not (self.elsewhere or self.rows):
            return since
        if self._is_new_row(since, position):
            self.now = self.start
        elif self.elsewhere and "\n\n" in self.text[since:position]:
            self.now = None
        return position

    def _is_new_row(self, since: int, position: int) -> bool:
        """Whether a row of cells begins between two positions: another row tells of something else."""
        start = self.text.rfind("\n", since, position)
        return self.rows and start >= 0 and "\t" in self.text[start:position]

    def _move(self, moment: Moment) -> None:
        before = self.now
        self._turn(moment)
        self.untold = self.untold and self.now == before

    def _turn(self, moment: Moment) -> None:
        if moment.kind == "date":
            value = moment.value
            if value is not None and moment.beside and self._later_year(value):
                # "In 1999, …; the 2004 election": a day without a year may now be of either.
                self.year_from = None
            if value is not None and moment.beside:
                self.work = told_work(self.text, moment) or self.work
            if value is None or moment.other_day or moment.beside or self._long_past(moment):
                return
            if value.month is None:
                if moment.opens:
                    self.year_from, self.now = value, value if moment.labels else None
                return
            resolved = self._dated(moment)
            if resolved is not None:
                self.now = self.year_from = resolved
                self.part = None
        elif moment.kind == "vague":
            self.now = None
        elif moment.kind in _MOVES:
            moved = self._relative(moment)
            if moment.kind != "part" or moved is not None:
                self.now = moved
            if moment.part is not None:
                self.part = moment.part
            elif moment.days:
                self.part = None

    def _later_year(self, value: PartialDate) -> bool:
        """Whether a year stands after the one, told alone, that days without a year would take."""
        return self.year_from is not None and self.year_from.month is None and value.year > self.year_from.year

    def _relative(self, moment: Moment) -> PartialDate | None:
        if self.now is None:
            return None
        if moment.kind == "weekday":
            if self.now.month is None or self.now.day is None or moment.days is None:
                return None
            weekday = date(self.now.year, self.now.month, self.now.day).weekday()
            return self.now.moved((moment.days - weekday) % 7)
        if moment.kind == "part":
            data = clock_data()
            turns = moment.opens and self.part in data["late"] and moment.part in data["early"]
            dated = re.match(r"\s(?:of|on)\s", self.text[moment.end : moment.end + 4]) is not None
            return self.now.moved(1) if turns and not dated else self.now
        if moment.kind == "months":
            return self.now.months_on(moment.days or 0)
        if moment.kind == "days_on":
            near = self.now.day is None or self.now.day <= SAME_MONTH
            return PartialDate(self.now.year, self.now.month) if near and self.now.month is not None else None
        if moment.days == 0:
            return self.now
        return self.now.moved(moment.days or 0)

    def _dated(self, moment: Moment) -> PartialDate | None:
        """The date of ``moment`` with its year; a range is cut to what its ends share."""
        value = self._with_year(moment.value)
        if value is None or moment.end_value is None:
            return value
        end = moment.end_value
        end = end if end.year else end.in_year(value.year)
        return common_prefix(value, end)

    def _with_year(self, value: PartialDate | None) -> PartialDate | None:
        if value is None or value.year:
            return value
        if value.month is None:
            return None
        if self.year_from is not None:
            rolled = rolled_year(self.year_from, value.month)
            near = self.year_from.month is not None and 0 <= self.year_from.month - value.month < PAST
            covered = self.dates.covers(self.year_from) and not near
            if covered and not self.dates.covers(PartialDate(rolled, value.month)):
                return value.in_year(self.dates.year_of(value.month, value.day) or rolled)
            return value.in_year(rolled)
        year = self.dates.year_of(value.month, value.day)
        if year is None and (self.dates.told or self.dates.short):
            year = year_after(self.reached(self.path), value.month, self.dates)
        return value.in_year(year) if year is not None else None

    def _when(self, saying: Attribution, own: Sequence[Moment], narrated: frozenset[int]) -> When:
        """When a claim was made whose sentence has expressions of time of its ``own``."""
        outside: list[Moment] = []
        inside: list[Moment] = []
        for moment in own:
            (inside if within(moment, saying.parts) else outside).append(moment)
        time_of_day = told_time(saying, [m for m in outside if m.start in narrated], inside)
        tellers = [
            m
            for m in outside
            if (m.kind == "date" or m.kind in _MOVES)
            and (m.start < saying.cue_start or m.start in narrated)
            and (not (m.other_day or m.beside or self._long_past(m)) or self._dates_source(m, saying))
        ]
        if any(m.kind == "date" and not m.beside for m in tellers):
            tellers = [m for m in tellers if not m.beside]
        chosen = self._chosen(saying, tellers)
        if chosen is not None and chosen.kind in _LOOSE and any(m.kind == "date" for m in inside):
            chosen = None
        if chosen is not None and self._is_other_year(saying, chosen):
            return UNKNOWN
        if chosen is not None and chosen.kind == "date":
            return answer(self._dated(chosen), "explicit", time_of_day)
        if chosen is not None and chosen.kind != "part":
            before = chosen.start < saying.cue_start
            return answer(self.now if before else self._relative(chosen), "relative", time_of_day)
        if chosen is None:
            event = self._event(inside, saying)
            if event is not None:
                self.now = self.year_from = event
                return answer(event, "explicit", time_of_day)
        work = [m for m in outside if m.beside and saying.parts and saying.cue_end <= m.start < saying.parts[0][0]]
        if work:
            # "Argued in Political Justice (1793) | that".
            return answer(work[-1].value, "explicit", time_of_day)
        if self._is_present_view(saying):
            return UNKNOWN
        if self.now is None:
            beside = [m for m in outside if m.beside and m.end <= saying.cue_start]
            return answer(beside[-1].value if beside else None, "explicit", time_of_day)
        return answer(self.now, "carried", time_of_day)

    def _is_other_year(self, saying: Attribution, chosen: Moment) -> bool:
        """Whether a year before a view still held is of something else: "In 1793 he wrote what some consider"."""
        year = chosen.kind == "date" and chosen.value is not None and chosen.value.month is None
        if not year or chosen.start > saying.cue_start:
            return False
        lead = max(saying.sentence_start, saying.cue_start - 40)
        return _STILL_HELD.search(self.text, lead, saying.cue_end) is not None

    def _is_present_view(self, saying: Attribution) -> bool:
        """Whether a source speaks in the present of a day long past: "Berg notes that" was not said on that day."""
        if self.now is None or self.now.year >= HEARD_SINCE:
            return False
        present = _PRESENT.fullmatch(self.text, saying.cue_start, saying.cue_end) is not None
        return present and not saying.rule.startswith(("noun", "infobox"))

    def _dates_source(self, moment: Moment, saying: Attribution) -> bool:
        """Whether the date tells which words say it, or when: "a report from April 2016 | showed", "said in May 2011".

        The year alone of a report counts too: "a 2014 report | said".
        """
        if moment.beside and dated_source().match(self.text, moment.end):
            if is_own_work(self.text, moment, saying):
                return True
            before, between = self.text[max(0, moment.start - 4) : moment.start], (moment.end, saying.cue_start)
            if moment.start >= saying.cue_end:
                between = (saying.cue_end, moment.start)
            return before.lower().endswith(("a ", "an ", "the ")) and not set(".,;:") & set(self.text[slice(*between)])
        if moment.beside and saying.parts and saying.cue_end <= moment.start and moment.end <= saying.parts[0][0]:
            # "Argued in his Inquiry (1793) that".
            return self.text[moment.start - 1] == "("
        told = moment.kind == "date" and moment.value is not None and moment.value.year and moment.value.month
        if told and moment.start >= saying.cue_end and _AT_CUE.fullmatch(self.text, saying.cue_end, moment.start):
            return True
        if told and saying.claimant_end is not None and 0 < moment.start - saying.claimant_end < FROM:
            # "According to a report | from May 2016".
            lead = self.text[saying.claimant_end : moment.start].strip(" ,")
            return lead in ("from", "of", "in", "dated", "published in", "published on", "released in", "released on")
        if moment.kind != "date" or moment.end > saying.cue_start or self.text[moment.end : saying.cue_start].strip():
            return False
        return self.text[max(0, moment.start - 5) : moment.start].lower() == "from "

    def _long_past(self, moment: Moment) -> bool:
        """Whether a date is of something before the story: "the group, formed in 2012, said"."""
        value = moment.value
        if moment.kind != "date" or value is None or not value.year or self.now is None:
            return False
        if value.month is None:
            past = self.now.month is not None and value.year <= self.now.year
        else:
            past = value.iso() < self.now.iso() and not near(value, self.now)
        return past and not (moment.opens or opens_sentence(self.text, moment.start))

    def _chosen(self, saying: Attribution, tellers: Sequence[Moment]) -> Moment | None:
        """The expression that tells when it was said: right after the cue, else last before it, else next after."""
        for moment in tellers:
            if moment.start >= saying.cue_end and moment.kind != "part":
                if _AT_CUE.fullmatch(self.text[saying.cue_end : moment.start][:60]):
                    return moment
                break
        after = self._told_after(saying, tellers)
        if after is not None and all(end <= saying.cue_start for _, end in saying.parts):
            # "On 5 June four died, according to an officer on 6 June": the first is the event's.
            return after
        before = [m for m in tellers if m.end <= saying.cue_start]
        if before:
            dated = [m for m in before if m.kind != "part"]
            return dated[-1] if dated else before[-1]
        return after

    def _told_after(self, saying: Attribution, tellers: Sequence[Moment]) -> Moment | None:
        """The expression after the cue that tells when it was said; one of the next clause does not."""
        after = next((m for m in tellers if m.start >= saying.cue_end), None)
        if after is None:
            return None
        later = [part for part in saying.parts if part[0] >= saying.cue_end]
        if later and after.start < later[0][0]:
            return after
        gap = self.text[later[-1][1] if later else saying.cue_end : after.start][:GAP]
        if later:
            return after if _AT_CUE.fullmatch(gap) is not None else None
        return after if _NEXT_CLAUSE.search(gap) is None else None

    def _event(self, inside: Sequence[Moment], saying: Attribution) -> PartialDate | None:
        """The day that the claim itself tells of, where it may stand in for the saying.

        It must be near the clock, or after it: what was over "by October 2017" was not told before. What "will be"
        has no such day.
        """
        for moment in inside:
            if moment.kind != "date" or moment.value is None:
                continue
            if moment.value.month is None and not self._is_new_year(moment.value):
                continue
            event = self._dated(moment)
            if event is None or (moment.other_day and not self._later(event)):
                return None
            opens = moment.start - saying.parts[0][0] < OPENING and moment.value.year
            if (
                self.now is None
                or near(event, self.now)
                or (opens and event.month is not None)
                or (self.untold and about(event, self.now))
            ):
                return None if moment.other_day else event
            said = self.text[saying.cue_start : saying.cue_end], self.text[saying.parts[0][0] : saying.parts[-1][1]]
            whole = moment.value.year and moment.value.day is not None
            later = self._later(event) or (whole and event.iso() > self.now.iso())
            return event if later and prospect().search(" ".join(said)) is None else None
        return None

    def _is_new_year(self, value: PartialDate) -> bool:
        """Whether a year alone is later than the clock, or the one that the text has just told."""
        return self.year_from == value if self.now is None else value.year > self.now.year

    def _later(self, event: PartialDate) -> bool:
        """Whether the event is later than the clock, and the text itself tells its year."""
        return self.now is not None and event.iso() > self.now.iso() and event.year > self.now.year
