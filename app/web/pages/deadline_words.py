"""A deadline's record, as pages show it."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from app.domain.calendar import Calendar
from app.domain.counted_days import CountedDay, DayReason
from app.domain.deadline import Deadline, State
from app.domain.deadline_decrees import is_behind
from app.domain.deadline_left import LeftUnit, TimeLeft, time_left
from app.domain.deadline_reckoning import days_of
from app.domain.deadline_row import from_row
from app.domain.period import Unit
from app.web.presentation.deadline_view import DeadlineView
from app.web.presentation.time_left import Left


def deadline_view(
    record: Mapping[str, Any], now: datetime, calendar: Calendar, *, whose: str = "", name: str = "", days_href: str = ""
) -> DeadlineView:
    """Return a deadline ready to draw.

    record: as app/domain/deadline_row.py writes it. whose: the name of the enclosing step, where the deadline is not the task's own.
    A deadline past due whose consequence no transaction has applied yet reads "applying", never "running"; one that a newer year of the
    calendar changes and that has yet to follow it, "recomputing"; one whose provisional instant has passed without effect, "pending".
    """
    deadline = from_row(record)
    # Missed and still worked on: what counts is by how much. The words for one that is over are another matter.
    state = "running" if deadline.state is State.MISSED and deadline.is_open else deadline.state.value
    if deadline.state is State.RUNNING and deadline.next_change_at is not None and deadline.effective_at <= now and deadline.takes_effect:
        state = "applying"
    if deadline.awaits_calendar(now):
        state = "pending"
    if deadline.state is not State.VOID and is_behind(deadline, calendar, now):
        state = "recomputing"
    days = days_of(deadline, calendar, now)
    counts = day_counts(days, calendar.local_date(deadline.ended_at) if deadline.ended_at is not None else _passed(calendar, now))
    seen_at = deadline.suspended_since or deadline.ended_at or now
    return DeadlineView(
        state=state,
        light="pending" if state == "pending" else _light(deadline),
        deadline_at=deadline.deadline_at,
        left=None if state == "pending" else left_of(time_left(deadline, seen_at, calendar)),
        article=deadline.article or "",
        whose=whose,
        length=f"{deadline.period.length:f}" if deadline.period and not _is_new_limit(deadline) else "",
        unit=deadline.unit.value if deadline.unit and not _is_new_limit(deadline) else "date",
        provisional=deadline.provisional,
        unannounced=_unannounced(deadline, calendar) if state == "pending" or deadline.state is State.MISSED else 0,
        silence=deadline.silence.value if deadline.silence else None,
        started_at=deadline.started_at,
        original_at=deadline.original_at,
        effective_at=deadline.effective_at,
        suspended_since=deadline.suspended_since,
        expected_at=deadline.expected_at,
        outlasted=deadline.expected_at is not None and deadline.expected_at <= now,
        share=_share(deadline, seen_at, calendar),
        stopped_days=_stopped_days(days, calendar, now) if deadline.suspended_since is not None else counts.stopped,
        days_counted=counts.counted,
        days_left_out=counts.left_out,
        calendar_version=deadline.calendar_version,
        calendar_year=_calendar_year(deadline, calendar),
        ended_at=deadline.ended_at,
        key=str(deadline.element_instance_key),
        name=name,
        days_href=days_href,
        grace_hours=_grace_hours(deadline),
        falls_on=falls_on(deadline, calendar),
    )


def _is_new_limit(deadline: Deadline) -> bool:
    """Say whether a date was set after the deadline had been missed: it is by that date, and not by its length any more, that it ends."""
    missed, moved = deadline.missed_at, deadline.moved_at
    return deadline.moved_to is not None and missed is not None and moved is not None and missed <= moved


def _unannounced(deadline: Deadline, calendar: Calendar) -> int:
    """Return the first year on whose missing notice a provisional deadline rests; 0 for a firm one."""
    if not deadline.provisional:
        return 0
    begin, end = (calendar.local_date(at).year for at in (deadline.started_at, deadline.deadline_at))
    return next((year for year in range(begin, end) if year not in calendar.known_years), end)


def _stopped_days(days: Iterable[CountedDay], calendar: Calendar, now: datetime) -> int:
    """Return how many days have passed whole since the clock was stopped, which it is: today once its close has passed."""
    return day_counts(days, _passed(calendar, now)).stopped


def _passed(calendar: Calendar, now: datetime) -> date:
    """Return the last day that has passed whole: today from its close on. A day counts at its close (procedures, section 1, counting)."""
    today = calendar.local_date(now)
    return today if now >= calendar.close_of_business(today) else today - timedelta(days=1)


def falls_on(deadline: Deadline, calendar: Calendar) -> str:
    """Return why the day of an open fixed date is no working day: weekend, holiday or closure; empty for one, for a counted deadline, which
    moves to an open day by itself, and while the notice of the year is not entered."""
    if not deadline.is_open or (deadline.period is not None and deadline.moved_to is None):
        return ""
    return calendar.why_closed(calendar.local_date(deadline.deadline_at)) or ""


def _grace_hours(deadline: Deadline) -> str:
    """Return the grace of work to be done at once; none where it was moved to a date, which holds as it stands."""
    if deadline.unit is not Unit.AT_ONCE or deadline.moved_to is not None or not deadline.grace:
        return ""
    return f"{deadline.grace / timedelta(hours=1):.2f}".rstrip("0").rstrip(".")


class DayCounts(NamedTuple):
    """How many days of a deadline were counted, left out as days of rest, and left out since the clock was stopped."""

    counted: int
    left_out: int
    stopped: int


def day_counts(days: Iterable[CountedDay], until: date) -> DayCounts:
    """Count days up to one, included. days: those after the starting day."""
    seen = [day for day in days if day.date <= until]
    counted = sum(1 for day in seen if day.counted)
    stopped = sum(1 for day in seen if day.reason is DayReason.CLOCK_STOPPED)
    return DayCounts(counted, len(seen) - counted - stopped, stopped)


def _calendar_year(deadline: Deadline, calendar: Calendar) -> int:
    """Return the year whose notice a deadline's last day rests on: the newest one entered, where its own is not; 0 without any."""
    due = calendar.local_date(deadline.deadline_at).year
    return max((year for year in calendar.known_years if year <= due), default=0)


def _light(deadline: Deadline) -> str:
    if deadline.unit is Unit.AT_ONCE and deadline.is_open and deadline.state is State.RUNNING:
        return "at-once"
    return deadline.light.value if deadline.light else ""


def left_of(found: TimeLeft) -> Left:
    """Return what is left, or has passed since, as pages say it."""
    if found.unit is LeftUnit.WORKING_DAY:
        return Left(found.number, 0, 0, found.overdue)
    in_hours = found.unit in (LeftUnit.OFFICE_HOUR, LeftUnit.CLOCK_HOUR)
    return Left(0, found.number, 0, found.overdue) if in_hours else Left(0, 0, found.number, found.overdue)


def _share(deadline: Deadline, at: datetime, calendar: Calendar) -> float:
    whole = calendar.office_seconds_between(deadline.started_at, deadline.deadline_at)
    passed = calendar.office_seconds_between(deadline.started_at, min(max(at, deadline.started_at), deadline.deadline_at))
    return passed / whole if whole else 1.0
