"""R18: more than 300 dates from the notices of 2025 and 2026, three ways: by hand, by a plain counter, by the product."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from app.domain import due, stopped_days
from app.domain.calendar import Calendar
from app.domain.calendar_shipped import shipped_years
from app.domain.deadline import Terms
from app.domain.deadline_reckoning import days_of
from app.domain.deadline_stops import resumed, suspended
from app.domain.period import Unit
from tests.domain.city_time import CALENDAR, ZONE, period, started
from tests.legal_dates.plain_counter import AT_WORK_2025, AT_WORK_2026, NOTICES, OFF_2025, OFF_2026, count
from tests.legal_dates.reading import LegalDate, read_dates

DATES = read_dates()
NOTICED_DAYS = sorted({on for on in OFF_2025 | OFF_2026 if on.weekday() < 5} | AT_WORK_2025 | AT_WORK_2026)
"""The days that the notices make other than their weekday says: on each of them some date must rest."""


def ours(wanted: LegalDate, calendar: Calendar = CALENDAR) -> dict[str, Any]:
    """Return what the product says of a date, in civil times."""
    terms = Terms(period=period(wanted.length, Unit(wanted.unit)), article="11", suspendable=True)
    deadline = started(f"{wanted.begin:%Y-%m-%d %H:%M}", terms, calendar=calendar)
    for stopped_at, resumed_at in wanted.stops:
        stopped, _ = suspended(deadline, stopped_at.replace(tzinfo=ZONE))
        deadline, _ = resumed(stopped, resumed_at.replace(tzinfo=ZONE), calendar)
    days = [day.date for day in days_of(deadline, calendar, deadline.deadline_at) if day.counted]
    return {
        "ends": deadline.deadline_at.astimezone(ZONE).replace(tzinfo=None),
        "late": deadline.effective_at.astimezone(ZONE).replace(tzinfo=None),
        "provisional": deadline.provisional,
        "counts": tuple(days) if wanted.counts else (),
    }


def by_hand(wanted: LegalDate) -> dict[str, Any]:
    return {name: getattr(wanted, name) for name in ("ends", "late", "provisional", "counts")}


def differing(calendar: Calendar = CALENDAR) -> Iterator[LegalDate]:
    return (wanted for wanted in DATES if ours(wanted, calendar) != by_hand(wanted))


def test_there_are_more_than_three_hundred_of_every_kind() -> None:
    units = Counter(wanted.unit for wanted in DATES)
    assert len({(wanted.begin, wanted.length, wanted.unit, wanted.stops) for wanted in DATES}) == len(DATES) > 300
    assert set(units) == {unit.value for unit in Unit}
    assert min(units.values()) >= 9
    assert sum(bool(wanted.stops) for wanted in DATES) > 30
    assert sum(wanted.provisional for wanted in DATES) > 15


@pytest.mark.parametrize("wanted", DATES, ids=str)
def test_a_period_ends_as_worked_out_by_hand(wanted: LegalDate) -> None:
    assert ours(wanted) == by_hand(wanted)


def test_the_plain_counter_agrees_with_every_date() -> None:
    for wanted in DATES:
        found = count(wanted.begin, wanted.length, wanted.unit, wanted.stops)
        assert (found.ends, found.late or found.ends, found.provisional) == (wanted.ends, wanted.late, wanted.provisional), wanted
        assert wanted.last is None or found.days[-1] == wanted.last, wanted


def test_each_day_and_minute_of_a_date_is_accounted_for() -> None:
    for wanted in DATES:
        if wanted.unit == "working day":
            assert len(wanted.counts) == wanted.length, wanted
            assert wanted.starred == {on for on in wanted.counts if on in NOTICES.at_work}, wanted
        elif wanted.last is None:
            whole = {"half working day": 225, "office hour": 60, "clock minute": 1, "at once": 120}[wanted.unit]
            assert wanted.minutes == whole * wanted.length, wanted


@pytest.mark.parametrize("forgotten", NOTICED_DAYS, ids=str)
def test_a_forgotten_day_of_a_notice_is_found(forgotten: date) -> None:
    text = forgotten.isoformat()
    years = [
        {**year, "holidays": [on for on in year["holidays"] if on != text], "makeUpDays": [on for on in year["makeUpDays"] if on != text]}
        for year in shipped_years()
    ]
    assert next(differing(Calendar.from_years("2026-3", [_named(year) for year in years], ZONE)), None)
    plain = replace(NOTICES, off=NOTICES.off - {forgotten}, at_work=NOTICES.at_work - {forgotten})
    assert any(count(w.begin, w.length, w.unit, w.stops, plain).ends != w.ends for w in DATES)


def _named(year: dict[str, Any]) -> dict[str, Any]:
    names = {on: name for on, name in year.get("names", {}).items() if on in year["holidays"]}
    return {**year, "names": names} if "names" in year else year


@pytest.mark.parametrize("spans", [["08:30-17:30"], ["08:30-12:00", "13:30-17:00"], ["08:30-12:00", "14:00-17:30"]])
def test_other_office_hours_are_found(spans: list[str]) -> None:
    years = [{**year, "hours": [{"from": "01-01", "to": "12-31", "spans": spans}]} for year in shipped_years()]
    assert next(differing(Calendar.from_years("2026-3", years, ZONE)), None)


def test_an_invented_notice_is_found() -> None:
    more = {"year": 2027, "notice": "测试用通知", "holidays": ["2027-01-01"], "makeUpDays": [], "hours": shipped_years()[-1]["hours"]}
    assert any(wanted.provisional for wanted in differing(Calendar.from_years("2026-3", [*shipped_years(), more], ZONE)))


def _of_short_months(on: date, months: int) -> date:
    """A month as thirty days."""
    return on + timedelta(days=30 * months)


def _never_moved(on: date, calendar: Calendar, stops: stopped_days.Stops = ()) -> date:
    return on


def _stops_forgotten(on: date, calendar: Calendar, stops: stopped_days.Stops) -> bool:
    return True


def _start_counted(after: date, length: int, calendar: Calendar, stops: stopped_days.Stops = (), *, working: bool) -> date:
    return stopped_days.nth_day(after - timedelta(days=1), length, calendar, stops, working=working)


def _whole_day(start: datetime, amount: Any, calendar: Calendar) -> timedelta:
    return timedelta(hours=4) * amount.count


def _always_known(first: date, last: date, calendar: Calendar) -> bool:
    return False


@pytest.mark.parametrize(
    ("module", "name", "fault"),
    [
        (due, "_add_months", _of_short_months),
        (due, "move_to_open_day", _never_moved),
        (due, "nth_day", _start_counted),
        (due, "_office_amount", _whole_day),
        (due, "_any_unknown", _always_known),
        (stopped_days, "_days_lost", lambda *_: 0),
    ],
    ids=["months of thirty days", "ends on closed days", "the first day counts", "half days of four hours", "always known", "no stops"],
)
def test_a_fault_planted_in_the_counting_is_found(module: Any, name: str, fault: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, name, fault)
    assert next(differing(), None)
