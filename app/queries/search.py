"""Searches of the REST surface: one declarative table of names -> columns, and the SQL made from it."""

import base64
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any, Final

from app.domain.canonical import canonical
from app.domain.instant import instant_text
from app.domain.keys import read_key
from app.domain.rejection import Rejection
from app.store.database import Reader

COUNTED_TO: Final = 10_000
MOST: Final = 1_000
DEFAULT: Final = 100
_OPERATORS: Final = {"$eq": "=", "$neq": "<>", "$gt": ">", "$gte": ">=", "$lt": "<", "$lte": "<="}


@dataclass(frozen=True)
class Column:
    """sql: what it stands for. kind: key, text, integer, instant, flag or json (a value as canonical text). values: API name ->
    stored, of an enumeration.

    sortable: whether results may be ordered by it. exists: for names that are no column, SQL with :value for what must exist.
    """

    sql: str
    kind: str = "text"
    values: Mapping[str, Any] = field(default_factory=dict)
    sortable: bool = True
    exists: str = ""


@dataclass(frozen=True)
class Search:
    """select, source: SQL. key: the column that tells rows apart and ends every order. columns: by the name that filters and sorts use."""

    select: str
    source: str
    key: str
    columns: Mapping[str, Column]
    order: str = ""


@dataclass(frozen=True)
class Found:
    """total: exact up to 10,000; more: whether there are more than that."""

    rows: Sequence[Mapping[str, Any]]
    total: int
    more: bool
    start_cursor: str | None
    end_cursor: str | None


def search(store: Reader, of: Search, request: Mapping[str, Any], sight: tuple[str, Mapping[str, Any]]) -> Found:
    """Return one page.

    request: filter, sort and page as published. sight: SQL that lets through only what the asker may see, and its values.

    Raises Rejection("bad_filter") and ("bad_request") that name what is not supported: nothing is ignored.
    """
    _known(request, {"filter", "sort", "page"}, "the search")
    values: dict[str, Any] = dict(sight[1])
    parts = [sight[0]] if sight[0] else []
    parts += conditions(of, request.get("filter") or {}, values)
    order = _order(of, request.get("sort") or [])
    page = _Page(request.get("page") or {}, order)
    counted = " AND ".join(parts) or "1 = 1"
    where = " AND ".join([*parts, *page.condition(values)]) or "1 = 1"
    ordered = ", ".join(f"{sql} {'DESC' if down is not page.backwards else 'ASC'}" for sql, down in order)
    cursors = ", ".join(f"{sql} AS cursor_{place}" for place, (sql, _) in enumerate(order))
    rows: Sequence[Any] = store.all(
        f"SELECT {of.select}, {cursors} FROM {of.source} WHERE {where} ORDER BY {ordered} LIMIT :page_limit OFFSET :page_offset",
        **values,
        page_limit=page.limit,
        page_offset=page.offset,
    )
    rows = list(reversed(rows)) if page.backwards else rows
    if not page.offset and not page.after and len(rows) < page.limit:
        total = len(rows)
    else:
        total = int(
            store.value(
                f"SELECT COUNT(*) FROM (SELECT 1 FROM {of.source} WHERE {counted} LIMIT {COUNTED_TO + 1}) n", **_used(counted, values)
            )
        )
    return Found(
        rows,
        min(total, COUNTED_TO),
        total > COUNTED_TO,
        _cursor(rows[0], order) if rows else None,
        _cursor(rows[-1], order) if rows else None,
    )


def _used(sql: str, values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if f":{name}" in sql}


def conditions(of: Search, given: Any, values: dict[str, Any]) -> list[str]:
    """Return the SQL of a filter; its values go into `values`. Raises Rejection("bad_filter")."""
    if not isinstance(given, Mapping):
        raise Rejection("bad_request", "Expected an object as filter, but found %(found)s", found=type(given).__name__)
    parts = []
    for name, wanted in given.items():
        column = of.columns.get(name)
        if column is None:
            raise Rejection(
                "bad_filter",
                "Expected a filter among %(allowed)s, but found %(found)s",
                allowed=", ".join(sorted(of.columns)),
                found=str(name)[:60],
            )
        if wanted is None:
            continue
        operators = wanted if isinstance(wanted, Mapping) else {"$eq": wanted}
        for operator, value in operators.items():
            parts.append(_condition(column, name, operator, value, values))
    return parts


def _condition(column: Column, name: str, operator: str, value: Any, values: dict[str, Any]) -> str:
    parameter = f"f{len(values)}"
    if operator == "$exists":
        if not isinstance(value, bool):
            raise Rejection("bad_filter", "Expected true or false for $exists of %(name)s", name=name)
        return f"{column.sql} IS {'NOT ' if value else ''}NULL"
    if operator in ("$in", "$notIn"):
        if not isinstance(value, list) or not value:
            raise Rejection("bad_filter", "Expected a list that is not empty for %(operator)s of %(name)s", operator=operator, name=name)
        names = []
        for place, one in enumerate(value[:MOST]):
            values[f"{parameter}_{place}"] = _stored(column, name, one)
            names.append(f":{parameter}_{place}")
        return _wrapped(column, f"{'NOT ' if operator == '$notIn' else ''}IN ({', '.join(names)})")
    if operator == "$like":
        if not isinstance(value, str) or column.kind != "text":
            raise Rejection("bad_filter", "Expected text with * and ? for $like of %(name)s", name=name)
        values[parameter] = value.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_").replace("*", "%").replace("?", "_")
        return _wrapped(column, f"LIKE :{parameter} ESCAPE '\\'")
    if operator not in _OPERATORS:
        raise Rejection(
            "bad_filter",
            "Expected an operator among %(allowed)s for %(name)s, but found %(found)s",
            allowed=", ".join([*_OPERATORS, "$exists", "$in", "$notIn", "$like"]),
            name=name,
            found=str(operator)[:40],
        )
    values[parameter] = _stored(column, name, value)
    return _wrapped(column, f"{_OPERATORS[operator]} :{parameter}")


