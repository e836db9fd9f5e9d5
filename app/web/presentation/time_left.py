"""How much is left of a deadline, or by how much it is overdue, in the units people count in."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol


class OfficeHours(Protocol):
    """What is asked of the city's calendar."""

    def office_seconds_between(self, start: datetime, end: datetime, /) -> int: ...

    def spans(self, on: date, /) -> Sequence[tuple[datetime, datetime]]: ...

    def is_working_day(self, on: date, /) -> bool: ...


@dataclass(frozen=True)
class Left:
    """Whole working days, rounded down, then the rest in office hours and minutes. overdue: that much has passed since, instead."""

    days: int
    hours: int
    minutes: int
    overdue: bool = False


# A working day where the calendar has none to measure: eight office hours.
_USUAL_DAY_SECONDS = 8 * 3600


def time_left(now: datetime, deadline_at: datetime, calendar: OfficeHours, day: date) -> Left:
    """Return what is left at an instant.

    day: the civil date of the deadline in the city; its office hours are the length of a working day.
    """
    overdue = now >= deadline_at
    first, last = (deadline_at, now) if overdue else (now, deadline_at)
    seconds = calendar.office_seconds_between(first, last)
    length = sum(int((end - start).total_seconds()) for start, end in calendar.spans(day)) or _USUAL_DAY_SECONDS
    days, rest = divmod(seconds, length)
    return Left(days, rest // 3600, rest % 3600 // 60, overdue)
