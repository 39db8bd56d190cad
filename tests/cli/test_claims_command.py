"""``archive claims`` prints the claims of any text, with no database."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from archive import extract_claims
from archive.cli import main

PLAIN = "On 5 May, the union said the plant had leaked. The firm denied this."
TABLE = """\
claimant    cue     stance    content               date        time
----------  ------  --------  --------------------  ----------  ------
union       said    assert    the plant had leaked  2021-05-05
firm        denied  deny                            2021-05-05
"""


def claims(*arguments: str | Path, text: str | bytes | None = None) -> Result:
    return CliRunner().invoke(main, ["claims", *map(str, arguments)], input=text)


@pytest.fixture
def plain(tmp_path: Path) -> Path:
    path = tmp_path / "leak.txt"
    path.write_text(PLAIN, "utf-8")
    return path


def test_plain_text_as_a_table(plain: Path) -> None:
    result = claims(plain, "--format", "table", "--date", "2021")
    assert (result.exit_code, result.output) == (0, TABLE)


def test_standard_input(plain: Path) -> None:
    assert claims("-", "--format", "table", "--date", "2021", text=PLAIN).output == TABLE


def test_json_lines_where_nobody_sees_a_terminal(plain: Path) -> None:
    said, denied = map(json.loads, claims(plain).stdout.splitlines())
    assert (said["file"], said["title"], said["field"], said["claimant"]) == (str(plain), "leak", None, "union")
    assert PLAIN[said["char_start"] : said["char_end"]] == said["content"] == "the plant had leaked"
    assert denied["relations"] == [{"kind": "denies", "other": 0, "basis": "the text says “denied” of it"}]


def test_same_claims_as_the_function(plain: Path) -> None:
    rows = [json.loads(line) for line in claims(plain).stdout.splitlines()]
    assert [row["summary"] for row in rows] == [claim.summary for claim in extract_claims(PLAIN)]


def test_front_matter_headings_and_infoboxes(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_text(
        '---\ntitle: A leak\ninfoboxes:\n- casualties1:\n    text: "Per the union: 4 killed"\n---\n'
        "# Course\n\nThe union said the plant had leaked.\n",
        "utf-8",
    )
    rows = [json.loads(line) for line in claims(path).stdout.splitlines()]
    assert [(row["title"], row["section"], row["field"], row["content"]) for row in rows] == [
        ("A leak", "Course", None, "the plant had leaked"),
        ("A leak", None, "casualties1", "4 killed"),
    ]


def test_several_files_are_named(plain: Path) -> None:
    lines = claims(plain, plain, "--format", "table").output.splitlines()
    assert lines[0].split()[0] == "file"
    assert len(lines) == 6


def test_a_file_that_cannot_be_read_does_not_hide_the_others(plain: Path, tmp_path: Path) -> None:
    broken = tmp_path / "broken.md"
    broken.write_text("---\ntitle: [\n---\n", "utf-8")
    result = claims(broken, plain)
    assert result.exit_code == 1
    assert len(result.stdout.splitlines()) == 2
    assert result.stderr.startswith(f"{broken}:")


def test_another_language_gives_no_rows(tmp_path: Path) -> None:
    path = tmp_path / "b.md"
    path.write_text("---\nlanguage: fr\n---\nLe maire a dit que la ville tenait.\n", "utf-8")
    result = claims(path)
    assert (result.exit_code, result.stdout) == (0, "")
    assert result.stderr == f"{path}: claims are read in English only.\n"


@pytest.mark.parametrize("arguments", [(), ("missing.md",), ("-", "--date", "May")])
def test_wrong_use_is_explained(arguments: tuple[str, ...]) -> None:
    result = claims(*arguments)
    assert result.exit_code == 2
    assert "Error" in result.stderr


def test_any_bytes_are_read() -> None:
    assert claims("-", text=b"\xff\x00\xfe The mayor said \xc3 that it held.").exit_code in {0, 1}
