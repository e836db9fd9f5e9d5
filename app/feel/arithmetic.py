"""Sums, differences, products, quotients and powers (DMN 1.5 section 10.3.2.8, tables 54 to 58)."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal, DecimalException
from typing import Any, Final

from app.feel.dates import add_months, date_of, day_number
from app.feel.numbers import CONTEXT, LONG, WIDE, ZERO
from app.feel.temporal import (
    DAY,
    Time,
    YearsMonths,
    at_midnight,
    date_part,
    duration_nanos,
    make_datetime,
    make_duration,
    parts_of,
    time_utc_nanos,
    utc_nanos,
)  # fmt: skip
from app.feel.values import DATE, DATE_TIME, DURATION, NUMBER, STRING, TIME, YEARS_MONTHS, kind_of

Operation = Callable[[Any, Any], Any]
_FRACTION: Final = 100


def calculate(operator: str, left: Any, right: Any) -> Any:
    """Return the result of an operator, None where the standard defines none for these values."""
    operation = _TABLE.get((operator, kind_of(left), kind_of(right)))
    if operation is None:
        return None
    try:
        return operation(left, right)
    except DecimalException:
        return None


def is_defined(operator: str, left: Any, right: Any) -> bool:
    """Say whether the standard has the operator for values of these kinds, whether or not these two have a result."""
    return (operator, kind_of(left), kind_of(right)) in _TABLE


def negate(value: Any) -> Any:
    """Return a number or duration with its sign turned, None for anything else."""
    kind = kind_of(value)
    if kind == NUMBER:
        return CONTEXT.minus(value)
    if kind == DURATION:
        return make_duration(-duration_nanos(value))
    return YearsMonths(-value.months) if kind == YEARS_MONTHS else None


def move_date_time(value: Any, nanos: int) -> Any:
    """Return a date and time moved by a length of time, in its own zone; the clock may jump where the zone's does."""
    day, at, zone = parts_of(value)
    if zone is None or not isinstance(value, datetime):
        return make_datetime(day, at + nanos, zone)
    try:
        microseconds, rest = divmod(nanos, 1000)
        moved = (value.astimezone(UTC) + timedelta(microseconds=microseconds)).astimezone(zone)
    except (OverflowError, ValueError):
        return make_datetime(day, at + nanos, zone)
    day, at, _ = parts_of(moved)
    return moved if rest == 0 else make_datetime(day, at + rest, zone)


def move_months(value: Any, months: int) -> Any:
    """Return a date, or a date and time, moved by whole months; the day gives way where a month is shorter."""
    if kind_of(value) == DATE:
        return add_months(value, months)
    _, nanos, zone = parts_of(value)
    day = add_months(date_part(value), months)
    return None if day is None else make_datetime(day_number(day), nanos, zone)


