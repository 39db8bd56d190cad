"""``archive serve``: it prints where it listens, refuses what it cannot serve, and guards what it serves."""

from __future__ import annotations

import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from click.testing import CliRunner

from archive.cli import main
from archive.explore.server import make_datasette

from .conftest import close, getter


@pytest.fixture
def address(archive_path: Path) -> Iterator[str]:
    """The address that a server on a free port printed."""
    command = [sys.executable, "-c", "from archive.cli import main; main()", "serve", str(archive_path), "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        line = server.stdout.readline()
        yield re.findall(r"http://[0-9.:]+/", line)[0]
        server.send_signal(signal.SIGINT)
        server.wait(10)


def test_port_0_picks_a_port_and_prints_the_address(address: str) -> None:
    assert httpx.get(address).status_code == 200


def test_a_statement_that_needs_too_much_memory_is_refused_and_pages_go_on(address: str) -> None:
    numbers = "with recursive n(x) as (select 1 union all select x + 1 from n where x < 300)"
    sql = f"{numbers} select json_group_array(hex(zeroblob(500000))) from n"
    answer = httpx.get(f"{address}archive", params={"sql": sql}, timeout=30)
    assert answer.status_code == 400
    assert httpx.get(address).status_code == 200


def test_a_port_in_use_is_a_clear_error(archive_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        result = CliRunner().invoke(main, ["serve", str(archive_path), "--port", str(port)])
    assert (result.exit_code, f"Port {port} on 127.0.0.1 is in use." in result.output) == (1, True)


@pytest.mark.parametrize("option", [[], ["--db"]])
def test_a_missing_database_is_a_clear_error(option: list[str], tmp_path: Path) -> None:
    path = tmp_path / "none.db"
    result = CliRunner().invoke(main, ["serve", *option, str(path)])
    assert (result.exit_code, f"There is no database at {path}" in result.output) == (1, True)


def test_a_public_server_on_every_address_needs_its_name(archive_path: Path) -> None:
    result = CliRunner().invoke(main, ["serve", str(archive_path), "--public", "--host", "0.0.0.0"])
    assert (result.exit_code, "--allow-host" in result.output) == (2, True)


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/archive?sql=select+1", 403),
        ("/archive.db", 403),
        ("/archive/claims?_where=1", 403),
        ("/archive/sqlar", 403),
        ("/archive/sqlar/seeds~2Farmenia~2Emd.blob?_blob_column=data", 403),
        ("/archive/folders", 403),
        ("/-/databases.json", 404),
        ("/-/threads", 404),
        ("/archive/claims", 200),
        ("/archive/who_is_quoted_most", 200),
    ],
)
def test_the_public_profile_closes_what_is_not_for_strangers(archive_path: Path, path: str, status: int) -> None:
    datasette = make_datasette(archive_path, public=True)
    assert getter(datasette)(path).status_code == status
    close(datasette)


def test_the_public_profile_compresses_caches_and_sets_a_policy(archive_path: Path) -> None:
    datasette = make_datasette(archive_path, public=True)
    headers = getter(datasette)("/archive/claims", headers={"Accept-Encoding": "gzip"}).headers
    close(datasette)
    assert headers["content-encoding"] == "gzip"
    assert headers["cache-control"] == "max-age=300"
    assert "frame-ancestors 'none'" in headers["content-security-policy"]


@pytest.mark.parametrize(("host", "status"), [("localhost:8001", 200), ("evil.example", 400), ("[::1]:80", 200)])
def test_only_requests_for_the_names_of_the_server_are_answered(archive_path: Path, host: str, status: int) -> None:
    datasette = make_datasette(archive_path, hosts=("localhost", "[::1]"))
    assert getter(datasette)("/archive", headers={"Host": host}).status_code == status
    close(datasette)


def test_it_works_behind_a_prefix(archive_path: Path) -> None:
    datasette = make_datasette(archive_path, base_url="/wiki/")
    page = getter(datasette)("/archive/claims").text
    close(datasette)
    assert not re.findall(r'(?:href|src|action)="/(?!wiki/)', page)
