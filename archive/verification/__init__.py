"""Proof that a database is whole, and that its rows are what its files give."""

from archive.verification.checks import verify
from archive.verification.findings import Finding

__all__ = ["Finding", "verify"]
