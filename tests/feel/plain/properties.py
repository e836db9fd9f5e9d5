"""Properties of values (DMN 1.5 section 10.3.2.13 and table 60)."""

from fractions import Fraction
from typing import Any

from tests.feel.plain.comparing import offset
from tests.feel.plain.values import DAY, SECOND, Clock, Day, Length, Moment, Months, Span, civil


def property_of(value: Any, name: str) -> Any:
    if isinstance(value, list):
        return [property_of(item, name) for item in value]
    if isinstance(value, dict):
        return value.get(name)
    if isinstance(value, Span):
        return {"start": value.low, "end": value.high, "start included": value.low_in, "end included": value.high_in}.get(name)
    found = _parts(value).get(name)
    return Fraction(found) if isinstance(found, int) else found


def _parts(value: Any) -> dict[str, Any]:
    if isinstance(value, Day):
        return _of_day(value.number)
    if isinstance(value, Clock):
        return _of_clock(value.nanos) | _of_zone(value)
    if isinstance(value, Moment):
        return _of_day(value.day) | _of_clock(value.nanos) | _of_zone(value)
    if isinstance(value, Length):
        sign, size = (-1 if value.nanos < 0 else 1), abs(value.nanos) // SECOND
        days, rest = divmod(size, 86_400)
        seconds = sign * Fraction(abs(value.nanos) % (60 * SECOND), SECOND)
        return {"days": sign * days, "hours": sign * (rest // 3600), "minutes": sign * (rest // 60 % 60), "seconds": seconds}
    if isinstance(value, Months):
        years, months = divmod(abs(value.count), 12)
        sign = -1 if value.count < 0 else 1
        return {"years": sign * years, "months": sign * months}
    return {}


def _of_day(number: int) -> dict[str, Any]:
    year, month, day = civil(number)
    # 1 January 1970 was a Thursday.
    return {"year": year, "month": month, "day": day, "weekday": (number + 3) % 7 + 1}


def _of_clock(nanos: int) -> dict[str, Any]:
    minutes, rest = divmod(nanos % DAY, 60 * SECOND)
    return {"hour": minutes // 60, "minute": minutes % 60, "second": Fraction(rest, SECOND)}


def _of_zone(value: Clock | Moment) -> dict[str, Any]:
    if value.zone is None:
        return {}
    key = getattr(value.zone, "key", None)
    if isinstance(value, Moment):
        east: int | None = offset(value.zone, value.day, value.nanos, value.late)
    else:
        # A named zone has no offset where no date is known.
        east = offset(value.zone, 0, 0) if key is None else None
    return {"timezone": key, "time offset": None if east is None else Length(east)}
