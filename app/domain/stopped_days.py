"""Counting days while the clock may have stood still."""

from datetime import date, datetime, timedelta
from typing import NamedTuple

from app.domain.calendar import Calendar

_DAY = timedelta(days=1)


class Stop(NamedTuple):
    """A while in which the clock stood still, from the first instant to (not including) the second. Instants in UTC."""

    stopped_at: datetime
    resumed_at: datetime


Stops = tuple[Stop, ...]


def ran_at_close(on: date, calendar: Calendar, stops: Stops) -> bool:
    """Say whether the clock ran at the close of business of a day: only then does the day count.

    Stopped exactly at the close of business: the day does not count; resumed exactly then: it does.
    """
    if not stops:
        return True
    closing = calendar.close_of_business(on)
    return not any(stop.stopped_at <= closing < stop.resumed_at for stop in stops)


def nth_day(after: date, count: int, calendar: Calendar, stops: Stops = (), *, working: bool) -> date:
    """Return the nth day after a date that counts: a working day or any day, the clock running at its close.

    count: at least 1.
    """
    end = _nth(after, count, calendar, working)
    if not stops:
        return end
    # The days lost up to the end push the end out, and more may be lost there: until nothing changes.
    while True:
        further = _nth(after, count + _days_lost(after, end, calendar, stops, working), calendar, working)
        if further == end:
            return end
        end = further


def move_to_open_day(on: date, calendar: Calendar, stops: Stops = ()) -> date:
    """Return the day itself if it is a working day at whose close the clock ran, else the next such day."""
    while not (calendar.is_working_day(on) and ran_at_close(on, calendar, stops)):
        on = calendar.add_working_days(on, 1)
    return on


def _nth(after: date, count: int, calendar: Calendar, working: bool) -> date:
    return calendar.add_working_days(after, count) if working else after + timedelta(days=count)


def _days_lost(after: date, end: date, calendar: Calendar, stops: Stops, working: bool) -> int:
    lost = 0
    for stop in stops:
        first = calendar.local_date(stop.stopped_at)
        if calendar.close_of_business(first) < stop.stopped_at:
            first += _DAY
        last = calendar.local_date(stop.resumed_at)
        if calendar.close_of_business(last) >= stop.resumed_at:
            last -= _DAY
        before, last = max(first - _DAY, after), min(last, end)
        if before < last:
            lost += calendar.working_days_between(before, last) if working else (last - before).days
    return lost
