"""How much time a deadline has left, or by how much it is overdue: numbers for pages, not words."""

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from msgspec import Struct

from app.domain.calendar import Calendar
from app.domain.deadline import Deadline, State
from app.domain.period import Unit

_HOUR: Final = timedelta(hours=1)
_MINUTE: Final = timedelta(minutes=1)


class LeftUnit(StrEnum):
    """What the time left is counted in."""

    WORKING_DAY = "working day"
    OFFICE_HOUR = "office hour"
    OFFICE_MINUTE = "office minute"
    CLOCK_HOUR = "clock hour"
    CLOCK_MINUTE = "clock minute"


class TimeLeft(Struct, frozen=True):
    """A whole number of units, rounded down; overdue: so much has passed since."""

    number: int
    unit: LeftUnit
    overdue: bool


def time_left(deadline: Deadline, now: datetime, calendar: Calendar) -> TimeLeft:
    """Return how much is left until a deadline takes effect, or has passed since.

    Whole working days, under one day whole office hours, under one hour office minutes. By the clock for limits in
    minutes, and where no office opens before the end. While the clock is stopped: what was left then. The day on which working days
    begin does not count (Civil Code, article 201): before the office opens on it, no more is left than the whole period. Of one that begins
    on a later day all is left until its end, which may be more.
    """
    end = deadline.deadline_at if deadline.state is State.SUSPENDED else deadline.effective_at
    now = deadline.suspended_since or now
    if deadline.unit is Unit.WORKING_DAY and calendar.local_date(deadline.started_at) <= calendar.local_date(now):
        day_after = calendar.start_of_day(calendar.local_date(deadline.started_at) + timedelta(days=1))
        now = max(now, min(day_after, end - _MINUTE))
    begin, until = (end, now) if now >= end else (now, end)
    return _between(begin, until, calendar, by_clock=deadline.unit is Unit.CLOCK_MINUTE, overdue=now >= end)


def time_late(up_at: datetime, ended_at: datetime, calendar: Calendar, *, by_clock: bool = False) -> TimeLeft:
    """Return by how much something ended late. up_at: when its deadline took effect. by_clock: for limits in minutes."""
    return _between(up_at, ended_at, calendar, by_clock=by_clock, overdue=True)


def _between(begin: datetime, until: datetime, calendar: Calendar, *, by_clock: bool, overdue: bool) -> TimeLeft:
    office_time = calendar.office_time_between(begin, until)
    if by_clock or (not office_time and not overdue):
        passed = until - begin
        if passed >= _HOUR:
            return TimeLeft(passed // _HOUR, LeftUnit.CLOCK_HOUR, overdue)
        return TimeLeft(passed // _MINUTE, LeftUnit.CLOCK_MINUTE, overdue)
    days = _whole_days(begin, until, office_time, calendar)
    if days:
        return TimeLeft(days, LeftUnit.WORKING_DAY, overdue)
    if office_time >= _HOUR:
        return TimeLeft(office_time // _HOUR, LeftUnit.OFFICE_HOUR, overdue)
    return TimeLeft(office_time // _MINUTE, LeftUnit.OFFICE_MINUTE, overdue)


def _whole_days(begin: datetime, until: datetime, office_time: timedelta, calendar: Calendar) -> int:
    """Return the most working days, going back from the end at its time of day, whose office time fits in."""
    local = until.astimezone(calendar.zone)
    if not calendar.is_working_day(local.date()):
        # A closed day has no office time: go back from the closing before it.
        local = calendar.close_of_business(calendar.add_working_days(local.date(), -1)).astimezone(calendar.zone)
    days = calendar.working_days_between(calendar.local_date(begin), local.date()) + 1
    while days > 0:
        back = calendar.add_working_days(local.date(), -days) - local.date()
        if calendar.office_time_between(local + back, until) <= office_time:
            return days
        days -= 1
    return 0
