"""What the program never does: reach the network while it reads, run what it reads, leave its licences unknown."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest

from archive.ingestion import ingest, rebuild

ROOT = Path(__file__).resolve().parents[2]
# Where the audit hook of a process sees what it must not do; the workers are started with it, too.
HOOK = """
import sys
def refuse(event, arguments):
    if event.startswith(("socket.connect", "socket.getaddrinfo", "socket.bind", "socket.sendto", "os.system",
                         "os.exec", "os.posix_spawn", "webbrowser", "urllib.Request", "ftplib", "smtplib")):
        with open(%r, "a") as seen:
            seen.write(event + "\\n")
        raise RuntimeError(event)
sys.addaudithook(refuse)
"""


@pytest.mark.promise("No network: every command that fills, checks or writes an archive runs with sockets refused")
def test_no_network(tmp_path: Path, tools: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tools.write_folder(tmp_path / "articles", 80)
    remote = "![a](https://example.org/a.png) [b](https://example.org) <img src='https://example.org/b.png'>\n"
    (folder / "remote.md").write_text(f"---\ntitle: T\nimg: https://example.org/c.png\n---\n{remote}", "utf-8")
    site = tmp_path / "site"
    site.mkdir()
    seen = tmp_path / "seen"
    (site / "sitecustomize.py").write_text(HOOK % str(seen), "utf-8")
    script = """
import sys
from contextlib import closing
from pathlib import Path
from archive.ingestion import ingest, rebuild
from archive.verification import verify
from archive.export import export_files
from archive.explore.publishing import publish
from archive.database import open_archive
database = Path("archive.db")
assert ingest(["articles"], database, workers=2).files_seen == 81
rebuild(database, workers=1)
assert list(verify(database, deep=True)) == []
with closing(open_archive(database)) as connection:
    assert {one.outcome for one in export_files(connection, Path("out"))} == {"written"}
publish(database, Path("public.db"))
import socket
try:
    socket.create_connection(("127.0.0.1", 9))
except RuntimeError:
    print("refused")
"""
    environment = os.environ | {"PYTHONPATH": os.pathsep.join([str(site), *filter(None, sys.path)])}
    run = subprocess.run(
        [sys.executable, "-c", script], cwd=tmp_path, env=environment, capture_output=True, text=True, check=False
    )
    assert (run.returncode, run.stdout) == (0, "refused\n"), run.stderr
    assert seen.read_text("utf-8").split() == ["socket.connect"] or "getaddrinfo" in seen.read_text("utf-8")


@pytest.mark.promise("Nothing that is read is run: YAML tags, templates, SQL and HTML in files stay text")
def test_content_is_not_run(tmp_path: Path) -> None:
    folder = tmp_path / "articles"
    folder.mkdir()
    trap = tmp_path / "trapped"
    for number, line in enumerate(
        (
            f"a: !!python/object/apply:os.system ['touch {trap}']",
            f"a: !!python/name:os.system\nb: !!python/module:{tmp_path}",
            f"a: \"{{{{ ''.__class__.__mro__ }}}} {{% include '{trap}' %}}\"",
            f"title: \"'); ATTACH '{trap}' AS x; CREATE TABLE x.t(a); --\"",
            f'infoboxes:\n  - type: "\'); ATTACH \'{trap}\' AS x; --"\n    "\'; --": {{text: "\'; --"}}',
        )
    ):
        (folder / f"{number}.md").write_text(f"---\n{line}\n---\n<?php system('touch {trap}'); ?> `touch {trap}`\n")
    ingest([folder], tmp_path / "archive.db", workers=1)
    rebuild(tmp_path / "archive.db", workers=1)
    assert not trap.exists()


@pytest.mark.promise("Every file that is rejected or repaired leaves its source untouched: ingest only reads")
def test_sources_are_not_touched(tmp_path: Path, tools: Any) -> None:
    folder = tools.write_folder(tmp_path / "articles", 30)
    before = {path: (path.read_bytes(), path.stat().st_mtime_ns, path.stat().st_mode) for path in folder.rglob("*.md")}
    ingest([folder], tmp_path / "archive.db", workers=1, prune=True)
    after = {path: (path.read_bytes(), path.stat().st_mtime_ns, path.stat().st_mode) for path in folder.rglob("*.md")}
    assert after == before


PERMISSIVE = re.compile(r"MIT|BSD|Apache|PSF|Python|ISC|MPL|Mozilla|Public Domain|Unlicense|0BSD|Zlib", re.IGNORECASE)


@pytest.mark.promise("Every dependency is bounded by a range, comes under a permissive licence and is listed here")
def test_dependencies(figures: Any) -> None:
    pytest.importorskip("packaging")
    from packaging.requirements import Requirement

    from benchmarks.licences import licence_of, runtime_dependencies

    direct = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["dependencies"]
    assert [line for line in direct if "<" not in str(Requirement(line).specifier)] == []
    licences = {name: licence_of(distribution) for name, distribution in runtime_dependencies().items()}
    assert {name: words for name, words in licences.items() if not PERMISSIVE.search(words)} == {}
    page = (ROOT / "docs" / "reliability.md").read_text("utf-8").lower()
    assert [line for line in direct if f"\n| {Requirement(line).name.lower()} |" not in page] == []
    figures(dependencies=len(licences))
