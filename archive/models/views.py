"""The views: the questions people ask, ready to be read, filtered and linked.

Each view's SQL stands here as the database holds it; a test compares the two. Comments say what a view is for. A plus
before a column keeps SQLite from its index, which would be read whole where an article or a claim is asked for.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class View:
    """A view: its SQL, exactly as stored, what it is for, and what its columns hold."""

    sql: str
    comment: str
    columns: dict[str, str]


_ACTORS_OF_CLAIM = """(SELECT group_concat(name, '; ') FROM (
         SELECT actors.name FROM claim_actors JOIN actors ON actors.id = claim_actors.actor_id
         WHERE claim_actors.claim_id = {claim}.id ORDER BY claim_actors.position))"""

_JOINED_FIELDS = """(SELECT group_concat(text, char(10)) FROM (
         SELECT other.text FROM infobox_fields AS other
         WHERE other.article_id = articles.id AND other.group_name = '{group}'
           AND other.group_index = side.group_index ORDER BY other.position, other.id))"""

_CLAIM_COLUMNS = {
    "claim_id": "Number of the claim.",
    "claim_key": "Permanent name of the claim.",
    "article_id": "Number of the article.",
    "article_title": "Title of the article.",
    "article_slug": "Name of the article in addresses.",
    "place": "Section or infobox field the claim stands in.",
}

VIEWS: dict[str, View] = {
    "claim_timeline": View(
        sql=f"""CREATE VIEW claim_timeline AS
SELECT claims.id AS claim_id,
       claims.key AS claim_key,
       claims.date_from,
       claims.date_to,
       claims.date_precision,
       claims.date_basis,
       claims.time_of_day,
       claims.side,
       (SELECT trim(substr(field.text, 1, instr(field.text || char(10), char(10)) - 1)) FROM infobox_fields AS field
         WHERE field.article_id = claims.article_id AND field.group_name = 'combatant'
           AND field.group_index = claims.side ORDER BY field.position, field.id LIMIT 1) AS side_name,
       claims.claimant,
       {_ACTORS_OF_CLAIM.format(claim="claims")} AS actors,
       claims.stance,
       claims.cue,
       claims.content,
       claims.quote,
       articles.id AS article_id,
       articles.title AS article_title,
       articles.slug AS article_slug,
       coalesce(sections.path, infobox_fields.name) AS place
FROM claims
JOIN articles ON articles.id = claims.article_id
LEFT JOIN sections ON sections.id = claims.section_id
LEFT JOIN infobox_fields ON infobox_fields.id = claims.infobox_field_id""",
        comment="Who said what, when, for which side: every claim with its date, actors and place.",
        columns=_CLAIM_COLUMNS
        | {
            "date_from": "When it was said, or happened (ISO 8601, cut to its precision).",
            "date_to": "Last day, where a range is told.",
            "date_precision": "day, month or year.",
            "date_basis": "explicit, carried, relative or none: how the date was found.",
            "time_of_day": "Time of day told.",
            "side": "Number of the belligerent that the claimant speaks for.",
            "side_name": "First line of that belligerent in the infobox.",
            "claimant": "Who said it, as written.",
            "actors": "Who that is, as far as the archive could tell.",
            "stance": "assert, deny, confirm, concede or accuse.",
            "cue": "The words that mark the attribution.",
            "content": "What was said.",
            "quote": "none, direct or mixed.",
        },
    ),
    "contested_claims": View(
        sql=f"""CREATE VIEW contested_claims AS
SELECT claim_relations.id AS relation_id,
       claim_relations.kind,
       claim_relations.basis,
       claim.key AS claim_key,
       claim.claimant,
       {_ACTORS_OF_CLAIM.format(claim="claim")} AS actors,
       claim.side,
       claim.date_from,
       claim.cue,
       claim.content,
       other.key AS other_claim_key,
       other.claimant AS other_claimant,
       {_ACTORS_OF_CLAIM.format(claim="other")} AS other_actors,
       other.side AS other_side,
       other.date_from AS other_date_from,
       other.cue AS other_cue,
       other.content AS other_content,
       articles.id AS article_id,
       articles.title AS article_title,
       articles.slug AS article_slug,
       other_articles.title AS other_article_title,
       other_articles.slug AS other_article_slug,
       claim.id AS claim_id,
       other.id AS other_claim_id
