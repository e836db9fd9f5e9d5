"""Until when an extension may be asked for, and what is refused."""

from datetime import timedelta
from typing import Any

import pytest

from app.domain.deadline import Deadline, Terms
from app.domain.deadline_changes import change_due, met
from app.domain.deadline_extension import asking_window, check_asking, check_granting, check_new_date, extended_by
from app.domain.deadline_moves import Move, moved
from app.domain.deadline_stops import suspended
from app.domain.period import Unit
from app.domain.rejection import Rejection
from tests.domain.city_time import CALENDAR, at, civil, day, days_terms, period, started

JUST = timedelta(microseconds=1)


def fixed(on: str, notice_days: int = 3, **more: Any) -> Deadline:
    return started("2026-02-02 09:00", Terms(at=day(on), article="5", extendable=True, notice_days=notice_days, **more))


WINDOWS = [
    # deadline, days of notice, last day, last open day
    ("2026-03-12", 3, "2026-03-09", "2026-03-09"),  # Thu: Mon
    ("2026-03-11", 3, "2026-03-08", "2026-03-06"),  # Wed: Sunday is the last day, Friday the last open one
    ("2026-02-24", 3, "2026-02-21", "2026-02-14"),  # within Spring Festival: the made-up Saturday before it
    ("2026-03-03", 3, "2026-02-28", "2026-02-28"),  # the made-up Saturday itself
    ("2026-03-12", 1, "2026-03-11", "2026-03-11"),
    ("2026-03-01", 1, "2026-02-28", "2026-02-28"),  # a fixed date on a Sunday
]


@pytest.mark.parametrize(("on", "days", "last_day", "last_open_day"), WINDOWS)
def test_notice_is_counted_in_calendar_days_to_the_end_of_the_last(on: str, days: int, last_day: str, last_open_day: str) -> None:
    deadline = fixed(on, days)
    window = asking_window(deadline, CALENDAR)
    assert (window.last_day, window.last_open_day) == (day(last_day), day(last_open_day))
    midnight = at(f"{last_day} 00:00") + timedelta(days=1)
    assert window.until == midnight
    check_asking(deadline, midnight - JUST, CALENDAR)
    with pytest.raises(Rejection) as refusal:
        check_asking(deadline, midnight, CALENDAR)
    assert refusal.value.code == "extension_too_late"


def test_too_late_is_refused_with_the_rule_and_the_last_day() -> None:
    with pytest.raises(Rejection) as refusal:
        check_asking(fixed("2026-03-12"), at("2026-03-10 00:00"), CALENDAR)
    assert str(refusal.value) == (
        "Expected the request by the end of 2026-03-09, 3 calendar days before the deadline 2026-03-12T09:30:00.000000Z (article 5), "
        "but found it on 2026-03-10"
    )


def test_without_notice_an_extension_may_be_asked_for_until_the_deadline() -> None:
    deadline = fixed("2026-03-12", 0)
    check_asking(deadline, at("2026-03-12 17:30") - JUST, CALENDAR)
    with pytest.raises(Rejection) as refusal:
        check_asking(deadline, at("2026-03-12 17:30"), CALENDAR)
    assert refusal.value.code == "extension_too_late"


def test_a_missed_deadline_is_too_late() -> None:
    missed, _ = change_due(fixed("2026-03-12"), at("2026-03-12 17:30"))
    with pytest.raises(Rejection) as refusal:
        check_asking(missed, at("2026-03-12 18:00"), CALENDAR)
    assert refusal.value.code == "extension_too_late"


def test_what_may_not_be_extended_is_refused() -> None:
    rigid = started("2026-03-02 09:00", days_terms(7))
    urgent = started("2026-03-02 09:00", Terms(period=period(0, Unit.AT_ONCE), extendable=True))
    for deadline in (rigid, urgent):
        with pytest.raises(Rejection, match="Expected a deadline that may be extended") as refusal:
            check_asking(deadline, at("2026-03-02 09:30"), CALENDAR)
        assert refusal.value.code == "not_extendable"


def test_a_stopped_deadline_is_not_extended() -> None:
    stopped, _ = suspended(started("2026-03-02 09:00", days_terms(7, extendable=True, suspendable=True)), at("2026-03-03 09:00"))
    with pytest.raises(Rejection) as asking:
        check_asking(stopped, at("2026-03-04 09:00"), CALENDAR)
    with pytest.raises(Rejection) as granting:
        check_granting(stopped, day("2026-03-31"), at("2026-03-04 09:00"), second_allowed=False, calendar=CALENDAR)
    assert (asking.value.code, granting.value.code) == ("deadline_suspended", "deadline_suspended")


