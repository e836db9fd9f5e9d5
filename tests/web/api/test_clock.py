"""Stopping, restarting and confirming by /casework/v1: what is answered, what is refused and in which words, and that it happens once."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest

from app.domain.instant import instant_text
from tests.builders.review import PROCESS, review
from tests.domain.city_time import at
from tests.fixtures.api_city import NOW, ApiCity

BASE = "/casework/v1/cases"


@pytest.fixture(scope="module")
def city(either_api: ApiCity) -> ApiCity:
    assert either_api.deploy({"review.bpmn": review()}).status_code == 200
    return either_api


@pytest.fixture(autouse=True)
def on_tuesday(city: ApiCity) -> Iterator[None]:
    """Every test begins at 10:42 on Tuesday 24 November 2026; a case's own end then: Tuesday 1 December, 17:30."""
    go_to(city, NOW)
    yield
    go_to(city, NOW)


def go_to(city: ApiCity, now: datetime) -> None:
    # Back as well, which the product refuses: every test has cases of its own.
    city.duban.door.keep(lambda store: store.run("UPDATE pinned_clock SET now = :now", now=instant_text(now)))


def at_answer(city: ApiCity) -> tuple[str, str]:
    """Return number and key of the deadline of a case that waits for the bureau's answer."""
    case = city.start(PROCESS, topic="a bridge")
    city.post(f"/v2/user-tasks/{city.task(case)}/completion", {}, 204)
    return city.number(case), city.task(case)


def stop(city: ApiCity, number: str, status: int = 200, who: str = "handler-health", **body: Any) -> Any:
    return city.post(f"{BASE}/{number}/clock/suspension", {"reason": "an expert review", **body}, status, who=who)


def restart(city: ApiCity, number: str, status: int = 200, who: str = "handler-health", **body: Any) -> Any:
    return city.post(f"{BASE}/{number}/clock/resumption", {"reason": "it is over", **body}, status, who=who)


def test_a_stopped_clock_moves_the_deadline_by_the_days_at_whose_close_it_stood(city: ApiCity) -> None:
    number, key = at_answer(city)
    stopped = stop(city, number, deadlineKey=key)
    assert (stopped["state"], stopped["light"], stopped["suspendedSince"]) == ("suspended", "blue", "2026-11-24T02:42:00.000000Z")
    assert stopped["deadlineAt"] == "2026-12-01T09:30:00.000000Z"
    go_to(city, at("2026-11-26 16:00"))  # stood at the close of the 25th, runs at that of the 26th; the 24th never counted
    resumed = restart(city, number)
    assert (resumed["state"], resumed["deadlineAt"]) == ("running", "2026-12-02T09:30:00.000000Z")
    kinds = [event["kind"] for event in city.get(f"{BASE}/{number}/history")["items"]]
    assert kinds[-2:] == ["deadline_suspended", "deadline_resumed"]


def test_the_boundary_timer_waits_while_the_clock_stands_and_fires_at_the_moved_instant(city: ApiCity) -> None:
    number, key = at_answer(city)
    stop(city, number, deadlineKey=key)
    go_to(city, at("2026-12-02 09:00"))  # past the day it had
    assert city.duban.door.fire_due(int(key) & ~((1 << 20) - 1)) == 0
    restart(city, number, deadlineKey=key)
    go_to(city, at("2026-12-08 17:30"))
    refused = city.post(f"/v2/user-tasks/{key}/completion", {}, 409, who="handler-health")
    assert (refused["code"], "2026-12-08T09:30" in refused["detail"], "34" in refused["detail"]) == ("deadline_lapsed", True, True)


def test_without_a_key_the_deadlines_that_run_are_listed(city: ApiCity) -> None:
    number, key = at_answer(city)
    refused = stop(city, number, 400)
    assert refused["code"] == "bad_request"
    assert f"{key} (answer)" in refused["detail"]
    assert f"({PROCESS})" in refused["detail"]


