"""The time left, in numbers that pages put into words."""

import pytest

from app.domain.deadline import Terms
from app.domain.deadline_changes import change_due
from app.domain.deadline_left import LeftUnit, TimeLeft, time_left
from app.domain.deadline_stops import suspended
from app.domain.period import Unit
from tests.domain.city_time import CALENDAR, at, day, days_terms, period, started

DAY, HOUR, MINUTE = LeftUnit.WORKING_DAY, LeftUnit.OFFICE_HOUR, LeftUnit.OFFICE_MINUTE
# Three days from Mon 2 March end on Thu 5 March at 17:30.
LEFT = [
    ("2026-03-02 08:00", 3, DAY, False),  # the day it starts does not count
    ("2026-03-02 08:30", 3, DAY, False),
    ("2026-03-02 09:00", 3, DAY, False),
    ("2026-03-02 18:00", 3, DAY, False),
    ("2026-03-05 08:30", 1, DAY, False),  # one whole day
    ("2026-03-05 08:31", 7, HOUR, False),  # 7:29
    ("2026-03-05 12:30", 4, HOUR, False),  # the break does not run
    ("2026-03-05 16:30", 1, HOUR, False),
    ("2026-03-05 16:31", 59, MINUTE, False),
    ("2026-03-05 17:29", 1, MINUTE, False),
    ("2026-03-05 17:30", 0, MINUTE, True),
    ("2026-03-05 23:00", 0, MINUTE, True),  # no office time has passed
    ("2026-03-06 09:00", 30, MINUTE, True),
    ("2026-03-06 10:30", 2, HOUR, True),
    ("2026-03-06 17:30", 1, DAY, True),
    ("2026-03-08 12:00", 1, DAY, True),  # the weekend adds nothing
    ("2026-03-09 10:00", 1, DAY, True),  # 9:00
    ("2026-03-09 17:30", 2, DAY, True),
]


@pytest.mark.parametrize(("now", "number", "unit", "overdue"), LEFT)
def test_time_is_left_in_whole_days_rounded_down_then_in_hours_then_in_minutes(
    now: str, number: int, unit: LeftUnit, overdue: bool
) -> None:
    assert time_left(started("2026-03-02 08:00", days_terms(3)), at(now), CALENDAR) == TimeLeft(number, unit, overdue)


@pytest.mark.parametrize(
    ("now", "number", "unit"), [("2026-03-04 09:00", 4, DAY), ("2026-03-09 08:00", 1, DAY), ("2026-03-10 16:30", 1, HOUR)]
)
def test_of_a_period_that_begins_on_a_later_day_all_is_left_until_its_end(now: str, number: int, unit: LeftUnit) -> None:
    # One day from Mon 9 March ends on Tue 10 March at 17:30; from Wed 4 March on that is 5, 6, 9 and 10 March.
    later = started("2026-03-09 17:30", days_terms(1))
    assert time_left(later, at(now), CALENDAR) == TimeLeft(number, unit, overdue=False)


def test_a_missed_deadline_is_overdue_by_the_same_count() -> None:
    missed, _ = change_due(started("2026-03-02 08:00", days_terms(3)), at("2026-03-05 17:30"))
    assert time_left(missed, at("2026-03-06 10:30"), CALENDAR) == TimeLeft(2, HOUR, True)


def test_holidays_are_no_days_left() -> None:
    deadline = started("2026-02-13 09:00", days_terms(2))  # Tue 24 Feb
    assert time_left(deadline, at("2026-02-14 17:30"), CALENDAR) == TimeLeft(1, DAY, False)
    assert time_left(deadline, at("2026-02-20 09:00"), CALENDAR) == TimeLeft(1, DAY, False)
    assert time_left(deadline, at("2026-02-14 08:30"), CALENDAR) == TimeLeft(2, DAY, False)


def test_half_a_day_is_left_in_hours() -> None:
    deadline = started("2026-03-02 14:00", Terms(period=period(1, Unit.HALF_WORKING_DAY)))  # Tue 8:45
    assert time_left(deadline, at("2026-03-02 14:00"), CALENDAR) == TimeLeft(3, HOUR, False)
    assert time_left(deadline, at("2026-03-02 20:00"), CALENDAR) == TimeLeft(15, MINUTE, False)


def test_a_day_of_office_time_from_afternoon_to_afternoon_is_a_day() -> None:
    deadline = started("2026-03-02 14:00", Terms(period=period(10, Unit.OFFICE_HOUR)))  # Tue 16:30
    assert time_left(deadline, at("2026-03-02 16:30"), CALENDAR) == TimeLeft(1, DAY, False)
    assert time_left(deadline, at("2026-03-02 16:31"), CALENDAR) == TimeLeft(7, HOUR, False)


def test_at_once_is_left_until_the_end_of_its_grace() -> None:
    deadline = started("2026-11-24 09:30", Terms(period=period(0, Unit.AT_ONCE)))
    assert time_left(deadline, at("2026-11-24 10:42"), CALENDAR) == TimeLeft(48, MINUTE, False)


def test_minutes_run_by_the_clock() -> None:
    deadline = started("2026-02-17 23:50", Terms(period=period(30, Unit.CLOCK_MINUTE)))
    assert time_left(deadline, at("2026-02-18 00:00"), CALENDAR) == TimeLeft(20, LeftUnit.CLOCK_MINUTE, False)
    assert time_left(deadline, at("2026-02-18 02:20"), CALENDAR) == TimeLeft(2, LeftUnit.CLOCK_HOUR, True)


def test_a_fixed_date_on_a_closed_day_is_left_by_the_clock_once_no_office_opens_before_it() -> None:
    deadline = started("2026-03-02 09:00", Terms(at=day("2026-03-08")))
    assert time_left(deadline, at("2026-03-06 08:30"), CALENDAR) == TimeLeft(1, DAY, False)
    assert time_left(deadline, at("2026-03-06 10:00"), CALENDAR) == TimeLeft(6, HOUR, False)
    assert time_left(deadline, at("2026-03-06 18:00"), CALENDAR) == TimeLeft(47, LeftUnit.CLOCK_HOUR, False)
    assert time_left(deadline, at("2026-03-08 17:00"), CALENDAR) == TimeLeft(30, LeftUnit.CLOCK_MINUTE, False)


def test_a_stopped_clock_keeps_what_was_left() -> None:
    stopped, _ = suspended(started("2026-11-16 09:00", days_terms(7, suspendable=True)), at("2026-11-19 09:00"))
    assert time_left(stopped, at("2026-12-24 09:00"), CALENDAR) == TimeLeft(4, DAY, False)
