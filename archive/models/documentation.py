"""``docs/schema.md`` from the models: ``python -m archive.models.documentation > docs/schema.md``."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import Column, Table

from archive.models import FULL_TEXT_COLUMNS, VIEWS, Base

__all__ = ["schema_page"]

_INTRODUCTION = """# Tables and views

Made from the comments in `archive/models/` by `python -m archive.models.documentation`; change it there.
Dates are ISO 8601 text, a partial date keeps its precision (`2020-10`); booleans are 0 or 1. Tables are STRICT.
A column marked → refers to another table; one marked ⇒ too, and its row goes when the row there is deleted.
"""


def schema_page() -> str:
    """Return the whole page as Markdown."""
    return "\n".join(_lines())


def _lines() -> Iterator[str]:
    tables = [Base.metadata.tables[name] for name in sorted(Base.metadata.tables)]
    yield _INTRODUCTION
    yield "```mermaid"
    yield "erDiagram"
    for table in tables:
        yield from _relations(table)
    yield "```\n"
    yield "## Tables\n"
    for table in tables:
        yield f"### {table.name}\n"
        yield f"{table.comment}\n"
        yield "| column | type | |"
        yield "|---|---|---|"
        for column in table.columns:
            yield f"| `{column.name}` | {_type(column)} | {_cell(_description(column))} |"
        yield ""
    yield "## Views\n"
    for name, view in VIEWS.items():
        yield f"### {name}\n"
        yield f"{view.comment}\n"
        yield "| column | |"
        yield "|---|---|"
        for column_name, comment in view.columns.items():
            yield f"| `{column_name}` | {_cell(comment)} |"
        yield ""
    yield "## Full-text search\n"
    yield (
        "FTS5 tables that index other tables' text and hold none themselves; `rowid` is the `id` there. The words are"
        " reduced to stems and diacritics are dropped; letters that this leaves (ı, ə, ø …) are searched in `folded`.\n"
    )
    for name, columns in FULL_TEXT_COLUMNS.items():
        yield f"- `{name}`: {', '.join(f'`{column}`' for column in columns)}"


def _relations(table: Table) -> Iterator[str]:
    for column in table.columns:
        for key in column.foreign_keys:
            one = "|o" if column.nullable else "||"
            yield f"    {key.column.table.name} {one}--o{{ {table.name} : {column.name}"


def _type(column: Column[object]) -> str:
    kind = str(column.type).lower()
    if column.primary_key:
        return f"{kind}, key"
    return f"{kind} or null" if column.nullable else kind


def _description(column: Column[object]) -> str:
    keys = sorted(column.foreign_keys, key=str)
    arrows = [f"{'⇒' if key.ondelete == 'CASCADE' else '→'} `{key.column.table.name}`" for key in keys]
    return " ".join([column.comment or "", *arrows])


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


if __name__ == "__main__":
    print(schema_page())
