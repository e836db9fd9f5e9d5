"""Times, dates with times, and the two durations.

Python's own types hold what they can (years 1 to 9999, microseconds); what they cannot is held by the wide ones here, to the
nanosecond. The make_ functions choose, so that one value has one form.
"""

from datetime import date, datetime, time, timedelta, tzinfo
from typing import Final

from msgspec import Struct

from app.feel.dates import AnyDate, WideDate, civil_date, date_of, day_number
from app.feel.zones import offset_seconds

SECOND: Final = 1_000_000_000
DAY: Final = 86_400 * SECOND
_MAX_DURATION: Final = 10**30


class Time(Struct, frozen=True):
    """A time of day: nanoseconds since midnight, in a zone or in none."""

    nanos: int
    zone: tzinfo | None = None

    @property
    def hour(self) -> int:
        return self.nanos // (3600 * SECOND)

    @property
    def minute(self) -> int:
        return self.nanos // (60 * SECOND) % 60

    @property
    def second(self) -> int:
        return self.nanos // SECOND % 60


class WideDateTime(Struct, frozen=True):
    """A date and time that Python's own cannot hold: a day number, nanoseconds since midnight, a zone or none."""

    day: int
    nanos: int
    zone: tzinfo | None = None


class WideDuration(Struct, frozen=True):
    """A days and time duration that Python's own cannot hold."""

    nanos: int


class YearsMonths(Struct, frozen=True, order=True):
    """A years and months duration, in months; negative runs back."""

    months: int


AnyDateTime = datetime | WideDateTime
AnyDuration = timedelta | WideDuration


def make_time(hour: int, minute: int, second: int, nanos: int, zone: tzinfo | None) -> Time | None:
    """Return a time of day, None where there is no such time. 24:00:00 is midnight (XML Schema 1.1, 3.3.8)."""
    if (hour, minute, second, nanos) == (24, 0, 0, 0):
        return Time(0, zone)
    if not (0 <= hour < 24 and 0 <= minute < 60 and 0 <= second < 60 and 0 <= nanos < SECOND):
        return None
    return Time(((hour * 60 + minute) * 60 + second) * SECOND + nanos, zone)


def make_datetime(day: int, nanos: int, zone: tzinfo | None) -> AnyDateTime | None:
    """Return the date and time `nanos` after the start of day number `day`; nanos may lie outside that day."""
    day, nanos = day + nanos // DAY, nanos % DAY
    if 1 <= day <= 3_652_059 and nanos % 1000 == 0:
        seconds, rest = divmod(nanos, SECOND)
        of_day = time(seconds // 3600, seconds // 60 % 60, seconds % 60, rest // 1000)
        return datetime.combine(date.fromordinal(day), of_day, zone)
    return None if date_of(day) is None else WideDateTime(day, nanos, zone)


def make_duration(nanos: int) -> AnyDuration | None:
    """Return the duration of that many nanoseconds."""
    if abs(nanos) > _MAX_DURATION:
        return None
    if nanos % 1000 == 0:
        try:
            return timedelta(microseconds=nanos // 1000)
        except OverflowError:
            pass
    return WideDuration(nanos)


def duration_nanos(value: AnyDuration) -> int:
    if isinstance(value, WideDuration):
        return value.nanos
    return ((value.days * 86_400 + value.seconds) * 1_000_000 + value.microseconds) * 1000


def parts_of(value: AnyDateTime) -> tuple[int, int, tzinfo | None]:
    """Return day number, nanoseconds since midnight and zone."""
    if isinstance(value, WideDateTime):
        return value.day, value.nanos, value.zone
    seconds = (value.hour * 60 + value.minute) * 60 + value.second
    return value.toordinal(), seconds * SECOND + value.microsecond * 1000, value.tzinfo


def date_part(value: AnyDateTime) -> AnyDate:
    return civil_date(parts_of(value)[0])


def time_part(value: AnyDateTime) -> Time:
    _, nanos, zone = parts_of(value)
    return Time(nanos, zone)


def at_midnight(day: AnyDate, zone: tzinfo | None = None) -> AnyDateTime:
    if isinstance(day, WideDate):
        return WideDateTime(day_number(day), 0, zone)
    return datetime(day.year, day.month, day.day, tzinfo=zone)


def utc_nanos(value: AnyDateTime) -> int:
    """Return nanoseconds since the start of day number 0, in UTC; a value without a zone is taken as it stands."""
    day, nanos, _ = parts_of(value)
    return day * DAY + nanos - zone_nanos(value)


def zone_nanos(value: AnyDateTime) -> int:
    """Return the nanoseconds that a value's zone lies east of UTC then, 0 without a zone."""
    day, nanos, zone = parts_of(value)
    if zone is None:
        return 0
    if isinstance(value, datetime):
        delta = value.utcoffset() or timedelta()
        return (delta.days * 86_400 + delta.seconds) * SECOND
    on = civil_date(day)
    return offset_seconds(zone, on.year, on.month, on.day, nanos // SECOND) * SECOND


def time_offset(value: Time) -> int | None:
    """Return the seconds a time's zone lies east of UTC, None without a zone.

    A named zone gives its winter offset of the year 2000: no date says more.
    """
    return None if value.zone is None else offset_seconds(value.zone, 2000, 1, 1, 0)


def time_utc_nanos(value: Time) -> int:
    return value.nanos - (time_offset(value) or 0) * SECOND
