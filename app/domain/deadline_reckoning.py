"""Working out where a deadline stands from its record: its end, its lights, its next change."""

from datetime import date, datetime, timedelta
from typing import NamedTuple, cast

from msgspec.structs import replace

from app.domain.calendar import Calendar
from app.domain.counted_days import CountedDay, End, list_days
from app.domain.deadline import Deadline, State
from app.domain.due import end_after_move, end_of_grace, end_of_period
from app.domain.light import Course, Light, yellow_at
from app.domain.period import Unit
from app.domain.stopped_days import Stop, Stops


class Reckoning(NamedTuple):
    """Where a deadline ends, and from when on passing it counts as missing it: the same, but for the grace of `at once`."""

    end: End
    late_at: datetime


def reckon(deadline: Deadline, calendar: Calendar) -> Reckoning:
    """Return where a deadline ends by its own record and a version of the calendar."""
    end = _end(deadline, calendar, deadline.stops)
    if deadline.unit is Unit.AT_ONCE and deadline.moved_to is None:
        grace = end_of_grace(deadline.started_at, deadline.grace, calendar)
        return Reckoning(End(end.deadline_at, grace.provisional), grace.deadline_at)
    return Reckoning(end, end.deadline_at)


def reckoned(deadline: Deadline, calendar: Calendar, now: datetime) -> Deadline:
    """Return a deadline with its end worked out anew; it takes effect at `now` at the earliest, unless it is retroactive."""
    found = reckon(deadline, calendar)
    at_once_moved = deadline.unit is Unit.AT_ONCE and deadline.moved_to is not None
    unit = None if at_once_moved else deadline.unit
    course = Course(deadline.started_at, found.end.deadline_at, unit, deadline.stops)
    # A confirmed instant that comes out the same stays confirmed, in a year still without notice.
    confirmed = deadline.confirmed_at is not None and deadline.deadline_at == found.end.deadline_at
    return replace(
        deadline,
        deadline_at=found.end.deadline_at,
        effective_at=found.late_at if deadline.retroactive else max(found.late_at, now),
        yellow_at=yellow_at(course, deadline.yellow_share, calendar),
        provisional=found.end.provisional and not confirmed,
        confirmed_at=deadline.confirmed_at if confirmed else None,
        calendar_version=calendar.version,
    )


def settled(deadline: Deadline, now: datetime) -> Deadline:
    """Return a deadline with the light it has at an instant and its next change."""
    if deadline.state is State.SUSPENDED:
        ahead = deadline.expected_at is not None and now < deadline.expected_at
        return replace(deadline, light=Light.BLUE, next_change_at=deadline.expected_at if ahead else None)
    if deadline.state is not State.RUNNING:
        return replace(deadline, light=Light.RED if deadline.state is State.MISSED else None, next_change_at=None)
    if now >= deadline.effective_at:
        if not deadline.takes_effect:
            return replace(deadline, light=Light.RED, next_change_at=None)
        # It takes effect at this very instant, by a change of its own: the light stays what it was until then.
        return replace(deadline, next_change_at=deadline.effective_at)
    if now >= deadline.yellow_at:
        return replace(deadline, light=Light.YELLOW, next_change_at=deadline.effective_at)
    return replace(deadline, light=Light.GREEN, next_change_at=min(deadline.yellow_at, deadline.effective_at))


def days_of(deadline: Deadline, calendar: Calendar, now: datetime) -> tuple[CountedDay, ...]:
    """Return the days of a deadline after its starting day, counted and left out, as they stand at an instant.

    While the clock is stopped, the days since then up to and with today are left out as stopped: today counts only if it goes on before
    the close. What comes after them is what would come if it went on tomorrow.
    """
    stops = deadline.stops
    end = _end(deadline, calendar, stops)
    if deadline.suspended_since is not None and now >= deadline.suspended_since:
        tomorrow = calendar.start_of_day(calendar.local_date(now) + timedelta(days=1))
        stops = (*stops, Stop(deadline.suspended_since, tomorrow))
        end = _end(deadline, calendar, stops)
    return list_days(calendar.local_date(deadline.started_at), end, deadline.unit, calendar, stops)


def _end(deadline: Deadline, calendar: Calendar, stops: Stops) -> End:
    if deadline.moved_to is not None and deadline.moved_at is not None:
        target = _instant_of(deadline.moved_to, calendar)
        return end_after_move(deadline.moved_at, target, deadline.unit, calendar, stops)
    if deadline.period is not None:
        return end_of_period(deadline.started_at, deadline.period, calendar, stops)
    # Terms has a period or a date.
    return End(_instant_of(cast("date | datetime", deadline.at), calendar), provisional=False)


def _instant_of(at: date | datetime, calendar: Calendar) -> datetime:
    return at if isinstance(at, datetime) else calendar.close_of_business(at)
