"""Functions on dates (DMN 1.5, tables 80 and 81)."""

from fractions import Fraction
from typing import Any

from tests.feel.plain.functions.registry import native
from tests.feel.plain.values import Day, Moment, civil, day_of

_DAYS = ("Thursday", "Friday", "Saturday", "Sunday", "Monday", "Tuesday", "Wednesday")
_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_DATE = "date: date or date and time"


def _number(date: Day | Moment) -> int:
    return date.number if isinstance(date, Day) else date.day


@native("day of year", _DATE)
def day_of_year(date: Any) -> Any:
    return Fraction(_number(date) - day_of(civil(_number(date))[0], 1, 1) + 1)


native("day of week", _DATE)(lambda date: _DAYS[_number(date) % 7])
native("month of year", _DATE)(lambda date: _MONTHS[civil(_number(date))[1] - 1])


@native("week of year", _DATE)
def week_of_year(date: Any) -> Any:
    """Return the week by its Thursday: that one's place among the Thursdays of its own year (ISO 8601)."""
    number = _number(date)
    thursday = number - (number + 3) % 7 + 3
    return Fraction((thursday - day_of(civil(thursday)[0], 1, 1)) // 7 + 1)


@native("last day of month", _DATE)
def last_day_of_month(date: Any) -> Any:
    year, month, _ = civil(_number(date))
    return Day(day_of(year + month // 12, month % 12 + 1, 1) - 1)
