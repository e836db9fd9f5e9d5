"""The calendar as functions for expressions in diagrams and tables."""

from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_EVEN, Context, Decimal
from functools import partial, wraps
from typing import Any, Final

from app.domain.calendar import Calendar
from app.domain.rejection import Rejection
from app.feel.errors import NullResult
from app.feel.shown import shown

# The arithmetic of expressions: 34 digits, half even, never the thread's own context.
_DECIMAL: Final = Context(prec=34, rounding=ROUND_HALF_EVEN)
_MICROSECONDS_AN_HOUR: Final = 3_600_000_000
_MOST_WORKING_DAYS: Final = 25_000
_WHOLE_NUMBER: Final = f"a whole number from -{_MOST_WORKING_DAYS} to {_MOST_WORKING_DAYS}"


def feel_functions(calendar: Calendar) -> Mapping[str, Callable[..., Any]]:
    """Return the calendar's functions by the names that expressions use.

    Arguments are dates or date-times; one without a zone is a civil time of the city. Where hours are counted, a bare date
    means close of business. Arguments that are none of these give null with a reason (NullResult), as do dates outside 1970 to 2199.
    """
    functions = {
        "add working days": _add_working_days,
        "working days between": _working_days_between,
        "is working day": _is_working_day,
        "is provisional": _is_provisional,
        "office hours between": _office_hours_between,
        "close of business": _close_of_business,
    }
    return {name: _null_for_bad_arguments(name, make(calendar)) for name, make in functions.items()}


class _BadArgumentError(Exception):
    """An argument of another type than the function takes, or too large. expected, found: as in the reason for the null."""

    def __init__(self, expected: str, found: Any) -> None:
        self.expected = expected
        self.found = found
        super().__init__()


def _null_for_bad_arguments(name: str, function: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(function)
    def guarded(*arguments: Any, **named: Any) -> Any:
        try:
            return function(*arguments, **named)
        except _BadArgumentError as bad:
            raise NullResult(partial(_reason, name, bad.expected, bad.found)) from None
        except Rejection as outside:
            raise NullResult(f"{name}: {outside.message}") from None
        except OverflowError:
            raise NullResult(f"{name}: Expected dates from 1970 to 2199") from None

    return guarded


def _reason(name: str, expected: str, found: Any) -> str:
    return f"Expected {expected} for {name}, but found {shown(found)}"


# The names of the parameters are what expressions write in `add working days(date: d, n: 3)`.
def _add_working_days(calendar: Calendar) -> Callable[..., Any]:
    def add_working_days(date: Any, n: Any) -> Any:
        days = _whole_number(n)
        start = _civil_date(date, calendar)
        moved = calendar.add_working_days(start, days) - start
        if not isinstance(date, datetime):
            return start + moved
        if date.tzinfo is None:
            return date + moved
        # The same time of day in the city, whatever the zone it was written in does meanwhile.
        return (date.astimezone(calendar.zone) + moved).astimezone(date.tzinfo)

    return add_working_days


def _working_days_between(calendar: Calendar) -> Callable[..., Any]:
    def working_days_between(a: Any, b: Any) -> Any:
        return Decimal(calendar.working_days_between(_civil_date(a, calendar), _civil_date(b, calendar)))

    return working_days_between


def _is_working_day(calendar: Calendar) -> Callable[..., Any]:
    def is_working_day(date: Any) -> Any:
        return calendar.is_working_day(_civil_date(date, calendar))

    return is_working_day


def _is_provisional(calendar: Calendar) -> Callable[..., Any]:
    def is_provisional(date: Any) -> Any:
        return calendar.is_provisional(_civil_date(date, calendar))

    return is_provisional


def _office_hours_between(calendar: Calendar) -> Callable[..., Any]:
    def office_hours_between(a: Any, b: Any) -> Any:
        passed = calendar.office_time_between(_instant(a, calendar), _instant(b, calendar))
        return _DECIMAL.divide(Decimal(passed // timedelta(microseconds=1)), Decimal(_MICROSECONDS_AN_HOUR))

    return office_hours_between


def _close_of_business(calendar: Calendar) -> Callable[..., Any]:
    def close_of_business(date: Any) -> Any:
        return calendar.close_of_business(_civil_date(date, calendar)).astimezone(calendar.zone)

    return close_of_business


def _civil_date(found: Any, calendar: Calendar) -> date:
    if isinstance(found, datetime):
        return found.date() if found.tzinfo is None else calendar.local_date(found)
    if isinstance(found, date):
        return found
    raise _BadArgumentError("a date or a date and time", found)


def _instant(found: Any, calendar: Calendar) -> datetime:
    if isinstance(found, datetime):
        return found.replace(tzinfo=calendar.zone) if found.tzinfo is None else found
    return calendar.close_of_business(_civil_date(found, calendar))


def _whole_number(found: Any) -> int:
    if isinstance(found, bool) or not isinstance(found, Decimal | int):
        raise _BadArgumentError(_WHOLE_NUMBER, found)
    number = Decimal(found)
    if not number.is_finite() or number != number.to_integral_value() or abs(number) > _MOST_WORKING_DAYS:
        raise _BadArgumentError(_WHOLE_NUMBER, found)
    return int(number)
