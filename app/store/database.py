"""One database, SQLite or PostgreSQL: how it is opened, read, and written in one transaction."""

import random
import re
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import lru_cache, partial
from pathlib import Path
from time import monotonic, sleep
from typing import Any, Final, TypeVar

import pysqlite3.dbapi2 as newer_sqlite
from msgspec import Struct
from sqlalchemy import Connection, create_engine, event
from sqlalchemy.pool import QueuePool

from app.store.unavailable import StoreUnavailable, in_plain_words

OLDEST_SQLITE = (3, 51, 3)
"""Older libraries can corrupt a database in WAL mode (sqlite.org, release notes of 3.51.3)."""

WAIT_FOR_LOCK_MS = 20_000
SHORTEST_PAUSE: Final = 0.000_2
LONGEST_PAUSE: Final = 0.002
"""Between two looks for the lock, in seconds: of the order of one short transaction."""

MOST_TRIES: Final = 4
"""How often a piece of work is begun that the database undid because of others: a deadlock, a connection cut before the commit."""

PAUSE_SECONDS: Final = 0.05
MOST_PLANS: Final = 300
"""How many statements a connection to PostgreSQL keeps planned: more than the product has that are asked often."""

PLANNED_BY: Final = ("-c random_page_cost=1.1", "-c enable_bitmapscan=off", "-c jit=off")
"""Each of our statements reads some rows by an index, in its order where it has one, and stops. That is what PostgreSQL shall do
whatever it believes of how many there are: just after many came it believes too little, and would gather all of them to sort a page."""

Row = Mapping[str, Any]
Answer = TypeVar("Answer")


class Waits(Struct, frozen=True):
    """How long PostgreSQL lets a statement wait for a lock, run, and a transaction rest; how long a connection is waited for. In seconds.

    A thread that hangs must not hold a case, and with it everybody who works on it, for longer than that.
    """

    lock: float = 10
    statement: float = 30
    rest: float = 60
    connection: int = 5

    def options(self) -> str:
        """Return them as PostgreSQL takes them from a client, with how it plans."""
        limits = {"lock_timeout": self.lock, "statement_timeout": self.statement, "idle_in_transaction_session_timeout": self.rest}
        return " ".join([*(f"-c {name}={int(seconds * 1000)}" for name, seconds in limits.items()), *PLANNED_BY])


USUAL_WAITS: Final = Waits()


_PARAMETER = re.compile(r"(?<![:\w]):([a-z_]\w*)")


@lru_cache(maxsize=4096)
def _for_psycopg(sql: str) -> str:
    """Return a statement with its parameters as psycopg writes them."""
    return _PARAMETER.sub(r"%(\1)s", sql.replace("%", "%%"))


class Reader:
    """Questions to the store inside one transaction. Parameters are named, `:name`.

    link: the driver's own connection. Statements go to it as they stand: the time that SQLAlchemy takes to look at a text and at its
    answer is more than what SQLite takes to answer it. What nobody waits for an answer to, PostgreSQL is told together with the next
    question or the commit, in one journey over the network.
    """

    def __init__(self, link: Any, *, is_sqlite: bool) -> None:
        self.link, self.is_sqlite = link, is_sqlite
        # Read once in a transaction: the version of the calendar; of the case that it holds, parties and process instances by key.
        self.calendar_version: int | None = None
        self.parties: set[tuple[int, str, str]] = set()
        self.instances: dict[int, tuple[int, str]] = {}
        self.secret: dict[int, bool] = {}
        self._untold: list[tuple[str, Mapping[str, Any]]] = []

    def _ask(self, sql: str, values: Mapping[str, Any]) -> Any:
        if self.is_sqlite:
            return self.link.execute(sql, values)
        if not self._untold:
            return self.link.execute(_for_psycopg(sql), values)
        with self.link.pipeline():
            self._tell()
            return self.link.execute(_for_psycopg(sql), values)

    def _write(self, sql: str, rows: Sequence[Mapping[str, Any]]) -> None:
        if self.is_sqlite:
            self.link.executemany(sql, rows)
        else:
            self._untold += [(_for_psycopg(sql), row) for row in rows]

    def _tell(self) -> None:
        for text, values in self._untold:
            self.link.execute(text, values)
        self._untold.clear()

    def all(self, sql: str, **values: Any) -> Sequence[Row]:
        cursor = self._ask(sql, values)
        names = [column[0] for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]

    def one(self, sql: str, **values: Any) -> Row | None:
        cursor = self._ask(sql, values)
        row = cursor.fetchone()
        return None if row is None else dict(zip([column[0] for column in cursor.description], row, strict=True))

    def value(self, sql: str, **values: Any) -> Any:
        row = self._ask(sql, values).fetchone()
        return None if row is None else row[0]

    def run(self, sql: str, **values: Any) -> int:
        """Carry out a statement of the side tables; return how many rows it touched."""
        return int(self._ask(sql, values).rowcount)

    def take_time(self) -> None:
        """Let the statements of this transaction take as long as they need: the check of all chains."""
        if not self.is_sqlite:
            self.run("SET LOCAL statement_timeout = 0")

    def run_many(self, sql: str, rows: Sequence[Mapping[str, Any]]) -> None:
        """Carry out a statement for each row. What is wrong with one may be said by a later statement or the commit."""
        if rows:
            self._write(sql, rows)

    def commit(self) -> None:
        if not self._untold:
            self.link.commit()
            return
        with self.link.pipeline():
            self._tell()
            self.link.commit()


