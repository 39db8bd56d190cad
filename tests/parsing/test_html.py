import pytest

from archive.parsing.html import strip_html, tag_name


@pytest.mark.parametrize(
    ("markup", "lines"),
    [
        ("<div>a <b>b</b></div>", ["a b"]),
        ("<p>a</p><p>b\nc</p>", ["a", "b c"]),
        ("a<!-- x <b> -->b", ["ab"]),
        ("a<script>var x = '<b>';</script>b", ["ab"]),
        ("a &amp; b", ["a & b"]),
        ("a <unknown> b", ["a <unknown> b"]),
        ("a <!-- never closed", ["a never closed"]),
        ("--> a", ["--> a"]),
        ("<br><br>", []),
        ("", []),
    ],
)
def test_only_the_words_of_html_are_left(markup: str, lines: list[str]) -> None:
    assert strip_html(markup) == lines


@pytest.mark.parametrize(
    ("tag", "name"),
    [("<br/>", "br"), ("</SUP>", "sup"), ("<ref name=x>", "ref"), ("<commander>", None), ("<!-- -->", None)],
)
def test_a_tag_is_one_that_html_or_the_wiki_knows(tag: str, name: str | None) -> None:
    assert tag_name(tag) == name
