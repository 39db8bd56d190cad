"""From files to rows: discovery, parsing in workers, one writer, resolve."""

from archive.ingestion.commands import ingest, rebuild
from archive.ingestion.discover import ArgumentError
from archive.ingestion.summary import Reporter, SilentReporter, Summary

__all__ = ["ArgumentError", "Reporter", "SilentReporter", "Summary", "ingest", "rebuild"]
