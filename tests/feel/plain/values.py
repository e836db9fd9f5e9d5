"""The values of the plain evaluator: its own classes, so that nothing computed here was computed by the product."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, tzinfo
from decimal import Decimal
from fractions import Fraction
from typing import Any

from app.feel import syntax
from app.feel.dates import WideDate
from app.feel.temporal import Time, WideDateTime, WideDuration, YearsMonths
from app.feel.values import Function, Range

SECOND = 10**9
DAY = 86_400 * SECOND
_YEAR_1 = 719_162


@dataclass(frozen=True)
class Day:
    """number: days since 1 January 1970."""

    number: int


@dataclass(frozen=True)
class Clock:
    """nanos: since midnight."""

    nanos: int
    zone: tzinfo | None


@dataclass(frozen=True)
class Moment:
    """late: the second of two hours of the same name, where clocks go back."""

    day: int
    nanos: int
    zone: tzinfo | None
    late: bool = field(default=False, compare=False)


@dataclass(frozen=True)
class Length:
    nanos: int


@dataclass(frozen=True)
class Months:
    count: int


@dataclass(frozen=True)
class Span:
    low: Any
    high: Any
    low_in: bool
    high_in: bool


@dataclass(frozen=True, eq=False)
class Written:
    """A function literal with the scopes around it."""

    node: syntax.FunctionLiteral
    scopes: list[dict[str, Any]]


@dataclass(frozen=True, eq=False)
class Native:
    name: str


KINDS: dict[type, str] = {
    **{type(None): "null", bool: "boolean", Fraction: "number", str: "string", list: "list", dict: "context"},
    **{Day: "date", Clock: "time", Moment: "date and time", Length: "days and time duration", Months: "years and months duration"},
    **{Span: "range", Written: "function", Native: "function"},
}


def kind(value: Any) -> str:
    return KINDS[type(value)]


def day_of(year: int, month: int, day: int) -> int:
    """Return the days since 1970 of a day, counting from 1 March so that a leap day comes last."""
    year -= month <= 2
    of_year = (153 * ((month + 9) % 12) + 2) // 5 + day - 1
    return 365 * year + year // 4 - year // 100 + year // 400 + of_year - 719_468


def civil(number: int) -> tuple[int, int, int]:
    """Return year, month and day: the year is guessed, then put right."""
    year = 1970 + number * 400 // 146_097
    while day_of(year, 1, 1) > number:
        year -= 1
    while day_of(year + 1, 1, 1) <= number:
        year += 1
    month = max(month for month in range(1, 13) if day_of(year, month, 1) <= number)
    return year, month, number - day_of(year, month, 1) + 1


def _nanos(value: datetime) -> int:
    return ((value.hour * 60 + value.minute) * 60 + value.second) * SECOND + value.microsecond * 1000


def taken(value: Any) -> Any:
    """Return a value of the product as one of these classes."""
    if isinstance(value, bool) or value is None or isinstance(value, str):
        return value
    if isinstance(value, Decimal | int):
        return Fraction(value)
    if isinstance(value, list | tuple):
        return [taken(item) for item in value]
    if isinstance(value, dict):
        return {key: taken(item) for key, item in value.items()}
    if isinstance(value, Range):
        return Span(taken(value.low), taken(value.high), value.low_included, value.high_included)
    return Native("") if isinstance(value, Function) else _temporal(value)


def _temporal(value: Any) -> Any:
    if isinstance(value, datetime):
        return Moment(value.toordinal() - _YEAR_1 - 1, _nanos(value), value.tzinfo, bool(value.fold))
    if isinstance(value, WideDateTime):
        return Moment(value.day - _YEAR_1 - 1, value.nanos, value.zone)
    if isinstance(value, date | WideDate):
        return Day(day_of(value.year, value.month, value.day))
    if isinstance(value, Time):
        return Clock(value.nanos, value.zone)
    if isinstance(value, timedelta):
        return Length(value // timedelta(microseconds=1) * 1000)
    if isinstance(value, WideDuration):
        return Length(value.nanos)
    if isinstance(value, YearsMonths):
        return Months(value.months)
    raise TypeError(f"No value of the language: {value!r}")


def zone_text(zone: tzinfo | None) -> str:
    """Return what tells one zone from another."""
    if zone is None:
        return ""
    offset = zone.utcoffset(None)
    return str(getattr(zone, "key", None) or (offset or timedelta()).total_seconds())


def alike(left: Any, right: Any) -> bool:
    """Whether two results are the same value of the same kind, zones and order of entries included."""
    if kind(left) != kind(right):
        return False
    if isinstance(left, list):
        return len(left) == len(right) and all(map(alike, left, right))
    if isinstance(left, dict):
        return list(left) == list(right) and all(alike(left[key], right[key]) for key in left)
    if isinstance(left, Span):
        return (left.low_in, left.high_in) == (right.low_in, right.high_in) and alike(left.low, right.low) and alike(left.high, right.high)
    if isinstance(left, Clock | Moment) and zone_text(left.zone) != zone_text(right.zone):
        return False
    if isinstance(left, Clock):
        return bool(left.nanos == right.nanos)
    if isinstance(left, Moment):
        return (left.day, left.nanos) == (right.day, right.nanos)
    return kind(left) == "function" or bool(left == right)
