"""Arithmetic by the tables 45 and 54 to 58 of DMN 1.5 section 10.3.2.8."""

from datetime import UTC, datetime, timedelta
from fractions import Fraction
from typing import Any

from tests.feel.plain import numerals
from tests.feel.plain.comparing import clock_instant, instant
from tests.feel.plain.values import DAY, Clock, Day, Length, Moment, Months, civil, day_of, kind

MAX_YEAR = 999_999_999
MAX_LENGTH = 10**30


def day_or_null(number: int) -> Day | None:
    return Day(number) if abs(civil(number)[0]) <= MAX_YEAR else None


def length_or_null(nanos: int) -> Length | None:
    return Length(nanos) if abs(nanos) <= MAX_LENGTH else None


def shifted_months(number: int, months: int) -> int | None:
    """Return the day number some months on; a shorter month's last day stands in for one it has not."""
    year, month, day = civil(number)
    years, month = divmod(year * 12 + month - 1 + months, 12)
    month += 1
    following = day_of(years + (month == 12), month % 12 + 1, 1)
    return min(day_of(years, month, 1) + day - 1, following - 1) if abs(years) <= MAX_YEAR else None


def shifted(value: Moment, nanos: int) -> Moment | None:
    """Return a moment some time on: as much later in UTC, read on its own zone's clock again."""
    total = value.day * DAY + value.nanos + nanos
    if value.zone is None or not 1 < civil(value.day)[0] < 9999:
        return _moment(total, value)
    at = instant(value) + nanos
    try:
        in_utc = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=at // 1000)
        local = in_utc.astimezone(value.zone)
    except (OverflowError, ValueError):
        return _moment(total, value)
    east = local.utcoffset() or timedelta()
    return _moment(at + round(east.total_seconds()) * 10**9, value, late=bool(local.fold))


def _moment(total: int, like: Moment, late: bool = False) -> Moment | None:
    day = total // DAY
    return Moment(day, total % DAY, like.zone, late) if abs(civil(day)[0]) <= MAX_YEAR else None


def plus(left: Any, right: Any) -> Any:
    pair = (kind(left), kind(right))
    if pair == ("number", "number"):
        return numerals.rounded(left + right)
    if pair == ("string", "string"):
        return left + right
    if isinstance(left, Length | Months) and not isinstance(right, Length | Months):
        return _later(right, left, 1)
    if isinstance(left, Length) and isinstance(right, Length):
        return length_or_null(left.nanos + right.nanos)
    if isinstance(left, Months) and isinstance(right, Months):
        return Months(left.count + right.count)
    return _later(left, right, 1)


def _later(point: Any, step: Any, sign: int) -> Any:
    if isinstance(step, Months):
        if isinstance(point, Day):
            number = shifted_months(point.number, sign * step.count)
            return None if number is None else Day(number)
        if isinstance(point, Moment):
            number = shifted_months(point.day, sign * step.count)
            return None if number is None else Moment(number, point.nanos, point.zone)
        return None
    if not isinstance(step, Length):
        return None
    if isinstance(point, Day):
        return day_or_null(point.number + sign * step.nanos // DAY)
    if isinstance(point, Clock):
        return Clock((point.nanos + sign * step.nanos) % DAY, point.zone)
    return shifted(point, sign * step.nanos) if isinstance(point, Moment) else None


def minus(left: Any, right: Any) -> Any:
    if kind(left) == kind(right) == "number":
        return numerals.rounded(left - right)
    if isinstance(left, Length) and isinstance(right, Length):
        return length_or_null(left.nanos - right.nanos)
    if isinstance(left, Months) and isinstance(right, Months):
        return Months(left.count - right.count)
    if isinstance(left, Clock) and isinstance(right, Clock):
        return None if (left.zone is None) != (right.zone is None) else Length(clock_instant(left) - clock_instant(right))
    first, second = (Moment(each.number, 0, UTC) if isinstance(each, Day) else each for each in (left, right))
    if isinstance(first, Moment) and isinstance(second, Moment):
        return None if (first.zone is None) != (second.zone is None) else length_or_null(instant(first) - instant(second))
    return _later(left, right, -1)


def _whole_months(exact: Fraction) -> Months | None:
    return Months(int(exact)) if abs(exact) < 10**12 else None


def times(left: Any, right: Any) -> Any:
    if isinstance(left, Fraction) and isinstance(right, Length | Months):
        left, right = right, left
    if not isinstance(right, Fraction):
        return None
    if isinstance(left, Fraction):
        return numerals.rounded(left * right)
    if isinstance(left, Length):
        return length_or_null(int(left.nanos * right))
    return _whole_months(left.count * right) if isinstance(left, Months) else None


def over(left: Any, right: Any) -> Any:
    below = right.nanos if isinstance(right, Length) else right.count if isinstance(right, Months) else right
    if not isinstance(below, Fraction | int) or isinstance(below, bool) or below == 0:
        return None
    if isinstance(right, Fraction):
        return times(left, 1 / right) if kind(left) != "null" else None
    if type(left) is type(right):
        above = left.nanos if isinstance(left, Length) else left.count
        return numerals.rounded(Fraction(above) / below)
    return None


def calculated(sign: str, left: Any, right: Any) -> Any:
    if sign == "+":
        return plus(left, right)
    if sign == "-":
        return minus(left, right)
    if sign == "*":
        return times(left, right)
    if sign == "/":
        return over(left, right)
    return numerals.power(left, right) if kind(left) == kind(right) == "number" else None


def turned(value: Any) -> Any:
    """Return what a minus before a value gives."""
    if isinstance(value, Fraction):
        return -value
    if isinstance(value, Length):
        return Length(-value.nanos)
    return Months(-value.count) if isinstance(value, Months) else None
