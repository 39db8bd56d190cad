"""Store text once: claims and links derive what other columns say. Mentions of actors, counts of wanted titles.

Revision 0002, after 0001. The content of a claim is cut out of its sentence, its summary and the usual form of a link's
target are made from other columns; indexes of columns that are mostly null leave the nulls out. `actor_mentions` holds
what each article says of an actor, `wanted_titles` the titles that links want. The texts of no row change, so the
full-text indexes stay as they are.

Mentions are filled with what is known of the actors; deriving the articles again makes them exact.
"""

from collections.abc import Sequence

from alembic import op
from sqlalchemy import Connection

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

CLAIMS = (
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
    content TEXT GENERATED ALWAYS AS (CASE WHEN content_in_sentence IS NULL THEN content_apart
        ELSE substr(sentence, content_in_sentence + 1, char_end - char_start) END) VIRTUAL,
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
    content_in_sentence INTEGER,
    content_apart TEXT,
    summary TEXT NOT NULL GENERATED ALWAYS AS (
        replace(replace(replace(coalesce(claimant, 'Unattributed') || ', ' || cue || CASE
        WHEN coalesce(content, '') = '' THEN ''
        WHEN length(content) <= 160 THEN ': ' || content
        ELSE ': ' || coalesce(
            nullif(rtrim(rtrim(substr(content, 1, 160), replace(substr(content, 1, 160), ' ', ''))), ''),
            substr(content, 1, 160)) || '…' END, char(9), ' '), char(10), ' '), '  ', ' ')) VIRTUAL,
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
    CONSTRAINT ck_claims_content CHECK (content_in_sentence IS NULL OR content_apart IS NULL),
    CONSTRAINT uq_claims_key UNIQUE ("key"),
    CONSTRAINT fk_claims_article_id_articles FOREIGN KEY(article_id) REFERENCES articles (id) ON DELETE CASCADE,
    CONSTRAINT fk_claims_section_id_sections FOREIGN KEY(section_id) REFERENCES sections (id) ON DELETE CASCADE,
    CONSTRAINT fk_claims_infobox_field_id_infobox_fields FOREIGN KEY(infobox_field_id)
        REFERENCES infobox_fields (id) ON DELETE CASCADE
) STRICT""",
    "CREATE INDEX ix_claims_article_id_position ON claims (article_id, position)",
    "CREATE INDEX ix_claims_claimant ON claims (claimant)",
    "CREATE INDEX ix_claims_date_from ON claims (date_from)",
    "CREATE INDEX ix_claims_infobox_field_id ON claims (infobox_field_id) WHERE infobox_field_id IS NOT NULL",
    "CREATE INDEX ix_claims_section_id ON claims (section_id)",
)
LINKS = (
    """CREATE TABLE links (
    id INTEGER NOT NULL,
    article_id INTEGER NOT NULL,
    section_id INTEGER,
    infobox_field_id INTEGER,
    position INTEGER NOT NULL,
    kind TEXT NOT NULL,
    text TEXT NOT NULL,
    target TEXT GENERATED ALWAYS AS (
        CASE WHEN target_key IS NULL OR target_written IS NOT NULL THEN target_written
        ELSE './' || replace(target_key, ' ', '_') || coalesce('#' || fragment, '') END) VIRTUAL,
    target_written TEXT,
    target_key TEXT,
    fragment TEXT,
    url TEXT,
    wiki TEXT,
    target_article_id INTEGER,
    CONSTRAINT pk_links PRIMARY KEY (id),
    CONSTRAINT ck_links_kind CHECK (kind IN ('internal', 'external', 'interwiki', 'file')),
    CONSTRAINT ck_links_place CHECK ((section_id IS NULL) <> (infobox_field_id IS NULL)),
    CONSTRAINT fk_links_article_id_articles FOREIGN KEY(article_id) REFERENCES articles (id) ON DELETE CASCADE,
    CONSTRAINT fk_links_section_id_sections FOREIGN KEY(section_id) REFERENCES sections (id) ON DELETE CASCADE,
    CONSTRAINT fk_links_infobox_field_id_infobox_fields FOREIGN KEY(infobox_field_id)
        REFERENCES infobox_fields (id) ON DELETE CASCADE,
    CONSTRAINT fk_links_target_article_id_articles FOREIGN KEY(target_article_id)
        REFERENCES articles (id) ON DELETE SET NULL
) STRICT""",
    "CREATE INDEX ix_links_article_id ON links (article_id)",
    "CREATE INDEX ix_links_infobox_field_id ON links (infobox_field_id) WHERE infobox_field_id IS NOT NULL",
    "CREATE INDEX ix_links_section_id ON links (section_id)",
    "CREATE INDEX ix_links_target_article_id ON links (target_article_id) WHERE target_article_id IS NOT NULL",
    "CREATE INDEX ix_links_target_key ON links (target_key)",
)
NEW_TABLES = (
    """CREATE TABLE actor_mentions (
    article_id INTEGER NOT NULL,
    actor_id INTEGER NOT NULL,
    name TEXT NOT NULL,
    kind TEXT NOT NULL,
    country_code TEXT,
    target_key TEXT,
    parent_id INTEGER,
    CONSTRAINT pk_actor_mentions PRIMARY KEY (article_id, actor_id),
    CONSTRAINT ck_actor_mentions_kind
        CHECK (kind IN ('person', 'office', 'institution', 'faction', 'country', 'media', 'other')),
    CONSTRAINT fk_actor_mentions_article_id_articles FOREIGN KEY(article_id)
        REFERENCES articles (id) ON DELETE CASCADE,
    CONSTRAINT fk_actor_mentions_actor_id_actors FOREIGN KEY(actor_id) REFERENCES actors (id) ON DELETE CASCADE,
    CONSTRAINT fk_actor_mentions_parent_id_actors FOREIGN KEY(parent_id) REFERENCES actors (id) ON DELETE SET NULL
) WITHOUT ROWID, STRICT""",
    "CREATE INDEX ix_actor_mentions_actor_id ON actor_mentions (actor_id)",
    "CREATE INDEX ix_actor_mentions_parent_id ON actor_mentions (parent_id) WHERE parent_id IS NOT NULL",
    """CREATE TABLE wanted_titles (
    id INTEGER NOT NULL,
    target_key TEXT COLLATE "NOCASE" NOT NULL,
    link_count INTEGER NOT NULL,
    article_count INTEGER NOT NULL,
    CONSTRAINT pk_wanted_titles PRIMARY KEY (id)
) STRICT""",
    "CREATE INDEX ix_wanted_titles_article_count ON wanted_titles (article_count)",
    "CREATE INDEX ix_wanted_titles_target_key ON wanted_titles (target_key)",
)
OLD_CLAIMS = (
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
)
OLD_LINKS = (
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
)

OTHER_INDEXES = (
    "CREATE INDEX ix_sections_parent_id ON sections (parent_id) WHERE parent_id IS NOT NULL",
    "CREATE INDEX ix_actors_article_id ON actors (article_id) WHERE article_id IS NOT NULL",
    "CREATE INDEX ix_actors_parent_id ON actors (parent_id) WHERE parent_id IS NOT NULL",
    "CREATE INDEX ix_actors_target_key ON actors (target_key) WHERE target_key IS NOT NULL",
)
OLD_OTHER_INDEXES = (
    "CREATE INDEX ix_sections_parent_id ON sections (parent_id)",
    "CREATE INDEX ix_actors_article_id ON actors (article_id)",
    "CREATE INDEX ix_actors_parent_id ON actors (parent_id)",
    "CREATE INDEX ix_actors_target_key ON actors (target_key)",
)

COLUMNS_OF_CLAIMS = """
    id, key, article_id, section_id, infobox_field_id, position, claimant, side, cue, stance, quote, date_from,
    date_to, date_precision, date_basis, time_of_day, char_start, char_end, content_split, claimant_start,
    claimant_end, cue_start, cue_end, sentence, folded, rule, confidence"""
COLUMNS_OF_LINKS = """
    id, article_id, section_id, infobox_field_id, position, kind, text, target_key, fragment, url, wiki,
    target_article_id"""
SENTENCE_HOLDS_CONTENT = "length(content) = char_end - char_start AND instr(sentence, content) > 0"
USUAL_TARGET = "'./' || replace(target_key, ' ', '_') || coalesce('#' || fragment, '')"

# Each copies the rows of a table, whose name is put in for {old}, into the table of its name that has just been made.
COPY_CLAIMS = f"""INSERT INTO claims ({COLUMNS_OF_CLAIMS}, content_in_sentence, content_apart)
SELECT {COLUMNS_OF_CLAIMS},
       CASE WHEN {SENTENCE_HOLDS_CONTENT} THEN instr(sentence, content) - 1 END,
       CASE WHEN {SENTENCE_HOLDS_CONTENT} THEN NULL ELSE content END
