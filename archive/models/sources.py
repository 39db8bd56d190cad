"""Tables of files, their original bytes, and the runs that read them."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from archive.documents import ProblemLevel
from archive.models.base import Base, one_of, strict

SOURCE_STATUSES = ("current", "superseded", "failed")


class IngestRun(Base):
    """One execution of ``archive ingest`` or ``archive rebuild``."""

    __tablename__ = "ingest_runs"
    __table_args__ = (strict("Each time the archive was filled: when, by which version, and what changed."),)

    id: Mapped[int] = mapped_column(primary_key=True, comment="Number of the run.")
    started_at: Mapped[str] = mapped_column(comment="When the run began (UTC, ISO 8601).")
    finished_at: Mapped[str | None] = mapped_column(comment="When the run was complete; null if it never was.")
    program_version: Mapped[str] = mapped_column(comment="Version of the program that ran.")
    arguments: Mapped[str] = mapped_column(comment="What the run was asked to read, as JSON.")
    files_seen: Mapped[int] = mapped_column(default=0, comment="Files that were looked at.")
    added: Mapped[int] = mapped_column(default=0, comment="Files read for the first time.")
    updated: Mapped[int] = mapped_column(default=0, comment="Files whose content had changed.")
    unchanged: Mapped[int] = mapped_column(default=0, comment="Files that had not changed.")
    superseded: Mapped[int] = mapped_column(default=0, comment="Files another file with the same title stands before.")
    removed: Mapped[int] = mapped_column(default=0, comment="Files that were gone and pruned.")
    failed: Mapped[int] = mapped_column(default=0, comment="Files that could not be read.")


class IngestError(Base):
    """What a run had to say about a file: an error (rejected) or a warning."""

    __tablename__ = "ingest_errors"
    __table_args__ = (
        one_of("level", ProblemLevel),
        strict("Files that were rejected, and oddities in files that were read: where, why, what to do."),
    )

    id: Mapped[int] = mapped_column(primary_key=True, comment="Number of the message.")
    run_id: Mapped[int] = mapped_column(
        ForeignKey("ingest_runs.id", ondelete="CASCADE"), index=True, comment="The run that said it."
    )
    path: Mapped[str] = mapped_column(index=True, comment="The file it is about.")
    level: Mapped[str] = mapped_column(comment="error (the file was rejected) or warning (it was read).")
    stage: Mapped[str] = mapped_column(comment="Step of the reading at which it was found.")
    kind: Mapped[str] = mapped_column(comment="Short stable name of the problem.")
    message: Mapped[str] = mapped_column(comment="What is wrong and what to do.")
    line: Mapped[int | None] = mapped_column(comment="Line in the file, from 1.")
    column: Mapped[int | None] = mapped_column(comment="Column in that line, from 1.")


class Folder(Base):
    """A folder given to ingest: the first part of its files' paths, and where it lay."""

    __tablename__ = "folders"
    __table_args__ = (strict("Folders the archive was filled from."),)

    id: Mapped[int] = mapped_column(primary_key=True, comment="Number of the folder.")
    name: Mapped[str] = mapped_column(unique=True, comment="First part of the paths of its files.")
    location: Mapped[str] = mapped_column(comment="Where the folder lay on the machine that read it.")


class Source(Base):
    """A file that was read; its bytes are in ``sqlar`` under the same path."""

    __tablename__ = "sources"
    __table_args__ = (
        one_of("status", SOURCE_STATUSES),
        CheckConstraint("length(sha256) = 64", name="sha256"),
        CheckConstraint("size_bytes >= 0", name="size_bytes"),
        strict("Every file that was read: checksum, encoding, repairs, and whether its article is made from it."),
    )

    id: Mapped[int] = mapped_column(primary_key=True, comment="Number of the source.")
    article_id: Mapped[int | None] = mapped_column(
        ForeignKey("articles.id", ondelete="SET NULL"),
        index=True,
        comment="The article that this file tells; null for a file that never could be parsed.",
    )
    status: Mapped[str] = mapped_column(
        comment="current (the article is made from it), superseded (another file is preferred), failed (unreadable)."
    )
    status_reason: Mapped[str | None] = mapped_column(comment="The rule that superseded it, or why it failed.")
    path: Mapped[str] = mapped_column(unique=True, comment="Name of the folder given, plus the path inside it.")
    sha256: Mapped[str] = mapped_column(index=True, comment="SHA-256 of the original bytes, in hex.")
    size_bytes: Mapped[int] = mapped_column(comment="Size of the original in bytes.")
    modified_at: Mapped[str] = mapped_column(comment="When the file was last modified (UTC, ISO 8601).")
    encoding: Mapped[str | None] = mapped_column(comment="How its bytes were read as text.")
    repair: Mapped[str | None] = mapped_column(comment="Code page that had damaged the text, where it was repaired.")
    repair_count: Mapped[int] = mapped_column(default=0, comment="Number of repaired runs of text.")
    parser_version: Mapped[int] = mapped_column(comment="Version of the reading rules its rows were made with.")
    run_id: Mapped[int] = mapped_column(ForeignKey("ingest_runs.id"), index=True, comment="The run that read it last.")


class OriginalFile(Base):
    """The original bytes, in SQLite's own archive format (https://sqlite.org/sqlar.html)."""

    __tablename__ = "sqlar"
    __table_args__ = (
        CheckConstraint(
            "name <> '' AND substr(name, 1, 1) <> '/' AND substr(name, -1) <> '/' AND instr(name, '//') = 0"
            " AND instr(name, char(92)) = 0 AND instr(name, char(0)) = 0"
            " AND ('/' || name || '/') NOT LIKE '%/./%' AND ('/' || name || '/') NOT LIKE '%/../%'",
            name="name",
        ),
        Index("uq_sqlar_name_folded", text("lower(name)"), unique=True),
        strict("Original files, byte for byte; `sqlite3 archive.db -A --extract` writes them back."),
    )

    name: Mapped[str] = mapped_column(primary_key=True, comment="Path of the file: sources.path, made safe.")
    mode: Mapped[int] = mapped_column(comment="Access permissions.")
    mtime: Mapped[int] = mapped_column(comment="Last modification, seconds since 1970.")
    sz: Mapped[int] = mapped_column(comment="Size in bytes; data is zlib-compressed where it is shorter than this.")
    data: Mapped[bytes] = mapped_column(comment="The bytes, compressed or as they are.")


class TextRepair(Base):
    """One run of damaged text in a source and what it became."""

    __tablename__ = "text_repairs"
    __table_args__ = (strict("Damaged text that was repaired, run by run, before and after."),)

    id: Mapped[int] = mapped_column(primary_key=True, comment="Number of the repair.")
    source_id: Mapped[int] = mapped_column(
        ForeignKey("sources.id", ondelete="CASCADE"), index=True, comment="The file it was in."
    )
    line: Mapped[int] = mapped_column(comment="Line in the file, from 1.")
    column: Mapped[int] = mapped_column(comment="Column in that line, from 1, as the damaged text counts.")
    damaged: Mapped[str] = mapped_column(comment="The text as the file has it.")
    repaired: Mapped[str] = mapped_column(comment="The text as it was meant.")
    method: Mapped[str] = mapped_column(comment="How it was found.")
