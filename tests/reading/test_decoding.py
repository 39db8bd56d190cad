from archive.documents import Problem, Repair
from archive.reading import Limits, read_text


def only_problem(data: bytes, **limits: int) -> Problem:
    source = read_text(data, limits=Limits(**limits))
    assert source.rejected
    assert (source.front_matter, source.body) == ({}, "")
    (problem,) = source.problems
    return problem


def test_utf_8_is_read():
    source = read_text("Laçın\n".encode())
    assert (source.encoding, source.text, source.body, source.problems) == ("utf-8", "Laçın\n", "Laçın\n", ())


def test_a_byte_order_mark_is_dropped_and_told_by_the_encoding():
    source = read_text(b"\xef\xbb\xbf---\ntitle: A\n---\nB")
    assert (source.encoding, source.front_matter, source.body) == ("utf-8-sig", {"title": "A"}, "B")
    assert source.text.startswith("---")


def test_nothing_is_an_empty_text():
    source = read_text(b"")
    assert (source.text, source.body, source.front_matter, source.rejected) == ("", "", {}, False)


def test_invalid_utf_8_is_rejected_at_its_line_and_column():
    problem = only_problem("a\r\nüb".encode() + b"\xff")
    assert (problem.level, problem.stage, problem.kind) == ("error", "decode", "invalid_utf_8")
    assert (problem.line, problem.column) == (2, 3)


def test_utf_16_is_rejected_with_or_without_its_mark():
    assert only_problem("# Héllo".encode("utf-16")).kind == "utf_16"
    assert only_problem("# Hello world".encode("utf-16-le")).kind == "utf_16"
    assert only_problem("# Hello world".encode("utf-16-be")).kind == "utf_16"


def test_binary_is_rejected():
    assert only_problem(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\xff").kind == "binary"


def test_a_file_beyond_the_limit_is_rejected():
    problem = only_problem(b"12345", file_bytes=4)
    assert problem.kind == "too_large"
    assert "5 bytes" in problem.message


def test_nul_becomes_the_replacement_character_and_is_recorded():
    source = read_text(b"ab\nc\0\0d")
    assert source.text == "ab\nc\ufffd\ufffdd"
    assert source.repairs == (Repair(2, 2, "\0\0", "\ufffd\ufffd", "nul"),)


def test_line_ends_stay_as_they_are():
    assert read_text(b"---\r\ntitle: A\r\n---\r\nB\r\nC\rD\n").body == "B\r\nC\rD\n"
