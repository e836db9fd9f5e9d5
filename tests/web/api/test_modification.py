"""Modifying a process instance over /v2."""

import json
from typing import Any

import pytest

from tests.fixtures.api_city import ApiCity


def _open(api: ApiCity, instance: str) -> list[str]:
    found = api.post("/v2/user-tasks/search", {"filter": {"processInstanceKey": instance, "state": "CREATED"}})
    return sorted(one["elementId"] for one in found["items"])


def _modify(api: ApiCity, instance: str, body: dict[str, Any], status: int = 204, **more: Any) -> Any:
    return api.post(f"/v2/process-instances/{instance}/modification", body, status, **more)


def test_a_step_is_ended_and_a_later_one_begun_with_variables(either_api: ApiCity) -> None:
    instance = either_api.start("two-steps")
    task = either_api.task(instance)
    body = {
        "operationReference": 7,
        "activateInstructions": [{"elementId": "second", "variableInstructions": [{"variables": {"amount": 2.50}}]}],
        "terminateInstructions": [{"elementInstanceKey": either_api.get(f"/v2/user-tasks/{task}")["elementInstanceKey"]}],
        "reason": "the first step was done on paper",
    }
    _modify(either_api, instance, body)
    assert _open(either_api, instance) == ["second"]
    assert either_api.get(f"/v2/user-tasks/{task}")["state"] == "CANCELED"
    (found,) = either_api.post("/v2/variables/search", {"filter": {"processInstanceKey": instance, "name": "amount"}})["items"]
    assert (found["value"], found["scopeKey"]) == ("2.5", instance)
    (event,) = either_api.rows("SELECT * FROM audit_event WHERE kind = 'instance_modified' AND case_key = :case", case=instance)
    assert (event["element_id"], event["actor"], event["command"]) == ("second", "demo", "modify_instance")
    (said,) = [fact for fact in json.loads(event["body"])["facts"] if fact["fact"] == "instance_modified"]
    assert [one["elementId"] for one in said["ended"] + said["begun"]] == ["first", "second"]
    asked = {"filter": {"processInstanceKey": instance, "operationType": "MODIFY"}}
    (logged,) = either_api.post("/v2/audit-logs/search", asked, who="auditor")["items"]
    assert logged["entityType"] == "PROCESS_INSTANCE"


def test_a_case_that_was_modified_is_computed_again_to_the_same_state(api: ApiCity) -> None:
    instance = api.start("two-steps")
    _modify(api, instance, _move("first", "second"))
    api.post(f"/v2/user-tasks/{api.task(instance)}/completion", {}, 204)
    row = api.get(f"/v2/process-instances/{instance}")
    number = row["businessId"]
    found = api.get(f"/casework/v1/cases/{number}/verification")
    assert (row["state"], found["chain"], found["recomputation"]) == ("COMPLETED", "verified", "verified")
    shown = api.get(f"/casework/v1/cases/{number}/replay?at=2")
    assert shown["intervention"] is True


def _move(source: str, target: str, **more: Any) -> dict[str, Any]:
    return {"moveInstructions": [{"sourceElementInstruction": _by_id(source), "targetElementId": target, **more}]}


def _by_id(element: str) -> dict[str, str]:
    return {"sourceType": "byId", "sourceElementId": element}


def test_a_move_names_its_source_by_id_or_by_key_and_its_scope_in_three_ways(api: ApiCity) -> None:
    for scope in ({}, {"ancestorScopeType": "inferred"}, {"ancestorScopeType": "sourceParent"}):
        instance = api.start("two-steps")
        _modify(api, instance, _move("first", "second", **({"ancestorScopeInstruction": scope} if scope else {})))
        assert _open(api, instance) == ["second"]
    instance = api.start("two-steps")
    key = api.get(f"/v2/user-tasks/{api.task(instance)}")["elementInstanceKey"]
    scope = {"ancestorScopeType": "direct", "ancestorElementInstanceKey": instance}
    source = {"sourceType": "byKey", "sourceElementInstanceKey": key}
    move = {"sourceElementInstruction": source, "targetElementId": "second", "ancestorScopeInstruction": scope}
    _modify(api, instance, {"moveInstructions": [move]})
    assert _open(api, instance) == ["second"]


