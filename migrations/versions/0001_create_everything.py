"""Create everything: tables, indexes, full-text search and views.

Revision 0001, after nothing.
"""

from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

# "CArc" in the header of the file: what tells our databases from others.
APPLICATION_ID = 0x43417263

TABLES = (
    """CREATE TABLE folders (
    id INTEGER NOT NULL,
    name TEXT NOT NULL,
    location TEXT NOT NULL,
    CONSTRAINT pk_folders PRIMARY KEY (id),
    CONSTRAINT uq_folders_name UNIQUE (name)
) STRICT""",
    """CREATE TABLE ingest_runs (
    id INTEGER NOT NULL,
    started_at TEXT NOT NULL,
    finished_at TEXT,
    program_version TEXT NOT NULL,
    arguments TEXT NOT NULL,
    files_seen INTEGER NOT NULL,
    added INTEGER NOT NULL,
    updated INTEGER NOT NULL,
    unchanged INTEGER NOT NULL,
    superseded INTEGER NOT NULL,
    removed INTEGER NOT NULL,
    failed INTEGER NOT NULL,
    CONSTRAINT pk_ingest_runs PRIMARY KEY (id)
) STRICT""",
    """CREATE TABLE sqlar (
    name TEXT NOT NULL,
    mode INTEGER NOT NULL,
    mtime INTEGER NOT NULL,
    sz INTEGER NOT NULL,
    data BLOB NOT NULL,
    CONSTRAINT pk_sqlar PRIMARY KEY (name),
    CONSTRAINT ck_sqlar_name CHECK (name <> ''
        AND substr(name, 1, 1) <> '/'
        AND substr(name, -1) <> '/'
        AND instr(name, '//') = 0
        AND instr(name, char(92)) = 0
        AND instr(name, char(0)) = 0
        AND ('/' || name || '/') NOT LIKE '%/./%'
        AND ('/' || name || '/') NOT LIKE '%/../%')
) STRICT""",
    "CREATE UNIQUE INDEX uq_sqlar_name_folded ON sqlar (lower(name))",
    """CREATE TABLE articles (
    id INTEGER NOT NULL,
    slug TEXT NOT NULL,
    title TEXT NOT NULL,
    title_key TEXT NOT NULL,
    language TEXT,
    short_description TEXT,
    description TEXT,
    author TEXT,
    published_on TEXT,
    url TEXT,
    url_basis TEXT,
    image_url TEXT,
    extra TEXT NOT NULL,
    word_count INTEGER NOT NULL,
    source_id INTEGER NOT NULL,
    created_run_id INTEGER NOT NULL,
    updated_run_id INTEGER NOT NULL,
    CONSTRAINT pk_articles PRIMARY KEY (id),
    CONSTRAINT ck_articles_url_basis CHECK (url_basis IN ('given', 'made')),
    CONSTRAINT ck_articles_published_on CHECK (published_on IS NULL
        OR published_on GLOB '[0-9][0-9][0-9][0-9]'
        OR published_on GLOB '[0-9][0-9][0-9][0-9]-[0-1][0-9]'
        OR published_on GLOB '[0-9][0-9][0-9][0-9]-[0-1][0-9]-[0-3][0-9]'),
    CONSTRAINT ck_articles_extra CHECK (extra IS NULL OR json_valid(extra)),
    CONSTRAINT uq_articles_slug UNIQUE (slug),
    CONSTRAINT fk_articles_source_id_sources FOREIGN KEY(source_id)
        REFERENCES sources (id) DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT fk_articles_created_run_id_ingest_runs FOREIGN KEY(created_run_id) REFERENCES ingest_runs (id),
    CONSTRAINT fk_articles_updated_run_id_ingest_runs FOREIGN KEY(updated_run_id) REFERENCES ingest_runs (id)
) STRICT""",
    "CREATE INDEX ix_articles_created_run_id ON articles (created_run_id)",
    "CREATE INDEX ix_articles_published_on ON articles (published_on)",
    "CREATE INDEX ix_articles_source_id ON articles (source_id)",
    "CREATE INDEX ix_articles_title ON articles (title)",
    "CREATE INDEX ix_articles_title_key ON articles (title_key)",
    "CREATE INDEX ix_articles_title_key_folded ON articles (lower(title_key))",
    "CREATE INDEX ix_articles_updated_run_id ON articles (updated_run_id)",
    "CREATE UNIQUE INDEX uq_articles_language_title_key ON articles (coalesce(language, ''), title_key)",
    """CREATE TABLE ingest_errors (
    id INTEGER NOT NULL,
    run_id INTEGER NOT NULL,
    path TEXT NOT NULL,
    level TEXT NOT NULL,
    stage TEXT NOT NULL,
    kind TEXT NOT NULL,
    message TEXT NOT NULL,
    line INTEGER,
    "column" INTEGER,
    CONSTRAINT pk_ingest_errors PRIMARY KEY (id),
    CONSTRAINT ck_ingest_errors_level CHECK (level IN ('error', 'warning')),
    CONSTRAINT fk_ingest_errors_run_id_ingest_runs FOREIGN KEY(run_id)
        REFERENCES ingest_runs (id) ON DELETE CASCADE
) STRICT""",
    "CREATE INDEX ix_ingest_errors_path ON ingest_errors (path)",
    "CREATE INDEX ix_ingest_errors_run_id ON ingest_errors (run_id)",
    """CREATE TABLE actors (
    id INTEGER NOT NULL,
    parent_id INTEGER,
    name TEXT NOT NULL,
    name_key TEXT NOT NULL,
    kind TEXT NOT NULL,
    country_code TEXT,
    target_key TEXT,
    article_id INTEGER,
    CONSTRAINT pk_actors PRIMARY KEY (id),
    CONSTRAINT ck_actors_kind
        CHECK (kind IN ('person', 'office', 'institution', 'faction', 'country', 'media', 'other')),
    CONSTRAINT fk_actors_parent_id_actors FOREIGN KEY(parent_id) REFERENCES actors (id) ON DELETE SET NULL,
    CONSTRAINT uq_actors_name_key UNIQUE (name_key),
    CONSTRAINT fk_actors_article_id_articles FOREIGN KEY(article_id)
        REFERENCES articles (id) ON DELETE SET NULL
) STRICT""",
    "CREATE INDEX ix_actors_article_id ON actors (article_id)",
    "CREATE INDEX ix_actors_parent_id ON actors (parent_id)",
    "CREATE INDEX ix_actors_target_key ON actors (target_key)",
    """CREATE TABLE infoboxes (
    id INTEGER NOT NULL,
    article_id INTEGER NOT NULL,
    position INTEGER NOT NULL,
    type TEXT,
    CONSTRAINT pk_infoboxes PRIMARY KEY (id),
    CONSTRAINT fk_infoboxes_article_id_articles FOREIGN KEY(article_id)
        REFERENCES articles (id) ON DELETE CASCADE
) STRICT""",
    "CREATE INDEX ix_infoboxes_article_id ON infoboxes (article_id)",
    """CREATE TABLE sections (
    id INTEGER NOT NULL,
    article_id INTEGER NOT NULL,
    parent_id INTEGER,
    position INTEGER NOT NULL,
    level INTEGER NOT NULL,
    heading TEXT NOT NULL,
    path TEXT NOT NULL,
    anchor TEXT NOT NULL,
    text TEXT NOT NULL,
    folded TEXT NOT NULL,
    word_count INTEGER NOT NULL,
    source_start INTEGER NOT NULL,
    source_end INTEGER NOT NULL,
    CONSTRAINT pk_sections PRIMARY KEY (id),
    CONSTRAINT ck_sections_level CHECK (level BETWEEN 0 AND 6),
    CONSTRAINT fk_sections_article_id_articles FOREIGN KEY(article_id)
        REFERENCES articles (id) ON DELETE CASCADE,
    CONSTRAINT fk_sections_parent_id_sections FOREIGN KEY(parent_id)
        REFERENCES sections (id) ON DELETE CASCADE
) STRICT""",
    "CREATE INDEX ix_sections_article_id_position ON sections (article_id, position)",
    "CREATE INDEX ix_sections_parent_id ON sections (parent_id)",
    """CREATE TABLE sources (
    id INTEGER NOT NULL,
    article_id INTEGER,
    status TEXT NOT NULL,
    status_reason TEXT,
    path TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    size_bytes INTEGER NOT NULL,
    modified_at TEXT NOT NULL,
    encoding TEXT,
    repair TEXT,
    repair_count INTEGER NOT NULL,
    parser_version INTEGER NOT NULL,
    run_id INTEGER NOT NULL,
    CONSTRAINT pk_sources PRIMARY KEY (id),
    CONSTRAINT ck_sources_status CHECK (status IN ('current', 'superseded', 'failed')),
    CONSTRAINT ck_sources_sha256 CHECK (length(sha256) = 64),
    CONSTRAINT ck_sources_size_bytes CHECK (size_bytes >= 0),
    CONSTRAINT fk_sources_article_id_articles FOREIGN KEY(article_id)
        REFERENCES articles (id) ON DELETE SET NULL,
    CONSTRAINT uq_sources_path UNIQUE (path),
    CONSTRAINT fk_sources_run_id_ingest_runs FOREIGN KEY(run_id) REFERENCES ingest_runs (id)
) STRICT""",
    "CREATE INDEX ix_sources_article_id ON sources (article_id)",
    "CREATE INDEX ix_sources_run_id ON sources (run_id)",
    "CREATE INDEX ix_sources_sha256 ON sources (sha256)",
    """CREATE TABLE images (
    id INTEGER NOT NULL,
    article_id INTEGER NOT NULL,
    section_id INTEGER NOT NULL,
    position INTEGER NOT NULL,
    url TEXT NOT NULL,
    file_name TEXT,
    alt TEXT NOT NULL,
    CONSTRAINT pk_images PRIMARY KEY (id),
    CONSTRAINT fk_images_article_id_articles FOREIGN KEY(article_id)
        REFERENCES articles (id) ON DELETE CASCADE,
    CONSTRAINT fk_images_section_id_sections FOREIGN KEY(section_id)
        REFERENCES sections (id) ON DELETE CASCADE
) STRICT""",
    "CREATE INDEX ix_images_article_id ON images (article_id)",
    "CREATE INDEX ix_images_section_id ON images (section_id)",
    """CREATE TABLE infobox_fields (
    id INTEGER NOT NULL,
    infobox_id INTEGER NOT NULL,
    article_id INTEGER NOT NULL,
    position INTEGER NOT NULL,
    name TEXT NOT NULL,
    group_name TEXT,
    group_index INTEGER,
    group_part TEXT,
    text TEXT NOT NULL,
    number REAL,
    formatting TEXT,
    CONSTRAINT pk_infobox_fields PRIMARY KEY (id),
    CONSTRAINT ck_infobox_fields_formatting CHECK (formatting IS NULL OR json_valid(formatting)),
    CONSTRAINT fk_infobox_fields_infobox_id_infoboxes FOREIGN KEY(infobox_id)
        REFERENCES infoboxes (id) ON DELETE CASCADE,
    CONSTRAINT fk_infobox_fields_article_id_articles FOREIGN KEY(article_id)
        REFERENCES articles (id) ON DELETE CASCADE
) STRICT""",
    """CREATE INDEX ix_infobox_fields_article_id_group_name_group_index
        ON infobox_fields (article_id, group_name, group_index)""",
    "CREATE INDEX ix_infobox_fields_infobox_id ON infobox_fields (infobox_id)",
    "CREATE INDEX ix_infobox_fields_name ON infobox_fields (name)",
    """CREATE TABLE text_repairs (
    id INTEGER NOT NULL,
    source_id INTEGER NOT NULL,
    line INTEGER NOT NULL,
    "column" INTEGER NOT NULL,
    damaged TEXT NOT NULL,
    repaired TEXT NOT NULL,
    method TEXT NOT NULL,
    CONSTRAINT pk_text_repairs PRIMARY KEY (id),
    CONSTRAINT fk_text_repairs_source_id_sources FOREIGN KEY(source_id)
        REFERENCES sources (id) ON DELETE CASCADE
) STRICT""",
    "CREATE INDEX ix_text_repairs_source_id ON text_repairs (source_id)",
    """CREATE TABLE claims (
    id INTEGER NOT NULL,
    "key" TEXT NOT NULL,
    article_id INTEGER NOT NULL,
    section_id INTEGER,
    infobox_field_id INTEGER,
    position INTEGER NOT NULL,
    claimant TEXT,
    side INTEGER,
    cue TEXT NOT NULL,
    stance TEXT NOT NULL,
    content TEXT,
    quote TEXT NOT NULL,
    date_from TEXT,
    date_to TEXT,
    date_precision TEXT,
    date_basis TEXT NOT NULL,
    time_of_day TEXT,
    char_start INTEGER NOT NULL,
    char_end INTEGER NOT NULL,
    content_split INTEGER NOT NULL,
    claimant_start INTEGER,
    claimant_end INTEGER,
    cue_start INTEGER NOT NULL,
    cue_end INTEGER NOT NULL,
    sentence TEXT NOT NULL,
    summary TEXT NOT NULL,
    folded TEXT NOT NULL,
    rule TEXT NOT NULL,
    confidence REAL,
    CONSTRAINT pk_claims PRIMARY KEY (id),
    CONSTRAINT ck_claims_stance CHECK (stance IN ('assert', 'deny', 'confirm', 'concede', 'accuse')),
    CONSTRAINT ck_claims_quote CHECK (quote IN ('none', 'direct', 'mixed')),
    CONSTRAINT ck_claims_date_precision CHECK (date_precision IN ('day', 'month', 'year')),
    CONSTRAINT ck_claims_date_basis CHECK (date_basis IN ('explicit', 'carried', 'relative', 'none')),
    CONSTRAINT ck_claims_content_split CHECK (content_split IN (0, 1)),
    CONSTRAINT ck_claims_date_from CHECK (date_from IS NULL
        OR date_from GLOB '[0-9][0-9][0-9][0-9]'
        OR date_from GLOB '[0-9][0-9][0-9][0-9]-[0-1][0-9]'
        OR date_from GLOB '[0-9][0-9][0-9][0-9]-[0-1][0-9]-[0-3][0-9]'),
    CONSTRAINT ck_claims_date_to CHECK (date_to IS NULL
        OR date_to GLOB '[0-9][0-9][0-9][0-9]'
        OR date_to GLOB '[0-9][0-9][0-9][0-9]-[0-1][0-9]'
        OR date_to GLOB '[0-9][0-9][0-9][0-9]-[0-1][0-9]-[0-3][0-9]'),
    CONSTRAINT ck_claims_place CHECK ((section_id IS NULL) <> (infobox_field_id IS NULL)),
    CONSTRAINT ck_claims_key CHECK (length(key) = 16),
    CONSTRAINT ck_claims_offsets CHECK (0 <= char_start AND char_start <= char_end),
    CONSTRAINT ck_claims_cue_offsets CHECK (0 <= cue_start AND cue_start <= cue_end),
    CONSTRAINT ck_claims_claimant_offsets CHECK ((claimant IS NULL) = (claimant_start IS NULL)
        AND (claimant IS NULL) = (claimant_end IS NULL)),
    CONSTRAINT uq_claims_key UNIQUE ("key"),
    CONSTRAINT fk_claims_article_id_articles FOREIGN KEY(article_id)
        REFERENCES articles (id) ON DELETE CASCADE,
    CONSTRAINT fk_claims_section_id_sections FOREIGN KEY(section_id)
        REFERENCES sections (id) ON DELETE CASCADE,
    CONSTRAINT fk_claims_infobox_field_id_infobox_fields FOREIGN KEY(infobox_field_id)
        REFERENCES infobox_fields (id) ON DELETE CASCADE
) STRICT""",
    "CREATE INDEX ix_claims_article_id_position ON claims (article_id, position)",
    "CREATE INDEX ix_claims_claimant ON claims (claimant)",
    "CREATE INDEX ix_claims_date_from ON claims (date_from)",
    "CREATE INDEX ix_claims_infobox_field_id ON claims (infobox_field_id)",
    "CREATE INDEX ix_claims_section_id ON claims (section_id)",
    """CREATE TABLE infobox_values (
    id INTEGER NOT NULL,
    field_id INTEGER NOT NULL,
    position INTEGER NOT NULL,
    depth INTEGER NOT NULL,
    label TEXT,
    text TEXT NOT NULL,
    kind TEXT NOT NULL,
    number_min REAL,
    number_max REAL,
    unit TEXT,
    date_start TEXT,
    date_end TEXT,
    country_code TEXT,
    CONSTRAINT pk_infobox_values PRIMARY KEY (id),
    CONSTRAINT ck_infobox_values_kind
        CHECK (kind IN ('text', 'number', 'quantity', 'date', 'date_range', 'country')),
    CONSTRAINT ck_infobox_values_date_start CHECK (date_start IS NULL
        OR date_start GLOB '[0-9][0-9][0-9][0-9]'
        OR date_start GLOB '[0-9][0-9][0-9][0-9]-[0-1][0-9]'
        OR date_start GLOB '[0-9][0-9][0-9][0-9]-[0-1][0-9]-[0-3][0-9]'),
    CONSTRAINT ck_infobox_values_date_end CHECK (date_end IS NULL
        OR date_end GLOB '[0-9][0-9][0-9][0-9]'
        OR date_end GLOB '[0-9][0-9][0-9][0-9]-[0-1][0-9]'
        OR date_end GLOB '[0-9][0-9][0-9][0-9]-[0-1][0-9]-[0-3][0-9]'),
    CONSTRAINT fk_infobox_values_field_id_infobox_fields FOREIGN KEY(field_id)
        REFERENCES infobox_fields (id) ON DELETE CASCADE
) STRICT""",
    "CREATE INDEX ix_infobox_values_field_id ON infobox_values (field_id)",
    """CREATE TABLE links (
    id INTEGER NOT NULL,
    article_id INTEGER NOT NULL,
    section_id INTEGER,
    infobox_field_id INTEGER,
    position INTEGER NOT NULL,
    kind TEXT NOT NULL,
    text TEXT NOT NULL,
    target TEXT,
    target_key TEXT,
    fragment TEXT,
    url TEXT,
    wiki TEXT,
    target_article_id INTEGER,
    CONSTRAINT pk_links PRIMARY KEY (id),
    CONSTRAINT ck_links_kind CHECK (kind IN ('internal', 'external', 'interwiki', 'file')),
    CONSTRAINT ck_links_place CHECK ((section_id IS NULL) <> (infobox_field_id IS NULL)),
    CONSTRAINT fk_links_article_id_articles FOREIGN KEY(article_id)
        REFERENCES articles (id) ON DELETE CASCADE,
    CONSTRAINT fk_links_section_id_sections FOREIGN KEY(section_id)
        REFERENCES sections (id) ON DELETE CASCADE,
    CONSTRAINT fk_links_infobox_field_id_infobox_fields FOREIGN KEY(infobox_field_id)
        REFERENCES infobox_fields (id) ON DELETE CASCADE,
    CONSTRAINT fk_links_target_article_id_articles FOREIGN KEY(target_article_id)
        REFERENCES articles (id) ON DELETE SET NULL
) STRICT""",
    "CREATE INDEX ix_links_article_id ON links (article_id)",
    "CREATE INDEX ix_links_infobox_field_id ON links (infobox_field_id)",
    "CREATE INDEX ix_links_section_id ON links (section_id)",
    "CREATE INDEX ix_links_target_article_id ON links (target_article_id)",
    "CREATE INDEX ix_links_target_key ON links (target_key)",
    """CREATE TABLE claim_actors (
    claim_id INTEGER NOT NULL,
    actor_id INTEGER NOT NULL,
    position INTEGER NOT NULL,
    CONSTRAINT pk_claim_actors PRIMARY KEY (claim_id, actor_id),
    CONSTRAINT fk_claim_actors_claim_id_claims FOREIGN KEY(claim_id) REFERENCES claims (id) ON DELETE CASCADE,
    CONSTRAINT fk_claim_actors_actor_id_actors FOREIGN KEY(actor_id) REFERENCES actors (id) ON DELETE CASCADE
) STRICT""",
    "CREATE INDEX ix_claim_actors_actor_id ON claim_actors (actor_id)",
    """CREATE TABLE claim_quantities (
    id INTEGER NOT NULL,
    claim_id INTEGER NOT NULL,
    value_min REAL,
    value_max REAL,
    unit TEXT,
    kind TEXT,
    place TEXT,
    about_side INTEGER,
    CONSTRAINT pk_claim_quantities PRIMARY KEY (id),
    CONSTRAINT fk_claim_quantities_claim_id_claims FOREIGN KEY(claim_id)
        REFERENCES claims (id) ON DELETE CASCADE
) STRICT""",
    "CREATE INDEX ix_claim_quantities_claim_id ON claim_quantities (claim_id)",
    "CREATE INDEX ix_claim_quantities_kind ON claim_quantities (kind)",
    """CREATE TABLE claim_relations (
    id INTEGER NOT NULL,
    claim_id INTEGER NOT NULL,
    other_claim_id INTEGER NOT NULL,
    kind TEXT NOT NULL,
    basis TEXT NOT NULL,
    confidence REAL,
    CONSTRAINT pk_claim_relations PRIMARY KEY (id),
    CONSTRAINT ck_claim_relations_kind
        CHECK (kind IN ('denies', 'contradicts', 'disagrees', 'repeats', 'corroborates')),
    CONSTRAINT ck_claim_relations_pair CHECK (claim_id <> other_claim_id),
    CONSTRAINT fk_claim_relations_claim_id_claims FOREIGN KEY(claim_id)
        REFERENCES claims (id) ON DELETE CASCADE,
    CONSTRAINT fk_claim_relations_other_claim_id_claims FOREIGN KEY(other_claim_id)
        REFERENCES claims (id) ON DELETE CASCADE
) STRICT""",
    "CREATE INDEX ix_claim_relations_kind ON claim_relations (kind)",
    "CREATE INDEX ix_claim_relations_other_claim_id ON claim_relations (other_claim_id)",
    "CREATE UNIQUE INDEX uq_claim_relations_pair_kind ON claim_relations (claim_id, other_claim_id, kind)",
)

