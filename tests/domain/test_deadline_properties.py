"""What holds of every date, period and stop, tried on random ones."""

import json
from datetime import UTC, date, datetime, timedelta
from typing import Any

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from app.domain.deadline import TRANSITIONS, Deadline, Silence, State, Terms
from app.domain.deadline_changes import change_due, met, void
from app.domain.deadline_decrees import confirmed, recomputed
from app.domain.deadline_moves import Move, moved
from app.domain.deadline_row import from_row, to_row
from app.domain.deadline_stops import resumed, suspended
from app.domain.due import due_after
from app.domain.light import Light, read_share
from app.domain.period import DAY_UNITS, Period, Unit
from app.domain.rejection import Rejection
from app.domain.silence import fires_at
from app.domain.stopped_days import Stop
from tests.domain.city_time import CALENDAR, YEAR_2027, period, started, with_year

NOTICE = with_year(YEAR_2027, "2027-1")
DAY = timedelta(days=1)

instants = st.datetimes(datetime(2024, 1, 2), datetime(2027, 6, 30), timezones=st.just(UTC))
dates = st.dates(date(2024, 1, 2), date(2027, 6, 30))
lengths = st.integers(1, 40)
day_units = st.sampled_from(sorted(DAY_UNITS))
TIMED_UNITS = [Unit.OFFICE_HOUR, Unit.HALF_WORKING_DAY, Unit.CLOCK_MINUTE]
timed_units = st.sampled_from(TIMED_UNITS)
periods = st.one_of(
    st.builds(period, lengths, st.sampled_from([Unit.WORKING_DAY, Unit.CALENDAR_DAY, *TIMED_UNITS])),
    st.builds(period, st.integers(1, 14), st.just(Unit.MONTH)),
    st.builds(period, st.integers(1, 2), st.just(Unit.YEAR)),
)
gaps = st.lists(st.timedeltas(timedelta(minutes=1), timedelta(days=6)), min_size=2, max_size=6)


def stops_after(start: datetime, lengths_of_time: list[timedelta]) -> tuple[Stop, ...]:
    """Return stops one after the other: run, stop, run, stop."""
    at, found = start, []
    for run, stand in zip(lengths_of_time[::2], lengths_of_time[1::2], strict=False):
        found.append(Stop(at + run, at + run + stand))
        at += run + stand
    return tuple(found)


@given(dates, st.integers(1, 300))
def test_counting_gives_back_the_working_days_that_were_added(on: date, days: int) -> None:
    assert CALENDAR.working_days_between(on, CALENDAR.add_working_days(on, days)) == days


@given(dates, st.integers(1, 300))
def test_going_back_as_many_working_days_returns_to_a_working_day(on: date, days: int) -> None:
    begin = CALENDAR.add_working_days(on, 1)
    assert CALENDAR.add_working_days(CALENDAR.add_working_days(begin, days), -days) == begin


@given(dates, st.integers(0, 60))
def test_working_days_are_those_that_a_count_day_by_day_finds(on: date, days: int) -> None:
    until = on + days * DAY
    assert CALENDAR.working_days_between(on, until) == sum(CALENDAR.is_working_day(on + n * DAY) for n in range(1, days + 1))


@given(instants, st.timedeltas(timedelta(microseconds=1), timedelta(hours=400)))
def test_counting_gives_back_the_office_time_that_was_added(at: datetime, amount: timedelta) -> None:
    end = CALENDAR.add_office_time(at, amount)
    assert CALENDAR.office_time_between(at, end) == amount
    assert CALENDAR.office_time_between(at, end - timedelta(microseconds=1)) < amount


@given(instants, st.timedeltas(timedelta(microseconds=1), timedelta(hours=400)))
def test_office_time_taken_back_is_the_earliest_instant_with_no_more_left(at: datetime, amount: timedelta) -> None:
    begin = CALENDAR.add_office_time(at, -amount)
    assert CALENDAR.office_time_between(begin, at) == amount
    assert CALENDAR.office_time_between(begin - timedelta(microseconds=1), at) > amount


@given(dates)
def test_the_office_time_of_a_day_is_that_of_its_spans(on: date) -> None:
    spans = CALENDAR.spans(on)
    begin = CALENDAR.start_of_day(on)
    assert CALENDAR.office_time_between(begin, begin + DAY) == sum((until - low for low, until in spans), timedelta())
    assert bool(spans) == CALENDAR.is_working_day(on)


@given(instants, instants, periods)
def test_who_starts_later_never_ends_earlier(one: datetime, other: datetime, length: Period) -> None:
    first, second = sorted((one, other))
    assert due_after(first, length, CALENDAR).deadline_at <= due_after(second, length, CALENDAR).deadline_at


