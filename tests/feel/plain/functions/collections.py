"""Functions on lists and contexts, on truth and on absence (DMN 1.5, tables 76, 78, 82 and 83)."""

from collections.abc import Callable, Iterable
from fractions import Fraction
from functools import cmp_to_key
from typing import Any

from tests.feel.plain.comparing import conjoined, disjoined, equal
from tests.feel.plain.functions.registry import arities, native
from tests.feel.plain.values import Clock, Moment, kind, zone_text

Apply = Callable[..., Any]


class _NoOrderError(Exception):
    """A function that should order two items gave neither true nor false."""


def _index(position: Fraction, items: list[Any]) -> int | None:
    place = int(position)
    return None if not 0 < abs(place) <= len(items) else place - 1 if place > 0 else len(items) + place


def _among(item: Any, items: list[Any]) -> bool:
    return any(equal(item, other) is True for other in items)


def _joined(lists: Iterable[list[Any]]) -> list[Any]:
    return [item for each in lists for item in each]


native("list contains", "list: list", "element: Any")(lambda items, element: _among(element, items))
native("count", "list: list")(lambda items: Fraction(len(items)))
native("is empty", "list: list")(lambda items: items == [])
native("reverse", "list: list")(lambda items: [items[-place] for place in range(1, len(items) + 1)])
native("append", "list: list", "item*: Any")(lambda items, *more: items + list(more))
native("concatenate", "list*: list")(lambda *lists: _joined(lists))
native("not", "negand: boolean or null")(lambda negand: {True: False, False: True, None: None}[negand])
native("is defined", "value: Any")(lambda value: value is not None)
native("get or else", "value: Any", "default: Any")(lambda value, default: default if value is None else value)


def _truths(items: tuple[Any, ...] | list[Any]) -> list[bool | None]:
    return [item if isinstance(item, bool) else None for item in items]


native("all", "list: list")(lambda items: conjoined(*_truths(items)))
native("all", "b*: boolean or null")(lambda *items: conjoined(*_truths(items)))
native("any", "list: list")(lambda items: disjoined(*_truths(items)))
native("any", "b*: boolean or null")(lambda *items: disjoined(*_truths(items)))


@native("is", "value1?: Any", "value2?: Any")
def same(left: Any = None, right: Any = None) -> bool:
    zones = [zone_text(value.zone) if isinstance(value, Clock | Moment) else "" for value in (left, right)]
    return kind(left) == kind(right) and zones[0] == zones[1] and equal(left, right) is True


@native("sublist", "list: list", "start position: number", "length?: number")
def sublist(items: list[Any], start: Fraction, length: Fraction | None = None) -> Any:
    begin = _index(start, items)
    if begin is None:
        return None
    rest = items[begin:]
    if length is None:
        return rest
    return rest[: int(length)] if 1 <= int(length) <= len(rest) else None


@native("insert before", "list: list", "position: number", "newItem: Any")
def insert_before(items: list[Any], position: Fraction, new: Any) -> Any:
    at = _index(position, items)
    made = list(items)
    if at is None:
        return None
    made.insert(at, new)
    return made


@native("remove", "list: list", "position: number")
def remove(items: list[Any], position: Fraction) -> Any:
    at = _index(position, items)
    return None if at is None else [item for place, item in enumerate(items) if place != at]


@native("list replace", "list: list", "position: number", "newItem: Any")
def replace_at(items: list[Any], position: Fraction, new: Any) -> Any:
    at = _index(position, items)
    return None if at is None else [new if place == at else item for place, item in enumerate(items)]


@native("list replace", "list: list", "match: function", "newItem: Any", asks=True)
def replace_matching(applied: Apply, items: list[Any], match: Any, new: Any) -> Any:
    if 2 not in arities(match):
        return None
    found = [applied(match, [item, new]) for item in items]
    if not all(isinstance(result, bool) for result in found):
        return None
    return [new if result else item for item, result in zip(items, found, strict=True)]


@native("index of", "list: list", "match: Any")
def index_of(items: list[Any], match: Any) -> Any:
    return [Fraction(place) for place, item in enumerate(items, 1) if equal(item, match) is True]


@native("distinct values", "list: list")
def distinct(items: list[Any]) -> list[Any]:
    return [item for place, item in enumerate(items) if not _among(item, items[:place])]


native("union", "list*: list")(lambda *lists: distinct(_joined(lists)))


@native("duplicate values", "list: list")
def duplicates(items: list[Any]) -> Any:
    return [item for place, item in enumerate(items) if sum(equal(item, other) is True for other in items[: place + 1]) == 2]


@native("flatten", "list: list")
def flatten(items: list[Any]) -> list[Any]:
    return [part for item in items for part in (flatten(item) if isinstance(item, list) else [item])]


@native("partition", "list: list", "size: number")
def partition(items: list[Any], size: Fraction) -> Any:
    if size.denominator != 1 or size < 1:
        return None
    return [items[at : at + int(size)] for at in range(0, len(items), int(size))]


@native("sort", "list: list", "precedes: function", asks=True)
def sort(applied: Apply, items: list[Any], precedes: Any) -> Any:
    def ordered(left: Any, right: Any) -> int:
        found = [applied(precedes, [left, right]), applied(precedes, [right, left])]
        if not all(isinstance(result, bool) for result in found):
            raise _NoOrderError
        return found[1] - found[0]

    try:
        return sorted(items, key=cmp_to_key(ordered))
    except _NoOrderError:
        return None


@native("get value", "m: context", "key: string")
def get_value(context: dict[str, Any], key: str) -> Any:
    return context.get(key)


@native("get entries", "m: context")
def get_entries(context: dict[str, Any]) -> Any:
    return [{"key": key, "value": context[key]} for key in context]


@native("context put", "context: context", "key: string", "value: Any")
def context_put(context: dict[str, Any], key: str, value: Any) -> Any:
    return context | {key: value}


@native("context put", "context: context", "keys: list", "value: Any")
def context_put_deep(context: dict[str, Any], keys: list[Any], value: Any) -> Any:
    if not keys or not all(isinstance(key, str) for key in keys):
        return None
    if len(keys) == 1:
        return context | {keys[0]: value}
    inner = context.get(keys[0])
    made = context_put_deep(inner, keys[1:], value) if isinstance(inner, dict) else None
    return None if made is None else context | {keys[0]: made}


@native("context merge", "contexts: list")
def context_merge(contexts: list[Any]) -> Any:
    made: dict[str, Any] = {}
    for context in contexts:
        if not isinstance(context, dict):
            return None
        made |= context
    return made


@native("context", "entries: list")
def context_of(entries: list[Any]) -> Any:
    sound = all(isinstance(entry, dict) and isinstance(entry.get("key"), str) and "value" in entry for entry in entries)
    keys = [entry["key"] for entry in entries] if sound else []
    return {entry["key"]: entry["value"] for entry in entries} if sound and len(set(keys)) == len(keys) else None
