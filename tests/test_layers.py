"""A module imports only from its own layer and those before it: the order in which an article becomes rows."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "archive"

LAYERS = [
    {"documents"},
    {"reading"},
    {"parsing"},
    {"claims"},
    {"pipeline"},
    {"errors", "naming", "originals", "models", "database"},
    {"ingestion"},
    {"export", "verification"},
    {"explore"},
    {"cli"},
]
RANK = {room: rank for rank, layer in enumerate(LAYERS) for room in layer}


def modules() -> list[Path]:
    return sorted(path for path in PACKAGE.rglob("*.py") if path != PACKAGE / "__init__.py")


def room_of(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imported_rooms(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
        if isinstance(node, ast.ImportFrom) and node.module is not None:
            names = [f"{node.module}.{alias.name}" if node.module == "archive" else node.module for alias in node.names]
        for name in names:
            parts = name.split(".")
            if parts[0] == "archive" and len(parts) > 1 and not parts[1].startswith("_"):
                yield parts[1]


def test_every_room_has_its_layer() -> None:
    assert {room_of(path) for path in modules()} == set(RANK)


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_module_imports_nothing_from_a_later_layer(path: Path) -> None:
    assert [room for room in imported_rooms(path) if RANK[room] > RANK[room_of(path)]] == []
