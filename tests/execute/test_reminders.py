"""Reminders: who has the work is told when little of its time is left, once, whatever the machines were doing."""

import json
from datetime import timedelta
from typing import Any

from app.domain.instant import read_instant
from app.service.assign_task import AssignTask
from app.service.enter_leave import EnterLeave
from tests.builders.city import MONDAY, City
from tests.service.rows import case_at_handle

YELLOW = timedelta(days=7, hours=6)
DUE = timedelta(days=9, hours=8, minutes=30)


def told(city: City, case: int) -> list[dict[str, Any]]:
    """Return the facts about reminders, in order."""
    facts = [fact for event in city.events(case) for fact in json.loads(event["body"])["facts"]]
    return [fact for fact in facts if fact["fact"] == "notice_given" and fact["notice"] == "reminder"]


def rows(city: City, case: int) -> list[tuple[str, str]]:
    found = city.rows("SELECT kind, recipient FROM notice WHERE case_key = :case ORDER BY key", case=case)
    return [(row["kind"], row["recipient"]) for row in found]


def test_a_group_is_reminded_of_what_nobody_has_and_the_holder_of_what_is_in_hand(city: City) -> None:
    free, held = case_at_handle(city), case_at_handle(city)
    city.do(AssignTask(city.task(held, "handle"), "handler-health"), "handler-health")
    city.at(YELLOW)
    for case in (free, held):
        city.door.fire_due(case)
    assert rows(city, free) == [("group", "handler@health-bureau")]
    assert rows(city, held) == [("account", "handler-health")]
    (fact,) = told(city, held)
    assert read_instant(fact["remindAt"]) == read_instant(fact["toldAt"]) == MONDAY + YELLOW
    assert read_instant(fact["deadlineAt"]) == MONDAY + DUE
    assert "late" not in fact


def test_after_standing_still_past_the_deadline_one_notice_says_what_was_missed(city: City) -> None:
    case = case_at_handle(city)
    city.at(DUE + timedelta(days=30))
    city.door.fire_due(case)
    (fact,) = told(city, case)
    assert fact["late"] is True
    assert read_instant(fact["remindAt"]) == MONDAY + YELLOW
    assert read_instant(fact["toldAt"]) == MONDAY + DUE + timedelta(days=30)
    assert rows(city, case) == [("group", "handler@health-bureau")]


def test_of_somebody_away_the_substitute_is_reminded_too(city: City) -> None:
    case = case_at_handle(city)
    city.do(AssignTask(city.task(case, "handle"), "handler-health"), "handler-health")
    leave = EnterLeave("handler-health", MONDAY, MONDAY + timedelta(days=20), "年休假")
    city.do(leave, "handler-health")
    city.at(YELLOW)
    city.door.fire_due(case)
    assert rows(city, case) == [("account", "handler-health"), ("account", "handler-health-b")]
