"""The calendar: days, seasons, closures, office time."""

from datetime import UTC, timedelta
from typing import Any

import pytest

from app.domain.calendar import Calendar
from app.domain.calendar_shipped import shipped_years
from app.domain.rejection import Rejection
from tests.domain.city_time import CALENDAR, YEAR_2027, ZONE, at, civil, day, with_year

SUMMER: list[dict[str, Any]] = [
    {"from": "01-01", "to": "04-30", "spans": ["08:30-12:00", "13:30-17:30"]},
    {"from": "05-01", "to": "09-30", "spans": ["08:00-12:00", "14:30-18:00"]},
    {"from": "10-01", "to": "12-31", "spans": ["08:30-12:00", "13:30-17:30"]},
]


def with_closure(begin: str, until: str) -> Calendar:
    return Calendar.from_years("4", shipped_years(), ZONE, [{"from": begin, "until": until, "reason": "台风"}])


def seasonal() -> Calendar:
    return with_year(shipped_years()[-1] | {"hours": SUMMER}, "5")


@pytest.mark.parametrize(
    ("on", "why"),
    [
        ("2026-03-02", None),
        ("2026-03-07", "weekend"),
        ("2026-10-01", "holiday"),
        ("2026-10-03", "holiday"),  # a Saturday within the holiday
        ("2026-10-10", None),  # made up
        ("2027-01-01", None),  # no notice yet: a Friday counts
        ("2027-01-02", "weekend"),
    ],
)
def test_a_day_says_why_it_is_closed(on: str, why: str | None) -> None:
    assert CALENDAR.why_closed(day(on)) == why


def test_only_a_year_with_its_notice_is_firm() -> None:
    assert [CALENDAR.is_provisional(day(f"{year}-06-01")) for year in (2023, 2024, 2026, 2027)] == [True, False, False, True]


def test_a_year_missing_between_two_entered_ones_is_provisional() -> None:
    years = [year for year in shipped_years() if year["year"] != 2025]
    calendar = Calendar.from_years("1", years, ZONE)
    assert [calendar.is_provisional(day(f"{year}-01-26")) for year in (2024, 2025, 2026)] == [False, True, False]
    assert not calendar.is_working_day(day("2025-01-26"))


def test_the_holiday_has_the_name_of_the_notice() -> None:
    assert CALENDAR.holiday_name(day("2026-09-25")) == "中秋节"
    assert CALENDAR.holiday_name(day("2025-10-06")) == "国庆节、中秋节"
    assert CALENDAR.holiday_name(day("2026-09-24")) is None


@pytest.mark.parametrize(
    ("on", "days", "expected"),
    [
        ("2026-03-02", 0, "2026-03-02"),
        ("2026-03-07", 0, "2026-03-07"),
        ("2026-03-07", 1, "2026-03-09"),
        ("2026-03-09", -1, "2026-03-06"),
        ("2026-03-08", -1, "2026-03-06"),
        ("2026-10-08", -1, "2026-09-30"),
        ("2026-10-12", -2, "2026-10-09"),  # Sat 10 is the first before
        ("2026-01-05", -2, "2025-12-31"),  # Sun 4 Jan is the first before
        ("2025-02-05", -3, "2025-01-24"),  # Mon 27, the made-up Sunday 26, Fri 24
    ],
)
def test_working_days_are_counted_both_ways(on: str, days: int, expected: str) -> None:
    assert CALENDAR.add_working_days(day(on), days) == day(expected)


def test_working_days_between_leave_the_first_day_out_and_count_the_last() -> None:
    assert CALENDAR.working_days_between(day("2026-02-13"), day("2026-03-02")) == 7
    assert CALENDAR.working_days_between(day("2026-03-02"), day("2026-02-13")) == -7
    assert CALENDAR.working_days_between(day("2026-02-13"), day("2026-02-13")) == 0
    assert CALENDAR.working_days_between(day("2025-12-29"), day("2026-01-06")) == 5


def test_office_hours_of_a_day_are_instants_in_utc() -> None:
    spans = CALENDAR.spans(day("2026-03-02"))
    assert spans == ((at("2026-03-02 08:30"), at("2026-03-02 12:00")), (at("2026-03-02 13:30"), at("2026-03-02 17:30")))
    assert spans[0][0].tzinfo is UTC
    assert CALENDAR.spans(day("2026-03-07")) == ()


def test_a_closed_day_has_the_normal_close_of_business_of_its_season() -> None:
    assert civil(CALENDAR.close_of_business(day("2026-03-07"))) == "2026-03-07 17:30"
    assert civil(seasonal().close_of_business(day("2026-07-04"))) == "2026-07-04 18:00"


def test_hours_change_with_the_season() -> None:
    calendar = seasonal()
    assert civil(calendar.close_of_business(day("2026-04-30"))) == "2026-04-30 17:30"
    assert civil(calendar.close_of_business(day("2026-05-06"))) == "2026-05-06 18:00"
    assert calendar.normal_office_time(day("2026-05-06")) == timedelta(hours=7, minutes=30)
    assert calendar.office_time_between(at("2026-05-06 12:00"), at("2026-05-06 15:00")) == timedelta(minutes=30)


def test_an_unknown_year_has_the_hours_of_the_last_entered_year_before_it() -> None:
    assert civil(seasonal().close_of_business(day("2027-07-05"))) == "2027-07-05 18:00"
    assert civil(seasonal().close_of_business(day("2023-07-05"))) == "2023-07-05 17:30"


