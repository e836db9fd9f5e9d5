"""What a search of the REST surface may speak of: names, and the columns behind them."""

import re
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
    """select, table, joins: SQL, each join by the name that its table goes by; it adds columns to a row, and no row more or less.

    key: the column that tells rows apart and ends every order.
    columns: by the name that filters use. sorts: the names that results may be ordered by.
    variables: name of a filter of variables -> the column with the key of their scope. hidden: SQL that leaves out variables, `fv`, which
    the asker may not see, nor find cases by. any_of: whether `$or` is understood.
    """

    select: str
    table: str
    key: str
    columns: Mapping[str, Column]
    sorts: frozenset[str]
    joins: Mapping[str, str] = field(default_factory=dict)
    variables: Mapping[str, str] = field(default_factory=dict)
    any_of: bool = False
    hidden: str = ""

    @property
    def source(self) -> str:
        return " ".join((self.table, *self.joins.values()))

    def counted(self, conditions: str) -> str:
        """Return where rows are counted that fulfil conditions: without the tables that these do not speak of."""
        return " ".join((self.table, *(join for name, join in self.joins.items() if re.search(rf"\b{name}\.", conditions))))


def enum(sql: str, values: Iterable[str], **more: Any) -> Column:
    return Column(sql, "enum", frozenset(values), **more)