class Database:
    """A pool of connections to one database.

    url: `sqlite:///path` or `postgresql+psycopg://...`. lasting: False for an SQLite file that is thrown away: it waits for no disk.

    Raises StoreUnavailable when the database cannot be reached, is full, overloaded or stays locked.
    """

    def __init__(self, url: str, *, pool_size: int = 16, lasting: bool = True, waits: Waits = USUAL_WAITS) -> None:
        self.url = url
        self.is_sqlite = url.startswith("sqlite")
        self._forces = "FULL" if lasting else "OFF"
        # SQLite has one writer at a time. Those of this process wait for each other here and are woken at once, and only the first of them
        # knocks at the file, at which processes can but try and sleep.
        self._turn = threading.Lock()
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
                connect_args={"timeout": WAIT_FOR_LOCK_MS / 1000, "check_same_thread": False, "cached_statements": 256},
            )
            event.listen(self.engine, "connect", partial(_prepare_sqlite, synchronous=self._forces))
        else:
            self.engine = create_engine(
                url,
                pool_size=pool_size,
                max_overflow=pool_size,
                pool_timeout=waits.connection,
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
            event.listen(self.engine, "connect", _keep_plans)

    @contextmanager
    def read(self) -> Iterator[Reader]:
        """Give a reader that sees one committed state; whatever it writes is undone."""
        with in_plain_words(), self._transaction(writes=False) as reader:
            yield reader

    @contextmanager
    def write(self, *, waits_for_disk: bool = True) -> Iterator[Reader]:
        """Give a reader whose statements are committed together at the end, or not at all.

        waits_for_disk: False for what the clock does, of which nobody is told that it is kept: should the power fail before the next
        commit that waits, it is undone from its end, and done again as of the same instant.

        Source: docs/decisions, "what the clock does is forced to the disk together".
        """
        with in_plain_words() as stage, self._in_turn(), self._transaction(writes=True, waits_for_disk=waits_for_disk) as reader:
            yield reader
            stage.committing = True
            reader.commit()

    @contextmanager
    def alter(self) -> Iterator[Connection]:
        """Give SQLAlchemy's own connection, whose statements take what time they need and are committed together: for migrations."""
        with in_plain_words(), self.engine.begin() as connection:
            connection.exec_driver_sql("BEGIN IMMEDIATE" if self.is_sqlite else "SET LOCAL statement_timeout = 0")
            yield connection

    @contextmanager
    def _transaction(self, *, writes: bool, waits_for_disk: bool = True) -> Iterator[Reader]:
        """Give a reader; what it did not commit is undone when its connection goes back to the others."""
        held = self.engine.raw_connection()
        link: Any = held.driver_connection
        try:
            reader = Reader(link, is_sqlite=self.is_sqlite)
            if not self.is_sqlite:
                _see_one_state(link, not writes)
                if not waits_for_disk:
                    reader.run_many("SET LOCAL synchronous_commit TO OFF", [{}])
            elif writes:
                self._set_forcing(held.info, link, waits_for_disk)
                _begin_writing(link)
            else:
                link.execute("BEGIN")
            yield reader
            if not self.is_sqlite and not writes:
                _end_reading(link)
        finally:
            if not self.is_sqlite and link.closed:
                # The others were cut with it, or soon will be: whoever tries again gets a new one.
                held.invalidate()
                self.engine.dispose()
            else:
                held.close()

    def _set_forcing(self, known: dict[Any, Any], link: Any, waits_for_disk: bool) -> None:
        """Say when the next commit of a connection to SQLite returns. known: what is noted of the connection."""
        wanted = self._forces if waits_for_disk or self._forces == "OFF" else "NORMAL"
        if known.get("forces", self._forces) != wanted:
            link.execute(f"PRAGMA synchronous = {wanted}")
            known["forces"] = wanted

    @contextmanager
    def _in_turn(self) -> Iterator[None]:
        if not self.is_sqlite:
            yield
            return
        if not self._turn.acquire(timeout=WAIT_FOR_LOCK_MS / 1000):
            raise StoreUnavailable
        try:
            yield
        finally:
            self._turn.release()

    def ask(self, question: Callable[[Reader], Answer]) -> Answer:
        """Answer a question from one committed state; asked again where the connection was cut."""
        return _tried(self.read, question)

    def carry_out(self, work: Callable[[Reader], Answer], *, waits_for_disk: bool = True) -> Answer:
        """Do a piece of work in a transaction of its own. waits_for_disk: see `write`.

        Where the database undid it because of others, it is begun anew, from its first statement and a few times at most: nothing of it
        was acknowledged. After that, and where nobody knows whether the commit took effect, raises StoreUnavailable.
        """
        return _tried(partial(self.write, waits_for_disk=waits_for_disk), work)

    def shed_log(self) -> None:
        """Empty the log that SQLite writes ahead, where no reader needs it now: pages of what was erased stand there until then."""
        if self.is_sqlite:
            held: Any = self.engine.raw_connection()
            try:
                held.driver_connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
            finally:
                held.close()

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
        # What is deleted or overwritten leaves no bytes behind: an erased case has to be gone from the file, too.
        "secure_delete=ON",
    ):
        connection.execute(f"PRAGMA {pragma}")


