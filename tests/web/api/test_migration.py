"""Taking process instances to another version of their process over /v2."""

from typing import Any

import pytest

from app.audit.replay import replay
from tests.builders.drawing import boundary, el, end, ext, path, process, properties, start, sub, user, z
from tests.fixtures.api_city import ApiCity

TIMER = "<bpmn:timerEventDefinition><bpmn:timeDate>=deadline</bpmn:timeDate></bpmn:timerEventDefinition>"
LAW = properties(deadline__length="7", deadline__article="11", deadline__silence="consent")


def permit(*inside: str, process_id: str = "permit", said: str = "") -> bytes:
    return process(process_id, ext(properties(owner="hotline")), start(), *inside, name=f"Permit {said}")


def look(id: str = "look") -> str:
    return user(id, z("assignmentDefinition", candidateGroups="hotline"), LAW, name="Look at it")


STEPS = (look(), boundary("silent", "look", TIMER), end(), end("deemed"), path("s look e"), path("silent deemed"))
FIRST = permit(*STEPS)
SECOND = permit(
    look(), boundary("silent", "look", TIMER), user("tell", z("assignmentDefinition", candidateGroups="hotline"), name="Tell"),
    end(), end("deemed"), path("s look tell e"), path("silent deemed"),
)  # fmt: skip
OTHER_ID = permit(look("view"), boundary("silent", "view", TIMER), end(), end("deemed"), path("s view e"), path("silent deemed"))
PART = sub(
    "part", start("ps"), look(), boundary("silent", "look", TIMER), end("pe"), end("deemed"), path("ps look pe") + path("silent deemed")
)
INSIDE = permit(PART, end(), path("s part e"))
WITHOUT_TIMER = permit(
    user("look", z("assignmentDefinition", candidateGroups="hotline"), name="Look at it"), end(), path("s look e"), said="no limit"
)
OTHER_KIND = permit(el("manualTask", "look"), end(), path("s look e"), said="by hand")


def deployed(api: ApiCity, raw: bytes, name: str = "permit.bpmn") -> str:
    answer = api.deploy({name: raw})
    assert answer.status_code == 200, answer.get_data(as_text=True)
    return str(answer.get_json()["deployments"][0]["processDefinition"]["processDefinitionKey"])


def one(*pairs: tuple[str, str]) -> list[dict[str, str]]:
    return [{"sourceElementId": source, "targetElementId": target} for source, target in pairs]


LOOK = one(("look", "look"))


@pytest.fixture
def case(either_api: ApiCity) -> str:
    deployed(either_api, FIRST)
    return either_api.start("permit")


def state(api: ApiCity, case: str) -> dict[str, Any]:
    """What must stay: the deadline, the task with who has it, its draft, the comments."""
    return {
        "deadline": api.rows(
            "SELECT key, state, started_at, deadline_at, light, detail FROM deadline WHERE case_key = :key", key=int(case)
        ),
        "task": api.rows(
            "SELECT key, assignee, form_id, created_at, deadline_at, priority FROM user_task WHERE case_key = :key", key=int(case)
        ),
        "draft": api.rows("SELECT content FROM draft"),
        "due": api.rows("SELECT next_due_at FROM case_state WHERE case_key = :key", key=int(case)),
    }


def test_a_case_goes_on_by_the_other_version_with_its_deadline_and_its_task(either_api: ApiCity, case: str) -> None:
    api = either_api
    api.post(f"/v2/user-tasks/{api.task(case)}/assignment", {"assignee": "hotline"}, 204)
    before, target = state(api, case), deployed(api, SECOND)
    said = {"targetProcessDefinitionKey": target, "mappingInstructions": LOOK, "operationReference": 7, "reason": "telling was missing"}
    api.post(f"/v2/process-instances/{case}/migration", said, 204, who="operator")
    assert state(api, case) == before
    shown = api.get(f"/v2/process-instances/{case}")
    assert (shown["processDefinitionKey"], shown["processDefinitionVersion"]) == (target, 2)
    task = api.get(f"/v2/user-tasks/{api.task(case)}")
    assert (task["elementId"], task["assignee"], task["processDefinitionKey"]) == ("look", "hotline", target)
    assert api.post("/v2/process-instances/search", {"filter": {"processDefinitionKey": target}})["page"]["totalItems"] == 1
    (event,) = api.post("/v2/audit-logs/search", {"filter": {"processInstanceKey": case, "operationType": "MIGRATE"}}, who="auditor")[
        "items"
    ]
    assert (event["actorId"], event["entityType"]) == ("operator", "PROCESS_INSTANCE")
    api.post(f"/v2/user-tasks/{api.task(case)}/completion", {}, 204, who="hotline")
    assert api.get(f"/v2/user-tasks/{api.task(case)}")["elementId"] == "tell"
    with api.duban.database.read() as store:
        again = replay(store, api.duban.door.surroundings, int(case))
    assert (again.verdict, again.words) == ("verified", "")


