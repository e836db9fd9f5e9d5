"""Values that lie between others: for each ordered type, one example that FEEL can write, or that there is none."""

from collections.abc import Callable
from datetime import UTC, timedelta
from decimal import ROUND_FLOOR, Decimal
from typing import Any, Final

from app.feel.dates import date_of
from app.feel.numbers import CONTEXT
from app.feel.temporal import DAY, SECOND, Time, YearsMonths, make_datetime, make_duration
from app.feel.values import DATE, DATE_TIME, DURATION, NUMBER, TIME, YEARS_MONTHS
from app.feel.zones import offset_zone

# Given the keys of two neighbours (app.feel.compare.order_key; None for no neighbour), return a value between them, or None.
Between = Callable[[Any, Any, bool], Any]
_HOUR: Final = 3600 * SECOND
_LARGEST: Final = CONTEXT.next_minus(Decimal("Infinity"))


def between(kind: str, low: Any, high: Any, zoned: bool) -> Any:
    """Return a value of a type between two keys, None where there is none. zoned: times with a zone are wanted."""
    return _FINDERS[kind](low, high, zoned)


def _number(low: Decimal | None, high: Decimal | None, zoned: bool) -> Decimal | None:
    """Return the number with the fewest decimal places between two others, near their middle."""
    if low is None and high is None:
        return Decimal(0)
    if low is None or high is None:
        return _above(low) if low is not None else _below(high)
    if CONTEXT.next_plus(low) >= high:
        return None
    middle = CONTEXT.divide(CONTEXT.add(low, high), Decimal(2))
    for digits in range(max(0, min(34, 33 - middle.adjusted()))):
        place = Decimal(1).scaleb(-digits)
        rounded = middle.quantize(place, ROUND_FLOOR, CONTEXT)
        for found in (rounded, CONTEXT.add(rounded, place)):
            if low < found < high:
                return found
    return middle if low < middle < high else CONTEXT.next_plus(low)


def _above(low: Decimal) -> Decimal | None:
    """Return the next whole number above; near the limits of numbers, the next number there is, or None."""
    if low >= _LARGEST:
        return None
    found = CONTEXT.add(low.to_integral_value(ROUND_FLOOR, CONTEXT), Decimal(1))
    return found if found > low else CONTEXT.next_plus(low)


def _below(high: Decimal | None) -> Decimal | None:
    found = None if high is None else _above(-high)
    return None if found is None else CONTEXT.minus(found)


def _whole(low: int | None, high: int | None, step: int = 1) -> int | None:
    """Return a whole number between two others, one step above the lower where that is between them, else next to it."""
    if low is None:
        return 0 if high is None else high - step
    wanted = low + step
    if high is None or wanted < high:
        return wanted
    return low + 1 if low + 1 < high else None


def _date(low: int | None, high: int | None, zoned: bool) -> Any:
    found = _whole(low, high) if (low, high) != (None, None) else 730_000
    return None if found is None else date_of(found)


def _time(low: int | None, high: int | None, zoned: bool) -> Time | None:
    least, most = (-18 * _HOUR, DAY + 18 * _HOUR) if zoned else (0, DAY)
    bottom = least - 1 if low is None else low
    found = _whole(bottom, most if high is None else high, _HOUR if low is not None else 1)
    if found is None:
        return None
    if not zoned:
        return Time(found)
    if 0 <= found < DAY:
        return Time(found, UTC)
    # Earlier than midnight in UTC is later where the sun has risen: an offset brings it into the day.
    hours = -(found // _HOUR) if found < 0 else -((found - DAY) // _HOUR + 1)
    return Time(found + hours * _HOUR, offset_zone(timedelta(hours=hours)))


def _date_time(low: int | None, high: int | None, zoned: bool) -> Any:
    found = _whole(low, high, _HOUR) if (low, high) != (None, None) else 730_000 * DAY
    return None if found is None else make_datetime(0, found, UTC if zoned else None)


def _duration(low: int | None, high: int | None, zoned: bool) -> Any:
    found = _whole(low, high, _HOUR)
    return None if found is None else make_duration(found)


def _months(low: int | None, high: int | None, zoned: bool) -> YearsMonths | None:
    found = _whole(low, high)
    return None if found is None else YearsMonths(found)


_FINDERS: Final[dict[str, Between]] = {
    NUMBER: _number,
    DATE: _date,
    TIME: _time,
    DATE_TIME: _date_time,
    DURATION: _duration,
    YEARS_MONTHS: _months,
}
