"""What the clock owes a case comes before what a person wants of it."""

import json
from datetime import timedelta
from typing import Any

import pytest

from app.audit.replay import replay
from app.domain.instant import instant_text, read_instant
from app.domain.rejection import Rejection
from app.engine.case import Case
from app.service.add_comment import AddComment
from app.service.complete_task import CompleteTask
from app.service.resolve_incident import ResolveIncident
from tests.builders.city import MONDAY, City
from tests.builders.drawing import boundary, date, duration, end, path, process, properties, start, user, z
from tests.builders.errand import GROUP
from tests.execute.visible import check_visible
from tests.service.rows import case_at_handle

YELLOW = MONDAY + timedelta(days=7, hours=6)
RED = MONDAY + timedelta(days=9, hours=8, minutes=30)
"""17:30 on the Wednesday after: the end of the 7th working day, the day of receipt not counted."""

REMINDER = MONDAY + timedelta(days=10)


def consent() -> bytes:
    """Draw a procedure in which silence counts as consent, and a second event that is due at the very same instant."""
    deadline = properties(deadline__length="7", deadline__unit="working day", deadline__article="34", deadline__silence="consent")
    return process(
        "consent",
        start(),
        user("give", z("assignmentDefinition", candidateGroups=GROUP), deadline, name="回复"),
        boundary("silence", "give", date("=deadline")),
        boundary("beside", "give", date("=deadline"), cancel=False),
        end("given"),
        end("deemed"),
        end("noted"),
        path("s give given"),
        path("silence deemed"),
        path("beside noted"),
    )


def told(events: list[dict[str, Any]]) -> list[tuple[str, str, str]]:
    return [(event["kind"], event["actor"], event["effective_at"]) for event in events]


def test_each_due_timer_has_an_event_of_its_own_before_the_persons_and_counts_as_of_its_instant(city: City) -> None:
    case = case_at_handle(city)
    before = len(city.events(case))
    city.at(timedelta(days=12)).do(AddComment(case, "words"), "hotline")
    new = city.events(case)[before:]
    now = instant_text(MONDAY + timedelta(days=12))
    assert told(new) == [
        ("deadline_light_changed", "clock", instant_text(YELLOW)),
        ("deadline_missed", "clock", instant_text(RED)),
        ("timer_fired", "clock", instant_text(REMINDER)),
        ("comment_added", "hotline", now),
    ]
    assert {event["recorded_at"] for event in new} == {now}
    task = city.rows("SELECT light, deadline_state FROM user_task WHERE case_key = :case AND state = 'CREATED'", case=case)
    assert task == [{"light": "red", "deadline_state": "missed"}]


def test_what_is_due_at_one_instant_comes_in_the_order_of_the_element_instances(city: City) -> None:
    city.deploy({"consent.bpmn": consent()})
    case = city.start("consent", "demo")
    city.at(RED - timedelta(seconds=1)).door.fire_due(case)
    due = [timer for timer in city.case(case).timers() if timer.due_at == RED]
    assert len(due) >= 2
    before = len(city.events(case))
    city.at(RED).door.fire_due(case)
    new = city.events(case)[before:]
    keys = [int(next(fact for fact in json.loads(event["body"])["facts"])["elementInstanceKey"]) for event in new]
    assert keys == sorted(keys)
    assert keys[0] == min(timer.key for timer in due)
    assert {event["effective_at"] for event in new} == {instant_text(RED)}


def test_a_person_who_comes_before_the_deadline_wins(city: City) -> None:
    city.deploy({"consent.bpmn": consent()})
    case = city.start("consent", "demo")
    city.at(RED - timedelta(microseconds=1)).complete(case, "give", "handler-health")
    assert city.value("SELECT outcome FROM process_instance WHERE key = :case", case=case) == "given"
    assert city.value("SELECT state FROM deadline WHERE case_key = :case", case=case) == "met"


