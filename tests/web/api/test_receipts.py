"""Papers received before they are entered, and late remarks, by /casework/v1."""

import io
from typing import Any

import pytest

from app.domain.instant import instant_text
from tests.builders.consultation import FORM, HEALTH, OBJECTS, consultation
from tests.builders.review import PROCESS, review
from tests.domain.city_time import at
from tests.fixtures.api_city import NOW, PASSWORD, ApiCity

BASE = "/casework/v1/cases"


@pytest.fixture(scope="module")
def lapsed(api: ApiCity) -> tuple[ApiCity, str, str, str]:
    """A case whose bureau stayed silent: number, key of the task, and of a scan; it is the morning after."""
    go_to(api, instant_text(NOW))
    assert api.deploy({"review.bpmn": review()}).status_code == 200
    case = api.start(PROCESS, topic="a bridge")
    api.post(f"/v2/user-tasks/{api.task(case)}/completion", {}, 204)
    number, task = api.number(case), api.task(case)
    upload = {"file": (io.BytesIO(b"%PDF-1.7\n1 0 obj\n"), "scan.pdf")}
    kept = api.client.post(f"{BASE}/{number}/documents", data=upload, auth=("hotline", PASSWORD))
    assert kept.status_code == 201
    go_to(api, instant_text(at("2026-12-02 09:00")))
    return api, number, task, kept.get_json()["key"]


def go_to(api: ApiCity, now: str) -> None:
    api.duban.door.keep(lambda store: store.run("UPDATE pinned_clock SET now = :now", now=now))


@pytest.mark.parametrize(
    ("change", "who", "status", "code"),
    [
        ({"receivedAt": "2026-12-02T09:01:00+08:00"}, "hotline", 400, "bad_request"),
        ({"receivedAt": "2026-11-24T17:00:00+08:00"}, "hotline", 400, "bad_request"),
        ({"receivedAt": "2026-12-01T17:30:00+08:00"}, "hotline", 409, "too_late"),
        ({"receivedAt": "2026-12-01T16:00:00"}, "hotline", 400, "bad_request"),
        ({"receivedAt": "yesterday"}, "hotline", 400, "bad_request"),
        ({"documentId": "1"}, "hotline", 400, "bad_request"),
        ({"reason": ""}, "hotline", 400, "bad_request"),
        ({"elementInstanceKey": "1"}, "hotline", 404, "not_found"),
        ({}, "handler-health", 403, "forbidden"),
        ({}, "legal", 404, "not_found"),
    ],
)
def test_a_receipt_is_refused_in_words(lapsed: Any, change: dict, who: str, status: int, code: str) -> None:
    api, number, task, proof = lapsed
    body = {"receivedAt": "2026-12-01T16:00:00+08:00", "reason": "at the gate", "documentId": proof, "elementInstanceKey": task, **change}
    assert api.post(f"{BASE}/{number}/receipts", body, status, who=who)["code"] == code


def test_a_late_remark_changes_nothing_and_a_proven_receipt_does(lapsed: Any) -> None:
    api, number, task, proof = lapsed
    remark = {"userTaskKey": task, "text": "we would have objected"}
    filed = api.post(f"{BASE}/{number}/late-remarks", remark, 201, who="handler-health")
    body = {"receivedAt": "2026-12-01T16:00:00+08:00", "reason": "at the gate", "documentId": proof}
    first, second = (api.post(f"{BASE}/{number}/receipts", body, 201, who="hotline", key="receipt-1") for _ in range(2))
    assert first == second == {"seq": filed["seq"] + 1}
    event = api.get(f"{BASE}/{number}/history")["items"][-1]
    assert (event["kind"], event["effectiveAt"], event["recordedAt"]) == (
        "receipt_recorded",
        "2026-12-01T08:00:00.000000Z",
        "2026-12-02T01:00:00.000000Z",
    )
    incidents = api.post("/v2/incidents/search", {"filter": {"state": "ACTIVE"}}, who="operator")["items"]
    assert [one["elementId"] for one in incidents] == ["answer"]
    assert api.post(f"{BASE}/{number}/late-remarks", remark, 409, who="handler-health")["code"] == "state_forbids"


def test_a_reply_is_entered_with_what_it_says_and_puts_the_data_right(api: ApiCity) -> None:
    go_to(api, instant_text(NOW))
    api.deploy({"consultation.bpmn": consultation(), "say.form": FORM})
    case = api.start("consultation", topic="a bridge", units=[HEALTH])
    number, task = api.number(case), api.task(case)
    upload = {"file": (io.BytesIO(b"%PDF-1.7\n1 0 obj\n"), "scan.pdf")}
    proof = api.client.post(f"{BASE}/{number}/documents", data=upload, auth=("hotline", PASSWORD)).get_json()["key"]
    go_to(api, instant_text(at("2026-12-02 09:00")))
    api.duban.door.fire_due(int(case))
    body = {"receivedAt": "2026-12-01T16:00:00+08:00", "reason": "at the gate", "documentId": proof, "elementInstanceKey": task}
    wrong = api.post(f"{BASE}/{number}/receipts", {**body, "answers": {"reply": "object"}}, 400, who="hotline")
    assert wrong["code"] == "bad_answers"
    api.post(f"{BASE}/{number}/receipts", {**body, "answers": OBJECTS}, 201, who="hotline")
    (incident,) = api.post("/v2/incidents/search", {"filter": {"state": "ACTIVE", "processInstanceKey": case}}, who="operator")["items"]
    key = incident["incidentKey"]
    assert api.post(f"/v2/incidents/{key}/resolution", {}, 409, who="operator")["code"] == "state_forbids"
    right = {"incidentKey": key, "reason": "as it wrote", "stands": True}
    assert api.post(f"{BASE}/{number}/reply-corrections", right, 403, who="hotline")["code"] == "forbidden"
    done = api.post(f"{BASE}/{number}/reply-corrections", right, 201, who="operator")
    event = api.get(f"{BASE}/{number}/history")["items"][-1]
    assert (event["seq"], event["kind"]) == (done["seq"], "reply_put_right")
    other = {**right, "unchanged": True}
    assert api.post(f"{BASE}/{number}/reply-corrections", other, 409, who="operator")["code"] == "incident_resolved"
