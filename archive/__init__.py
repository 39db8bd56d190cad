"""Turn a folder of Wikipedia articles into one SQLite file: who said what, when, and who denied it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from os import PathLike

    from archive.documents import Claim, Document
    from archive.ingestion import Summary

__version__ = "0.1.0"


def read(path: str | PathLike[str]) -> Document:
    """Everything that one file says, claims included, as plain immutable objects; see :mod:`archive.documents`.

    A file that cannot be understood gives a document without an article, whose problems say why. A file that
    cannot be opened raises ``OSError``.
    """
    # Imported here, so that ``import archive`` and ``archive --help`` stay quick.
    from pathlib import Path

    from archive.pipeline import parse_document

    file = Path(path)
    return parse_document(file.read_bytes(), file.as_posix())


def extract_claims(text: str, *, title: str | None = None, date: str | None = None) -> tuple[Claim, ...]:
    """The claims of any Markdown or plain text, in reading order, with front matter or without; never raises.

    ``title`` stands in for the title that the text does not give. ``date`` is the day of the event (ISO 8601, also
    ``2020`` or ``2020-10``): a reader who starts with it knows the year of "on 5 May". Text in another language than
    English has no claims.
    """
    from archive.claims import extract_document_claims
    from archive.pipeline import parse_document

    name = (title or "text").replace("/", " ")
    document = parse_document(text.encode("utf-8", "replace"), f"{name}.md")
    if document.article is None or date is None:
        return document.claims
    return extract_document_claims(document.article, date=date)[0]


def ingest(paths: Iterable[str | PathLike[str]], db: str | PathLike[str]) -> Summary:
    """Read files and folders of articles into the archive ``db``, which is created or migrated as needed.

    Returns what became of the files; one that cannot be read is reported there and never ends the run. More can be
    chosen with :func:`archive.ingestion.ingest`.
    """
    from archive.ingestion import ingest as run_ingest

    return run_ingest(paths, db)
