"""Audit logs of the published API: our events under its names, for auditors alone."""

import json
from typing import Any

import pytest
from camunda_orchestration_sdk.models.audit_log_result import AuditLogResult

from app.queries.audit_logs import KINDS
from app.web.pages.event_words import KINDS as ALL_KINDS
from tests.fixtures.api_city import ApiCity
from tests.web.pages.desk import ASSIGNED, LETTER

SEARCH = "/v2/audit-logs/search"


@pytest.fixture(scope="module")
def letter(either_api: ApiCity) -> tuple[str, str]:
    """Keys of a letter and of its first task, which was completed: two events."""
    key = either_api.start("citizen-letter", who="hotline", **LETTER)
    task = either_api.task(key)
    either_api.post(f"/v2/user-tasks/{task}/completion", {"variables": ASSIGNED}, 204, who="hotline")
    return key, task


def found(api: ApiCity, filter: Any, **more: Any) -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = api.post(SEARCH, {"filter": filter, **more}, who="auditor")["items"]
    return items


def test_each_kind_that_has_published_names_is_a_kind() -> None:
    assert set(KINDS) <= set(ALL_KINDS)


def test_events_of_a_case_stand_under_the_published_names(either_api: ApiCity, letter: tuple[str, str]) -> None:
    newest, oldest = found(either_api, {"processInstanceKey": letter[0]})
    said = ("operationType", "entityType", "category", "actorId", "actorType", "entityKey", "userTaskKey", "processDefinitionId")
    assert [newest[name] for name in said] == [
        "COMPLETE",
        "USER_TASK",
        "USER_TASKS",
        "hotline",
        "USER",
        letter[1],
        letter[1],
        "citizen-letter",
    ]
    assert [oldest[name] for name in said[:3]] == ["CREATE", "PROCESS_INSTANCE", "DEPLOYED_RESOURCES"]
    assert oldest["processInstanceKey"] == oldest["rootProcessInstanceKey"] == oldest["entityKey"] == letter[0]
    assert newest["timestamp"] == "2026-11-24T02:42:00.000000Z"


def test_the_published_client_reads_each_of_them(either_api: ApiCity, letter: tuple[str, str]) -> None:
    for item in found(either_api, {}, page={"limit": 100}):
        read = AuditLogResult.from_dict(item)
        assert str(read.audit_log_key) == item["auditLogKey"]
        assert set(read.to_dict()) == set(item)


def test_one_is_read_by_its_key(either_api: ApiCity, letter: tuple[str, str]) -> None:
    for item in found(either_api, {"processInstanceKey": {"$eq": letter[0]}}):
        assert either_api.get(f"/v2/audit-logs/{item['auditLogKey']}", who="auditor") == item
    assert either_api.get(f"/v2/audit-logs/{int(letter[0]) + 99}", 404, who="auditor")["code"] == "not_found"
    either_api.get("/v2/audit-logs/x", 400, who="auditor")


@pytest.mark.parametrize(
    ("filter", "kinds"),
    [
        ({"operationType": "COMPLETE"}, {"task_completed"}),
        ({"entityType": "RESOURCE", "operationType": "CREATE"}, {"deployment_made"}),
        ({"category": "ADMIN", "entityDescription": {"$like": "account*"}}, {"account_registered"}),
        ({"actorType": "ANONYMOUS"}, set()),
        ({"result": "FAIL"}, set()),
        ({"timestamp": {"$lt": "2000-01-01T00:00:00Z"}}, set()),
        ({"processDefinitionId": "citizen-letter"}, {"process_instance_started", "task_completed"}),
        ({"actorId": "hotline"}, {"process_instance_started", "task_completed"}),
    ],
)
def test_they_are_found_by_each_condition(either_api: ApiCity, letter: tuple[str, str], filter: Any, kinds: set[str]) -> None:
    assert {item["entityDescription"] for item in found(either_api, filter, page={"limit": 100})} == kinds


def test_a_page_goes_on_where_the_last_ended(either_api: ApiCity, letter: tuple[str, str]) -> None:
    asked = {"sort": [{"field": "timestamp", "order": "ASC"}]}
    whole = [item["auditLogKey"] for item in found(either_api, {}, page={"limit": 100}, **asked)]
    first = either_api.post(SEARCH, {"page": {"limit": 3}, **asked}, who="auditor")
    second = either_api.post(SEARCH, {"page": {"limit": 3, "after": first["page"]["endCursor"]}, **asked}, who="auditor")
    assert [item["auditLogKey"] for item in (*first["items"], *second["items"])] == whole[:6]


@pytest.mark.parametrize(
    "asked",
    [
        {"filter": {"userTaskKey": "1"}},
        {"filter": {"processInstanceKey": {"$in": ["1"]}}},
        {"filter": {"processInstanceKey": "x"}},
        {"filter": {"auditLogKey": "x"}},
        {"filter": {"operationType": "DANCE"}},
        {"sort": [{"field": "category"}]},
    ],
)
def test_what_is_not_supported_is_refused_and_named(either_api: ApiCity, asked: Any) -> None:
    assert either_api.post(SEARCH, asked, 400, who="auditor")["code"] in ("bad_filter", "bad_request")


@pytest.mark.parametrize("account", ["demo", "hotline", "inspection", "operator", "security"])
def test_nobody_but_an_auditor_reads_them(either_api: ApiCity, letter: tuple[str, str], account: str) -> None:
    either_api.post(SEARCH, {"filter": {"nothing": "1"}}, 403, who=account)
    for key in (str(int(letter[0]) + 1), "1", str(int(letter[0]) + 99)):
        either_api.get(f"/v2/audit-logs/{key}", 403, who=account)


def test_a_look_is_noted(either_api: ApiCity, letter: tuple[str, str]) -> None:
    found(either_api, {"processInstanceKey": letter[0]})
    last = either_api.rows("SELECT actor, body FROM access_event ORDER BY seq DESC LIMIT 1")[0]
    said = json.loads(last["body"])["facts"][0]
    assert (last["actor"], said["what"], said["caseKeys"]) == ("auditor", "events", [letter[0]])