@pytest.mark.parametrize(
    ("body", "status", "code", "word"),
    [
        ({"reason": " "}, 400, "bad_request", "reason"),
        ({"reason": "x" * 1001}, 400, "bad_request", "1000"),
        ({"reason": None}, 400, "bad_request", "reason"),
        ({"deadlineKey": "1"}, 404, "not_found", "deadline 1"),
        ({"deadlineKey": "one"}, 400, "bad_request", "deadlineKey"),
        ({"expectedUntil": "2026-11-23"}, 400, "bad_request", "still ahead"),
        ({"expectedUntil": "tomorrow"}, 400, "bad_request", "expectedUntil"),
        ({"until": "2026-11-30"}, 400, "bad_request", "until"),
    ],
)
def test_a_stop_that_cannot_be_meant_is_refused_in_words(city: ApiCity, body: dict, status: int, code: str, word: str) -> None:
    number, key = at_answer(city)
    refused = stop(city, number, status, **{"deadlineKey": key, **body})
    assert refused["code"] == code
    assert word in refused["detail"]
    assert not city.rows("SELECT seq FROM audit_event WHERE kind = 'deadline_suspended' AND case_key = :key", key=_case(key))


def test_what_may_not_be_stopped_is_refused_and_nothing_changes(city: ApiCity) -> None:
    number, key = at_answer(city)
    whole = next(one for one in city.get(f"{BASE}/{number}/deadlines")["items"] if one["elementId"] == PROCESS)["deadlineKey"]
    assert stop(city, number, 409, who="hotline", deadlineKey=whole)["code"] == "not_suspendable"
    assert restart(city, number, 409, deadlineKey=key)["code"] == "state_forbids"  # it runs
    stop(city, number, deadlineKey=key)
    again = stop(city, number, 409, deadlineKey=key)
    assert (again["code"], "2026-11-24T02:42" in again["detail"]) == ("deadline_suspended", True)
    events = [row["kind"] for row in city.rows("SELECT kind FROM audit_event WHERE case_key = :key ORDER BY seq", key=_case(key))]
    assert events == ["process_instance_started", "task_completed", "deadline_suspended"]


@pytest.mark.parametrize(("length", "unit"), [("0", "at once")])
def test_work_to_be_done_at_once_cannot_be_stopped(city: ApiCity, length: str, unit: str) -> None:
    assert city.deploy({"review.bpmn": review(length, unit, deadline__silence="")}).status_code == 200
    number, key = at_answer(city)
    assert stop(city, number, 409, deadlineKey=key)["code"] == "not_suspendable"
    assert city.deploy({"review.bpmn": review()}).status_code == 200


@pytest.mark.parametrize(("who", "status"), [("legal", 404), ("inspection", 403), ("auditor", 403), ("operator", 403), ("hotline", 200)])
def test_the_clock_is_stopped_by_who_may_complete_the_step_and_by_the_owner(city: ApiCity, who: str, status: int) -> None:
    number, key = at_answer(city)
    stop(city, number, status, who=who, deadlineKey=key)


def test_a_stop_sent_twice_with_one_key_happens_once(city: ApiCity) -> None:
    number, key = at_answer(city)
    path, body = f"{BASE}/{number}/clock/suspension", {"reason": "a hearing", "deadlineKey": key}
    first, second = (city.post(path, body, who="handler-health", key=f"stop-{key}") for _ in range(2))
    assert first == second
    assert len(city.rows("SELECT seq FROM audit_event WHERE kind = 'deadline_suspended' AND case_key = :key", key=_case(key))) == 1


def test_silence_waits_at_a_provisional_instant_until_the_operator_confirms_it(city: ApiCity) -> None:
    assert city.deploy({"review.bpmn": review("30")}).status_code == 200  # 30 working days end in 2027, whose notice is not entered
    number, key = at_answer(city)
    assert city.deploy({"review.bpmn": review()}).status_code == 200
    path = f"{BASE}/{number}/deadlines/{key}/confirmation"
    assert city.post(path, {"reason": "decided"}, 403, who="hotline")["code"] == "forbidden"
    due = next(one for one in city.get(f"{BASE}/{number}/deadlines")["items"] if one["elementId"] == "answer")
    assert due["provisional"]
    later = at("2027-01-05 17:30") + timedelta(days=2)
    go_to(city, later)
    confirmed = city.post(path, {"reason": "decided"}, who="operator")
    assert (confirmed["provisional"], confirmed["effectiveAt"]) == (False, "2027-01-07T09:30:00.000000Z")
    refused = city.post(f"/v2/user-tasks/{key}/completion", {}, 409, who="handler-health")
    assert (refused["code"], "2027-01-07T09:30" in refused["detail"]) == ("deadline_lapsed", True)
    assert city.post(path, {"reason": "again"}, 409, who="operator")["code"] == "state_forbids"


def _case(key: str) -> str:
    return str(int(key) & ~((1 << 20) - 1))
