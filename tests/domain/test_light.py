"""When the light turns yellow, worked out by hand."""

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from app.domain.deadline import Terms
from app.domain.deadline_moves import Move, moved
from app.domain.deadline_stops import resumed, suspended
from app.domain.light import Light, read_share
from app.domain.period import Unit
from app.domain.rejection import Rejection
from tests.domain.city_time import CALENDAR, at, civil, day, days_terms, period, started

THIRD = Fraction(1, 3)
YELLOW = [
    # 7 days: made-up Sat 28 Feb, 2-6, 9 Mar: 52:30; a third is 17:30: Mon 9, Fri 6 and 2:30 of Thu 5.
    ("2026-02-27 09:00", 7, Unit.WORKING_DAY, THIRD, "2026-03-05 15:00"),
    # 3 days: a third is one whole day: from the closing of the second, Wed 4, on.
    ("2026-03-02 09:00", 3, Unit.WORKING_DAY, THIRD, "2026-03-04 17:30"),
    # 30 days: ten whole days, 30 Oct and 2-12 Nov (nine): from the closing of Thu 29 Oct on.
    ("2026-09-24 09:00", 30, Unit.WORKING_DAY, THIRD, "2026-10-29 17:30"),
    # 1 day: 2:30 before its close.
    ("2026-03-02 09:00", 1, Unit.WORKING_DAY, THIRD, "2026-03-03 15:00"),
    # 2 days: 5:00: 4:00 after noon and an hour before.
    ("2026-03-02 09:00", 2, Unit.WORKING_DAY, THIRD, "2026-03-04 11:00"),
    # The third of 3 days over Spring Festival: Wed 25 Feb whole; the closing before is that of Tue 24.
    ("2026-02-13 09:00", 3, Unit.WORKING_DAY, THIRD, "2026-02-24 17:30"),
    # A third of 2 days, 5:00, where the last day is the first after the festival: from 11:00 on.
    ("2026-02-13 09:00", 2, Unit.WORKING_DAY, THIRD, "2026-02-24 11:00"),
    # Half of 2 days is a whole day: the closing of the made-up Saturday, ten days before.
    ("2026-02-13 09:00", 2, Unit.WORKING_DAY, Fraction(1, 2), "2026-02-14 17:30"),
    # Half a day is 3:45, its third 1:15: from 8:30 to 13:45, so from 12:00 less 1:00.
    ("2026-03-02 08:30", 1, Unit.HALF_WORKING_DAY, THIRD, "2026-03-02 11:00"),
    # 3 office hours from 9:00 end at noon: an hour before.
    ("2026-03-02 09:00", 3, Unit.OFFICE_HOUR, THIRD, "2026-03-02 11:00"),
    # 30 minutes: 10 before the end.
    ("2026-03-02 09:00", 30, Unit.CLOCK_MINUTE, THIRD, "2026-03-02 09:20"),
    # 9 calendar days from Mon 2 Mar 17:30 end on Wed 11 Mar 17:30: three days of the clock before.
    ("2026-03-02 17:30", 9, Unit.CALENDAR_DAY, THIRD, "2026-03-08 17:30"),
    # 10 calendar days from 5 Feb 17:30, moved to Tue 24 Feb: 19 days by the clock, a third is 6 days 8 h.
    ("2026-02-05 17:30", 10, Unit.CALENDAR_DAY, THIRD, "2026-02-18 09:30"),
    # A month from 10 Mar 17:30 ends 10 Apr: 31 days, a third is 10 days 8 h.
    ("2026-03-10 17:30", 1, Unit.MONTH, THIRD, "2026-03-31 09:30"),
    # At once is yellow from its arrival.
    ("2026-03-02 09:00", 0, Unit.AT_ONCE, THIRD, "2026-03-02 09:00"),
    # Another share: a fifth of 5 days is the last day.
    ("2026-03-02 09:00", 5, Unit.WORKING_DAY, Fraction(1, 5), "2026-03-06 17:30"),
    # The whole of it: from the closing of the starting day.
    ("2026-03-02 09:00", 5, Unit.WORKING_DAY, Fraction(1), "2026-03-02 17:30"),
]


@pytest.mark.parametrize(("begin", "length", "unit", "share", "expected"), YELLOW)
def test_the_light_turns_yellow_when_the_share_is_left(begin: str, length: int, unit: Unit, share: Fraction, expected: str) -> None:
    deadline = started(begin, Terms(period=period(length, unit), yellow_share=share))
    assert civil(deadline.yellow_at) == expected


FIXED = [
    # From Mon 2 Mar 8:30 to Fri 6 Mar 17:30: five days, 37:30; a third is 12:30: Fri and 5:00 of Thu.
    ("2026-03-02 08:30", "2026-03-06", "2026-03-05 11:00"),
    # From Wed 4 Mar 13:30: 4:00, Thu, Fri: 19:00; a third is 6:20: 4:00 after noon, 2:20 before it.
    ("2026-03-04 13:30", "2026-03-06", "2026-03-06 09:40"),
    # On a Sunday the office time ends on Friday: from Thu 5 Mar 8:30 15:00; a third is 5:00.
    ("2026-03-05 08:30", "2026-03-08", "2026-03-06 11:00"),
    # Entered on Saturday for Sunday: no office time at all is left.
    ("2026-03-07 10:00", "2026-03-08", "2026-03-07 10:00"),
]


