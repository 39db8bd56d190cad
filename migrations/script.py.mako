"""${message}.

Revision ${up_revision}, after ${down_revision | comma,n}.

Rules: a revision never imports from `archive`, which will have changed when it runs again; it holds its SQL literally.
Prefer ALTER TABLE … ADD COLUMN. A batch operation loses the table's triggers and indexes over expressions without a
word, and fails where a view names the table: drop such views first, recreate all of them afterwards, and rebuild a
full-text index over the table with INSERT INTO name(name) VALUES ('rebuild'). Write the way down too, and test both
ways with a filled database (tests/filled.sql).
"""

from alembic import op
import sqlalchemy as sa
${imports if imports else ""}

revision = ${repr(up_revision)}
down_revision = ${repr(down_revision)}
branch_labels = ${repr(branch_labels)}
depends_on = ${repr(depends_on)}


def upgrade() -> None:
    ${upgrades if upgrades else "pass"}


def downgrade() -> None:
    ${downgrades if downgrades else "pass"}