FULL_TEXT_TABLES = (
    (
        "CREATE VIRTUAL TABLE sections_fts USING fts5(heading, text, folded, "
        'content="sections", content_rowid="id", tokenize="porter unicode61 remove_diacritics 2")'
    ),
    (
        "CREATE VIRTUAL TABLE claims_fts USING fts5(claimant, content, sentence, folded, "
        'content="claims", content_rowid="id", tokenize="porter unicode61 remove_diacritics 2")'
    ),
)

VIEWS = (
    """CREATE VIEW claim_timeline AS
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
       (SELECT group_concat(name, '; ') FROM (
         SELECT actors.name FROM claim_actors JOIN actors ON actors.id = claim_actors.actor_id
         WHERE claim_actors.claim_id = claims.id ORDER BY claim_actors.position)) AS actors,
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
    """CREATE VIEW contested_claims AS
SELECT claim_relations.id AS relation_id,
       claim_relations.kind,
       claim_relations.basis,
       claim.key AS claim_key,
       claim.claimant,
       (SELECT group_concat(name, '; ') FROM (
         SELECT actors.name FROM claim_actors JOIN actors ON actors.id = claim_actors.actor_id
         WHERE claim_actors.claim_id = claim.id ORDER BY claim_actors.position)) AS actors,
       claim.side,
       claim.date_from,
       claim.cue,
       claim.content,
       other.key AS other_claim_key,
       other.claimant AS other_claimant,
       (SELECT group_concat(name, '; ') FROM (
         SELECT actors.name FROM claim_actors JOIN actors ON actors.id = claim_actors.actor_id
         WHERE claim_actors.claim_id = other.id ORDER BY claim_actors.position)) AS other_actors,
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
    """CREATE VIEW casualty_claims AS
SELECT claim_quantities.id AS quantity_id,
       claim_quantities.kind,
       claim_quantities.value_min,
       claim_quantities.value_max,
       claim_quantities.unit,
       claim_quantities.place AS loss_place,
       claim_quantities.about_side,
       claims.claimant,
       (SELECT group_concat(name, '; ') FROM (
         SELECT actors.name FROM claim_actors JOIN actors ON actors.id = claim_actors.actor_id
         WHERE claim_actors.claim_id = claims.id ORDER BY claim_actors.position)) AS actors,
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
    """CREATE VIEW belligerents AS
SELECT articles.id AS article_id,
       articles.title AS article_title,
       articles.slug AS article_slug,
       side.group_index AS side,
       (SELECT group_concat(text, char(10)) FROM (
         SELECT other.text FROM infobox_fields AS other
         WHERE other.article_id = articles.id AND other.group_name = 'combatant'
           AND other.group_index = side.group_index ORDER BY other.position, other.id)) AS combatants,
       (SELECT group_concat(text, char(10)) FROM (
         SELECT other.text FROM infobox_fields AS other
         WHERE other.article_id = articles.id AND other.group_name = 'commander'
           AND other.group_index = side.group_index ORDER BY other.position, other.id)) AS commanders,
       (SELECT group_concat(text, char(10)) FROM (
         SELECT other.text FROM infobox_fields AS other
         WHERE other.article_id = articles.id AND other.group_name = 'units'
           AND other.group_index = side.group_index ORDER BY other.position, other.id)) AS units,
       (SELECT group_concat(text, char(10)) FROM (
         SELECT other.text FROM infobox_fields AS other
         WHERE other.article_id = articles.id AND other.group_name = 'strength'
           AND other.group_index = side.group_index ORDER BY other.position, other.id)) AS strength,
       (SELECT group_concat(text, char(10)) FROM (
         SELECT other.text FROM infobox_fields AS other
         WHERE other.article_id = articles.id AND other.group_name = 'casualties'
           AND other.group_index = side.group_index ORDER BY other.position, other.id)) AS casualties
FROM articles
JOIN infobox_fields AS side ON side.article_id = articles.id
WHERE side.group_name IN ('combatant', 'commander', 'units', 'strength', 'casualties')
  AND side.group_index IS NOT NULL
  AND side.id = (SELECT min(first.id) FROM infobox_fields AS first
                 WHERE first.article_id = side.article_id AND first.group_index = side.group_index
                   AND first.group_name IN ('combatant', 'commander', 'units', 'strength', 'casualties'))
ORDER BY articles.id, side.group_index""",
    """CREATE VIEW backlinks AS
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
    """CREATE VIEW wanted_articles AS
SELECT links.target_key,
       count(*) AS link_count,
       count(DISTINCT links.article_id) AS article_count,
       min(links.text) AS example_text
FROM links
WHERE links.target_article_id IS NULL AND links.kind = 'internal' AND links.target_key IS NOT NULL
GROUP BY links.target_key""",
    """CREATE VIEW article_overview AS
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
    """CREATE VIEW claim_provenance AS
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
)

