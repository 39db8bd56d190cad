"""Claims: who said what, when, and who denied it, read from one article. ``extract_document_claims`` is the way in."""

from archive.claims.extraction import extract_document_claims

__all__ = ["extract_document_claims"]
