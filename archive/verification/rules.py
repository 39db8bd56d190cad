"""What must hold between rows, beyond what the tables' own constraints say.

A rule of one row of a table is a condition (``RULES``), so that one reading of the table answers all of them. What is
asked of several rows at once is a SELECT of its own (``QUERIES``).
"""

from __future__ import annotations

from dataclasses import dataclass

from archive.verification.places import BEYOND, CLAIMANT, CONTENT, CUE, NO_SPAN

__all__ = ["LAST_RUN_IS_FINISHED", "QUERIES", "READ_AGAIN", "RULES", "Query", "Rule"]

# Rebuild marks as failed what it cannot read, and ingest reads what is marked, though the file has not changed.
READ_AGAIN = "; `archive rebuild`, then `archive ingest` of its folder, store the file again"


@dataclass(frozen=True, slots=True)
class Rule:
    """Something that no row of ``table`` may be: ``wrong``, a condition in SQL; ``name`` is the column that names it.

    What a column ``<thing>_id`` refers to is called ``of_<thing>_id`` in the condition, NULL where there is none.
    """

    table: str
    message: str
    wrong: str
    name: str = "id"


@dataclass(frozen=True, slots=True)
class Query:
    """Something that no row of ``table`` may be: ``sql`` selects what names such a row."""

    table: str
    message: str
    sql: str


def _misplaced(message: str, bit: int) -> Rule:
    return Rule("claims", message, f"misplaced & {bit}", "key")


def _same_article(table: str, column: str) -> Rule:
    wrong = f"of_{column}.article_id <> {table}.article_id"
    return Rule(table, f"its {column} belongs to another article", wrong)


# Links are tied when all files of a run are read. While a run goes on, and after one that was cut short, they are
# as they were; the next run ties them.
LAST_RUN_IS_FINISHED = (
    "NOT EXISTS (SELECT 1 FROM ingest_runs WHERE finished_at IS NULL AND id = (SELECT max(id) FROM ingest_runs))"
)

RULES = (
    _misplaced("its offsets do not cut the content out of the text", CONTENT),
    _misplaced("its offsets do not cut the claimant out of the text", CLAIMANT),
    _misplaced("its offsets do not cut the cue out of the text", CUE),
    _misplaced("its offsets go beyond the text", BEYOND),
    _misplaced("it has no content, but does not span its cue", NO_SPAN),
    _same_article("claims", "section_id"),
    _same_article("claims", "infobox_field_id"),
    _same_article("infobox_fields", "infobox_id"),
    _same_article("links", "section_id"),
    _same_article("links", "infobox_field_id"),
    _same_article("images", "section_id"),
    _same_article("sections", "parent_id"),
    Rule(
        "links",
        "it leads to an article of another title",
        "of_target_article_id.id IS NOT NULL AND (links.kind <> 'internal' "
        f"OR lower(links.target_key) IS NOT lower(of_target_article_id.title_key)) AND {LAST_RUN_IS_FINISHED}",
    ),
    Rule(
        "claim_actors",
        "its article does not mention its actor",
        "of_claim_id.id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM actor_mentions "
        "WHERE actor_mentions.article_id = of_claim_id.article_id "
        "AND actor_mentions.actor_id = claim_actors.actor_id)",
        "of_claim_id.key",
    ),
    Rule(
        "sections",
        "it ends before it begins",
        "sections.source_start < 0 OR sections.source_end < sections.source_start",
    ),
    Rule(
        "claim_relations",
        "its claims are the wrong way round (the lower key comes first)",
        "claim_relations.kind <> 'denies' AND of_claim_id.key > of_other_claim_id.key",
    ),
    Rule(
        "articles",
        "the file it is made from belongs to another article, or is superseded",
        "of_source_id.id IS NOT NULL "
        "AND (of_source_id.article_id IS NOT articles.id OR of_source_id.status = 'superseded')",
        "slug",
    ),
    Rule(
        "sources",
        "it is current, but no article is made from it",
        "sources.status = 'current' AND NOT EXISTS (SELECT 1 FROM articles WHERE articles.source_id = sources.id)",
        "path",
    ),
    Rule(
        "sources",
        f"its original bytes are missing{READ_AGAIN}",
        "NOT EXISTS (SELECT 1 FROM sqlar WHERE sqlar.name = sources.path)",
        "path",
    ),
    Rule(
        "sources",
        "its repair_count is not the number of its repairs",
        "sources.repair_count <> (SELECT count(*) FROM text_repairs WHERE text_repairs.source_id = sources.id)",
        "path",
    ),
)

QUERIES = (
    Query(
        "links",
        "it leads nowhere, though the article it names is here",
        "SELECT id FROM links WHERE kind = 'internal' AND target_article_id IS NULL "
        f"AND {LAST_RUN_IS_FINISHED} "
        "AND target_key IN (SELECT title_key FROM articles GROUP BY title_key HAVING count(*) = 1)",
    ),
)
