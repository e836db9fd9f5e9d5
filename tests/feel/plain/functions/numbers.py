"""Functions on numbers, and figures of lists (DMN 1.5, tables 76 and 77)."""

from collections import Counter
from collections.abc import Callable
from fractions import Fraction
from math import ceil, floor
from typing import Any

from tests.feel.plain import numerals
from tests.feel.plain.arithmetic import turned
from tests.feel.plain.comparing import order
from tests.feel.plain.functions.registry import native
from tests.feel.plain.values import Length, Months


def _away(number: Fraction) -> int:
    return ceil(number) if number > 0 else floor(number)


def _half_away(number: Fraction) -> int:
    return floor(abs(number) + Fraction(1, 2)) * (-1 if number < 0 else 1)


def _half_to_zero(number: Fraction) -> int:
    return ceil(abs(number) - Fraction(1, 2)) * (-1 if number < 0 else 1)


ROUNDINGS: dict[str, Callable[[Fraction], int]] = {
    **{"floor": floor, "ceiling": ceil, "round up": _away, "round down": int},
    **{"round half up": _half_away, "round half down": _half_to_zero},
}


def _scaled(number: Fraction, scale: Any, rounding: Callable[[Fraction], int]) -> Fraction | None:
    places = 0 if scale is None else int(scale)
    if not -6111 <= places <= 6176:
        return None
    unit = Fraction(10) ** -places
    return numerals.rounded(rounding(number / unit) * unit)


def _register(name: str, rounding: Callable[[Fraction], int]) -> None:
    native(name, "n: number", "scale?: number")(lambda n, scale=None: _scaled(n, scale, rounding))


for _name, _rounding in ROUNDINGS.items():
    _register(_name, _rounding)


@native("decimal", "n: number", "scale: number")
def decimal(n: Fraction, scale: Fraction) -> Any:
    return _scaled(n, scale, round)


@native("abs", "n: number or days and time duration or years and months duration")
def absolute(n: Any) -> Any:
    size = n.nanos if isinstance(n, Length) else n.count if isinstance(n, Months) else n
    return turned(n) if size < 0 else n


@native("modulo", "dividend: number", "divisor: number")
def modulo(dividend: Fraction, divisor: Fraction) -> Any:
    return None if divisor == 0 else numerals.rounded(dividend - divisor * floor(dividend / divisor))


native("sqrt", "number: number")(numerals.root)
native("log", "number: number")(numerals.logarithm)
native("exp", "number: number")(numerals.exponential)
native("odd", "number: number")(lambda number: number % 2 == 1)
native("even", "number: number")(lambda number: number % 2 == 0)


def _figure(name: str, kind: str = "number") -> Callable[[Callable[[list[Any]], Any]], Callable[[list[Any]], Any]]:
    def register(function: Callable[[list[Any]], Any]) -> Callable[[list[Any]], Any]:
        def of_numbers(items: list[Any]) -> Any:
            sound = kind == "Any" or all(isinstance(item, Fraction) for item in items)
            return function(items) if sound else None

        native(name, "list: list")(of_numbers)
        native(name, f"n*: {kind}")(lambda *items: of_numbers(list(items)))
        return function

    return register


def _extreme(items: list[Any], sign: int) -> Any:
    """Return the first item that no other lies beyond."""
    orders = [[order(a, b) for b in items] for a in items]
    if not items or any(found is None for row in orders for found in row):
        return None
    return next(item for item, row in zip(items, orders, strict=True) if all(found != -sign for found in row))


_figure("min", "Any")(lambda items: _extreme(items, -1))
_figure("max", "Any")(lambda items: _extreme(items, 1))


@_figure("sum")
def total(items: list[Fraction]) -> Any:
    return numerals.rounded(sum(items, Fraction(0))) if items else None


@_figure("product")
def product(items: list[Fraction]) -> Any:
    made = Fraction(1)
    for item in items:
        made *= item
    return numerals.rounded(made) if items else None


@_figure("mean")
def mean(items: list[Fraction]) -> Any:
    return numerals.rounded(sum(items, Fraction(0)) / len(items)) if items else None


@_figure("median")
def median(items: list[Fraction]) -> Any:
    """Return the middle one, or the mean of the two in the middle."""
    ordered = sorted(items)
    pair = ordered[(len(ordered) - 1) // 2 : len(ordered) // 2 + 1]
    return numerals.rounded(sum(pair, Fraction(0)) / len(pair)) if pair else None


@_figure("stddev")
def stddev(items: list[Fraction]) -> Any:
    if len(items) < 2:
        return None
    middle = sum(items, Fraction(0)) / len(items)
    return numerals.root(sum(((item - middle) ** 2 for item in items), Fraction(0)) / (len(items) - 1))


@_figure("mode")
def mode(items: list[Fraction]) -> Any:
    times = Counter(items)
    return sorted(item for item in times if times[item] == max(times.values()))
