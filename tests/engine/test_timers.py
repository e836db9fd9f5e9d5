from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from app.engine.failure import StepFailed
from app.engine.formula import CALENDAR_NAMES, Formula, formula
from app.engine.timers import Duration, is_static, next_turn, read_duration, schedule, skip_missed
from app.engine.token import Kept
from tests.engine.drive import T0, ZONE, Files, hours

MADRID = ZoneInfo("Europe/Madrid")


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)


@pytest.mark.parametrize(("text", "found"), [
    ("P10D", Duration(0, 10, timedelta(0))), ("P1Y2M", Duration(14, 0, timedelta(0))), ("P2W", Duration(0, 14, timedelta(0))),
    ("PT1H30M", Duration(0, 0, timedelta(minutes=90))), ("P1DT0.5S", Duration(0, 1, timedelta(milliseconds=500))),
    ("PT0S", Duration(0, 0, timedelta(0))),
    ("P", None), ("PT", None), ("P1DT", None), ("-P1D", None), ("P1.5D", None), ("10D", None), ("P1H", None),
    ("P٣D", None), ("P9999999D", None),
])  # fmt: skip
def test_durations_are_read_as_iso_8601_writes_them(text: str, found: Duration | None) -> None:
    assert read_duration(text) == found


@pytest.mark.parametrize(("start", "text", "zone", "end"), [
    ("2026-01-31T12:00:00+08:00", "P1M", ZONE, "2026-02-28T12:00:00+08:00"),  # the month's last day, not 3 March
    ("2024-02-29T12:00:00+08:00", "P1Y", ZONE, "2025-02-28T12:00:00+08:00"),
    ("2026-12-31T12:00:00+08:00", "P2M", ZONE, "2027-02-28T12:00:00+08:00"),
    ("2026-03-28T12:00:00+01:00", "P1D", MADRID, "2026-03-29T12:00:00+02:00"),  # the clock on the wall, over the begin of summer time
    ("2026-03-28T12:00:00+01:00", "PT24H", MADRID, "2026-03-29T13:00:00+02:00"),
    ("2026-01-15T10:00:00+01:00", "P6M", MADRID, "2026-07-15T10:00:00+02:00"),
    ("2026-01-31T23:30:00+00:00", "P1M", ZONE, "2026-02-28T23:30:00+00:00"),  # 1 February in the city
])  # fmt: skip
def test_days_and_months_are_civil_and_hours_are_not(start: str, text: str, zone: ZoneInfo, end: str) -> None:
    found = read_duration(text)
    assert found is not None
    assert found.after(at(start), zone) == at(end)


def due(kind: str, source: Formula, zone: ZoneInfo = ZONE, **variables: Any) -> str:
    return schedule(kind, source, variables, Files().world(T0, zone=zone)).due


@pytest.mark.parametrize(("kind", "text", "expected"), [
    ("timeDate", "2026-01-06", "2026-01-06T09:30:00.000000Z"),  # close of business in the city
    ("timeDate", "2026-01-06T09:00:00", "2026-01-06T01:00:00.000000Z"),  # the city's time
    ("timeDate", "2026-01-06T09:00:00Z", "2026-01-06T09:00:00.000000Z"),
    ("timeDate", '=date("2026-01-06")', "2026-01-06T09:30:00.000000Z"),
    ("timeDate", '=date and time("2026-01-06T09:00:00")', "2026-01-06T01:00:00.000000Z"),
    ("timeDate", '=add working days(date("2026-01-05"), 7)', "2026-01-14T09:30:00.000000Z"),
    ("timeDate", "=now() + duration(\"PT1H\")", "2026-01-05T02:00:00.000000Z"),
    ("timeDuration", "P1D", "2026-01-06T01:00:00.000000Z"),
    ("timeDuration", '=duration("PT90M")', "2026-01-05T02:30:00.000000Z"),
    ("timeDuration", '=duration("P1M")', "2026-02-05T01:00:00.000000Z"),
    ("timeDuration", '="P" + string(days) + "D"', "2026-01-08T01:00:00.000000Z"),
    ("timeCycle", "R3/PT1H", "2026-01-05T02:00:00.000000Z"),
    ("timeCycle", "R/2026-02-01T09:00:00/P1M", "2026-02-01T01:00:00.000000Z"),
])  # fmt: skip
def test_a_timer_is_due_as_its_text_says(kind: str, text: str, expected: str) -> None:
    assert due(kind, formula(text, always=not is_static(kind, text) and text.startswith("=")), days=3) == expected


@pytest.mark.parametrize(("kind", "text"), [
    ("timeDate", '="soon"'), ("timeDate", "=1"), ("timeDate", "=null"), ("timeDuration", '="5 days"'),
    ("timeDuration", '=duration("-P1D")'),
    ("timeCycle", '="R3"'), ("timeCycle", '="R3/PT0S"'), ("timeCycle", '="R0/PT1H"'), ("timeCycle", '="R/soon/PT1H"'), ("timeCycle", "=5"),
    ("timeDuration", '="P99999Y"'),
])  # fmt: skip
def test_what_gives_no_time_fails(kind: str, text: str) -> None:
    with pytest.raises(StepFailed) as failed:
        due(kind, formula(text))
    assert failed.value.code == "bad_timer"


def test_a_monthly_cycle_does_not_drift_at_the_ends_of_months() -> None:
    world = Files().world(at("2026-01-31T09:00:00+08:00"))
    kept = schedule("timeCycle", formula("R/2026-01-31T09:00:00+08:00/P1M"), {}, world)
    found = []
    for _ in range(4):
        found.append(kept.due[:10])
        assert next_turn(kept, ZONE)
    assert found == ["2026-01-31", "2026-02-28", "2026-03-31", "2026-04-30"]


def test_a_cycle_ends_with_its_last_turn() -> None:
    kept = schedule("timeCycle", formula("R2/PT1H"), {}, Files().world(T0))
    assert next_turn(kept, ZONE)
    assert not next_turn(kept, ZONE)


def test_missed_turns_are_counted_and_passed() -> None:
    kept = schedule("timeCycle", formula("R/PT1H"), {}, Files().world(T0))
    assert skip_missed(kept, hours(0.5), ZONE) == 0
    assert skip_missed(kept, hours(10), ZONE) == 10
    assert kept.due == "2026-01-05T12:00:00.000000Z"
    last = Kept(due="2026-01-05T02:00:00.000000Z", start="2026-01-05T02:00:00.000000Z", every="PT1H", left=2)
    assert skip_missed(last, hours(10), ZONE) == 2
    assert last.every == ""


def test_the_calendars_close_of_business_depends_on_the_season_of_the_date() -> None:
    assert due("timeDate", formula("2026-01-06")) == Files().world(T0).calendar.close_of_business(date(2026, 1, 6)).strftime(
        "%Y-%m-%dT%H:%M:%S.%fZ"
    )


def test_the_names_that_expressions_may_use_are_those_of_the_calendars_functions() -> None:
    assert set(CALENDAR_NAMES) == set(Files().world(T0).feel.functions)
