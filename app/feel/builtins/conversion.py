"""Built-in functions that make one type from another (DMN 1.5, table 71)."""

import re
from datetime import UTC, timedelta
from decimal import Decimal, DecimalException
from typing import Any, Final

from app.feel.builtins.signature import builtin
from app.feel.dates import AnyDate, day_number, make_date
from app.feel.errors import NullResult
from app.feel.numbers import EXACT, read_number, whole
from app.feel.read_temporal import read_date, read_date_time, read_duration, read_time
from app.feel.run import Run
from app.feel.size import spend_walk
from app.feel.temporal import (
    DAY,
    SECOND,
    AnyDateTime,
    AnyDuration,
    Time,
    YearsMonths,
    at_midnight,
    date_part,
    duration_nanos,
    make_datetime,
    make_time,
    time_part,
)
from app.feel.values import CONTEXT, DATE, DATE_TIME, STRING, kind_of
from app.feel.write_value import write_value
from app.feel.zones import offset_zone, read_zone

_NUMERAL: Final = re.compile(r"-?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?")
_MAX_NUMERAL: Final = 1000


def _read(value: Any, text: str, kind: str) -> Any:
    if value is None:
        raise NullResult(f"Expected {kind}, but found {text[:60]!r}")
    return value


def _whole(value: Decimal, what: str) -> int:
    number = whole(value)
    if number is None:
        raise NullResult(f"Expected a whole number for {what}, but found {value}")
    return number


@builtin("date(from: string|date|date and time)")
def date_from(run: Run, source: Any) -> Any:
    kind = kind_of(source)
    if kind == STRING:
        return _read(read_date(source), source, 'a date such as "2026-01-31"')
    return date_part(source) if kind == DATE_TIME else source


@builtin("date(year: number, month: number, day: number)")
def date_of_parts(run: Run, year: Decimal, month: Decimal, day: Decimal) -> AnyDate:
    found = make_date(_whole(year, "year"), _whole(month, "month"), _whole(day, "day"))
    if found is None:
        raise NullResult(f"Expected a day that there is, but found {year}-{month}-{day}")
    return found


@builtin("time(from: string|time|date and time|date)")
def time_from(run: Run, source: Any) -> Any:
    kind = kind_of(source)
    if kind == STRING:
        return _read(read_time(source), source, 'a time such as "08:30:00"')
    if kind == DATE:
        # A bare date stands for its midnight in UTC (DMN 1.5 section 10.3.2.3.5).
        return Time(0, UTC)
    return time_part(source) if kind == DATE_TIME else source


@builtin("time(hour: number, minute: number, second: number, offset?: days and time duration?)")
def time_of_parts(run: Run, hour: Decimal, minute: Decimal, second: Decimal, offset: AnyDuration | None = None) -> Time:
    east = 0 if offset is None else duration_nanos(offset) // SECOND
    zone = None if offset is None or abs(east) > DAY // SECOND else offset_zone(timedelta(seconds=east))
    seconds = int(second)
    nanos = int(EXACT.multiply(second, Decimal(SECOND))) - seconds * SECOND
    found = make_time(_whole(hour, "hour"), _whole(minute, "minute"), seconds, nanos, zone)
    if found is None or hour == 24 or (offset is not None and zone is None):
        raise NullResult(f"Expected a time that there is, but found {hour}:{minute}:{second}")
    return found


@builtin("date and time(date: date|date and time, time: time)")
def date_and_time_of(run: Run, day: Any, time: Time) -> AnyDateTime:
    on = day if kind_of(day) == DATE else date_part(day)
    found: AnyDateTime = _read(make_datetime(day_number(on), time.nanos, time.zone), "", "a date and time")
    return found


@builtin("date and time(from: string|date and time)")
def date_and_time_from(run: Run, source: Any) -> Any:
    if kind_of(source) != STRING:
        return source
    return _read(read_date_time(source), source, 'a date and time such as "2026-01-31T08:30:00"')


@builtin("date and time(date: date and time, timezone: string)")
def date_and_time_in(run: Run, moment: AnyDateTime, timezone: str) -> AnyDateTime:
    """Return the same wall clock in a named zone."""
    zone = read_zone(timezone if timezone == "Z" or timezone[:1] in "+-" else f"@{timezone}")
    if zone is None:
        raise NullResult(f"Expected the name of a time zone, but found {timezone[:60]!r}")
    on = at_midnight(date_part(moment))
    found: AnyDateTime = _read(make_datetime(day_number(date_part(on)), time_part(moment).nanos, zone), "", "a date and time")
    return found


@builtin("date and time(year: number, month: number, day: number, hour: number, minute: number, second: number)")
def date_and_time_of_parts(run: Run, *parts: Decimal) -> Any:
    hour, minute, second = parts[3:]
    return date_and_time_of(run, date_of_parts(run, *parts[:3]), time_of_parts(run, hour, minute, second))


@builtin("duration(from: string|days and time duration|years and months duration)")
def duration(run: Run, source: Any) -> Any:
    if kind_of(source) != STRING:
        return source
    return _read(read_duration(source), source, 'a duration such as "P7D", "PT8H" or "P1Y2M"')


@builtin("years and months duration(from: date|date and time, to: date|date and time)")
def years_and_months_duration(run: Run, start: Any, end: Any) -> YearsMonths:
    """Return the whole months between two dates; a month not yet full does not count."""
    first, last = (date_part(value) if kind_of(value) == DATE_TIME else value for value in (start, end))
    sign = 1
    if (last.year, last.month, last.day) < (first.year, first.month, first.day):
        first, last, sign = last, first, -1
    months = (last.year - first.year) * 12 + last.month - first.month - (1 if last.day < first.day else 0)
    return YearsMonths(sign * months)


@builtin("number(from: string|number)")
def number(run: Run, source: Any) -> Decimal:
    return _number(source) if isinstance(source, str) else source


@builtin("number(from: string, grouping separator: string?, decimal separator: string?)")
def number_with(run: Run, source: str, grouping: str | None, point: str | None) -> Decimal:
    if grouping not in (None, " ", ",", ".") or point not in (None, ",", ".") or (grouping is not None and grouping == point):
        raise NullResult("Expected a space, comma or point as grouping separator and another comma or point as decimal separator")
    text = source.replace(grouping, "") if grouping else source
    if point == ",":
        if "." in text:
            raise NullResult(f"Expected a number, but found {source[:60]!r}")
        text = text.replace(",", ".")
    return _number(text)


def _number(text: str) -> Decimal:
    if len(text) > _MAX_NUMERAL or not _NUMERAL.fullmatch(text):
        raise NullResult(f"Expected a number, but found {text[:60]!r}")
    try:
        return read_number(text)
    except DecimalException:
        raise NullResult(f"Expected a number below 10**6145, but found {text[:60]!r}") from None


@builtin("string(from: Any)")
def string(run: Run, source: Any) -> str | None:
    if source is None:
        return None
    spend_walk(run, source)
    text = write_value(source)
    run.spend_text(len(text))
    return text


@builtin("context(entries: list)")
def context(run: Run, entries: list[Any]) -> dict[str, Any]:
    made: dict[str, Any] = {}
    for entry in entries:
        if kind_of(entry) != CONTEXT or kind_of(entry.get("key")) != STRING or "value" not in entry:
            raise NullResult("Expected entries with a key and a value")
        if entry["key"] in made:
            raise NullResult(f"Expected each key once, but found {entry['key']!r} again")
        made[entry["key"]] = entry["value"]
    run.spend_items(len(made))
    return made
