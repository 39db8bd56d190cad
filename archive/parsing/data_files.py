"""The tables that parsers and rules read: YAML files in the ``data`` folder of a package, each naming its source."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Any

import yaml

# libyaml where PyYAML was built with it: these files are ours, so its faults with hostile input do not matter.
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@cache
def load_data(name: str, package: str = "archive.parsing") -> Any:
    """The content of a package's ``data/<name>``; every caller gets the same object, which nobody may change."""
    return yaml.load(files(package).joinpath("data", name).read_text("utf-8"), Loader=_LOADER)  # noqa: S506
