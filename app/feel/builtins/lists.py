"""Built-in functions on lists (DMN 1.5, table 76). Lists never change: each gives a new one."""

from decimal import Decimal
from typing import Any

from app.feel.builtins.signature import builtin
from app.feel.compare import same
from app.feel.errors import NullResult
from app.feel.functions import call_function
from app.feel.numbers import whole
from app.feel.run import Run
from app.feel.size import spend_walk
from app.feel.values import BOOLEAN, LIST, Function, kind_of


def _place(position: Decimal, length: int) -> int:
    """Return the index for a place: 1 is the first, -1 the last. Raises NullResult outside the list."""
    number = int(position)
    if number == 0 or abs(number) > length:
        raise NullResult(f"Expected a place within a list of {length} items, but found {position}")
    return number - 1 if number > 0 else length + number


def _same(run: Run, left: Any, right: Any) -> bool:
    spend_walk(run, left)
    return same(left, right)


@builtin("list contains(list: list, element: Any)")
def list_contains(run: Run, items: list[Any], element: Any) -> bool:
    run.spend(len(items))
    if type(element) is str:
        # Nothing but a string equals a string, and Python looks faster.
        return element in items
    return any(_same(run, item, element) for item in items)


@builtin("count(list: list)")
def count(run: Run, items: list[Any]) -> Decimal:
    return Decimal(len(items))


@builtin("is empty(list: list)")
def is_empty(run: Run, items: list[Any]) -> bool:
    return not items


@builtin("all(list: list)")
def all_(run: Run, items: list[Any]) -> bool | None:
    return _decided(items, False)


@builtin("all(b...: boolean?)")
def all_of(run: Run, *items: Any) -> bool | None:
    return _decided(list(items), False)


@builtin("any(list: list)")
def any_(run: Run, items: list[Any]) -> bool | None:
    return _decided(items, True)


@builtin("any(b...: boolean?)")
def any_of(run: Run, *items: Any) -> bool | None:
    return _decided(list(items), True)


def _decided(items: list[Any], decisive: bool) -> bool | None:
    if any(item is decisive for item in items):
        return decisive
    if any(kind_of(item) != BOOLEAN for item in items):
        raise NullResult("Expected a list of true and false only")
    return not decisive


@builtin("sublist(list: list, start position: number, length?: number)")
def sublist(run: Run, items: list[Any], start: Decimal, length: Decimal | None = None) -> list[Any]:
    run.spend(len(items))
    begin = _place(start, len(items))
    if length is None:
        return items[begin:]
    if not 1 <= int(length) <= len(items) - begin:
        raise NullResult(f"Expected a length within the list, but found {length}")
    return items[begin : begin + int(length)]


@builtin("append(list: list, item...: Any)")
def append(run: Run, items: list[Any], *more: Any) -> list[Any]:
    run.spend_items(len(items) + len(more))
    return [*items, *more]


@builtin("concatenate(list...: list)")
def concatenate(run: Run, *lists: list[Any]) -> list[Any]:
    run.spend_items(sum(map(len, lists)))
    return [item for each in lists for item in each]


@builtin("insert before(list: list, position: number, newItem: Any)")
def insert_before(run: Run, items: list[Any], position: Decimal, new: Any) -> list[Any]:
    run.spend_items(len(items) + 1)
    at = _place(position, len(items))
    return [*items[:at], new, *items[at:]]


@builtin("remove(list: list, position: number)")
def remove(run: Run, items: list[Any], position: Decimal) -> list[Any]:
    run.spend_items(len(items))
    at = _place(position, len(items))
    return items[:at] + items[at + 1 :]


@builtin("list replace(list: list, position: number, newItem: Any)")
def list_replace(run: Run, items: list[Any], position: Decimal, new: Any) -> list[Any]:
    run.spend_items(len(items))
    at = _place(position, len(items))
    return [*items[:at], new, *items[at + 1 :]]


@builtin("list replace(list: list, match: function, newItem: Any)")
def list_replace_matching(run: Run, items: list[Any], match: Function, new: Any) -> list[Any]:
    if match.arities is not None and 2 not in match.arities:
        raise NullResult("Expected a function of two parameters, item and newItem")
    replaced: list[Any] = []
    for item in items:
        found = call_function(run, match, [item, new])
        if not isinstance(found, bool):
            raise NullResult(f"Expected true or false from the function, but found {kind_of(found)}")
        replaced.append(new if found else item)
    return replaced


@builtin("reverse(list: list)")
def reverse(run: Run, items: list[Any]) -> list[Any]:
    run.spend_items(len(items))
    return items[::-1]


@builtin("index of(list: list, match: Any)")
def index_of(run: Run, items: list[Any], match: Any) -> list[Any]:
    run.spend_items(len(items))
    return [Decimal(index) for index, item in enumerate(items, 1) if _same(run, item, match)]


@builtin("union(list...: list)")
def union(run: Run, *lists: list[Any]) -> list[Any]:
    return distinct_values(run, concatenate(run, *lists))


@builtin("distinct values(list: list)")
def distinct_values(run: Run, items: list[Any]) -> list[Any]:
    distinct: list[Any] = []
    for item in items:
        run.spend(1 + (len(distinct) >> 2))
        if not any(_same(run, item, other) for other in distinct):
            distinct.append(item)
    return distinct


@builtin("duplicate values(list: list)")
def duplicate_values(run: Run, items: list[Any]) -> list[Any]:
    repeated: list[Any] = []
    for index, item in enumerate(items):
        run.spend(1 + (index >> 2))
        if any(_same(run, item, other) for other in items[:index]) and not any(_same(run, item, other) for other in repeated):
            repeated.append(item)
    return repeated


@builtin("flatten(list: list)")
def flatten(run: Run, items: list[Any]) -> list[Any]:
    flat: list[Any] = []
    waiting = [iter(items)]
    while waiting:
        for item in waiting[-1]:
            run.spend(1)
            if kind_of(item) == LIST:
                waiting.append(iter(item))
                break
            flat.append(item)
        else:
            waiting.pop()
    return flat


@builtin("partition(list: list, size: number)")
def partition(run: Run, items: list[Any], size: Decimal) -> list[Any]:
    length = whole(size)
    if length is None or length < 1:
        raise NullResult(f"Expected a size of at least 1, but found {size}")
    run.spend_items(len(items))
    return [items[at : at + length] for at in range(0, len(items), length)]


@builtin("sort(list: list, precedes: function)")
def sort(run: Run, items: list[Any], precedes: Function) -> list[Any]:
    """Return the list in order, by merging, so that it is stable and calls the function about n log n times."""
    run.spend_items(len(items))
    runs = [[item] for item in items]
    while len(runs) > 1:
        pairs = [_merged(run, runs[at], runs[at + 1], precedes) for at in range(0, len(runs) - 1, 2)]
        runs = pairs + ([runs[-1]] if len(runs) % 2 else [])
    return runs[0] if runs else []


def _merged(run: Run, left: list[Any], right: list[Any], precedes: Function) -> list[Any]:
    merged: list[Any] = []
    a = b = 0
    while a < len(left) and b < len(right):
        run.spend(1)
        before = call_function(run, precedes, [right[b], left[a]])
        if not isinstance(before, bool):
            raise NullResult(f"Expected true or false from the function that orders, but found {kind_of(before)}")
        if before:
            merged.append(right[b])
            b += 1
        else:
            merged.append(left[a])
            a += 1
    return merged + left[a:] + right[b:]
