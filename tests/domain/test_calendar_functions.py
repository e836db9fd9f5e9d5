"""The calendar in expressions: by themselves, and as the expression language calls them."""

from datetime import date, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any

import pytest

from app.domain.calendar_functions import feel_functions
from app.feel import FeelWorld, parse_expression
from app.feel.errors import NullResult
from tests.domain.city_time import CALENDAR, ZONE, at

FUNCTIONS = feel_functions(CALENDAR)
BEIJING = timezone(timedelta(hours=8))


def call(name: str, *arguments: Any) -> Any:
    return FUNCTIONS[name](*arguments)


def test_of_a_date_comes_a_date() -> None:
    found = call("add working days", date(2026, 2, 13), Decimal(2))
    assert (found, type(found)) == (date(2026, 2, 24), date)


def test_of_a_date_time_comes_a_date_time_at_the_same_time_of_day() -> None:
    assert call("add working days", datetime(2026, 2, 13, 10, tzinfo=ZONE), 2) == datetime(2026, 2, 24, 10, tzinfo=ZONE)
    assert call("add working days", datetime(2026, 2, 13, 10), 2) == datetime(2026, 2, 24, 10)


def test_the_day_of_a_date_time_is_the_citys() -> None:
    # 20:00 in UTC on Thursday the 12th is Friday the 13th at 4:00 in the city.
    found = call("add working days", at("2026-02-13 04:00"), 2)
    assert (found, found.utcoffset()) == (at("2026-02-24 04:00"), timedelta())
    assert call("is working day", at("2026-10-10 01:00")) is True


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        (date(2026, 2, 13), date(2026, 3, 2), 7),
        (date(2026, 3, 2), date(2026, 2, 13), -7),
        (date(2026, 2, 13), date(2026, 2, 13), 0),
        (datetime(2026, 2, 13, 9, tzinfo=ZONE), date(2026, 2, 24), 2),
    ],
)
def test_working_days_between_leave_out_the_first_day(a: date, b: date, expected: int) -> None:
    found = call("working days between", a, b)
    assert (found, type(found)) == (Decimal(expected), Decimal)


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        (datetime(2026, 3, 2, 11, tzinfo=BEIJING), datetime(2026, 3, 2, 14, 15, tzinfo=BEIJING), "1.75"),
        (datetime(2026, 3, 2, 11), datetime(2026, 3, 3, 9, 30), "6"),
        (date(2026, 3, 2), date(2026, 3, 3), "7.5"),  # from close to close
        (date(2026, 3, 3), date(2026, 3, 2), "-7.5"),
        (datetime(2026, 3, 2, 9), datetime(2026, 3, 2, 9, 20), "0.3333333333333333333333333333333333"),
    ],
)
def test_office_hours_between_are_exact_decimals(a: date, b: date, expected: str) -> None:
    assert call("office hours between", a, b) == Decimal(expected)


def test_close_of_business_is_an_instant_in_the_citys_zone() -> None:
    found = call("close of business", date(2026, 3, 7))
    assert (found, found.utcoffset()) == (at("2026-03-07 17:30"), timedelta(hours=8))
    assert call("close of business", at("2026-03-02 03:00")) == at("2026-03-02 17:30")


BAD = [
    ("add working days", ("2026-02-13", 1)),
    ("add working days", (None, 1)),
    ("add working days", (date(2026, 2, 13), None)),
    ("add working days", (date(2026, 2, 13), Decimal("1.5"))),
    ("add working days", (date(2026, 2, 13), True)),
    ("add working days", (date(2026, 2, 13), "1")),
    ("add working days", (date(2026, 2, 13), Decimal("NaN"))),
    ("add working days", (date(2026, 2, 13), Decimal("1E+30"))),
    ("add working days", (date(2199, 12, 31), 1)),
    ("add working days", (date(1, 1, 1), -1)),
    ("working days between", (date(2026, 2, 13), 7)),
    ("working days between", (date(1, 1, 1), date(9999, 12, 31))),
    ("is working day", (20260213,)),
    ("is working day", (date(9999, 12, 31),)),
    ("is provisional", ("2026-02-13",)),
    ("office hours between", (date(2026, 2, 13), "noon")),
    ("office hours between", (datetime(1, 1, 1, tzinfo=BEIJING), date(2026, 2, 13))),
    ("close of business", (None,)),
]


@pytest.mark.parametrize(("name", "arguments"), BAD)
def test_a_bad_argument_gives_null_with_a_reason(name: str, arguments: tuple[Any, ...]) -> None:
    with pytest.raises(NullResult) as caught:
        call(name, *arguments)
    assert name in str(caught.value)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ('is working day("2026-01-01")', 'Expected a date or a date and time for is working day, but found "2026-01-01", a string'),
        (
            'add working days(date("2026-01-01"), 1000000000)',
            "Expected a whole number from -25000 to 25000 for add working days, but found 1000000000, a number",
        ),
        (
            'working days between(date("0001-01-01"), date("2026-12-31"))',
            "working days between: Expected a date from 1970 to 2199, but found one in 1",
        ),
        (
            'office hours between(date("2026-01-01"), date("9999-12-31"))',
            "office hours between: Expected a date from 1970 to 2199, but found one in 9999",
        ),
        ('add working days(date: date("2026-01-01"), m: 1)', "Expected the arguments date, n for add working days, but found date, m"),
    ],
)
def test_an_expression_tells_why_the_calendar_gives_null(text: str, reason: str) -> None:
    reasons: list[str] = []
    world = FeelWorld(now=at("2026-03-02 09:00"), zone=ZONE, functions=FUNCTIONS, reasons=reasons)
    assert parse_expression(text, FUNCTIONS).evaluate({}, world) is None
    assert reasons == [reason]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('add working days(date("2026-02-13"), 2)', date(2026, 2, 24)),
        ('add working days(n: 2, date: date("2026-02-13"))', date(2026, 2, 24)),
        ('working days between(date("2026-02-13"), date("2026-03-02")) = 7', True),
        ('working days between(a: date("2026-02-13"), b: date("2026-03-02")) + 1', Decimal(8)),
        ('is working day(date("2026-10-10"))', True),
        ('is provisional(date("2026-10-10"))', False),
        ('is provisional(date("2031-01-04"))', True),
        ('office hours between(date and time("2026-03-02T11:00:00+08:00"), date and time("2026-03-02T14:15:00+08:00"))', Decimal("1.75")),
        ('close of business(date("2026-03-07")) = date and time("2026-03-07T17:30:00+08:00")', True),
        ('add working days("2026-02-13", 2)', None),
    ],
)
def test_expressions_call_them_by_name(text: str, expected: Any) -> None:
    world = FeelWorld(now=at("2026-03-02 09:00"), zone=ZONE, functions=FUNCTIONS)
    assert parse_expression(text, FUNCTIONS).evaluate({}, world) == expected
