"""Every command and every query in the README and in docs/ is run here, and its printed output compared.

- a ``sql`` block is run with ``archive query`` on the archive of ``seeds/``; where a ``text`` block follows, that is
  the exact output
- the ``$`` lines of a ``console`` block are run in a folder that holds ``seeds/`` and that archive; the lines under a
  command are its output, ``...`` standing for any run of characters; ``make`` commands are only looked up

Run as a program, this file writes the outputs of the queries anew: ``python tests/docs/test_docs.py``.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

ROOT = Path(__file__).parents[2]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
FENCE = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True)
class Block:
    """A fenced block: where it stands, its language, its text, and the ``text`` block right after it, if any."""

    page: str
    line: int
    language: str
    text: str
    output: str | None

    def __str__(self) -> str:
        return f"{self.page}:{self.line}"


def blocks(language: str) -> list[Block]:
    found = []
    for page in PAGES:
        content = page.read_text("utf-8")
        fences = list(FENCE.finditer(content))
        for fence, following in zip(fences, [*fences, None][1:], strict=True):
            if fence[1] == language:
                is_output = (
                    following and following[1] == "text" and not content[fence.end() : following.start()].strip()
                )
                line = content.count("\n", 0, fence.start()) + 1
                output = following[2] if following and is_output else None
                found.append(Block(page.name, line, language, fence[2], output))
    return found


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return archive_of_seeds(tmp_path_factory.mktemp("docs"))


def archive_of_seeds(folder: Path) -> Path:
    shutil.copytree(ROOT / "seeds", folder / "seeds")
    run("archive ingest seeds --db archive.db", folder)
    return folder


def query(sql: str, folder: Path) -> subprocess.CompletedProcess[str]:
    command = [Path(sys.executable).parent / "archive", "query", sql, "--db", "archive.db"]
    return subprocess.run(command, cwd=folder, text=True, capture_output=True, check=False)


def run(command: str, folder: Path) -> subprocess.CompletedProcess[str]:
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    return subprocess.run(
        command,
        shell=True,
        cwd=folder,
        env=os.environ | {"PATH": path, "COLUMNS": "200"},
        text=True,
        capture_output=True,
        check=False,
        timeout=120,
    )


def matches(printed: str, expected: str) -> bool:
    pattern = re.sub(r"([\[?*])", r"[\1]", expected.strip()).replace("...", "*")
    return fnmatchcase(printed.strip(), pattern)


@pytest.mark.parametrize("block", blocks("sql"), ids=str)
def test_query_in_the_documents_runs_and_prints_what_is_shown(block: Block, folder: Path) -> None:
    result = query(block.text, folder)
    assert result.returncode == 0, result.stderr
    if block.output is not None:
        assert result.stdout.strip() == block.output.strip()


@pytest.mark.parametrize("block", blocks("console"), ids=str)
def test_command_in_the_documents_runs_and_prints_what_is_shown(block: Block, folder: Path) -> None:
    for step in re.split(r"^\$ ", block.text, flags=re.MULTILINE)[1:]:
        command, _, expected = step.partition("\n")
        if command.startswith("make"):
            result = run(f"make --dry-run -C {ROOT} {command.removeprefix('make')}", folder)
            assert result.returncode == 0, result.stderr
            continue
        result = run(command, folder)
        assert result.returncode == 0, f"{command}\n{result.stdout}{result.stderr}"
        assert not expected.strip() or matches(result.stdout + result.stderr, expected), result.stdout + result.stderr


def refresh() -> None:
    """Write below each query the rows that it has now, where the page shows rows."""
    with TemporaryDirectory() as temporary:
        folder = archive_of_seeds(Path(temporary))
        for page in PAGES:
            content = page.read_text("utf-8")
            for block in blocks("sql"):
                if block.page == page.name and block.output is not None:
                    old = f"```sql\n{block.text}```\n\n```text\n{block.output}```"
                    new = f"```sql\n{block.text}```\n\n```text\n{query(block.text, folder).stdout}```"
                    content = content.replace(old, new)
            page.write_text(content, "utf-8")


if __name__ == "__main__":
    refresh()
