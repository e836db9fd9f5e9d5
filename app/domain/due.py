"""When a period or a fixed date ends: the counting of procedures, section 1."""

from calendar import monthrange
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Final, Literal

from msgspec import Struct

from app.domain.calendar import Calendar
from app.domain.counted_days import CountedDay, End, list_days
from app.domain.period import DAY_UNITS, Period, Unit
from app.domain.stopped_days import Stops, move_to_open_day, nth_day

GRACE: Final = timedelta(hours=2)
_MICROSECONDS_AN_HOUR: Final = 3_600_000_000
_MICROSECONDS_A_MINUTE: Final = 60_000_000


class Due(Struct, frozen=True):
    """When a period ends, and its days after the starting day one by one, for people to follow. Instants in UTC."""

    deadline_at: datetime
    provisional: bool
    calendar_version: str
    days: tuple[CountedDay, ...]


def due_after(start: datetime, period: Period, calendar: Calendar, stops: Stops = ()) -> Due:
    """Return when a period ends that starts at an instant, as end_of_period, with its days."""
    end = end_of_period(start, period, calendar, stops)
    days = list_days(calendar.local_date(start), end, period.unit, calendar, stops)
    return Due(end.deadline_at, end.provisional, calendar.version, days)


def due_on(on: date, calendar: Calendar) -> Due:
    """Return when a limit given as a date ends: at close of business that day, the day included, working day or not.

    It is firm also in a year whose notice is not entered. Source: opinions, articles 5, 10 and 17.
    """
    return Due(calendar.close_of_business(on), False, calendar.version, ())


def fixed_date_warning(on: date, calendar: Calendar) -> Literal["weekend", "holiday", "closure", "unknown"] | None:
    """Return what to warn of when a limit is set to a date: why that day is closed, or that its notice is not entered."""
    return "unknown" if calendar.is_provisional(on) else calendar.why_closed(on)


def end_of_period(start: datetime, period: Period, calendar: Calendar, stops: Stops = ()) -> End:
    """Return where a period ends that starts at an instant, with the stops that have ended.

    The starting day, by the city's civil date, is not counted. Days end at close of business; hours and minutes are
    exact. At once ends at its start.

    Source: Civil Code, articles 200 to 203; opinions, article 20 (half a working day).
    """
    unit = period.unit
    if unit in DAY_UNITS:
        return _end_in_days(calendar.local_date(start), period, calendar, stops)
    if unit is Unit.AT_ONCE:
        return End(start, provisional=False)
    if unit is Unit.CLOCK_MINUTE:
        return End(_clock_end(start, _timed(period.length, _MICROSECONDS_A_MINUTE), stops), provisional=False)
    at = office_end(start, _office_amount(start, period, calendar), calendar, stops)
    return End(at, _any_unknown(calendar.local_date(start), calendar.local_date(at), calendar))


def end_of_grace(start: datetime, grace: timedelta, calendar: Calendar) -> End:
    """Return when `at once` is missed: a grace of office time after its start.

    Source: opinions, articles 7, 11, 19 to 21; the grace is a choice of the office.
    """
    at = calendar.add_office_time(start, grace)
    return End(at, _any_unknown(calendar.local_date(start), calendar.local_date(at), calendar))


def end_after_move(moved_at: datetime, moved_to: datetime, unit: Unit | None, calendar: Calendar, stops: Stops) -> End:
    """Return where a period ends that was moved to a stated instant, with the stops since the move.

    Without a stop it ends at that instant, on whatever day. Each stop pushes it out by what did not count, in its unit.
    """
    since = tuple(stop for stop in stops if stop.resumed_at > moved_at)
    if not since:
        return End(moved_to, provisional=False)
    if unit is Unit.CLOCK_MINUTE:
        return End(_clock_end(moved_at, moved_to - moved_at, since), provisional=False)
    if unit in DAY_UNITS:
        return _days_after_move(moved_at, moved_to, unit is Unit.WORKING_DAY, calendar, since)
    at = office_end(moved_at, calendar.office_time_between(moved_at, moved_to), calendar, since)
    at = max(at, moved_to)
    return End(at, _any_unknown(calendar.local_date(moved_at), calendar.local_date(at), calendar))


def office_end(start: datetime, amount: timedelta, calendar: Calendar, stops: Stops) -> datetime:
    """Return the earliest instant by which so much office time has passed with the clock running."""
    at = start
    for stop in stops:
        ran = calendar.office_time_between(at, max(at, stop.stopped_at))
        if ran >= amount:
            break
        amount -= ran
        at = max(at, stop.resumed_at)
    return calendar.add_office_time(at, amount)


def _clock_end(start: datetime, amount: timedelta, stops: Stops) -> datetime:
    end = start + amount
    for stop in stops:
        if stop.stopped_at < end:
            end += max(stop.resumed_at - max(stop.stopped_at, start), timedelta())
    return end


def _end_in_days(start_on: date, period: Period, calendar: Calendar, stops: Stops) -> End:
    if period.unit is Unit.WORKING_DAY:
        end = nth_day(start_on, period.count, calendar, stops, working=True)
        known = not _any_unknown(start_on + timedelta(days=1), end, calendar)
        return End(calendar.close_of_business(end), not known, end)
    if period.unit is Unit.CALENDAR_DAY:
        days = period.count
    else:
        # Months and years move by the calendar days not counted: so many calendar days as the months had.
        months = period.count * (12 if period.unit is Unit.YEAR else 1)
        days = (_add_months(start_on, months) - start_on).days
    last = nth_day(start_on, days, calendar, stops, working=False)
    end = move_to_open_day(last, calendar, stops)
    return End(calendar.close_of_business(end), _any_unknown(last, end, calendar), last)


def _days_after_move(moved_at: datetime, moved_to: datetime, working: bool, calendar: Calendar, since: Stops) -> End:
    first = calendar.local_date(moved_at)
    if calendar.close_of_business(first) > moved_at:
        first -= timedelta(days=1)
    target = calendar.local_date(moved_to)
    days = calendar.working_days_between(first, target) if working else (target - first).days
    end = max(target, nth_day(first, days, calendar, since, working=working)) if days > 0 else target
    if end == target and all(not stop.stopped_at <= moved_to < stop.resumed_at for stop in since):
        return End(moved_to, provisional=False)
    end = move_to_open_day(end, calendar, since)
    return End(calendar.close_of_business(end), _any_unknown(target, end, calendar), end)


def _office_amount(start: datetime, period: Period, calendar: Calendar) -> timedelta:
    if period.unit is Unit.OFFICE_HOUR:
        return _timed(period.length, _MICROSECONDS_AN_HOUR)
    # Half of the day on which the time starts to run: the day itself, or the next one on which offices open.
    on = calendar.local_date(start)
    if not calendar.is_working_day(on) or start >= calendar.close_of_business(on):
        on = calendar.add_working_days(on, 1)
    return calendar.normal_office_time(on) / 2 * period.count


def _timed(length: Decimal, microseconds: int) -> timedelta:
    return timedelta(microseconds=int((length * microseconds).to_integral_value()))


def _add_months(on: date, months: int) -> date:
    """Return the same day number so many months later, else that month's last day (Civil Code, article 202)."""
    year, month = divmod(on.year * 12 + on.month - 1 + months, 12)
    return date(year, month + 1, min(on.day, monthrange(year, month + 1)[1]))


def _any_unknown(first: date, last: date, calendar: Calendar) -> bool:
    return any(year not in calendar.known_years for year in range(first.year, last.year + 1))
