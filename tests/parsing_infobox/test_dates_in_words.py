from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.parsing.dates import DateRange, parse_date, parse_date_range


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("26 October 2020", "2020-10-26"),
        ("26th of October, 2020", "2020-10-26"),
        ("26\u00a0October\u202f2020", "2020-10-26"),
        ("October 26, 2020", "2020-10-26"),
        ("Oct. 26 2020", "2020-10-26"),
        ("Jul 08 2022", "2022-07-08"),
        ("10 Jul 2022", "2022-07-10"),
        ("Sept. 5, 2001", "2001-09-05"),
        ("18. september 1972", "1972-09-18"),
        ("2022-02-13", "2022-02-13"),
        ("2022/02/13", "2022-02-13"),
        ("2023-07-31 05:07", "2023-07-31"),
        ("2016-03-04T05:06:07.000Z", "2016-03-04"),
        ("Fri, 08 Jul 2022 05:07:00 GMT", "2022-07-08"),
        ("Friday, 8 July 2022", "2022-07-08"),
        (" May 2010 ", "2010-05"),
        ("2020-10", "2020-10"),
        ("1190", "1190"),
    ],
)
def test_a_date_is_read_to_its_precision(text: str, iso: str) -> None:
    assert parse_date(text) == iso


@pytest.mark.parametrize(
    "text",
    [
        "",
        "22 June",
        "May",
        "5",
        "30 February 2020",
        "29 February 2021",
        "2020-13-01",
        "2020-00-10",
        "10/12/2020",
        "2008-10",
        "44579000",
        "c. 1190",
        "753 BC",
        "1990s",
        "2016 Q1",
        "late 2014",
        "0000",
        "9, 2022",
        "9999-99-99",
    ],
)
def test_what_is_no_certain_date_is_none(text: str) -> None:
    assert parse_date(text) is None


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("October 23, 2020 – November 10, 2020", "2020-10-23", "2020-11-10"),
        ("24 February – 2 March 2022", "2022-02-24", "2022-03-02"),
        ("26 December 2013–7 January 2014", "2013-12-26", "2014-01-07"),
        ("19–20 May 2014", "2014-05-19", "2014-05-20"),
        ("9 to 11 November 2022", "2022-11-09", "2022-11-11"),
        ("May 3–9, 2022", "2022-05-03", "2022-05-09"),
        ("July 3 – September 9, 2022", "2022-07-03", "2022-09-09"),
        ("from 5 May 1988 until 7 June 1994", "1988-05-05", "1994-06-07"),
        ("2020-10-23 – 2020-11-10", "2020-10-23", "2020-11-10"),
        ("April–May 2015", "2015-04", "2015-05"),
        ("November 2011 – March 2012", "2011-11", "2012-03"),
        ("1861–1865", "1861", "1865"),
        ("1970–83", "1970", "1983"),
        ("2014–present", "2014", None),
        ("17 March 2022 – Present", "2022-03-17", None),
        ("2013–", "2013", None),
        ("since 2022", "2022", None),
        ("until 30 September 2022", None, "2022-09-30"),
    ],
)
def test_a_range_is_read_with_what_its_ends_lend_each_other(text: str, start: str | None, end: str | None) -> None:
    assert parse_date_range(text) == DateRange(start, end)


@pytest.mark.parametrize(
    "text",
    [
        "26 October 2020",
        "3–5 March",
        "870–274",
        "1865–1861",
        "2008-10",
        "December – January 2016",
        "31 April – 2 May 2022",
        "24 February 2022 – 8 April/14 May 2022",
        "3–",
        "–",
        "present–present",
        "9, 2022 – present",
        "3–9, 2022",
    ],
)
def test_what_is_no_certain_range_is_none(text: str) -> None:
    assert parse_date_range(text) is None


WORDS = st.lists(
    st.sampled_from(
        ["24", "3", "2022", "May", "March", "–", " ", "-", ", ", "to", "since", "present", "12:30", "th", "."]
    ),
    max_size=12,
).map("".join)


@settings(max_examples=100, deadline=None)
@given(st.one_of(st.text(max_size=60), WORDS))
def test_any_text_is_read_without_fault(text: str) -> None:
    date, dates = parse_date(text), parse_date_range(text)

    assert date is None or len(date) in {4, 7, 10}
    assert dates is None or dates.start is not None or dates.end is not None
