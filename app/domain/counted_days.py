"""The days of a period one by one: which count, which do not, and why."""

from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Final, NamedTuple

from msgspec import Struct

from app.domain.calendar import Calendar
from app.domain.period import CALENDAR_UNITS, Unit
from app.domain.stopped_days import Stops, ran_at_close

_DAY: Final = timedelta(days=1)


class DayReason(StrEnum):
    """Why a day counts or is left out."""

    WORKING_DAY = "working day"
    MAKE_UP_DAY = "make-up day"
    CALENDAR_DAY = "calendar day"
    WEEKEND = "weekend"
    HOLIDAY = "holiday"
    CLOSURE = "closure"
    CLOCK_STOPPED = "clock stopped"
    END_MOVED_HERE = "end moved here"


class CountedDay(NamedTuple):
    """A day after the starting day. provisional: the notice of its year is not entered."""

    date: date
    counted: bool
    reason: DayReason
    provisional: bool


class End(Struct, frozen=True):
    """Where a period ends.

    deadline_at: UTC. provisional: a day on which this rests lies in a year whose notice is not entered.
    last_counted_on: for calendar days, months and years the last day counted; the end may have moved to an open day.
    """

    deadline_at: datetime
    provisional: bool
    last_counted_on: date | None = None


def list_days(start_on: date, end: End, unit: Unit | None, calendar: Calendar, stops: Stops = ()) -> tuple[CountedDay, ...]:
    """Return the days after a starting day up to the end, in order.

    unit: None for a limit given as a date, whose working days are counted for people only. Counted in hours, a day counts
    when office time of it ran.
    """
    if unit is Unit.AT_ONCE:
        return ()
    end_on = calendar.local_date(end.deadline_at)
    last_counted = end.last_counted_on or end_on
    days: list[CountedDay] = []
    on = start_on
    while on < end_on:
        on += _DAY
        if unit is Unit.CLOCK_MINUTE or (unit in CALENDAR_UNITS and on <= last_counted):
            reason = DayReason.CALENDAR_DAY
        elif unit in CALENDAR_UNITS and on == end_on:
            reason = DayReason.END_MOVED_HERE
        else:
            reason = _reason_of(on, calendar)
        days.append(_day(on, reason, unit, calendar, stops))
    return tuple(days)


_COUNTED: Final = frozenset({DayReason.WORKING_DAY, DayReason.MAKE_UP_DAY, DayReason.CALENDAR_DAY})
_TIMED: Final = frozenset({Unit.OFFICE_HOUR, Unit.HALF_WORKING_DAY})


def _day(on: date, reason: DayReason, unit: Unit | None, calendar: Calendar, stops: Stops) -> CountedDay:
    counted = reason in _COUNTED
    if unit in _TIMED:
        ran = _office_time_ran(on, calendar, stops)
        if counted and not ran:
            reason = DayReason.CLOCK_STOPPED
        counted = ran
    elif unit is not Unit.CLOCK_MINUTE and counted and not ran_at_close(on, calendar, stops):
        counted, reason = False, DayReason.CLOCK_STOPPED
    return CountedDay(on, counted, reason, calendar.is_provisional(on))


def _reason_of(on: date, calendar: Calendar) -> DayReason:
    closed = calendar.why_closed(on)
    if closed is not None:
        return DayReason(closed)
    return DayReason.MAKE_UP_DAY if calendar.is_make_up_day(on) else DayReason.WORKING_DAY


def _office_time_ran(on: date, calendar: Calendar, stops: Stops) -> bool:
    begin, until = calendar.start_of_day(on), calendar.start_of_day(on + _DAY)
    ran = calendar.office_time_between(begin, until)
    return ran > stopped_office_time(begin, until, calendar, stops)


def stopped_office_time(begin: datetime, until: datetime, calendar: Calendar, stops: Stops) -> timedelta:
    """Return the office time between two instants during which the clock stood still."""
    stopped = timedelta()
    for stop in stops:
        low, high = max(stop.stopped_at, begin), min(stop.resumed_at, until)
        if low < high:
            stopped += calendar.office_time_between(low, high)
    return stopped