VIEW_NAMES = (
    "claim_provenance",
    "article_overview",
    "wanted_articles",
    "backlinks",
    "belligerents",
    "casualty_claims",
    "contested_claims",
    "claim_timeline",
)

# Full-text tables first, then each table after those that refer to it.
TABLE_NAMES = (
    "sections_fts",
    "claims_fts",
    "claim_relations",
    "claim_quantities",
    "claim_actors",
    "links",
    "infobox_values",
    "claims",
    "text_repairs",
    "infobox_fields",
    "images",
    "sources",
    "sections",
    "infoboxes",
    "actors",
    "ingest_errors",
    "articles",
    "sqlar",
    "ingest_runs",
    "folders",
)


def upgrade() -> None:
    connection = op.get_bind()
    for statement in (*TABLES, *FULL_TEXT_TABLES, *VIEWS):
        connection.exec_driver_sql(statement)
    connection.exec_driver_sql(f"PRAGMA application_id = {APPLICATION_ID}")


def downgrade() -> None:
    connection = op.get_bind()
    for name in VIEW_NAMES:
        connection.exec_driver_sql(f"DROP VIEW {name}")
    for name in TABLE_NAMES:
        connection.exec_driver_sql(f"DROP TABLE {name}")
    connection.exec_driver_sql("PRAGMA application_id = 0")
