"""The city's calendar as it ships, and civil times of the city as instants."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any, Final
from zoneinfo import ZoneInfo

from app.domain.calendar import Calendar
from app.domain.calendar_shipped import shipped_years
from app.domain.deadline import Deadline, Terms
from app.domain.deadline_changes import start
from app.domain.period import Period, Unit
from app.domain.stopped_days import Stop

ZONE: Final = ZoneInfo("Asia/Shanghai")
CALENDAR: Final = Calendar.from_years("2026-3", shipped_years(), ZONE)


def at(text: str) -> datetime:
    """Return the instant of a civil time of the city such as `2026-02-13 10:00`."""
    return datetime.fromisoformat(text).replace(tzinfo=ZONE).astimezone(UTC)


def civil(instant: datetime) -> str:
    """Return an instant as the city's civil time."""
    return instant.astimezone(ZONE).replace(tzinfo=None).isoformat(sep=" ", timespec="auto")[:16]


def day(text: str) -> date:
    return date.fromisoformat(text)


def period(length: int | str, unit: Unit = Unit.WORKING_DAY) -> Period:
    return Period(Decimal(length), unit)


def stop(stopped: str, resumed: str) -> Stop:
    return Stop(at(stopped), at(resumed))


def started(begin: str, terms: Terms, *, now: str | None = None, calendar: Calendar = CALENDAR) -> Deadline:
    """Return a deadline that has just started on the task `review`."""
    deadline, _ = start(("review", 7), terms, at(begin), at(now or begin), calendar)
    return deadline


def days_terms(length: int = 7, **more: Any) -> Terms:
    """Return terms in working days."""
    return Terms(period=period(length), article="11", **more)


def with_year(document: dict[str, Any], version: str) -> Calendar:
    """Return the shipped calendar with one more year, or with another version of one."""
    years = [year for year in shipped_years() if year["year"] != document["year"]]
    return Calendar.from_years(version, [*years, document], ZONE)


# An invented notice: New Year from Friday to Sunday, Saturday 9 January made up, Spring Festival from 5 to 11 February.
YEAR_2027: Final[dict[str, Any]] = {
    "year": 2027,
    "notice": "测试用通知",
    "holidays": [
        "2027-01-01", "2027-01-02", "2027-01-03", "2027-02-05", "2027-02-06", "2027-02-07", "2027-02-08", "2027-02-09", "2027-02-10",
        "2027-02-11",
    ],
    "makeUpDays": ["2027-01-09"],
    "hours": [{"from": "01-01", "to": "12-31", "spans": ["08:30-12:00", "13:30-17:30"]}],
}  # fmt: skip
