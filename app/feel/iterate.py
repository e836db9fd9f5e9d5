"""What loops run over (DMN 1.5 section 10.3.2.14): lists, and ranges of whole numbers or dates, never laid out as a whole."""

from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal
from typing import Any, Final

from app.feel.dates import date_of, day_number
from app.feel.numbers import whole
from app.feel.run import Code, Env
from app.feel.values import DATE, LIST, NUMBER, RANGE, kind_of

# Beyond it, whole numbers have more digits than the 34 of a number, and each step could not be told from the next.
_MAX_NUMBER: Final = 10**34

# Gives the items to run over, None where the value is nothing to run over.
Domain = Callable[[Env], Iterable[Any] | None]


def items_of(source: Code) -> Domain:
    def items(env: Env) -> Iterable[Any] | None:
        value = source(env)
        kind = kind_of(value)
        if kind == LIST:
            return list(value)
        if kind == RANGE:
            return _steps(env, value.low, value.high, value.low_included, value.high_included)
        if value is None:
            env.run.null("Expected a list to run over, but found null")
            return None
        return [value]

    return items


def items_between(start: Code, until: Code) -> Domain:
    return lambda env: _steps(env, start(env), until(env), True, True)


def _steps(env: Env, low: Any, high: Any, low_included: bool, high_included: bool) -> Iterable[Any] | None:
    kind = kind_of(low)
    if kind == kind_of(high) == DATE:
        return (date_of(number) for number in _whole_steps(day_number(low), day_number(high), low_included, high_included))
    if kind == kind_of(high) == NUMBER:
        first, last = whole(low), whole(high)
        if first is not None and last is not None and max(abs(first), abs(last)) < _MAX_NUMBER:
            return (Decimal(number) for number in _whole_steps(first, last, low_included, high_included))
    env.run.null("Expected a range of whole numbers or dates to run over")
    return None


def _whole_steps(first: int, last: int, first_included: bool, last_included: bool) -> Iterator[int]:
    step = 1 if first <= last else -1
    if not first_included:
        first += step
    if not last_included:
        last -= step
    return iter(range(first, last + step, step))
