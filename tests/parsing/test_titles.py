import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.parsing.titles import title_key


@pytest.mark.parametrize(
    ("title", "key"),
    [
        ("azerbaijan", "Azerbaijan"),
        ("Lachin_offensive", "Lachin offensive"),
        ("_foo__bar  baz_", "Foo bar baz"),
        ("Foo\u00a0\u2009bar\u200e", "Foo bar"),
        ("e\u0301cole", "École"),
        ("AT&amp;T", "AT&T"),
        ("Saint-Andr%C3%A9", "Saint-André"),
        ("100%", "100%"),
        ("%FF", "%FF"),
        ("%00", "%00"),
        ("template:nagorno", "Template:Nagorno"),
        (":Template: Syrian civil war", "Template:Syrian civil war"),
        ("image:a.jpg", "File:A.jpg"),
        ("bestand:a.jpg", "File:A.jpg"),
        ("User_talk:x", "User talk:X"),
        ("Cosmos: A Spacetime Odyssey", "Cosmos: A Spacetime Odyssey"),
        ("ISO 3166-2:UA", "ISO 3166-2:UA"),
        ("Talk:", "Talk:"),
        ("აფხაზეთი", "აფხაზეთი"),
        ("ß", "ß"),
        ("::", ""),
        ("", ""),
    ],
)
def test_title_key_is_the_one_that_the_wiki_makes(title: str, key: str) -> None:
    assert title_key(title) == key


def test_keys_keep_the_case_of_later_letters() -> None:
    assert title_key("Red Meat") != title_key("Red meat")
    assert title_key("Red Meat").casefold() == title_key("red_meat").casefold()


@given(st.text())
@settings(max_examples=60)
def test_no_text_raises_and_no_key_has_underscores_or_outer_spaces(title: str) -> None:
    key = title_key(title)
    assert "_" not in key
    assert key == key.strip(" ")
