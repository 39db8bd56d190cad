"""A built wheel, not only an editable checkout, is the whole program: migrations included, nothing else."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(folder)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    return next(folder.glob("*.whl"))


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
