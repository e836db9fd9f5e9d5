"""Kinds of column. Text sorts by code point on both databases; instants are text that sorts by time."""

from typing import Any

from sqlalchemy import BigInteger, Column, Integer, LargeBinary, MetaData, Text
from sqlalchemy.dialects import postgresql

METADATA = MetaData()

_TEXT = Text().with_variant(postgresql.TEXT(collation="C"), "postgresql")
# SQLite gives a row's number only to a column declared INTEGER, which there is 64 bits wide anyway.
_KEY = BigInteger().with_variant(Integer(), "sqlite")


def text(name: str, *parts: Any, **options: Any) -> Column[str]:
    return Column(name, _TEXT, *parts, **{"nullable": False, **options})


def maybe_text(name: str, *parts: Any, **options: Any) -> Column[str]:
    return text(name, *parts, nullable=True, **options)


def instant(name: str, **options: Any) -> Column[str]:
    """An instant in UTC as `YYYY-MM-DDTHH:MM:SS.ffffffZ`."""
    return text(name, **options)


def maybe_instant(name: str, **options: Any) -> Column[str]:
    return text(name, nullable=True, **options)


def integer(name: str, *parts: Any, **options: Any) -> Column[int]:
    return Column(name, _KEY, *parts, **{"nullable": False, **options})


def maybe_integer(name: str, *parts: Any, **options: Any) -> Column[int]:
    return integer(name, *parts, nullable=True, **options)


def flag(name: str, **options: Any) -> Column[int]:
    """Yes or no, as 1 or 0."""
    return integer(name, **{"server_default": "0", **options})


def blob(name: str, **options: Any) -> Column[bytes]:
    return Column(name, LargeBinary, **{"nullable": False, **options})
