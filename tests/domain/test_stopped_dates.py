"""Deadlines whose clock was stopped, worked out by hand from the notices of 2025 and 2026.

Days of rest: 1 to 8 October 2025, 15 to 23 February and 1 to 7 October 2026. Made up: Sunday 28 September 2025, Saturdays 14 and
28 February and 10 October 2026. Office hours 08:30-12:00 and 13:30-17:30.
"""

import pytest

from app.domain.deadline import Terms
from app.domain.deadline_stops import resumed, suspended
from app.domain.period import Unit
from tests.domain.city_time import CALENDAR, at, civil, period, started

DAYS, HALF, HOURS, MINUTES = Unit.WORKING_DAY, Unit.HALF_WORKING_DAY, Unit.OFFICE_HOUR, Unit.CLOCK_MINUTE
CALENDAR_DAYS, MONTHS, YEARS = Unit.CALENDAR_DAY, Unit.MONTH, Unit.YEAR

ROWS = [
    # Working days: one counts only if the clock ran at its close.
    ("2026-11-16 09:00", 7, DAYS, "2026-11-19 09:00", "2026-11-23 16:00", "2026-11-27 17:30"),  # the 19th and the 20th are lost
    ("2026-11-16 09:00", 7, DAYS, "2026-11-19 17:30", "2026-11-20 09:00", "2026-11-26 17:30"),  # stopped at the very close
    ("2026-11-16 09:00", 7, DAYS, "2026-11-19 17:31", "2026-11-20 17:29", "2026-11-25 17:30"),  # between two closes
    ("2026-11-16 09:00", 7, DAYS, "2026-11-19 17:31", "2026-11-20 17:30", "2026-11-25 17:30"),  # runs again at the very close
    ("2026-11-16 09:00", 7, DAYS, "2026-11-19 09:00", "2026-11-19 17:30", "2026-11-25 17:30"),
    ("2026-11-16 09:00", 7, DAYS, "2026-11-20 18:00", "2026-11-23 08:00", "2026-11-25 17:30"),  # a weekend
    ("2026-11-16 09:00", 7, DAYS, "2026-11-16 10:00", "2026-11-17 09:00", "2026-11-25 17:30"),  # the starting day never counted
    ("2026-09-28 09:00", 5, DAYS, "2026-09-30 10:00", "2026-10-08 16:00", "2026-10-12 17:30"),  # over National Day
    ("2026-09-28 09:00", 5, DAYS, "2026-10-09 18:00", "2026-10-12 09:00", "2026-10-12 17:30"),  # the made-up Saturday alone
    ("2026-02-12 09:00", 3, DAYS, "2026-02-13 09:00", "2026-02-24 09:00", "2026-02-26 17:30"),  # over the Spring Festival
    ("2025-09-26 09:00", 3, DAYS, "2025-09-28 09:00", "2025-09-29 09:00", "2025-10-09 17:30"),  # a made-up Sunday, then eight days of rest
    ("2026-12-28 09:00", 3, DAYS, "2026-12-30 09:00", "2027-01-04 09:00", "2027-01-05 17:30"),  # into a year without a notice
    # Half days and office hours: exact, in office time.
    ("2026-11-16 10:00", 1, HALF, "2026-11-16 11:00", "2026-11-16 14:00", "2026-11-16 16:45"),  # 15:15, and one hour and a half
    ("2026-11-16 10:00", 1, HALF, "2026-11-16 12:00", "2026-11-16 13:30", "2026-11-16 15:15"),  # over noon alone
    ("2026-11-16 10:00", 1, HALF, "2026-11-16 11:45", "2026-11-16 13:45", "2026-11-16 15:45"),  # a quarter of an hour on either side of it
    ("2026-11-16 16:00", 1, HALF, "2026-11-16 17:00", "2026-11-17 09:00", "2026-11-17 11:45"),  # 10:45, and one hour
    ("2026-11-20 16:00", 1, HALF, "2026-11-21 09:00", "2026-11-22 09:00", "2026-11-23 10:45"),  # on days of rest
    ("2026-11-16 09:00", 4, HOURS, "2026-11-16 11:30", "2026-11-16 13:45", "2026-11-16 15:15"),  # 14:30, and three quarters
    ("2026-11-16 17:00", 2, HOURS, "2026-11-16 17:30", "2026-11-17 08:30", "2026-11-17 10:00"),  # over a night
    # Minutes by the clock: exact.
    ("2026-11-16 23:50", 30, MINUTES, "2026-11-17 00:00", "2026-11-17 00:10", "2026-11-17 00:30"),
    ("2026-11-16 09:00", 90, MINUTES, "2026-11-16 09:30", "2026-11-16 10:15", "2026-11-16 11:15"),
    # Calendar days, ending on a working day.
    ("2026-11-16 09:00", 10, CALENDAR_DAYS, "2026-11-19 09:00", "2026-11-23 16:00", "2026-11-30 17:30"),  # the 19th to the 22nd
    ("2026-11-16 09:00", 10, CALENDAR_DAYS, "2026-11-19 09:00", "2026-11-20 09:00", "2026-11-27 17:30"),
    ("2026-11-16 09:00", 10, CALENDAR_DAYS, "2026-11-20 09:00", "2026-11-22 09:00", "2026-11-30 17:30"),  # the 28th is a Saturday
    # Months and years move by the calendar days not counted.
    ("2026-11-16 09:00", 1, MONTHS, "2026-11-19 09:00", "2026-11-23 16:00", "2026-12-21 17:30"),  # 20 December is a Sunday
    ("2026-01-31 09:00", 1, MONTHS, "2026-02-10 09:00", "2026-02-12 09:00", "2026-03-02 17:30"),  # the month's last day, and two
    ("2026-08-31 09:00", 3, MONTHS, "2026-09-01 09:00", "2026-09-02 09:00", "2026-12-01 17:30"),
    ("2025-11-17 09:00", 1, YEARS, "2026-01-05 09:00", "2026-01-08 18:00", "2026-11-23 17:30"),  # the 21st is a Saturday
]


@pytest.mark.parametrize(("begin", "length", "unit", "stopped_at", "resumed_at", "end"), ROWS)
def test_a_stopped_clock_moves_the_end_to(begin: str, length: int, unit: Unit, stopped_at: str, resumed_at: str, end: str) -> None:
    deadline = started(begin, Terms(period=period(length, unit), article="13", suspendable=True))
    stopped, _ = suspended(deadline, at(stopped_at))
    moved, _ = resumed(stopped, at(resumed_at), CALENDAR)
    assert civil(moved.deadline_at) == end


def test_at_least_twenty_five_dates_are_worked_out() -> None:
    assert len({(row[0], row[3], row[4], row[2]) for row in ROWS}) >= 25
