"""Dates worked out by hand from the notices of 2024, 2025 and 2026. Weekdays in the comments; x marks days left out."""

import pytest

from app.domain.due import due_after
from app.domain.period import Unit
from tests.domain.city_time import CALENDAR, at, civil, period

WORKING, CALENDAR_DAY, MONTH, YEAR = Unit.WORKING_DAY, Unit.CALENDAR_DAY, Unit.MONTH, Unit.YEAR
HALF, HOUR, MINUTE, AT_ONCE = Unit.HALF_WORKING_DAY, Unit.OFFICE_HOUR, Unit.CLOCK_MINUTE, Unit.AT_ONCE

WORKING_DAYS = [
    # 2024
    ("2024-02-02 10:00", 1, "2024-02-04 17:30"),  # Fri; Sat x; Sun 4 Feb is made up for Spring Festival
    ("2024-02-09 10:00", 1, "2024-02-18 17:30"),  # New Year's Eve 2024 was a working day; 10-17 Feb x; Sun 18 made up
    ("2024-02-09 10:00", 2, "2024-02-19 17:30"),  # Sun 18 is the first, Mon 19 the second
    ("2024-04-03 10:00", 1, "2024-04-07 17:30"),  # Wed; 4-6 Apr x; Sun 7 made up
    ("2024-04-26 10:00", 4, "2024-05-06 17:30"),  # Fri; Sun 28 made up (1), 29, 30 (3); 1-5 May x; Mon 6 (4)
    ("2024-05-10 10:00", 1, "2024-05-11 17:30"),  # Fri; Sat 11 May made up
    ("2024-06-07 10:00", 1, "2024-06-11 17:30"),  # Fri; weekend x; Mon 10 Dragon Boat x; Tue 11
    ("2024-09-13 10:00", 2, "2024-09-18 17:30"),  # Fri; Sat 14 made up (1); 15-17 x; Wed 18 (2)
    ("2024-09-27 10:00", 2, "2024-09-30 17:30"),  # Fri; Sun 29 made up (1); Mon 30 (2)
    ("2024-09-30 10:00", 5, "2024-10-12 17:30"),  # 1-7 Oct x; 8, 9, 10, 11 (4); Sat 12 made up (5)
    ("2024-12-31 10:00", 1, "2025-01-02 17:30"),  # Tue; Wed 1 Jan 2025 x; Thu 2
    # 2025
    ("2025-01-02 09:00", 1, "2025-01-03 17:30"),  # Thu to Fri
    ("2025-01-24 09:00", 1, "2025-01-26 17:30"),  # Fri; Sat x; Sun 26 made up
    ("2025-01-24 09:00", 2, "2025-01-27 17:30"),  # Sun 26 (1), Mon 27 (2)
    ("2025-01-24 09:00", 3, "2025-02-05 17:30"),  # 26, 27 (2); 28 Jan to 4 Feb x; Wed 5 (3)
    ("2025-01-27 16:00", 7, "2025-02-12 17:30"),  # 5, 6, 7 (3), Sat 8 made up (4); Sun x; 10, 11, 12 (7)
    ("2025-01-25 11:00", 1, "2025-01-26 17:30"),  # received on a closed Saturday: the first day is Sun 26
    ("2025-01-30 11:00", 1, "2025-02-05 17:30"),  # received within the festival: the first day is Wed 5 Feb
    ("2025-01-27 09:00", 10, "2025-02-17 17:30"),  # 5-8 (4), 10-14 (9), Mon 17 (10)
    ("2025-01-26 09:00", 7, "2025-02-11 17:30"),  # from the made-up Sunday: 27 (1), 5-8 (5), 10, 11 (7)
    ("2025-02-07 09:00", 1, "2025-02-08 17:30"),  # Fri; Sat 8 made up
    ("2025-02-07 09:00", 2, "2025-02-10 17:30"),  # Sat 8 (1); Sun x; Mon 10 (2)
    ("2025-02-08 09:00", 5, "2025-02-14 17:30"),  # from the made-up Saturday: 10-14
    ("2025-01-24 09:00", 30, "2025-03-13 17:30"),  # 26, 27 (2); 5-8 (6), then weeks of five: 11, 16, 21, 26 on 7 Mar; 10-13 (30)
    ("2025-04-02 09:00", 2, "2025-04-07 17:30"),  # Thu 3 (1); Fri 4 to Sun 6 x; Mon 7 (2)
    ("2025-04-03 16:00", 1, "2025-04-07 17:30"),  # Thu; 4-6 x; Mon 7
    ("2025-04-03 16:00", 7, "2025-04-15 17:30"),  # 7-11 (5), 14, 15 (7)
    ("2025-04-25 09:00", 1, "2025-04-27 17:30"),  # Fri; Sun 27 made up
    ("2025-04-25 09:00", 5, "2025-05-06 17:30"),  # 27, 28, 29, 30 (4); 1-5 May x; Tue 6 (5)
    ("2025-04-26 09:00", 3, "2025-04-29 17:30"),  # from Sat: 27, 28, 29
    ("2025-04-30 09:00", 1, "2025-05-06 17:30"),  # 1-5 May x
    ("2025-04-30 09:00", 7, "2025-05-14 17:30"),  # 6-9 (4), 12, 13, 14 (7)
    ("2025-05-29 09:00", 2, "2025-06-03 17:30"),  # Fri 30 (1); 31 May to Mon 2 Jun x; Tue 3 (2)
    ("2025-05-30 09:00", 1, "2025-06-03 17:30"),  # Fri; Tue 3
    ("2025-05-23 09:00", 10, "2025-06-09 17:30"),  # 26-30 (5), 3-6 Jun (9), Mon 9 (10)
    ("2025-09-26 09:00", 1, "2025-09-28 17:30"),  # Fri; Sun 28 made up
    ("2025-09-26 09:00", 3, "2025-09-30 17:30"),  # 28, 29, 30
    ("2025-09-26 09:00", 4, "2025-10-09 17:30"),  # after 1-8 Oct x
    ("2025-09-30 09:00", 1, "2025-10-09 17:30"),  # 1-8 Oct x; Thu 9
    ("2025-09-30 09:00", 3, "2025-10-11 17:30"),  # 9, 10 (2), Sat 11 made up (3)
    ("2025-09-30 09:00", 4, "2025-10-13 17:30"),  # Sun 12 x; Mon 13
    ("2025-09-30 09:00", 7, "2025-10-16 17:30"),  # 9, 10, 11 (3), 13-16 (7)
    ("2025-10-10 09:00", 1, "2025-10-11 17:30"),  # Fri; Sat 11 made up
    ("2025-10-11 09:00", 1, "2025-10-13 17:30"),  # from the made-up Saturday: Mon
    ("2025-09-22 09:00", 30, "2025-11-07 17:30"),  # 23-26 (4), 28-30 (7), 9-11 Oct (10), then 15, 20, 25, 30 on Fri 7 Nov
    ("2025-12-30 09:00", 1, "2025-12-31 17:30"),  # the year's last day
    ("2025-12-31 09:00", 1, "2026-01-04 17:30"),  # 1-3 Jan x; Sun 4 made up
    ("2025-12-31 09:00", 2, "2026-01-05 17:30"),  # Sun 4 (1), Mon 5 (2)
    ("2025-12-29 09:00", 5, "2026-01-06 17:30"),  # 30, 31 (2), 4, 5, 6 Jan (5)
    ("2025-12-25 09:00", 7, "2026-01-06 17:30"),  # 26 (1), 29-31 (4), 4, 5, 6 Jan (7)
    # 2026
    ("2026-01-02 09:00", 1, "2026-01-04 17:30"),  # received on the holiday
    ("2026-01-03 09:00", 7, "2026-01-12 17:30"),  # 4 (1), 5-9 (6), 12 (7)
    ("2026-01-04 09:00", 1, "2026-01-05 17:30"),  # from the made-up Sunday
    ("2026-02-13 09:00", 1, "2026-02-14 17:30"),  # Fri; Sat 14 made up
    ("2026-02-13 09:00", 2, "2026-02-24 17:30"),  # 15-23 x; Tue 24
    ("2026-02-13 09:00", 7, "2026-03-02 17:30"),  # 14 (1), 24-27 (5), Sat 28 made up (6), Mon 2 Mar (7)
    ("2026-02-14 09:00", 5, "2026-02-28 17:30"),  # 24-27 (4), Sat 28 (5)
    ("2026-02-14 09:00", 6, "2026-03-02 17:30"),  # Sun 1 Mar x
    ("2026-02-11 09:00", 10, "2026-03-03 17:30"),  # 12, 13, 14 (3), 24-28 (8), 2, 3 Mar (10)
    ("2026-02-17 09:00", 1, "2026-02-24 17:30"),  # received on New Year's Day of the old calendar
    ("2026-02-27 09:00", 1, "2026-02-28 17:30"),  # Fri; Sat 28 made up
    ("2026-02-27 09:00", 2, "2026-03-02 17:30"),  # Sat 28 (1); Mon 2 (2)
    ("2026-02-06 09:00", 30, "2026-03-26 17:30"),  # 9-14 (6), 24-28 (11), then 16, 21, 26 on 20 Mar; 23-26 (30)
    ("2026-04-03 09:00", 1, "2026-04-07 17:30"),  # Fri; 4-6 x; Tue 7
    ("2026-04-02 09:00", 3, "2026-04-08 17:30"),  # 3 (1), 7, 8 (3)
    ("2026-04-30 09:00", 1, "2026-05-06 17:30"),  # 1-5 May x; Wed 6
    ("2026-04-30 09:00", 3, "2026-05-08 17:30"),  # 6, 7, 8
    ("2026-04-30 09:00", 4, "2026-05-09 17:30"),  # Sat 9 made up
    ("2026-04-30 09:00", 7, "2026-05-13 17:30"),  # 6-9 (4), 11, 12, 13 (7)
    ("2026-05-09 09:00", 1, "2026-05-11 17:30"),  # from the made-up Saturday
    ("2026-05-06 00:10", 1, "2026-05-07 17:30"),  # ten past midnight in the city is still 5 May in UTC: the city's date counts
    ("2026-05-06 23:59", 1, "2026-05-07 17:30"),  # after hours is still the starting day
    ("2026-06-18 09:00", 1, "2026-06-22 17:30"),  # 19-21 x; Mon 22
    ("2026-06-12 09:00", 7, "2026-06-24 17:30"),  # 15-18 (4), 22, 23, 24 (7)
    ("2026-09-18 09:00", 1, "2026-09-20 17:30"),  # Fri; Sun 20 made up
    ("2026-09-18 09:00", 5, "2026-09-24 17:30"),  # 20 (1), 21-24 (5)
    ("2026-09-18 09:00", 6, "2026-09-28 17:30"),  # 25-27 x; Mon 28
    ("2026-09-24 09:00", 30, "2026-11-12 17:30"),  # 28-30 (3), 8-10 Oct (6), then 11, 16, 21, 26 on 6 Nov; 9-12 (30)
    ("2026-09-30 09:00", 1, "2026-10-08 17:30"),  # 1-7 Oct x; Thu 8
    ("2026-09-30 09:00", 3, "2026-10-10 17:30"),  # 8, 9, Sat 10 made up
    ("2026-09-30 09:00", 7, "2026-10-15 17:30"),  # 8-10 (3), 12-15 (7)
    ("2026-10-10 09:00", 1, "2026-10-12 17:30"),  # from the made-up Saturday
    ("2026-12-24 09:00", 5, "2026-12-31 17:30"),  # 25 (1), 28-31 (5): still within the entered years
]

