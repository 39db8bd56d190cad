"""Every form of attribution, and forms that only look like one, on sentences written for these tests."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from archive.claims.attribution import find_attributions

FILES = [
    yaml.safe_load(Path(__file__).with_name(name).read_text("utf-8"))
    for name in (
        "forms.yaml",
        "forms_general.yaml",
        "forms_conflict.yaml",
        "forms_boundaries.yaml",
        "forms_encyclopedic.yaml",
    )
]
FORMS: dict[str, list[dict[str, Any]]] = {
    kind: [case for file in FILES for case in file[kind]] for kind in ("claims", "no_claims")
}


def rows(text: str) -> list[dict[str, Any]]:
    """The attributions of a text in the shape of the data file: what is usual is left out."""
    found = []
    for a in find_attributions(text):
        row: dict[str, Any] = {
            "claimant": None if a.claimant_start is None else text[a.claimant_start : a.claimant_end],
            "cue": text[a.cue_start : a.cue_end],
            "content": [text[start:end] for start, end in a.parts],
        }
        if a.stance != "assert":
            row["stance"] = a.stance
        if a.quote != "none":
            row["quote"] = a.quote
        if a.answers is not None:
            row |= {"answers": a.answers, "basis": a.answers_basis}
        found.append(row)
    return found


@pytest.mark.parametrize("case", FORMS["claims"], ids=[case["form"] for case in FORMS["claims"]])
def test_form_is_found(case: dict[str, Any]) -> None:
    assert rows(case["text"]) == case["found"]


@pytest.mark.parametrize("case", FORMS["no_claims"], ids=[case["form"] for case in FORMS["no_claims"]])
def test_form_is_no_claim(case: dict[str, Any]) -> None:
    assert rows(case["text"]) == []
