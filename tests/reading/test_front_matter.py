import json
import time
from typing import Any

import pytest

from archive.reading import Limits, SourceText, read_text


def read(block: str, **limits: int) -> SourceText:
    return read_text(f"---\n{block}\n---\nbody".encode(), limits=Limits(**limits))


def value(written: str) -> Any:
    source = read(f"a: {written}")
    assert source.problems == ()
    return source.front_matter["a"]


def kinds(source: SourceText) -> list[tuple[str, str, int | None]]:
    return [(problem.level, problem.kind, problem.line) for problem in source.problems]


def test_the_body_begins_behind_the_closing_line():
    source = read_text(b"---\ntitle: A\n---\n\nB\n")
    assert source.front_matter == {"title": "A"}
    assert (source.body, source.body_first_line) == ("\nB\n", 4)
    assert source.text[source.body_start :] == source.body


@pytest.mark.parametrize("written", ["no", "Yes", "on", "12:30", "1_000", "2022-02-13", "=", "0b1", "1,5", "012x"])
def test_what_yaml_1_2_calls_text_is_text_as_written(written: str):
    assert value(written) == written


@pytest.mark.parametrize(
    "written", ["1.50", "007", "+1", "0x10", "0o17", "1e3", ".5", "5.", ".inf", "-.INF", ".nan", "9223372036854775808"]
)
def test_a_number_that_would_print_otherwise_stays_as_written(written: str):
    assert value(written) == written


@pytest.mark.parametrize(
    ("written", "expected"), [("12", 12), ("-3", -3), ("1.5", 1.5), ("true", True), ("null", None)]
)
def test_numbers_and_constants_are_values(written: str, expected: object):
    assert value(written) == expected


def test_keys_are_text_as_written():
    assert read("1.50: a\n2: b\nnull: c\ntrue: d").front_matter == {"1.50": "a", "2": "b", "null": "c", "true": "d"}


def test_the_last_of_two_equal_keys_holds_and_both_are_told():
    source = read("x:\n  - b: 1\n    b: 2")
    assert source.front_matter == {"x": [{"b": 2}]}
    assert kinds(source) == [("warning", "duplicate_key", 4)]


@pytest.mark.parametrize("block", ["a: {b: 1, b: 2}", "a: 1\n'a': 2", "? a\n: 1\n? a\n: 2", "- q\n- a: 1\n  a: 2"])
def test_equal_keys_are_found_however_they_are_written(block: str):
    assert "duplicate_key" in [
        problem.kind for problem in read(f"x: 1\ny:\n  {block.replace(chr(10), chr(10) + '  ')}").problems
    ]


def test_text_that_looks_like_keys_is_no_duplicate():
    source = read("a: |\n  k: 1\n  k: 2")
    assert (source.front_matter, source.problems) == ({"a": "k: 1\nk: 2\n"}, ())


def test_an_empty_block_is_an_empty_mapping():
    assert read_text(b"---\n---\nB").body == "B"
    assert read("# only a comment").front_matter == {}


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_any_line_end_delimits_the_block(end: str):
    source = read_text(end.join(["---", "a: b", "---", "B"]).encode())
    assert (source.front_matter, source.body, source.body_first_line) == ({"a": "b"}, "B", 4)


def test_line_breaks_of_yaml_1_1_are_characters():
    assert read("a: [1\u20282, 3]").front_matter == {"a": ["1\u20282", 3]}


def test_three_dots_close_the_block():
    assert read_text(b"---\na: b\n...\nB").body == "B"


@pytest.mark.parametrize("head", ["--- \na: b\n---\n", "----\na: b\n---\n", "\n---\na: b\n---\n", " ---\na: b\n---\n"])
def test_only_three_dashes_on_the_first_line_open_a_block(head: str):
    source = read_text(head.encode())
    assert (source.front_matter, source.body, source.problems) == ({}, head, ())


def test_a_block_that_never_closes_rejects_the_file():
    source = read_text(b"---\ntitle: A\nB\n")
    assert source.rejected
    assert kinds(source) == [("error", "unclosed", 1)]


def test_broken_yaml_rejects_the_file_at_its_line():
    source = read("title: A\nb: [1\nc: 2")
    assert source.rejected
    assert kinds(source) == [("error", "broken_yaml", 4)]


def test_a_second_document_in_the_block_rejects_the_file():
    assert kinds(read("a: 1\n--- x\nb: 2")) == [("error", "several_documents", 3)]


@pytest.mark.parametrize("block", ["- a\n- b", "just text"])
def test_a_block_that_is_no_mapping_stays_body_text(block: str):
    source = read(block)
    assert not source.rejected
    assert (source.front_matter, source.body, source.body_start) == ({}, f"---\n{block}\n---\nbody", 0)
    assert kinds(source) == [("warning", "no_mapping", 1)]


def test_control_characters_become_the_replacement_character():
    source = read("a: x\x9dy\x01")
    assert source.front_matter == {"a": "x\ufffdy\ufffd"}
    assert kinds(source) == [("warning", "control_characters", 2)]


def test_tags_call_nothing_and_anchors_are_resolved():
    assert read("a: !!python/object/apply:os.getcwd []\nb: !own x").front_matter == {"a": [], "b": "x"}
    assert read("a: &x {c: 1}\nb: *x\nd:\n  <<: *x").front_matter == {"a": {"c": 1}, "b": {"c": 1}, "d": {"c": 1}}


def laughs(levels: int, item: str) -> str:
    lines = [f"a{level}: &a{level} {item.replace('*', f'*a{level - 1}')}" for level in range(1, levels)]
    return "\n".join(["a0: &a0 {k: xxxxxxxxx}", *lines])


BOMBS = {
    "aliases": laughs(12, "[*, *, *, *, *, *, *, *, *]"),
    "merges": laughs(12, "{<<: [*, *, *, *, *, *, *, *, *]}"),
    "alias of itself": "a: &a [*a]",
    "brackets": "a: " + "[" * 100_000,
    "braces": "a: " + "{" * 100_000,
    "dashes": "- " * 100_000,
    "indents": "".join(" " * depth + "a:\n" for depth in range(1000)),
    "digits": "a: " + "1" * 100_000,
}


@pytest.mark.parametrize("name", BOMBS)
def test_bombs_are_refused(name: str):
    source = read(BOMBS[name])
    assert source.rejected
    assert source.problems[0].level == "error"


LARGE = {
    "equal keys": "a: 1\n",
    "hexadecimal": "- 0x10\n",
    "flow": "- {a: 1}\n",
    "colons": "- 'a: b: c: d'\n",
    "quotation marks": '- "a"\n',
    "anchors": "- &a b\n",
    "question marks": "- '? ?'\n",
    "blank lines": "a:\n\n\n\n\n\n\n",
}


@pytest.mark.parametrize("name", LARGE)
def test_large_blocks_take_time_in_proportion(name: str):
    def seconds(count: int) -> float:
        times = []
        for _ in range(3):
            started = time.process_time()
            read(LARGE[name] * count)
            times.append(time.process_time() - started)
        return min(times)

    assert seconds(4000) < 10 * seconds(1000) + 0.1


def test_a_block_beyond_the_limit_is_rejected():
    assert kinds(read("a: 12345", front_matter_characters=8)) == [("error", "too_large", 1)]
    assert kinds(read("a: [[[1]]]", depth=3)) == [("error", "yaml_limit", 2)]


def test_values_are_json():
    source = read("a: !!set {b, c}\nd: !!binary aGk=\ne: 0x" + "f" * 5000 + "\nf: !!float .inf")
    assert json.loads(json.dumps(source.front_matter, allow_nan=False)) == source.front_matter
