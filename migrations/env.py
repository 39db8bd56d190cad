"""Runs the revisions over one connection, in one transaction, with foreign keys off.

Foreign keys are off because batch operations rebuild tables, and deleting the old one would empty every table that
refers to it (ON DELETE CASCADE). They are checked before the transaction ends.
"""

from pathlib import Path

from alembic import context
from sqlalchemy import Connection

from archive.database import engine_for_writing
from archive.models import FULL_TEXT_TABLES, Base

# Instructions of SQLite's machine between two looks at whether someone pressed Ctrl-C.
STEPS_BETWEEN_SIGNALS = 20_000


def include_name(name: str | None, kind: str, _parents: object) -> bool:
    """Leave full-text tables and their shadow tables to the revisions: Alembic would drop them."""
    return not (kind == "table" and name is not None and name.startswith(tuple(FULL_TEXT_TABLES)))


def check_foreign_keys(connection: Connection) -> None:
    """Raise RuntimeError, which rolls the migration back, where a row refers to one that does not exist."""
    broken = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchmany(5)
    if broken:
        rows = "; ".join(f"{table} row {row} refers to {parent}" for table, row, parent, _ in broken)
        raise RuntimeError(f"The migration would leave references that lead nowhere: {rows}")


def run() -> None:
    """Run the revisions that were asked for, over the engine of the caller or ``-x db=PATH``."""
    if context.is_offline_mode():
        raise RuntimeError("Revisions need a database to run on: --sql is not supported.")
    engine = context.config.attributes.get("engine")
    if engine is None:
        engine = engine_for_writing(Path(context.get_x_argument(as_dictionary=True).get("db", "archive.db")))
    with engine.connect() as connection:
        # Inside a transaction this PRAGMA does nothing, so it goes past SQLAlchemy, which would begin one.
        driver_connection = connection.connection.driver_connection
        driver_connection.execute("PRAGMA foreign_keys = OFF")
        # Ctrl-C is seen when Python code runs; a long statement would not let it run.
        driver_connection.set_progress_handler(lambda: 0, STEPS_BETWEEN_SIGNALS)
        context.configure(
            connection=connection,
            target_metadata=Base.metadata,
            include_name=include_name,
            render_as_batch=True,
            transactional_ddl=True,
            transaction_per_migration=False,
            autogenerate_plugins=["alembic.autogenerate.*", "alembic.ext.checkconstraint_byname"],
        )
        with context.begin_transaction():
            context.run_migrations()
            check_foreign_keys(connection)
            if not context.get_context().get_current_heads():
                # Nothing is left of the archive, so the file is an empty database again.
                connection.exec_driver_sql("DROP TABLE IF EXISTS alembic_version")


run()
