"""Article: reads like an article, its claims marked; where it comes from, what links here, what it lacks."""

from __future__ import annotations

from archive.explore.addresses import web_address
from archive.explore.arguments import NotHereError
from archive.explore.citing import cite_article
from archive.explore.claims import CONTESTING, fetch_claims
from archive.explore.pages import Asked
from archive.explore.pages.article_infobox import fetch_infoboxes
from archive.explore.pages.article_text import Marks, fetch_links, fetch_sections, make_marks
from archive.explore.sql import Row, rows

__all__ = ["load"]

_MOST_BACKLINKS = 60
_MOST_LACKING = 60

_ARTICLE = """
SELECT articles.*, sources.path, sources.sha256, sources.size_bytes, sources.encoding, sources.repair,
       sources.repair_count, sources.modified_at, sources.run_id, ingest_runs.started_at AS read_at
FROM articles
JOIN sources ON sources.id = articles.source_id
JOIN ingest_runs ON ingest_runs.id = sources.run_id
WHERE articles.slug = ?
"""

_BACKLINKS = """
SELECT DISTINCT articles.title, articles.slug FROM links
JOIN articles ON articles.id = links.article_id
WHERE links.target_article_id = ? AND links.article_id <> ?
ORDER BY articles.title LIMIT ?
"""

# The plus keeps SQLite from the index of targets, where all links that lead nowhere stand under null.
_LACKING = """
SELECT target_key, count(*) AS links FROM links
WHERE article_id = ? AND kind = 'internal' AND +target_article_id IS NULL AND target_key IS NOT NULL
GROUP BY target_key ORDER BY links DESC, target_key LIMIT ?
"""

_CONTESTED = f"""
SELECT claim_id FROM claim_relations
WHERE claim_id IN (SELECT id FROM claims WHERE article_id = :article) AND kind IN {CONTESTING}
UNION
SELECT other_claim_id FROM claim_relations
WHERE other_claim_id IN (SELECT id FROM claims WHERE article_id = :article) AND kind IN {CONTESTING}
"""


def load(asked: Asked) -> Row:
    """Return the article whose slug the address ends with; NotHereError if there is none."""
    connection, addresses = asked.connection, asked.addresses
    found = rows(connection, _ARTICLE, (asked.name,))
    if not found:
        raise NotHereError("There is no such article in this archive.")
    row = found[0]
    number, slug = row["id"], row["slug"]
    show_images = asked.arguments.flag("images")
    claims, marks = _claims(asked, number)
    links = fetch_links(connection, number, addresses)
    sections = fetch_sections(asked, row, marks, links, show_images=show_images)
    infoboxes = fetch_infoboxes(asked, number, marks, links)
    images = sum(len(section["images"]) for section in sections) + (1 if web_address(row["image_url"]) else 0)
    return {
        "title": row["title"],
        "slug": slug,
        "language": row["language"],
        "short_description": row["short_description"],
        "author": row["author"],
        "published_on": row["published_on"],
        "url": row["url"],
        "url_basis": row["url_basis"],
        "image_url": row["image_url"],
        "_url": web_address(row["url"]),
        "_image_url": web_address(row["image_url"]),
        "word_count": row["word_count"],
        "row": addresses.row("articles", number),
        "rows": {
            name: addresses.table(name, article_id=number)
            for name in ("sections", "infobox_fields", "links", "claims", "images")
        },
        "source": _source(asked, row),
        "other_sources": [
            other | {"row": addresses.row("sources", other["id"])}
            for other in rows(
                connection,
                "SELECT id, path, status, status_reason FROM sources WHERE article_id = ? AND id <> ? ORDER BY path",
                (number, row["source_id"]),
            )
        ],
        "infoboxes": infoboxes,
        "sections": sections,
        "plain": any(section["plain"] for section in sections),
        "claims": claims,
        "contested": sum(claim["contested"] for claim in claims),
        "timeline_page": addresses.page("timeline", article=slug),
        "contested_page": addresses.page("contested", article=slug),
        "casualties_page": addresses.page("casualties", article=slug),
        "backlinks": [
            {"title": other["title"], "page": addresses.article(other["slug"])}
            for other in rows(connection, _BACKLINKS, (number, number, _MOST_BACKLINKS))
        ],
        "backlinks_page": addresses.query("what_links_here", article_slug=slug),
        "lacking": [
            {
                "target_key": other["target_key"],
                "links": other["links"],
                "page": addresses.table("links", target_key=other["target_key"]),
            }
            for other in rows(connection, _LACKING, (number, _MOST_LACKING))
        ],
        "citation": cite_article(row),
        "images": images,
        "show_images": show_images,
        "images_page": f"{addresses.article(slug)}?images=1",
    }


def _claims(asked: Asked, article: int) -> tuple[list[Row], Marks]:
    """Return the claims of the article in reading order, and what marks them in its texts."""
    placed = rows(
        asked.connection,
        "SELECT id, key, section_id, infobox_field_id, char_start, char_end, cue_start, cue_end, claimant_start, "
        "claimant_end FROM claims WHERE article_id = ? ORDER BY position",
        (article,),
    )
    contested = {row["claim_id"] for row in rows(asked.connection, _CONTESTED, {"article": article})}
    claims = [
        claim | {"number": number, "contested": place["id"] in contested}
        for number, (claim, place) in enumerate(
            zip(fetch_claims(asked.connection, [row["id"] for row in placed], asked.addresses), placed, strict=True), 1
        )
    ]
    return claims, make_marks(placed, claims)


def _source(asked: Asked, row: Row) -> Row:
    return {
        "path": row["path"],
        "sha256": row["sha256"],
        "size_bytes": row["size_bytes"],
        "encoding": row["encoding"],
        "repair": row["repair"],
        "repair_count": row["repair_count"],
        "modified_at": row["modified_at"],
        "read_at": row["read_at"],
        "row": asked.addresses.row("sources", row["source_id"]),
        "repairs": asked.addresses.table("text_repairs", source_id=row["source_id"]) if row["repair_count"] else None,
        "run": asked.addresses.row("ingest_runs", row["run_id"]),
    }
