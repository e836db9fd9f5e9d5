"""Idempotency-Key over HTTP: the first answer is the only one. On both databases."""

import threading
from collections.abc import Callable

import pytest

from app.domain.rejection import Rejection
from tests.builders.small_processes import FILES
from tests.fixtures.api_city import ApiCity

START = {"processDefinitionId": "two-steps", "variables": {"n": 1}}


def cases(api: ApiCity) -> int:
    return int(api.rows("SELECT COUNT(*) AS n FROM process_instance")[0]["n"])


def test_a_start_sent_twice_is_one_case_and_one_answer(either_api: ApiCity) -> None:
    before = cases(either_api)
    first, second = (either_api.ask("POST", "/v2/process-instances", START, key="start twice") for _ in range(2))
    assert (first.status_code, first.data, first.content_type) == (second.status_code, second.data, second.content_type)
    assert cases(either_api) == before + 1


def test_the_same_key_with_another_request_is_422_whatever_differs(either_api: ApiCity) -> None:
    either_api.post("/v2/process-instances", START, key="other body")
    problem = either_api.post("/v2/process-instances", {**START, "variables": {"n": 2}}, 422, key="other body")
    assert problem["code"] == "idempotency_mismatch"
    either_api.post("/v2/messages/publication", START, 422, key="other body")
    either_api.post("/v2/process-instances?a=1", START, 422, key="other body")
    assert either_api.post("/v2/process-instances", START, key="other body")


def test_a_key_belongs_to_its_user(either_api: ApiCity) -> None:
    one = either_api.post("/v2/process-instances", START, key="whose")
    assert either_api.post("/v2/process-instances", START, key="whose", who="hotline") != one


def test_a_refusal_is_the_answer_for_ever(either_api: ApiCity) -> None:
    instance = either_api.start("two-steps")
    task = either_api.task(instance)
    body = {"variables": {"amount": 1}}
    either_api.post(f"/v2/user-tasks/{task}/assignment", {"assignee": "hotline"}, 204)
    refused = either_api.post(f"/v2/user-tasks/{task}/completion", body, 409, key="refused")
    assert either_api.ask("DELETE", f"/v2/user-tasks/{task}/assignee").status_code == 204
    assert either_api.post(f"/v2/user-tasks/{task}/completion", body, 409, key="refused") == refused
    either_api.post(f"/v2/user-tasks/{task}/completion", body, 204, key="another key")


def test_a_refusal_from_before_the_door_is_kept_too(either_api: ApiCity) -> None:
    asked = {"name": "reply", "correlationKey": "nobody yet"}
    refused = either_api.post("/v2/messages/correlation", asked, 404, key="too early")
    instance = either_api.start("waits", number="nobody yet")
    either_api.post(f"/v2/user-tasks/{either_api.task(instance)}/completion", {}, 204)
    assert either_api.post("/v2/messages/correlation", asked, 404, key="too early") == refused
    assert either_api.post("/v2/messages/correlation", asked)["processInstanceKey"] == instance


def test_a_bad_body_is_kept_as_refused_and_the_key_is_used_up(either_api: ApiCity) -> None:
    either_api.post("/v2/process-instances", {"nonsense": 1}, 400, key="bad body")
    either_api.post("/v2/process-instances", {"nonsense": 1}, 400, key="bad body")
    either_api.post("/v2/process-instances", START, 422, key="bad body")


def test_nobody_s_requests_and_a_store_that_is_away_are_never_kept(either_api: ApiCity, monkeypatch: pytest.MonkeyPatch) -> None:
    either_api.post("/v2/process-instances", START, 401, key="never kept", who=None)
    with monkeypatch.context() as away:
        unavailable = Rejection("store_unavailable", "The store cannot be written at the moment")
        away.setattr(either_api.duban.door, "_attempt", lambda *_: (_ for _ in ()).throw(unavailable))
        answer = either_api.ask("POST", "/v2/process-instances", START, key="never kept")
        assert (answer.status_code, answer.headers["Retry-After"]) == (503, "5")
    either_api.post("/v2/process-instances", START, key="never kept")


def test_too_many_letters_are_never_kept(make_api: Callable[..., ApiCity]) -> None:
    api = make_api()
    letter = {"topic": "t", "place": "p", "content": "c", "anonymous": True}
    for number in range(20):
        api.post("/casework/v1/public/letters", letter, 201, who=None, key=f"letter {number}")
    api.post("/casework/v1/public/letters", letter, 429, who=None, key="one too many")
    assert api.rows("SELECT key FROM idempotency WHERE key = 'one too many'") == []
    # The address may write no more, and what it wrote is still answered alike once it may.
    assert len(api.rows("SELECT key FROM idempotency WHERE account = 'public'")) == 20


@pytest.mark.parametrize("key", ["", "x" * 256, "a\tb"])
def test_a_key_that_cannot_be_meant_is_refused(api: ApiCity, key: str) -> None:
    response = api.ask("POST", "/v2/process-instances", START, headers={"Idempotency-Key": key})
    assert response.status_code == 400


def test_the_same_files_deployed_again_under_one_key_are_one_deployment(either_api: ApiCity) -> None:
    files = {"at-once.bpmn": FILES["at-once.bpmn"].replace("at once", "once again")}
    first, second = (either_api.deploy(files, key="deploy") for _ in range(2))
    assert first.status_code == 200
    assert first.data == second.data
    assert either_api.deploy({"at-once.bpmn": FILES["at-once.bpmn"]}, key="deploy").status_code == 422


@pytest.mark.parametrize("same_case", [True, False])
def test_of_requests_at_once_under_one_key_one_is_carried_out_and_all_get_its_answer(
    make_api: Callable[..., ApiCity], either_api: ApiCity, same_case: bool
) -> None:
    nodes = [either_api, *(make_api(beside=either_api) for _ in range(3))]
    for node in nodes:
        node.get("/v2/topology")
    task = either_api.task(either_api.start("two-steps"))
    path, body = (f"/v2/user-tasks/{task}/completion", {"variables": {"amount": 1}}) if same_case else ("/v2/process-instances", START)
    before, answers, gate = cases(either_api), [], threading.Barrier(len(nodes))

    def send(node: ApiCity) -> None:
        gate.wait()
        answer = node.ask("POST", path, body, key=f"at once {same_case}")
        answers.append((answer.status_code, answer.data))

    threads = [threading.Thread(target=send, args=(node,)) for node in nodes]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(answers) == len(nodes)
    assert len(set(answers)) == 1
    assert answers[0][0] in (200, 204)
    assert cases(either_api) == before + (0 if same_case else 1)


def test_the_clock_is_pinned_once_for_each_key(make_api: Callable[..., ApiCity]) -> None:
    api = make_api()
    now = int(api.duban.door.now().timestamp() * 1000)
    assert api.ask("PUT", "/v2/clock", {"timestamp": now + 1000}, key="pin").status_code == 204
    assert api.ask("PUT", "/v2/clock", {"timestamp": now + 5000}).status_code == 204
    assert api.ask("PUT", "/v2/clock", {"timestamp": now + 1000}, key="pin").status_code == 204
    assert int(api.duban.door.now().timestamp() * 1000) == now + 5000
