"""The days of a period one by one, with the reason of each."""

import pytest

from app.domain.calendar import Calendar
from app.domain.calendar_shipped import shipped_years
from app.domain.counted_days import CountedDay
from app.domain.deadline import Terms
from app.domain.deadline_reckoning import days_of
from app.domain.deadline_stops import suspended
from app.domain.due import due_after, due_on, fixed_date_warning
from app.domain.period import Unit
from tests.domain.city_time import CALENDAR, ZONE, at, civil, day, days_terms, period, started, stop


def told(days: tuple[CountedDay, ...]) -> list[str]:
    return [f"{found.date:%m-%d} {'+' if found.counted else '-'} {found.reason}" for found in days]


def test_working_days_over_the_new_year_are_told_one_by_one() -> None:
    assert told(due_after(at("2025-12-31 09:00"), period(2), CALENDAR).days) == [
        "01-01 - holiday",
        "01-02 - holiday",
        "01-03 - holiday",
        "01-04 + make-up day",
        "01-05 + working day",
    ]


def test_a_weekend_and_a_stop_are_told_apart() -> None:
    days = due_after(at("2026-11-19 09:00"), period(2), CALENDAR, (stop("2026-11-20 09:00", "2026-11-23 09:00"),)).days
    assert told(days) == [
        "11-20 - clock stopped",
        "11-21 - weekend",
        "11-22 - weekend",
        "11-23 + working day",
        "11-24 + working day",
    ]


def test_a_day_is_left_out_when_the_clock_stops_exactly_at_its_close_and_not_when_it_runs_on_then() -> None:
    days = due_after(at("2026-11-18 09:00"), period(2), CALENDAR, (stop("2026-11-19 17:30", "2026-11-20 17:30"),)).days
    assert told(days) == [
        "11-19 - clock stopped",
        "11-20 + working day",
        "11-21 - weekend",
        "11-22 - weekend",
        "11-23 + working day",
    ]


def test_calendar_days_count_on_closed_days_and_the_end_moves_on() -> None:
    days = due_after(at("2026-09-30 09:00"), period(5, Unit.CALENDAR_DAY), CALENDAR).days
    assert told(days) == [
        "10-01 + calendar day",
        "10-02 + calendar day",
        "10-03 + calendar day",
        "10-04 + calendar day",
        "10-05 + calendar day",
        "10-06 - holiday",
        "10-07 - holiday",
        "10-08 - end moved here",
    ]


def test_calendar_days_on_which_the_clock_stood_still_are_left_out() -> None:
    stops = (stop("2026-03-07 09:00", "2026-03-08 09:00"),)
    days = due_after(at("2026-03-05 09:00"), period(4, Unit.CALENDAR_DAY), CALENDAR, stops).days
    assert told(days) == [
        "03-06 + calendar day",
        "03-07 - clock stopped",
        "03-08 + calendar day",
        "03-09 + calendar day",
        "03-10 + calendar day",
    ]


def test_a_day_closed_by_a_typhoon_is_left_out() -> None:
    closure = {"from": "2026-08-12T12:00", "until": "2026-08-13T00:00", "reason": "台风"}
    calendar = Calendar.from_years("4", shipped_years(), ZONE, [closure])
    due = due_after(at("2026-08-11 09:00"), period(1), calendar)
    assert told(due.days) == ["08-12 - closure", "08-13 + working day"]
    assert due.calendar_version == "4"
    # Counted in hours, the morning before the typhoon is office time like any other.
    hours = due_after(at("2026-08-11 17:00"), period(5, Unit.OFFICE_HOUR), calendar)
    assert (civil(hours.deadline_at), told(hours.days)) == ("2026-08-13 09:30", ["08-12 + closure", "08-13 + working day"])


def test_office_hours_tell_the_days_they_run_into() -> None:
    days = due_after(at("2026-04-03 17:00"), period(2, Unit.OFFICE_HOUR), CALENDAR).days
    assert told(days) == ["04-04 - holiday", "04-05 - holiday", "04-06 - holiday", "04-07 + working day"]
    stops = (stop("2026-03-02 17:00", "2026-03-04 09:00"),)
    stopped = due_after(at("2026-03-02 16:00"), period(2, Unit.OFFICE_HOUR), CALENDAR, stops).days
    assert told(stopped) == ["03-03 - clock stopped", "03-04 + working day"]


def test_minutes_by_the_clock_run_on_every_day() -> None:
    assert told(due_after(at("2026-02-16 23:50"), period(30, Unit.CLOCK_MINUTE), CALENDAR).days) == ["02-17 + calendar day"]


def test_at_once_has_no_days() -> None:
    assert due_after(at("2026-03-02 09:00"), period(0, Unit.AT_ONCE), CALENDAR).days == ()


def test_each_day_says_whether_its_year_is_entered() -> None:
    days = due_after(at("2026-12-30 09:00"), period(2), CALENDAR).days
    assert [(found.date, found.provisional) for found in days] == [(day("2026-12-31"), False), (day("2027-01-01"), True)]


def test_a_fixed_date_ends_at_its_close_of_business_working_day_or_not() -> None:
    due = due_on(day("2026-10-03"), CALENDAR)
    assert (civil(due.deadline_at), due.provisional, due.days) == ("2026-10-03 17:30", False, ())
    assert not due_on(day("2027-10-03"), CALENDAR).provisional


@pytest.mark.parametrize(
    ("on", "warning"),
    [("2026-03-02", None), ("2026-03-07", "weekend"), ("2026-10-01", "holiday"), ("2026-10-10", None), ("2027-03-01", "unknown")],
)
def test_setting_a_fixed_date_warns_of_closed_days_and_unknown_years(on: str, warning: str | None) -> None:
    assert fixed_date_warning(day(on), CALENDAR) == warning


def test_a_deadline_tells_its_days_and_those_lost_while_it_stands_still() -> None:
    deadline, _ = suspended(started("2026-11-19 09:00", days_terms(2, suspendable=True)), at("2026-11-20 09:00"))
    assert told(days_of(deadline, CALENDAR, at("2026-11-23 18:00"))) == [
        "11-20 - clock stopped",
        "11-21 - weekend",
        "11-22 - weekend",
        "11-23 - clock stopped",
        "11-24 + working day",
        "11-25 + working day",
    ]


def test_the_days_of_a_fixed_date_count_working_days_for_people() -> None:
    deadline = started("2026-03-05 09:00", Terms(at=day("2026-03-08")))
    assert told(days_of(deadline, CALENDAR, at("2026-03-05 09:00"))) == ["03-06 + working day", "03-07 - weekend", "03-08 - weekend"]