def test_an_ended_deadline_is_not_extended() -> None:
    done, _ = met(fixed("2026-03-12"), at("2026-03-02 09:00"))
    with pytest.raises(Rejection, match="it has ended as met") as refusal:
        check_asking(done, at("2026-03-03 09:00"), CALENDAR)
    assert refusal.value.code == "state_forbids"


def test_a_new_date_has_to_lie_after_the_deadlines_own() -> None:
    check_new_date(fixed("2026-03-12"), day("2026-03-13"), CALENDAR)
    for on in ("2026-03-12", "2026-01-01"):
        with pytest.raises(Rejection, match=f"Expected a new date after 2026-03-12, but found {on}") as refusal:
            check_new_date(fixed("2026-03-12"), day(on), CALENDAR)
        assert refusal.value.code == "bad_value"


def test_the_approver_decides_before_the_deadline_or_not_at_all() -> None:
    deadline = fixed("2026-03-12")
    check_granting(deadline, day("2026-03-31"), at("2026-03-12 17:30") - JUST, second_allowed=False, calendar=CALENDAR)
    with pytest.raises(Rejection, match="Expected a decision before the deadline") as refusal:
        check_granting(deadline, day("2026-03-31"), at("2026-03-12 17:30"), second_allowed=False, calendar=CALENDAR)
    assert refusal.value.code == "state_forbids"


def test_a_second_extension_needs_the_approvers_word() -> None:
    now = at("2026-03-02 09:00")
    once, _ = moved(fixed("2026-03-12"), Move(day("2026-03-20"), extension=True), now, CALENDAR)
    check_granting(once, day("2026-03-31"), now, second_allowed=True, calendar=CALENDAR)
    with pytest.raises(Rejection, match="Expected a first extension") as refusal:
        check_granting(once, day("2026-03-31"), now, second_allowed=False, calendar=CALENDAR)
    assert refusal.value.code == "not_extendable"


EXTENDED = [
    # 7 days from Mon 2 Mar end on Wed 11 Mar.
    (days_terms(7), 3, "2026-03-16 17:30"),  # 12, 13, 16
    (Terms(period=period(5, Unit.CALENDAR_DAY)), 2, "2026-03-11 17:30"),  # five end on Sat 7, so on Mon 9: two more are Wed 11
    (Terms(period=period(1, Unit.MONTH)), 2, "2026-04-07 17:30"),  # Thu 2 Apr, two more end on Sat 4: Tue 7
    (Terms(at=day("2026-03-06")), 2, "2026-03-10 17:30"),  # Fri: Mon, Tue
    (Terms(period=period(4, Unit.OFFICE_HOUR)), 1, "2026-03-03 17:30"),  # Mon: the close of Tue
]


@pytest.mark.parametrize(("terms", "days", "expected"), EXTENDED)
def test_days_are_added_in_the_deadlines_own_kind(terms: Terms, days: int, expected: str) -> None:
    deadline = started("2026-03-02 09:00", terms)
    changed, _ = moved(deadline, Move(extended_by(deadline, days, CALENDAR), extension=True), at("2026-03-02 10:00"), CALENDAR)
    assert civil(changed.deadline_at) == expected


def test_days_added_into_an_unknown_year_stay_provisional() -> None:
    deadline = started("2026-12-24 09:00", days_terms(5))
    changed, _ = moved(deadline, Move(extended_by(deadline, 1, CALENDAR)), at("2026-12-25 09:00"), CALENDAR)
    assert (civil(changed.deadline_at), changed.provisional) == ("2027-01-01 17:30", True)


def test_days_are_added_to_a_deadline_moved_to_a_date_before() -> None:
    once, _ = moved(started("2026-03-02 09:00", days_terms(7)), Move(day("2026-03-20")), at("2026-03-03 09:00"), CALENDAR)
    assert extended_by(once, 2, CALENDAR) == day("2026-03-24")


def test_no_day_is_no_extension() -> None:
    with pytest.raises(Rejection, match="Expected at least 1 more day, but found 0"):
        extended_by(fixed("2026-03-12"), 0, CALENDAR)
