import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.documents import Image, Link
from archive.parsing.markdown import parse_markdown
from archive.parsing.markdown_reader import file_name_of
from archive.parsing.tokens import MarkdownSection


def text_of(body: str) -> str:
    (lead,) = parse_markdown(body)
    return lead.text


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ("One *two* **three** `four`.", "One two three four."),
        ("One  two\nthree", "One two three"),
        ("One  \ntwo\\\nthree", "One\ntwo\nthree"),
        ("One\n\nTwo", "One\n\nTwo"),
        ("- a\n- b\n  - c\n- d", "a\nb\nc\nd"),
        ("1. a\n\n   more\n\n2. b", "a\nmore\nb"),
        ("Before\n- a\n- b\n\nAfter", "Before\n\na\nb\n\nAfter"),
        ("| a | b |\n|---|---|\n| 1 | 2 |\n|  | 4 |\n\nAfter", "a\tb\n1\t2\n\t4\n\nAfter"),
        ("| a | b |\n|---|---|\n| x<br>y |  |", "a\tb\nx y"),
        ("> quoted\n> words\n\nAfter", "quoted words\n\nAfter"),
        ("> # Quoted heading\n\nAfter", "Quoted heading\n\nAfter"),
        ("```\na  b\n c\n```\nAfter", "a  b\n c\n\nAfter"),
        ("a<br>b<br/> c", "a\nb\nc"),
        ("a<sup>2</sup> <span class='x'>b</span><!-- no -->", "a2 b"),
        ("the <commander> of", "the <commander> of"),
        ("<div>\nfirst <b>bold</b>\nwords<p>second</p></div>", "first bold words\nsecond"),
        ("<!-- a comment -->\n\nText", "Text"),
        ("AT&amp;T&nbsp;x &lt;b&gt;", "AT&T x <b>"),
        ("~50 men and ~~20~~ more", "~50 men and ~~20~~ more"),
        ("![A flag](a.png)\nText ![b](b.png)", "Text"),
        ("See [Foo](./Foo) now", "See Foo now"),
        ("Text [object Object]\n[object Object]", "Text"),
        ("a \u00a0\u2009 b", "a b"),
        ("a\0b", "a\ufffdb"),
        ("***", ""),
        ("", ""),
    ],
)
def test_plain_text_reads_as_the_page(body: str, text: str) -> None:
    assert text_of(body) == text


def test_each_heading_begins_a_section_and_the_lead_is_always_there() -> None:
    body = "# A\none\n\n### *B* [c](./C)[object Object]\n\nUnder\n-----\ntwo\n"
    assert [(s.level, s.heading, s.text, body[s.start : s.end]) for s in parse_markdown(body)] == [
        (0, "", "", ""),
        (1, "A", "one", "# A\none\n\n"),
        (3, "B c", "", "### *B* [c](./C)[object Object]\n\n"),
        (2, "Under", "two", "Under\n-----\ntwo\n"),
    ]


def test_sections_are_cut_at_characters_and_the_beginning_of_lines() -> None:
    body = "Şuşa 🇦🇿\n  ## İkinci\nmətn"
    lead, second = parse_markdown(body)
    assert body[lead.start : lead.end] == "Şuşa 🇦🇿\n"
    assert body[second.start : second.end] == "  ## İkinci\nmətn"


def test_a_lone_carriage_return_ends_a_line() -> None:
    assert [section.heading for section in parse_markdown("# a\rtext\r# b\r\nmore")] == ["", "a", "b"]


def test_links_know_where_their_words_stand() -> None:
    (lead,) = parse_markdown("Of *[Foo bar ](./Foo_bar#x)* and\n[ B](./b) [![i](i.png)](./c)")
    assert lead.text == "Of Foo bar and B"
    assert lead.links == (
        Link(0, "internal", "Foo bar", "./Foo_bar#x", "Foo bar", "x", None, None, 3, 10),
        Link(1, "internal", "B", "./b", "B", None, None, None, 15, 16),
        Link(2, "internal", "i", "./c", "C", None, None, None, None, None),
    )


def test_a_link_in_a_heading_has_no_offsets_in_the_text() -> None:
    section = parse_markdown("# The [Foo](./Foo)\ntext")[1]
    assert section.links == (Link(0, "internal", "Foo", "./Foo", "Foo", None, None, None),)


def test_an_address_of_mail_becomes_a_link() -> None:
    (lead,) = parse_markdown("<a@b.org>")
    assert lead.links == (Link(0, "external", "a@b.org", "mailto:a@b.org", None, None, "mailto:a@b.org", None, 0, 7),)