FROM claim_relations
JOIN claims AS claim ON claim.id = claim_relations.claim_id
JOIN claims AS other ON other.id = claim_relations.other_claim_id
JOIN articles ON articles.id = claim.article_id
JOIN articles AS other_articles ON other_articles.id = other.article_id
WHERE +claim_relations.kind IN ('denies', 'contradicts', 'disagrees')""",
        comment="Claims that another claim denies, contradicts or disagrees with, side by side.",
        columns={
            "relation_id": "Number of the relation.",
            "kind": "denies (explicit), contradicts (incompatible accounts) or disagrees (different figures).",
            "basis": "Why the two are taken to oppose each other.",
            "claim_key": "Permanent name of the claim that answers.",
            "claimant": "Who said it, as written.",
            "actors": "Who that is.",
            "side": "Belligerent it speaks for.",
            "date_from": "When it was said.",
            "cue": "Words that mark the attribution.",
            "content": "What was said; null for a bare denial.",
            "other_claim_key": "Permanent name of the claim that is answered.",
            "other_claimant": "Who said that one.",
            "other_actors": "Who that is.",
            "other_side": "Belligerent that one speaks for.",
            "other_date_from": "When that one was said.",
            "other_cue": "Its cue.",
            "other_content": "What that one says.",
            "article_id": "Number of the article of the claim that answers.",
            "article_title": "Its title.",
            "article_slug": "Its name in addresses.",
            "other_article_title": "Title of the article of the other claim.",
            "other_article_slug": "Its name in addresses.",
            "claim_id": "Number of the claim that answers.",
            "other_claim_id": "Number of the claim that is answered.",
        },
    ),
    "casualty_claims": View(
        sql=f"""CREATE VIEW casualty_claims AS
SELECT claim_quantities.id AS quantity_id,
       claim_quantities.kind,
       claim_quantities.value_min,
       claim_quantities.value_max,
       claim_quantities.unit,
       claim_quantities.place AS loss_place,
       claim_quantities.about_side,
       claims.claimant,
       {_ACTORS_OF_CLAIM.format(claim="claims")} AS actors,
       claims.side,
       claims.stance,
       claims.date_from,
       claims.content,
       claims.id AS claim_id,
       claims.key AS claim_key,
       articles.id AS article_id,
       articles.title AS article_title,
       articles.slug AS article_slug,
       coalesce(sections.path, infobox_fields.name) AS place
FROM claim_quantities
JOIN claims ON claims.id = claim_quantities.claim_id
JOIN articles ON articles.id = claims.article_id
LEFT JOIN sections ON sections.id = claims.section_id
LEFT JOIN infobox_fields ON infobox_fields.id = claims.infobox_field_id
WHERE claim_quantities.kind IS NOT NULL""",
        comment="Losses by source: each figure of killed, wounded, captured, destroyed … and who gives it.",
        columns=_CLAIM_COLUMNS
        | {
            "quantity_id": "Number of the figure.",
            "kind": "killed, wounded, captured, missing, lost, downed, destroyed …",
            "value_min": "The figure, or the lower end of a range.",
            "value_max": "The upper end; null where it is open (500+).",
            "unit": "What is counted.",
            "loss_place": "Where the loss was, if it is told.",
            "about_side": "Belligerent whose loss it is.",
            "claimant": "Who says so, as written.",
            "actors": "Who that is.",
            "side": "Belligerent that the claimant speaks for.",
            "stance": "assert, deny, confirm, concede or accuse.",
            "date_from": "When it was said.",
            "content": "What was said.",
        },
    ),
    "belligerents": View(
        sql=f"""CREATE VIEW belligerents AS
SELECT articles.id AS article_id,
       articles.title AS article_title,
       articles.slug AS article_slug,
       side.group_index AS side,
       {_JOINED_FIELDS.format(group="combatant")} AS combatants,
       {_JOINED_FIELDS.format(group="commander")} AS commanders,
       {_JOINED_FIELDS.format(group="units")} AS units,
       {_JOINED_FIELDS.format(group="strength")} AS strength,
       {_JOINED_FIELDS.format(group="casualties")} AS casualties
FROM articles
JOIN infobox_fields AS side ON side.article_id = articles.id
WHERE side.group_name IN ('combatant', 'commander', 'units', 'strength', 'casualties')
  AND side.group_index IS NOT NULL
  AND side.id = (SELECT min(first.id) FROM infobox_fields AS first
                 WHERE first.article_id = side.article_id AND first.group_index = side.group_index
                   AND first.group_name IN ('combatant', 'commander', 'units', 'strength', 'casualties'))
ORDER BY articles.id, side.group_index""",
        comment="The sides of each conflict: one row a side, as the infobox has it.",
        columns={
            "article_id": "Number of the article.",
            "article_title": "Title of the article.",
            "article_slug": "Name of the article in addresses.",
            "side": "Number of the side in the infobox.",
            "combatants": "Who fought on it.",
            "commanders": "Who led it.",
            "units": "Its units.",
            "strength": "Its strength.",
            "casualties": "Its losses, with their sources.",
        },
    ),
    "backlinks": View(
        sql="""CREATE VIEW backlinks AS
SELECT target.id AS article_id,
       target.title AS article_title,
       target.slug AS article_slug,
       origin.id AS from_article_id,
       origin.title AS from_article_title,
       origin.slug AS from_article_slug,
       coalesce(sections.path, infobox_fields.name) AS place,
       links.text,
       links.fragment,
       links.id AS link_id
