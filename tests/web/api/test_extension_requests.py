"""Extensions over /casework/v1: asked for, listed, withdrawn, refused in words, and each request once under its key."""

from typing import Any

import pytest

from tests.builders.commission import PROCESS, commission, extension_files
from tests.fixtures.api_city import ApiCity

ASKED = {"days": 3, "reason": "检测报告还没有出来", "measures": "已加急"}
WHO = "handler-health"


@pytest.fixture(scope="module")
def deployed(either_api: ApiCity) -> ApiCity:
    answer = either_api.deploy({"commission.bpmn": commission(), **extension_files()})
    assert answer.status_code == 200, answer.get_data(as_text=True)
    return either_api


def begun(api: ApiCity) -> str:
    """Start a commission on Tuesday 24 November and return its address: 7 working days end on Thursday 3 December."""
    return f"/casework/v1/cases/{api.number(api.start(PROCESS, topic='x'))}"


def test_a_request_is_asked_for_listed_and_decided(deployed: ApiCity) -> None:
    case = begun(deployed)
    made = deployed.post(f"{case}/extension-requests", ASKED, 201, who=WHO)
    (item,) = deployed.get(f"{case}/extension-requests", who=WHO)["items"]
    assert item == {
        "requestKey": made["key"],
        "deadlineKey": deployed.get(f"{case}/deadlines", who=WHO)["items"][0]["deadlineKey"],
        "state": "asked",
        "number": 1,
        "deadlineOn": "2026-12-03",
        "newDate": "2026-12-08",
        "days": 3,
        "reason": ASKED["reason"],
        "measures": ASKED["measures"],
        "approver": "office-director",
        "userTaskKey": item["userTaskKey"],
        "askedAt": "2026-11-24T02:42:00.000000Z",
        "askedBy": WHO,
        "endedAt": None,
        "decidedBy": None,
        "decisionReason": None,
        "grantedDate": None,
    }
    answers = {"decision": "approve", "newDate": "2026-12-10"}
    deployed.post(f"/v2/user-tasks/{item['userTaskKey']}/completion", {"variables": answers}, 204, who="director")
    (granted,) = deployed.get(f"{case}/extension-requests", who=WHO)["items"]
    assert (granted["state"], granted["decidedBy"], granted["newDate"], granted["grantedDate"]) == (
        "granted",
        "director",
        "2026-12-08",
        "2026-12-10",
    )
    (deadline, *_) = deployed.get(f"{case}/deadlines", who=WHO)["items"]
    assert (deadline["deadlineAt"], deadline["originalAt"]) == ("2026-12-10T09:30:00.000000Z", "2026-12-03T09:30:00.000000Z")


def test_the_same_request_under_one_key_is_made_once(deployed: ApiCity) -> None:
    case = begun(deployed)
    first = deployed.ask("POST", f"{case}/extension-requests", ASKED, who=WHO, key="ask-once")
    again = deployed.ask("POST", f"{case}/extension-requests", ASKED, who=WHO, key="ask-once")
    assert (first.status_code, again.status_code, first.get_json()) == (201, 201, again.get_json())
    assert len(deployed.get(f"{case}/extension-requests", who=WHO)["items"]) == 1
    other = deployed.ask("POST", f"{case}/extension-requests", {**ASKED, "days": 4}, who=WHO, key="ask-once")
    assert other.status_code == 422


def test_a_request_is_withdrawn_with_a_reason(deployed: ApiCity) -> None:
    case = begun(deployed)
    key = deployed.post(f"{case}/extension-requests", ASKED, 201, who=WHO)["key"]
    address = f"{case}/extension-requests/{key}/withdrawal"
    assert deployed.post(address, {"reason": " "}, 400, who=WHO)["code"] == "bad_request"
    deployed.post(address, {"reason": "不需要了"}, 204, who=WHO)
    assert deployed.get(f"{case}/extension-requests", who=WHO)["items"][0]["state"] == "withdrawn"
    assert deployed.post(address, {"reason": "不需要了"}, 409, who=WHO)["code"] == "state_forbids"
    other = begun(deployed)
    assert deployed.post(f"{other}/extension-requests/{key}/withdrawal", {"reason": "x"}, 404, who=WHO)["code"] == "not_found"


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ({**ASKED, "days": None}, 400, "bad_request"),
        ({"days": 3, "reason": "x"}, 400, "bad_request"),
        ({**ASKED, "days": "three"}, 400, "bad_request"),
        ({**ASKED, "note": "x"}, 400, "bad_request"),
        ({**ASKED, "deadlineKey": "soon"}, 400, "bad_request"),
        ({**ASKED, "deadlineKey": "7"}, 404, "not_found"),
        ({**ASKED, "days": None, "newDate": "2026-12-03"}, 400, "bad_answers"),
        ({**ASKED, "days": None, "newDate": "2020-01-01"}, 400, "bad_answers"),
        ({**ASKED, "days": None, "newDate": "soon"}, 400, "bad_answers"),
        ({**ASKED, "days": 0}, 400, "bad_answers"),
    ],
)
def test_what_says_nothing_that_could_be_granted_is_refused(deployed: ApiCity, body: dict[str, Any], status: int, code: str) -> None:
    case = begun(deployed)
    assert deployed.post(f"{case}/extension-requests", body, status, who=WHO)["code"] == code
    assert deployed.get(f"{case}/extension-requests", who=WHO)["items"] == []


def test_who_may_not_ask_is_told_that_whatever_the_body_says(deployed: ApiCity) -> None:
    case = begun(deployed)
    for body in (ASKED, {}, {"nonsense": 1}):
        assert deployed.post(f"{case}/extension-requests", body, 403, who="operator")["code"] == "forbidden"
        assert deployed.post(f"{case}/extension-requests", body, 404, who="legal")["code"] == "not_found"


def test_a_stopped_deadline_is_refused_in_words_and_the_approver_waits_with_it(deployed: ApiCity) -> None:
    case = begun(deployed)
    deployed.post(f"{case}/extension-requests", ASKED, 201, who=WHO)
    deployed.post(f"{case}/clock/suspension", {"reason": "专家评审", "deadlineKey": deadline_key(deployed, case)}, who=WHO)
    states = {one["elementId"]: one["state"] for one in deployed.get(f"{case}/deadlines", who=WHO)["items"]}
    assert states == {"work": "suspended", "decide": "suspended"}
    task = deployed.get(f"{case}/extension-requests", who=WHO)["items"][0]["userTaskKey"]
    refused = deployed.post(
        f"/v2/user-tasks/{task}/completion", {"variables": {"decision": "approve", "newDate": "2026-12-10"}}, 409, who="director"
    )
    assert refused["code"] == "deadline_suspended"
    other = begun(deployed)
    deployed.post(f"{other}/clock/suspension", {"reason": "专家评审", "deadlineKey": deadline_key(deployed, other)}, who=WHO)
    assert deployed.post(f"{other}/extension-requests", {**ASKED, "deadlineKey": deadline_key(deployed, other)}, 409, who=WHO)["code"] == (
        "deadline_suspended"
    )


def deadline_key(api: ApiCity, case: str) -> str:
    return next(str(one["deadlineKey"]) for one in api.get(f"{case}/deadlines", who=WHO)["items"] if one["elementId"] == "work")