CALENDAR_DAYS = [
    ("2026-03-02 09:00", 3, "2026-03-05 17:30"),  # Thu: ends at close of business too
    ("2026-03-02 09:00", 5, "2026-03-09 17:30"),  # Sat 7 moves to Mon 9
    ("2026-02-05 09:00", 10, "2026-02-24 17:30"),  # Sun 15 is the festival's first day: moves to Tue 24
    ("2026-02-04 09:00", 10, "2026-02-14 17:30"),  # Sat 14 is made up: stays
    ("2026-02-18 09:00", 10, "2026-02-28 17:30"),  # Sat 28 is made up: stays
    ("2025-09-13 09:00", 15, "2025-09-28 17:30"),  # Sun 28 is made up: stays
    ("2025-09-21 09:00", 10, "2025-10-09 17:30"),  # 1 Oct moves over the holiday
    ("2025-12-17 09:00", 15, "2026-01-04 17:30"),  # 1 Jan moves to the made-up Sunday
    ("2026-04-26 09:00", 5, "2026-05-06 17:30"),  # 1 May moves to Wed 6
    ("2026-12-01 09:00", 30, "2026-12-31 17:30"),  # Thu: the year's last day
    ("2025-01-13 09:00", 15, "2025-02-05 17:30"),  # 28 Jan moves to 5 Feb
    ("2025-02-13 09:00", 15, "2025-02-28 17:30"),  # Fri
    ("2024-02-14 09:00", 15, "2024-02-29 17:30"),  # a leap year's 29 Feb, Thu
    ("2025-04-12 09:00", 15, "2025-04-27 17:30"),  # Sun 27 is made up: stays
    ("2026-06-09 09:00", 10, "2026-06-22 17:30"),  # Fri 19 is Dragon Boat: moves to Mon 22
    ("2026-01-05 09:00", 60, "2026-03-06 17:30"),  # 26 days in Jan, 28 in Feb, 6 in Mar: Fri
    ("2026-08-28 09:00", 30, "2026-09-28 17:30"),  # 3 in Aug, Sun 27 Sep is Mid-Autumn: moves to Mon 28
]

