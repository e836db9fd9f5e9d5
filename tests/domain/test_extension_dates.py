"""Notice in advance, worked out by hand from the notices of 2024 to 2026: 3 calendar days (article 5) and 1 (article 8).

Each row: when the period began, its length in working days or its date, the days of notice, the date on which it ends, the last day to ask,
and the last working day up to that. The starting day is not counted; the day of asking may be a closed one, until its end.
"""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.deadline import Deadline, State, Terms
from app.domain.deadline_extension import asking_window, check_asking, check_granting, extended_by, granted_end, last_date
from app.domain.deadline_following import followed, has_moved
from app.domain.deadline_moves import Move, moved
from app.domain.extension_request import asked_date, days_until
from app.domain.period import Period, Unit
from app.domain.rejection import Rejection
from tests.domain.city_time import CALENDAR, at, day, days_terms, started

JUST = timedelta(microseconds=1)
ROWS = [
    # Over a weekend.
    ("2026-11-16", 7, 3, "2026-11-25", "2026-11-22", "2026-11-20"),  # 17-20, 23, 24, 25 Wed; last day a Sunday
    ("2026-11-16", 5, 3, "2026-11-23", "2026-11-20", "2026-11-20"),  # 17-20, 23 Mon; Friday
    ("2026-11-16", 6, 3, "2026-11-24", "2026-11-21", "2026-11-20"),  # Tue; Saturday
    ("2026-11-16", 8, 3, "2026-11-26", "2026-11-23", "2026-11-23"),  # Thu; Monday
    ("2026-11-16", 5, 1, "2026-11-23", "2026-11-22", "2026-11-20"),  # Mon; Sunday
    ("2026-11-16", 6, 1, "2026-11-24", "2026-11-23", "2026-11-23"),  # Tue; Monday
    ("2026-11-18", 1, 1, "2026-11-19", "2026-11-18", "2026-11-18"),  # the day on which it began is the last
    # Spring Festival 2026: 15 to 23 February closed, 14 and 28 February (Saturdays) at work.
    ("2026-02-10", 4, 3, "2026-02-14", "2026-02-11", "2026-02-11"),  # 11, 12, 13, 14 Sat
    ("2026-02-10", 5, 3, "2026-02-24", "2026-02-21", "2026-02-14"),  # 14, then 24 Tue; within the holiday
    ("2026-02-10", 5, 1, "2026-02-24", "2026-02-23", "2026-02-14"),  # the last day of the holiday
    ("2026-02-10", 7, 3, "2026-02-26", "2026-02-23", "2026-02-14"),  # 24, 25, 26 Thu
    ("2026-02-10", 8, 3, "2026-02-27", "2026-02-24", "2026-02-24"),  # Fri; the first day after it
    ("2026-02-10", 9, 1, "2026-02-28", "2026-02-27", "2026-02-27"),  # 28 Sat, at work
    ("2026-02-24", 6, 3, "2026-03-03", "2026-02-28", "2026-02-28"),  # 25-28, 2, 3 March; the last of the month, a Saturday at work
    ("2026-02-24", 5, 1, "2026-03-02", "2026-03-01", "2026-02-28"),  # Mon 2 March; Sunday 1 March
    # Spring Festival 2025: 28 January to 4 February closed, 26 January (Sunday) and 8 February (Saturday) at work.
    ("2025-01-22", 4, 3, "2025-01-27", "2025-01-24", "2025-01-24"),  # 23, 24, 26 Sun, 27 Mon
    ("2025-01-22", 5, 3, "2025-02-05", "2025-02-02", "2025-01-27"),  # 5 February Wed
    ("2025-02-05", 3, 1, "2025-02-08", "2025-02-07", "2025-02-07"),  # 6, 7, 8 Sat, at work
    ("2025-02-05", 4, 1, "2025-02-10", "2025-02-09", "2025-02-08"),  # Mon 10; Sunday 9
    # Month and year ends.
    ("2026-04-28", 2, 3, "2026-04-30", "2026-04-27", "2026-04-27"),  # asked for the day before it began: never in time
    ("2026-04-28", 3, 3, "2026-05-06", "2026-05-03", "2026-04-30"),  # 1 to 5 May closed: 29, 30, 6 May
    ("2025-12-29", 3, 3, "2026-01-04", "2026-01-01", "2025-12-31"),  # 30, 31, then 4 January, a Sunday at work
    ("2025-12-29", 4, 1, "2026-01-05", "2026-01-04", "2026-01-04"),  # Mon 5; Sunday 4, at work
    ("2025-12-25", 2, 3, "2025-12-29", "2025-12-26", "2025-12-26"),  # 26 Fri, 29 Mon
    # National Day 2026: 1 to 7 October closed, 20 September (Sunday) and 10 October (Saturday) at work.
    ("2026-09-28", 3, 3, "2026-10-08", "2026-10-05", "2026-09-30"),  # 29, 30, 8 Thu
    ("2026-09-28", 5, 1, "2026-10-10", "2026-10-09", "2026-10-09"),  # 9, 10 Sat, at work
    # Dates, which hold on whatever day.
    ("2026-02-02", "2026-03-01", 3, "2026-03-01", "2026-02-26", "2026-02-26"),  # a Sunday
    ("2026-02-02", "2026-02-22", 1, "2026-02-22", "2026-02-21", "2026-02-14"),  # within the holiday
    ("2026-11-02", "2027-01-01", 3, "2027-01-01", "2026-12-29", "2026-12-29"),  # a year without a notice: the date is firm
]


