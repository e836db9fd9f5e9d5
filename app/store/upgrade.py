"""Bringing a database to the newest schema."""

from pathlib import Path
from typing import Final

from app.domain.rejection import Rejection
from app.store.database import Database

_FOLDER: Final = Path(__file__).parent / "migrations"


def newest_revision() -> str:
    """Return the number of the newest migration. Their files begin with their numbers."""
    return max(path.name.partition("_")[0] for path in (_FOLDER / "versions").glob("[0-9]*.py"))


def is_current(database: Database) -> bool:
    """Say whether the database has the newest schema.

    Raises Rejection("store_unavailable"), and "state_forbids" where a release newer than ours has brought it further.

    It asks without Alembic, which takes a tenth of a second to load: at nearly every start there is nothing to migrate.
    """
    noted = (
        "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'alembic_version'"
        if database.is_sqlite
        else "SELECT to_regclass('alembic_version')::text"
    )
    with database.read() as store:
        found = store.value("SELECT version_num FROM alembic_version") if store.value(noted) is not None else None
    newest = newest_revision()
    if found is not None and found > newest:
        raise Rejection(
            "state_forbids",
            "Expected a database of schema %(expected)s or older, but a newer release has brought this one to %(found)s: use that release,"
            " or restore a backup from before",
            expected=newest,
            found=found,
        )
    return bool(found == newest)


def upgrade(database: Database) -> None:
    """Run the migrations that the database has not seen. Each is written so that the previous code still runs beside it.

    Raises Rejection("store_unavailable"), and "state_forbids" where it is newer than ours: nothing is touched then.
    """
    if is_current(database):
        return
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(_FOLDER))
    with database.alter() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


def checkpoint(database: Database) -> None:
    """Put everything into the one database file, so that the data folder can be copied or moved. Only SQLite needs it."""
    database.shed_log()
    database.close()