FROM links
JOIN articles AS target ON target.id = links.target_article_id
JOIN articles AS origin ON origin.id = links.article_id
LEFT JOIN sections ON sections.id = links.section_id
LEFT JOIN infobox_fields ON infobox_fields.id = links.infobox_field_id""",
        comment="What links here: for each article, the links in other articles that lead to it.",
        columns={
            "article_id": "Number of the article that is linked to.",
            "article_title": "Its title.",
            "article_slug": "Its name in addresses.",
            "from_article_id": "Number of the article that links.",
            "from_article_title": "Its title.",
            "from_article_slug": "Its name in addresses.",
            "place": "Section or infobox field of the link.",
            "text": "Words of the link.",
            "fragment": "Section that is pointed to.",
            "link_id": "Number of the link.",
        },
    ),
    "wanted_articles": View(
        sql="""CREATE VIEW wanted_articles AS
SELECT wanted_titles.target_key,
       wanted_titles.link_count,
       wanted_titles.article_count,
       (SELECT links.text FROM links
         WHERE links.target_key = wanted_titles.target_key AND links.kind = 'internal'
           AND +links.target_article_id IS NULL ORDER BY links.id LIMIT 1) AS example_text
FROM wanted_titles""",
        comment="Articles that are linked to and that the archive lacks.",
        columns={
            "target_key": "Title that is wanted, normalised.",
            "link_count": "Links that lead to it.",
            "article_count": "Articles that link to it.",
            "example_text": "Words of the first of these links.",
        },
    ),
    "article_overview": View(
        sql="""CREATE VIEW article_overview AS
SELECT articles.id AS article_id,
       articles.title AS article_title,
       articles.slug AS article_slug,
       articles.language,
       articles.short_description,
       articles.published_on,
       articles.word_count,
       (SELECT count(*) FROM sections WHERE sections.article_id = articles.id) AS section_count,
       (SELECT count(*) FROM infobox_fields WHERE infobox_fields.article_id = articles.id) AS infobox_field_count,
       (SELECT count(*) FROM links WHERE links.article_id = articles.id) AS link_count,
       (SELECT count(*) FROM claims WHERE claims.article_id = articles.id) AS claim_count,
       (SELECT count(*) FROM claim_relations JOIN claims ON claims.id = claim_relations.claim_id
         WHERE claims.article_id = articles.id
           AND claim_relations.kind IN ('denies', 'contradicts', 'disagrees')) AS contested_count,
       (SELECT count(*) FROM links WHERE links.target_article_id = articles.id) AS backlink_count,
       articles.url,
       sources.path AS source_path
FROM articles
JOIN sources ON sources.id = articles.source_id""",
        comment="What each article holds: sections, fields, links, claims, contested claims.",
        columns={
            "article_id": "Number of the article.",
            "article_title": "Title of the article.",
            "article_slug": "Name of the article in addresses.",
            "language": "Language of the text.",
            "short_description": "One line on the subject.",
            "published_on": "Date from the front matter.",
            "word_count": "Words in all sections.",
            "section_count": "Sections.",
            "infobox_field_count": "Infobox fields.",
            "link_count": "Links in it.",
            "claim_count": "Claims in it.",
            "contested_count": "Claims in it that answer another with a denial, another account or another figure.",
            "backlink_count": "Links that lead to it.",
            "url": "Address of the original.",
            "source_path": "The file it is made from.",
        },
    ),
    "claim_provenance": View(
        sql="""CREATE VIEW claim_provenance AS
SELECT claims.key AS claim_key,
       claims.summary,
       claims.sentence,
       coalesce(sections.path, infobox_fields.name) AS place,
       claims.char_start,
       claims.char_end,
       articles.title AS article_title,
       articles.slug AS article_slug,
       articles.url,
       sources.path AS source_path,
       sources.sha256,
       sources.repair,
       ingest_runs.id AS run_id,
       ingest_runs.started_at AS read_at,
       ingest_runs.program_version,
       claims.rule,
       claims.confidence,
       claims.id AS claim_id,
       articles.id AS article_id
FROM claims
JOIN articles ON articles.id = claims.article_id
JOIN sources ON sources.id = articles.source_id
JOIN ingest_runs ON ingest_runs.id = sources.run_id
LEFT JOIN sections ON sections.id = claims.section_id
LEFT JOIN infobox_fields ON infobox_fields.id = claims.infobox_field_id""",
        comment="Where each claim comes from: the characters, the article, the file with its checksum, the run.",
        columns=_CLAIM_COLUMNS
        | {
            "summary": "Claimant, cue and the start of the content.",
            "sentence": "The sentence or line that holds the cue.",
            "char_start": "First character of the content in the section or field.",
            "char_end": "Character after the last one.",
            "url": "Address of the original article.",
            "source_path": "The file.",
            "sha256": "SHA-256 of the file's original bytes.",
            "repair": "Code page that had damaged the file, where it was repaired.",
            "run_id": "The run that read the file.",
            "read_at": "When that was.",
            "program_version": "Version of the program that read it.",
            "rule": "Rule that found the claim.",
            "confidence": "Share of right rows that this rule had on the development gold; null where it met none.",
        },
    ),
}
