"""The year files held, day by day, against an independent reading of the same notices."""

from datetime import date, timedelta

import chinese_calendar
import pytest

from app.domain.calendar_shipped import shipped_years
from tests.domain.city_time import CALENDAR

YEARS = (2024, 2025, 2026)
NUMBERS = {2024: "国办发明电〔2023〕7号", 2025: "国办发明电〔2024〕12号", 2026: "国办发明电〔2025〕7号"}


def days_of(year: int) -> list[date]:
    first = date(year, 1, 1)
    return [first + timedelta(days=index) for index in range((date(year + 1, 1, 1) - first).days)]


@pytest.mark.parametrize("year", YEARS)
def test_every_day_of_the_year_counts_as_chinesecalendar_says(year: int) -> None:
    ours = {on: CALENDAR.is_working_day(on) for on in days_of(year)}
    assert ours == {on: chinese_calendar.is_workday(on) for on in days_of(year)}


@pytest.mark.parametrize("year", YEARS)
def test_make_up_days_are_the_weekend_days_on_which_offices_open(year: int) -> None:
    ours = [on for on in days_of(year) if CALENDAR.is_make_up_day(on)]
    assert ours == [on for on in days_of(year) if on.weekday() >= 5 and chinese_calendar.is_workday(on)]


@pytest.mark.parametrize("year", YEARS)
def test_every_holiday_is_one_that_chinesecalendar_names_and_has_a_chinese_name(year: int) -> None:
    named = {on for on in days_of(year) if chinese_calendar.get_holiday_detail(on)[1] and not chinese_calendar.is_workday(on)}
    ours = {on for on in days_of(year) if CALENDAR.holiday_name(on) is not None}
    assert ours == named
    assert all(CALENDAR.holiday_name(on) for on in ours)


def test_the_three_files_name_their_notice() -> None:
    assert {year["year"]: number for year in shipped_years() for number in NUMBERS.values() if number in year["notice"]} == NUMBERS


@pytest.mark.parametrize(("year", "working_days"), [(2024, 251), (2025, 248), (2026, 248)])
def test_the_year_has_as_many_working_days_as_counted_by_hand(year: int, working_days: int) -> None:
    # 2024: 262 weekdays less 19 in holidays plus 8; 2025: 261 less 18 plus 5; 2026: 261 less 19 plus 6.
    assert CALENDAR.working_days_between(date(year - 1, 12, 31), date(year, 12, 31)) == working_days


def test_the_files_have_no_year_beyond_the_last_notice() -> None:
    assert CALENDAR.known_years == frozenset(YEARS)