@given(instants, lengths, lengths, st.one_of(day_units, timed_units))
def test_a_longer_period_never_ends_earlier(start: datetime, one: int, other: int, unit: Unit) -> None:
    shorter, longer = (period(min(length, 9), unit) for length in sorted((one, other)))
    assert due_after(start, shorter, CALENDAR).deadline_at <= due_after(start, longer, CALENDAR).deadline_at


@given(instants, periods, gaps)
def test_days_end_at_close_of_business_of_a_working_day_at_which_the_clock_runs(
    start: datetime, length: Period, gap: list[timedelta]
) -> None:
    stops = stops_after(start, gap)
    end = due_after(start, length, CALENDAR, stops).deadline_at
    if length.unit in DAY_UNITS:
        on = CALENDAR.local_date(end)
        assert (CALENDAR.is_working_day(on), CALENDAR.close_of_business(on)) == (True, end)
        assert not any(stop.stopped_at <= end < stop.resumed_at for stop in stops)


@given(instants, lengths, gaps, st.sampled_from([Unit.WORKING_DAY, Unit.CALENDAR_DAY]))
def test_stopped_days_are_those_that_a_count_day_by_day_leaves_out(start: datetime, days: int, gap: list[timedelta], unit: Unit) -> None:
    stops = stops_after(start, gap)
    on, left = CALENDAR.local_date(start), days
    while left or not counts(on, Unit.WORKING_DAY, stops):
        on += DAY
        left -= bool(left) and counts(on, unit, stops)
    assert due_after(start, period(days, unit), CALENDAR, stops).deadline_at == CALENDAR.close_of_business(on)


def counts(on: date, unit: Unit, stops: tuple[Stop, ...]) -> bool:
    closing = CALENDAR.close_of_business(on)
    ran = all(closing < stop.stopped_at or closing >= stop.resumed_at for stop in stops)
    return ran and (unit is Unit.CALENDAR_DAY or CALENDAR.is_working_day(on))


@given(instants, periods, gaps)
def test_the_days_listed_are_those_counted(start: datetime, length: Period, gap: list[timedelta]) -> None:
    due = due_after(start, length, CALENDAR, stops_after(start, gap))
    listed = [found.date for found in due.days]
    first, last = CALENDAR.local_date(start), CALENDAR.local_date(due.deadline_at)
    assert listed == [first + n * DAY for n in range(1, (last - first).days + 1)]
    if length.unit in (Unit.WORKING_DAY, Unit.CALENDAR_DAY):
        assert sum(found.counted for found in due.days) == length.count


@given(instants, st.integers(1, 40), gaps, timed_units)
def test_hours_and_minutes_run_exactly_as_long_as_they_should(start: datetime, length: int, gap: list[timedelta], unit: Unit) -> None:
    stops = stops_after(start, gap)
    end = due_after(start, period(length, unit), CALENDAR, stops).deadline_at
    plain = due_after(start, period(length, unit), CALENDAR).deadline_at
    assert ran_between(start, end, unit, stops) == ran_between(start, plain, unit, ())


def ran_between(start: datetime, end: datetime, unit: Unit, stops: tuple[Stop, ...]) -> timedelta:
    def measured(low: datetime, high: datetime) -> timedelta:
        if high <= low:
            return timedelta()
        return high - low if unit is Unit.CLOCK_MINUTE else CALENDAR.office_time_between(low, high)

    return measured(start, end) - sum((measured(stop.stopped_at, min(stop.resumed_at, end)) for stop in stops), timedelta())


@given(instants, periods, gaps)
def test_a_stop_never_brings_the_end_forward(start: datetime, length: Period, gap: list[timedelta]) -> None:
    assert due_after(start, length, CALENDAR, stops_after(start, gap)).deadline_at >= due_after(start, length, CALENDAR).deadline_at


@given(instants, periods, st.timedeltas(timedelta(), timedelta(days=3)))
def test_a_stop_of_no_time_changes_nothing(start: datetime, length: Period, run: timedelta) -> None:
    stopped = (Stop(start + run, start + run),)
    assert due_after(start, length, CALENDAR, stopped).deadline_at == due_after(start, length, CALENDAR).deadline_at


@given(instants, periods, st.lists(st.timedeltas(timedelta(minutes=1), timedelta(days=4)), min_size=3, max_size=3))
def test_two_stops_that_touch_are_one(start: datetime, length: Period, gap: list[timedelta]) -> None:
    begin = start + gap[0]
    middle, end = begin + gap[1], begin + gap[1] + gap[2]
    one = due_after(start, length, CALENDAR, (Stop(begin, end),))
    two = due_after(start, length, CALENDAR, (Stop(begin, middle), Stop(middle, end)))
    assert one == two


silences = st.sampled_from([None, Silence.CONSENT, Silence.APPROVAL])
lengths_of_terms = st.one_of(periods, st.just(period(0, Unit.AT_ONCE)))
shares = st.sampled_from(["1/3", "1/4", "0.5", "0", "1"]).map(read_share)


