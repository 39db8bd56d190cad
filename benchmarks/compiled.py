"""The archive as it is installed, its rules for claims compiled: a folder to import it from, new where they are."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def compiled_archive(cache: Path) -> Path:
    """The folder of an archive whose rules are compiled; CalledProcessError where there is no C compiler."""
    files = sorted(path for top in ("archive", "migrations") for path in (ROOT / top).rglob("*") if path.is_file())
    digest = hashlib.sha256()
    for path in (ROOT / "pyproject.toml", ROOT / "hatch_build.py", *files):
        if path.suffix != ".pyc":
            digest.update(path.read_bytes())
    folder = cache / f"compiled-{digest.hexdigest()[:16]}"
    if not (folder / "archive").is_dir():
        for old in cache.glob("compiled-*"):
            shutil.rmtree(old)
        print("compiling the rules for claims …", file=sys.stderr, flush=True)
        words = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(folder)]
        enabled = os.environ | {"HATCH_BUILD_HOOK_ENABLE_CUSTOM": "true"}
        subprocess.run(words, cwd=ROOT, env=enabled, check=True, stdout=subprocess.DEVNULL)
        wheel = next(folder.glob("*.whl"))
        zipfile.ZipFile(wheel).extractall(folder)
        wheel.unlink()
    return folder


def run_again_compiled(cache: Path) -> None:
    """Start this command once more with the compiled archive in place of the tree's; does not return."""
    try:
        folder = compiled_archive(cache)
    except subprocess.CalledProcessError as error:
        raise SystemExit("The rules cannot be compiled here; --plain measures them as they are.") from error
    path = os.pathsep.join((str(folder), str(ROOT)))
    words = [sys.executable, "-P", "-m", "benchmarks", *sys.argv[1:]]
    os.execve(sys.executable, words, os.environ | {"PYTHONPATH": path})
