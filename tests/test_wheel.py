"""A built wheel, not only an editable checkout, is the whole program: migrations included, nothing else.

With the hook of ``hatch_build.py`` its rules for claims are machine code, which finds what the plain modules find.
"""

from __future__ import annotations

import ast
import os
import re
import shutil
import subprocess
import sys
import tomllib
import zipfile
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

from benchmarks.compiled import compiled_archive

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(folder)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    return next(folder.glob("*.whl"))


PRINTED = """
import glob, pathlib, sys
from archive.claims import extraction
from archive.pipeline import parse_document
print(pathlib.Path(extraction.__file__).suffix)
for path in sorted(glob.glob(sys.argv[1] + "/**/*.md", recursive=True)):
    document = parse_document(pathlib.Path(path).read_bytes(), path)
    print(path, *document.claims, *document.relations, sep="\\n")
"""


@pytest.fixture(scope="module")
def compiled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site folder of a wheel whose rules for claims are compiled."""
    if shutil.which("cc") is None:
        pytest.skip("no C compiler")
    return compiled_archive(tmp_path_factory.mktemp("compiled"))


def printed_claims(texts: Path, site: Path) -> list[str]:
    command = [sys.executable, "-c", PRINTED, str(texts)]
    environment = os.environ | {"PYTHONPATH": str(site)}
    answer = subprocess.run(command, cwd=site, env=environment, check=True, capture_output=True, text=True)
    return answer.stdout.splitlines()


def test_compiled_rules_find_what_plain_ones_find(compiled: Path) -> None:
    corpus = ROOT.parent / "shared" / "corpus" / "conflicts"
    texts = corpus if corpus.exists() else ROOT / "seeds"
    machine, plain = printed_claims(texts, compiled), printed_claims(texts, ROOT)
    assert (machine[0], plain[0]) == (".so", ".py")
    assert len(plain) > 40
    assert machine[1:] == plain[1:]


def imported(folder: Path) -> set[str]:
    """The libraries, neither ours nor Python's, that the modules of a folder import."""
    nodes = [node for path in folder.glob("*.py") for node in ast.walk(ast.parse(path.read_text("utf-8")))]
    names = {name.name for node in nodes if isinstance(node, ast.Import) for name in node.names}
    names |= {node.module for node in nodes if isinstance(node, ast.ImportFrom) and node.module}
    return {name.partition(".")[0] for name in names} - sys.stdlib_module_names - {"archive"}


def test_compiling_asks_for_the_types_of_all_that_is_imported() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]
    overrides = [override for override in settings["mypy"]["overrides"] if override.get("ignore_missing_imports")]
    untyped = {module.removesuffix(".*") for override in overrides for module in override["module"]}
    hook = settings["hatch"]["build"]["targets"]["wheel"]["hooks"]["custom"]
    asked = {re.split("[<>=]", line)[0].lower() for line in hook["dependencies"]}
    libraries = imported(ROOT / "archive" / "parsing") | imported(ROOT / "archive" / "claims")
    installed = packages_distributions()
    providers = {
        library: {
            name.lower().replace("_", "-") for name in installed.get(f"{library}-stubs", installed.get(library, []))
        }
        for library in libraries - untyped
    }
    assert "yaml" in providers
    assert [library for library, names in providers.items() if names.isdisjoint(asked)] == []


def test_compiling_leaves_nothing_in_the_tree(compiled: Path) -> None:
    assert [path for path in ROOT.rglob("*.so") if ".venv" not in path.parts and ".bench" not in path.parts] == []


def test_the_wheel_holds_only_the_package_with_the_migrations_in_it(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    assert {name.split("/")[0] for name in names if ".dist-info/" not in name} == {"archive"}
    assert "archive/migrations/env.py" in names
    assert sorted(Path(name).name for name in names if "/versions/" in name) == sorted(
        path.name for path in (ROOT / "migrations" / "versions").glob("*.py")
    )


def test_the_wheel_ingests_a_folder_without_the_checkout(wheel: Path, tmp_path: Path) -> None:
    zipfile.ZipFile(wheel).extractall(tmp_path / "site")
    program = (
        "import archive, sys; from archive.cli import main\n"
        f"assert archive.__file__.startswith({str(tmp_path / 'site')!r}), archive.__file__\n"
        "main(sys.argv[1:])"
    )
    result = subprocess.run(
        [sys.executable, "-c", program, "ingest", str(ROOT / "seeds"), "--db", str(tmp_path / "archive.db")],
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": str(tmp_path / "site")},
        text=True,
        capture_output=True,
        check=False,
    )
    assert result.returncode == 0, result.stderr
    assert (tmp_path / "archive.db").exists()
