"""What a stopped clock moves, worked out by hand. Weekdays in the comments; x marks days lost to the stop."""

from typing import Any

import pytest

from app.domain.due import due_after, end_after_move
from app.domain.period import Unit
from tests.domain.city_time import CALENDAR, at, civil, period, stop

WORKING, CALENDAR_DAY, MONTH, YEAR = Unit.WORKING_DAY, Unit.CALENDAR_DAY, Unit.MONTH, Unit.YEAR
HALF, HOUR, MINUTE = Unit.HALF_WORKING_DAY, Unit.OFFICE_HOUR, Unit.CLOCK_MINUTE

# 16 November 2026 is a Monday. Seven working days without a stop: 17, 18, 19, 20, 23, 24, 25.
NOVEMBER = ("2026-11-16 09:00", 7, WORKING)
STOPPED = [
    # The text's own example: the 19th and 20th do not count, the 23rd does. 17, 18 (2), x, x, 23-27 (7)
    (*NOVEMBER, [("2026-11-19 09:00", "2026-11-23 16:00")], "2026-11-27 17:30"),
    # Stopped exactly at the close of the 19th: it does not count.
    (*NOVEMBER, [("2026-11-19 17:30", "2026-11-23 16:00")], "2026-11-27 17:30"),
    # A minute later the 19th has counted: only the 20th is lost.
    (*NOVEMBER, [("2026-11-19 17:31", "2026-11-23 16:00")], "2026-11-26 17:30"),
    # Within one day: its close is seen with the clock running.
    (*NOVEMBER, [("2026-11-19 09:00", "2026-11-19 17:00")], "2026-11-25 17:30"),
    # Running again exactly at the close: the day counts.
    (*NOVEMBER, [("2026-11-19 09:00", "2026-11-19 17:30")], "2026-11-25 17:30"),
    # Running again after the close: the day is lost.
    (*NOVEMBER, [("2026-11-19 09:00", "2026-11-19 17:31")], "2026-11-26 17:30"),
    # Overnight: no close falls into the stop.
    (*NOVEMBER, [("2026-11-19 17:31", "2026-11-20 08:00")], "2026-11-25 17:30"),
    # Over a weekend: no working day is lost.
    (*NOVEMBER, [("2026-11-21 10:00", "2026-11-22 20:00")], "2026-11-25 17:30"),
    # Twice: 17, 18 (2), 19 x, 20 (3), 23 x, 24 (4), 25, 26, 27 (7)
    (*NOVEMBER, [("2026-11-19 09:00", "2026-11-20 09:00"), ("2026-11-23 09:00", "2026-11-24 09:00")], "2026-11-27 17:30"),
    # On the starting day only: it is not counted anyway.
    (*NOVEMBER, [("2026-11-16 10:00", "2026-11-16 20:00")], "2026-11-25 17:30"),
    # From the starting day on: 17 x; 18, 19, 20 (3), 23-26 (7)
    (*NOVEMBER, [("2026-11-16 10:00", "2026-11-18 09:00")], "2026-11-26 17:30"),
    # On the last day: 25 x, 26 x, 27 (7)
    (*NOVEMBER, [("2026-11-25 17:29", "2026-11-27 08:30")], "2026-11-27 17:30"),
    # Over National Day: 29, 30 Sep (2), 8-10 (5), 12, 13 Oct (7); the holiday alone loses nothing.
    ("2026-09-28 09:00", 7, WORKING, [("2026-10-01 08:00", "2026-10-08 09:00")], "2026-10-13 17:30"),
    # 29 (1), 30 x, 8 x, 9, 10 (3), 12-15 (7)
    ("2026-09-28 09:00", 7, WORKING, [("2026-09-30 10:00", "2026-10-09 10:00")], "2026-10-15 17:30"),
    # The make-up Saturday 10 Oct is a day that can be lost: 8, 9 (2), x, 12 (3)
    ("2026-09-30 09:00", 3, WORKING, [("2026-10-10 09:00", "2026-10-11 09:00")], "2026-10-12 17:30"),
    # Over Spring Festival: 12, 13 (2), Sat 14 x, 24 x, 25-27 (5)
    ("2026-02-11 09:00", 5, WORKING, [("2026-02-14 09:00", "2026-02-25 09:00")], "2026-02-27 17:30"),
    # Thirty days, twelve lost (16, 19-23, 26-30 Oct, 2 Nov): from 12 Nov to 13, 16-20 (6), 23-27 (11), 30 (12)
    ("2026-09-24 09:00", 30, WORKING, [("2026-10-16 17:30", "2026-11-03 17:30")], "2026-11-30 17:30"),
    # Calendar days: ten from Mon 2 Mar end on Thu 12. 5, 6 x: Sat 14 moves to Mon 16.
    ("2026-03-02 09:00", 10, CALENDAR_DAY, [("2026-03-05 09:00", "2026-03-07 09:00")], "2026-03-16 17:30"),
    # Stopped after the close of the 5th, running after the close of the 7th: 6, 7 x.
    ("2026-03-02 09:00", 10, CALENDAR_DAY, [("2026-03-05 18:00", "2026-03-07 18:00")], "2026-03-16 17:30"),
    # A Saturday counts among calendar days, so it can be lost: Fri 13
    ("2026-03-02 09:00", 10, CALENDAR_DAY, [("2026-03-07 09:00", "2026-03-08 09:00")], "2026-03-13 17:30"),
    # Five end on Sat 7, moved to Mon 9. Stopped there, the end waits for the next working day at whose close the clock runs.
    ("2026-03-02 09:00", 5, CALENDAR_DAY, [("2026-03-09 09:00", "2026-03-11 16:00")], "2026-03-11 17:30"),
    # A month ends on Fri 10 Apr; 16-19 Mar x: Tue 14.
    ("2026-03-10 09:00", 1, MONTH, [("2026-03-16 09:00", "2026-03-20 09:00")], "2026-04-14 17:30"),
    # From 31 Jan a month ends on 28 Feb; 3, 4 Feb x: Mon 2 Mar.
    ("2026-01-31 09:00", 1, MONTH, [("2026-02-03 09:00", "2026-02-05 09:00")], "2026-03-02 17:30"),
    # A year ends on Tue 30 Jun; 1 Dec x: Wed 1 Jul.
    ("2025-06-30 09:00", 1, YEAR, [("2025-12-01 09:00", "2025-12-02 09:00")], "2026-07-01 17:30"),
    # Ten office hours: 1:30 until 10:00; 8:30 from 15:00: 2:30 on Mon, 6:00 on Tue.
    ("2026-03-02 08:30", 10, HOUR, [("2026-03-02 10:00", "2026-03-02 15:00")], "2026-03-03 16:00"),
    # A stop over night and noon costs no office time.
    ("2026-03-02 08:30", 10, HOUR, [("2026-03-02 12:00", "2026-03-02 13:30")], "2026-03-03 11:00"),
    # Half a day: an hour until 9:30; 2:45 from 10:30: 1:30 to noon, 1:15 after.
    ("2026-03-02 08:30", 1, HALF, [("2026-03-02 09:30", "2026-03-02 10:30")], "2026-03-02 14:45"),
    # Thirty minutes: ten until 10:10, twenty from 11:00.
    ("2026-03-02 10:00", 30, MINUTE, [("2026-03-02 10:10", "2026-03-02 11:00")], "2026-03-02 11:20"),
]


