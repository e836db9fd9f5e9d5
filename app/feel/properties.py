"""Properties of values (DMN 1.5 section 10.3.2.13 and table 60)."""

from collections.abc import Callable
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any, Final

from app.feel.dates import day_number
from app.feel.run import Run
from app.feel.temporal import SECOND, date_part, duration_nanos, make_duration, time_part, zone_nanos
from app.feel.values import CONTEXT, DATE, DATE_TIME, DURATION, LIST, NULL, RANGE, TIME, YEARS_MONTHS, kind_of
from app.feel.zones import zone_key

_MISSING: Final = object()
Reader = Callable[[Any], Any]


def property_of(run: Run, value: Any, name: str) -> Any:
    """Return a property; of a list, the list of its items' properties; null with a reason where there is none."""
    kind = kind_of(value)
    if kind == LIST:
        run.spend_items(len(value))
        return [property_of(run, item, name) for item in value]
    if kind == CONTEXT:
        found = value.get(name, _MISSING)
        if found is _MISSING:
            entries = ", ".join(list(value)[:10]) or "no entries"
            return run.null(f"Expected an entry {name}, but found a context with {entries}{run.hint(name, value)}")
        return found
    reader = _READERS.get((kind, name))
    if reader is None:
        if kind != NULL:
            run.null(f"Expected a value with the property {name}, but found {kind}{run.hint(name, properties_of(kind))}")
        else:
            run.null(f"Expected a value with the property {name}, but found null")
        return None
    return reader(value)


def _of_date(read: Callable[[Any], int]) -> Reader:
    """Return a reader of what a date and time has of its date; Python's own need not be taken apart."""
    return lambda value: Decimal(read(value if type(value) is datetime else date_part(value)))


def _of_time(read: Callable[[Any], int]) -> Reader:
    return lambda value: Decimal(read(value if type(value) is datetime else time_part(value)))


def _number(read: Callable[[Any], int]) -> Reader:
    return lambda value: Decimal(read(value))


def _offset(value: Any) -> Any:
    zone = value.zone if kind_of(value) == TIME else time_part(value).zone
    if zone is None:
        return None
    if kind_of(value) == DATE_TIME:
        return make_duration(zone_nanos(value))
    # A named zone has no offset where no date is known.
    offset = zone.utcoffset(None)
    return None if offset is None else make_duration(round(offset / timedelta(seconds=1)) * SECOND)


def _second(value: Any) -> Decimal:
    return _seconds((value if kind_of(value) == TIME else time_part(value)).nanos)


def _seconds(nanos: int) -> Decimal:
    """Return the seconds beyond whole minutes: a decimal, with the sign of what they are of (DMN 1.5 section 10.3.2.15, table 66)."""
    rest = nanos % (60 * SECOND) if nanos >= 0 else -(-nanos % (60 * SECOND))
    return Decimal(rest).scaleb(-9).normalize() if rest % SECOND else Decimal(rest // SECOND)


def _part(seconds: int, wrap: int | None) -> Reader:
    """Return a reader of a duration's days, hours or minutes, with the duration's sign."""

    def read(value: Any) -> Decimal:
        nanos = duration_nanos(value)
        whole = abs(nanos) // (seconds * SECOND)
        whole = whole if wrap is None else whole % wrap
        return Decimal(-whole if nanos < 0 else whole)

    return read


def weekday(value: Any) -> int:
    return (day_number(value) - 1) % 7 + 1


def _months_part(read: Callable[[int], int]) -> Reader:
    return lambda value: Decimal(read(abs(value.months)) * (-1 if value.months < 0 else 1))


_READERS: Final[dict[tuple[str, str], Reader]] = {
    (DATE, "year"): _number(lambda v: v.year),
    (DATE, "month"): _number(lambda v: v.month),
    (DATE, "day"): _number(lambda v: v.day),
    (DATE, "weekday"): _number(weekday),
    (DATE_TIME, "year"): _of_date(lambda v: v.year),
    (DATE_TIME, "month"): _of_date(lambda v: v.month),
    (DATE_TIME, "day"): _of_date(lambda v: v.day),
    (DATE_TIME, "weekday"): _of_date(weekday),
    (DATE_TIME, "hour"): _of_time(lambda v: v.hour),
    (DATE_TIME, "minute"): _of_time(lambda v: v.minute),
    (DATE_TIME, "second"): _second,
    (DATE_TIME, "time offset"): _offset,
    (DATE_TIME, "timezone"): lambda v: zone_key(time_part(v).zone),
    (TIME, "hour"): _number(lambda v: v.hour),
    (TIME, "minute"): _number(lambda v: v.minute),
    (TIME, "second"): _second,
    (TIME, "time offset"): _offset,
    (TIME, "timezone"): lambda v: zone_key(v.zone),
    (DURATION, "days"): _part(86_400, None),
    (DURATION, "hours"): _part(3600, 24),
    (DURATION, "minutes"): _part(60, 60),
    (DURATION, "seconds"): lambda v: _seconds(duration_nanos(v)),
    (YEARS_MONTHS, "years"): _months_part(lambda months: months // 12),
    (YEARS_MONTHS, "months"): _months_part(lambda months: months % 12),
    (RANGE, "start"): lambda v: v.low,
    (RANGE, "end"): lambda v: v.high,
    (RANGE, "start included"): lambda v: v.low_included,
    (RANGE, "end included"): lambda v: v.high_included,
}


def properties_of(kind: str) -> tuple[str, ...]:
    """Return the properties that values of a kind have; none for those whose entries are their own (contexts, lists)."""
    return tuple(name for of, name in _READERS if of == kind)
