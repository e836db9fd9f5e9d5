"""Built-in functions on dates (DMN 1.5, tables 80 and 81), and now and today."""

from datetime import datetime
from decimal import Decimal
from typing import Any, Final

from app.feel.builtins.signature import builtin
from app.feel.dates import days_in_month, make_date
from app.feel.properties import weekday
from app.feel.run import Run
from app.feel.temporal import date_part
from app.feel.values import DATE_TIME, kind_of

_DAYS: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS: Final = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


def _date(value: Any) -> Any:
    return date_part(value) if kind_of(value) == DATE_TIME else value


@builtin("now()")
def now(run: Run) -> datetime:
    """Return the effective instant, in the city's zone."""
    return run.world.now.astimezone(run.world.zone)


@builtin("today()")
def today(run: Run) -> Any:
    return run.world.now.astimezone(run.world.zone).date()


@builtin("day of year(date: date|date and time)")
def day_of_year(run: Run, date: Any) -> Decimal:
    return Decimal(_day_of_year(_date(date)))


def _day_of_year(day: Any) -> int:
    return int(day.day) + sum(days_in_month(day.year, month) for month in range(1, day.month))


@builtin("day of week(date: date|date and time)")
def day_of_week(run: Run, date: Any) -> str:
    return _DAYS[weekday(_date(date)) - 1]


@builtin("month of year(date: date|date and time)")
def month_of_year(run: Run, date: Any) -> str:
    return _MONTHS[_date(date).month - 1]


@builtin("week of year(date: date|date and time)")
def week_of_year(run: Run, date: Any) -> Decimal:
    """Return the week by ISO 8601: the week that holds the year's first Thursday is week 1."""
    day = _date(date)
    week = (_day_of_year(day) - weekday(day) + 10) // 7
    if week < 1:
        return Decimal(_weeks_in(day.year - 1))
    return Decimal(1 if week > _weeks_in(day.year) else week)


def _weeks_in(year: int) -> int:
    first = make_date(year, 1, 1)
    last = make_date(year, 12, 31)
    return 53 if 4 in (weekday(first), weekday(last)) else 52


@builtin("last day of month(date: date|date and time)")
def last_day_of_month(run: Run, date: Any) -> Any:
    day = _date(date)
    return make_date(day.year, day.month, days_in_month(day.year, day.month))