def deadline_of(start: str, length: int | str, notice: int) -> Deadline:
    more = {"extendable": True, "notice_days": notice}
    terms = days_terms(length, **more) if isinstance(length, int) else Terms(at=day(length), article="5", **more)
    return started(f"{start} 09:00", terms)


@pytest.mark.parametrize(("start", "length", "notice", "ends_on", "last_day", "last_open_day"), ROWS)
def test_the_last_day_to_ask(start: str, length: int | str, notice: int, ends_on: str, last_day: str, last_open_day: str) -> None:
    deadline = deadline_of(start, length, notice)
    window = asking_window(deadline, CALENDAR)
    assert CALENDAR.local_date(deadline.deadline_at) == day(ends_on)
    assert (window.last_day, window.last_open_day) == (day(last_day), day(last_open_day))
    midnight = at(f"{last_day} 00:00") + timedelta(days=1)
    check_asking(deadline, midnight - JUST, CALENDAR)
    with pytest.raises(Rejection) as refused:
        check_asking(deadline, midnight, CALENDAR)
    assert refused.value.code == "extension_too_late"
    assert refused.value.facts["last_day"] == last_day


STARTS = st.dates(date(2025, 1, 2), date(2026, 10, 30)).filter(CALENDAR.is_working_day)
TERMS = st.one_of(
    st.integers(1, 40).map(lambda n: Period(_whole(n), Unit.WORKING_DAY)),
    st.integers(1, 60).map(lambda n: Period(_whole(n), Unit.CALENDAR_DAY)),
    st.integers(1, 3).map(lambda n: Period(_whole(n), Unit.MONTH)),
    st.integers(1, 40).map(lambda n: Period(_whole(n), Unit.OFFICE_HOUR)),
)


def _whole(n: int) -> Decimal:
    return Decimal(n)


@given(on=STARTS, period=TERMS, notice=st.integers(0, 10))
def test_asking_works_until_the_end_of_the_nth_calendar_day_before_and_not_after(on: date, period: Period, notice: int) -> None:
    deadline = started(f"{on} 09:00", Terms(period=period, article="5", extendable=True, notice_days=notice))
    last = CALENDAR.local_date(deadline.deadline_at) - timedelta(days=notice)
    end = min(CALENDAR.start_of_day(last + timedelta(days=1)), deadline.deadline_at)
    check_asking(deadline, end - JUST, CALENDAR)
    with pytest.raises(Rejection) as refused:
        check_asking(deadline, end, CALENDAR)
    assert refused.value.code == "extension_too_late"


@given(on=STARTS, period=TERMS, days=st.integers(1, 30))
def test_an_extension_never_makes_a_deadline_earlier_and_days_and_date_agree(on: date, period: Period, days: int) -> None:
    deadline = started(f"{on} 09:00", Terms(period=period, article="5", extendable=True))
    to = asked_date(deadline, None, days, CALENDAR)
    assert to > CALENDAR.local_date(deadline.deadline_at)
    # Two numbers of calendar days may end on the same working day: the days found come to the same date.
    found = days_until(deadline, to, CALENDAR)
    assert found is not None
    assert last_date(deadline, extended_by(deadline, found, CALENDAR), CALENDAR) == to
    check_granting(deadline, to, deadline.started_at, second_allowed=False, calendar=CALENDAR)
    changed, facts = moved(deadline, Move(granted_end(deadline, to, days, CALENDAR), extension=True), deadline.started_at, CALENDAR)
    assert changed.deadline_at > deadline.deadline_at
    assert CALENDAR.local_date(changed.deadline_at) == to
    assert (changed.extensions, changed.original_at, facts[0]["extension"]) == (1, deadline.original_at, True)


@given(on=STARTS, days=st.integers(1, 30), back=st.integers(0, 60))
def test_no_date_up_to_the_present_one_is_granted(on: date, days: int, back: int) -> None:
    deadline = started(f"{on} 09:00", days_terms(days, extendable=True))
    to = CALENDAR.local_date(deadline.deadline_at) - timedelta(days=back)
    with pytest.raises(Rejection) as asking:
        asked_date(deadline, to, None, CALENDAR)
    with pytest.raises(Rejection) as granting:
        check_granting(deadline, to, deadline.started_at, second_allowed=True, calendar=CALENDAR)
    assert (asking.value.code, granting.value.code) == ("bad_answers", "bad_value")


def test_days_that_no_longer_come_to_the_date_approved_give_way_to_the_date() -> None:
    deadline = started("2026-11-16 09:00", days_terms(7, extendable=True))
    assert granted_end(deadline, day("2026-11-30"), 3, CALENDAR) == Period(_whole(10), Unit.WORKING_DAY)
    assert granted_end(deadline, day("2026-11-30"), None, CALENDAR) == day("2026-11-30")
    pushed, _ = moved(deadline, Move(day("2026-11-27")), at("2026-11-17 09:00"), CALENDAR)
    assert granted_end(pushed, day("2026-11-30"), 3, CALENDAR) == day("2026-11-30"), "moved half-way by something else"


def test_a_deadline_follows_the_one_it_ends_with() -> None:
    leader = started("2026-11-16 09:00", days_terms(7, suspendable=True))
    follower = started("2026-11-17 09:00", Terms(at=leader.deadline_at))
    assert not has_moved(follower, leader)
    later, _ = moved(leader, Move(day("2026-11-30")), at("2026-11-18 09:00"), CALENDAR)
    assert has_moved(follower, later)
    there, facts = followed(follower, later, at("2026-11-18 09:00"), CALENDAR)
    assert (there.deadline_at, there.state, facts[0]["fact"]) == (later.deadline_at, State.RUNNING, "deadline_moved")
    assert not has_moved(there, later)
