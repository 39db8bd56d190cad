"""Ingest health: runs, files that failed and why, repairs before and after, links wanted most."""

from __future__ import annotations

from archive.explore.pages import Asked
from archive.explore.sql import Row, rows

__all__ = ["load"]

_RUNS = 20
_ERRORS = 100
_REPAIRS = 60
_WANTED = 60

_STATUSES = "SELECT status, count(*) AS files FROM sources GROUP BY status ORDER BY status"

_WARNINGS = """
SELECT stage, kind, count(*) AS messages, min(path) AS path, min(message) AS message
FROM ingest_errors WHERE run_id = ? AND level = 'warning'
GROUP BY stage, kind ORDER BY messages DESC, kind LIMIT 50
"""

_REPAIRED = """
SELECT sources.id, sources.path, sources.repair, sources.repair_count, articles.title, articles.slug
FROM sources LEFT JOIN articles ON articles.id = sources.article_id
WHERE sources.id IN (SELECT source_id FROM text_repairs GROUP BY source_id LIMIT 200)
ORDER BY sources.repair_count DESC, sources.path LIMIT 20
"""

_REPAIR_SAMPLES = """
SELECT id, line, "column", damaged, repaired, method FROM text_repairs
WHERE source_id = ? ORDER BY line, "column" LIMIT ?
"""

_UNRESOLVED = "SELECT coalesce(sum(link_count), 0) AS links FROM wanted_titles"

_MOST_WANTED = f"""
SELECT target_key, link_count AS links, article_count AS articles FROM wanted_titles
ORDER BY article_count DESC, link_count DESC, target_key LIMIT {_WANTED}
"""


def load(asked: Asked) -> Row:
    """Return how the archive came to be, and what is wrong with it."""
    connection, addresses = asked.connection, asked.addresses
    runs = rows(connection, f"SELECT * FROM ingest_runs ORDER BY id DESC LIMIT {_RUNS}")
    last = runs[0]["id"] if runs else None
    wanted, unresolved = asked.remember.later(_MOST_WANTED), asked.remember.later(_UNRESOLVED)
    return {
        "runs": [run | {"row": addresses.row("ingest_runs", run["id"])} for run in runs],
        "files": {
            row["status"]: row["files"] for row in asked.remember(_STATUSES, lambda: rows(connection, _STATUSES))
        },
        "failed": [
            error | {"row": addresses.row("ingest_errors", error["id"])}
            for error in rows(
                connection,
                f"SELECT * FROM ingest_errors WHERE level = 'error' ORDER BY id DESC LIMIT {_ERRORS}",
            )
        ],
        "warnings": [
            warning | {"page": addresses.table("ingest_errors", run_id=last, kind=warning["kind"])}
            for warning in rows(connection, _WARNINGS, (last,))
        ],
        "repaired": _repaired(asked),
        "wanted": [one | {"page": addresses.table("links", target_key=one["target_key"])} for one in wanted or ()],
        "unresolved_links": unresolved[0]["links"] if unresolved else None,
        "counting": wanted is None or unresolved is None,
        "tables": {
            name: addresses.table(name)
            for name in ("ingest_runs", "ingest_errors", "sources", "text_repairs", "wanted_articles")
        },
    }


def _repaired(asked: Asked) -> list[Row]:
    repaired, left = [], _REPAIRS
    for source in rows(asked.connection, _REPAIRED):
        samples = rows(asked.connection, _REPAIR_SAMPLES, (source["id"], min(left, 12)))
        left -= len(samples)
        repaired.append(
            {
                "path": source["path"],
                "repair": source["repair"],
                "count": source["repair_count"],
                "row": asked.addresses.row("sources", source["id"]),
                "all": asked.addresses.table("text_repairs", source_id=source["id"]),
                "article": asked.addresses.article(source["slug"]) if source["slug"] else None,
                "title": source["title"],
                "samples": samples,
            }
        )
        if left <= 0:
            break
    return repaired
