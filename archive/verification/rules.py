"""What must hold between rows, beyond what the tables' own constraints say: one SELECT a rule, each row a violation."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["READ_AGAIN", "RULES", "Rule"]

# Rebuild marks as failed what it cannot read, and ingest reads what is marked, though the file has not changed.
READ_AGAIN = "; `archive rebuild`, then `archive ingest` of its folder, store the file again"


@dataclass(frozen=True, slots=True)
class Rule:
    """Something that no row of ``table`` may be: ``sql`` selects what names such a row.

    Where ``gate`` selects nothing, no rule with this gate is broken.
    """

    table: str
    message: str
    sql: str
    gate: str | None = None


_FIRST = "min(char_start, cue_start, coalesce(claimant_start, cue_start))"
_LAST = "max(char_end, cue_end, coalesce(claimant_end, cue_end))"
# What the offsets of a claim span is cut out of its text once: to find a place in a long text takes as long as the text
# before it. LIMIT keeps SQLite from doing so again for each use.
_SPAN_OF_CLAIM = f"""SELECT claims.key, content, content_split, char_start, char_end, claimant, claimant_start,
        claimant_end, cue, cue_start, cue_end, {_FIRST} AS first, {_LAST} AS last,
        substr(coalesce(sections.text, infobox_fields.text), {_FIRST} + 1, {_LAST} - {_FIRST}) AS span
    FROM claims
    LEFT JOIN sections ON sections.id = claims.section_id
    LEFT JOIN infobox_fields ON infobox_fields.id = claims.infobox_field_id LIMIT -1"""
_CUT = "substr(span, {part}_start - first + 1, {part}_end - {part}_start) IS NOT "
_CUTS = {
    "content": f"content IS NOT NULL AND content_split = 0 AND {_CUT.format(part='char')} content",
    "claimant": f"claimant IS NOT NULL AND {_CUT.format(part='claimant')} claimant",
    "cue": f"{_CUT.format(part='cue')} cue",
}
_BEYOND = "length(span) < last - first"
_ANY_CUT = f"SELECT 1 FROM ({_SPAN_OF_CLAIM}) WHERE {' OR '.join((*_CUTS.values(), _BEYOND))} LIMIT 1"


def _of_claims(message: str, condition: str) -> Rule:
    return Rule("claims", message, f"SELECT key FROM ({_SPAN_OF_CLAIM}) WHERE {condition}", _ANY_CUT)


def _same_article(table: str, column: str, parent: str) -> Rule:
    return Rule(
        table,
        f"its {column} belongs to another article",
        f"SELECT child.id FROM {table} AS child JOIN {parent} AS parent ON parent.id = child.{column} "
        "WHERE parent.article_id <> child.article_id",
    )


# Links are tied when all files of a run are read. While a run goes on, and after one that was cut short, they are
# as they were; the next run ties them.
_LAST_RUN_IS_FINISHED = (
    "NOT EXISTS (SELECT 1 FROM ingest_runs WHERE finished_at IS NULL AND id = (SELECT max(id) FROM ingest_runs))"
)

_COUNTED = """SELECT target_key, count(*) AS link_count, count(DISTINCT article_id) AS article_count FROM links
    WHERE kind = 'internal' AND target_article_id IS NULL AND target_key IS NOT NULL GROUP BY target_key"""
_WANTED = "SELECT target_key COLLATE BINARY AS target_key, link_count, article_count FROM wanted_titles"

RULES = (
    *(_of_claims(f"its offsets do not cut the {part} out of the text", wrong) for part, wrong in _CUTS.items()),
    _of_claims("its offsets go beyond the text", _BEYOND),
    Rule(
        "claims",
        "it has no content, but does not span its cue",
        "SELECT key FROM claims WHERE content IS NULL AND (char_start <> cue_start OR char_end <> cue_end)",
    ),
    _same_article("claims", "section_id", "sections"),
    _same_article("claims", "infobox_field_id", "infobox_fields"),
    _same_article("infobox_fields", "infobox_id", "infoboxes"),
    _same_article("links", "section_id", "sections"),
    _same_article("links", "infobox_field_id", "infobox_fields"),
    _same_article("images", "section_id", "sections"),
    _same_article("sections", "parent_id", "sections"),
    Rule(
        "links",
        "it leads to an article of another title",
        "SELECT links.id FROM links JOIN articles ON articles.id = links.target_article_id "
        "WHERE (links.kind <> 'internal' OR lower(links.target_key) IS NOT lower(articles.title_key)) "
        f"AND {_LAST_RUN_IS_FINISHED}",
    ),
    Rule(
        "links",
        "it leads nowhere, though the article it names is here",
        "SELECT id FROM links WHERE kind = 'internal' AND target_article_id IS NULL "
        f"AND {_LAST_RUN_IS_FINISHED} "
        "AND target_key IN (SELECT title_key FROM articles GROUP BY title_key HAVING count(*) = 1)",
    ),
    Rule(
        "wanted_titles",
        "it is not counted as the links have it",
        f"SELECT DISTINCT target_key FROM ({_COUNTED} UNION ALL {_WANTED}) WHERE {_LAST_RUN_IS_FINISHED} "
        "GROUP BY target_key, link_count, article_count HAVING count(*) <> 2",
    ),
    Rule(
        "claim_actors",
        "its article does not mention its actor",
        "SELECT claims.key FROM claim_actors JOIN claims ON claims.id = claim_actors.claim_id WHERE NOT EXISTS "
        "(SELECT 1 FROM actor_mentions AS mentions WHERE mentions.article_id = claims.article_id "
        "AND mentions.actor_id = claim_actors.actor_id)",
    ),
    Rule(
        "sections",
        "it ends before it begins",
        "SELECT id FROM sections WHERE source_start < 0 OR source_end < source_start",
    ),
    Rule(
        "claim_relations",
        "its claims are the wrong way round (the lower key comes first)",
        "SELECT claim_relations.id FROM claim_relations JOIN claims AS claim ON claim.id = claim_id "
        "JOIN claims AS other ON other.id = other_claim_id "
        "WHERE claim_relations.kind <> 'denies' AND claim.key > other.key",
    ),
    Rule(
        "articles",
        "the file it is made from belongs to another article, or is superseded",
        "SELECT articles.slug FROM articles JOIN sources ON sources.id = articles.source_id "
        "WHERE sources.article_id IS NOT articles.id OR sources.status = 'superseded'",
    ),
    Rule(
        "sources",
        "it is current, but no article is made from it",
        "SELECT sources.path FROM sources LEFT JOIN articles ON articles.source_id = sources.id "
        "WHERE sources.status = 'current' AND articles.id IS NULL",
    ),
    Rule(
        "sources",
        f"its original bytes are missing{READ_AGAIN}",
        "SELECT sources.path FROM sources LEFT JOIN sqlar ON sqlar.name = sources.path WHERE sqlar.name IS NULL",
    ),
    Rule(
        "sources",
        "its repair_count is not the number of its repairs",
        "SELECT sources.path FROM sources WHERE repair_count <> "
        "(SELECT count(*) FROM text_repairs WHERE text_repairs.source_id = sources.id)",
    ),
)
