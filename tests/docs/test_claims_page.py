"""Every example in docs/claims.md is read here by ``archive.extract_claims``, and its claims compared.

A ``claims`` block holds examples between blank lines: a text, then a line for each of its claims:
``→ claimant | cue | content``, with the stance and the kind of quotation where they are not the usual ones, and any
columns as ``name: value``. The text of a ``box`` block is a field of an infobox.

Run as a program, this file writes those lines anew: ``python tests/docs/test_claims_page.py``.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from archive import extract_claims
from archive.documents import Claim

PAGE = Path(__file__).parents[2] / "docs" / "claims.md"
BLOCK = re.compile(r"^```(claims|box)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
NO_CLAIM = "→ no claim"


def examples() -> Iterator[tuple[str, str, str]]:
    """The kind, the text and the claim lines of every example."""
    for kind, block in BLOCK.findall(PAGE.read_text("utf-8")):
        for example in block.strip().split("\n\n"):
            text, arrow, lines = example.partition("\n→")
            yield kind, text, (arrow + lines).strip()


def article(kind: str, text: str) -> str:
    if kind == "claims":
        return text
    front = {"title": "A battle", "infoboxes": [{"casualties1": {"text": text}}]}
    return f"---\n{json.dumps(front)}\n---\n"


def shown(claim: Claim, columns: list[str]) -> str:
    parts = [claim.claimant or "nobody", claim.cue, (claim.content or "nothing").replace("\n", " ")]
    parts += [claim.stance] if claim.stance != "assert" else []
    parts += [f"{claim.quote} quotation"] if claim.quote != "none" else []
    return "→ " + " | ".join([*parts, *(f"{name}: {getattr(claim, name)}" for name in columns)])


def found(kind: str, text: str, lines: str) -> str:
    """The lines for the claims of a text, each with the columns that its old line names."""
    claims = extract_claims(article(kind, text))
    named = [re.findall(r"\| (\w+): ", line) for line in lines.split("\n")]
    named += [[]] * (len(claims) - len(named))
    return "\n".join(shown(claim, columns) for claim, columns in zip(claims, named, strict=False)) or NO_CLAIM


@pytest.mark.parametrize(("kind", "text", "lines"), list(examples()))
def test_example_has_the_claims_shown(kind: str, text: str, lines: str) -> None:
    assert found(kind, text, lines) == lines


def test_figures_have_a_place() -> None:
    content = PAGE.read_text("utf-8")
    assert [content.count(mark) for mark in ("<!-- figures -->", "<!-- /figures -->")] == [1, 1]


def refresh() -> None:
    """Write the claims of every example as they are found now."""
    content = PAGE.read_text("utf-8")
    for kind, text, lines in examples():
        old = f"{text}\n{lines}\n" if lines else f"{text}\n"
        content = content.replace(old, f"{text}\n{found(kind, text, lines)}\n", 1)
    PAGE.write_text(content, "utf-8")


if __name__ == "__main__":
    refresh()
