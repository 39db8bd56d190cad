from hypothesis import given, settings
from hypothesis import strategies as st

from archive.parsing.markdown import parse_markdown
from archive.parsing.sections import make_sections


def test_the_tree_bears_levels_that_skip() -> None:
    sections = make_sections(parse_markdown("lead\n# A\n### B\n## C\n# D\n"))
    assert [(s.position, s.parent, s.level, s.heading, s.path) for s in sections] == [
        (0, None, 0, "", ""),
        (1, None, 1, "A", "A"),
        (2, 1, 3, "B", "A / B"),
        (3, 1, 2, "C", "A / C"),
        (4, None, 1, "D", "D"),
    ]


def test_repeated_headings_get_their_own_paths_and_anchors() -> None:
    sections = make_sections(parse_markdown("# A b\n# A b\n## x\n# a B\n# A b (2)\n# A b_2\n#\n"))
    assert [(s.path, s.anchor) for s in sections[1:]] == [
        ("A b", "A_b"),
        ("A b (2)", "A_b_2"),
        ("A b (2) / x", "x"),
        ("a B", "a_B_3"),
        ("A b (2) (2)", "A_b_(2)"),
        ("A b_2", "A_b_2_2"),
        ("(no heading)", ""),
    ]


def test_a_path_is_bounded_and_the_heading_is_whole() -> None:
    section = make_sections(parse_markdown("# " + "a" * 300))[1]
    assert section.heading == "a" * 300
    assert section.path == "a" * 200 + "…"


def test_offsets_count_from_the_beginning_of_the_file() -> None:
    sections = make_sections(parse_markdown("lead\n# A\n"), body_start=100)
    assert [(s.source_start, s.source_end) for s in sections] == [(100, 105), (105, 109)]


def test_search_finds_headings_and_words_without_special_letters() -> None:
    sections = make_sections(parse_markdown("# Łódź\nQubadlı and Lachin; Qubadlı"))
    assert sections[1].folded == "Lodz Qubadli"
    assert sections[1].word_count == 4


@given(st.lists(st.sampled_from(["# a\n", "## A\n", "### a (2)\n", "# a_2\n", "#\n", "# a _\n"]), max_size=30))
@settings(max_examples=60)
def test_paths_and_anchors_are_unique(headings: list[str]) -> None:
    sections = make_sections(parse_markdown("".join(headings)))
    assert len({section.path for section in sections}) == len(sections)
    anchors = [section.anchor.lower() for section in sections if section.heading]
    assert len(set(anchors)) == len(anchors)
