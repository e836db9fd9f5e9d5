"""What an error of the database means for who asked: a mistake of ours, a store that is away, or one that undid the work and may be
asked again at once."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

import pysqlite3.dbapi2 as newer_sqlite
from msgspec import Struct
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolExhausted

from app.domain.rejection import Rejection

_UNDONE: Final = ("40001", "40P01")
"""Serialization failure and deadlock: PostgreSQL has rolled the transaction back, whichever statement it was, the commit too."""

_CLASSES: Final = ("08", "53", "57")
"""Connection, resources, operator's intervention, a statement that took too long among them. Source: PostgreSQL, appendix A."""

_WAITED: Final = ("55P03", "57014", "25P03", "25P04")
"""A lock, a statement or a transaction at rest that took longer than it may: who asks again at once would only wait as long again."""


_PLAN_OUTGROWN: Final = ("0A000", "cached plan must not change result type")
"""A statement was planned before a migration gave its table another column. The driver plans anew once the transaction is undone."""


class StoreUnavailable(Rejection):
    """again: whether the work is certainly undone and may go through if it is begun anew at once."""

    def __init__(self, *, again: bool = False) -> None:
        super().__init__("store_unavailable", "The store cannot be written at the moment; nothing was changed. Try again in a few seconds")
        self.again = again


class Stage(Struct):
    """committing: nobody knows whether a commit whose connection was cut took effect, so from then on it is no work to begin anew."""

    committing: bool = False


@contextmanager
def in_plain_words() -> Iterator[Stage]:
    """Turn a database that is away, locked, full or overloaded into StoreUnavailable; a mistake in a statement stays the error it is."""
    stage = Stage()
    try:
        yield stage
    except PoolExhausted as error:
        raise StoreUnavailable from error
    except Exception as error:
        original = error.orig if isinstance(error, DBAPIError) else error
        if _state(original) in _UNDONE or (_state(original) == _PLAN_OUTGROWN[0] and _PLAN_OUTGROWN[1] in str(original)):
            raise StoreUnavailable(again=True) from error
        if is_unavailable(original):
            raise StoreUnavailable(again=not stage.committing and not _has_waited(original)) from error
        raise


def is_away(error: Exception) -> bool:
    """Say whether an error, whatever it comes from, means that the store is away for now."""
    return isinstance(error, StoreUnavailable | PoolExhausted) or (isinstance(error, DBAPIError) and is_unavailable(error))


def is_unavailable(error: object) -> bool:
    """Say whether what was raised is a driver's word that the store is away, and not that a statement is wrong."""
    if _is_sqlite(error):
        return any(word in str(error) for word in ("locked", "full", "disk I/O", "unable to open", "readonly", "not a database"))
    state = _state(error)
    # psycopg gives no state when the connection could not be made or was cut.
    if state is None:
        return any(kind.__module__ == "psycopg" and kind.__name__ == "OperationalError" for kind in type(error).__mro__)
    return state in _UNDONE or state in _WAITED or state[:2] in _CLASSES


def _has_waited(error: object) -> bool:
    return _is_sqlite(error) or _state(error) in _WAITED or type(error).__name__ == "ConnectionTimeout"


def _is_sqlite(error: object) -> bool:
    return isinstance(error, newer_sqlite.OperationalError | sqlite3.OperationalError)


def _state(error: object) -> str | None:
    state = getattr(error, "sqlstate", None)
    return None if state is None else str(state)
