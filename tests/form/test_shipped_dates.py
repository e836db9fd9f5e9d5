"""The dates of the shipped forms: none lies where it cannot lie, and a date that somebody fixes says so where it is no working day."""

from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, Final
from zoneinfo import ZoneInfo

import pytest

from app.domain.calendar import Calendar
from app.domain.calendar_functions import feel_functions
from app.domain.calendar_shipped import shipped_years
from app.feel import FeelWorld
from app.form import Form, read_form, view_form
from app.form.check_answers import check_answers
from app.form.form import Component
from app.form.view_form import view_all

ROOT: Final = Path(__file__).resolve().parents[2]
ZONE: Final = ZoneInfo("Asia/Shanghai")
NOW: Final = datetime(2026, 11, 24, 2, 42, tzinfo=UTC)
BY_THE_COMMAND: Final = {
    "receivedAt": "the 5th working day before, by backdating.py",
    "newDate": "after the present date, by deadline_extension.py",
}
"""Dates whose bounds the command itself holds, in words of its own."""


def forms() -> dict[str, Form]:
    return {path.stem: read_form(path.read_bytes(), path.name) for path in sorted((ROOT / "forms").glob("*.form"))}


def dates(form: Form) -> Iterator[Component]:
    return (part for part in form.every_component() if part.kind == "datetime")


def world(now: datetime = NOW) -> FeelWorld:
    return FeelWorld(now, ZONE, functions=feel_functions(Calendar.from_years("shipped", shipped_years(), ZONE)))


def test_every_date_has_a_first_or_a_last_day() -> None:
    free = {
        f"{name}.{part.path[-1]}"
        for name, form in forms().items()
        for part in dates(form)
        if part.path[-1] not in BY_THE_COMMAND and not (part.rules.earliest.expression or part.rules.latest.expression)
    }
    assert free == set()


def test_every_date_that_is_fixed_for_what_is_to_come_warns_of_a_day_of_rest() -> None:
    silent = {
        f"{name}.{part.path[-1]}"
        for name, form in forms().items()
        for part in dates(form)
        if (part.rules.earliest.expression or part.path[-1] == "newDate")
        and not part.rules.latest.expression
        and not any(one.id == f"{part.path[-1]}Rest" for one in form.every_component())
    }
    assert silent == set()


def warned(form: str, variables: Mapping[str, Any], sent: Mapping[str, Any]) -> set[str]:
    """Return which warnings a form shows."""
    drawn = "".join(one.text for one in view_all(view_form(forms()[form], sent, variables, world(), {})))
    return {word for word in ("不是工作日", "已经过去", "不在办公时间内") if word in drawn}


@pytest.mark.parametrize(
    ("form", "variables", "sent", "said"),
    [
        ("penalty-admonition", {}, {"correctBy": "2026-11-28"}, {"不是工作日"}),
        ("penalty-admonition", {}, {"correctBy": "2026-11-27"}, set()),
        ("investment-work-check", {}, {"workResult": "return", "newDueOn": "2026-11-29"}, {"不是工作日"}),
        ("investment-work-check", {}, {"workResult": "done", "newDueOn": "2026-11-29"}, set()),
        ("investment-session-call", {}, {"sessionAt": "2026-11-28T10:00+08:00"}, {"不在办公时间内"}),
        ("investment-session-call", {}, {"sessionAt": "2026-11-27T03:00+08:00"}, {"不在办公时间内"}),
        ("investment-session-call", {}, {"sessionAt": "2026-11-27T17:30+08:00"}, {"不在办公时间内"}),
        ("investment-session-call", {}, {"sessionAt": "2026-11-27T13:30+08:00"}, set()),
        ("investment-session-call", {}, {}, set()),
        ("extension-request", {}, {"newDate": "2026-11-28"}, {"不是工作日"}),
        ("extension-decision", {}, {"decision": "approve", "newDate": "2026-11-28"}, {"不是工作日"}),
        ("letter-handling", {}, {"result": "handled", "measure": "orderedToCorrect", "correctionDueOn": "2026-11-28"}, {"不是工作日"}),
    ],
)
def test_a_form_warns_of_a_date_on_which_offices_are_closed(form: str, variables: dict, sent: dict, said: set[str]) -> None:
    assert warned(form, variables, sent) == said


SESSION: Final = {"sessionStart": "2026-11-25T09:00:00@Asia/Shanghai"}


def test_work_of_a_session_is_laid_down_for_its_day_or_later_and_a_day_that_is_over_is_said_to_be() -> None:
    sent = {"anyWork": "yes", "sessionTasks": [{"unit": "fire-brigade", "content": "甲", "dueOn": "2026-11-24"}]}
    assert set(check("investment-session-work", sent, SESSION)) == {"sessionTasks.0.dueOn"}
    sent["sessionTasks"][0]["dueOn"] = "2026-11-25"
    assert check("investment-session-work", sent, SESSION) == {}
    earlier = {"sessionStart": "2026-11-16T09:00:00@Asia/Shanghai"}
    sent["sessionTasks"][0]["dueOn"] = "2026-11-22"
    assert warned("investment-session-work", earlier, sent) == {"不是工作日", "已经过去"}


@pytest.mark.parametrize(
    ("form", "variables", "sent", "field", "last_wrong", "first_right"),
    [
        ("penalty-admonition", {}, {}, "correctBy", date(2026, 11, 23), date(2026, 11, 24)),
        ("investment-work-check", {}, {"workResult": "return"}, "newDueOn", date(2026, 11, 23), date(2026, 11, 24)),
        ("penalty-notice", {}, {"noticeOn": "2026-11-10", "hearing": "held"}, "hearingOn", date(2026, 11, 9), date(2026, 11, 10)),
        (
            "letter-handling",
            {"receivedOn": "2026-11-16"},
            {"result": "handled", "measure": "orderedToCorrect"},
            "correctionDueOn",
            date(2026, 11, 15),
            date(2026, 11, 16),
        ),
    ],
)
def test_a_date_may_not_lie_where_it_cannot_lie(
    form: str, variables: dict, sent: dict, field: str, last_wrong: date, first_right: date
) -> None:
    assert field in check(form, {**sent, field: last_wrong.isoformat()}, variables)
    assert field not in check(form, {**sent, field: first_right.isoformat()}, variables)


def test_a_decision_is_served_after_it_was_made_and_not_in_the_future() -> None:
    known = {"decidedAt": "2026-11-20T09:00:00@Asia/Shanghai"}
    for wrong in ("2026-11-20T08:59+08:00", "2026-11-24T10:43+08:00"):
        assert "servedAt" in check("penalty-service", {"servedAt": wrong}, known)
    for right in ("2026-11-20T09:00+08:00", "2026-11-24T10:42+08:00"):
        assert "servedAt" not in check("penalty-service", {"servedAt": right}, known)


def check(form: str, sent: Mapping[str, Any], variables: Mapping[str, Any]) -> dict[str, str]:
    return {name: str(said) for name, said in check_answers(forms()[form], sent, variables, world()).errors.items()}
