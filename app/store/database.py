"""One database, SQLite or PostgreSQL: how it is opened, read, and written in one transaction."""

import re
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import lru_cache, partial
from pathlib import Path
from typing import Any, cast

import pysqlite3.dbapi2 as newer_sqlite
from sqlalchemy import Connection, CursorResult, create_engine, event
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import QueuePool

from app.domain.rejection import Rejection

OLDEST_SQLITE = (3, 51, 3)
"""Older libraries can corrupt a database in WAL mode (sqlite.org, release notes of 3.51.3)."""

WAIT_FOR_LOCK_MS = 20_000
Row = Mapping[str, Any]


_PARAMETER = re.compile(r"(?<![:\w]):([a-z_]\w*)")


@lru_cache(maxsize=4096)
def _for_psycopg(sql: str) -> str:
    """Return a statement with its parameters as psycopg writes them."""
    return _PARAMETER.sub(r"%(\1)s", sql.replace("%", "%%"))


class Reader:
    """Questions to the store inside one transaction. Parameters are named, `:name`.

    Statements go to the driver as they stand: the time that SQLAlchemy takes to look at a text is more than what SQLite takes to answer it.
    """

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self.is_sqlite = connection.dialect.name == "sqlite"
        self.calendar_version: int | None = None

    def _run(self, sql: str, values: Any) -> CursorResult[Any]:
        return self.connection.exec_driver_sql(sql if self.is_sqlite else _for_psycopg(sql), values)

    def all(self, sql: str, **values: Any) -> Sequence[Row]:
        return cast(Sequence[Row], self._run(sql, values).mappings().all())

    def one(self, sql: str, **values: Any) -> Row | None:
        return cast(Row | None, self._run(sql, values).mappings().first())

    def value(self, sql: str, **values: Any) -> Any:
        return self._run(sql, values).scalar()

    def run(self, sql: str, **values: Any) -> int:
        """Carry out a statement of the side tables; return how many rows it touched."""
        return self._run(sql, values).rowcount

    def run_many(self, sql: str, rows: Sequence[Mapping[str, Any]]) -> None:
        if rows:
            self._run(sql, list(rows) if len(rows) > 1 else dict(rows[0]))


class Database:
    """A pool of connections to one database.

    url: `sqlite:///path` or `postgresql+psycopg://...`. lasting: False for an SQLite file that is thrown away: it waits for no disk.

    Raises Rejection("store_unavailable") from `read` and `write` when the database cannot be reached, is full or stays locked.
    """

    def __init__(self, url: str, *, pool_size: int = 16, lasting: bool = True) -> None:
        self.url = url
        self.is_sqlite = url.startswith("sqlite")
        if self.is_sqlite:
            if newer_sqlite.sqlite_version_info < OLDEST_SQLITE:
                raise SystemExit(
                    f"Expected SQLite {'.'.join(map(str, OLDEST_SQLITE))} or later, but found {newer_sqlite.sqlite_version}: "
                    "install the package pysqlite3 0.6.1"
                )
            self.engine = create_engine(
                url,
                module=newer_sqlite,
                poolclass=QueuePool,
                pool_size=pool_size,
                max_overflow=pool_size,
                connect_args={"timeout": WAIT_FOR_LOCK_MS / 1000, "check_same_thread": False},
            )
            event.listen(self.engine, "connect", partial(_prepare_sqlite, synchronous="FULL" if lasting else "OFF"))
            event.listen(self.engine, "begin", _begin_sqlite)
        else:
            self.engine = create_engine(
                url, pool_size=pool_size, max_overflow=pool_size, pool_pre_ping=True, connect_args={"prepare_threshold": 2}
            )
        # PostgreSQL's own default shows each statement another state; SQLite shows one to a whole transaction anyway.
        self._reading = self.engine if self.is_sqlite else self.engine.execution_options(isolation_level="REPEATABLE READ")

    @contextmanager
    def read(self) -> Iterator[Reader]:
        """Give a reader that sees one committed state; whatever it writes is undone."""
        with _plain_refusals(), self._reading.connect() as connection:
            yield Reader(connection)

    @contextmanager
    def write(self) -> Iterator[Reader]:
        """Give a reader whose statements are committed together at the end, or not at all."""
        with _plain_refusals(), self.engine.connect() as connection:
            writing = connection.execution_options(writes=True)
            with writing.begin():
                yield Reader(writing)

    def exists(self) -> bool:
        """Say whether there is a database at all: opening one that is a file would make it."""
        return not self.is_sqlite or Path(str(self.engine.url.database)).exists()

    def close(self) -> None:
        self.engine.dispose()


def _prepare_sqlite(connection: Any, _record: Any, synchronous: str) -> None:
    # Transactions are begun below: the driver's own would begin too late to hold the lock while a case is read.
    connection.isolation_level = None
    for pragma in (
        "journal_mode=WAL",
        f"synchronous={synchronous}",
        "foreign_keys=ON",
        f"busy_timeout={WAIT_FOR_LOCK_MS}",
        "temp_store=MEMORY",
        "cache_size=-16000",
    ):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE" if connection.get_execution_options().get("writes") else "BEGIN")


@contextmanager
def _plain_refusals() -> Iterator[None]:
    """Turn a database that is away, locked or full into a rejection; a mistake in a statement stays the error it is."""
    try:
        yield
    except DBAPIError as error:
        if is_unavailable(error):
            raise Rejection(
                "store_unavailable", "The store cannot be written at the moment; nothing was changed. Try again in a few seconds"
            ) from error
        raise


def is_unavailable(error: DBAPIError) -> bool:
    """Say whether a database error means that the store is away, and not that a statement is wrong."""
    if error.connection_invalidated:
        return True
    original = error.orig
    if isinstance(original, newer_sqlite.OperationalError | sqlite3.OperationalError):
        return any(word in str(original) for word in ("locked", "full", "disk I/O", "unable to open", "readonly", "not a database"))
    state = getattr(original, "sqlstate", None)
    # psycopg gives no state when the connection could not be made or was cut. Classes 08, 53, 57: connection, resources, operator
    # intervention.
    return type(original).__name__ == "OperationalError" and (state is None or str(state)[:2] in ("08", "53", "57"))