def _wrapped(column: Column, test: str) -> str:
    return column.exists.replace("{test}", test) if column.exists else f"{column.sql} {test}"


def _stored(column: Column, name: str, value: Any) -> Any:
    """Return a filter's value as the column stores it. Raises Rejection("bad_filter")."""
    if column.values:
        plain = str(value).upper()
        if plain not in column.values:
            raise Rejection(
                "bad_filter",
                "Expected %(name)s to be one of %(allowed)s, but found %(found)s",
                name=name,
                allowed=", ".join(column.values),
                found=str(value)[:40],
            )
        return column.values[plain]
    if column.kind == "key":
        return read_key(value, name)
    if column.kind == "flag" and isinstance(value, bool):
        return 1 if value else 0
    if column.kind == "integer" and _whole(value) is not None:
        return _whole(value)
    if column.kind == "instant":
        return _instant(name, value)
    if column.kind == "json":
        return value if isinstance(value, str) else canonical(value)
    if column.kind == "text" and isinstance(value, str):
        return value
    raise Rejection(
        "bad_filter",
        "Expected a value of the kind %(kind)s for %(name)s, but found %(found)s",
        kind=column.kind,
        name=name,
        found=str(value)[:40],
    )


def _whole(value: Any) -> int | None:
    """Return a whole number, None for anything else. JSON's numbers come as Decimal."""
    if isinstance(value, Decimal | int) and not isinstance(value, bool) and value == int(value):
        return int(value)
    return None


def _instant(name: str, value: Any) -> str:
    try:
        return instant_text(datetime.fromisoformat(value))
    except (TypeError, ValueError):
        raise Rejection(
            "bad_filter",
            "Expected an instant such as 2026-01-05T09:30:00Z for %(name)s, but found %(found)s",
            name=name,
            found=str(value)[:40],
        ) from None


def _order(of: Search, given: Any) -> list[tuple[str, bool]]:
    if not isinstance(given, list):
        raise Rejection("bad_request", "Expected a list as sort, but found %(found)s", found=type(given).__name__)
    order = []
    for one in given:
        _known(one, {"field", "order"}, "sort")
        column = of.columns.get(one.get("field"))
        if column is None or not column.sortable or column.exists:
            allowed = ", ".join(sorted(name for name, known in of.columns.items() if known.sortable and not known.exists))
            raise Rejection(
                "bad_filter",
                "Expected to sort by one of %(allowed)s, but found %(found)s",
                allowed=allowed,
                found=str(one.get("field"))[:60],
            )
        direction = str(one.get("order", "ASC")).upper()
        if direction not in ("ASC", "DESC"):
            raise Rejection("bad_request", "Expected ASC or DESC as order, but found %(found)s", found=str(one.get("order"))[:40])
        order.append((column.sql, direction == "DESC"))
    return [*order, (of.key, order[-1][1] if order else False)]


class _Page:
    """limit, offset: how many, after how many. after, before: cursors: the values of the order in the row before or after the page."""

    def __init__(self, given: Any, order: list[tuple[str, bool]]) -> None:
        _known(given, {"from", "limit", "after", "before"}, "page")
        self.order = order
        self.limit, self.offset = self._number(given, "limit", DEFAULT, MOST), self._number(given, "from", 0, 1_000_000)
        self.backwards = given.get("before") is not None
        cursor = given.get("before") if self.backwards else given.get("after")
        self.after = None if cursor is None else self._read(cursor)

    def condition(self, values: dict[str, Any]) -> list[str]:
        """Return what lies beyond the cursor: row by row comparison of the order's columns, nulls first."""
        if self.after is None:
            return []
        parts, same = [], []  # type: list[str], list[str]
        for place, ((sql, down), value) in enumerate(zip(self.order, self.after, strict=True)):
            values[f"c{place}"] = value
            beyond = f"{sql} {'<' if down is not self.backwards else '>'} :c{place}"
            parts.append(" AND ".join([*same, beyond]))
            same.append(f"{sql} = :c{place}")
        return ["(" + " OR ".join(f"({part})" for part in parts) + ")"]

    def _read(self, cursor: Any) -> list[Any]:
        try:
            found = json.loads(base64.b64decode(cursor, validate=True))
        except (ValueError, TypeError):
            found = None
        if not isinstance(found, list) or len(found) != len(self.order):
            raise Rejection(
                "bad_request", "Expected a cursor that this search gave, with the same sort, but found %(found)s", found=str(cursor)[:60]
            )
        return found

    @staticmethod
    def _number(given: Mapping[str, Any], name: str, default: int, most: int) -> int:
        value = _whole(given.get(name, default))
        if value is None or not 0 <= value <= most:
            raise Rejection(
                "bad_request",
                "Expected page.%(name)s to be a whole number from 0 to %(most)s, but found %(found)s",
                name=name,
                most=most,
                found=str(given.get(name))[:40],
            )
        return value


def _cursor(row: Mapping[str, Any], order: list[tuple[str, bool]]) -> str:
    return base64.b64encode(json.dumps([row[f"cursor_{place}"] for place in range(len(order))]).encode()).decode()


def _known(given: Any, allowed: set[str], where: str) -> None:
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
