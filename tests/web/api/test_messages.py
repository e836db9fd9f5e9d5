"""Messages over /v2: published, kept for their taker, correlated at once. On both databases."""

import threading
from collections.abc import Callable

import pytest

from tests.fixtures.api_city import ApiCity


def publish(api: ApiCity, name: str, key: str = "", **more: object) -> str:
    return str(api.post("/v2/messages/publication", {"name": name, "correlationKey": key, **more})["messageKey"])


def names_of_open_tasks(api: ApiCity, instance: str) -> list[str]:
    found = api.post("/v2/user-tasks/search", {"filter": {"processInstanceKey": instance, "state": "CREATED"}})
    return [task["elementId"] for task in found["items"]]


def wait_for(api: ApiCity, number: str) -> str:
    """Start a case and bring it to where it waits for the message `reply` with that key."""
    instance = api.start("waits", number=number)
    api.post(f"/v2/user-tasks/{api.task(instance)}/completion", {}, 204)
    return instance


def test_a_message_reaches_the_case_that_waits_with_its_key(either_api: ApiCity) -> None:
    one, other = wait_for(either_api, "p-1"), wait_for(either_api, "p-2")
    publish(either_api, "reply", "p-2", variables={"said": "yes"})
    assert names_of_open_tasks(either_api, other) == ["after"]
    assert names_of_open_tasks(either_api, one) == []
    found = either_api.post("/v2/variables/search", {"filter": {"processInstanceKey": other, "name": "said"}})["items"]
    assert [variable["value"] for variable in found] == ['"yes"']


def test_a_message_that_lives_waits_for_the_subscription_that_opens_later(either_api: ApiCity) -> None:
    publish(either_api, "reply", "later-1", timeToLive=60_000)
    assert names_of_open_tasks(either_api, wait_for(either_api, "later-1")) == ["after"]
    # It was taken: the next one who waits with the same key gets nothing.
    assert names_of_open_tasks(either_api, wait_for(either_api, "later-1")) == []


def test_a_message_without_time_to_live_is_gone_when_nobody_waits(either_api: ApiCity) -> None:
    publish(either_api, "reply", "gone-1")
    assert names_of_open_tasks(either_api, wait_for(either_api, "gone-1")) == []


def test_a_message_outlives_its_time_by_no_instant(make_api: Callable[..., ApiCity]) -> None:
    api = make_api()
    publish(api, "reply", "old-1", timeToLive=1_000)
    now = int(api.duban.door.now().timestamp() * 1000)
    assert api.ask("PUT", "/v2/clock", {"timestamp": now + 1_000}).status_code == 204
    assert names_of_open_tasks(api, wait_for(api, "old-1")) == []


def test_two_messages_of_one_name_and_key_reach_two_cases_in_their_order(either_api: ApiCity) -> None:
    publish(either_api, "reply", "two-1", timeToLive=60_000, variables={"n": 1})
    publish(either_api, "reply", "two-1", timeToLive=60_000, variables={"n": 2})
    values = []
    for _ in range(2):
        found = {"filter": {"processInstanceKey": wait_for(either_api, "two-1"), "name": "n"}}
        values += [variable["value"] for variable in either_api.post("/v2/variables/search", found)["items"]]
    assert values == ["1", "2"]


def test_an_id_is_taken_while_its_message_lives_and_only_for_its_name_and_key(make_api: Callable[..., ApiCity]) -> None:
    api = make_api()
    body = {"name": "reply", "correlationKey": "id-1", "timeToLive": 5_000, "messageId": "m1"}
    api.post("/v2/messages/publication", body)
    assert api.post("/v2/messages/publication", body, 409)["code"] == "duplicate_message"
    api.post("/v2/messages/publication", {**body, "correlationKey": "id-2"})
    api.post("/v2/messages/publication", {**body, "messageId": "m2"})
    now = int(api.duban.door.now().timestamp() * 1000)
    api.ask("PUT", "/v2/clock", {"timestamp": now + 5_000})
    api.post("/v2/messages/publication", body)


def test_a_message_start_event_starts_one_case_with_the_message_s_variables(either_api: ApiCity) -> None:
    publish(either_api, "arrival", "", variables={"from": "start-1"})
    found = either_api.post("/v2/process-instances/search", {"filter": {"variables": [{"name": "from", "value": '"start-1"'}]}})["items"]
    assert [one["processDefinitionId"] for one in found] == ["by-message"]


def test_correlation_answers_the_case_it_reached_and_404_where_nothing_waits(either_api: ApiCity) -> None:
    instance = wait_for(either_api, "c-1")
    body = {"name": "reply", "correlationKey": "c-1", "variables": {"said": 1}}
    answer = either_api.post("/v2/messages/correlation", body, key="correlate c-1")
    assert answer["processInstanceKey"] == instance
    assert names_of_open_tasks(either_api, instance) == ["after"]
    assert either_api.post("/v2/messages/correlation", body, key="correlate c-1") == answer
    assert either_api.post("/v2/messages/correlation", body, 404)["code"] == "not_found"
    started = either_api.post("/v2/messages/correlation", {"name": "arrival"})
    assert names_of_open_tasks(either_api, started["processInstanceKey"]) == ["look"]


def test_who_may_not_send_messages_learns_nothing_of_who_waits(api: ApiCity) -> None:
    wait_for(api, "secret-1")
    for key in ("secret-1", "secret-2"):
        assert api.ask("POST", "/v2/messages/correlation", {"name": "reply", "correlationKey": key}, who="legal").status_code == 404
    assert api.ask("POST", "/v2/messages/correlation", {"name": "arrival"}, who="legal").status_code == 404
    assert api.ask("POST", "/v2/messages/publication", {"nonsense": 1}, who="legal").status_code == 403


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"name": ""},
        {"name": 1},
        {"name": "a", "timeToLive": -1},
        {"name": "a", "timeToLive": "5"},
        {"name": "a", "variables": [1]},
        {"name": "a", "businessId": "x"},
        {"name": "a", "tenantId": "x"},
        {"name": "a", "variables": {"case": 1}},
    ],
)
def test_a_message_that_cannot_be_meant_is_refused_and_not_kept(api: ApiCity, body: dict) -> None:
    before = len(api.rows("SELECT key FROM message"))
    api.post("/v2/messages/publication", body, 400)
    assert len(api.rows("SELECT key FROM message")) == before


@pytest.mark.postgresql
def test_a_message_is_taken_once_however_many_nodes_deliver_it(make_api: Callable[..., ApiCity]) -> None:
    api = make_api("postgresql")
    nodes = [api, make_api(beside=api), make_api(beside=api)]
    instances = [wait_for(api, "many") for _ in range(4)]
    # Published by the door's own means, so that nobody delivers it yet.
    from app.domain.actor import Actor
    from app.service.publish_message import PublishMessage

    api.duban.door._execute(PublishMessage("reply", "many", 60_000), Actor("demo", everything=True))
    threads = [threading.Thread(target=node.duban.door.deliver_messages) for node in nodes]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(len(names_of_open_tasks(api, instance)) for instance in instances) == [0, 0, 0, 1]
