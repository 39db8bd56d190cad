"""Every pure stage in a row: the bytes of one file become one document, with no database and no clock."""

from __future__ import annotations

from archive.documents import Document

#: Rises whenever the same bytes would give other rows; a database with a lower number is derived again.
PARSER_VERSION = 5


def parse_document(data: bytes, path: str) -> Document:
    """Everything that is known of a file with these bytes; raises nothing.

    ``path`` is the file's name with its folders, ``/``-separated. A file that cannot be read gives a document whose
    ``article`` is None and whose problems say why.
    """
    # Loaded here: who asks for the version alone, as every command that opens an archive does, needs none of them.
    from archive.claims import extract_document_claims
    from archive.parsing.article import parse_article
    from archive.reading import read_text

    source = read_text(data)
    if source.rejected:
        return Document(source.encoding, source.repair, source.repairs, source.problems, None)
    article, problems = parse_article(source.front_matter, source.body, body_start=source.body_start, path=path)
    claims, relations = extract_document_claims(article)
    return Document(
        source.encoding, source.repair, source.repairs, source.problems + problems, article, claims, relations
    )
