"""Functions that make one type from another (DMN 1.5, table 71)."""

import re
from datetime import UTC, timedelta, timezone, tzinfo
from decimal import Decimal
from fractions import Fraction
from typing import Any

from app.feel.zones import named_zone
from tests.feel.plain import numerals
from tests.feel.plain.comparing import order
from tests.feel.plain.functions.registry import native
from tests.feel.plain.text import text_of
from tests.feel.plain.values import SECOND, Clock, Day, Length, Moment, Months, Span, civil, day_of

MAX_YEAR = 999_999_999


def _day(year: int, month: int, day: int) -> Day | None:
    if not (abs(year) <= MAX_YEAR and 1 <= month <= 12 and 1 <= day <= 31):
        return None
    number = day_of(year, month, day)
    return Day(number) if civil(number) == (year, month, day) else None


def _read_day(text: str) -> Day | None:
    found = re.fullmatch(r"(-?)(\d{4,9})-(\d\d)-(\d\d)", text, re.ASCII)
    if found is None or (len(found[2]) > 4 and found[2].startswith("0")):
        return None
    return _day(int(found[1] + found[2]), int(found[3]), int(found[4]))


def _zone(text: str | None) -> tzinfo | None:
    """Return a zone, or null for none that there is; the caller asks first whether one is written."""
    if text is None or text.startswith("@"):
        return named_zone(text[1:]) if text else None
    if text == "Z":
        return UTC
    hours, minutes, seconds = (int(part) for part in (*text[1:].split(":"), "0")[:3])
    offset = timedelta(hours=hours, minutes=minutes, seconds=seconds) * (-1 if text.startswith("-") else 1)
    return timezone(offset) if minutes < 60 and seconds < 60 and abs(offset) <= timedelta(hours=18) else None


def _read_clock(text: str) -> tuple[Clock, bool] | None:
    """Return a time of day, and whether it is 24:00, the midnight that ends a day."""
    found = re.fullmatch(r"(\d\d):(\d\d):(\d\d)(?:\.(\d+))?(Z|[+-]\d\d:\d\d(?::\d\d)?|@.+)?", text, re.ASCII)
    if found is None or len(text) > 100:
        return None
    hour, minute, second = (int(found[place]) for place in (1, 2, 3))
    nanos = int(((found[4] or "") + "0" * 9)[:9])
    zone = _zone(found[5])
    midnight = (hour, minute, second, nanos) == (24, 0, 0, 0)
    if (found[5] is not None and zone is None) or ((hour > 23 or minute > 59 or second > 59) and not midnight):
        return None
    return Clock((hour % 24 * 3600 + minute * 60 + second) * SECOND + nanos, zone), midnight


def _read_moment(text: str) -> Moment | None:
    parts = text.split("T", 1)
    day = _read_day(parts[0])
    if day is None or len(parts) == 1:
        return None if day is None else Moment(day.number, 0, None)
    clock = _read_clock(parts[1])
    return None if clock is None else Moment(day.number + clock[1], clock[0].nanos, clock[0].zone)


def _read_length(text: str) -> Length | Months | None:
    found = re.fullmatch(r"(-?)P(?=.)(?:(\d+)Y)?(?:(\d+)M)?", text, re.ASCII)
    if found is not None:
        return Months((int(found[2] or 0) * 12 + int(found[3] or 0)) * (-1 if found[1] else 1))
    found = re.fullmatch(r"(-?)P(?=.)(?:(\d+)D)?(?:T(?=.)(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)(?:\.(\d*))?S)?)?", text, re.ASCII)
    if found is None or len(text) > 100:
        return None
    minutes = (int(found[2] or 0) * 24 + int(found[3] or 0)) * 60 + int(found[4] or 0)
    nanos = (minutes * 60 + int(found[5] or 0)) * SECOND + int(((found[6] or "") + "0" * 9)[:9])
    return Length(-nanos if found[1] else nanos) if nanos <= 10**30 else None


@native("date", "from: string or date or date and time")
def date(source: Any) -> Any:
    if isinstance(source, str):
        return _read_day(source)
    return Day(source.day) if isinstance(source, Moment) else source


@native("date", "year: number", "month: number", "day: number")
def date_of(*parts: Fraction) -> Any:
    return _day(*map(int, parts)) if all(part.denominator == 1 for part in parts) else None


@native("time", "from: string or time or date and time or date")
def time(source: Any) -> Any:
    if isinstance(source, str):
        found = _read_clock(source)
        return found[0] if found else None
    if isinstance(source, Day):
        return Clock(0, UTC)
    return Clock(source.nanos, source.zone) if isinstance(source, Moment) else source


