"""From files to rows: discovery, parsing in workers, one writer, resolve."""

from archive.ingestion.discover import ArgumentError
from archive.ingestion.preview import preview
from archive.ingestion.run import ingest, rebuild
from archive.ingestion.summary import Reporter, SilentReporter, Summary

__all__ = ["ArgumentError", "Reporter", "SilentReporter", "Summary", "ingest", "preview", "rebuild"]
