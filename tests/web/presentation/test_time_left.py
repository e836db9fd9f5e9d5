from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from app.domain.calendar import Calendar
from app.domain.calendar_shipped import shipped_years
from app.web.presentation.time_left import Left, time_left

CITY = ZoneInfo("Asia/Shanghai")
CALENDAR = Calendar.from_years("test", shipped_years(), CITY)
# A Tuesday in the winter's office hours.
NOW = datetime(2026, 11, 24, 10, 42, tzinfo=CITY)


@pytest.mark.parametrize(
    ("deadline", "left"),
    [
        ("2026-11-24 17:30", Left(0, 5, 18)),
        ("2026-11-25 17:30", Left(1, 5, 18)),
        ("2026-11-30 17:30", Left(4, 5, 18)),
        ("2026-11-24 11:30", Left(0, 0, 48)),
        ("2026-11-24 10:42", Left(0, 0, 0, overdue=True)),
        ("2026-11-23 17:30", Left(0, 2, 12, overdue=True)),
        ("2026-11-20 17:30", Left(1, 2, 12, overdue=True)),
        ("2026-11-28 00:00", Left(3, 5, 18)),
    ],
)
def test_only_office_time_counts_and_whole_days_are_rounded_down(deadline, left):
    at = datetime.fromisoformat(deadline).replace(tzinfo=CITY)
    assert time_left(NOW.astimezone(UTC), at.astimezone(UTC), CALENDAR, at.date()) == left


def test_a_deadline_on_a_closed_day_is_counted_in_days_as_long_as_the_last_working_day():
    saturday = datetime(2026, 11, 28, 12, 0, tzinfo=CITY)
    assert time_left(NOW, saturday, CALENDAR, date(2026, 11, 28)) == Left(3, 5, 18)


class NeverOpen:
    def office_seconds_between(self, start, end, /):
        return 9 * 3600

    def spans(self, on, /):
        return ()


def test_without_any_office_hours_a_working_day_is_eight_hours():
    assert time_left(NOW, datetime(2026, 12, 1, tzinfo=CITY), NeverOpen(), date(2026, 12, 1)) == Left(1, 1, 0)
