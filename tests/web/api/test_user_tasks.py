"""User tasks over /v2, on both databases where the database has a say."""

import pytest

from tests.fixtures.api_city import ApiCity


@pytest.fixture
def task(api: ApiCity) -> str:
    return api.task(api.start("two-steps"))


def test_a_task_is_shown_with_every_published_field(api: ApiCity, task: str) -> None:
    shown = api.get(f"/v2/user-tasks/{task}")
    assert shown["candidateGroups"] == ["hotline"]
    assert shown["formKey"].isdigit()
    assert shown["creationDate"] == "2026-11-24T02:42:00.000000Z"
    assert {name for name, value in shown.items() if value is None} == {
        "assignee",
        "completionDate",
        "dueDate",
        "followUpDate",
        "externalFormReference",
    }
    assert (shown["state"], shown["priority"], shown["customHeaders"], shown["tags"]) == ("CREATED", 50, {}, [])


def test_completing_a_task_takes_the_case_on_and_writes_its_answers(either_api: ApiCity) -> None:
    instance = either_api.start("two-steps")
    task = either_api.task(instance)
    either_api.post(f"/v2/user-tasks/{task}/completion", {"variables": {"amount": 5, "approved": True}}, 204, who="hotline")
    done = either_api.get(f"/v2/user-tasks/{task}")
    assert (done["state"], done["assignee"]) == ("COMPLETED", "hotline")
    found = either_api.post("/v2/variables/search", {"filter": {"processInstanceKey": instance, "name": "amount"}})
    assert [one["value"] for one in found["items"]] == ["5"]
    assert either_api.task(instance) != task


def test_a_finished_task_keeps_the_candidates_that_it_had_at_last(either_api: ApiCity) -> None:
    instance = either_api.start("two-steps")
    plain = either_api.task(instance)
    either_api.post(f"/v2/user-tasks/{plain}/completion", {"variables": {"amount": 5, "approved": True}}, 204, who="hotline")
    second = either_api.task(instance)
    wider = {"candidateGroups": ["legal-office", "hotline"], "candidateUsers": ["inspection"]}
    assert either_api.ask("PATCH", f"/v2/user-tasks/{second}", {"changeset": wider}).status_code == 204
    either_api.post(f"/v2/process-instances/{instance}/cancellation", None, 204)
    asked = {"filter": {"processInstanceKey": instance}, "sort": [{"field": "creationDate"}]}
    found = {task["userTaskKey"]: task for task in either_api.post("/v2/user-tasks/search", asked)["items"]}
    assert (found[plain]["state"], found[plain]["candidateGroups"], found[plain]["candidateUsers"]) == ("COMPLETED", ["hotline"], [])
    assert found[second]["state"] == "CANCELED"
    for shown in (found[second], either_api.get(f"/v2/user-tasks/{second}")):
        assert (shown["candidateGroups"], shown["candidateUsers"]) == (["hotline", "legal-office"], ["inspection"])


@pytest.mark.parametrize(
    ("variables", "named"),
    [
        ({"amount": 5, "why": "hidden below 100"}, "why"),
        ({"amount": 5, "unknown": 1}, "unknown"),
        ({"amount": "many"}, "amount"),
        ({}, "amount"),
        ({"amount": 5, "case": 1}, "case"),
        ({"amount": 5, "deadline": 1}, "deadline"),
    ],
)
def test_an_answer_that_the_form_does_not_take_is_refused_by_its_name(api: ApiCity, task: str, variables: dict, named: str) -> None:
    problem = api.post(f"/v2/user-tasks/{task}/completion", {"variables": variables}, 400)
    assert problem["code"] == "bad_answers"
    assert list(problem["fieldErrors"]) == [named]
    assert named in problem["detail"]
    assert api.get(f"/v2/user-tasks/{task}")["state"] == "CREATED"


def test_a_field_may_be_answered_as_soon_as_it_is_visible(api: ApiCity, task: str) -> None:
    api.post(f"/v2/user-tasks/{task}/completion", {"variables": {"amount": 100, "why": "much"}}, 204)


def test_a_task_without_a_form_takes_any_names_but_the_reserved(api: ApiCity) -> None:
    instance = api.start("stuck", ready=True)
    problem = api.post(f"/v2/user-tasks/{api.task(instance)}/completion", {"variables": {"now": 1}}, 400)
    assert list(problem["fieldErrors"]) == ["now"]
    api.post(f"/v2/user-tasks/{api.task(instance)}/completion", {"variables": {"whatever": {"a": [1, None]}}}, 204)


def test_who_may_not_see_a_task_is_told_so_whatever_the_body_says(api: ApiCity, task: str) -> None:
    for body in ({"variables": 5}, {"nonsense": 1}, {"variables": {"amount": 1}}):
        assert api.ask("POST", f"/v2/user-tasks/{task}/completion", body, who="legal").status_code == 404
    bad = api.client.post(f"/v2/user-tasks/{task}/completion", data=b"{", auth=("legal", "duban-demo-2026"))
    assert bad.status_code == 404
    assert api.ask("POST", f"/v2/user-tasks/{task}/completion", {"variables": 5}, who="operator").status_code == 403
    assert api.ask("POST", f"/v2/user-tasks/{task}/completion", {"variables": 5}, who="hotline").status_code == 400
    assert api.ask("POST", f"/v2/user-tasks/{task}/completion", {"variables": 5}, who=None).status_code == 401


