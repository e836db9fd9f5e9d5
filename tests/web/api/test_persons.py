"""Supervisors see every case and never who complained, by whatever name they ask; each look leaves a trace. On both databases."""

import json
from typing import Any

import pytest

from tests.fixtures.api_city import ApiCity

NAME, CONTACT = "王小明-who-wrote", "13800000000"


@pytest.fixture
def letter(either_api: ApiCity) -> str:
    return either_api.start("two-steps", name=NAME, contact=CONTACT, topic="street light", sender={"name": NAME, "kind": "citizen"})


def names(api: ApiCity, who: str, letter: str) -> set[str]:
    found = api.post("/v2/variables/search", {"filter": {"processInstanceKey": letter}}, who=who)["items"]
    return {variable["name"] for variable in found}


def noted(api: ApiCity) -> int:
    return int(api.rows("SELECT COUNT(*) AS n FROM access_event WHERE kind = 'personal_data_read'")[0]["n"])


@pytest.mark.parametrize("who", ["inspection", "supervision"])
def test_a_supervisor_finds_no_name_by_the_search_of_variables(either_api: ApiCity, letter: str, who: str) -> None:
    before = noted(either_api)
    assert {"topic"} <= names(either_api, who, letter)
    assert names(either_api, who, letter).isdisjoint({"name", "contact"})
    assert noted(either_api) == before + 2
    for name, value in (("name", NAME), ("contact", CONTACT)):
        asked = {"filter": {"name": name, "value": json.dumps(value, ensure_ascii=False)}}
        assert either_api.post("/v2/variables/search", asked, who=who)["items"] == []


def test_those_who_work_on_the_case_its_owner_and_the_auditor_find_it(either_api: ApiCity, letter: str) -> None:
    for who in ("hotline", "auditor", "demo"):
        assert {"name", "contact"} <= names(either_api, who, letter)


def test_a_variable_of_which_the_key_is_known_is_as_unknown(either_api: ApiCity, letter: str) -> None:
    (row,) = either_api.rows("SELECT key FROM variable WHERE case_key = :case AND name = 'name'", case=int(letter))
    either_api.get(f"/v2/variables/{row['key']}", who="hotline")
    either_api.get(f"/v2/variables/{row['key']}", 404, who="inspection")


def test_a_supervisor_cannot_find_a_case_by_the_name(either_api: ApiCity, letter: str) -> None:
    def cases(who: str, **wanted: str) -> list[Any]:
        asked = [{"name": name, "value": json.dumps(value, ensure_ascii=False)} for name, value in wanted.items()]
        found = either_api.post("/v2/process-instances/search", {"filter": {"processInstanceKey": letter, "variables": asked}}, who=who)
        tasks = {"filter": {"processInstanceKey": letter, "processInstanceVariables": asked}}
        return [len(found["items"]), len(either_api.post("/v2/user-tasks/search", tasks, who=who)["items"])]

    assert cases("hotline", name=NAME) == [1, 1]
    assert cases("inspection", name=NAME) == [0, 0]
    assert cases("inspection", topic="street light") == [1, 1]


def test_an_expression_sees_no_name_for_a_supervisor(either_api: ApiCity, letter: str) -> None:
    asked = {"expression": '=if name = null then "hidden" else name', "scopeKey": letter}
    assert either_api.post("/v2/expression/evaluation", asked, who="hotline")["result"] == NAME
    assert either_api.post("/v2/expression/evaluation", asked, who="inspection")["result"] == "hidden"


def test_the_history_tells_a_supervisor_no_name(either_api: ApiCity, letter: str) -> None:
    path = f"/casework/v1/cases/{either_api.number(letter)}/history"
    told = {who: json.dumps(either_api.get(path, who=who), ensure_ascii=False) for who in ("hotline", "inspection")}
    assert NAME in told["hotline"]
    assert CONTACT in told["hotline"]
    assert CONTACT not in told["inspection"]
    assert "street light" in told["inspection"]


def test_a_token_that_is_no_good_is_noted_with_whose_it_was_once_a_minute(either_api: ApiCity) -> None:
    before = len(either_api.rows("SELECT seq FROM access_event"))
    for token in ("dbn_never-made", "dbn_never-made", "another"):
        assert either_api.client.get("/v2/topology", headers={"Authorization": f"Bearer {token}"}).status_code == 401
    rows = either_api.rows("SELECT actor, body FROM access_event WHERE seq > :before ORDER BY seq", before=before)
    found = [(row["actor"], json.loads(row["body"])["facts"][0]) for row in rows]
    said = {"fact": "sign_in_refused", "how": "token", "why": "unknown token", "address": "127.0.0.1"}
    assert found == [("public", said)] * 2
    assert "never-made" not in str(rows)