def test_ending_the_last_element_ends_the_process_instance(api: ApiCity) -> None:
    instance = api.start("two-steps")
    _modify(api, instance, {"terminateInstructions": [{"elementId": "first"}]})
    assert api.get(f"/v2/process-instances/{instance}")["state"] == "TERMINATED"
    assert _modify(api, instance, {"activateInstructions": [{"elementId": "first"}]}, 409)["code"] == "case_closed"


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"activateInstructions": []},
        {"nonsense": 1},
        {"operationReference": 0, "activateInstructions": [{"elementId": "second"}]},
        {"activateInstructions": {}},
        {"activateInstructions": ["second"]},
        {"activateInstructions": [{}]},
        {"activateInstructions": [{"elementId": "second", "more": 1}]},
        {"activateInstructions": [{"elementId": "second", "ancestorElementInstanceKey": "-2"}]},
        {"activateInstructions": [{"elementId": "second", "variableInstructions": [{}]}]},
        {"activateInstructions": [{"elementId": "second", "variableInstructions": [{"variables": {"now": 1}}]}]},
        {"activateInstructions": [{"elementId": "second", "variableInstructions": [{"variables": {"n": 1}, "scopeId": "first"}]}]},
        {"activateInstructions": [{"elementId": "no-such-element"}]},
        {"activateInstructions": [{"elementId": "begin"}]},
        {"terminateInstructions": [{}]},
        {"terminateInstructions": [{"elementId": "first", "elementInstanceKey": "1"}]},
        {"terminateInstructions": [{"elementInstanceKey": "x"}]},
        {"moveInstructions": [{"targetElementId": "second"}]},
        {
            "moveInstructions": [
                {"sourceElementInstruction": {"sourceType": "byKey", "sourceElementId": "first"}, "targetElementId": "second"}
            ]
        },
        {"moveInstructions": [{"sourceElementInstruction": {"sourceElementId": "first"}, "targetElementId": "second"}]},
        _move("first", "second", ancestorScopeInstruction={"ancestorScopeType": "other"}),
        _move("first", "second", ancestorScopeInstruction={"ancestorScopeType": "inferred", "ancestorElementInstanceKey": "1"}),
        {"activateInstructions": [{"elementId": "second"}], "reason": 5},
    ],
)
def test_what_cannot_be_meant_is_refused_and_changes_nothing(api: ApiCity, body: dict[str, Any]) -> None:
    instance = api.start("two-steps")
    before = api.rows("SELECT seq FROM audit_event WHERE case_key = :case", case=instance)
    said = _modify(api, instance, body, 400)
    assert said["code"] in ("bad_request", "bad_answers"), said
    assert api.rows("SELECT seq FROM audit_event WHERE case_key = :case", case=instance) == before
    assert _open(api, instance) == ["first"]


def test_an_element_that_is_not_active_is_a_409_that_names_it(api: ApiCity) -> None:
    instance = api.start("two-steps")
    assert "second" in _modify(api, instance, {"terminateInstructions": [{"elementId": "second"}]}, 409)["detail"]
    assert "4711" in _modify(api, instance, {"terminateInstructions": [{"elementInstanceKey": "4711"}]}, 409)["detail"]
    assert _modify(api, "4711", {"activateInstructions": [{"elementId": "second"}]}, 404)["code"] == "not_found"


def test_the_same_request_again_is_answered_and_moves_nothing_twice(api: ApiCity) -> None:
    instance = api.start("two-steps")
    for _ in range(2):
        _modify(api, instance, {"activateInstructions": [{"elementId": "second"}]}, key=f"once-{instance}")
    assert _open(api, instance) == ["first", "second"]
