"""A store in memory that begins empty: what an event would have written can be written there, away from the city's own."""

from functools import cache
from threading import Lock
from typing import TYPE_CHECKING, Any, Final

import pysqlite3.dbapi2 as newer_sqlite

from app.store.database import Reader

if TYPE_CHECKING:
    from sqlalchemy import Index, Table

_COPYING: Final = Lock()


def empty_store() -> Reader:
    """Return a store with all tables and nothing in them, which is gone when nobody holds it any more. One thread at a time uses it.

    Beside them are `at`, whose one row says the number of the event that is written, and `written`, which says of each row, by its
    table and its number there, which event gave it the values that it has.
    """
    link = _memory()
    with _COPYING:
        _pattern().backup(link)
    return Reader(link, is_sqlite=True)


def _memory() -> Any:
    return newer_sqlite.connect(":memory:", isolation_level=None, check_same_thread=False)


@cache
def _pattern() -> Any:
    """Return the store that each is a copy of: to make its tables takes a hundred times as long."""
    # A third of a second that no start of a server pays: only who compares rows makes the pattern.
    from sqlalchemy.dialects import sqlite
    from sqlalchemy.schema import CreateIndex, CreateTable

    from app.store.tables import METADATA

    made = ["PRAGMA journal_mode = OFF", "CREATE TABLE at (seq INTEGER)", "INSERT INTO at VALUES (0)"]
    made.append("CREATE TABLE written (name TEXT, place INTEGER, seq INTEGER, PRIMARY KEY (name, place)) WITHOUT ROWID")
    for table in METADATA.sorted_tables:
        made.append(str(CreateTable(table).compile(dialect=sqlite.dialect())))
        made += [str(CreateIndex(index).compile(dialect=sqlite.dialect())) for index in _unique(table)]
        made += _triggers(table)
    link = _memory()
    link.executescript(";\n".join(made))
    return link


def _unique(table: "Table") -> "list[Index]":
    """Return what keeps rows apart; what only finds them faster is of no use among the rows of one case."""
    return sorted((index for index in table.indexes if index.unique), key=lambda index: str(index.name))


def _triggers(table: "Table") -> list[str]:
    note = (
        f"INSERT INTO written SELECT '{table.name}', NEW.rowid, seq FROM at WHERE true"  # names are ours
        " ON CONFLICT (name, place) DO UPDATE SET seq = excluded.seq"
    )
    differs = " OR ".join(f'OLD."{column.name}" IS NOT NEW."{column.name}"' for column in table.columns)
    return [
        f"CREATE TRIGGER {table.name}_made AFTER INSERT ON {table.name} BEGIN {note}; END",
        f"CREATE TRIGGER {table.name}_changed AFTER UPDATE ON {table.name} WHEN {differs} BEGIN {note}; END",
    ]
