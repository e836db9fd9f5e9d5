"""Filters of a search, as SQL. Nothing is ignored: what is not supported is refused by its name."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any, Final

from app.domain.canonical import canonical, parse, string_text
from app.domain.instant import instant_text
from app.domain.keys import BLOCK, case_key_of, read_key
from app.domain.rejection import Rejection
from app.queries.search_columns import OPERATORS, Column, Search

MOST_VALUES: Final = 1_000
"""Values of one $in."""

MOST_CHOICES: Final = 20
_COMPARED: Final = {"$eq": "=", "$neq": "<>", "$gt": ">", "$gte": ">=", "$lt": "<", "$lte": "<="}
_KINDS: Final = {
    "key": "a key",
    "flag": "true or false",
    "integer": "a whole number",
    "instant": "an instant",
    "json": "a value as JSON text",
    "text": "text",
    "enum": "text",
}
_LEAST, _GREATEST = -(2**63), 2**63 - 1


def conditions(of: Search, given: Any, values: dict[str, Any]) -> list[str]:
    """Return the SQL of a filter; its values go into `values`. Raises Rejection("bad_filter")."""
    if not isinstance(given, Mapping):
        raise Rejection("bad_request", "Expected an object as filter, but found %(found)s", found=type(given).__name__)
    parts = []
    for name, wanted in given.items():
        if wanted is None:
            continue
        if name == "$or" and of.any_of:
            parts.append(_any_of(of, wanted, values))
        elif name in of.variables:
            parts += [_variable(of, name, one, values) for one in _list(name, wanted)]
        elif name in of.columns:
            parts += column_conditions(of.columns[name], name, wanted, values)
        else:
            known = [*of.columns, *of.variables, *(["$or"] if of.any_of else [])]
            raise Rejection(
                "bad_filter",
                "Expected a filter among %(allowed)s, but found %(found)s",
                allowed=", ".join(sorted(known)),
                found=str(name)[:60],
            )
    return parts


def _any_of(of: Search, given: Any, values: dict[str, Any]) -> str:
    choices = _list("$or", given)
    if not choices or len(choices) > MOST_CHOICES:
        raise Rejection("bad_filter", "Expected 1 to %(most)s filters in $or, but found %(found)s", most=MOST_CHOICES, found=len(choices))
    for choice in choices:
        if isinstance(choice, Mapping) and "$or" in choice:
            raise Rejection("bad_filter", "Expected no $or within $or")
    return "(" + " OR ".join(f"({' AND '.join(conditions(of, choice, values)) or '1 = 1'})" for choice in choices) + ")"


def _list(name: str, given: Any) -> list[Any]:
    if not isinstance(given, list):
        raise Rejection("bad_filter", "Expected a list for %(name)s, but found %(found)s", name=name, found=type(given).__name__)
    return given


def _variable(of: Search, name: str, given: Any, values: dict[str, Any]) -> str:
    """Return the condition that a scope has a variable with a value: `{"name": ..., "value": ...}`."""
    if not isinstance(given, Mapping) or set(given) != {"name", "value"} or not isinstance(given["name"], str) or given["value"] is None:
        raise Rejection("bad_filter", "Expected objects with name and value in %(name)s", name=name)
    parameter = f"f{len(values)}"
    values[parameter] = _plain(name, given["name"])
    tests = " AND ".join(column_conditions(Column("fv.value", "json"), name, given["value"], values))
    where = " AND ".join(filter(None, (f"fv.scope_key = {of.variables[name]}", f"fv.name = :{parameter}", tests, of.hidden)))
    return f"EXISTS (SELECT 1 FROM variable fv WHERE {where})"


def column_conditions(column: Column, name: str, wanted: Any, values: dict[str, Any]) -> list[str]:
    """Return the SQL of one name of a filter: a value, or an object of operators."""
    operators = wanted if isinstance(wanted, Mapping) else {"$eq": wanted}
    return [_condition(column, name, operator, value, values) for operator, value in operators.items()]


def _condition(column: Column, name: str, operator: str, value: Any, values: dict[str, Any]) -> str:
    parameter = f"f{len(values)}"
    if operator not in OPERATORS[column.kind]:
        raise Rejection(
            "bad_filter",
            "Expected an operator among %(allowed)s for %(name)s, but found %(found)s",
            allowed=", ".join(OPERATORS[column.kind]),
            name=name,
            found=str(operator)[:40],
        )
    if operator == "$exists":
        return _exists(column, name, value)
    if operator in ("$in", "$notIn"):
        names = []
        for place, one in enumerate(_some(name, operator, value)):
            values[f"{parameter}_{place}"] = _stored(column, name, one)
            names.append(f":{parameter}_{place}")
        return _wrapped(column, f"{'NOT ' if operator == '$notIn' else ''}IN ({', '.join(names)})")
    if operator == "$like":
        if not isinstance(value, str):
            raise Rejection("bad_filter", "Expected text with * and ? for $like of %(name)s", name=name)
        values[parameter] = _pattern(_plain(name, value))
        return _wrapped(column, f"LIKE :{parameter} ESCAPE '\\'")
    stored = _stored(column, name, value)
    if column.kind == "enum" and operator == "$eq":
        # One of our own names, written out: an index of the open rows alone serves only a query that says itself that it wants no others.
        return _wrapped(column, f"= '{stored}'")
    values[parameter] = stored
    if column.block and operator == "$eq":
        values[f"{parameter}_from"] = case_key_of(values[parameter])
        values[f"{parameter}_to"] = values[f"{parameter}_from"] + BLOCK
        return f"({column.sql} = :{parameter} AND {column.block} >= :{parameter}_from AND {column.block} < :{parameter}_to)"
    return _wrapped(column, f"{_COMPARED[operator]} :{parameter}")


def _exists(column: Column, name: str, value: Any) -> str:
    if not isinstance(value, bool):
        raise Rejection("bad_filter", "Expected true or false for $exists of %(name)s", name=name)
    if column.exists:
        return f"{'' if value else 'NOT '}{column.exists.replace('{test}', 'IS NOT NULL')}"
    return f"{column.sql} IS {'NOT ' if value else ''}NULL"


def _some(name: str, operator: str, value: Any) -> list[Any]:
    if not isinstance(value, list) or not 1 <= len(value) <= MOST_VALUES:
        raise Rejection(
            "bad_filter",
            "Expected a list of 1 to %(most)s values for %(operator)s of %(name)s",
            most=MOST_VALUES,
            operator=operator,
            name=name,
        )
    return value


def _pattern(text: str) -> str:
    """Return a pattern of SQL: * for any characters, ? for one, each meant as it stands after a backslash."""
    found, escaped = [], False
    for character in text:
        if character == "\\" and not escaped:
            escaped = True
            continue
        wild = {"*": "%", "?": "_"}.get(character) if not escaped else None
        found.append(wild or ("\\" + character if character in "%_\\" else character))
        escaped = False
    return "".join(found)


def _wrapped(column: Column, test: str) -> str:
    return column.exists.replace("{test}", test) if column.exists else f"{column.sql} {test}"


def _plain(name: str, value: str) -> str:
    """Return text that a database can be asked for. Raises Rejection("bad_filter") for U+0000 and half characters."""
    try:
        string_text(value)
    except Rejection as rejection:
        raise Rejection("bad_filter", "Expected text for %(name)s: %(why)s", name=name, why=str(rejection)) from None
    return value


def _stored(column: Column, name: str, value: Any) -> Any:
    """Return a filter's value as the column stores it. Raises Rejection("bad_filter")."""
    if column.kind == "enum" and isinstance(value, str):
        if value.upper() not in column.values:
            raise Rejection(
                "bad_filter",
                "Expected %(name)s to be one of %(allowed)s, but found %(found)s",
                name=name,
                allowed=", ".join(sorted(column.values)),
                found=value[:40],
            )
        return value.upper()
    if column.kind == "key":
        return read_key(value, name)
    if column.kind == "flag" and isinstance(value, bool):
        return 1 if value else 0
    if column.kind == "integer" and whole(value) is not None:
        return whole(value)
    if column.kind == "instant":
        return _instant(name, value)
    if column.kind == "json":
        return _json(name, value)
    if column.kind == "text" and isinstance(value, str):
        return _plain(name, value)
    raise Rejection(
        "bad_filter", "Expected %(kind)s for %(name)s, but found %(found)s", kind=_KINDS[column.kind], name=name, found=str(value)[:40]
    )


def _json(name: str, value: Any) -> str:
    """Return a variable's value in the form in which it is stored: `"text"`, `5` and `{"b": 1}` are JSON texts, and read as such."""
    if not isinstance(value, str):
        return canonical(value)
    try:
        return canonical(parse(value))
    except Rejection:
        return _plain(name, value)


def whole(value: Any) -> int | None:
    """Return a whole number of 64 bits, None for anything else. JSON's numbers come as Decimal."""
    if isinstance(value, Decimal | int) and not isinstance(value, bool) and _LEAST <= value <= _GREATEST and value == int(value):
        return int(value)
    return None


def _instant(name: str, value: Any) -> str:
    try:
        return instant_text(datetime.fromisoformat(value))
    except (TypeError, ValueError, OverflowError):
        raise Rejection(
            "bad_filter",
            "Expected an instant such as 2026-01-05T09:30:00Z for %(name)s, but found %(found)s",
            name=name,
            found=str(value)[:40],
        ) from None