def test_a_person_who_comes_at_the_deadline_is_told_of_the_silence_that_the_case_shows_already(city: City) -> None:
    city.deploy({"consent.bpmn": consent()})
    case = city.start("consent", "demo")
    task = city.task(case, "give")
    with pytest.raises(Rejection) as refused:
        city.at(RED).do(CompleteTask(task, {}), "handler-health")
    assert refused.value.code == "deadline_lapsed"
    assert "34" in str(refused.value)
    assert city.value("SELECT outcome FROM process_instance WHERE key = :case", case=case) == "deemed"
    shown = city.rows("SELECT state, lapsed, ended_at FROM user_task WHERE key = :task", task=task)
    assert shown == [{"state": "CANCELED", "lapsed": 1, "ended_at": instant_text(RED)}]
    assert read_instant(city.events(case)[-1]["effective_at"]) == RED


def test_a_timer_that_arms_one_already_due_is_followed_by_it(city: City) -> None:
    raw = process(
        "relay",
        start(),
        user("first", z("assignmentDefinition", candidateGroups=GROUP), name="一"),
        boundary("one", "first", duration("PT1H")),
        user("second", z("assignmentDefinition", candidateGroups=GROUP), name="二"),
        boundary("two", "second", duration("PT1H")),
        end("e"),
        end("over"),
        path("s first e"),
        path("one second e"),
        path("two over"),
    )
    city.deploy({"relay.bpmn": raw})
    case = city.start("relay", "demo")
    assert city.at(timedelta(hours=5)).door.fire_due(case) == 2
    effective = [event["effective_at"] for event in city.events(case)[1:]]
    assert effective == [instant_text(MONDAY + timedelta(hours=hour)) for hour in (1, 2)]
    assert city.value("SELECT next_due_at FROM case_state WHERE case_key = :case", case=case) is None
    assert city.door.fire_due(case) == 0


def stops(monkeypatch: pytest.MonkeyPatch, fault: Exception, kind: str = "timer") -> None:
    """Let the engine fail each time that a timer, or a light, is about to change."""

    def fail(*_: Any) -> None:
        raise fault

    monkeypatch.setattr(Case, "fire" if kind == "timer" else "change_light", fail)


FAULTS = [RuntimeError("words that somebody wrote"), Rejection("too_large", "Expected a smaller case")]


@pytest.mark.parametrize("fault", FAULTS)
def test_a_timer_that_cannot_fire_is_set_aside_and_a_person_goes_on(city: City, monkeypatch: pytest.MonkeyPatch, fault: Exception) -> None:
    case = case_at_handle(city)
    city.at(RED).door.fire_due(case)
    stops(monkeypatch, fault)
    before = len(city.events(case))
    city.at(timedelta(days=12)).do(AddComment(case, "words"), "hotline")
    new = city.events(case)[before:]
    now = instant_text(MONDAY + timedelta(days=12))
    assert told(new) == [("incident_opened", "clock", instant_text(REMINDER)), ("comment_added", "hotline", now)]
    assert new[0]["command"] == "park_timer"
    (incident,) = city.rows("SELECT key, kind, element_id, cause, state FROM incident WHERE case_key = :case", case=case)
    assert (incident["kind"], incident["element_id"], incident["state"]) == ("timer_failed", "remind", "ACTIVE")
    assert ("RuntimeError" if isinstance(fault, RuntimeError) else "smaller case") in incident["cause"]
    assert "somebody wrote" not in incident["cause"]
    city.do(AddComment(case, "more words"), "hotline")
    assert told(city.events(case)[before + 2 :]) == [("comment_added", "hotline", now)], "it is not tried again by itself"
    check_visible(city, case)

    monkeypatch.undo()
    city.do(ResolveIncident(incident["key"], "put right"), "operator")
    assert city.door.fire_due(case) == 1
    last = city.events(case)[-1]
    assert (last["kind"], last["effective_at"]) == ("timer_fired", instant_text(REMINDER))
    check_visible(city, case)
    recomputed(city, case)


