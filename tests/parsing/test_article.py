import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.documents import Article
from archive.parsing.article import parse_article

MADE = "https://en.wikipedia.org/wiki/A_b"
PROSE = "The bridge was taken in the morning and the men who held it were sent to the rear, as had been agreed before."


def article(front_matter: dict[str, object], body: str = "", path: str = "folder/some_file.md") -> Article:
    return parse_article(front_matter, body, path=path)[0]


@pytest.mark.parametrize(
    ("front_matter", "body", "title"),
    [
        ({"title": "A", "subject": "B", "infoboxes": [{"conflict": {"text": "C"}}]}, "# D", "A"),
        ({"title": "", "subject": "B"}, "# D", "B"),
        ({"title": "[object Object]", "subject": "B"}, "", "B"),
        ({"infoboxes": [{"name": {"text": "N"}}, {"conflict": {"text": "C"}}]}, "# D", "C"),
        ({"infoboxes": [{"official_name": {"text": "O\nother"}, "title": {"text": "T"}}]}, "# D", "O"),
        ({"infoboxes": [{"name": {"text": " "}}]}, "## E\n# *D* d\n# F", "D d"),
        ({}, "## E", "some_file"),
        ({"title": 1984}, "", "1984"),
        ({"title": ["x"]}, "", "some_file"),
        ({"title": " two\n lines "}, "", "two lines"),
    ],
)
def test_the_title_is_the_first_that_names_the_article(front_matter: dict[str, object], body: str, title: str) -> None:
    assert article(front_matter, body).title == title


def test_a_file_that_names_nothing_is_untitled() -> None:
    assert article({}, path="_.md").title == "Untitled"
    assert article({}, path="").title_key == "Untitled"


def test_the_key_is_that_of_the_title() -> None:
    assert article({"title": "lachin_offensive"}).title_key == "Lachin offensive"


@pytest.mark.parametrize(
    ("written", "day", "left"),
    [
        ("2022-02-13", "2022-02-13", {}),
        ("Jul 08 2022", "2022-07-08", {}),
        ("08 Jul 2022", "2022-07-08", {}),
        ("2023-07-31 05:07", "2023-07-31", {"pubDate": "2023-07-31 05:07"}),
        ("2023-07-31T05:07:09Z", "2023-07-31", {"pubDate": "2023-07-31T05:07:09Z"}),
        ("soon", None, {"pubDate": "soon"}),
        (["2022"], None, {"pubDate": ["2022"]}),
    ],
)
def test_a_date_is_read_and_what_it_does_not_hold_is_kept(written: object, day: str | None, left: object) -> None:
    made = article({"pubDate": written})
    assert made.published_on == day
    assert json.loads(made.extra) == left


@pytest.mark.parametrize(
    ("written", "address", "left"),
    [
        ("https://a.org/b c.jpg", "https://a.org/b%20c.jpg", {}),
        ("ukraine4.jpg", None, {"img": "ukraine4.jpg"}),
        ("javascript:x", None, {"img": "javascript:x"}),
        ({"url": "https://a.org/b", "alt": "b"}, "https://a.org/b", {"img": {"url": "https://a.org/b", "alt": "b"}}),
        ({}, None, {}),
        (None, None, {}),
        ("", None, {}),
    ],
)
def test_a_picture_needs_an_address_of_its_own(written: object, address: str | None, left: object) -> None:
    made = article({"img": written})
    assert made.image_url == address
    assert json.loads(made.extra) == left


def test_descriptions_and_author_are_columns_and_the_rest_is_extra() -> None:
    made = article(
        {
            "shortDescription": "Short",
            "description": "Two\nlines",
            "author": "Somebody",
            "tags": ["a", "b"],
            "slug": "ü",
            "date": [],
            "number": 1.5,
        }
    )
    assert (made.short_description, made.description, made.author) == ("Short", "Two lines", "Somebody")
    assert made.extra == '{"tags":["a","b"],"slug":"ü","date":[],"number":1.5}'


def test_a_description_that_the_producer_failed_to_write_stays_in_extra() -> None:
    made = article({"description": "[object Object]"})
    assert made.description is None
    assert json.loads(made.extra) == {"description": "[object Object]"}


def test_the_language_is_the_one_given_else_the_one_told() -> None:
    assert article({"lang": "NL"}, PROSE).language == "nl"
    assert article({}, PROSE).language == "en"
    assert article({"description": PROSE}, "Names only").language == "en"
    assert article({}, "Names only").language is None


@pytest.mark.parametrize(
    ("front_matter", "body", "url", "basis"),
    [
        ({"title": "A b", "url": "https://a.org/x"}, PROSE, "https://a.org/x", "given"),
        ({"title": "A b", "url": "javascript:x", "author": "Wikipedia"}, PROSE, MADE, "made"),
        ({"title": "A b", "infoboxes": [{"name": {"text": "A b"}}]}, PROSE, MADE, "made"),
        ({"title": "A b", "author": "S.", "infoboxes": [{"name": {"text": "A b"}}]}, PROSE, None, None),
        ({"title": "A b", "author": "Wikipedia"}, "", None, None),
        ({"title": "A b", "author": "Wikipedia", "language": "de"}, "", "https://de.wikipedia.org/wiki/A_b", "made"),
        ({"title": "A b"}, PROSE, None, None),
    ],
)
def test_an_address_is_given_or_made_where_the_article_is_wikipedias(
    front_matter: dict[str, object], body: str, url: str | None, basis: str | None
) -> None:
    made = article(front_matter, body)
    assert (made.url, made.url_basis) == (url, basis)


def test_infoboxes_that_were_not_read_whole_stay_in_extra() -> None:
    made, problems = parse_article({"infoboxes": ["x", {"name": {"text": "A"}}]}, "")
    assert len(made.infoboxes) == 1
    assert [problem.level for problem in problems] == ["warning"]
    assert json.loads(made.extra) == {"infoboxes": ["x", {"name": {"text": "A"}}]}


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)
NAMES = st.sampled_from(
    ["title", "subject", "pubDate", "img", "url", "lang", "author", "description", "infoboxes", "x"]
)


@given(st.dictionaries(NAMES, VALUES, max_size=6), st.text(max_size=40))
@settings(max_examples=100)
def test_no_front_matter_raises(front_matter: dict[str, object], body: str) -> None:
    made, _ = parse_article(front_matter, body)
    assert made.title_key
    assert isinstance(json.loads(made.extra), dict)
