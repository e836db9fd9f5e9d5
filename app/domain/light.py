"""The light of a deadline: how much of its time is left."""

from datetime import datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from functools import lru_cache
from typing import Final

from msgspec import Struct

from app.domain.calendar import Calendar
from app.domain.counted_days import stopped_office_time
from app.domain.period import CALENDAR_UNITS, Unit
from app.domain.rejection import Rejection
from app.domain.stopped_days import Stops

# Procedures, section 1, "light": a choice after the practice of counting down (opinions, article 1).
YELLOW_SHARE: Final = Fraction(1, 3)
# A share that FEEL worked out, such as 1/3 in 34 digits, stands for the fraction with a small denominator beside it.
_LARGEST_DENOMINATOR: Final = 1_000_000


class Light(StrEnum):
    """Green in time, yellow short of time, red overdue, blue while the clock is stopped."""

    GREEN = "green"
    YELLOW = "yellow"
    RED = "red"
    BLUE = "blue"


class Course(Struct, frozen=True):
    """The whole period of a deadline as it stands: from its start to its (moved) end, with the stops that have ended.

    unit: None for a limit given as a date.
    """

    started_at: datetime
    deadline_at: datetime
    unit: Unit | None
    stops: Stops = ()


def read_share(found: Fraction | Decimal | int | str) -> Fraction:
    """Return the share of a period left at which its light turns yellow, from a number or text such as `1/3`.

    Raises Rejection("bad_value") unless it is a number from 0 to 1.
    """
    if isinstance(found, Fraction) and found.denominator <= _LARGEST_DENOMINATOR and 0 <= found.numerator <= found.denominator:
        return found
    return _share_of_text(found) if isinstance(found, str) else _share(found)


@lru_cache(maxsize=64)
def _share_of_text(found: str) -> Fraction:
    """Each deadline that is read from a row brings the text of one of the few shares that there are."""
    return _share(found)


def _share(found: Fraction | Decimal | int | str) -> Fraction:
    try:
        share = Fraction(found).limit_denominator(_LARGEST_DENOMINATOR)
    except (ValueError, OverflowError, ZeroDivisionError):
        share = Fraction(-1)
    if not 0 <= share <= 1:
        raise Rejection(
            "bad_value",
            "Expected the share of time left at which the light turns yellow as a number from 0 to 1, but found %(found)s",
            found=str(found)[:40],
        )
    return share


def yellow_at(course: Course, share: Fraction, calendar: Calendar) -> datetime:
    """Return the earliest instant from which a share of the period's time or less is left, in UTC.

    Working days, hours and fixed dates by office time, the starting day of working days left out; calendar days, months,
    years and minutes by the clock. Time during which the clock stood still belongs to no side. At once is yellow from its
    start. With a share of 0 it is the deadline itself: the light never turns yellow.

    7 working days of 7.5 hours: from 17.5 office hours before the end on; 3 working days: from the closing before the
    last day on.
    """
    if course.unit is Unit.AT_ONCE or not share:
        return course.started_at if share else course.deadline_at
    if course.unit is Unit.CLOCK_MINUTE or course.unit in CALENDAR_UNITS:
        return course.deadline_at - _share_of(_clock_time(course), share)
    begin = course.started_at
    if course.unit is Unit.WORKING_DAY:
        begin = max(begin, calendar.close_of_business(calendar.local_date(begin)))
    whole = calendar.office_time_between(begin, course.deadline_at)
    whole -= stopped_office_time(begin, course.deadline_at, calendar, course.stops)
    left = _share_of(whole, share)
    # No office time at all, as from Saturday to Sunday: none is left from the start on.
    return calendar.add_office_time(course.deadline_at, -left) if left > timedelta() else course.started_at


def _clock_time(course: Course) -> timedelta:
    whole = course.deadline_at - course.started_at
    for stop in course.stops:
        low, high = max(stop.stopped_at, course.started_at), min(stop.resumed_at, course.deadline_at)
        whole -= max(high - low, timedelta())
    return whole


def _share_of(whole: timedelta, share: Fraction) -> timedelta:
    return timedelta(microseconds=round(whole // timedelta(microseconds=1) * share))
