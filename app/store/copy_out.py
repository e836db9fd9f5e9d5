"""A consistent copy of the embedded database, made while others write. Only SQLite: PostgreSQL has means of its own."""

from pathlib import Path
from typing import Any

import pysqlite3.dbapi2 as newer_sqlite

from app.store.database import Database


def copy_out(database: Database, target: Path) -> None:
    """Copy the database as it is at one committed moment, not before this call, to a new file.

    In one step, by SQLite's online backup: it reads one state, as any reader does in WAL mode, and keeps no writer waiting.
    """
    source: Any = database.engine.raw_connection()
    copy = newer_sqlite.connect(str(target))
    try:
        source.driver_connection.backup(copy, pages=-1)
        # A backup is one file: what was copied begins no log of its own until it is opened as a city's store.
        copy.execute("PRAGMA journal_mode=DELETE")
    finally:
        copy.close()
        source.close()
