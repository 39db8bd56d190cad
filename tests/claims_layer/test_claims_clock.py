"""The reader's clock: which day a claim was made."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from archive.claims import extract_document_claims
from archive.claims.attribution import Attribution
from archive.claims.clock import section_times
from archive.claims.event_dates import EventDates, event_dates
from archive.claims.moments import PartialDate, parse_iso
from archive.claims.sayings import When
from archive.documents import Article, Field, Infobox, Section


def read(
    text: str, *said: tuple[str, str], date: str | None = "2020-10", level: int = 1, path: str = "Battle"
) -> list[When]:
    """When each (cue, content) of ``text`` was said."""
    start = parse_iso(date)
    sayings = []
    for cue, content in said:
        at = text.index(cue)
        content_at = text.index(content, at) if content in text[at:] else text.index(content)
        begin = max(text.rfind(". ", 0, at) + 2, text.rfind("\n", 0, at) + 1, 0)
        end = text.find(".", max(at, content_at + len(content) - 1)) + 1 or len(text)
        parts = ((content_at, content_at + len(content)),)
        sayings.append(Attribution(None, None, at, at + len(cue), parts, "assert", "none", begin, end, "verb"))
    section = Section(1, None, level, path.split(" / ")[-1], path, "", text, "", 0, 0, 0)
    return list(section_times(section, EventDates(start, start), sayings))


def day(text: str, cue: str, content: str, **keywords: str | int | None) -> tuple[str | None, str]:
    when = read(text, (cue, content), **keywords)[0]  # type: ignore[arg-type]
    return when.date, when.basis


def test_a_date_in_the_sentence_is_explicit_and_takes_the_article_s_year() -> None:
    assert day("On 23 October, the mayor said the town held.", "said", "the town held") == ("2020-10-23", "explicit")


def test_the_year_of_a_prospect_is_not_when_it_was_said() -> None:
    text = "By 2050, according to the bank, the town will have a port."
    assert day(text, "according to", "the town will have a port", date=None) == (None, "none")


def test_the_year_of_a_work_named_between_a_verb_and_what_it_says_is_explicit() -> None:
    text = "He argued in The Long Mill (1793) that flour was bread."
    assert day(text, "argued", "flour was bread", date=None) == ("1793", "explicit")


@pytest.mark.parametrize(
    ("text", "cue", "content"),
    [
        ("In 1793 he wrote The Mill, which some consider the first novel.", "consider", "the first novel"),
        ("In 1793 Holm, who has often been cited as a poet, left.", "cited", "as a poet"),
    ],
)
def test_a_view_still_held_is_not_of_the_year_before_it(text: str, cue: str, content: str) -> None:
    assert day(text, cue, content, date=None) == (None, "none")


def test_a_date_before_is_carried() -> None:
    text = "On 23 October, the clashes spread. The mayor said the town held."
    assert day(text, "said", "the town held") == ("2020-10-23", "carried")


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("The following day", "2020-10-24"),
        ("Two days later", "2020-10-25"),
        ("That day", "2020-10-23"),
        ("The day before", "2020-10-22"),
        ("On Monday", "2020-10-26"),
    ],
)
def test_words_move_the_clock(words: str, expected: str) -> None:
    text = f"On 23 October, the clashes spread. {words}, the mayor said the town held."
    assert day(text, "said", "the town held") == (expected, "relative")


def test_a_move_needs_a_known_day() -> None:
    assert day("The following day, the mayor said the town held.", "said", "the town held")[0] is None


def test_vague_words_stop_the_clock() -> None:
    text = "On 23 October, the clashes spread. Within days, the mayor said the town held."
    assert day(text, "said", "the town held") == (None, "none")


def test_a_morning_after_an_evening_is_the_next_day() -> None:
    text = (
        "On 23 October, it began. In the evening, it went on. In the morning, it ended. The mayor said the town held."
    )
    assert day(text, "said", "the town held")[0] == "2020-10-24"


def test_a_date_inside_the_claim_is_not_the_day_of_saying() -> None:
    text = "On 23 October, the mayor said the truce would hold from the morning of 26 October."
    content = "the truce would hold from the morning of 26 October"
    assert day(text, "said", content) == ("2020-10-23", "explicit")


def test_the_event_stands_in_where_the_sentence_has_no_other_date() -> None:
    text = "The mayor said the town fell on 26 October."
    assert day(text, "said", "the town fell on 26 October") == ("2020-10-26", "explicit")


def test_an_event_long_before_does_not_stand_in() -> None:
    text = "On 23 October 2020, it began. The mayor said the wall was built in May 1998."
    assert day(text, "said", "the wall was built in May 1998") == ("2020-10-23", "carried")


def test_what_was_over_by_a_day_was_not_said_before() -> None:
    text = "In June 2011, it began. Doctors said 18 people had died by October 2017."
    assert day(text, "said", "18 people had died by October 2017", date=None)[0] == "2017-10"


def test_a_date_right_after_the_cue_comes_first() -> None:
    text = "On July 9, they claimed the town, which the ministry confirmed on July 12."
    assert day(text, "confirmed", "the town", date="2022-07")[0] == "2022-07-12"


@pytest.mark.parametrize(
    ("text", "cue", "content", "expected"),
    [
        ("On 5 June, four died, according to an officer on 6 June.", "according to", "four died", "2022-06-06"),
        ("Yawar told Rudaw on 2 June that the town held.", "told", "the town held", "2022-06-02"),
        ("The army announced during the afternoon of 6 June that it held.", "announced", "it held", "2022-06-06"),
        (
            "On 5 June, it fell. Kyiv said eight died, but changed the count a week later.",
            "said",
            "eight died",
            "2022-06-05",
        ),
        ("On 5 June, it fell. Kyiv said eight died, but on 9 June others came.", "said", "eight died", "2022-06-05"),
    ],
)
def test_a_date_after_the_cue_is_the_day_where_no_other_clause_has_it(
    text: str, cue: str, content: str, expected: str
) -> None:
    assert day(text, cue, content, date="2022")[0] == expected


def test_a_date_since_when_something_is_so_is_no_day_of_saying() -> None:
    text = "On July 16, the army said it was the largest raid since July 4."
    assert day(text, "said", "it was the largest raid since July 4", date="2022-07")[0] == "2022-07-16"


def test_a_section_starts_from_the_article_s_date() -> None:
    assert day("The mayor said the town held.", "said", "the town held", date="2020-10-23") == ("2020-10-23", "carried")


def test_a_section_starts_from_its_heading() -> None:
    assert day("The mayor said it.", "said", "it", path="Timeline / March / 7 March", date="2022")[0] == "2022-03-07"


def test_a_section_on_another_time_takes_no_date_from_the_article() -> None:
    assert day("The mayor said the town held.", "said", "the town held", path="Background", date="2020-10-23") == (
        None,
        "none",
    )


def test_a_new_paragraph_of_a_background_forgets_the_day() -> None:
    text = "On 9 October 2020, it began.\n\nThe mayor said the town held."
    assert day(text, "said", "the town held", path="Background") == (None, "none")


def test_january_after_december_is_the_next_year() -> None:
    text = "On 30 December 2012, it began. On 2 January, the mayor said the town held."
    assert day(text, "said", "the town held")[0] == "2013-01-02"


def test_a_leap_day_of_a_common_year_is_only_a_month() -> None:
    text = "On 29 February, it began. On 3 March, the mayor said the town held."
    assert day(text, "said", "the town held", date="2019-02")[0] == "2019-03-03"
    text = "On 29 February, the mayor said the town held."
    assert day(text, "said", "the town held", date="2019-02") == ("2019-02", "explicit")


@pytest.mark.parametrize(("date", "expected"), [("0001-01-02", "0001-12-30"), ("9999-12-02", "9999-01-30")])
def test_no_year_turns_beyond_the_calendar(date: str, expected: str) -> None:
    month = "December" if date < "1000" else "January"
    assert day(f"On 30 {month}, the mayor said the town held.", "said", "the town held", date=date)[0] == expected


def test_no_year_is_guessed() -> None:
    assert day("On 2 January, the mayor said the town held.", "said", "the town held", date=None) == (None, "none")


def test_a_bare_year_is_told_but_not_carried() -> None:
    text = "In 2004, the mayor said the town grew. The priest wrote it was small."
    told = read(text, ("said", "the town grew"), ("wrote", "it was small"), date=None)
    assert [when.date for when in told] == ["2004", None]


def test_hours_are_told() -> None:
    text = "On 23 October, at 15:30, the mayor said the town held."
    assert read(text, ("said", "the town held"))[0].time_of_day == "15:30"


def test_each_account_keeps_its_own_hour() -> None:
    text = "According to A, it began at 08:05, while according to B, it began at 08:45."
    told = read(text, ("According to", "it began at 08:05"), ("according to", "it began at 08:45"))
    assert [when.time_of_day for when in told] == ["08:05", "08:45"]


def test_precision_says_how_much_is_known() -> None:
    assert read("In August 2020, the mayor said it.", ("said", "it"))[0].precision == "month"


def test_a_long_event_leaves_a_day_without_a_year_open() -> None:
    dates = EventDates(PartialDate(2014, 2, 20), PartialDate(2022, 5, 1))
    assert dates.year_of(4, 1) is None
    assert EventDates(PartialDate(2012, 12, 3), PartialDate(2013, 2, 10)).year_of(1, 5) == 2013
    assert EventDates(PartialDate(2012, 12, 3), PartialDate(2013, 2, 10)).year_of(12, 30) == 2012


def test_a_year_after_the_clock_is_when_it_was_said_at_the_earliest() -> None:
    text = "On 29 December 2019, they met. Officials said 50 soldiers were killed in 2020."
    assert day(text, "said", "50 soldiers were killed in 2020", date=None) == ("2020", "explicit")


@pytest.mark.parametrize(
    ("title", "first", "last"),
    [("Campaign (2017–2019)", 2017, 2019), ("Offensive (2015–16)", 2015, 2016), ("2022 explosion", 2022, 2022)],
)
def test_a_title_tells_the_years(title: str, first: int, last: int) -> None:
    article = Article(title, title, "en", None, None, None, None, None, None, None, "{}", 0)
    dates = event_dates(article)
    assert (dates.start, dates.end) == (PartialDate(first), PartialDate(last))


def test_a_lead_tells_the_year_only_where_its_dates_agree() -> None:
    def year_of(lead: str) -> int | None:
        section = Section(0, None, 0, "", "", "", lead, "", 0, 0, 0)
        article = Article(
            "A battle", "A battle", "en", None, None, None, None, None, None, None, "{}", 0, (), (section,)
        )
        assert event_dates(article).certain is None
        return event_dates(article).year_of(5, 3)

    assert year_of("It began on 1 May 2022 and ended on 9 May 2022.") == 2022
    assert year_of("It began on 1 May 2022, after a war of 2014.") is None
    assert year_of("He (born 5 May 1950) is a general.") is None


def test_an_ongoing_event_ends_when_the_article_was_published() -> None:
    box = Infobox(0, None, (Field(0, "date", None, None, None, "24 February 2022 – present", None, None),))
    article = Article("A war", "A war", "en", None, None, None, "2022-12-01", None, None, None, "{}", 0, (box,))
    assert event_dates(article).certain == PartialDate(2022)
    assert event_dates(replace(article, published_on=None)).year_of(4, 1) is None


def test_a_year_that_describes_something_tells_only_where_nothing_else_does() -> None:
    assert day("In a 1974 lecture, she said it was true.", "said", "it was true", date=None) == ("1974", "explicit")
    assert day("On 5 May, a 1974 hero said it was true.", "said", "it was true")[0] == "2020-05-05"


def test_the_year_of_the_work_that_says_so_is_the_date() -> None:
    text = "In 1701 the mill burned. Holm argued in The Miller (1793) that it was struck by lightning."
    assert day(text, "argued", "it was struck by lightning", date=None) == ("1793", "explicit")


def test_the_year_of_the_interview_that_opens_the_sentence_stands_before_the_day_of_the_story() -> None:
    text = "On 5 May 1968, it began. In a 1981 interview, Holm said the mill was lost."
    assert day(text, "said", "the mill was lost", date=None) == ("1981", "explicit")


def test_the_year_of_a_work_of_another_clause_is_not_when() -> None:
    text = "On 5 May 1968, it began. In a 1951 interview he wept, and Holm said the mill was lost."
    assert day(text, "said", "the mill was lost", date=None)[0] != "1951"


def test_a_date_long_before_the_story_is_not_the_day() -> None:
    text = "On 23 October 2020, it began. The group, formed in May 2012, said the town held."
    assert day(text, "said", "the town held") == ("2020-10-23", "carried")


def test_the_date_of_a_report_in_its_own_words_is_explicit() -> None:
    text = "In December 2015 the council met. A report by the guild from April 2016 showed that prices fell."
    assert day(text, "showed", "prices fell", date=None) == ("2016-04", "explicit")


def test_a_later_year_between_commas_is_when_it_was_said() -> None:
    text = "The town had ten mills in March 2006. The council, in late 2007, stated that two had closed."
    assert day(text, "stated", "two had closed", date=None) == ("2007", "explicit")


def test_months_in_a_title_tell_the_year_of_a_day() -> None:
    title = "Valley campaign (October 2017–February 2018)"
    dates = event_dates(Article(title, title, "en", None, None, None, None, None, None, None, "{}", 0))
    assert (dates.year_of(11, 5), dates.year_of(1, 5)) == (2017, 2018)


def dated(date: str, *sections: tuple[str, str]) -> list[str | None]:
    """The date of the one "said the town held" of each (path, text), in an article whose front matter has ``date``."""
    parts = tuple(
        Section(number, None, 2, path.split(" / ")[-1], path, "", text, "", 0, 0, 0)
        for number, (path, text) in enumerate(sections, 1)
    )
    extra = json.dumps({"date": [date]})
    article = Article("A war", "A war", "en", None, None, None, None, None, None, None, extra, 0, (), parts)
    return [claim.date_from for claim in extract_document_claims(article)[0]]


def test_the_front_matter_may_tell_the_date_of_the_event() -> None:
    assert dated("3 May 2017", ("Battle", "The mayor said the town held.")) == ["2017-05-03"]


def test_a_range_over_two_years_begins_in_the_first() -> None:
    battle = ("Battle", "On 5 November, the mayor said the town held. On 2 March, he said the town held.")
    assert dated("15 September 2014 – 20 March 2015", battle) == ["2014-11-05", "2015-03-02"]


def test_a_day_takes_its_year_from_the_sections_before() -> None:
    assert dated(
        "8 May 2014 – 9 June 2017",
        ("Battle / First phase", "On 5 November 2015, it began."),
        ("Battle / Second phase", "On 3 January, the mayor said the town held."),
        ("Reactions", "On 3 January, the mayor said the town held."),
    ) == ["2016-01-03", None]


def test_a_range_in_a_heading_tells_the_years_below_it() -> None:
    path = "Battle / Stalemate (12 November 2022 – 7 June 2023) / South"
    text = "On 3 January, the mayor said the town held. On 12 November, he said the town held."
    assert dated("8 May 2014 – 9 June 2024", (path, text)) == ["2023-01-03", "2022-11-12"]


def test_an_event_that_goes_on_has_reached_the_last_month_told() -> None:
    battle = ("Battle", "On 5 May, the mayor said the town held. By November 2022, it had fallen.")
    assert dated("18 April 2022 – present", battle) == ["2022-05-05"]


@pytest.mark.parametrize(
    ("words", "expected"),
    [("In the following month", "2020-11"), ("A few days later", "2020-10"), ("Weeks later", None)],
)
def test_looser_words_leave_the_month_at_most(words: str, expected: str | None) -> None:
    text = f"On 3 October, the clashes spread. {words}, the mayor said the town held."
    assert day(text, "said", "the town held")[0] == expected


def test_the_year_of_a_report_is_when_it_says_so() -> None:
    text = "On 5 May 2018, it began. According to a 2014 guild report, the town held."
    assert day(text, "According to", "the town held", date=None) == ("2014", "explicit")


def test_a_year_that_heads_a_line_dates_it() -> None:
    text = "2013: After the fire, the mayor said the town held."
    assert day(text, "said", "the town held", date=None) == ("2013", "carried")


def test_a_range_between_two_days_is_when() -> None:
    text = "Between 26 and 28 October, the mayor said the town held."
    assert day(text, "said", "the town held") == ("2020-10", "explicit")


def test_a_month_in_the_claim_says_more_than_the_year_of_the_article() -> None:
    text = "The mayor said the town had starved by October 2017."
    assert day(text, "said", "the town had starved by October 2017", date="2018") == ("2017-10", "explicit")


def test_a_day_that_opens_the_cell_of_a_table_is_when() -> None:
    text = "On 9 May 2015, the town fell.\nTula\t1,272\tOn 5 March 2013, the mayor said the town held."
    assert day(text, "said", "the town held", date=None) == ("2013-03-05", "explicit")


def test_a_date_right_after_the_cue_is_when_however_long_past() -> None:
    text = "On 9 May 2015, the town fell. Drivers complained in December 2011 that the road was closed."
    assert day(text, "complained", "the road was closed", date=None) == ("2011-12", "explicit")


def test_a_later_year_on_the_way_leaves_a_day_without_a_year_open() -> None:
    text = "In 1999, the guild rose. The 2004 feud was long. In November, the mayor said the town held."
    assert day(text, "said", "the town held", date=None) == (None, "none")


def test_weeks_after_something_else_do_not_move_a_day_told_beside_them() -> None:
    text = "On 5 June, it began. On 8 July, two weeks after the tower fell, the mayor said the town held."
    assert day(text, "said", "the town held") == ("2020-07-08", "explicit")


def test_a_day_for_which_something_is_scheduled_is_not_when() -> None:
    text = "On 5 June, it began. Talks were scheduled to be held on 9 June. The mayor said the town held."
    assert day(text, "said", "the town held") == ("2020-06-05", "carried")


def test_a_day_shortly_before_the_month_of_the_clock_is_of_its_year() -> None:
    text = "On 5 June 2020, it began. The mill had burnt on 3 April. The mayor said the town held."
    assert day(text, "said", "the town held", date="2020-06/2021-05")[0] == "2020-04-03"


def test_a_later_whole_date_in_the_claim_is_when() -> None:
    text = "On 5 March 2020, it began. A guard was reported by the mayor to have died on 12 August 2020."
    assert day(text, "reported", "to have died on 12 August 2020") == ("2020-08-12", "explicit")


def test_what_is_expected_has_no_date_of_its_own() -> None:
    text = "On 5 March 2020, the mayor expected the town to hold by July 2021."
    assert day(text, "expected", "the town to hold by July 2021") == ("2020-03-05", "explicit")


def test_a_day_that_opens_a_cell_between_bars_is_when() -> None:
    text = "On 9 May 2015, the town fell.\nTula | 1,272 | On 5 March 2013, the mayor said the town held. | 5"
    assert day(text, "said", "the town held", date=None) == ("2013-03-05", "explicit")


def test_a_day_that_opens_a_name_in_quotation_marks_moves_nothing() -> None:
    text = 'On 9 November, it began. The rebels took the "8 March Tower". On 10 November, the mayor said the town held.'
    assert day(text, "said", "the town held", date="2020-11-09") == ("2020-11-10", "explicit")


def test_the_end_of_a_year_that_opens_a_sentence_takes_the_day_away() -> None:
    text = "In March 2022, the mayor left. At the end of 2021, most weavers said the town held."
    assert day(text, "said", "the town held", date=None) == ("2021", "explicit")


def test_the_middle_of_a_year_is_of_that_year() -> None:
    text = "In mid-2014, the mayor said the town held."
    assert day(text, "said", "the town held", date=None) == ("2014", "explicit")


def test_a_day_from_which_on_something_grew_sets_the_clock() -> None:
    text = "Clashes grew from 17 February 2022 onwards. The mayor said the town held."
    assert day(text, "said", "the town held", date=None) == ("2022-02-17", "carried")


def test_a_list_of_months_has_the_year_of_its_last() -> None:
    text = "There were raids in August, September and November 1981, the mayor said."
    said = "There were raids in August, September and November 1981"
    assert day(text, "said", said, date="1980-04") == ("1981-08", "explicit")


def test_who_speaks_in_the_present_of_a_day_long_past_did_not_speak_on_it() -> None:
    text = "On 5 May 1861, the army left. Berg notes that the town held."
    assert day(text, "notes", "the town held", date=None) == (None, "none")


def test_a_year_in_a_claim_is_when_it_was_made_where_the_text_has_just_told_it() -> None:
    text = "By the end of 2018, the mill had closed. The mayor said it had sold ten barges as of late 2018."
    assert day(text, "said", "it had sold ten barges as of late 2018", date=None) == ("2018", "explicit")


def test_as_of_a_year_tells_when_it_was_said() -> None:
    text = "As of 2011, the mayor said the town held."
    assert day(text, "said", "the town held", date=None) == ("2011", "explicit")


def test_another_row_of_a_table_tells_of_another_day() -> None:
    text = "Lund\tHeld since 5 May 2012.\nHolm\tThe mayor said the town held."
    assert day(text, "said", "the town held", date=None) == (None, "none")


@pytest.mark.parametrize("told", [", published in November 2015", " in November 2015"])
def test_a_report_tells_when_it_was_published(told: str) -> None:
    text = f"On 5 May 2017, the army left. According to a report by the guild{told}, the town held."
    at = text.index("According")
    who = text.index("a report")
    said = (text.index("the town"), len(text) - 1)
    saying = Attribution(who, text.index(told), at, at + 12, (said,), "assert", "none", at, len(text), "verb")
    section = Section(1, None, 1, "Battle", "Battle", "", text, "", 0, 0, 0)
    assert section_times(section, EventDates(), [saying])[0].date == "2015-11"
