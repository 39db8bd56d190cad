import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.documents import Link
from archive.parsing.links import article_address, link_from_destination, link_from_mapping, safe_url


def internal(target: str | None, key: str | None, text: str = "T", fragment: str | None = None) -> Link:
    return Link(0, "internal", text, target, key, fragment, None, None)


@pytest.mark.parametrize(
    ("destination", "link"),
    [
        ("./Foo_bar#Some_section", internal("./Foo_bar#Some_section", "Foo bar", fragment="Some_section")),
        ("./azerbaijan", internal("./azerbaijan", "Azerbaijan")),
        ("./undefined", internal("./undefined", None)),
        (
            "./Bishop_([*Aliens*](./Aliens_(film)))",
            internal("./Bishop_([*Aliens*](./Aliens_(film)))", "Bishop (Aliens)"),
        ),
        ("/wiki/Foo", internal("/wiki/Foo", "Foo")),
        ("/author/somebody", internal("/author/somebody", None)),
        ("#here", internal("#here", None, fragment="here")),
        ("", internal(None, None)),
        ("./Talk:Integral#List", internal("./Talk:Integral#List", "Talk:Integral", fragment="List")),
        ("./Kingsman:_The_Service", internal("./Kingsman:_The_Service", "Kingsman: The Service")),
        ("./image:A b.jpg", Link(0, "file", "T", "./image:A b.jpg", "File:A b.jpg", None, None, None)),
        (
            "./wikt:Appendix:Some_lists#x",
            Link(
                0,
                "interwiki",
                "T",
                "./wikt:Appendix:Some_lists#x",
                None,
                "x",
                "https://en.wiktionary.org/wiki/Appendix:Some_lists#x",
                "wikt",
            ),
        ),
        (
            "./:fr:École",
            Link(0, "interwiki", "T", "./:fr:École", None, None, "https://fr.wikipedia.org/wiki/%C3%89cole", "fr"),
        ),
        ("https://a.org/b", Link(0, "external", "T", "https://a.org/b", None, None, "https://a.org/b", None)),
        ("//a.org/b", Link(0, "external", "T", "//a.org/b", None, None, "https://a.org/b", None)),
        ("javascript:alert(1)", Link(0, "external", "T", "javascript:alert(1)", None, None, None, None)),
        ("JavaScript:alert(1)", Link(0, "external", "T", "JavaScript:alert(1)", None, None, None, None)),
    ],
)
def test_a_destination_makes_a_link(destination: str, link: Link) -> None:
    assert link_from_destination(destination, "T", 0) == link


@pytest.mark.parametrize(
    ("mapping", "link"),
    [
        (
            {"type": "internal", "page": "Crimean Bridge"},
            internal("Crimean Bridge", "Crimean Bridge", "Crimean Bridge"),
        ),
        ({"type": "internal", "text": "Ukraine", "page": "ukraine"}, internal("ukraine", "Ukraine", "Ukraine")),
        ({"type": "internal", "text": "Republic", "page": "undefined"}, internal("undefined", None, "Republic")),
        (
            {"type": "internal", "text": "+380", "page": "Area code", "anchor": "In Ukraine"},
            internal("Area code#In Ukraine", "Area code", "+380", "In_Ukraine"),
        ),
        ({"type": "internal", "page": 1812}, internal("1812", "1812", "1812")),
        (
            {"type": "external", "text": "site", "site": "http://a.gov/"},
            Link(0, "external", "site", "http://a.gov/", None, None, "http://a.gov/", None),
        ),
        (
            {"type": "external", "site": "javascript:x"},
            Link(0, "external", "javascript:x", "javascript:x", None, None, None, None),
        ),
        (
            {"type": "interwiki", "wiki": "wikt", "page": "foo"},
            Link(0, "interwiki", "foo", "wikt:foo", None, None, "https://en.wiktionary.org/wiki/foo", "wikt"),
        ),
        (
            {"type": "interwiki", "wiki": "nowhere", "page": "foo"},
            Link(0, "interwiki", "foo", "nowhere:foo", None, None, None, "nowhere"),
        ),
        ({"type": "internal"}, None),
        ({}, None),
    ],
)
def test_a_mapping_makes_a_link(mapping: dict[str, object], link: Link | None) -> None:
    assert link_from_mapping(mapping, 0) == link


def test_an_address_is_followed_only_by_a_safe_scheme() -> None:
    assert safe_url("https://a.org/b c") == "https://a.org/b%20c"
    assert safe_url("data:text/html,x") is None
    assert safe_url("java\nscript:x") is None
    assert safe_url("Foo_bar") is None


def test_an_article_has_an_address_on_its_wikipedia() -> None:
    assert article_address("Lachin offensive", "en") == "https://en.wikipedia.org/wiki/Lachin_offensive"
    assert article_address("Who? (film)", "nl") == "https://nl.wikipedia.org/wiki/Who%3F_(film)"


@given(st.text())
@settings(max_examples=60)
def test_no_destination_raises(destination: str) -> None:
    link = link_from_destination(destination, "T", 0)
    assert link.text == "T"
    assert link.url is None or ":" in link.url
