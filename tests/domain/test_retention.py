"""How long cases are kept: to the last day, leap days and the city's midnight included."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.retention import PERMANENT, is_retention, kept_until, latest_end

ZONE = ZoneInfo("Asia/Shanghai")


@pytest.mark.parametrize(
    ("ended", "retention", "until"),
    [
        (datetime(2026, 11, 16, 1, 0, tzinfo=UTC), "P10Y", date(2036, 11, 16)),
        (datetime(2026, 11, 16, 15, 59, tzinfo=UTC), "P10Y", date(2036, 11, 16)),
        (datetime(2026, 11, 16, 16, 0, tzinfo=UTC), "P10Y", date(2036, 11, 17)),
        (datetime(2024, 2, 29, 4, 0, tzinfo=UTC), "P3Y", date(2027, 3, 1)),
        (datetime(2024, 2, 29, 4, 0, tzinfo=UTC), "P4Y", date(2028, 2, 29)),
        (datetime(2026, 11, 16, 1, 0, tzinfo=UTC), PERMANENT, None),
    ],
)
def test_a_case_is_kept_to_the_end_of_the_same_day_years_later(ended: datetime, retention: str, until: date | None) -> None:
    assert kept_until(ended, retention, ZONE) == until


@pytest.mark.parametrize("text", ["", "P0Y", "P1000Y", "10Y", "P10Y ", "P1Y6M", "P120M", "Permanent", "=duration"])
def test_other_texts_are_no_retention(text: str) -> None:
    assert not is_retention(text)
    with pytest.raises(ValueError, match="whole years"):
        kept_until(datetime(2026, 1, 1, tzinfo=UTC), text, ZONE)
    with pytest.raises(ValueError, match="whole years"):
        latest_end(date(2026, 1, 1), text)


@given(st.dates(date(1990, 1, 1), date(2090, 12, 31)), st.integers(1, 60), st.integers(-3, 3))
def test_the_latest_end_is_the_last_day_whose_retention_is_over(ended: date, years: int, off: int) -> None:
    """Two ways to the same: counting forward from the end, and back from today."""
    retention = f"P{years}Y"
    until = kept_until(datetime(ended.year, ended.month, ended.day, 12, tzinfo=ZONE), retention, ZONE)
    assert until is not None
    today = until + timedelta(days=off)
    last = latest_end(today, retention)
    assert last is not None
    assert (ended <= last) == (until < today)


def test_no_case_is_past_a_retention_that_began_before_the_calendar() -> None:
    assert latest_end(date(300, 1, 1), "P999Y") is None
    assert latest_end(date(2026, 1, 1), PERMANENT) is None
