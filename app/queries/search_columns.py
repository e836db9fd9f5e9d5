"""What a search of the REST surface may speak of: names, and the columns behind them."""

import re
from collections.abc import Iterable, Mapping
from typing import Any, Final

from msgspec import Struct, field

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


class Column(Struct, frozen=True):
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


class Join(Struct, frozen=True):
    """Another table that adds columns to a row, and no row more or less.

    on: what makes its row the right one. optional: there may be none.
    """

    table: str
    on: str
    optional: bool = False

    def sql(self, name: str) -> str:
        return f"{'LEFT ' if self.optional else ''}JOIN {self.table} {name} ON {self.on}"

    def row_by_row(self, name: str) -> str:
        """As `sql`, where PostgreSQL shall look up one row for each that it comes to, and not join all before it counts to the limit."""
        kind, condition = ("LEFT", " ON TRUE") if self.optional else ("CROSS", "")
        # OFFSET 0 keeps PostgreSQL from looking into it.
        return f"{kind} JOIN LATERAL (SELECT * FROM {self.table} {name} WHERE {self.on} OFFSET 0) {name}{condition}"


class Search(Struct, frozen=True):
    """select, table: SQL. joins: by the name that the table goes by. gathered: a column more, of rows gathered from elsewhere: its columns
    and what follows FROM.

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
    joins: Mapping[str, Join] = field(default_factory=dict)
    gathered: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    variables: Mapping[str, str] = field(default_factory=dict)
    any_of: bool = False
    hidden: str = ""

    @property
    def name(self) -> str:
        """The name that the table goes by."""
        return self.table.rpartition(" ")[2]

    @property
    def joined(self) -> str:
        return " ".join(join.sql(name) for name, join in self.joins.items())

    def narrow(self, conditions: str, *, is_sqlite: bool) -> str:
        """Return where rows are found that fulfil conditions: without the tables that these do not speak of.

        Rows are looked up in the order asked for until there are enough. PostgreSQL is held to that whatever it believes of the tables:
        just after many rows came it believes too little, and would join all of them to take the first hundred.
        """
        spoken_of = {name: join for name, join in self.joins.items() if re.search(rf"\b{name}\.", conditions)}
        return " ".join((self.table, *(join.sql(name) if is_sqlite else join.row_by_row(name) for name, join in spoken_of.items())))


def enum(sql: str, values: Iterable[str], **more: Any) -> Column:
    return Column(sql, "enum", frozenset(values), **more)
