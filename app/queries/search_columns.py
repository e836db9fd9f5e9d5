"""What a search of the REST surface may speak of: names, and the columns behind them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

_EQUAL: Final = ("$eq", "$neq", "$exists", "$in", "$notIn")
_ORDER: Final = ("$gt", "$gte", "$lt", "$lte")
OPERATORS: Final[Mapping[str, tuple[str, ...]]] = {
    "text": (*_EQUAL, "$like"),
    "json": (*_EQUAL, "$like"),
    "enum": (*_EQUAL, "$like"),
    "key": _EQUAL,
    "flag": _EQUAL,
    "integer": (*_EQUAL, *_ORDER),
    "instant": (*_EQUAL, *_ORDER),
}
"""Which operators a kind of column takes. Source: the Advanced...Filter schemas of the published description."""


@dataclass(frozen=True)
class Column:
    """sql: what it stands for. kind: key, text, enum, integer, instant, flag or json (a value as canonical text).

    values: the published names of an enumeration, which the store holds as they are. nullable: whether it may be missing, and comes last.
    exists: for names that are no column, SQL with {test} for what must exist.
    block: for the key of a case or a process in it, an indexed key of the rows: those of one case lie in one block of keys, so the rows
    are found by their range.
    """

    sql: str
    kind: str = "text"
    values: frozenset[str] = frozenset()
    nullable: bool = False
    exists: str = ""
    block: str = ""


@dataclass(frozen=True)
class Search:
    """select, source: SQL. key: the column that tells rows apart and ends every order.

    columns: by the name that filters use. sorts: the names that results may be ordered by.
    variables: name of a filter of variables -> the column with the key of their scope. any_of: whether `$or` is understood.
    """

    select: str
    source: str
    key: str
    columns: Mapping[str, Column]
    sorts: frozenset[str]
    variables: Mapping[str, str] = field(default_factory=dict)
    any_of: bool = False


def enum(sql: str, values: Iterable[str], **more: Any) -> Column:
    return Column(sql, "enum", frozenset(values), **more)
