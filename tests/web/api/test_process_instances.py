"""Process instances over /v2."""

import pytest

from tests.fixtures.api_city import ApiCity


def test_a_process_that_ends_is_waited_for_and_its_variables_come_along(either_api: ApiCity) -> None:
    asked = {"processDefinitionId": "at-once", "variables": {"amount": 2.5, "more": "x"}, "awaitCompletion": True}
    assert either_api.post("/v2/process-instances", asked)["variables"] == {"amount": 2.5, "more": "x", "twice": 5}
    assert either_api.post("/v2/process-instances", {**asked, "fetchVariables": ["twice", "none"]})["variables"] == {"twice": 5}


def test_a_process_that_does_not_end_in_time_is_a_504_and_goes_on(api: ApiCity) -> None:
    asked = {"processDefinitionId": "two-steps", "awaitCompletion": True, "requestTimeout": 50, "businessId": "late-1"}
    assert api.post("/v2/process-instances", asked, 504, key="late")["code"] == "timed_out"
    found = api.post("/v2/process-instances/search", {"filter": {"businessId": "late-1"}})["items"]
    assert [one["state"] for one in found] == ["ACTIVE"]
    assert api.post("/v2/process-instances", asked, 504, key="late")["code"] == "timed_out"
    assert len(api.post("/v2/process-instances/search", {"filter": {"businessId": "late-1"}})["items"]) == 1


def test_a_process_is_started_by_id_by_key_and_by_version(api: ApiCity) -> None:
    by_id = api.post("/v2/process-instances", {"processDefinitionId": "at-once", "variables": {"amount": 1}})
    key = by_id["processDefinitionKey"]
    by_key = api.post("/v2/process-instances", {"processDefinitionKey": key, "variables": {"amount": 1}})
    by_version = api.post(
        "/v2/process-instances", {"processDefinitionId": "at-once", "processDefinitionVersion": 1, "variables": {"amount": 1}}
    )
    assert by_key["processDefinitionKey"] == by_version["processDefinitionKey"] == key
    api.post("/v2/process-instances", {"processDefinitionId": "at-once", "processDefinitionVersion": 9}, 404)
    api.post("/v2/process-instances", {"processDefinitionId": "no-such-process"}, 404)
    api.post("/v2/process-instances", {"processDefinitionKey": "77"}, 404)


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"processDefinitionId": "at-once", "processDefinitionKey": "1"},
        {"processDefinitionId": 5},
        {"processDefinitionId": "at-once", "variables": []},
        {"processDefinitionId": "at-once", "processDefinitionVersion": "1"},
        {"processDefinitionId": "at-once", "tenantId": "other"},
        {"processDefinitionId": "at-once", "startInstructions": [{"elementId": "double"}]},
        {"processDefinitionId": "at-once", "tags": ["a"]},
        {"processDefinitionId": "at-once", "awaitCompletion": "yes"},
        {"processDefinitionId": "at-once", "fetchVariables": "twice"},
        {"processDefinitionId": "at-once", "requestTimeout": 10**9},
        {"processDefinitionId": "at-once", "nonsense": 1},
        {"processDefinitionId": "at-once", "variables": {"now": 1}},
        {"processDefinitionId": "at-once", "businessId": ""},
    ],
)
def test_a_start_that_cannot_be_meant_is_refused_and_starts_nothing(api: ApiCity, body: dict) -> None:
    before = len(api.rows("SELECT key FROM process_instance"))
    api.post("/v2/process-instances", body, 400)
    assert len(api.rows("SELECT key FROM process_instance")) == before


@pytest.mark.parametrize(
    "raw", [b"{", b"[1]", b"\xff\xfe", b'{"a": NaN}', b'{"a": 1, "a": 2}', b'"text"', b'{"variables": {"a": "\\ud800"}}']
)
def test_a_body_that_is_no_json_object_is_refused_in_words(api: ApiCity, raw: bytes) -> None:
    response = api.client.post("/v2/process-instances", data=raw, auth=("demo", "duban-demo-2026"))
    assert response.status_code == 400
    assert response.content_type == "application/problem+json"
    assert response.get_json()["detail"].startswith("Expected")


def test_who_may_not_start_a_process_is_told_so_whatever_the_body_says(api: ApiCity) -> None:
    for body in ({"processDefinitionId": "citizen-letter"}, {"processDefinitionId": "citizen-letter", "variables": 5}):
        assert api.ask("POST", "/v2/process-instances", body, who="legal").status_code == 403
        assert api.ask("POST", "/v2/process-instances", body, who=None).status_code == 401


def test_an_instance_is_read_and_cancelled(either_api: ApiCity) -> None:
    instance = either_api.start("two-steps")
    shown = either_api.get(f"/v2/process-instances/{instance}")
    assert (shown["state"], shown["endDate"], shown["rootProcessInstanceKey"]) == ("ACTIVE", None, instance)
    assert shown["businessId"] == either_api.number(instance)
    path = f"/v2/process-instances/{instance}/cancellation"
    assert either_api.ask("POST", path, {"nonsense": 1}, who="legal").status_code == 404
    assert either_api.ask("POST", path, {"nonsense": 1}, who="hotline").status_code == 403
    either_api.post(path, {"nonsense": 1}, 400)
    either_api.post(path, {"operationReference": 7}, 204)
    assert either_api.get(f"/v2/process-instances/{instance}")["state"] == "TERMINATED"
    assert either_api.post(path, {}, 409)["code"] == "case_closed"
    either_api.get("/v2/process-instances/12345", 404)
    either_api.get("/v2/process-instances/abc", 400)


def test_an_incident_is_found_under_its_instance_and_resolved(either_api: ApiCity) -> None:
    instance = either_api.start("stuck", ready="perhaps")
    (incident,) = either_api.post(f"/v2/process-instances/{instance}/incidents/search", {})["items"]
    assert (incident["elementId"], incident["state"], incident["errorType"]) == ("which", "ACTIVE", "CONDITION_ERROR")
    assert either_api.get(f"/v2/incidents/{incident['incidentKey']}") == incident
    assert either_api.get(f"/v2/process-instances/{instance}")["hasIncident"] is True
    found = either_api.post("/v2/incidents/search", {"filter": {"errorType": "condition_error", "processInstanceKey": instance}})["items"]
    assert found == [incident]
    resolve = f"/v2/process-instances/{instance}/incident-resolution"
    assert either_api.ask("POST", resolve, {}, who="legal").status_code == 404
    batch = either_api.post(resolve, {})
    assert batch["batchOperationType"] == "RESOLVE_INCIDENT"
    # Nothing was put right, so the step fails again: another incident, and the first is resolved.
    states = [one["state"] for one in either_api.post(f"/v2/process-instances/{instance}/incidents/search", {})["items"]]
    assert sorted(states) == ["ACTIVE", "RESOLVED"]
    assert either_api.post(f"/v2/incidents/{incident['incidentKey']}/resolution", {}, 409)["code"] == "incident_resolved"
    either_api.post(f"/v2/process-instances/{either_api.start('two-steps')}/incident-resolution", {}, 409)
