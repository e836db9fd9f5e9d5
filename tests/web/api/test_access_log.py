"""S14: who read what people wrote, who signed in and what was refused, in one chain. On both databases."""

import json
import threading
from collections.abc import Callable
from datetime import timedelta

import pytest

from app.audit.chain_break import first_break
from app.domain.actor import Actor
from app.service.end_leave import EndLeave
from app.service.enter_leave import EnterLeave
from tests.fixtures.api_city import NOW, ApiCity


def noted(api: ApiCity, after: int = 0) -> list[dict]:
    return api.rows("SELECT * FROM access_event WHERE seq > :after ORDER BY seq", after=after)


def facts(api: ApiCity, after: int) -> list[tuple[str, str, dict]]:
    """Return actor, command and fact of each event after one, without sign-ins, which every first request of an account is."""
    found = [(event["actor"], event["command"], json.loads(event["body"])["facts"][0]) for event in noted(api, after)]
    return [one for one in found if one[2]["fact"] not in ("signed_in",)]


@pytest.fixture
def last(either_api: ApiCity) -> int:
    return len(noted(either_api))


def test_a_read_of_variables_names_the_cases_and_a_list_of_tasks_is_none(either_api: ApiCity, last: int) -> None:
    instance = either_api.start("two-steps", word="x")
    task = either_api.task(instance)
    either_api.get(f"/v2/user-tasks/{task}")
    assert facts(either_api, last) == []
    either_api.post(f"/v2/user-tasks/{task}/variables/search", {}, who="hotline")
    read = {"fact": "personal_data_read", "what": "variables", "caseKeys": [instance]}
    assert facts(either_api, last) == [("hotline", "POST /v2/user-tasks/<key>/variables/search", read)]


def test_reads_of_a_case_over_the_rest_surface_are_noted(either_api: ApiCity, last: int) -> None:
    instance = either_api.start("two-steps")
    number = either_api.number(instance)
    for part in ("", "/history", "/comments", "/documents", "/deadlines"):
        either_api.get(f"/casework/v1/cases/{number}{part}", who="auditor")
    found = facts(either_api, last)
    assert [fact["what"] for _, _, fact in found] == ["case", "history", "comments", "documents", "case"]
    assert {(actor, *fact["caseKeys"]) for actor, _, fact in found} == {("auditor", instance)}


def test_a_refused_change_is_noted_with_its_reason_and_never_with_its_words(either_api: ApiCity, last: int) -> None:
    task = either_api.task(either_api.start("two-steps"))
    either_api.post(f"/v2/user-tasks/{task}/completion", {"variables": {"amount": "my secret"}}, 400)
    either_api.post(f"/v2/user-tasks/{task}/completion", {"variables": {"amount": 1}}, 404, who="legal")
    refused = {"fact": "change_refused", "on": task}
    assert facts(either_api, last) == [
        ("demo", "POST /v2/user-tasks/<key>/completion", {**refused, "code": "bad_answers"}),
        ("legal", "POST /v2/user-tasks/<key>/completion", {**refused, "code": "not_found"}),
    ]
    assert "my secret" not in str(noted(either_api, last))
    either_api.get("/v2/user-tasks/12345", 404)
    either_api.post("/v2/user-tasks/search", {"filter": {"nonsense": 1}}, 400)
    assert len(facts(either_api, last)) == 2


def test_sign_ins_are_noted_good_and_refused_and_lock_the_account(make_api: Callable[..., ApiCity]) -> None:
    api = make_api()
    api.get("/v2/topology", who="hotline")
    api.get("/v2/topology", who="hotline")
    for _ in range(6):
        assert api.client.get("/v2/topology", auth=("legal", "wrong")).status_code == 401
    assert api.client.get("/v2/topology", auth=("a password typed too early", "x")).status_code == 401
    assert api.ask("GET", "/v2/topology", who="legal").status_code == 401
    found = [json.loads(event["body"])["facts"][0] for event in noted(api)]
    assert [(fact["fact"], fact.get("account"), fact.get("why")) for fact in found] == [
        ("signed_in", "hotline", None),
        *[("sign_in_refused", "legal", "wrong password")] * 5,
        ("sign_in_refused", "legal", "locked"),
        ("sign_in_refused", None, "unknown account"),
        ("sign_in_refused", "legal", "locked"),
    ]
    assert "too early" not in str(noted(api))


def test_the_pages_note_reads_and_sign_ins_as_the_rest_surface_does(make_api: Callable[..., ApiCity]) -> None:
    api = make_api()
    number = api.number(api.start("two-steps"))
    last = len(noted(api))
    browser = api.app.test_client()
    browser.post("/sign-in", data={"user": "demo", "password": "duban-demo-2026"}, headers={"Origin": "http://localhost"})
    assert browser.get(f"/cases/{number}").status_code == 200
    found = [json.loads(event["body"])["facts"][0] for event in noted(api, last)]
    assert [(fact["fact"], fact.get("how"), fact.get("what")) for fact in found] == [
        ("signed_in", "page", None),
        ("personal_data_read", None, "case"),
    ]


def test_the_chain_stays_whole_when_several_nodes_write_at_once(make_api: Callable[..., ApiCity], either_api: ApiCity) -> None:
    number = either_api.number(either_api.start("two-steps"))
    nodes = [either_api, *(make_api(beside=either_api) for _ in range(3))]
    before, wrong = len(noted(either_api)), []

    def read(node: ApiCity) -> None:
        wrong.extend(status for _ in range(5) if (status := node.ask("GET", f"/casework/v1/cases/{number}").status_code) != 200)

    threads = [threading.Thread(target=read, args=(node,)) for node in nodes]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []
    events = noted(either_api)
    assert len(events) >= before + 20
    assert first_break(events) is None
    assert first_break([*events[:3], {**events[3], "actor": "nobody"}, *events[4:]]) is not None


def test_what_a_substitute_reads_in_an_absent_persons_place_is_noted_so(either_api: ApiCity, last: int) -> None:
    instance = either_api.start("two-steps")
    task = either_api.task(instance)
    either_api.post(f"/v2/user-tasks/{task}/assignment", {"assignee": "handler-health"}, 204)
    door = either_api.duban.door
    either_api.post(f"/v2/user-tasks/{task}/variables/search", {}, 404, who="handler-health-b")
    leave = EnterLeave("handler-health", NOW, NOW + timedelta(days=1), "年休假", "handler-health-b")
    key = door.execute(leave, Actor("handler-health")).answer["id"]
    try:
        either_api.post(f"/v2/user-tasks/{task}/variables/search", {}, who="handler-health-b")
        either_api.get(f"/casework/v1/cases/{either_api.number(instance)}", who="handler-health-b")
        read = [event for event in noted(either_api, last) if event["kind"] == "personal_data_read"]
        assert [(event["actor"], event["acting_for"]) for event in read] == [("handler-health-b", "handler-health")] * 2
    finally:
        door.execute(EndLeave(key), Actor("handler-health"))
    assert first_break(noted(either_api)) is None
