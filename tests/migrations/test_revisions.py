"""Revisions keep what is in the database, go both ways, and happen whole or not at all."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from types import SimpleNamespace

import pytest

from archive.database import expected_schema, migrate, migrating, open_archive, schema_of
from archive.database.migrating import Migration, known_revisions
from archive.errors import NotEnoughRoomError, OlderDatabaseError, UnknownRevisionError, UnreachableDatabaseError

ROOT = Path(__file__).parents[2]
NEWEST = known_revisions()[0]
NEXT = f"{int(NEWEST) + 1:04}"


def rows(path: Path, sql: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute(sql).fetchall()


def contents(path: Path) -> dict[str, list[tuple[object, ...]]]:
    tables = rows(path, "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE '%~_fts%' ESCAPE '~'")
    return {
        str(name): rows(path, f"SELECT * FROM {name} ORDER BY 1, 2") for (name,) in tables if name != "alembic_version"
    }


@pytest.fixture
def with_revision(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Return a function that adds a revision with the body given to the program's revisions."""

    def add(upgrade: str, downgrade: str = "pass") -> None:
        folder = tmp_path / "migrations"
        shutil.copytree(ROOT / "migrations", folder, ignore=shutil.ignore_patterns("__pycache__"))
        (folder / "versions" / f"{NEXT}_change.py").write_text(
            "from alembic import op\nimport sqlalchemy as sa\n"
            f"revision = '{NEXT}'\ndown_revision = '{NEWEST}'\n"
            f"def upgrade():\n    {upgrade}\ndef downgrade():\n    {downgrade}\n",
            "utf-8",
        )
        monkeypatch.setattr(migrating, "migrations_folder", lambda: folder)

    return add


def test_new_database_is_at_the_newest_revision(tmp_path: Path) -> None:
    assert migrate(tmp_path / "new.db") == Migration(None, NEWEST)


def test_migrating_twice_changes_nothing(filled: Path) -> None:
    before = filled.read_bytes()
    assert migrate(filled) == Migration(NEWEST, NEWEST)
    assert filled.read_bytes() == before


def test_down_to_nothing_and_up_again_gives_the_same_schema(filled: Path) -> None:
    assert migrate(filled, "base") == Migration(NEWEST, None)
    assert rows(filled, "SELECT * FROM sqlite_schema") == []
    assert rows(filled, "PRAGMA application_id") == [(0,)]
    assert migrate(filled) == Migration(None, NEWEST)
    with closing(open_archive(filled)) as connection:
        assert schema_of(connection) == expected_schema()


def test_unknown_revision_is_refused(filled: Path) -> None:
    with pytest.raises(UnknownRevisionError, match="There is no revision 9999"):
        migrate(filled, "9999")


def test_backup_holds_what_the_database_held(filled: Path) -> None:
    before = contents(filled)
    copies = [migrate(filled, "base", keep_backup=True).backup, None]
    migrate(filled)
    copies[1] = migrate(filled, "base", keep_backup=True).backup
    assert [copy.name for copy in copies if copy] == [f"archive.db.{NEWEST}-1.backup", f"archive.db.{NEWEST}-2.backup"]
    assert copies[0] is not None
    assert contents(copies[0]) == before


@pytest.mark.filterwarnings("ignore:Skipped unsupported reflection of expression-based index")
def test_batch_change_of_a_filled_table_keeps_every_row_that_refers_to_it(filled: Path, with_revision) -> None:
    with_revision(
        "[op.execute(f'DROP VIEW {name}') for name in ('claim_timeline', 'contested_claims', 'casualty_claims', "
        "'belligerents', 'backlinks', 'article_overview', 'claim_provenance')]\n"
        "    with op.batch_alter_table('articles') as batch:\n"
        "        batch.alter_column('title', existing_type=sa.Text(), nullable=True)"
    )
    before = contents(filled)
    assert migrate(filled) == Migration(NEWEST, NEXT)
    assert contents(filled) == before
    assert rows(filled, "PRAGMA foreign_key_check") == []


def test_failed_revision_leaves_the_database_as_it_was(filled: Path, with_revision) -> None:
    with_revision("op.execute('CREATE TABLE half (id INTEGER) STRICT')\n    op.execute('DROP TABLE articles_')")
    before = contents(filled)
    with pytest.raises(UnreachableDatabaseError, match="is as it was: no such table: articles_"):
        migrate(filled)
    assert contents(filled) == before
    assert migrating.current_revision(sqlite3.connect(filled)) == NEWEST


def test_revision_that_leaves_references_to_nothing_is_undone(filled: Path, with_revision) -> None:
    with_revision("op.execute('DELETE FROM actors')")
    with pytest.raises(RuntimeError, match="claim_actors row 1 refers to actors"):
        migrate(filled)
    assert rows(filled, "SELECT count(*) FROM actors") == [(2,)]


def test_way_down_is_taken_to_an_older_revision(filled: Path, with_revision) -> None:
    with_revision(
        "op.execute('ALTER TABLE actors ADD COLUMN note TEXT')", "op.execute('ALTER TABLE actors DROP COLUMN note')"
    )
    before = contents(filled)
    assert migrate(filled) == Migration(NEWEST, NEXT)
    assert migrate(filled, NEWEST) == Migration(NEXT, NEWEST)
    assert contents(filled) == before


def test_too_little_room_is_refused(filled: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = filled.read_bytes()
    monkeypatch.setattr(migrating.shutil, "disk_usage", lambda _: SimpleNamespace(free=filled.stat().st_size))
    with pytest.raises(NotEnoughRoomError, match=r"Make room or migrate with --no-backup\."):
        migrate(filled, "base", keep_backup=True)
    assert filled.read_bytes() == before
    assert [path.name for path in filled.parent.glob("*.backup*")] == []
    assert migrate(filled, "base") == Migration(NEWEST, None)


def test_reading_a_database_of_an_older_revision_asks_for_migrate(filled: Path, with_revision) -> None:
    with_revision("pass")
    with pytest.raises(OlderDatabaseError, match=r"Run `archive migrate --db .*archive\.db`"):
        open_archive(filled)


def test_alembic_itself_runs_the_revisions(tmp_path: Path) -> None:
    path = tmp_path / "made.db"
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "alembic", "-x", f"db={path}"]
    for arguments in (["upgrade", "head"], ["check"]):
        subprocess.run([*command, *arguments], cwd=ROOT, env=environment, check=True, capture_output=True)
    assert rows(path, "SELECT version_num FROM alembic_version") == [(NEWEST,)]
