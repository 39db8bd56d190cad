"""``archive claims``: print the claims of texts, with no database."""

from __future__ import annotations

import json
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from archive.claims import extract_document_claims
from archive.claims.extraction import is_readable
from archive.claims.moments import parse_iso
from archive.cli.common import ArchiveCommand
from archive.cli.tables import print_table
from archive.documents import Article, Claim, Problem, Relation
from archive.pipeline import parse_document

_COLUMNS = ["claimant", "cue", "stance", "content", "date", "time"]


def _is_date(ctx: click.Context, param: click.Parameter, value: str | None) -> str | None:  # noqa: ARG001
    if value is not None and parse_iso(value) is None:
        raise click.BadParameter("a date is 2020-10-26, 2020-10 or 2020.")
    return value


def _shown(path: Path) -> str:
    """Return a path that can be printed, whatever bytes its name has."""
    return click.format_filename(path)


def _plain(value: Any) -> Any:
    """Return a named tuple as a mapping, with those inside it; any other value as it is."""
    if hasattr(value, "_asdict"):
        return {name: _plain(item) for name, item in value._asdict().items()}
    return tuple(map(_plain, value)) if isinstance(value, tuple) else value


def _row(path: str, article: Article, claim: Claim, relations: list[Relation]) -> dict[str, Any]:
    """Return a claim as JSON has it: where it stands in names, the rest as the library gives it."""
    found = _plain(claim)
    section, infobox, field = (found.pop(name) for name in ("section", "infobox", "field"))
    return {
        "file": path,
        "title": article.title,
        "section": None if section is None else article.sections[section].path,
        "field": None if field is None else article.infoboxes[infobox].fields[field].name,
        **found,
        "relations": [
            {"kind": relation.kind, "other": relation.other_claim, "basis": relation.basis} for relation in relations
        ],
    }


class _Reader:
    """Reads texts one after the other, and remembers whether one of them could not be read."""

    def __init__(self, date: str | None) -> None:
        self.date = date
        self.failed = False

    def rows(self, paths: tuple[Path, ...]) -> Iterator[dict[str, Any]]:
        for path in paths:
            yield from self._rows_of(path)

    def _rows_of(self, path: Path) -> Iterator[dict[str, Any]]:
        is_input = str(path) == "-"
        try:
            data = sys.stdin.buffer.read() if is_input else path.read_bytes()
        except OSError as error:
            self._complain(path, None, error.strerror or str(error))
            return
        document = parse_document(data, "text.md" if is_input else path.as_posix())
        article = document.article
        if article is None:
            self._reject(path, document.problems)
            return
        if not is_readable(article):
            click.echo(f"{_shown(path)}: claims are read in English only.", err=True)
            return
        claims, relations = document.claims, document.relations
        if self.date is not None:
            claims, relations = extract_document_claims(article, date=self.date)
        of_claim: dict[int, list[Relation]] = defaultdict(list)
        for relation in relations:
            of_claim[relation.claim].append(relation)
        for claim in claims:
            yield _row(_shown(path), article, claim, of_claim[claim.position])

    def _reject(self, path: Path, problems: tuple[Problem, ...]) -> None:
        for problem in problems:
            if problem.level == "error":
                self._complain(path, problem.line, problem.message)

    def _complain(self, path: Path, line: int | None, message: str) -> None:
        self.failed = True
        click.echo(f"{_shown(path)}:{'' if line is None else f'{line}:'} {message}", err=True)


def _print_lines(rows: Iterator[dict[str, Any]]) -> None:
    for row in rows:
        click.echo(json.dumps(row, ensure_ascii=False))


def _print_claims_table(rows: Iterator[dict[str, Any]], *, several: bool) -> None:
    names = ["claimant", "cue", "stance", "content", "date_from", "time_of_day"]
    if several:
        names.insert(0, "file")
    columns = ["file", *_COLUMNS] if several else _COLUMNS
    print_table(columns, (tuple(row[name] for name in names) for row in rows), "jsonl")


@click.command("claims", cls=ArchiveCommand)
@click.argument(
    "paths",
    metavar="FILE...",
    nargs=-1,
    required=True,
    type=click.Path(exists=True, dir_okay=False, allow_dash=True, path_type=Path),
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["table", "jsonl"]),
    help="How to print claims: table is meant for a terminal and the default there, jsonl everywhere else.",
)
@click.option(
    "--date",
    callback=_is_date,
    metavar="DATE",
    help='Day, month or year of the event, as 2020-10-26 or 2020: it tells the year of "on 5 May".',
)
def command(paths: tuple[Path, ...], form: str | None, date: str | None) -> None:
    """Print the claims of any Markdown or plain text, with no database. FILE may be - for stdin.

    JSON Lines have every column of the table claims, with actors, figures and relations; "other" is the position of
    another claim of the same file. Exit status 1 says that a file could not be read.
    """
    reader = _Reader(date)
    if (form or ("table" if sys.stdout.isatty() else "jsonl")) == "table":
        _print_claims_table(reader.rows(paths), several=len(paths) > 1)
    else:
        _print_lines(reader.rows(paths))
    if reader.failed:
        raise SystemExit(1)
