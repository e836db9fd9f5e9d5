"""Periods that cannot be counted are refused in words."""

from decimal import Decimal
from typing import Any

import pytest

from app.domain.period import Period, Unit, read_period, read_unit
from app.domain.rejection import Rejection

REFUSED = [
    (0, "working day", "as a whole number above 0, but found 0"),
    (-3, "working day", "as a whole number above 0, but found -3"),
    ("0.5", "working day", "as a whole number above 0, but found 0.5"),
    ("1.5", "half working day", "as a whole number above 0, but found 1.5"),
    ("1.5", "calendar day", "as a whole number above 0, but found 1.5"),
    ("1.5", "month", "as a whole number above 0, but found 1.5"),
    ("0", "office hour", "as a number above 0, but found 0"),
    ("NaN", "working day", "as a whole number above 0, but found NaN"),
    ("Infinity", "clock minute", "as a number above 0, but found Infinity"),
    (25_001, "working day", "Expected at most 25000 as the length of a period in working day, but found 25001"),
    (101, "year", "Expected at most 100 as the length of a period in year, but found 101"),
    ("seven", "working day", "Expected the length of a period as a number, but found seven"),
    (None, "working day", "Expected the length of a period as a number, but found None"),
    (True, "working day", "Expected the length of a period as a number, but found True"),
    (7, "fortnight", "but found fortnight"),
]


@pytest.mark.parametrize(("length", "unit", "message"), REFUSED)
def test_a_period_that_cannot_be_counted_is_refused(length: Any, unit: str, message: str) -> None:
    with pytest.raises(Rejection, match=message) as refusal:
        read_period(length, unit)
    assert refusal.value.code == "bad_value"


def test_the_refusal_of_a_unit_names_those_there_are() -> None:
    with pytest.raises(Rejection, match="working day, half working day, office hour, calendar day, month, year, clock minute, at once"):
        read_unit("hours")


def test_a_whole_length_may_be_written_with_a_point() -> None:
    assert read_period("7.0").count == 7


def test_working_days_are_the_unit_where_none_is_named() -> None:
    assert read_period(7) == Period(Decimal(7), Unit.WORKING_DAY)


def test_at_once_needs_no_length_and_keeps_none() -> None:
    assert read_period(None, "at once") == read_period(5, "at once") == Period(Decimal(0), Unit.AT_ONCE)
