"""``archive query`` prints rows, changes nothing, and says what is wrong with a query."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from archive.cli import main


def query(path: Path, *arguments: str, text: str | None = None) -> Result:
    return CliRunner().invoke(main, ["query", *arguments, "--db", str(path)], input=text)


def test_table(filled: Path) -> None:
    result = query(filled, "SELECT slug, language, word_count FROM articles ORDER BY id")
    assert result.output == (
        "slug        language    word_count\n"
        "----------  ----------  ------------\n"
        "first-war   en          3\n"
        "second-war              0\n"
    )


def test_table_has_one_short_line_a_row(filled: Path) -> None:
    sql = "SELECT char(27) || '[2J' || char(10) || 'a' AS bell, printf('%.*c', 100, 'x') AS long, x'00ff' AS blob"
    assert query(filled, sql).output.splitlines()[2:] == ["[2J a   " + "x" * 59 + "…  <2 bytes>"]


def test_table_lines_up_wide_letters(filled: Path) -> None:
    lines = query(filled, "SELECT '中文' AS a, 1 AS b UNION ALL SELECT 'abcd', 2").output.splitlines()
    assert lines[2:] == ["中文  1", "abcd  2"]


def test_table_stops_at_a_thousand_rows(filled: Path) -> None:
    many = "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n LIMIT 1500) SELECT x FROM n"
    result = query(filled, many)
    assert len(result.stdout.splitlines()) == 1002
    assert result.stderr == "Only the first 1000 rows are shown; --format csv, json or jsonl gives all.\n"
    assert len(query(filled, many, "--format", "csv").stdout.splitlines()) == 1501


VALUES = "SELECT 'ı \"x\",' || char(10) || 'y' AS a, NULL AS b, 1.5 AS c, x'00ff' AS d, 2 AS a"


@pytest.mark.parametrize(
    ("form", "expected"),
    [
        ("csv", 'a,b,c,d,a_2\n"ı ""x"",\ny",,1.5,AP8=,2\n'),
        (
            "json",
            '[{"a": "ı \\"x\\",\\ny", "b": null, "c": 1.5, "d": {"$base64": true, "encoded": "AP8="}, "a_2": 2}]\n',
        ),
        (
            "jsonl",
            '{"a": "ı \\"x\\",\\ny", "b": null, "c": 1.5, "d": {"$base64": true, "encoded": "AP8="}, "a_2": 2}\n',
        ),
    ],
)
def test_values_are_whole(form: str, expected: str, filled: Path) -> None:
    assert query(filled, VALUES, "--format", form).output == expected


@pytest.mark.parametrize(("form", "expected"), [("csv", "id\n"), ("json", "[]\n"), ("jsonl", "")])
def test_no_rows(form: str, expected: str, filled: Path) -> None:
    assert query(filled, "SELECT id FROM articles WHERE false", "--format", form).output == expected


def test_several_rows_of_json(filled: Path) -> None:
    assert query(filled, "SELECT id FROM articles", "--format", "json").output == '[{"id": 1},\n {"id": 2}]\n'


def test_infinity_is_null_in_json(filled: Path) -> None:
    assert query(filled, "SELECT 9e999 AS big", "--format", "jsonl").output == '{"big": null}\n'


def test_text_that_is_no_utf8_is_shown(filled: Path) -> None:
    assert query(filled, "SELECT CAST(x'41ff' AS TEXT) AS a", "--format", "csv").output == "a\nA\ufffd\n"


def test_sql_from_stdin(filled: Path) -> None:
    assert query(filled, "-", "--format", "csv", text="SELECT 1 AS one -- the last line").output == "one\n1\n"


@pytest.mark.parametrize(
    ("sql", "message"),
    [
        ("SELECT * FROM nowhere", "SQLite says: no such table: nowhere"),
        ("SELEC 1", 'SQLite says: near "SELEC": syntax error'),
        ("DELETE FROM articles", "SQLite says: attempt to write a readonly database"),
        ("SELECT 1; SELECT 2", "SQLite says: You can only execute one statement at a time."),
    ],
)
def test_error_is_told(sql: str, message: str, filled: Path) -> None:
    result = query(filled, sql)
    assert (result.exit_code, result.output) == (1, f"Error: {message}\n")


def test_long_query_is_stopped(filled: Path) -> None:
    endless = "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT count(*) FROM n"
    result = query(filled, endless, "--timeout", "0.1")
    assert (result.exit_code, result.output) == (1, "Error: The query took more than 0.1 s; see --timeout.\n")


def test_missing_database_is_told(tmp_path: Path) -> None:
    result = query(tmp_path / "no.db", "SELECT 1")
    assert result.exit_code == 1
    assert result.output == f"Error: There is no database at {tmp_path / 'no.db'}. `archive ingest` makes one.\n"