@pytest.mark.parametrize(("start", "length", "unit", "stops", "expected"), STOPPED)
def test_a_stop_moves_the_end_by_what_did_not_count(start: str, length: int, unit: Unit, stops: list[Any], expected: str) -> None:
    due = due_after(at(start), period(length, unit), CALENDAR, tuple(stop(*times) for times in stops))
    assert civil(due.deadline_at) == expected


MOVED = [
    # Moved on Mon 2 Mar to Fri 13 Mar.
    (WORKING, "2026-03-13 17:30", [], "2026-03-13 17:30"),
    (WORKING, "2026-03-13 17:30", [("2026-03-05 09:00", "2026-03-05 12:00")], "2026-03-13 17:30"),  # nothing lost
    (WORKING, "2026-03-13 17:30", [("2026-03-05 09:00", "2026-03-09 09:00")], "2026-03-17 17:30"),  # 5, 6 lost
    (CALENDAR_DAY, "2026-03-13 17:30", [("2026-03-05 09:00", "2026-03-09 09:00")], "2026-03-17 17:30"),  # 5-8 lost
    (WORKING, "2026-03-14 17:30", [("2026-03-05 09:00", "2026-03-05 12:00")], "2026-03-14 17:30"),  # to a Saturday: it stays
    (WORKING, "2026-03-14 17:30", [("2026-03-05 09:00", "2026-03-06 09:00")], "2026-03-16 17:30"),  # 5 lost: the day after, open
    (WORKING, "2026-03-14 17:30", [("2026-03-14 09:00", "2026-03-17 09:00")], "2026-03-17 17:30"),  # stopped on its Saturday
    (HOUR, "2026-03-03 10:00", [("2026-03-02 10:00", "2026-03-02 11:00")], "2026-03-03 11:00"),
    (MINUTE, "2026-03-02 10:00", [("2026-03-02 09:30", "2026-03-02 09:45")], "2026-03-02 10:15"),
]


@pytest.mark.parametrize(("unit", "moved_to", "stops", "expected"), MOVED)
def test_a_stop_after_a_move_to_a_date_pushes_that_date_out(unit: Unit, moved_to: str, stops: list[Any], expected: str) -> None:
    times = tuple(stop(*each) for each in stops)
    assert civil(end_after_move(at("2026-03-02 09:00"), at(moved_to), unit, CALENDAR, times).deadline_at) == expected


def test_a_stop_before_the_move_is_part_of_what_was_decided() -> None:
    earlier = (stop("2026-02-24 09:00", "2026-02-26 09:00"),)
    assert (
        civil(end_after_move(at("2026-03-02 09:00"), at("2026-03-13 17:30"), WORKING, CALENDAR, earlier).deadline_at) == "2026-03-13 17:30"
    )


def test_a_stop_counts_only_from_the_start_of_the_minutes() -> None:
    before = (stop("2026-03-02 09:00", "2026-03-02 09:30"),)
    across = (stop("2026-03-02 09:00", "2026-03-02 10:10"),)
    assert civil(due_after(at("2026-03-02 10:00"), period(30, MINUTE), CALENDAR, before).deadline_at) == "2026-03-02 10:30"
    assert civil(due_after(at("2026-03-02 10:00"), period(30, MINUTE), CALENDAR, across).deadline_at) == "2026-03-02 10:40"