def move_date(value: Any, nanos: int) -> Any:
    """Return the date on which a length of time from a date's midnight ends."""
    return date_of(day_number(value) + nanos // DAY)


def _between(left: Any, right: Any) -> Any:
    """Return the time between two dates, or dates with times; a bare date stands for its midnight in UTC."""
    if type(left) is date and type(right) is date:
        return left - right
    left, right = (at_midnight(value, UTC) if kind_of(value) == DATE else value for value in (left, right))
    if (parts_of(left)[2] is None) != (parts_of(right)[2] is None):
        return None
    return make_duration(utc_nanos(left) - utc_nanos(right))


def _date_moved(day: Any, duration: Any) -> Any:
    if type(day) is date and type(duration) is timedelta:
        try:
            return day + duration
        except OverflowError:
            pass
    return move_date(day, duration_nanos(duration))


def _moment_moved(moment: Any, duration: Any) -> Any:
    if type(moment) is datetime and moment.tzinfo is None and type(duration) is timedelta:
        try:
            return moment + duration
        except OverflowError:
            pass
    return move_date_time(moment, duration_nanos(duration))


def _between_times(left: Time, right: Time) -> Any:
    if (left.zone is None) != (right.zone is None):
        return None
    return make_duration(time_utc_nanos(left) - time_utc_nanos(right))


def _move_time(value: Time, nanos: int) -> Time:
    return Time((value.nanos + nanos) % DAY, value.zone)


def _times(duration: Any, factor: Any) -> Any:
    return make_duration(int(WIDE.multiply(Decimal(duration_nanos(duration)), factor)))


def _times_months(duration: YearsMonths, factor: Any) -> YearsMonths | None:
    return _months(WIDE.multiply(Decimal(duration.months), factor))


def _months(exact: Decimal) -> YearsMonths | None:
    return YearsMonths(int(exact)) if abs(exact) < 10**12 else None


def _divided(duration: Any, divisor: Any) -> Any:
    return make_duration(int(WIDE.divide(Decimal(duration_nanos(duration)), divisor)))


def _ratio(left: int, right: int) -> Decimal:
    return CONTEXT.divide(Decimal(left), Decimal(right))


def _power(left: Any, right: Any) -> Any:
    """Return a power. 0 to the 0 is 1; 0 to a negative one is a division by zero, which Python's decimals take for infinite."""
    if left == ZERO and right <= ZERO:
        return Decimal(1) if right == ZERO else None
    return CONTEXT.plus(LONG.power(left, right))


def steps_of_power(exponent: Any) -> int:
    """Return what a power costs beyond other operators, in steps of an evaluation: as its time is to that of calls.

    A whole exponent is worked out by squaring, one with a fraction by a logarithm of 100 digits, some fifth of a millisecond.
    """
    if type(exponent) is not Decimal:
        return 0
    return max(1, exponent.adjusted() >> 1) if exponent == exponent.to_integral_value() else _FRACTION


_TABLE: Final[dict[tuple[str, str, str], Operation]] = {
    ("+", NUMBER, NUMBER): CONTEXT.add,
    ("+", STRING, STRING): lambda a, b: a + b,
    ("+", DATE_TIME, DURATION): _moment_moved,
    ("+", DURATION, DATE_TIME): lambda a, b: _moment_moved(b, a),
    ("+", DATE_TIME, YEARS_MONTHS): lambda a, b: move_months(a, b.months),
    ("+", YEARS_MONTHS, DATE_TIME): lambda a, b: move_months(b, a.months),
    ("+", DATE, DURATION): _date_moved,
    ("+", DURATION, DATE): lambda a, b: _date_moved(b, a),
    ("+", DATE, YEARS_MONTHS): lambda a, b: move_months(a, b.months),
    ("+", YEARS_MONTHS, DATE): lambda a, b: move_months(b, a.months),
    ("+", TIME, DURATION): lambda a, b: _move_time(a, duration_nanos(b)),
    ("+", DURATION, TIME): lambda a, b: _move_time(b, duration_nanos(a)),
    ("+", DURATION, DURATION): lambda a, b: make_duration(duration_nanos(a) + duration_nanos(b)),
    ("+", YEARS_MONTHS, YEARS_MONTHS): lambda a, b: YearsMonths(a.months + b.months),
    ("-", NUMBER, NUMBER): CONTEXT.subtract,
    ("-", DATE_TIME, DATE_TIME): _between,
    ("-", DATE, DATE_TIME): _between,
    ("-", DATE_TIME, DATE): _between,
    ("-", DATE, DATE): _between,
    ("-", TIME, TIME): _between_times,
    ("-", DATE_TIME, DURATION): lambda a, b: move_date_time(a, -duration_nanos(b)),
    ("-", DATE_TIME, YEARS_MONTHS): lambda a, b: move_months(a, -b.months),
    ("-", DATE, DURATION): lambda a, b: move_date(a, -duration_nanos(b)),
    ("-", DATE, YEARS_MONTHS): lambda a, b: move_months(a, -b.months),
    ("-", TIME, DURATION): lambda a, b: _move_time(a, -duration_nanos(b)),
    ("-", DURATION, DURATION): lambda a, b: make_duration(duration_nanos(a) - duration_nanos(b)),
    ("-", YEARS_MONTHS, YEARS_MONTHS): lambda a, b: YearsMonths(a.months - b.months),
    ("*", NUMBER, NUMBER): CONTEXT.multiply,
    ("*", DURATION, NUMBER): _times,
    ("*", NUMBER, DURATION): lambda a, b: _times(b, a),
    ("*", YEARS_MONTHS, NUMBER): _times_months,
    ("*", NUMBER, YEARS_MONTHS): lambda a, b: _times_months(b, a),
    ("/", NUMBER, NUMBER): CONTEXT.divide,
    ("/", DURATION, NUMBER): _divided,
    ("/", YEARS_MONTHS, NUMBER): lambda a, b: _months(WIDE.divide(Decimal(a.months), b)),
    ("/", DURATION, DURATION): lambda a, b: _ratio(duration_nanos(a), duration_nanos(b)),
    ("/", YEARS_MONTHS, YEARS_MONTHS): lambda a, b: _ratio(a.months, b.months),
    ("**", NUMBER, NUMBER): _power,
}

KINDS_JOINED: Final = frozenset(_TABLE)
"""The operators, each with the kinds of its left and right value for which the standard has a result."""