@native("time", "hour: number", "minute: number", "second: number", "offset?: days and time duration or null")
def time_of(hour: Fraction, minute: Fraction, second: Fraction, offset: Length | None = None) -> Any:
    east = None if offset is None else offset.nanos // SECOND
    sound = hour.denominator == minute.denominator == 1 and 0 <= hour < 24 and 0 <= minute < 60 and 0 <= int(second * SECOND) < 60 * SECOND
    if not sound or (east is not None and abs(east) > 18 * 3600):
        return None
    zone = None if east is None else timezone(timedelta(seconds=east)) if east else UTC
    return Clock((int(hour) * 3600 + int(minute) * 60) * SECOND + int(second * SECOND), zone)


@native("date and time", "date: date or date and time", "time: time")
def moment_of(day: Any, clock: Clock) -> Any:
    return Moment(day.number if isinstance(day, Day) else day.day, clock.nanos, clock.zone)


@native("date and time", "from: string or date and time")
def moment(source: Any) -> Any:
    return _read_moment(source) if isinstance(source, str) else source


@native("date and time", "date: date and time", "timezone: string")
def moment_in(value: Moment, zone: str) -> Any:
    """Return the same wall clock in a zone, named or by its offset."""
    offset = re.fullmatch(r"Z|[+-]\d\d:\d\d(?::\d\d)?", zone, re.ASCII)
    found = _zone(zone) if offset else named_zone(zone)
    return None if found is None else Moment(value.day, value.nanos, found)


@native("date and time", "year: number", "month: number", "day: number", "hour: number", "minute: number", "second: number")
def moment_of_parts(*parts: Fraction) -> Any:
    day, clock = date_of(*parts[:3]), time_of(*parts[3:])
    return None if day is None or clock is None else moment_of(day, clock)


@native("duration", "from: string or days and time duration or years and months duration")
def duration(source: Any) -> Any:
    return _read_length(source) if isinstance(source, str) else source


@native("years and months duration", "from: date or date and time", "to: date or date and time")
def months_between(start: Any, end: Any) -> Any:
    """Return how many whole months fit between two days, counted by trying."""
    first, last = (civil(each.number if isinstance(each, Day) else each.day) for each in (start, end))
    sign = -1 if last < first else 1
    early, late = min(first, last), max(first, last)
    months = (late[0] - early[0]) * 12 + late[1] - early[1]
    return Months(sign * (months - (late[2] < early[2])))


@native("number", "from: string or number")
def number(source: Any) -> Any:
    return _number(source) if isinstance(source, str) else source


@native("number", "from: string", "grouping separator: string or null", "decimal separator: string or null")
def number_with(source: str, grouping: str | None, point: str | None) -> Any:
    if grouping not in (None, " ", ",", ".") or point not in (None, ",", ".") or (grouping is not None and grouping == point):
        return None
    plain = "".join(letter for letter in source if letter != grouping)
    if point == ",":
        return None if "." in plain else _number(plain.replace(",", "."))
    return _number(plain)


def _number(text: str) -> Any:
    found = re.fullmatch(r"(-?)(?:(\d+)(?:\.(\d*))?|\.(\d+))(?:[eE]([+-]?\d+))?", text, re.ASCII)
    if found is None or len(text) > 1000:
        return None
    fraction = found[3] or found[4] or ""
    digits, exponent = int((found[2] or "") + fraction), int(found[5] or 0) - len(fraction)
    if digits and exponent + len(str(digits)) > 6146:
        return None
    if exponent < -20_000:
        return Fraction(0)
    return numerals.rounded((-1 if found[1] else 1) * digits * Fraction(10) ** exponent) if digits else Fraction(0)


@native("string", "from: Any")
def string(source: Any) -> Any:
    return None if source is None else text_of(source)


@native("range", "from: string")
def span(text: str) -> Any:
    found = re.fullmatch(r"\s*([\[(\]])\s*(.+?)\s*\.\.\s*(.+?)\s*([\])\[])\s*", text)
    if found is None:
        return None
    low, high = _literal(found[2]), _literal(found[3])
    place = order(low, high)
    return None if place is None or place > 0 else Span(low, high, found[1] == "[", found[4] == "]")


def _literal(text: str) -> Any:
    if re.fullmatch(r"-?\s*(\d+(\.\d+)?|\.\d+)", text, re.ASCII):
        return numerals.rounded(Fraction(Decimal(text.replace(" ", ""))))
    found = re.fullmatch(r'(@|date and time\(|date\(|time\(|duration\()?\s*"([^"\\]*)"\s*\)?', text)
    if found is None or (found[1] not in (None, "@")) != text.endswith(")"):
        return None
    clock = _read_clock(found[2])
    readings = {None: found[2], "date(": _read_day(found[2]), "date and time(": _read_moment(found[2])}
    readings |= {"time(": clock and clock[0], "duration(": _read_length(found[2])}
    every = (_read_day(found[2]), _read_moment(found[2]), clock and clock[0], _read_length(found[2]))
    return next((each for each in every if each is not None), None) if found[1] == "@" else readings[found[1]]
