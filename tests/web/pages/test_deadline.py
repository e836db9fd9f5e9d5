"""The days of a deadline, as its page draws and sums them."""

from datetime import date

from msgspec.structs import replace

from app.domain.deadline import Deadline, Terms
from app.domain.deadline_changes import change_due, met, void
from app.domain.deadline_moves import Move, moved
from app.domain.deadline_reckoning import days_of
from app.domain.deadline_row import to_row
from app.domain.deadline_stops import suspended
from app.web.pages.deadline_days import weeks
from app.web.pages.deadline_words import deadline_view
from app.web.presentation.case_view import CountedDayView
from tests.domain.city_time import CALENDAR, at, days_terms, started

# From Mon 2 March 2026 seven working days: 3 to 6, 9 to 11 March.
SEVEN = days_terms(7)
LATER = at("2026-04-01 09:00")


def drawn(deadline: Deadline) -> dict[int, CountedDayView]:
    """Return the days of March as the page draws them in April."""
    drawn = weeks(deadline, days_of(deadline, CALENDAR, LATER), CALENDAR, LATER)
    return {day.on.day: day for week in drawn for day in week if day.on.month == 3}


def ended(on: str) -> Deadline:
    deadline, _ = met(started("2026-03-02 09:00", SEVEN), at(on))
    return deadline


def test_days_after_the_one_on_which_it_was_met_are_not_used_and_not_numbered() -> None:
    days = drawn(ended("2026-03-05 10:00"))
    assert [days[day].number for day in (3, 4, 5, 6, 9, 10, 11)] == [1, 2, 3, 0, 0, 0, 0]
    assert {days[day].kind for day in (6, 7, 8, 9, 10, 11)} == {"unused"}
    assert [day for day, one in days.items() if one.is_end] == [5]
    assert [day for day, one in days.items() if one.is_due] == [11]


def test_the_sums_of_a_met_deadline_count_up_to_that_day() -> None:
    view = deadline_view(to_row(ended("2026-03-09 10:00")), LATER, CALENDAR)
    assert (view.days_counted, view.days_left_out) == (5, 2)


def test_one_that_was_met_on_its_first_day_has_used_none_and_numbers_none() -> None:
    deadline = ended("2026-03-02 17:00")
    assert deadline_view(to_row(deadline), LATER, CALENDAR).days_counted == 0
    days = drawn(deadline)
    assert (days[2].kind, days[2].is_end) == ("start", True)
    assert {day.number for day in days.values()} == {0}


def test_a_fixed_date_on_a_day_off_is_known_as_one_and_a_counted_deadline_is_not() -> None:
    day_off = {on: deadline_view(to_row(fixed(on)), at("2026-03-02 09:00"), CALENDAR).falls_on for on in (6, 7)}
    assert day_off == {6: "", 7: "weekend"}
    assert deadline_view(to_row(started("2026-03-02 09:00", SEVEN)), LATER, CALENDAR).falls_on == ""


def fixed(day: int) -> Deadline:
    return started("2026-03-02 09:00", Terms(at=date(2026, 3, day)))


def test_a_day_has_passed_at_its_close_and_not_on_its_morning() -> None:
    deadline = started("2026-03-02 09:00", SEVEN)
    seen = ("2026-03-02 17:00", "2026-03-03 09:00", "2026-03-03 17:30", "2026-03-09 09:00", "2026-03-09 17:30")
    views = [deadline_view(to_row(deadline), at(on), CALENDAR) for on in seen]
    assert [(view.days_counted, view.days_left_out) for view in views] == [(0, 0), (0, 0), (1, 0), (4, 2), (5, 2)]


def test_one_that_was_dropped_is_drawn_the_same_way() -> None:
    deadline, _ = void(started("2026-03-02 09:00", SEVEN), at("2026-03-03 10:00"))
    assert [drawn(deadline)[day].number for day in (3, 4)] == [1, 0]


def test_one_that_runs_has_all_its_days_numbered() -> None:
    deadline = started("2026-03-02 09:00", SEVEN)
    assert [drawn(deadline)[day].number for day in (3, 4, 5, 6, 9, 10, 11)] == [1, 2, 3, 4, 5, 6, 7]


def test_the_working_days_by_which_it_is_late_are_numbered_up_to_today() -> None:
    deadline = started("2026-03-02 09:00", SEVEN)
    days = drawn(deadline)
    assert [(days[day].kind, days[day].number) for day in (12, 13, 16, 31)] == [("late", 1), ("late", 2), ("late", 3), ("late", 14)]
    assert {days[day].kind for day in (14, 15, 28, 29)} == {"rest"}
    (today,) = [day for week in weeks(deadline, days_of(deadline, CALENDAR, LATER), CALENDAR, LATER) for day in week if day.is_today]
    assert (today.kind, today.number) == ("late", 15)


def test_one_that_ended_late_is_drawn_up_to_the_day_on_which_it_ended() -> None:
    days = drawn(ended("2026-03-17 10:00"))
    assert [(days[day].kind, days[day].number) for day in (12, 13, 16, 17)] == [("late", 1), ("late", 2), ("late", 3), ("late", 4)]
    assert [day for day, one in days.items() if one.is_end] == [17]
    assert (days[18].kind, max(days)) == ("after", 22)


def test_a_deadline_names_the_year_of_the_calendar_it_was_counted_by() -> None:
    view = deadline_view(to_row(started("2026-03-02 09:00", SEVEN)), LATER, CALENDAR)
    assert (view.calendar_year, view.calendar_version) == (2026, "2026-3")


def test_a_new_limit_after_it_was_missed_is_a_date_and_no_length_any_more() -> None:
    missed, _ = change_due(started("2026-03-02 09:00", SEVEN), at("2026-03-11 17:30"))
    deadline, _ = moved(missed, Move(date(2026, 3, 20), article="15"), at("2026-03-12 10:00"), CALENDAR)
    view = deadline_view(to_row(deadline), at("2026-03-12 11:00"), CALENDAR)
    assert (view.article, view.length, view.unit) == ("15", "", "date")
    extended, _ = moved(started("2026-03-02 09:00", SEVEN), Move(date(2026, 3, 20), extension=True), at("2026-03-03 10:00"), CALENDAR)
    view = deadline_view(to_row(extended), at("2026-03-12 11:00"), CALENDAR)
    assert (view.length, view.unit) == ("7", "working day")


def test_while_the_clock_is_stopped_no_day_ahead_is_counted_and_none_is_due() -> None:
    deadline, _ = suspended(started("2026-03-02 09:00", replace(SEVEN, suspendable=True)), at("2026-03-04 10:00"))
    seen = at("2026-03-05 09:00")
    days = {day.on.day: day for week in weeks(deadline, days_of(deadline, CALENDAR, seen), CALENDAR, seen) for day in week}
    assert [(days[day].kind, days[day].number) for day in (3, 4)] == [("counted", 1), ("stopped", 0)]
    assert {(days[day].kind, days[day].number) for day in (6, 9, 10, 11)} == {("after", 0)}
    assert not any(day.is_due for day in days.values())
