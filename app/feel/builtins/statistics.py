"""Built-in functions that sum a list up (DMN 1.5, table 76). Each takes a list, or the items themselves."""

from collections.abc import Callable
from decimal import Decimal, DecimalException
from functools import reduce
from typing import Any

from app.feel.builtins.signature import builtin
from app.feel.compare import order
from app.feel.errors import NullResult
from app.feel.numbers import CONTEXT, EXACT, LONG, ZERO
from app.feel.run import Run
from app.feel.values import NUMBER, kind_of

Figure = Callable[[Run, list[Any]], Any]


def _figure(name: str, kind: str = "number") -> Callable[[Figure], Figure]:
    """Register a function of a list also as one of its items."""

    def register(function: Figure) -> Figure:
        builtin(f"{name}(list: list)")(function)
        builtin(f"{name}(n...: {kind})")(lambda run, *items: function(run, list(items)))
        return function

    return register


def _numbers(run: Run, items: list[Any]) -> list[Decimal]:
    run.spend(len(items))
    for item in items:
        if kind_of(item) != NUMBER:
            raise NullResult(f"Expected a list of numbers, but found {kind_of(item)} in it")
    return [Decimal(item) for item in items]


def _total(numbers: list[Decimal]) -> Decimal:
    """Return the exact sum, so that a figure is rounded once, whatever the order of the items."""
    return reduce(EXACT.add, numbers, ZERO)


def _guarded(compute: Callable[[], Decimal]) -> Decimal:
    try:
        return compute()
    except DecimalException:
        raise NullResult("Expected a result below 10**6145") from None


@_figure("min", "Any")
def min_(run: Run, items: list[Any]) -> Any:
    return _extreme(run, items, -1)


@_figure("max", "Any")
def max_(run: Run, items: list[Any]) -> Any:
    return _extreme(run, items, 1)


def _extreme(run: Run, items: list[Any], sign: int) -> Any:
    if not items:
        raise NullResult("Expected a list with at least one item, but found an empty one")
    run.spend(len(items))
    best = items[0]
    for item in items:
        found = order(item, best)
        if found is None:
            raise NullResult(f"Expected comparable items, but found {kind_of(item)} and {kind_of(best)}")
        if found == sign:
            best = item
    return best


@_figure("sum")
def sum_(run: Run, items: list[Any]) -> Decimal:
    numbers = _numbers(run, items)
    if not numbers:
        raise NullResult("Expected a list with at least one item, but found an empty one")
    return _guarded(lambda: CONTEXT.plus(_total(numbers)))


@_figure("product")
def product(run: Run, items: list[Any]) -> Decimal:
    numbers = _numbers(run, items)
    if not numbers:
        raise NullResult("Expected a list with at least one item, but found an empty one")
    return _guarded(lambda: CONTEXT.plus(reduce(LONG.multiply, numbers, Decimal(1))))


@_figure("mean")
def mean(run: Run, items: list[Any]) -> Decimal:
    numbers = _numbers(run, items)
    if not numbers:
        raise NullResult("Expected a list with at least one item, but found an empty one")
    return _guarded(lambda: CONTEXT.divide(_total(numbers), Decimal(len(numbers))))


@_figure("median")
def median(run: Run, items: list[Any]) -> Decimal:
    numbers = sorted(_numbers(run, items))
    if not numbers:
        raise NullResult("Expected a list with at least one item, but found an empty one")
    middle = len(numbers) // 2
    if len(numbers) % 2:
        return numbers[middle]
    return _guarded(lambda: CONTEXT.divide(EXACT.add(numbers[middle - 1], numbers[middle]), Decimal(2)))


@_figure("stddev")
def stddev(run: Run, items: list[Any]) -> Decimal:
    """Return the standard deviation of a sample: the sum of squares is divided by n - 1."""
    numbers = _numbers(run, items)
    if len(numbers) < 2:
        raise NullResult(f"Expected a list with at least two items, but found {len(numbers)}")

    def compute() -> Decimal:
        count, total = Decimal(len(numbers)), _total(numbers)
        squares = _total([EXACT.multiply(number, number) for number in numbers])
        # n times the sum of squared distances from the mean, which needs no division and is therefore exact.
        distances = EXACT.subtract(EXACT.multiply(count, squares), EXACT.multiply(total, total))
        return CONTEXT.plus(LONG.sqrt(LONG.divide(distances, EXACT.multiply(count, count - 1))))

    return _guarded(compute)


@_figure("mode")
def mode(run: Run, items: list[Any]) -> list[Decimal]:
    """Return the numbers that come most often, in ascending order."""
    numbers = sorted(_numbers(run, items))
    times: dict[Decimal, int] = {}
    for number in numbers:
        times[number] = times.get(number, 0) + 1
    most = max(times.values(), default=0)
    return [number for number, count in times.items() if count == most]
