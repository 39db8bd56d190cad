import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.parsing.markdown import parse_markdown
from archive.parsing.nested_links import blank_inner_links


@pytest.mark.parametrize(
    ("body", "text", "targets"),
    [
        ("[[Edmund Burke](./Edmund_Burke)](./Edmund_Burke).", "Edmund Burke.", ["./Edmund_Burke"]),
        ("a [[Linux](./Linux)-Distributor](./Linux_(D)) b", "a Linux-Distributor b", ["./Linux_(D)"]),
        ("[x [[*y*](./Y)](./Z) z](./X)", "x y z", ["./X"]),
        ("[Anarchy, [web](./web) page](http://a.org/b)", "Anarchy, web page", ["http://a.org/b"]),
        ("[note [a](./a) and [b](./b)]", "[note a and b]", ["./a", "./b"]),
        ("![picture of [a](./a)](b.png) c", "c", []),
    ],
)
def test_the_outer_link_is_kept(body: str, text: str, targets: list[str]) -> None:
    (lead,) = parse_markdown(body)
    assert lead.text == text
    assert [link.target for link in lead.links] == targets


def test_other_bodies_are_left_alone() -> None:
    body = "[a](./b) [c] [[d]] (e)"
    assert blank_inner_links(body) == body


@given(st.lists(st.sampled_from(["[", "![", "](./a)", "]", "(", ")", "a", "\n"])).map("".join))
@settings(max_examples=100)
def test_no_character_moves(body: str) -> None:
    blanked = blank_inner_links(body)
    assert len(blanked) == len(body)
    assert all(after in (before, "\x1a") for before, after in zip(body, blanked, strict=True))