MONTHS_AND_YEARS = [
    ("2026-01-31 09:00", 1, MONTH, "2026-02-28 17:30"),  # no 31 Feb: the last day, Sat 28, made up: stays
    ("2025-01-31 09:00", 1, MONTH, "2025-02-28 17:30"),  # the last day, Fri
    ("2024-01-31 09:00", 1, MONTH, "2024-02-29 17:30"),  # a leap year's last day, Thu
    ("2026-03-31 09:00", 1, MONTH, "2026-04-30 17:30"),  # no 31 Apr: Thu 30
    ("2026-01-15 09:00", 1, MONTH, "2026-02-24 17:30"),  # Sun 15 Feb, festival: Tue 24
    ("2026-08-31 09:00", 1, MONTH, "2026-09-30 17:30"),  # no 31 Sep: Wed 30
    ("2025-12-31 09:00", 2, MONTH, "2026-02-28 17:30"),  # no 31 Feb: Sat 28, made up
    ("2026-10-31 09:00", 1, MONTH, "2026-11-30 17:30"),  # no 31 Nov: Mon 30
    ("2026-09-05 09:00", 1, MONTH, "2026-10-08 17:30"),  # 5 Oct, National Day: Thu 8
    ("2025-09-11 09:00", 1, MONTH, "2025-10-11 17:30"),  # Sat 11 Oct, made up: stays
    ("2025-03-27 09:00", 1, MONTH, "2025-04-27 17:30"),  # Sun 27 Apr, made up: stays
    ("2026-02-28 09:00", 1, MONTH, "2026-03-30 17:30"),  # the same day number, Sat 28 Mar, not the last day: Mon 30
    ("2026-11-30 09:00", 1, MONTH, "2026-12-30 17:30"),  # Wed
    ("2025-11-30 09:00", 3, MONTH, "2026-02-28 17:30"),  # over the year's end to Sat 28, made up
    ("2026-05-31 09:00", 1, MONTH, "2026-06-30 17:30"),  # no 31 Jun: Tue 30
    ("2025-05-02 09:00", 1, MONTH, "2025-06-03 17:30"),  # Mon 2 Jun, Dragon Boat: Tue 3
    ("2025-10-15 09:00", 12, MONTH, "2026-10-15 17:30"),  # Thu
    ("2024-02-29 09:00", 1, YEAR, "2025-02-28 17:30"),  # no 29 Feb 2025: Fri 28
    ("2025-02-28 09:00", 1, YEAR, "2026-02-28 17:30"),  # Sat, made up: stays
    ("2025-01-01 09:00", 1, YEAR, "2026-01-04 17:30"),  # 1 Jan moves to the made-up Sunday
    ("2025-10-01 09:00", 1, YEAR, "2026-10-08 17:30"),  # National Day: Thu 8
    ("2025-06-30 09:00", 1, YEAR, "2026-06-30 17:30"),  # Tue
    ("2024-02-29 09:00", 2, YEAR, "2026-02-28 17:30"),  # no 29 Feb 2026: Sat 28, made up
    ("2024-05-04 09:00", 2, YEAR, "2026-05-06 17:30"),  # Mon 4 May, Labour Day: Wed 6
]