def test_a_completed_task_is_a_conflict_that_says_by_whom_and_when(api: ApiCity, task: str) -> None:
    api.post(f"/v2/user-tasks/{task}/completion", {"variables": {"amount": 1}}, 204, who="hotline")
    problem = api.post(f"/v2/user-tasks/{task}/completion", {"variables": {"amount": 1}}, 409)
    assert problem["code"] == "task_completed"
    assert "李敏" in problem["detail"]


def test_a_task_is_assigned_released_and_not_taken_from_its_holder(api: ApiCity, task: str) -> None:
    api.post(f"/v2/user-tasks/{task}/assignment", {"assignee": "hotline"}, 204, who="hotline")
    problem = api.post(f"/v2/user-tasks/{task}/assignment", {"assignee": "demo", "allowOverride": False}, 409)
    assert problem["code"] == "task_claimed"
    assert problem["holder"] == "李敏"
    assert api.ask("DELETE", f"/v2/user-tasks/{task}/assignee", who="hotline").status_code == 204
    assert api.ask("DELETE", f"/v2/user-tasks/{task}/assignee", who="hotline").status_code == 409
    assert api.post(f"/v2/user-tasks/{task}/assignment", {"assignee": "nobody-of-that-name"}, 400)["code"] == "bad_request"
    assert api.post(f"/v2/user-tasks/{task}/assignment", {}, 400)["detail"].startswith("Expected assignee")


def test_a_changeset_changes_what_it_names_and_leaves_the_rest(either_api: ApiCity) -> None:
    task = either_api.task(either_api.start("two-steps"))
    changed = {"dueDate": "2026-12-01T09:00:00+08:00", "priority": 80, "candidateGroups": ["hotline", "legal-office"], "followUpDate": None}
    assert either_api.ask("PATCH", f"/v2/user-tasks/{task}", {"changeset": changed}).status_code == 204
    shown = either_api.get(f"/v2/user-tasks/{task}")
    assert (shown["dueDate"], shown["priority"], shown["followUpDate"]) == ("2026-12-01T01:00:00.000000Z", 80, None)
    assert shown["candidateGroups"] == ["hotline", "legal-office"]
    assert either_api.get(f"/v2/user-tasks/{task}", who="legal")["userTaskKey"] == task
    assert either_api.ask("PATCH", f"/v2/user-tasks/{task}", {"changeset": {"dueDate": "", "candidateGroups": []}}).status_code == 204
    shown = either_api.get(f"/v2/user-tasks/{task}")
    assert (shown["dueDate"], shown["candidateGroups"], shown["priority"]) == (None, [], 80)


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"changeset": {}},
        {"changeset": {"priority": 101}},
        {"changeset": {"dueDate": "soon"}},
        {"changeset": {"name": "x"}},
        {"changeset": {"candidateUsers": [1]}},
        {"changeset": []},
    ],
)
def test_a_changeset_that_cannot_be_meant_is_refused(api: ApiCity, task: str, body: dict) -> None:
    assert api.ask("PATCH", f"/v2/user-tasks/{task}", body).status_code == 400
    assert api.ask("PATCH", f"/v2/user-tasks/{task}", body, who="legal").status_code == 404


def test_the_form_of_a_task_is_its_schema_and_a_task_without_one_has_no_content(api: ApiCity, task: str) -> None:
    shown = api.get(f"/v2/user-tasks/{task}/form")
    assert shown["formId"] == "asked"
    assert '"amount"' in shown["schema"]
    assert shown == api.get(f"/v2/forms/{shown['formKey']}")
    other = api.task(api.start("stuck", ready=False))
    assert api.ask("GET", f"/v2/user-tasks/{other}/form").status_code == 204


def test_variables_are_seen_scope_by_scope_and_the_nearest_of_each_name(api: ApiCity) -> None:
    task = api.task(api.start("two-steps", own=2, wide=3))
    every = api.post(f"/v2/user-tasks/{task}/variables/search", {"sort": [{"field": "value"}]})["items"]
    assert [(one["name"], one["value"]) for one in every] == [("own", "1"), ("own", "2"), ("wide", "3")]
    nearest = api.post(f"/v2/user-tasks/{task}/effective-variables/search", {"sort": [{"field": "name"}]})["items"]
    assert [(one["name"], one["value"], one["scopeKey"] == task) for one in nearest] == [("own", "1", True), ("wide", "3", False)]
    assert api.post(f"/v2/user-tasks/{task}/variables/search", {"filter": {"scopeKey": "1"}}, 400)["code"] == "bad_request"
    assert api.post(f"/v2/user-tasks/{task}/effective-variables/search", {"page": {"after": "WzFd"}}, 400)["code"] == "bad_request"
