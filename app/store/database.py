"""One database, SQLite or PostgreSQL: how it is opened, read, and written in one transaction."""

import random
import re
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache, partial
from pathlib import Path
from typing import Any, Final, TypeVar, cast

import pysqlite3.dbapi2 as newer_sqlite
from sqlalchemy import Connection, CursorResult, create_engine, event
from sqlalchemy.pool import QueuePool

from app.store.unavailable import StoreUnavailable, in_plain_words

OLDEST_SQLITE = (3, 51, 3)
"""Older libraries can corrupt a database in WAL mode (sqlite.org, release notes of 3.51.3)."""

WAIT_FOR_LOCK_MS = 20_000
MOST_TRIES: Final = 4
"""How often a piece of work is begun that the database undid because of others: a deadlock, a connection cut before the commit."""

PAUSE_SECONDS: Final = 0.05
Row = Mapping[str, Any]
Answer = TypeVar("Answer")


@dataclass(frozen=True)
class Waits:
    """How long PostgreSQL lets a statement wait for a lock, run, and a transaction rest; how long a connection is waited for. In seconds.

    A thread that hangs must not hold a case, and with it everybody who works on it, for longer than that.
    """

    lock: float = 10
    statement: float = 30
    rest: float = 60
    connection: int = 5

    def options(self) -> str:
        """Return them as PostgreSQL takes them from a client."""
        limits = {"lock_timeout": self.lock, "statement_timeout": self.statement, "idle_in_transaction_session_timeout": self.rest}
        return " ".join(f"-c {name}={int(seconds * 1000)}" for name, seconds in limits.items())


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

    def take_time(self) -> None:
        """Let the statements of this transaction take as long as they need: a migration, the check of all chains."""
        if not self.is_sqlite:
            self.run("SET LOCAL statement_timeout = 0")

    def run_many(self, sql: str, rows: Sequence[Mapping[str, Any]]) -> None:
        if rows:
            self._run(sql, list(rows) if len(rows) > 1 else dict(rows[0]))


class Database:
    """A pool of connections to one database.

    url: `sqlite:///path` or `postgresql+psycopg://...`. lasting: False for an SQLite file that is thrown away: it waits for no disk.

    Raises StoreUnavailable when the database cannot be reached, is full, overloaded or stays locked.
    """

    def __init__(self, url: str, *, pool_size: int = 16, lasting: bool = True, waits: Waits = Waits()) -> None:
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
                url,
                pool_size=pool_size,
                max_overflow=pool_size,
                pool_timeout=waits.connection,
                pool_pre_ping=True,
                connect_args={
                    "prepare_threshold": 2,
                    "connect_timeout": waits.connection,
                    "options": waits.options(),
                    # A network that drops packets says nothing: without these a cut connection is waited for a quarter of an hour.
                    "keepalives_idle": 10,
                    "keepalives_interval": 5,
                    "keepalives_count": 3,
                    "tcp_user_timeout": 20_000,
                },
            )
        # PostgreSQL's own default shows each statement another state; SQLite shows one to a whole transaction anyway.
        self._reading = self.engine if self.is_sqlite else self.engine.execution_options(isolation_level="REPEATABLE READ")

    @contextmanager
    def read(self) -> Iterator[Reader]:
        """Give a reader that sees one committed state; whatever it writes is undone."""
        with in_plain_words(), self._reading.connect() as connection:
            yield Reader(connection)

    @contextmanager
    def write(self) -> Iterator[Reader]:
        """Give a reader whose statements are committed together at the end, or not at all."""
        with in_plain_words() as stage, self.engine.connect() as connection:
            writing = connection.execution_options(writes=True)
            with writing.begin():
                yield Reader(writing)
                stage.committing = True

    def ask(self, question: Callable[[Reader], Answer]) -> Answer:
        """Answer a question from one committed state; asked again where the connection was cut."""
        return _tried(self.read, question)

    def carry_out(self, work: Callable[[Reader], Answer]) -> Answer:
        """Do a piece of work in a transaction of its own.

        Where the database undid it because of others, it is begun anew, from its first statement and a few times at most: nothing of it
        was acknowledged. After that, and where nobody knows whether the commit took effect, raises StoreUnavailable.
        """
        return _tried(self.write, work)

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


def _tried(transaction: Callable[[], Any], work: Callable[[Reader], Answer]) -> Answer:
    for tries in range(1, MOST_TRIES + 1):
        try:
            with transaction() as store:
                return work(store)
        except StoreUnavailable as failed:
            if not failed.again or tries == MOST_TRIES:
                raise
        # Two that undid each other must not meet again at the same instant.
        time.sleep(PAUSE_SECONDS * 2**tries * random.uniform(0.5, 1))  # noqa: S311  # no secret
    raise StoreUnavailable
