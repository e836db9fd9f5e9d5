"""Each point that a story speaks of is compared, and each can be found otherwise than told."""

from datetime import UTC, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from msgspec.structs import replace

from app.audit.story import Expected
from app.cli.simulate.compare import points, same_value
from app.cli.simulate.seen import Seen
from app.domain.calendar import Calendar
from app.domain.calendar_shipped import shipped_years
from app.domain.deadline import Terms
from app.domain.deadline_changes import start
from app.domain.period import read_period
from app.domain.rejection import Message, Rejection

CITY = ZoneInfo("Asia/Shanghai")
NOON = datetime(2026, 11, 16, 4, 0, tzinfo=UTC)
CALENDAR = Calendar.from_years("1", shipped_years(), CITY)
DEADLINE, _ = start(("ask", 7), Terms(period=read_period(Decimal(7)), article="11", yellow_share=Fraction(1, 3)), NOON, NOON, CALENDAR)
UNTIL = datetime(2026, 11, 25, 9, 30, tzinfo=UTC)
SEEN = Seen(
    open={"ask": ["hotline"]},
    deadlines={"ask": DEADLINE},
    timers={"over": UNTIL},
    facts=frozenset({("task_created", "ask")}),
    variables={"days": Decimal("7.0")},
    incidents=(),
    ended="done",
    completed=True,
)
TOLD = Expected(
    open={"ask": ["hotline"]},
    deadlines={"ask": {"state": "running", "until": UNTIL, "light": "green", "article": "11", "provisional": False}},
    timers={"over": UNTIL},
    facts=(("task_created", "ask"),),
    variables={"days": Decimal(7)},
    ended="done",
    completed=True,
)


def otherwise(expected: Expected, seen: Seen | None = SEEN, refusal: Rejection | None = None) -> list[str]:
    """Return what goes otherwise than told, each with what was found."""
    return [f"{point.what}: {point.found}" for point in points(expected, seen, refusal, CITY) if not point.as_told]


def test_what_is_as_told_has_a_point_for_each_thing_said() -> None:
    found = points(TOLD, SEEN, None, CITY)
    assert [point.what for point in found] == [
        "open",
        "ended",
        "completed",
        "deadline of ask",
        "timer over",
        "fact task_created",
        "variable days",
    ]
    assert otherwise(TOLD) == []


@pytest.mark.parametrize(
    ("change", "found"),
    [
        ({"open": {}}, "open: ask [hotline]"),
        ({"open": {"ask": ["legal-office"]}}, "open: ask [hotline]"),
        ({"ended": "filed"}, "ended: done"),
        ({"completed": False}, "completed: True"),
        ({"deadlines": {"ask": {"until": NOON}}}, "deadline of ask: until 2026-11-25 17:30"),
        ({"deadlines": {"ask": {"light": "red"}}}, "deadline of ask: light green"),
        ({"deadlines": {"ask": {"provisional": True}}}, "deadline of ask: provisional False"),
        ({"deadlines": {"tell": {"state": "met"}}}, "deadline of tell: none"),
        ({"timers": {"over": NOON}}, "timer over: 2026-11-25 17:30"),
        ({"timers": {"other": NOON}}, "timer other: none that waits"),
        ({"facts": (("task_created", "tell"),)}, "fact task_created: of this kind: ask"),
        ({"variables": {"days": Decimal(8)}}, "variable days: 7.0"),
        ({"refused": {"code": "forbidden"}}, "refused: not refused"),
    ],
)
def test_what_is_not_as_told_says_what_was_found(change: dict[str, Any], found: str) -> None:
    assert otherwise(replace(TOLD, **change)) == [found]


def test_a_refusal_that_nobody_told_of_is_a_difference() -> None:
    assert otherwise(Expected(), refusal=Rejection("forbidden", "No")) == ["refused: forbidden: No"]


@pytest.mark.parametrize(
    ("told", "as_told"),
    [
        ({"code": "bad_answers"}, True),
        ({"code": "bad_answers", "field": "days"}, True),
        ({"code": "bad_answers", "field": "name"}, False),
        ({"code": "forbidden"}, False),
    ],
)
def test_a_refusal_is_compared_by_code_and_field(told: dict[str, str], as_told: bool) -> None:
    refusal = Rejection("bad_answers", "No", field_errors={"days": Message("Too many", {})})
    assert (otherwise(Expected(refused=told), refusal=refusal) == []) is as_told


def test_an_incident_is_always_a_difference() -> None:
    assert otherwise(Expected(), replace(SEEN, incidents=(("decide", "no rule matched"),))) == ["incident at decide: no rule matched"]


def test_a_case_that_was_not_started_has_nothing_to_compare() -> None:
    refusal = Rejection("forbidden", "No")
    assert otherwise(Expected(refused={"code": "forbidden"}), None, refusal) == []
    assert otherwise(replace(TOLD, refused={"code": "forbidden"}), None, refusal) == ["case: nothing was started"]


@pytest.mark.parametrize(
    ("found", "expected", "same"),
    [
        (Decimal("1.0"), Decimal(1), True),
        (True, Decimal(1), False),
        (True, True, True),
        (None, False, False),
        ([{"a": Decimal("1.0")}], [{"a": Decimal(1)}], True),
        ([Decimal(1)], [Decimal(1), Decimal(2)], False),
        ({"a": True}, {"a": Decimal(1)}, False),
        ("1", Decimal(1), False),
    ],
)
def test_values_are_the_same_by_what_they_mean(found: Any, expected: Any, same: bool) -> None:
    assert same_value(found, expected) is same