def _begin_writing(link: Any) -> None:
    """Take the lock of the file. SQLite itself would look again after 1, 2, 5, 10 and ever more milliseconds, in which nobody writes."""
    end, pause = monotonic() + WAIT_FOR_LOCK_MS / 1000, SHORTEST_PAUSE
    link.execute("PRAGMA busy_timeout = 0")
    try:
        while True:
            try:
                link.execute("BEGIN IMMEDIATE")
                return
            except newer_sqlite.OperationalError as error:
                if "locked" not in str(error) or monotonic() > end:
                    raise
            sleep(pause)
            pause = min(pause * 1.1, LONGEST_PAUSE)
    finally:
        link.execute(f"PRAGMA busy_timeout = {WAIT_FOR_LOCK_MS}")


def _see_one_state(link: Any, wanted: bool) -> None:
    """Let all statements of the next transaction see one committed state, which PostgreSQL's own default does not; SQLite always does."""
    level = link.isolation_level
    if (level is not None) != wanted:
        from psycopg import IsolationLevel

        link.isolation_level = IsolationLevel.REPEATABLE_READ if wanted else None


def _keep_plans(link: Any, _record: Any) -> None:
    link.prepared_max = MOST_PLANS


def _end_reading(link: Any) -> None:
    """Undo what a question wrote, if anything, and keep the plans of its statements for the next one.

    The driver's own rollback throws all of them away, in case a table was made that is now gone; no question makes one. After an error
    that is still what happens: see app/store/unavailable.py, plans that no longer fit.
    """
    link.pgconn.exec_(b"ROLLBACK")


def _tried(transaction: Callable[[], Any], work: Callable[[Reader], Answer]) -> Answer:
    for tries in range(1, MOST_TRIES + 1):
        try:
            with transaction() as store:
                return work(store)
        except StoreUnavailable as failed:
            if not failed.again or tries == MOST_TRIES:
                raise
        # Two that undid each other must not meet again at the same instant.
        sleep(PAUSE_SECONDS * 2**tries * random.uniform(0.5, 1))  # noqa: S311  # no secret
    raise StoreUnavailable