@st.composite
def terms(draw: st.DrawFn) -> Terms:
    fixed = draw(st.booleans())
    end: dict[str, Any] = (
        {"at": draw(st.one_of(st.dates(date(2024, 6, 1), date(2027, 6, 30)), instants))} if fixed else {"period": draw(lengths_of_terms)}
    )
    return Terms(**end, silence=draw(silences), suspendable=draw(st.booleans()), yellow_share=draw(shares), article="8")


ACTIONS = ("wait", "stop", "resume", "move", "lengthen", "decree", "confirm", "meet", "void")


def act(action: str, deadline: Deadline, now: datetime, days: int) -> tuple[Deadline, list[dict[str, Any]]]:
    calendar = NOTICE if days % 2 else CALENDAR
    return {
        "wait": lambda: change_due(deadline, now),
        "stop": lambda: suspended(deadline, now),
        "resume": lambda: resumed(deadline, now, calendar),
        "move": lambda: moved(deadline, Move(CALENDAR.local_date(now) + days * DAY), now, calendar),
        "lengthen": lambda: moved(deadline, Move(period(days)), now, calendar),
        "decree": lambda: recomputed(deadline, calendar, now),
        "confirm": lambda: confirmed(deadline, now),
        "meet": lambda: met(deadline, now),
        "void": lambda: void(deadline, now),
    }[action]()


steps = st.lists(st.tuples(st.sampled_from(ACTIONS), st.timedeltas(timedelta(minutes=1), 9 * DAY), st.integers(1, 30)), max_size=8)


@settings(max_examples=300)
@given(instants, terms(), steps)
def test_a_life_of_any_changes_keeps_the_table_the_row_and_the_facts_in_order(begin: datetime, said: Terms, life: Any) -> None:
    deadline, now = started(text(begin), said), begin
    for action, later, days in life:
        now += later
        deadline, _ = change_due(deadline, now)
        before = deadline
        try:
            deadline, facts = act(action, deadline, now, days)
        except Rejection:
            assert from_row(to_row(deadline)) == before
            continue
        assert deadline.state is before.state or deadline.state in TRANSITIONS[before.state]
        assert json.loads(json.dumps(facts)) == facts
        assert from_row(json.loads(json.dumps(to_row(deadline)))) == deadline
        check_standing(deadline, now)


def text(begin: datetime) -> str:
    return begin.astimezone(CALENDAR.zone).replace(tzinfo=None).isoformat(sep=" ")


def check_standing(deadline: Deadline, now: datetime) -> None:
    """Check what holds of every deadline between two changes."""
    assert deadline.effective_at >= deadline.deadline_at
    assert deadline.yellow_at <= deadline.effective_at
    expected = deadline.state is State.SUSPENDED and deadline.expected_at is not None
    assert deadline.next_change_at is None or deadline.state is State.RUNNING or expected
    if deadline.state is State.SUSPENDED:
        assert (deadline.light, fires_at(deadline)) == (Light.BLUE, None)
    if deadline.state is State.LAPSED:
        assert not deadline.provisional
    if deadline.light is Light.RED:
        assert deadline.state is State.MISSED or not deadline.takes_effect or deadline.effective_at <= now
    if deadline.state in (State.MET, State.VOID, State.LAPSED):
        assert (deadline.light, deadline.is_open) == (None, False)


@given(instants, terms(), st.lists(st.timedeltas(timedelta(), 30 * DAY), min_size=1, max_size=6))
def test_it_is_all_the_same_how_often_the_clock_looks(begin: datetime, said: Terms, looks: list[timedelta]) -> None:
    at_once = started(text(begin), said)
    step_by_step, facts = at_once, []
    for look in sorted(looks):
        step_by_step, found = change_due(step_by_step, begin + look)
        facts += found
    assert (step_by_step, facts) == change_due(at_once, begin + max(looks))


@given(instants, terms())
def test_a_version_that_changes_nothing_leaves_no_fact(begin: datetime, said: Terms) -> None:
    deadline = started(text(begin), said)
    assert recomputed(deadline, CALENDAR, begin + timedelta(minutes=1)) == (deadline, [])


@given(instants, periods, st.timedeltas(timedelta(minutes=1), 20 * DAY), st.timedeltas(timedelta(), 20 * DAY))
def test_stopping_and_running_on_is_reckoning_with_the_stop(begin: datetime, length: Period, run: timedelta, stand: timedelta) -> None:
    deadline = started(text(begin), Terms(period=length, suspendable=True))
    stopped_at = begin + run
    assume(stopped_at < deadline.deadline_at)
    deadline, _ = change_due(deadline, stopped_at)
    deadline, _ = resumed(suspended(deadline, stopped_at)[0], stopped_at + stand, CALENDAR)
    assert deadline.deadline_at == due_after(begin, length, CALENDAR, (Stop(stopped_at, stopped_at + stand),)).deadline_at
    assert deadline.deadline_at > stopped_at + stand
