"""One claim: its words in their sentence, who, when, what answers it, and where it comes from."""

from __future__ import annotations

from archive.explore.arguments import NotHereError
from archive.explore.citing import cite_claim
from archive.explore.claims import fetch_claims
from archive.explore.marking import Span, mark
from archive.explore.pages import Asked
from archive.explore.sql import Row, rows
from archive.explore.words import number_range, words

__all__ = ["load"]

_PROVENANCE = """
SELECT claims.*, coalesce(sections.text, infobox_fields.text) AS text,
       sources.path, sources.id AS source_id, sources.sha256, sources.repair, sources.run_id,
       ingest_runs.started_at AS read_at, ingest_runs.program_version,
       articles.url, articles.title, articles.author, articles.published_on
FROM claims
JOIN articles ON articles.id = claims.article_id
JOIN sources ON sources.id = articles.source_id
JOIN ingest_runs ON ingest_runs.id = sources.run_id
LEFT JOIN sections ON sections.id = claims.section_id
LEFT JOIN infobox_fields ON infobox_fields.id = claims.infobox_field_id
WHERE claims.key = ?
"""

_CONTEXT = 400
_MOST_RELATIONS = 100


def load(asked: Asked) -> Row:
    """Return the claim whose key the address ends with; NotHereError if there is none."""
    connection, addresses = asked.connection, asked.addresses
    found = rows(connection, _PROVENANCE, (asked.name,))
    if not found:
        raise NotHereError("There is no claim with this key. Its article may have changed since.")
    row = found[0]
    (claim,) = fetch_claims(connection, [row["id"]], addresses)
    quantities = rows(connection, "SELECT * FROM claim_quantities WHERE claim_id = ? ORDER BY id", (row["id"],))
    return {
        "claim": claim,
        "quantities": [
            {
                "figure": number_range(one["value_min"], one["value_max"]),
                "min": one["value_min"],
                "max": one["value_max"],
                "unit": one["unit"],
                "kind": one["kind"],
                "place": one["place"],
                "about_side": one["about_side"],
                "row": addresses.row("claim_quantities", one["id"]),
            }
            for one in quantities
        ],
        "relations": _relations(asked, row["id"]),
        "provenance": {
            "article_url": row["url"],
            "source": row["path"],
            "source_row": addresses.row("sources", row["source_id"]),
            "sha256": row["sha256"],
            "repair": row["repair"],
            "read_at": row["read_at"],
            "run": addresses.row("ingest_runs", row["run_id"]),
            "program_version": row["program_version"],
            "rule": row["rule"],
            "confidence": row["confidence"],
            "char_start": row["char_start"],
            "char_end": row["char_end"],
        },
        "timeline_page": addresses.page("timeline", from_=row["date_from"], to=row["date_from"])
        if row["date_from"]
        else None,
        "citation": cite_claim(claim, row),
        "_context": _context(row),
    }


def _relations(asked: Asked, number: int) -> list[Row]:
    related = rows(
        asked.connection,
        "SELECT id, kind, basis, other_claim_id AS other, 1 AS forward FROM claim_relations WHERE claim_id = ? "
        "UNION ALL SELECT id, kind, basis, claim_id, 0 FROM claim_relations WHERE other_claim_id = ? "
        f"ORDER BY 1 LIMIT {_MOST_RELATIONS}",
        (number, number),
    )
    claims = fetch_claims(asked.connection, [row["other"] for row in related], asked.addresses)
    return [
        {
            "kind": row["kind"],
            "kind_in_words": words()["relations" if row["forward"] else "relations_back"][row["kind"]],
            "basis": row["basis"],
            "row": asked.addresses.row("claim_relations", row["id"]),
            "claim": claim,
        }
        for row, claim in zip(related, claims, strict=True)
    ]


def _context(row: Row) -> Row:
    """Return the words around the claim, cut at the marks of claimant, cue and content."""
    spans = [Span(row["char_start"], row["char_end"], "content"), Span(row["cue_start"], row["cue_end"], "cue")]
    if row["claimant_start"] is not None:
        spans.append(Span(row["claimant_start"], row["claimant_end"], "claimant"))
    text = row["text"]
    first, last = min(span.start for span in spans), max(span.end for span in spans)
    start, end = max(0, first - _CONTEXT), min(len(text), last + _CONTEXT)
    # Whole words only.
    start = text.find(" ", start, first) + 1 or start if start else 0
    end = text.rfind(" ", last, end) if end < len(text) and " " in text[last:end] else end
    return {"before": start > 0, "pieces": mark(text, start, end, spans), "after": end < len(text)}
