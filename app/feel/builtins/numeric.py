"""Built-in functions on numbers (DMN 1.5, table 77)."""

from decimal import (
    ROUND_CEILING,
    ROUND_DOWN,
    ROUND_FLOOR,
    ROUND_HALF_DOWN,
    ROUND_HALF_EVEN,
    ROUND_HALF_UP,
    ROUND_UP,
    Decimal,
    DecimalException,
)
from typing import Any

from app.feel.arithmetic import negate
from app.feel.builtins.signature import builtin
from app.feel.compare import order_key
from app.feel.errors import NullResult
from app.feel.numbers import CONTEXT, EXACT, WIDE, ZERO
from app.feel.run import Run
from app.feel.values import kind_of

# The scales that decimal128 knows (DMN 1.5, table 77).
_LEAST_SCALE, _GREATEST_SCALE = -6111, 6176
# What these cost beyond other calls, in steps of an evaluation: as their time of some 30 and 15 microseconds is to that of steps.
_LOGARITHM, _EXPONENTIAL = 30, 15


def rounded(value: Decimal, scale: Decimal, rounding: str) -> Decimal:
    """Return a number rounded to `scale` places after the point. Raises NullResult for a scale that decimals do not have."""
    places = int(scale)
    if not _LEAST_SCALE <= places <= _GREATEST_SCALE:
        raise NullResult(f"Expected a scale from {_LEAST_SCALE} to {_GREATEST_SCALE}, but found {scale}")
    exponent = value.as_tuple().exponent
    if not isinstance(exponent, int) or -places <= exponent:
        return value
    if -places > value.adjusted() + 1:
        # All digits lie behind the place that is rounded to.
        kept = value if rounding in (ROUND_UP, ROUND_CEILING, ROUND_FLOOR) else ZERO
        value = kept.copy_sign(value)
    return CONTEXT.plus(value.quantize(Decimal(1).scaleb(-places, WIDE), rounding, WIDE))


@builtin("decimal(n: number, scale: number)")
def decimal(run: Run, n: Decimal, scale: Decimal) -> Decimal:
    return rounded(n, scale, ROUND_HALF_EVEN)


@builtin("floor(n: number, scale?: number)")
def floor(run: Run, n: Decimal, scale: Decimal = ZERO) -> Decimal:
    return rounded(n, scale or ZERO, ROUND_FLOOR)


@builtin("ceiling(n: number, scale?: number)")
def ceiling(run: Run, n: Decimal, scale: Decimal = ZERO) -> Decimal:
    return rounded(n, scale or ZERO, ROUND_CEILING)


@builtin("round up(n: number, scale?: number)")
def round_up(run: Run, n: Decimal, scale: Decimal = ZERO) -> Decimal:
    return rounded(n, scale or ZERO, ROUND_UP)


@builtin("round down(n: number, scale?: number)")
def round_down(run: Run, n: Decimal, scale: Decimal = ZERO) -> Decimal:
    return rounded(n, scale or ZERO, ROUND_DOWN)


@builtin("round half up(n: number, scale?: number)")
def round_half_up(run: Run, n: Decimal, scale: Decimal = ZERO) -> Decimal:
    return rounded(n, scale or ZERO, ROUND_HALF_UP)


@builtin("round half down(n: number, scale?: number)")
def round_half_down(run: Run, n: Decimal, scale: Decimal = ZERO) -> Decimal:
    return rounded(n, scale or ZERO, ROUND_HALF_DOWN)


@builtin("abs(n: number|days and time duration|years and months duration)")
def abs_(run: Run, n: Any) -> Any:
    return negate(n) if order_key(n, kind_of(n)) < 0 else n


@builtin("modulo(dividend: number, divisor: number)")
def modulo(run: Run, dividend: Decimal, divisor: Decimal) -> Decimal:
    """Return dividend - divisor * floor(dividend / divisor): the sign is the divisor's."""
    if not divisor:
        raise NullResult("Expected a divisor other than 0 for modulo")
    # The quotient is worked out to its last digit, of which there may be thousands.
    run.spend(max(0, dividend.adjusted() - divisor.adjusted()) >> 4)
    rest = EXACT.remainder(dividend, divisor)
    if rest and (rest < 0) != (divisor < 0):
        rest = EXACT.add(rest, divisor)
    return CONTEXT.plus(rest)


@builtin("sqrt(number: number)")
def sqrt(run: Run, number: Decimal) -> Decimal:
    if number < 0:
        raise NullResult(f"Expected a number of at least 0 for sqrt, but found {number}")
    return CONTEXT.sqrt(number)


@builtin("log(number: number)")
def log(run: Run, number: Decimal) -> Decimal:
    if number <= 0:
        raise NullResult(f"Expected a number above 0 for log, but found {number}")
    run.spend(_LOGARITHM)
    return CONTEXT.ln(number)


@builtin("exp(number: number)")
def exp(run: Run, number: Decimal) -> Decimal:
    run.spend(_EXPONENTIAL)
    try:
        return CONTEXT.exp(number)
    except DecimalException:
        raise NullResult(f"Expected a smaller number for exp, but found {number}") from None


@builtin("odd(number: number)")
def odd(run: Run, number: Decimal) -> bool:
    return _rest_of_two(number) == 1


@builtin("even(number: number)")
def even(run: Run, number: Decimal) -> bool:
    return _rest_of_two(number) == 0


def _rest_of_two(number: Decimal) -> Decimal | None:
    """Return the rest of a whole number by 2, None for a number with a fraction."""
    exponent = number.as_tuple().exponent
    if isinstance(exponent, int) and exponent > 0:
        return ZERO
    whole = number.to_integral_value()
    return WIDE.abs(WIDE.remainder(whole, Decimal(2))) if number == whole else None