FROM {{old}} ORDER BY id"""
COPY_CLAIMS_BACK = f"""INSERT INTO claims ({COLUMNS_OF_CLAIMS}, content, summary)
SELECT {COLUMNS_OF_CLAIMS}, content, summary FROM {{old}} ORDER BY id"""
COPY_LINKS = f"""INSERT INTO links ({COLUMNS_OF_LINKS}, target_written)
SELECT {COLUMNS_OF_LINKS},
       CASE WHEN target_key IS NULL OR target IS NOT {USUAL_TARGET} THEN target END
FROM {{old}} ORDER BY id"""
COPY_LINKS_BACK = f"""INSERT INTO links ({COLUMNS_OF_LINKS}, target)
SELECT {COLUMNS_OF_LINKS}, target FROM {{old}} ORDER BY id"""

FILL_MENTIONS = """INSERT INTO actor_mentions
WITH RECURSIVE named (article_id, actor_id) AS (
    SELECT claims.article_id, claim_actors.actor_id
    FROM claim_actors JOIN claims ON claims.id = claim_actors.claim_id
    UNION
    SELECT named.article_id, actors.parent_id
    FROM named JOIN actors ON actors.id = named.actor_id WHERE actors.parent_id IS NOT NULL)
SELECT named.article_id, actors.id, name, kind, country_code, target_key, parent_id
FROM named JOIN actors ON actors.id = named.actor_id ORDER BY 1, 2"""
FILL_WANTED = """INSERT INTO wanted_titles (target_key, link_count, article_count)
SELECT target_key, count(*), count(DISTINCT article_id) FROM links
WHERE kind = 'internal' AND target_article_id IS NULL AND target_key IS NOT NULL GROUP BY target_key ORDER BY 1"""

WANTED_ARTICLES = """CREATE VIEW wanted_articles AS
SELECT wanted_titles.target_key,
       wanted_titles.link_count,
       wanted_titles.article_count,
       (SELECT links.text FROM links
         WHERE links.target_key = wanted_titles.target_key AND links.kind = 'internal'
           AND +links.target_article_id IS NULL ORDER BY links.id LIMIT 1) AS example_text
