"""Equality, order and membership (DMN 1.5 section 10.3.2.11, tables 50 to 55)."""

from datetime import datetime, timedelta, tzinfo
from typing import Any

from tests.feel.plain.values import DAY, SECOND, Clock, Day, Length, Moment, Months, Span, civil, kind

ORDERED = ("number", "string", "date", "time", "date and time", "days and time duration", "years and months duration")


def offset(zone: tzinfo, day: int, nanos: int, late: bool = False) -> int:
    """Return the nanoseconds a zone lies east of UTC at a wall clock; years Python cannot hold take the rules of a like one."""
    year, month, of_month = civil(day)
    if not 1 <= year <= 9999:
        year = 2000 + year % 400
    clock = datetime(year, month, of_month, tzinfo=zone, fold=int(late)) + timedelta(seconds=nanos // SECOND)
    return round((clock.utcoffset() or timedelta()).total_seconds()) * SECOND


def instant(value: Moment) -> int:
    """Return nanoseconds since 1970 in UTC; without a zone, as the wall clock shows."""
    at = value.day * DAY + value.nanos
    return at if value.zone is None else at - offset(value.zone, value.day, value.nanos, value.late)


def clock_instant(value: Clock) -> int:
    """Return a time of day in UTC, in winter where its zone has a summer."""
    return value.nanos if value.zone is None else value.nanos - offset(value.zone, 10_957, 0)


def measure(value: Any) -> Any:
    """Return what a value is ordered by."""
    if isinstance(value, Day):
        return value.number
    if isinstance(value, Clock):
        return clock_instant(value)
    if isinstance(value, Moment):
        return instant(value)
    if isinstance(value, Length):
        return value.nanos
    return value.count if isinstance(value, Months) else value


def zoned_apart(left: Any, right: Any) -> bool:
    return isinstance(left, Clock | Moment) and (left.zone is None) != (right.zone is None)


def order(left: Any, right: Any) -> int | None:
    """Return -1, 0 or 1; None where two values have no order."""
    if kind(left) != kind(right) or kind(left) not in ORDERED or zoned_apart(left, right):
        return None
    first, second = measure(left), measure(right)
    return -1 if first < second else int(first > second)


def equal(left: Any, right: Any) -> bool | None:
    if left is None or right is None:
        return left is right
    if kind(left) != kind(right):
        return None
    if isinstance(left, list):
        return len(left) == len(right) and all(equal(a, b) is True for a, b in zip(left, right, strict=True))
    if isinstance(left, dict):
        return left.keys() == right.keys() and all(equal(left[key], right[key]) is True for key in left)
    if isinstance(left, Span):
        ends = equal(left.low, right.low) is True and equal(left.high, right.high) is True
        return ends and (left.low_in, left.high_in) == (right.low_in, right.high_in)
    if kind(left) == "function":
        return left is right
    if zoned_apart(left, right):
        return False
    return bool(measure(left) == measure(right))


def compared(sign: str, left: Any, right: Any) -> bool | None:
    """Return what a comparison by one of the six signs gives."""
    if sign in ("=", "!="):
        same = equal(left, right)
        return same if same is None or sign == "=" else not same
    found = order(left, right)
    if found is None:
        return None
    return {"<": found < 0, "<=": found <= 0, ">": found > 0, ">=": found >= 0}[sign]


def conjoined(*parts: bool | None) -> bool | None:
    return False if False in parts else None if None in parts else True


def disjoined(*parts: bool | None) -> bool | None:
    return True if True in parts else None if None in parts else False


def inside(span: Span, value: Any) -> bool | None:
    """Whether a range holds a value: both comparisons with its ends hold, an open end asking nothing."""
    parts: list[bool | None] = []
    if span.low is not None:
        parts.append(compared(">=" if span.low_in else ">", value, span.low))
    if span.high is not None:
        parts.append(compared("<=" if span.high_in else "<", value, span.high))
    return conjoined(*parts) if parts else None
