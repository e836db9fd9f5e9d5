"""Reading dates, times and durations from text (DMN 1.5 section 10.3.2.3.4 to 10.3.2.3.8; XML Schema Datatypes)."""

import re
from datetime import tzinfo
from typing import Any, Final

from app.feel.dates import AnyDate, day_number, make_date
from app.feel.temporal import DAY, SECOND, AnyDateTime, AnyDuration, Time, YearsMonths, at_midnight, make_datetime, make_duration, make_time
from app.feel.zones import read_zone

_DATE: Final = re.compile(r"(-?(?:[1-9][0-9]{4,8}|[0-9]{4}))-([0-9]{2})-([0-9]{2})")
_TIME: Final = re.compile(r"([0-9]{2}):([0-9]{2}):([0-9]{2})(?:\.([0-9]+))?(Z|[+-][0-9:]+|@.+)?")
_DAYS_TIME: Final = re.compile(r"(-)?P(?:([0-9]+)D)?(?:(T)(?:([0-9]+)H)?(?:([0-9]+)M)?(?:([0-9]+)(?:\.([0-9]*))?S)?)?")
_YEARS_MONTHS: Final = re.compile(r"(-)?P(?:([0-9]+)Y)?(?:([0-9]+)M)?")
_MAX_TEXT: Final = 100


def read_date(text: str) -> AnyDate | None:
    match = _DATE.fullmatch(text)
    return make_date(int(match[1]), int(match[2]), int(match[3])) if match else None


def _nanos(fraction: str | None) -> int:
    return int((fraction or "").ljust(9, "0")[:9])


def _zone(text: str | None) -> tuple[bool, tzinfo | None]:
    if text is None:
        return True, None
    zone = read_zone(text)
    return zone is not None, zone


def read_time(text: str) -> Time | None:
    match = _TIME.fullmatch(text) if len(text) <= _MAX_TEXT else None
    if match is None:
        return None
    known, zone = _zone(match[5])
    return make_time(int(match[1]), int(match[2]), int(match[3]), _nanos(match[4]), zone) if known else None


def read_date_time(text: str) -> AnyDateTime | None:
    """Return a date and time; a bare date means its midnight."""
    day_text, mark, time_text = text.partition("T")
    day = read_date(day_text)
    if day is None:
        return None
    if not mark:
        return at_midnight(day)
    at = read_time(time_text)
    if at is None:
        return None
    # 24:00:00 is the midnight that ends the day.
    return make_datetime(day_number(day), DAY if time_text.startswith("24") else at.nanos, at.zone)


def read_duration(text: str) -> AnyDuration | YearsMonths | None:
    if len(text) > _MAX_TEXT or text.endswith(("P", "T")):
        return None
    match = _YEARS_MONTHS.fullmatch(text)
    if match is not None:
        months = int(match[2] or 0) * 12 + int(match[3] or 0)
        return YearsMonths(-months if match[1] else months)
    match = _DAYS_TIME.fullmatch(text)
    if match is None:
        return None
    seconds = ((int(match[2] or 0) * 24 + int(match[4] or 0)) * 60 + int(match[5] or 0)) * 60 + int(match[6] or 0)
    nanos = seconds * SECOND + _nanos(match[7])
    return make_duration(-nanos if match[1] else nanos)


def read_temporal(text: str) -> Any:
    """Return the date, date and time, time or duration that a text spells, None where it spells none (rule 62, at-literals)."""
    for read in (read_date, read_date_time, read_time, read_duration):
        value = read(text)
        if value is not None:
            return value
    return None