def test_a_light_that_cannot_change_is_set_aside_and_its_task_can_still_be_completed(city: City, monkeypatch: pytest.MonkeyPatch) -> None:
    case = case_at_handle(city)
    stops(monkeypatch, RuntimeError("a fault of ours"), "light")
    city.at(YELLOW).complete(case, "handle", "handler-health", said="done")
    incident = city.rows("SELECT kind, element_id, state FROM incident WHERE case_key = :case", case=case)
    assert incident == [{"kind": "timer_failed", "element_id": "handle", "state": "RESOLVED"}], "it ended with its element"
    assert city.value("SELECT state FROM deadline WHERE case_key = :case", case=case) == "met"
    recomputed(city, case)


def test_a_light_that_was_set_aside_changes_when_it_is_tried_again(sqlite_city: City, monkeypatch: pytest.MonkeyPatch) -> None:
    city = sqlite_city
    case = case_at_handle(city)
    stops(monkeypatch, RuntimeError("a fault of ours"), "light")
    city.at(YELLOW).do(AddComment(case, "words"), "hotline")
    monkeypatch.undo()
    key = city.value("SELECT key FROM incident WHERE case_key = :case AND state = 'ACTIVE'", case=case)
    assert city.case(case).incidents()[0].code == "timer_failed"
    check_visible(city, case)
    city.do(ResolveIncident(key, "put right"), "operator")
    assert city.door.fire_due(case) == 1
    assert city.value("SELECT light FROM deadline WHERE case_key = :case", case=case) == "yellow"
    recomputed(city, case)


def test_a_timer_that_was_set_aside_ends_with_what_it_is_attached_to(sqlite_city: City, monkeypatch: pytest.MonkeyPatch) -> None:
    city = sqlite_city
    case = case_at_handle(city)
    city.at(RED).door.fire_due(case)
    stops(monkeypatch, RuntimeError("a fault of ours"))
    city.at(timedelta(days=12)).complete(case, "handle", "handler-health", said="done")
    assert city.value("SELECT state FROM incident WHERE case_key = :case", case=case) == "RESOLVED"
    assert city.value("SELECT state FROM process_instance WHERE key = :case", case=case) == "COMPLETED"
    recomputed(city, case)


def test_the_worker_sets_aside_what_it_cannot_fire_and_fires_the_rest(city: City, monkeypatch: pytest.MonkeyPatch) -> None:
    case = case_at_handle(city)
    stops(monkeypatch, RuntimeError("a fault of ours"))
    assert city.at(timedelta(days=12)).door.fire_due(case) == 2
    kinds = [(event["kind"], event["effective_at"]) for event in city.events(case)[-3:]]
    assert kinds == [
        ("deadline_light_changed", instant_text(YELLOW)),
        ("deadline_missed", instant_text(RED)),
        ("incident_opened", instant_text(REMINDER)),
    ]
    assert city.value("SELECT next_due_at FROM case_state WHERE case_key = :case", case=case) is None


def recomputed(city: City, case: int) -> None:
    with city.database.read() as store:
        found = replay(store, city.surroundings, case)
    assert (found.verdict, found.what) == ("verified", None)


@pytest.mark.parametrize("earlier", [timedelta(hours=1), timedelta(days=8)])
def test_a_timer_that_is_shown_to_the_clock_too_early_fires_at_its_own_instant(city: City, earlier: timedelta) -> None:
    """Somebody wrote an earlier instant into the store: the case goes by its own, and no worker turns in circles over it."""
    case = case_at_handle(city)
    with city.database.write() as store:
        store.run("UPDATE case_state SET next_due_at = :at WHERE case_key = :case", at=instant_text(MONDAY + earlier), case=case)
    before = len(city.events(case))
    assert city.at(timedelta(hours=2)).door.fire_due(case) <= 1
    if earlier < timedelta(hours=2):
        assert len(city.events(case)) == before
        assert city.value("SELECT next_due_at FROM case_state WHERE case_key = :case", case=case) == instant_text(YELLOW)
    city.at(timedelta(days=9)).door.fire_due(case)
    assert [(event["kind"], event["effective_at"]) for event in city.events(case)[before:]] == [
        ("deadline_light_changed", instant_text(YELLOW))
    ]
    recomputed(city, case)
