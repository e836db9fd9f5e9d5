"""Which month, quarter or year a bulletin reports on."""

from datetime import UTC, date, datetime

import pytest

from app.domain.reporting_period import last_whole
from tests.builders.city import ZONE


@pytest.mark.parametrize(
    ("unit", "day", "name", "first", "last"),
    [
        ("month", date(2026, 12, 1), "2026年11月", date(2026, 11, 1), date(2026, 11, 30)),
        ("month", date(2026, 11, 30), "2026年10月", date(2026, 10, 1), date(2026, 10, 31)),
        ("month", date(2027, 1, 1), "2026年12月", date(2026, 12, 1), date(2026, 12, 31)),
        ("month", date(2028, 3, 31), "2028年2月", date(2028, 2, 1), date(2028, 2, 29)),
        ("quarter", date(2026, 12, 31), "2026年第三季度", date(2026, 7, 1), date(2026, 9, 30)),
        ("quarter", date(2027, 1, 1), "2026年第四季度", date(2026, 10, 1), date(2026, 12, 31)),
        ("quarter", date(2027, 4, 1), "2027年第一季度", date(2027, 1, 1), date(2027, 3, 31)),
        ("year", date(2026, 12, 31), "2025年", date(2025, 1, 1), date(2025, 12, 31)),
        ("year", date(2027, 1, 1), "2026年", date(2026, 1, 1), date(2026, 12, 31)),
    ],
)
def test_a_period_is_the_newest_that_is_over(unit: str, day: date, name: str, first: date, last: date) -> None:
    found = last_whole(unit, day)
    assert (found.name, found.first, found.last) == (name, first, last)


def test_a_period_begins_and_ends_at_midnight_in_the_city() -> None:
    october = last_whole("month", date(2026, 11, 5))
    assert october.begins_at(ZONE).astimezone(UTC) == datetime(2026, 9, 30, 16, tzinfo=UTC)
    assert october.ends_at(ZONE).astimezone(UTC) == datetime(2026, 10, 31, 16, tzinfo=UTC)