def test_a_calendar_without_any_year_counts_monday_to_friday_with_default_hours() -> None:
    calendar = Calendar.from_years("0", [], ZONE)
    assert calendar.add_working_days(day("2026-09-30"), 1) == day("2026-10-01")
    assert civil(calendar.close_of_business(day("2026-10-01"))) == "2026-10-01 17:30"
    assert calendar.is_provisional(day("2026-10-01"))


def test_a_typhoon_from_noon_closes_the_day_but_its_morning_stays_office_time() -> None:
    calendar = with_closure("2026-08-12T12:00", "2026-08-13T00:00")
    assert calendar.why_closed(day("2026-08-12")) == "closure"
    assert calendar.spans(day("2026-08-12")) == ((at("2026-08-12 08:30"), at("2026-08-12 12:00")),)
    assert calendar.add_working_days(day("2026-08-11"), 1) == day("2026-08-13")
    assert calendar.office_time_between(at("2026-08-12 00:00"), at("2026-08-13 00:00")) == timedelta(hours=3, minutes=30)
    assert civil(calendar.close_of_business(day("2026-08-12"))) == "2026-08-12 17:30"


def test_a_day_counts_if_offices_were_open_again_at_its_normal_closing() -> None:
    assert with_closure("2026-08-12T08:00", "2026-08-12T15:00").is_working_day(day("2026-08-12"))
    assert not with_closure("2026-08-12T08:00", "2026-08-12T17:30").is_working_day(day("2026-08-12"))
    assert with_closure("2026-08-12T17:30", "2026-08-12T20:00").is_working_day(day("2026-08-12"))


def test_a_closure_cuts_the_hours_it_covers() -> None:
    calendar = with_closure("2026-08-12T10:00", "2026-08-12T14:00")
    assert calendar.spans(day("2026-08-12")) == (
        (at("2026-08-12 08:30"), at("2026-08-12 10:00")),
        (at("2026-08-12 14:00"), at("2026-08-12 17:30")),
    )


def test_a_made_up_saturday_closed_by_a_typhoon_is_a_closure() -> None:
    assert with_closure("2026-10-10T12:00", "2026-10-11T00:00").why_closed(day("2026-10-10")) == "closure"


def test_a_closure_of_an_epidemic_runs_over_the_years_end() -> None:
    calendar = with_closure("2025-12-30T00:00", "2026-01-06T00:00")
    assert calendar.add_working_days(day("2025-12-29"), 1) == day("2026-01-06")


def test_a_closure_may_stand_in_the_years_file() -> None:
    closure = {"from": "2027-08-12T12:00", "until": "2027-08-13T00:00", "reason": "台风"}
    assert with_year(YEAR_2027 | {"closures": [closure]}, "6").why_closed(day("2027-08-12")) == "closure"


def test_office_time_is_counted_over_breaks_nights_and_years() -> None:
    assert CALENDAR.office_time_between(at("2026-03-02 11:00"), at("2026-03-03 09:30")) == timedelta(hours=6)
    assert CALENDAR.office_time_between(at("2025-12-31 16:30"), at("2026-01-04 09:30")) == timedelta(hours=2)
    assert CALENDAR.office_time_between(at("2026-03-03 09:30"), at("2026-03-02 11:00")) == -timedelta(hours=6)
    assert CALENDAR.office_time_between(at("2023-12-29 17:00"), at("2024-01-02 09:00")) == timedelta(hours=1)
    assert CALENDAR.office_seconds_between(at("2026-03-02 11:00"), at("2026-03-02 12:30")) == 3600


def test_office_time_is_added_to_the_earliest_instant() -> None:
    assert civil(CALENDAR.add_office_time(at("2026-03-02 08:30"), timedelta(hours=7.5))) == "2026-03-02 17:30"
    assert civil(CALENDAR.add_office_time(at("2026-03-02 17:30"), timedelta(hours=-7.5))) == "2026-02-28 17:30"
    assert civil(CALENDAR.add_office_time(at("2026-01-04 09:30"), timedelta(hours=-1.5))) == "2025-12-31 17:00"
    assert CALENDAR.add_office_time(at("2026-03-01 03:00"), timedelta()) == at("2026-03-01 03:00")


def test_going_back_over_the_year_stops_at_the_last_closing_before_it() -> None:
    # Sun 4 and Mon 5 Jan are two whole days: all of them are left from the closing of Wed 31 Dec on.
    assert CALENDAR.add_office_time(at("2026-01-05 17:30"), timedelta(hours=-15)) == at("2025-12-31 17:30")


def test_a_microsecond_is_not_lost() -> None:
    start = at("2026-03-02 10:00") + timedelta(microseconds=1)
    assert CALENDAR.add_office_time(start, timedelta(hours=7.5)) == at("2026-03-03 10:00") + timedelta(microseconds=1)


@pytest.mark.parametrize("on", ["1969-12-31", "2200-01-01"])
def test_a_date_beyond_the_calendar_is_refused(on: str) -> None:
    with pytest.raises(Rejection, match="Expected a date from 1970 to 2199") as refusal:
        CALENDAR.is_working_day(day(on))
    assert refusal.value.code == "calendar_unknown"


def test_counting_past_the_calendars_end_is_refused() -> None:
    with pytest.raises(Rejection, match="Expected a date from 1970 to 2199"):
        CALENDAR.add_working_days(day("2199-12-30"), 5)
    with pytest.raises(Rejection, match="Expected a date from 1970 to 2199"):
        CALENDAR.add_office_time(at("1970-01-01 08:00"), timedelta(hours=-1))
