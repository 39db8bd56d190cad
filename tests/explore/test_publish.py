"""``archive publish``: one compact file, its row counts beside it, and it serves."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path

from click.testing import CliRunner

from archive.cli import main
from archive.explore.publishing import publish
from archive.explore.server import make_datasette

from .conftest import close, getter


def test_the_copy_is_one_file_that_is_analysed(archive_path: Path, tmp_path: Path) -> None:
    published = publish(archive_path, tmp_path / "out.db")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["out.db", "out.db.inspect.json"]
    assert published.size_bytes == (tmp_path / "out.db").stat().st_size
    connection = sqlite3.connect(tmp_path / "out.db")
    assert connection.execute("PRAGMA journal_mode").fetchone() == ("delete",)
    assert connection.execute("SELECT count(*) FROM sqlite_stat1").fetchone()[0] > 0
    assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    connection.close()


def test_the_inspect_file_counts_tables_and_views(archive_path: Path, tmp_path: Path) -> None:
    publish(archive_path, tmp_path / "out.db")
    tables = json.loads((tmp_path / "out.db.inspect.json").read_text())["out"]["tables"]
    assert (tables["claims"], tables["claim_timeline"]) == ({"count": 5}, {"count": 5})


def test_a_published_archive_is_served_unchanging_with_its_counts(archive_path: Path, tmp_path: Path) -> None:
    publish(archive_path, tmp_path / "out.db")
    datasette = make_datasette(tmp_path / "out.db", public=True)
    assert not datasette.databases["out"].is_mutable
    page = getter(datasette)("/out/claim_timeline").text
    close(datasette)
    assert "5 rows" in page


def test_counts_of_another_file_are_not_used(archive_path: Path, tmp_path: Path) -> None:
    publish(archive_path, tmp_path / "out.db")
    with (tmp_path / "out.db").open("ab") as file:
        file.write(b"\0" * 4096)
    datasette = make_datasette(tmp_path / "out.db")
    assert datasette.databases["out"].is_mutable
    close(datasette)


def test_nothing_is_replaced_unasked(archive_path: Path, tmp_path: Path) -> None:
    (tmp_path / "out.db").write_bytes(b"mine")
    result = CliRunner().invoke(main, ["publish", str(tmp_path / "out.db"), "--db", str(archive_path)])
    assert (result.exit_code, (tmp_path / "out.db").read_bytes()) == (1, b"mine")
    forced = CliRunner().invoke(main, ["publish", str(tmp_path / "out.db"), "--db", str(archive_path), "--force"])
    assert (forced.exit_code, "archive serve out.db --public" in forced.output) == (0, True)


def test_the_archive_is_not_published_onto_itself(archive_path: Path) -> None:
    command = ["publish", str(archive_path), "--db", str(archive_path), "--force"]
    assert CliRunner().invoke(main, command).exit_code == 1


def test_a_folder_that_is_not_there_is_a_clear_error(archive_path: Path, tmp_path: Path) -> None:
    result = CliRunner().invoke(main, ["publish", str(tmp_path / "no" / "out.db"), "--db", str(archive_path)])
    assert (result.exit_code, "cannot be written" in result.output) == (1, True)


def test_robots_may_read_texts_only(archive_path: Path) -> None:
    datasette = make_datasette(archive_path, public=True)
    robots = getter(datasette)("/robots.txt").text
    close(datasette)
    assert robots.splitlines()[0] == "User-agent: *"
    assert "Allow: /archive/-/article/" in robots
    assert robots.splitlines()[-1] == "Disallow: /archive"
