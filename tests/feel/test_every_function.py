"""Each built-in function gives what the plain evaluator gives, in as many calls as any other, and a fault in one is noticed."""

from collections.abc import Callable
from decimal import ROUND_HALF_UP, Decimal
from itertools import islice
from typing import Any, Final

import pytest
from msgspec.structs import replace

from app.feel import parse_expression
from app.feel.builtins import BUILTINS
from app.feel.builtins.numeric import rounded
from app.feel.grammar import read_expression
from app.feel.values import Function
from tests.feel.evaluating import WORLD
from tests.feel.plain import edges
from tests.feel.plain.functions import NATIVE
from tests.feel.plain.values import alike, taken
from tests.feel.plain.walk import TooLongError, evaluated

SMALL: Final = 600
FULL: Final = 5_000


def difference(name: str, count: int) -> str:
    """Return the first call of a function on which the two differ; "" where there is none."""
    for text, values in edges.calls(name, count):
        variables = dict(zip("abcdefghij", values, strict=False))
        functions = {
            key: evaluated(read_expression(_written(value)), {}) for key, value in variables.items() if isinstance(value, Function)
        }
        try:
            expected = evaluated(read_expression(text), variables, functions)
        except TooLongError:
            continue
        found = taken(parse_expression(text).evaluate(variables, WORLD))
        if not alike(found, expected):
            return f"{text} with {variables!r}: compiled {found!r}, plain {expected!r}"
    return ""


def _written(function: Function) -> str:
    return edges.WRITTEN[id(function)]


@pytest.mark.parametrize("name", sorted(NATIVE))
def test_a_function_gives_around_its_edges_what_the_plain_evaluator_gives(name: str, full_size: bool) -> None:
    assert difference(name, FULL if full_size else SMALL) == ""


def test_every_way_to_call_a_function_is_called() -> None:
    texts = {text for text, _ in edges.calls("list replace", SMALL)}
    assert {
        "list replace(a, b, c)",
        "list replace(list: a, match: b, newItem: c)",
        "list replace(list: a, position: b, newItem: c)",
    } <= texts


def test_the_calls_are_the_same_each_time() -> None:
    assert list(islice(edges.calls("modulo", 50), 50)) == list(islice(edges.calls("modulo", 50), 50))


def _turned(name: str, spoil: Callable[[Any], Any]) -> Callable[..., Any]:
    """Return the first way of a function with its result spoilt."""
    right = BUILTINS[name].signatures[0].function
    return lambda run, *arguments: spoil(right(run, *arguments))


ZERO: Final = Decimal(0)
# By function: what a person might have written by mistake in its place.
FAULTS: Final[dict[str, Callable[..., Any]]] = {
    "modulo": lambda run, a, b: a % b if b else None,
    "round half down": lambda run, n, scale=ZERO: rounded(n, scale or ZERO, ROUND_HALF_UP),
    "decimal": lambda run, n, scale: rounded(n, scale, ROUND_HALF_UP),
    "floor": lambda run, n, scale=ZERO: rounded(n, scale or ZERO, "ROUND_DOWN"),
    "ceiling": lambda run, n, scale=ZERO: rounded(n, scale or ZERO, "ROUND_UP"),
    "odd": lambda run, number: number % 2 != 0,
    "sublist": lambda run, items, start, length=None: items[int(start) - 1 :][: None if length is None else int(length)],
    "substring before": lambda run, string, match: string.rpartition(match)[0] if match else "",
    "index of": lambda run, items, match: [Decimal(at) for at, item in enumerate(items, 1) if item == match and item is not None],
    "is blank": lambda run, string: not string.strip(" "),
    "is empty": lambda run, items: not any(items),
    "median": lambda run, items: sorted(items)[len(items) // 2] if items else None,
    "all": lambda run, items: all(item is not False for item in items),
    "last day of month": _turned("last day of month", lambda day: day and min(day, day.replace(day=28))),
    "week of year": _turned("week of year", lambda week: week and min(week, Decimal(52))),
    "context merge": lambda run, contexts: {k: v for each in reversed(contexts) for k, v in each.items()} if all(contexts) else None,
    "distinct values": lambda run, items: [item for at, item in enumerate(items) if item not in items[at + 1 :]],
    "includes": lambda run, span, point: span.low is not None and span.high is not None and span.low <= point <= span.high,
    "finishes": _turned("finishes", lambda found: found or None),
    "is": lambda run, left=None, right=None: left == right,
    "not": lambda run, negand: not negand,
    "get or else": lambda run, value, default: value or default,
}


@pytest.mark.parametrize("name", sorted(FAULTS))
def test_a_fault_in_a_function_is_noticed(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def faulty(run: Any, *arguments: Any) -> Any:
        try:
            return FAULTS[name](run, *arguments)
        except (TypeError, AttributeError, ArithmeticError):
            return right(run, *arguments)

    first, *others = BUILTINS[name].signatures
    right = first.function
    assert difference(name, SMALL) == ""
    monkeypatch.setattr(BUILTINS[name], "signatures", [replace(first, function=faulty), *others])
    assert difference(name, SMALL).startswith(f"{name}(")