@pytest.mark.parametrize(("begin", "on", "expected"), FIXED)
def test_a_fixed_date_turns_yellow_by_office_time_from_its_entry(begin: str, on: str, expected: str) -> None:
    assert civil(started(begin, Terms(at=day(on))).yellow_at) == expected


def test_a_share_that_feel_worked_out_is_the_third_it_stands_for() -> None:
    assert read_share(Decimal("0.3333333333333333333333333333333333")) == THIRD


@pytest.mark.parametrize(
    ("found", "share"), [("1/4", Fraction(1, 4)), (Decimal("0.25"), Fraction(1, 4)), (0, Fraction(0)), (1, Fraction(1))]
)
def test_a_share_is_read_from_numbers_and_text(found: Any, share: Fraction) -> None:
    assert read_share(found) == share


@pytest.mark.parametrize("found", [Decimal("-0.1"), Decimal("1.1"), "half", "1/0", Decimal("NaN"), Decimal("Infinity"), Fraction(3, 2)])
def test_a_share_that_is_none_is_refused(found: Any) -> None:
    with pytest.raises(Rejection, match="as a number from 0 to 1"):
        read_share(found)


def test_a_share_of_nothing_never_turns_yellow() -> None:
    deadline = started("2026-03-02 09:00", days_terms(3, yellow_share=Fraction(0)))
    assert deadline.next_change_at == deadline.deadline_at


def test_after_a_stop_the_third_is_of_the_whole_period_with_the_stop_left_out() -> None:
    # Six days from Mon 2 Mar: 3-6, 9, 10 Mar. Stopped Wed 4 from 8:30 to Fri 6 at 8:30: two days lost, the end moves to Thu 12.
    # The period is still six days of 7:30: a third is two whole days, so from the closing of Tue 10 on.
    deadline, _ = suspended(started("2026-03-02 09:00", days_terms(6, suspendable=True)), at("2026-03-04 08:30"))
    deadline, _ = resumed(deadline, at("2026-03-06 08:30"), CALENDAR)
    assert (civil(deadline.deadline_at), civil(deadline.yellow_at)) == ("2026-03-12 17:30", "2026-03-10 17:30")


def test_office_time_that_ran_on_a_day_that_did_not_count_belongs_to_the_period() -> None:
    # 17, 18 (2), stopped on Thu 19 at 9:00, running on Mon 23 at 16:00, which counts (3), 24-27 (7).
    # Ran: 17, 18 15:00; half an hour of the 19th; 1:30 of the 23rd; 24-27 30:00: 47:00 h. A third is 15:40: 26, 27 and 0:40.
    deadline, _ = suspended(started("2026-11-16 09:00", days_terms(7, suspendable=True)), at("2026-11-19 09:00"))
    deadline, _ = resumed(deadline, at("2026-11-23 16:00"), CALENDAR)
    assert (civil(deadline.deadline_at), civil(deadline.yellow_at)) == ("2026-11-27 17:30", "2026-11-25 16:50")


def test_by_the_clock_a_stop_is_left_out_too() -> None:
    # Nine days from 2 Mar 17:30 to 11 Mar; stopped 4 Mar 18:00 to 6 Mar 18:00: 5, 6 lost: Fri 13. Ran: 11 days less 2: a third is 3.
    terms = Terms(period=period(9, Unit.CALENDAR_DAY), suspendable=True)
    deadline, _ = suspended(started("2026-03-02 17:30", terms), at("2026-03-04 18:00"))
    deadline, _ = resumed(deadline, at("2026-03-06 18:00"), CALENDAR)
    assert (civil(deadline.deadline_at), civil(deadline.yellow_at)) == ("2026-03-13 17:30", "2026-03-10 17:30")


def test_after_a_move_the_third_is_of_the_whole_period_as_moved() -> None:
    # Three days from Mon 2 Mar, moved to Fri 13 Mar: nine days, a third is three whole ones: from the closing of Tue 10 on.
    deadline, facts = moved(started("2026-03-02 09:00", days_terms(3)), Move(day("2026-03-13")), at("2026-03-03 09:00"), CALENDAR)
    assert civil(deadline.yellow_at) == "2026-03-10 17:30"
    assert [fact["fact"] for fact in facts] == ["deadline_moved"]


def test_a_move_brings_the_light_back_to_green() -> None:
    yellow = started("2026-03-02 09:00", days_terms(3), now="2026-03-05 09:00")
    deadline, facts = moved(yellow, Move(day("2026-03-20")), at("2026-03-05 10:00"), CALENDAR)
    assert (yellow.light, deadline.light, facts[1]["from"], facts[1]["light"]) == (Light.YELLOW, Light.GREEN, "yellow", "green")
