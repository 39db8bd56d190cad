"""The benchmark that says where the time of a file goes."""

from __future__ import annotations

from pathlib import Path

from archive.ingestion.tasks import Task
from benchmarks.cases.extracting import stage_seconds


def test_every_stage_of_a_file_is_timed(tmp_path: Path) -> None:
    article = tmp_path / "a.md"
    article.write_text("---\ntitle: A\n---\nOn 2 May 2020, the ministry said that the bridge was lost.\n", "utf-8")
    stages = stage_seconds([Task("a.md", article.stat().st_size, str(article))])
    assert list(stages) == [
        "read the file",
        "pack the original",
        "decode, repair, front matter",
        "Markdown, infoboxes, links",
        "claims, and relations within the article",
        "rows",
    ]
