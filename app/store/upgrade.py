"""Bringing a database to the newest schema."""

from pathlib import Path
from typing import Final

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

from app.store.database import Database

_FOLDER: Final = Path(__file__).parent / "migrations"


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(_FOLDER))
    return config


def is_current(database: Database) -> bool:
    """Say whether the database has the newest schema. Raises Rejection("store_unavailable")."""
    with database.read() as store:
        found = MigrationContext.configure(store.connection).get_current_revision()
    return bool(found == ScriptDirectory.from_config(_config()).get_current_head())


def upgrade(database: Database) -> None:
    """Run the migrations that the database has not seen. Each is written so that the previous code still runs beside it.

    Raises Rejection("store_unavailable").
    """
    config = _config()
    with database.write() as store:
        config.attributes["connection"] = store.connection
        command.upgrade(config, "head")


def checkpoint(database: Database) -> None:
    """Put everything into the one database file, so that the data folder can be copied or moved. Only SQLite needs it."""
    if database.is_sqlite:
        with database.engine.connect() as connection:
            connection.exec_driver_sql("ROLLBACK")
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    database.close()
