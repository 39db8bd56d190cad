"""The licences of everything that the program needs to run: ``python -m benchmarks.licences`` prints a table.

Read from the metadata of the installed packages; nothing is fetched.
"""

from __future__ import annotations

import importlib.metadata
import re
import tomllib
from pathlib import Path

from packaging.requirements import Requirement

__all__ = ["licence_of", "runtime_dependencies"]

_PROJECT = Path(__file__).parents[1] / "pyproject.toml"
_CLASSIFIER = re.compile(r"License :: (?:OSI Approved :: )?(.+)")


def runtime_dependencies() -> dict[str, importlib.metadata.Distribution]:
    """Return what the program needs to run, with what that needs in turn, by name."""
    found: dict[str, importlib.metadata.Distribution] = {}
    waiting = list(tomllib.loads(_PROJECT.read_text("utf-8"))["project"]["dependencies"])
    while waiting:
        requirement = Requirement(waiting.pop())
        if requirement.marker is not None and not requirement.marker.evaluate({"extra": ""}):
            continue
        distribution = importlib.metadata.distribution(requirement.name)
        name = distribution.metadata["Name"]
        if name not in found:
            found[name] = distribution
            waiting.extend(distribution.requires or ())
    return dict(sorted(found.items(), key=lambda item: item[0].lower()))


def licence_of(distribution: importlib.metadata.Distribution) -> str:
    """Return what a package says of its licence: the expression, else the classifiers, the field, or its text."""
    metadata = distribution.metadata
    expression = metadata.get("License-Expression")
    if expression:
        return expression
    named = [found[1] for line in metadata.get_all("Classifier") or () if (found := _CLASSIFIER.fullmatch(line))]
    field = (metadata.get("License") or "").strip().partition("\n")[0]
    files = (file for file in distribution.files or () if file.name in ("LICENSE", "LICENSE.txt", "LICENSE.md"))
    titles = (file.read_text().strip().partition("\n")[0] for file in files)
    return ", ".join(named) or field or next(titles, "")


def main() -> None:
    """Print a Markdown table of names, versions and licences."""
    print("| package | version | licence |\n|---|---|---|")
    for name, distribution in runtime_dependencies().items():
        print(f"| {name} | {distribution.version} | {licence_of(distribution)} |")


if __name__ == "__main__":
    main()
