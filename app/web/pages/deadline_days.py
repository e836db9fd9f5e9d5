"""The days of one deadline as a calendar draws them: counted, left out, and those by which it is late."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from app.domain.calendar import Calendar
from app.domain.counted_days import CountedDay
from app.domain.deadline import Deadline, State
from app.web.presentation.case_view import CountedDayView

KINDS = {
    "working day": "counted",
    "calendar day": "counted",
    "make-up day": "make-up",
    "weekend": "rest",
    "holiday": "holiday",
    "closure": "closure",
    "clock stopped": "stopped",
}


def weeks(
    deadline: Deadline, days: Iterable[CountedDay], city: Calendar, instant: datetime, last_to_ask: date | None = None
) -> tuple[tuple[CountedDayView, ...], ...]:
    """Return the days from the Monday before the start to the Sunday after the end, by weeks.

    last_to_ask: the last day on which an extension may be asked for, to be marked; None: none is.

    While the clock is stopped no day ahead counts, and the day on which it is due is not known.

    The end is the last day that counts or, where the work went on beyond it, today or the day on which the work ended.
    """
    start, today, due = city.local_date(deadline.started_at), city.local_date(instant), city.local_date(deadline.deadline_at)
    ended = city.local_date(deadline.ended_at) if deadline.ended_at is not None else date.max
    by_date = {day.date: day for day in days}
    reckoned = max([due, *by_date])
    last = max(reckoned, min(ended, today))
    # What was met is not late, though it was after an instant that was provisional: nor is what still waits for the year's notice.
    in_time = deadline.state is State.MET or deadline.awaits_calendar(instant)
    late_after = last if in_time else max(reckoned, city.local_date(deadline.effective_at))
    on = start - timedelta(days=start.weekday())
    number, found = 0, []
    while on <= last or on.weekday():
        open_end = deadline.suspended_since is not None and on > today
        used = by_date.get(on) if on <= ended and not open_end else None
        if used is not None and used.counted:
            number += 1
        late = city.working_days_between(late_after, on) if late_after < on <= last and city.is_working_day(on) else 0
        found.append(
            CountedDayView(
                on,
                "late"
                if late
                else "unused"
                if start < on <= reckoned and on > ended
                else "after"
                if open_end
                else _kind(on, start, last if not city.is_working_day(on) else reckoned, used),
                number if used is not None and used.counted else late,
                city.holiday_name(on) or "" if used is not None and not used.counted else "",
                on == today,
                on == due and deadline.suspended_since is None,
                on > today,
                on == ended != due,
                on == last_to_ask,
            )
        )
        on += timedelta(days=1)
    return tuple(tuple(found[place : place + 7]) for place in range(0, len(found), 7))


def _kind(on: date, start: date, last: date, day: CountedDay | None) -> str:
    if on < start:
        return "before"
    if on == start:
        return "start"
    if day is None:
        return "after" if on > last else "rest"
    return KINDS.get(str(day.reason), "counted" if day.counted else "rest")