FROM wanted_titles"""
OLD_WANTED_ARTICLES = """CREATE VIEW wanted_articles AS
SELECT links.target_key,
       count(*) AS link_count,
       count(DISTINCT links.article_id) AS article_count,
       min(links.text) AS example_text
FROM links
WHERE links.target_article_id IS NULL AND links.kind = 'internal' AND links.target_key IS NOT NULL
GROUP BY links.target_key"""


def remake(connection: Connection, table: str, statements: Sequence[str], copy: str) -> None:
    """Make ``table`` anew by the first of ``statements``, with its rows; the others make its indexes.

    The old rename leaves alone what refers to the table: views, and foreign keys while they are not enforced.
    """
    create, *indexes = statements
    select = "SELECT name FROM sqlite_schema WHERE type = 'index' AND tbl_name = ? AND sql IS NOT NULL"
    for (name,) in connection.exec_driver_sql(select, (table,)).fetchall():
        connection.exec_driver_sql(f"DROP INDEX {name}")
    connection.exec_driver_sql("PRAGMA legacy_alter_table = ON")
    connection.exec_driver_sql(f"ALTER TABLE {table} RENAME TO old_{table}")
    connection.exec_driver_sql("PRAGMA legacy_alter_table = OFF")
    connection.exec_driver_sql(create)
    connection.exec_driver_sql(copy.format(old=f"old_{table}"))
    connection.exec_driver_sql(f"DROP TABLE old_{table}")
    for index in indexes:
        connection.exec_driver_sql(index)


def change(connection: Connection, indexes: Sequence[str], view: str) -> None:
    """Make ``indexes`` and the view of wanted articles anew."""
    for index in indexes:
        connection.exec_driver_sql(f"DROP INDEX {index.split()[2]}")
        connection.exec_driver_sql(index)
    connection.exec_driver_sql("DROP VIEW wanted_articles")
    connection.exec_driver_sql(view)


def upgrade() -> None:
    connection = op.get_bind()
    remake(connection, "claims", CLAIMS, COPY_CLAIMS)
    remake(connection, "links", LINKS, COPY_LINKS)
    for statement in (*NEW_TABLES, FILL_MENTIONS, FILL_WANTED):
        connection.exec_driver_sql(statement)
    change(connection, OTHER_INDEXES, WANTED_ARTICLES)


def downgrade() -> None:
    connection = op.get_bind()
    change(connection, OLD_OTHER_INDEXES, OLD_WANTED_ARTICLES)
    for table in ("wanted_titles", "actor_mentions"):
        connection.exec_driver_sql(f"DROP TABLE {table}")
    remake(connection, "links", OLD_LINKS, COPY_LINKS_BACK)
    remake(connection, "claims", OLD_CLAIMS, COPY_CLAIMS_BACK)