HOURS = [
    # Half a working day is 3 h 45 min of office time: 3 h 30 before noon, 4 h after.
    ("2026-03-02 08:30", 1, HALF, "2026-03-02 13:45"),  # 3:30 to noon, 0:15 after
    ("2026-03-02 08:45", 1, HALF, "2026-03-02 14:00"),  # 3:15 to noon, 0:30 after
    ("2026-03-02 10:00", 1, HALF, "2026-03-02 15:15"),  # 2:00 to noon, 1:45 after
    ("2026-03-02 11:59", 1, HALF, "2026-03-02 17:14"),  # 0:01 to noon, 3:44 after
    ("2026-03-02 12:00", 1, HALF, "2026-03-02 17:15"),  # at noon: all after
    ("2026-03-02 12:30", 1, HALF, "2026-03-02 17:15"),  # the break does not run
    ("2026-03-02 13:30", 1, HALF, "2026-03-02 17:15"),
    ("2026-03-02 13:45", 1, HALF, "2026-03-02 17:30"),  # exactly to the close, not to the next opening
    ("2026-03-02 14:00", 1, HALF, "2026-03-03 08:45"),  # 3:30 to the close, 0:15 on Tue
    ("2026-03-06 16:00", 1, HALF, "2026-03-09 10:45"),  # Fri 1:30; 2:15 on Mon
    ("2026-02-13 16:00", 1, HALF, "2026-02-14 10:45"),  # Fri 1:30; 2:15 on the made-up Saturday
    ("2026-02-14 16:00", 1, HALF, "2026-02-24 10:45"),  # 1:30; 2:15 after the festival
    ("2026-02-18 10:00", 1, HALF, "2026-02-24 13:45"),  # received within the festival
    ("2026-03-04 18:00", 1, HALF, "2026-03-05 13:45"),  # received after hours: from the next opening
    ("2026-03-04 07:00", 1, HALF, "2026-03-04 13:45"),  # received before hours: from the opening
    ("2025-01-27 15:00", 1, HALF, "2025-02-05 09:45"),  # 2:30; 1:15 on Wed 5 Feb
    ("2025-09-30 17:00", 1, HALF, "2025-10-09 11:45"),  # 0:30; 3:15 on Thu 9 Oct
    ("2025-10-11 09:00", 1, HALF, "2025-10-11 14:15"),  # made-up Saturday: 3:00 to noon, 0:45 after
    ("2026-03-02 08:30", 3, HALF, "2026-03-03 13:45"),  # 11:15: 7:30 on Mon, 3:45 on Tue
    ("2026-03-02 09:00", 2, HOUR, "2026-03-02 11:00"),
    ("2026-03-02 11:00", 2, HOUR, "2026-03-02 14:30"),  # an hour to noon, an hour after
    ("2026-03-02 12:10", 2, HOUR, "2026-03-02 15:30"),  # from 13:30
    ("2026-03-02 16:30", 2, HOUR, "2026-03-03 09:30"),  # an hour to the close, an hour on Tue
    ("2026-04-03 17:00", 2, HOUR, "2026-04-07 10:00"),  # Fri 0:30; Tue 1:30
    ("2026-05-09 17:00", 1, HOUR, "2026-05-11 09:00"),  # made-up Saturday 0:30; Mon 0:30
    ("2026-03-02 08:30", 15, HOUR, "2026-03-03 17:30"),  # two whole days: to the close
    ("2026-03-02 10:00", "1.5", HOUR, "2026-03-02 11:30"),
    ("2025-12-31 16:30", 2, HOUR, "2026-01-04 09:30"),  # an hour; an hour on the made-up Sunday
    ("2026-09-24 08:30", 8, HOUR, "2026-09-28 09:00"),  # 7:30 on Thu; 25-27 x; 0:30 on Mon
    ("2026-02-16 23:50", 30, MINUTE, "2026-02-17 00:20"),  # by the clock, night and festival
    ("2026-03-02 11:45", 90, MINUTE, "2026-03-02 13:15"),  # over noon
    ("2026-12-31 23:45", 30, MINUTE, "2027-01-01 00:15"),  # over the year's end: no calendar is asked, so it is firm
    ("2026-03-02 09:30", 0, AT_ONCE, "2026-03-02 09:30"),  # the instant of arrival
]

