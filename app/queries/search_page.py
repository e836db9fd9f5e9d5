"""Which page of a search is asked for: its order, its size, and the cursor it lies beyond."""

import base64
import json
from collections.abc import Mapping
from typing import Any, Final

from msgspec import Struct

from app.domain.rejection import Rejection
from app.queries.search_columns import Search
from app.queries.search_filter import whole

MOST: Final = 10_000
FURTHEST: Final = 1_000_000
DEFAULT: Final = 100
_NUMBERS: Final = frozenset({"key", "integer", "flag"})


class Part(Struct, frozen=True):
    """One expression of an order; none of them is ever null. number: whether it gives whole numbers, else text."""

    sql: str
    down: bool
    number: bool


def read_order(of: Search, given: Any) -> list[Part]:
    """Return the expressions of an order, the row's key last. Raises Rejection("bad_filter") for a name that it cannot be sorted by."""
    if not isinstance(given, list):
        raise Rejection("bad_request", "Expected a list as sort, but found %(found)s", found=type(given).__name__)
    order: list[Part] = []
    for one in given:
        known(one, {"field", "order"}, "sort")
        name, direction = one.get("field"), one.get("order") or "ASC"
        if not isinstance(name, str) or name not in of.sorts:
            raise Rejection(
                "bad_filter",
                "Expected to sort by one of %(allowed)s, but found %(found)s",
                allowed=", ".join(sorted(of.sorts)),
                found=str(name)[:60],
            )
        if not isinstance(direction, str) or direction.upper() not in ("ASC", "DESC"):
            raise Rejection("bad_request", "Expected ASC or DESC as order, but found %(found)s", found=str(direction)[:40])
        order += _parts(of, name, direction.upper() == "DESC")
    return [*order, Part(of.key, order[-1].down if order else False, True)]


def _parts(of: Search, name: str, down: bool) -> list[Part]:
    column = of.columns[name]
    number = column.kind in _NUMBERS
    if not column.nullable:
        return [Part(column.sql, down, number)]
    # What is missing comes last in either direction; so a cursor never has to compare with null.
    return [
        Part(f"(CASE WHEN {column.sql} IS NULL THEN 1 ELSE 0 END)", False, True),
        Part(f"COALESCE({column.sql}, {0 if number else repr('')})", down, number),
    ]


class Page:
    """limit, offset: how many, after how many. cursor: the values of the order in the row before or after the page."""

    def __init__(self, given: Any, order: list[Part]) -> None:
        known(given, {"from", "limit", "after", "before"}, "page")
        ways = [name for name in ("from", "after", "before") if given.get(name) is not None]
        if len(ways) > 1:
            raise Rejection("bad_request", "Expected one of from, after and before in page, but found %(found)s", found=", ".join(ways))
        self.order = order
        self.limit, self.offset = _number(given, "limit", DEFAULT, 1, MOST), _number(given, "from", 0, 0, FURTHEST)
        self.backwards = given.get("before") is not None
        cursor = given.get("before") if self.backwards else given.get("after")
        self.cursor = None if cursor is None else self._read(cursor)

    def condition(self, values: dict[str, Any]) -> list[str]:
        """Return what lies beyond the cursor, the order's expressions compared one after another."""
        if self.cursor is None:
            return []
        parts, same = [], []  # type: list[str], list[str]
        for place, (part, value) in enumerate(zip(self.order, self.cursor, strict=True)):
            values[f"c{place}"] = value
            parts.append(" AND ".join([*same, f"{part.sql} {'<' if part.down is not self.backwards else '>'} :c{place}"]))
            same.append(f"{part.sql} = :c{place}")
        return ["(" + " OR ".join(f"({part})" for part in parts) + ")"]

    def ordered(self) -> str:
        return ", ".join(f"{part.sql} {'DESC' if part.down is not self.backwards else 'ASC'}" for part in self.order)

    def cursor_of(self, row: Mapping[str, Any]) -> str:
        return base64.b64encode(json.dumps([row[f"cursor_{place}"] for place in range(len(self.order))]).encode()).decode()

    def _read(self, cursor: Any) -> list[Any]:
        try:
            found = json.loads(base64.b64decode(cursor, validate=True))
        except (ValueError, TypeError):
            found = None
        if (
            not isinstance(found, list)
            or len(found) != len(self.order)
            or not all(_fits(part, value) for part, value in zip(self.order, found, strict=True))
        ):
            raise Rejection(
                "bad_request", "Expected a cursor that this search gave, with the same sort, but found %(found)s", found=str(cursor)[:60]
            )
        return found


def _fits(part: Part, value: Any) -> bool:
    return (
        whole(value) is not None and not isinstance(value, bool)
        if part.number
        else isinstance(value, str) and "\x00" not in value and value.isprintable()
    )


def _number(given: Mapping[str, Any], name: str, default: int, least: int, most: int) -> int:
    asked = given.get(name)
    value = default if asked is None else whole(asked)
    if value is None or not least <= value <= most:
        raise Rejection(
            "bad_request",
            "Expected page.%(name)s to be a whole number from %(least)s to %(most)s, but found %(found)s",
            name=name,
            least=least,
            most=most,
            found=str(asked)[:40],
        )
    return value


def known(given: Any, allowed: set[str], where: str) -> None:
    """Raise Rejection("bad_request") for what is no object, and for a name that is not allowed in it."""
    if not isinstance(given, Mapping):
        raise Rejection("bad_request", "Expected an object in %(where)s, but found %(found)s", where=where, found=type(given).__name__)
    for name in given:
        if name not in allowed:
            raise Rejection(
                "bad_request",
                "Expected only %(allowed)s in %(where)s, but found %(found)s",
                allowed=", ".join(sorted(allowed)),
                where=where,
                found=str(name)[:60],
            )
