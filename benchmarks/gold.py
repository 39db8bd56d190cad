"""The gold of attributed claims beside the project: its scorer, and which of its passages no rule was written for.

Unseen are the whole article a02 with its box fields, and every passage whose number is divisible by 3 (c03, g06,
i12 …): a third. Rules are written while looking at the others, the development part, only.
"""

from __future__ import annotations

import importlib.util
import pathlib
import re
from collections.abc import Iterable
from types import ModuleType
from typing import Any

GOLD = pathlib.Path(__file__).resolve().parents[2] / "shared" / "gold"
PARTS = ("all", "development", "unseen")

_NUMBERED = re.compile(r"([a-z]+)(\d+)")


def load_scorer() -> ModuleType:
    """The gold's scorer as a module; SystemExit where it is missing."""
    path = GOLD / "score.py"
    if not path.exists():
        raise SystemExit("the scorer is not beside the project")
    spec = importlib.util.spec_from_file_location("gold_score", path)
    if spec is None or spec.loader is None:
        raise SystemExit("the scorer cannot be read")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def is_unseen(passage: str) -> bool:
    """Whether the passage of this id is of the unseen third."""
    numbered = _NUMBERED.match(passage)
    if numbered is None:
        return False
    return int(numbered[2]) == 2 if numbered[1] == "a" else int(numbered[2]) % 3 == 0


def of_part(passages: Iterable[dict[str, Any]], part: str) -> list[dict[str, Any]]:
    """The passages of one of ``PARTS``."""
    return [passage for passage in passages if part == "all" or is_unseen(passage["id"]) == (part == "unseen")]