PROVISIONAL = [
    # 2027 is not entered: Monday to Friday count. 1 January 2027 is a Friday.
    ("2026-12-24 09:00", 6, WORKING, "2027-01-01 17:30"),  # 25, 28-31 (5), Fri 1 Jan (6)
    ("2026-12-31 09:00", 1, WORKING, "2027-01-01 17:30"),
    ("2026-12-25 09:00", 7, WORKING, "2027-01-05 17:30"),  # 28-31 (4), 1 (5), 4, 5 Jan (7)
    ("2026-12-31 09:00", 30, WORKING, "2027-02-11 17:30"),  # 1 (1), then 6, 11, 16, 21, 26 on 5 Feb; 8-11 (30)
    ("2026-12-02 09:00", 30, CALENDAR_DAY, "2027-01-01 17:30"),  # Fri
    ("2026-12-03 09:00", 30, CALENDAR_DAY, "2027-01-04 17:30"),  # Sat 2 moves to Mon 4
    ("2026-12-15 09:00", 1, MONTH, "2027-01-15 17:30"),  # Fri
    ("2026-11-30 09:00", 3, MONTH, "2027-03-01 17:30"),  # the last day, Sun 28 Feb, moves to Mon 1 Mar
    ("2026-07-31 09:00", 6, MONTH, "2027-02-01 17:30"),  # Sun 31 Jan moves to Mon 1 Feb
    ("2026-03-06 09:00", 1, YEAR, "2027-03-08 17:30"),  # Sat 6 moves to Mon 8
    ("2026-12-31 16:00", 1, HALF, "2027-01-01 10:45"),  # 1:30; 2:15 on Fri 1 Jan
    ("2026-12-31 17:00", 1, HOUR, "2027-01-01 09:00"),
]


