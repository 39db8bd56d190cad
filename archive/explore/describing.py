"""What the pages need of the models, as data (``data/models.json``).

``python -m archive.explore.describing > archive/explore/data/models.json`` writes it. Reading it takes a millisecond;
importing the models, and SQLAlchemy with them, a quarter of a second of the first page after a start.
A test holds the file against the models.
"""

from __future__ import annotations

import json
from typing import Any

__all__ = ["describe_models"]


def describe_models() -> dict[str, Any]:
    """Return the tables and views with their descriptions, columns and references, and the tokenizer of the search."""
    from archive.models import VIEWS, Base
    from archive.models.search import TOKENIZER

    tables: dict[str, Any] = {
        name: {
            "description": table.comment or "",
            "columns": {column.name: column.comment or "" for column in table.columns},
            "references": {
                column.name: next(iter(column.foreign_keys)).column.table.name
                for column in table.columns
                if column.foreign_keys
            },
            "view": False,
        }
        for name, table in sorted(Base.metadata.tables.items())
    }
    for name, view in sorted(VIEWS.items()):
        tables[name] = {"description": view.comment, "columns": dict(view.columns), "references": {}, "view": True}
    return {"tokenizer": TOKENIZER, "tables": tables}


if __name__ == "__main__":
    print(json.dumps(describe_models(), indent=1, ensure_ascii=False))