def test_images_keep_address_name_and_words() -> None:
    (lead,) = parse_markdown("![A *b* ![c](d)](https://wikipedia.org/wiki/Special:Redirect/file/A_b%2C_2006.jpg?)")
    assert lead.images == (
        Image(0, "https://wikipedia.org/wiki/Special:Redirect/file/A_b%2C_2006.jpg?", "A b, 2006.jpg", "A b c"),
    )


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("https://wikipedia.org/wiki/Special:Redirect/file/A.svg?width=300", "A.svg"),
        ("https://commons.wikimedia.org/wiki/Special:FilePath/a_b.png", "A b.png"),
        ("https://upload.wikimedia.org/wikipedia/commons/thumb/1/1f/Map_x.png/300px-Map_x.png", "Map x.png"),
        ("https://en.wikipedia.org/wiki/File:A.jpg", "A.jpg"),
        ("https://example.org/a.png", None),
        ("", None),
    ],
)
def test_an_address_tells_the_name_on_wikimedia(address: str, name: str | None) -> None:
    assert file_name_of(address) == name


def render(section: MarkdownSection) -> str:
    shown: list[str] = []
    for token in section.tokens:
        if token.kind == "text":
            shown.append(token.text)
        elif token.kind in ("open", "close"):
            slash = "/" if token.kind == "close" else ""
            value = "" if token.value is None else f" {token.value}"
            shown.append(f"<{slash}{token.name}{value}>")
        else:
            shown.append(f"<{token.name}>")
    return "".join(shown)


def test_tokens_nest_and_show_the_page() -> None:
    (lead,) = parse_markdown(
        "One *two [three](./T)*<br>x ![i](i.png)\n\n3. a\n4. b\n\n| h |\n|---|\n| `c` |\n\n---\n", with_tokens=True
    )
    assert render(lead) == (
        "<paragraph>One <emphasis>two <link 0>three</link></emphasis><break>x<image></paragraph>"
        "<list 3><item>a</item><item>b</item></list>"
        "<table><table_head><cell>h</cell></table_head><row><cell><code>c</code></cell></row></table><rule>"
    )


def test_tokens_are_made_only_where_asked_for() -> None:
    with_tokens = parse_markdown("*a* b", with_tokens=True)
    assert with_tokens[0].tokens
    assert parse_markdown("*a* b")[0].tokens == ()
    assert parse_markdown("*a* b")[0].text == with_tokens[0].text


MARKUP = st.text(
    st.sampled_from(list("ab *_#`>|-[]()!<br/&;.1\n\t\\~:'\"=é🇦\0\r\ud800\u00a0\x1a")) | st.characters(), max_size=80
)


def check(body: str) -> None:
    sections = parse_markdown(body, with_tokens=True)
    assert "".join(body[section.start : section.end] for section in sections) == body
    for section in sections:
        assert section.text.rstrip(" \n\t") == section.text
        if not any(token.name == "code_block" for token in section.tokens):
            assert section.text.lstrip(" ") == section.text
        end = 0
        depth: list[str] = []
        for token in section.tokens:
            assert token.end >= token.start >= 0
            assert token.end <= len(section.text)
            if token.kind == "text":
                assert section.text[token.start : token.end] == token.text
                assert section.text[end : token.start].strip() == ""
                end = token.end
            elif token.kind == "open":
                depth.append(token.name)
            elif token.kind == "close":
                assert depth.pop() == token.name
        assert not depth
        assert section.text[end:] == ""
        for link in section.links:
            assert (link.start is None) == (link.end is None)
            if link.start is not None:
                assert section.text[link.start : link.end] == link.text
    assert [s.text for s in parse_markdown(body)] == [s.text for s in sections]


@given(MARKUP)
@settings(max_examples=150)
def test_every_offset_cuts_its_text(body: str) -> None:
    check(body)


@given(
    st.lists(st.sampled_from(["[a ", "](./b)", "*", " <br>", "![", "](c)", "\n\n", "|", "- ", "x ", "# ", "> ", "`"]))
)
@settings(max_examples=150)
def test_every_offset_cuts_its_text_in_tangled_markup(parts: list[str]) -> None:
    check("".join(parts))


@pytest.mark.parametrize(
    "body",
    [
        "# a\n\n" * 20_000,
        ">" * 10_000 + " a",
        "- " * 10_000 + "a",
        "[a](./b) " * 20_000,
        "[" * 50_000,
        "[[a](./b)" * 5_000 + "](./x)" * 5_000,
        "<div>" + "<!-- " * 20_000,
        "|a" * 5_000 + "|\n" + "|-" * 5_000 + "|\n|a|\n",
        "[object Object]\n" * 20_000,
        "x <br> " * 10_000,
    ],
    ids=["headings", "quotes", "lists", "links", "brackets", "nested", "comments", "table", "objects", "breaks"],
)
def test_hostile_bodies_are_read(body: str) -> None:
    assert parse_markdown(body)
