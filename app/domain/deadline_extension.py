"""Asking for an extension: until when, and for what.

Source: opinions, articles 5 and 8; procedures, section 1, "notice in advance".
"""

from datetime import date, datetime, timedelta

from msgspec import Struct

from app.domain.calendar import Calendar
from app.domain.deadline import Deadline, State
from app.domain.due import end_of_period
from app.domain.instant import instant_text
from app.domain.period import CALENDAR_UNITS, Period, Unit
from app.domain.rejection import Rejection


class AskingWindow(Struct, frozen=True):
    """Until when an extension may be asked for.

    last_day: the Nth calendar day before the deadline's date, working day or not. last_open_day: the last working day up to
    it, for people. until: UTC, the end of the last day, or the deadline if that comes first; asking then is too late.
    """

    last_day: date
    last_open_day: date
    until: datetime


def asking_window(deadline: Deadline, calendar: Calendar) -> AskingWindow:
    """Return until when an extension of a deadline may be asked for, whether or not it is extendable."""
    last_day = calendar.local_date(deadline.deadline_at) - timedelta(days=deadline.notice_days)
    until = calendar.start_of_day(last_day + timedelta(days=1))
    last_open_day = last_day if calendar.is_working_day(last_day) else calendar.add_working_days(last_day, -1)
    return AskingWindow(last_day, last_open_day, min(until, deadline.deadline_at))


def check_asking(deadline: Deadline, asked_at: datetime, calendar: Calendar) -> None:
    """Check that an extension may be asked for at an instant; the deadline runs on meanwhile.

    Raises Rejection("not_extendable"), Rejection("deadline_suspended"), Rejection("extension_too_late") with the rule and the
    last day, Rejection("state_forbids") for a deadline that has ended.
    """
    if not deadline.extendable or deadline.unit is Unit.AT_ONCE:
        raise Rejection(
            "not_extendable",
            "Expected a deadline that may be extended, but the procedure does not allow it for: %(rule)s (article %(article)s)",
            rule=deadline.rule,
            article=deadline.article or "-",
        )
    if deadline.state is State.SUSPENDED:
        raise Rejection("deadline_suspended", "Expected a running deadline, but its clock is stopped; let it run on first")
    if deadline.state not in (State.RUNNING, State.MISSED) or not deadline.is_open:
        raise Rejection("state_forbids", "Expected a running deadline, but it has ended as %(state)s", state=deadline.state.value)
    window = asking_window(deadline, calendar)
    if deadline.state is State.MISSED or asked_at >= window.until:
        raise Rejection(
            "extension_too_late",
            "Expected the request by the end of %(last_day)s, %(days)s calendar days before the deadline %(deadline)s "
            "(article %(article)s), but found it on %(asked_on)s",
            last_day=window.last_day.isoformat(),
            days=deadline.notice_days,
            deadline=instant_text(deadline.deadline_at),
            article=deadline.article or "-",
            asked_on=calendar.local_date(asked_at).isoformat(),
        )


def check_granting(deadline: Deadline, new_date: date, now: datetime, *, second_allowed: bool, calendar: Calendar) -> None:
    """Check that an extension to a date may be granted now.

    second_allowed: the approver has said, with a reason, that a second extension is allowed.

    Raises Rejection("bad_value") for a date that does not lie after the deadline's, Rejection("not_extendable") for a second
    one, Rejection("deadline_suspended"), Rejection("state_forbids") once the deadline is no longer ahead.
    """
    if deadline.state is State.SUSPENDED:
        raise Rejection("deadline_suspended", "Expected a running deadline, but its clock is stopped; let it run on first")
    if deadline.state is not State.RUNNING or now >= deadline.deadline_at:
        raise Rejection(
            "state_forbids",
            "Expected a decision before the deadline %(deadline)s, but it has come",
            deadline=instant_text(deadline.deadline_at),
        )
    if deadline.extensions and not second_allowed:
        raise Rejection(
            "not_extendable",
            "Expected a first extension, but the deadline was extended before; the approver may allow a second with a reason",
        )
    check_new_date(deadline, new_date, calendar)


def check_new_date(deadline: Deadline, new_date: date, calendar: Calendar) -> None:
    """Check that a date asked for lies after the deadline's own. Raises Rejection("bad_value")."""
    ends_on = calendar.local_date(deadline.deadline_at)
    if new_date <= ends_on:
        raise Rejection(
            "bad_value",
            "Expected a new date after %(ends_on)s, but found %(found)s",
            ends_on=ends_on.isoformat(),
            found=new_date.isoformat(),
        )


def extended_by(deadline: Deadline, days: int, calendar: Calendar) -> date | Period:
    """Return where a deadline goes that is extended by a number of days: working days, or calendar days where it counts so.

    They are counted on from the day on which it ends, not from a closed day before, on which the bare number would end: one more day
    is a day more. A period in days becomes longer by them, so that it stays provisional and is recomputed where its year is unknown;
    any other deadline goes to a date.

    Raises Rejection("bad_value") unless days is at least 1.
    """
    if days < 1:
        raise Rejection("bad_value", "Expected at least 1 more day, but found %(found)s", found=days)
    period = deadline.period
    if period is not None and deadline.moved_to is None and period.unit in (Unit.WORKING_DAY, Unit.CALENDAR_DAY):
        longest = period
        while last_date(deadline, longer := Period(longest.length + 1, period.unit), calendar) == calendar.local_date(deadline.deadline_at):
            longest = longer
        return Period(longest.length + days, period.unit)
    on = calendar.local_date(deadline.deadline_at)
    if deadline.unit not in CALENDAR_UNITS:
        return calendar.add_working_days(on, days)
    on += timedelta(days=days)
    return on if calendar.is_working_day(on) else calendar.add_working_days(on, 1)


def granted_end(deadline: Deadline, on: date, days: int | None, calendar: Calendar) -> date | Period:
    """Return where a deadline goes that is extended to a date, which was asked for as a number of days more or not.

    Where those days still come to that date, it is they that are granted: a period stays a period, and is counted anew when the notice
    of a year comes. Otherwise, as where the deadline was moved meanwhile, the date holds.
    """
    if days is None:
        return on
    longer = extended_by(deadline, days, calendar)
    return longer if last_date(deadline, longer, calendar) == on else on


def last_date(deadline: Deadline, end: date | Period, calendar: Calendar) -> date:
    """Return the date on which a deadline would end that goes to a date, or to a length from its start."""
    if not isinstance(end, Period):
        return end
    return calendar.local_date(end_of_period(deadline.started_at, end, calendar, deadline.stops).deadline_at)