@pytest.mark.parametrize(("start", "days", "expected"), WORKING_DAYS)
def test_a_period_in_working_days_ends_at_close_of_business_of_the_last(start: str, days: int, expected: str) -> None:
    due = due_after(at(start), period(days), CALENDAR)
    assert (civil(due.deadline_at), due.provisional) == (expected, False)


@pytest.mark.parametrize(("start", "days", "expected"), CALENDAR_DAYS)
def test_a_period_in_calendar_days_ends_on_an_open_day(start: str, days: int, expected: str) -> None:
    due = due_after(at(start), period(days, CALENDAR_DAY), CALENDAR)
    assert (civil(due.deadline_at), due.provisional) == (expected, False)


@pytest.mark.parametrize(("start", "length", "unit", "expected"), MONTHS_AND_YEARS)
def test_a_month_runs_to_the_same_day_number_or_the_months_last_day(start: str, length: int, unit: Unit, expected: str) -> None:
    due = due_after(at(start), period(length, unit), CALENDAR)
    assert (civil(due.deadline_at), due.provisional) == (expected, False)


@pytest.mark.parametrize(("start", "length", "unit", "expected"), HOURS)
def test_hours_and_minutes_are_exact(start: str, length: int | str, unit: Unit, expected: str) -> None:
    due = due_after(at(start), period(length, unit), CALENDAR)
    assert (due.deadline_at, due.provisional) == (at(expected), False)


@pytest.mark.parametrize(("start", "length", "unit", "expected"), PROVISIONAL)
def test_a_period_that_rests_on_an_unknown_year_is_provisional(start: str, length: int, unit: Unit, expected: str) -> None:
    due = due_after(at(start), period(length, unit), CALENDAR)
    assert (civil(due.deadline_at), due.provisional) == (expected, True)


def test_the_table_holds_at_least_120_dates() -> None:
    rows = WORKING_DAYS + CALENDAR_DAYS + MONTHS_AND_YEARS + HOURS + PROVISIONAL
    assert len(rows) >= 120
    assert len(rows) == len({str(row) for row in rows})
