"""Equality and order (DMN 1.5 section 10.3.2.11 and tables 50 to 53)."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any, Final

from app.feel.dates import day_number
from app.feel.temporal import duration_nanos, parts_of, time_utc_nanos, utc_nanos
from app.feel.values import (
    BOOLEAN,
    CONTEXT,
    DATE,
    DATE_TIME,
    DURATION,
    FOREIGN,
    FUNCTION,
    LIST,
    NULL,
    NUMBER,
    RANGE,
    STRING,
    TIME,
    YEARS_MONTHS,
    Range,
    kind_of,
)  # fmt: skip

_PLAIN: Final = (NUMBER, STRING, BOOLEAN)
# Python compares two of the same of these types as the standard does, so no kind need be looked up.
DIRECT: Final[frozenset[type]] = frozenset({Decimal, str, date, timedelta})
ORDERED: Final = frozenset({NUMBER, STRING, DATE, TIME, DATE_TIME, DURATION, YEARS_MONTHS})


def equal(left: Any, right: Any) -> bool | None:
    """Whether two values are equal; null where they are of different types. null equals null alone."""
    python = type(left)
    if python is type(right) and python in DIRECT:
        return bool(left == right)
    kind = kind_of(left)
    other = kind_of(right)
    if kind == NULL or other == NULL:
        return kind == other
    if kind != other:
        return None
    if kind in _PLAIN:
        return bool(left == right)
    if kind == LIST:
        return _equal_lists(left, right)
    if kind == CONTEXT:
        return _equal_contexts(left, right)
    if kind == RANGE:
        return same_ends(left, right)
    if kind in (FUNCTION, FOREIGN):
        return left is right
    if kind in (TIME, DATE_TIME) and has_zone(left) != has_zone(right):
        return False
    return bool(order_key(left, kind) == order_key(right, kind))


def same(left: Any, right: Any) -> bool:
    """Whether two values are equal, values of different types being different; the sense of `distinct values` and `list contains`."""
    return equal(left, right) is True


def _equal_lists(left: Any, right: Any) -> bool:
    """Items of different types make lists different, not incomparable: a value is either equal as a whole or it is not."""
    if len(left) != len(right):
        return False
    for a, b in zip(left, right, strict=True):  # noqa: SIM110 - a generator would cost a frame a level
        if equal(a, b) is not True:
            return False
    return True


def _equal_contexts(left: Any, right: Any) -> bool:
    if left.keys() != right.keys():
        return False
    for key, value in left.items():  # noqa: SIM110 - a generator would cost a frame a level
        if equal(value, right[key]) is not True:
            return False
    return True


def same_ends(left: Range, right: Range) -> bool:
    return (
        left.low_included == right.low_included
        and left.high_included == right.high_included
        and same(left.low, right.low)
        and same(left.high, right.high)
    )  # fmt: skip


def has_zone(value: Any) -> bool:
    if kind_of(value) == TIME:
        return value.zone is not None
    return parts_of(value)[2] is not None


def order_key(value: Any, kind: str) -> Any:
    """Return what values of one kind are ordered by."""
    if kind in (NUMBER, STRING):
        return value
    if kind == DATE:
        return day_number(value)
    if kind == TIME:
        return time_utc_nanos(value)
    if kind == DATE_TIME:
        return utc_nanos(value)
    if kind == DURATION:
        return duration_nanos(value)
    return value.months


def order(left: Any, right: Any) -> int | None:
    """Return -1, 0 or 1 as `left` lies before, at or after `right`; None where the two have no order."""
    python = type(left)
    if python is type(right) and python in DIRECT:
        return int(left > right) - int(left < right)
    kind = kind_of(left)
    if kind not in ORDERED or kind != kind_of(right):
        return None
    if kind in (TIME, DATE_TIME) and has_zone(left) != has_zone(right):
        return None
    first, second = order_key(left, kind), order_key(right, kind)
    return int(first > second) - int(first < second)


def contains(within: Range, value: Any) -> bool | None:
    """Whether a range contains a value; null where they cannot be compared."""
    result: bool | None = True
    for end, included, sign in ((within.low, within.low_included, 1), (within.high, within.high_included, -1)):
        if end is None:
            continue
        found = order(value, end)
        if found is None:
            result = None
        elif found * sign < 0 or (found == 0 and not included):
            return False
    return None if within.low is None and within.high is None else result
