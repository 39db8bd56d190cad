"""A command that is killed at any moment leaves a sound archive, and the next run completes it."""

from __future__ import annotations

import random
import shutil
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

import archive.ingestion.run as ingest_run
from archive.database import current_revision, identify, migrate, open_archive, open_read_only
from archive.database.migrating import known_revisions
from archive.explore.publishing import publish
from archive.export import export_files
from archive.ingestion import ingest, rebuild

SMALL, LARGE = 24, 80


@pytest.fixture
def many_commits(monkeypatch: pytest.MonkeyPatch) -> None:
    # A small folder would be one transaction, which is no test of what happens between two.
    monkeypatch.setattr(ingest_run, "_BATCH_FILES", 5)


@pytest.fixture
def filled(tmp_path: Path, tools: Any) -> Callable[[int], Path]:
    """Make ``before/articles`` and an archive of it."""

    def fill(files: int) -> Path:
        # An archive remembers where its folders lie, so it is made where the copies will be.
        work = tmp_path / "work"
        folder = tools.write_folder(work / "articles", files)
        ingest([folder], work / "archive.db", workers=1)
        return work.rename(tmp_path / "before")

    return fill


class Killing:
    """Kill an action on copies of a folder at ``points`` random moments of the time that it takes undisturbed."""

    def __init__(
        self,
        tools: Any,
        monkeypatch: pytest.MonkeyPatch,
        figures: Any,
        before: Path,
        action: Callable[[], object],
        points: int,
    ) -> None:
        self.tools = tools
        self.monkeypatch = monkeypatch
        self.figures = figures
        self.before = before
        self.work = before.with_name("work")
        self.action = action
        self.points = points
        self.reached = 0

    def fresh(self) -> None:
        shutil.rmtree(self.work, ignore_errors=True)
        shutil.copytree(self.before, self.work, copy_function=shutil.copy2)
        self.monkeypatch.chdir(self.work)

    def run(self, check: Callable[[], None]) -> None:
        """Call ``check`` in the folder after each kill."""
        moments = random.Random(20)
        self.fresh()
        seconds = self.tools.undisturbed(self.action)
        tries = 0
        # Some moments come after the end; a busy machine makes them more.
        while self.reached < self.points and tries < 2 * self.points:
            tries += 1
            self.fresh()
            self.reached += self.tools.killed_after(moments.uniform(0, seconds), self.action)
            check()
        self.figures(kills=self.reached)


@pytest.fixture
def killing_of(tools: Any, monkeypatch: pytest.MonkeyPatch, torture: bool, figures: Any) -> Callable[..., Killing]:
    def make(before: Path, action: Callable[[], object], points: int) -> Killing:
        return Killing(tools, monkeypatch, figures, before, action, points if torture else 1)

    return make


@pytest.mark.promise("`ingest`, killed at any moment, is completed by the next run, row by row as if undisturbed")
@pytest.mark.usefixtures("many_commits")
@pytest.mark.parametrize("files", [SMALL, LARGE])
def test_a_killed_first_ingest(files: int, tmp_path: Path, tools: Any, killing_of: Any) -> None:
    before = tmp_path / "before"
    tools.write_folder(before / "articles", files)
    expected = tmp_path / "expected.db"
    ingest([before / "articles"], expected, workers=1)
    expected_rows = tools.contents_of(expected)
    database = Path("archive.db")

    def check() -> None:
        for left in (database, Path("archive.db.building")):
            if left.exists() and left.stat().st_size > 0:
                with closing(tools.sqlite3.connect(left)) as connection:
                    assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
                    assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        if database.exists():
            tools.check_sound(database)
        ingest(["articles"], database, workers=1)
        tools.check_sound(database)
        assert tools.differences(tools.contents_of(database), expected_rows) == []
        assert not Path("archive.db.building").exists()

    killing = killing_of(before, lambda: ingest(["articles"], database, workers=1), 30 if files == SMALL else 10)
    killing.run(check)


@pytest.mark.promise("`ingest` of a changed folder, with and without `--prune`, killed at any moment, likewise")
@pytest.mark.usefixtures("many_commits")
@pytest.mark.parametrize(("files", "prune"), [(SMALL, False), (SMALL, True), (LARGE, True)])
def test_a_killed_ingest_of_changes(files: int, prune: bool, filled: Any, tools: Any, killing_of: Any) -> None:
    before = filled(files)
    tools.change_folder(before / "articles", files)
    database = Path("archive.db")

    def action() -> None:
        ingest(["articles"], database, prune=prune, workers=1)

    def check() -> None:
        tools.check_sound(database)
        action()
        tools.check_sound(database)
        assert tools.differences(tools.contents_of(database), expected_rows) == []

    killing = killing_of(before, action, 30 if files == SMALL else 10)
    killing.fresh()
    action()
    expected_rows = tools.contents_of(database)
    killing.run(check)


