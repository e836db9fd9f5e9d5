"""The month, quarter or year that a bulletin reports on. Source: Opinions, articles 15 and 28; procedures, "Bulletins and reports"."""

from datetime import date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from msgspec import Struct

MONTHS: Final = {"month": 1, "quarter": 3, "year": 12}
"""How many months a unit of a reporting period has."""

_QUARTERS: Final = "一二三四"


class ReportingPeriod(Struct, frozen=True):
    """unit: month, quarter or year. first, last: civil dates of the city, both within it."""

    unit: str
    first: date
    last: date

    @property
    def name(self) -> str:
        """What papers call it, such as 2026年10月, 2026年第三季度, 2026年."""
        if self.unit == "year":
            return f"{self.first.year}年"
        if self.unit == "quarter":
            return f"{self.first.year}年第{_QUARTERS[(self.first.month - 1) // 3]}季度"
        return f"{self.first.year}年{self.first.month}月"

    def begins_at(self, zone: ZoneInfo) -> datetime:
        return datetime.combine(self.first, time(), zone)

    def ends_at(self, zone: ZoneInfo) -> datetime:
        """Return the first instant that is no longer within it: what it reports is as of then."""
        return datetime.combine(self.last + timedelta(days=1), time(), zone)


def last_whole(unit: str, day: date) -> ReportingPeriod:
    """Return the newest period that is over on a day: in November that is October, the third quarter, the year before.

    day: civil date of the city. Raises KeyError for another unit.
    """
    months = MONTHS[unit]
    begun = day.year * 12 + (day.month - 1) // months * months
    first, after = (date(month // 12, month % 12 + 1, 1) for month in (begun - months, begun))
    return ReportingPeriod(unit, first, after - timedelta(days=1))