def test_an_element_with_another_id_is_named_by_the_mapping(either_api: ApiCity, case: str) -> None:
    api, before = either_api, state(either_api, case)
    target = deployed(api, OTHER_ID)
    path = f"/v2/process-instances/{case}/migration"
    refused = api.post(path, {"targetProcessDefinitionKey": target, "mappingInstructions": LOOK}, 400, who="operator")
    assert "look" in refused["detail"]
    api.post(path, {"targetProcessDefinitionKey": target, "mappingInstructions": one(("look", "view"))}, 204, who="operator")
    after = state(api, case)
    for kept in ("task", "due"):
        assert after[kept] == before[kept]
    assert [row["deadline_at"] for row in after["deadline"]] == [row["deadline_at"] for row in before["deadline"]]
    assert api.rows("SELECT element_id FROM deadline WHERE case_key = :key", key=int(case)) == [{"element_id": "view"}]
    assert api.get(f"/v2/user-tasks/{api.task(case)}")["elementId"] == "view"


@pytest.mark.parametrize(
    ("raw", "mapping", "status", "words"),
    [
        (SECOND, [], 409, "Expected a mapping for the element look"),
        (SECOND, one(("look", "nothing")), 400, "nothing"),
        (SECOND, one(("nothing", "look")), 400, "nothing"),
        (SECOND, [*LOOK, *LOOK], 400, "look"),
        (SECOND, [{"sourceElementId": "look"}], 400, "mappingInstructions[0]"),
        (SECOND, [{"sourceElementId": "look", "targetElementId": "look", "more": "x"}], 400, "mappingInstructions[0]"),
        (SECOND, "look", 400, "mappingInstructions"),
        (SECOND, one(("look", "e")), 409, "user task"),
        (INSIDE, LOOK, 409, "inside part"),
        (WITHOUT_TIMER, LOOK, 409, "silent"),
        (OTHER_KIND, LOOK, 409, "manual task"),
    ],
)  # fmt: skip
def test_what_cannot_go_on_is_refused_in_words_and_changes_nothing(api: ApiCity, raw: bytes, mapping: Any, status: int, words: str) -> None:
    deployed(api, FIRST)
    case = api.start("permit")
    target = deployed(api, raw)
    events = api.rows("SELECT COUNT(*) AS n FROM audit_event")
    before = state(api, case)
    said = {"targetProcessDefinitionKey": target, "mappingInstructions": mapping}
    refused = api.post(f"/v2/process-instances/{case}/migration", said, status, who="operator")
    assert words in refused["detail"]
    assert (state(api, case), api.rows("SELECT COUNT(*) AS n FROM audit_event")) == (before, events)


def test_only_another_version_of_the_same_process_is_taken_and_only_by_a_running_case(api: ApiCity) -> None:
    own = deployed(api, FIRST)
    case, other = api.start("permit"), deployed(api, permit(*STEPS, process_id="leave"), "leave.bpmn")
    path = f"/v2/process-instances/{case}/migration"
    for target, status, words in (
        (own, 409, "version"),
        (other, 409, "leave"),
        ("77", 404, "77"),
        ("x", 400, "targetProcessDefinitionKey"),
    ):
        said = {"targetProcessDefinitionKey": target, "mappingInstructions": LOOK}
        assert words in api.post(path, said, status, who="operator")["detail"]
    assert "nonsense" in api.post(path, {"nonsense": 1}, 400, who="operator")["detail"]
    target = deployed(api, SECOND)
    said = {"targetProcessDefinitionKey": target, "mappingInstructions": LOOK}
    api.post(path, said, 403, who="hotline")
    api.post(path, said, 404, who="legal")
    api.post(f"/v2/process-instances/{int(case) + 1}/migration", said, 409, who="operator")
    api.post(f"/v2/process-instances/{case}/cancellation", {}, 204, who="operator")
    assert api.post(path, said, 409, who="operator")["code"] == "case_closed"


def test_the_same_request_again_is_answered_and_done_once(api: ApiCity) -> None:
    deployed(api, FIRST)
    case = api.start("permit")
    said = {"targetProcessDefinitionKey": deployed(api, SECOND), "mappingInstructions": LOOK}
    for _ in range(2):
        api.post(f"/v2/process-instances/{case}/migration", said, 204, who="operator", key="once")
    rows = api.rows("SELECT COUNT(*) AS n FROM audit_event WHERE case_key = :key AND kind = 'instance_migrated'", key=case)
    assert rows == [{"n": 1}]
