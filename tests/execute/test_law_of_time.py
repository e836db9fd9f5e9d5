"""What follows a deadline follows it when its clock is stopped; what falls due at one instant takes effect one after the other."""

import json

import pytest

from app.domain.instant import instant_text
from app.domain.rejection import Rejection
from app.queries.clock_rights import clock_rights
from app.service.resume_clock import ResumeClock
from app.service.suspend_clock import SuspendClock
from tests.builders.city import MONDAY, City
from tests.builders.drawing import boundary, date, end, gate, job, path, process, properties, start, sub, user, z
from tests.domain.city_time import at

HANDLER = z("assignmentDefinition", candidateGroups="handler@health-bureau")
LIMIT = properties(
    deadline__length="5", deadline__unit="working day", deadline__suspendable="true", deadline__silence="consent", deadline__article="34"
)


def two_at_once() -> bytes:
    """Two bureaus are asked at once; on the first a reminder comes a day ahead of its deadline."""
    return process(
        "two-asked",
        start(),
        gate("both"),
        user("first", HANDLER, LIMIT),
        user("second", HANDLER, LIMIT),
        boundary("remind", "first", date('=deadline - duration("P1D")'), cancel=False),
        boundary("lapse1", "first", date("=deadline")),
        boundary("lapse2", "second", date("=deadline")),
        user("silent1", HANDLER),
        user("silent2", HANDLER),
        *(end(name) for name in ("e1", "e2", "e3", "e4", "reminded")),
        path("s both first e1"),
        path("both second e2"),
        path("lapse1 silent1 e3"),
        path("lapse2 silent2 e4"),
        path("remind reminded"),
    )


def asked(city: City) -> int:
    city.deploy({"two.bpmn": two_at_once()})
    return city.start("two-asked", "demo")


def kinds(city: City, case: int) -> list[tuple[str, str, str]]:
    return [(event["kind"], event["element_id"], event["effective_at"]) for event in city.events(case)]


def test_two_silences_of_one_instant_take_effect_in_order_each_by_an_event_of_its_own(city: City) -> None:
    case = asked(city)
    due = at("2026-11-23 17:30")
    city.at(at("2026-11-25 09:00"))  # every process was down
    city.door.fire_due(case)
    lapsed = [event for event in kinds(city, case) if event[0] == "deadline_lapsed"]
    assert lapsed == [("deadline_lapsed", "first", instant_text(due)), ("deadline_lapsed", "second", instant_text(due))]
    assert city.open(case) == ["silent1", "silent2"]


def test_a_reminder_ahead_of_a_deadline_follows_it_when_the_clock_was_stopped(city: City) -> None:
    case = asked(city)
    first = city.task(case, "first")
    city.at(at("2026-11-17 09:00"))
    city.do(SuspendClock(case, first, "a hearing"), "handler-health")
    city.at(at("2026-11-19 16:00"))  # stood at the close of the 17th and the 18th
    city.do(ResumeClock(case, first, "it was heard"), "handler-health")
    moved = [fact for event in city.events(case)[-1:] for fact in json.loads(event["body"])["facts"] if fact["fact"] == "timer_moved"]
    assert {fact["elementId"]: fact["dueAt"] for fact in moved} == {
        "lapse1": instant_text(at("2026-11-25 17:30")),
        "remind": instant_text(at("2026-11-24 17:30")),
    }
    city.at(at("2026-11-25 17:30"))
    city.door.fire_due(case)
    told = [(kind, element, effective) for kind, element, effective in kinds(city, case) if kind in ("timer_fired", "deadline_lapsed")]
    assert told == [
        ("deadline_lapsed", "second", instant_text(at("2026-11-23 17:30"))),
        ("timer_fired", "remind", instant_text(at("2026-11-24 17:30"))),
        ("deadline_lapsed", "first", instant_text(at("2026-11-25 17:30"))),
    ]


def test_nothing_that_reads_a_stopped_deadline_fires_while_it_stands(city: City) -> None:
    case = asked(city)
    first = city.task(case, "first")
    city.do(SuspendClock(case, first, "a hearing"), "handler-health")
    city.at(at("2026-12-15 09:00"))
    city.door.fire_due(case)
    assert "first" in city.open(case)
    assert "timer_fired" not in {kind for kind, _, _ in kinds(city, case)}


def papers_wanted() -> bytes:
    """An answer is awaited for which papers are asked: the diagram stops the clock until they are there."""
    inside = (
        start("is"),
        user("ask", HANDLER),
        job("stop", "duban:stop-clock"),
        user("bring", HANDLER),
        job("resume", "duban:resume-clock"),
        user("answer", HANDLER),
        end("ie"),
        path("is ask stop bring resume answer ie"),
    )
    return process(
        "papers", start(), sub("r", *inside, parts=[LIMIT]), boundary("lapse", "r", date("=deadline")), end(), end("e2"), path("s r e"),
        path("lapse e2"),
    )  # fmt: skip


def offered(city: City, case: int) -> frozenset[int]:
    return city.door.ask(clock_rights, city.actor("demo"), city.door.surroundings, case, MONDAY)


def test_a_clock_that_the_diagram_stopped_is_not_let_run_on_by_hand_while_what_it_waits_for_is_missing(city: City) -> None:
    # Else silence would fall on a unit that still waits, and the papers could not be taken in: the step behind them finds a running clock.
    city.deploy({"papers.bpmn": papers_wanted()})
    case = city.start("papers", "demo")
    city.complete(case, "ask", "handler-health")
    (key,) = [row["key"] for row in city.rows("SELECT key FROM deadline WHERE case_key = :case", case=case)]
    assert offered(city, case) == frozenset()
    with pytest.raises(Rejection) as refused:
        city.do(ResumeClock(case, key, "so that it goes on"), "demo")
    assert refused.value.code == "state_forbids"
    assert "runs on when what is awaited is entered" in str(refused.value)
    city.complete(case, "bring", "handler-health")
    assert city.value("SELECT state FROM deadline WHERE key = :key", key=key) == "running"
    assert offered(city, case) == {key}
