"""Dates of any year, as day numbers.

A date is Python's own `date` wherever that can hold it (years 1 to 9999), else a WideDate. Day numbers are those of
`date.toordinal` (1 is 1 January of year 1), continued to both sides by the Gregorian rules.
"""

from datetime import MAXYEAR, MINYEAR, date
from typing import Final

from msgspec import Struct

MAX_YEAR: Final = 999_999_999
_DAYS_IN_400_YEARS: Final = 146_097


class WideDate(Struct, frozen=True):
    """A date that Python's own cannot hold; year 0 is the year before year 1."""

    year: int
    month: int
    day: int


AnyDate = date | WideDate


def make_date(year: int, month: int, day: int) -> AnyDate | None:
    """Return the date, None where there is no such day or the year lies outside what the standard demands (nine digits)."""
    if not (1 <= month <= 12 and 1 <= day <= days_in_month(year, month) and -MAX_YEAR <= year <= MAX_YEAR):
        return None
    if MINYEAR <= year <= MAXYEAR:
        return date(year, month, day)
    return WideDate(year, month, day)


def is_leap(year: int) -> bool:
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


def days_in_month(year: int, month: int) -> int:
    if month == 2:
        return 29 if is_leap(year) else 28
    return 30 if month in (4, 6, 9, 11) else 31


def day_number(day: AnyDate) -> int:
    """Return the number of a day; the day after has the next."""
    if isinstance(day, WideDate):
        cycles, year = divmod(day.year, 400)
        # Year 400 to 799 of the same cycle fall on the same days of the week and month.
        return date(year + 400, day.month, day.day).toordinal() + (cycles - 1) * _DAYS_IN_400_YEARS
    return day.toordinal()


def civil_date(number: int) -> AnyDate:
    """Return the date of a day number, of whatever year."""
    if 1 <= number <= 3_652_059:
        return date.fromordinal(number)
    cycles, rest = divmod(number - 1, _DAYS_IN_400_YEARS)
    within = date.fromordinal(rest + 1)
    return WideDate(within.year + cycles * 400, within.month, within.day)


def date_of(number: int) -> AnyDate | None:
    """Return the date of a day number, None beyond nine digits of year."""
    found = civil_date(number)
    return found if abs(found.year) <= MAX_YEAR else None


def add_months(day: AnyDate, months: int) -> AnyDate | None:
    """Return the same day of another month, or that month's last day where it is shorter (DMN 1.5, table 57)."""
    years, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return make_date(years, month + 1, min(day.day, days_in_month(years, month + 1)))


def write_date(day: AnyDate) -> str:
    sign = "-" if day.year < 0 else ""
    return f"{sign}{abs(day.year):04d}-{day.month:02d}-{day.day:02d}"
