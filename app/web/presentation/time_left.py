"""How much is left of a deadline, or by how much it is overdue, in the units people count in."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Protocol


class OfficeHours(Protocol):
    """What is asked of the city's calendar."""

    def office_seconds_between(self, start: datetime, end: datetime, /) -> int: ...

    def spans(self, on: date, /) -> Sequence[tuple[datetime, datetime]]: ...


@dataclass(frozen=True)
class Left:
    """Whole working days, rounded down, then the rest in office hours and minutes. overdue: that much has passed since, instead."""

    days: int
    hours: int
    minutes: int
    overdue: bool = False


# The longest run of days without office hours is a spring festival with its weekends; a month is far beyond.
_LOOK_BACK_DAYS = 31
# A working day where the calendar has none to measure: eight office hours.
_USUAL_DAY_SECONDS = 8 * 3600


def time_left(now: datetime, deadline_at: datetime, calendar: OfficeHours, day: date) -> Left:
    """Return what is left at an instant.

    day: the civil date of the deadline in the city. The office hours of the last working day up to it are the length of a working day.
    """
    overdue = now >= deadline_at
    first, last = (deadline_at, now) if overdue else (now, deadline_at)
    seconds = calendar.office_seconds_between(first, last)
    length = _day_seconds(calendar, day)
    days, rest = divmod(seconds, length)
    return Left(days, rest // 3600, rest % 3600 // 60, overdue)


def _day_seconds(calendar: OfficeHours, day: date) -> int:
    for back in range(_LOOK_BACK_DAYS):
        spans = calendar.spans(day - timedelta(days=back))
        if spans:
            return sum(int((end - start).total_seconds()) for start, end in spans)
    return _USUAL_DAY_SECONDS