@pytest.mark.promise("`rebuild`, killed at any moment, leaves the archive sound and changes nothing")
@pytest.mark.usefixtures("many_commits")
def test_a_killed_rebuild(filled: Any, tmp_path: Path, tools: Any, killing_of: Any) -> None:
    before = filled(SMALL)
    expected_rows = tools.contents_of(before / "archive.db")
    database = Path("archive.db")

    def check() -> None:
        tools.check_sound(database)
        rebuild(database, workers=1)
        tools.check_sound(database)
        assert tools.differences(tools.contents_of(database), expected_rows) == []

    killing = killing_of(before, lambda: rebuild(database, workers=1), 10)
    killing.run(check)


HEAD = known_revisions()[0]
MIGRATIONS = [pair for older in (*known_revisions()[1:], "base") for pair in ((older, HEAD), (HEAD, older))]


def revision_of(database: Path) -> str:
    if not identify(database):
        return "base"
    with closing(open_read_only(database)) as connection:
        return str(current_revision(connection))


@pytest.mark.promise("`migrate`, up or down, killed at any moment, is done whole or not at all, and the next does it")
@pytest.mark.parametrize(("before", "after"), MIGRATIONS)
def test_a_killed_migration(before: str, after: str, filled: Any, tools: Any, killing_of: Any, figures: Any) -> None:
    folder = filled(SMALL)
    migrate(folder / "archive.db", before)
    database = Path("archive.db")
    reached: Counter[str] = Counter()

    def contents(path: Path) -> object:
        with closing(tools.sqlite3.connect(path)) as connection:
            assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
            assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        return {} if revision_of(path) == "base" else tools.contents_of(path)

    def action() -> None:
        migrate(database, after, keep_backup=True)

    def check() -> None:
        revision = revision_of(database)
        reached[revision] += 1
        assert contents(database) == expected[revision]
        action()
        assert contents(database) == expected[after]
        if after == HEAD:
            tools.check_sound(database)
        backups = list(Path().glob("*.backup"))
        assert len(backups) >= (before != "base")
        for backup in backups:
            assert contents(backup) == expected[before]

    killing = killing_of(folder, action, 10 if "base" in (before, after) else 20)
    killing.fresh()
    expected = {before: contents(database)}
    action()
    expected[after] = contents(database)
    killing.run(check)
    figures(**{f"of {before} to {after}, left as before": reached[before]})


@pytest.mark.promise("`export`, killed at any moment, leaves whole files only, and the next completes them")
def test_a_killed_export(filled: Any, tmp_path: Path, tools: Any, killing_of: Any) -> None:
    before = filled(LARGE)
    originals = {f"articles/{name}": data for name, data in tools.files_below(before / "articles").items()}

    def action() -> None:
        with closing(open_archive(Path("archive.db"))) as connection:
            outcomes = {exported.outcome for exported in export_files(connection, Path("out"))}
        assert outcomes <= {"written", "unchanged"}

    def check() -> None:
        found = tools.files_below(Path("out")) if Path("out").exists() else {}
        whole = {name: data for name, data in found.items() if not name.endswith(".partial")}
        assert whole.items() <= originals.items()
        action()
        assert tools.files_below(Path("out")) == originals

    killing = killing_of(before, action, 20)
    killing.run(check)


@pytest.mark.promise("`publish`, killed at any moment, leaves the copy whole or not there, and the next makes it")
def test_a_killed_publish(filled: Any, tmp_path: Path, tools: Any, killing_of: Any) -> None:
    before = filled(SMALL)
    rows = tools.contents_of(before / "archive.db")
    database, output = Path("archive.db"), Path("public.db")

    def check() -> None:
        if output.exists():
            tools.check_sound(output)
            assert tools.differences(tools.contents_of(output), rows) == []
        publish(database, output, replace=True)
        tools.check_sound(output)
        assert tools.differences(tools.contents_of(output), rows) == []
        tools.check_sound(database)
        assert not sorted(Path().glob("*.publishing*"))

    killing = killing_of(before, lambda: publish(database, output), 20)
    killing.run(check)
