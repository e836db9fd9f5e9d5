"""Why two values have no sum, difference, product, quotient or power."""

from typing import Any, Final

from app.feel.arithmetic import is_defined
from app.feel.compare import has_zone
from app.feel.numbers import ZERO
from app.feel.shown import shown
from app.feel.temporal import YearsMonths, duration_nanos
from app.feel.values import DATE, DATE_TIME, DURATION, NUMBER, TIME, YEARS_MONTHS, kind_of

_MOMENTS: Final = frozenset({DATE, TIME, DATE_TIME})


def why_no_result(operator: str, left: Any, right: Any) -> str:
    """Return the reason for the null that `calculate` gives for these values."""
    kinds = kind_of(left), kind_of(right)
    if not is_defined(operator, left, right):
        return f"Expected values that {operator} can join, but found {kinds[0]} and {kinds[1]}"
    if operator == "/" and _is_nothing(right):
        return f"Expected a divisor other than zero, but found {shown(right, with_kind=False)}"
    if operator == "**" and left == ZERO:
        return f"Expected a power of 0 that is not negative, but found {shown(right, with_kind=False)}"
    if operator == "**" and left < ZERO and right != right.to_integral_value():
        return f"Expected a whole power of a negative number, but found {shown(right, with_kind=False)}"
    if operator == "-" and _MOMENTS.issuperset(kinds) and _zoned(left) != _zoned(right):
        return "Expected two values with a time zone or two without, but found one of each"
    return f"Expected a result of {operator} {_bounds(*kinds)}, but found one beyond"


def _is_nothing(value: Any) -> bool:
    kind = kind_of(value)
    if kind == DURATION:
        return duration_nanos(value) == 0
    return value == YearsMonths(0) if kind == YEARS_MONTHS else bool(value == ZERO)


def _zoned(value: Any) -> bool:
    """Whether a value has a zone; a bare date stands for its midnight in UTC."""
    return kind_of(value) == DATE or has_zone(value)


def _bounds(left: str, right: str) -> str:
    if left == right == NUMBER:
        return "below 10**6145"
    return "up to the year 999999999" if _MOMENTS & {left, right} else "that a duration can hold"
