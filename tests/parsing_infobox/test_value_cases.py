"""Every case of ``cases_values.yaml``: the values of one field's text, row by row."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from archive.documents import Value
from archive.parsing.values import parse_values

CASES: list[dict[str, Any]] = yaml.load(
    Path(__file__).with_name("cases_values.yaml").read_text("utf-8"), Loader=yaml.BaseLoader
)


def expected(position: int, row: dict[str, str]) -> Value:
    numbers = {key: float(row[key]) for key in ("min", "max") if key in row}
    return Value(
        position=position,
        depth=int(row.get("depth", 0)),
        label=row.get("label"),
        text=row["text"],
        kind=row.get("kind", "text"),  # type: ignore[arg-type]
        number_min=numbers.get("min"),
        number_max=numbers.get("max"),
        unit=row.get("unit"),
        date_start=row.get("start"),
        date_end=row.get("end"),
        country_code=row.get("country"),
    )


@pytest.mark.parametrize("case", CASES, ids=[case["case"] for case in CASES])
def test_text_becomes_these_values(case: dict[str, Any]) -> None:
    values = parse_values(case["text"], name=case.get("field", ""), bold=frozenset(case.get("bold", ())))

    assert values == tuple(expected(position, row) for position, row in enumerate(case["values"]))
