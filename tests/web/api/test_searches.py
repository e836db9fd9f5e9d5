"""Searches of /v2: filters, orders and cursors, on both databases."""

import pytest

from tests.fixtures.api_city import ApiCity

SEARCHES = (
    "process-definitions",
    "decision-definitions",
    "process-instances",
    "user-tasks",
    "variables",
    "incidents",
)


@pytest.fixture(scope="module")
def marked(either_api: ApiCity) -> ApiCity:
    """The city with twelve cases, four of each `round`, half of their tasks with a due date; two and two have the same."""
    for place in range(12):
        instance = either_api.start("two-steps", "demo", round=place % 3, label=f"a%b_{place}", mark="here")
        if place % 2:
            changed = {"dueDate": f"2026-12-0{1 + place // 4}T00:00:00Z", "priority": place}
            either_api.ask("PATCH", f"/v2/user-tasks/{either_api.task(instance)}", {"changeset": changed})
    return either_api


def found(api: ApiCity, what: str, **asked: object) -> list[dict]:
    return api.post(f"/v2/{what}/search", asked)["items"]


MINE = {"processInstanceVariables": [{"name": "mark", "value": '"here"'}]}


@pytest.mark.parametrize("what", SEARCHES)
def test_every_search_answers_an_empty_request(marked: ApiCity, what: str) -> None:
    answer = marked.client.post(f"/v2/{what}/search", auth=("demo", "duban-demo-2026")).get_json()
    assert set(answer) == {"items", "page"}
    assert set(answer["page"]) == {"totalItems", "hasMoreTotalItems", "startCursor", "endCursor"}


@pytest.mark.parametrize("what", SEARCHES)
@pytest.mark.parametrize(
    ("asked", "named"),
    [
        ({"filter": {"nonsense": 1}}, "nonsense"),
        ({"sort": [{"field": "nonsense"}]}, "nonsense"),
        ({"sort": [{"field": "name", "order": "UP"}]}, ""),
        ({"sort": {"field": "name"}}, "sort"),
        ({"page": {"limit": 0}}, "limit"),
        ({"page": {"limit": 10001}}, "limit"),
        ({"page": {"limit": "5"}}, "limit"),
        ({"page": {"limit": True}}, "limit"),
        ({"page": {"from": -1}}, "from"),
        ({"page": {"size": 5}}, "size"),
        ({"page": {"after": "WzFd", "before": "WzFd"}}, "before"),
        ({"page": {"after": "no cursor"}}, "cursor"),
        ({"page": {"after": "WyJhIl0="}}, "cursor"),
        ({"filter": {"tenantId": {"$gt": "a"}}}, "$gt"),
        ({"filter": {"tenantId": {"$in": []}}}, "$in"),
        ({"filter": {"tenantId": 5}}, "tenantId"),
        ({"filter": {"tenantId": "a\u0000b"}}, "tenantId"),
        ({"filter": []}, ""),
        ({"nonsense": 1}, "nonsense"),
    ],
)
def test_what_a_search_does_not_understand_is_refused_by_name(marked: ApiCity, what: str, asked: dict, named: str) -> None:
    problem = marked.post(f"/v2/{what}/search", asked, 400)
    assert named in problem["detail"]


@pytest.mark.parametrize("order", ["ASC", "DESC", "asc"])
@pytest.mark.parametrize("field", ["dueDate", "priority", "creationDate", "completionDate", "name"])
def test_cursors_walk_through_ties_and_missing_values_in_both_directions(marked: ApiCity, field: str, order: str) -> None:
    asked = {"filter": MINE, "sort": [{"field": field, "order": order}]}
    whole = [task["userTaskKey"] for task in found(marked, "user-tasks", **asked)]
    assert len(whole) == 12
    walked, after = [], None
    while True:
        page = marked.post("/v2/user-tasks/search", {**asked, "page": {"limit": 5, **({"after": after} if after else {})}})
        if not page["items"]:
            break
        assert page["page"]["totalItems"] == 12
        walked += [task["userTaskKey"] for task in page["items"]]
        after, last = page["page"]["endCursor"], page["page"]["startCursor"]
    assert walked == whole
    back = marked.post("/v2/user-tasks/search", {**asked, "page": {"limit": 5, "before": last}})["items"]
    assert [task["userTaskKey"] for task in back] == whole[5:10]


def test_what_is_missing_comes_last_in_either_order(marked: ApiCity) -> None:
    for order in ("ASC", "DESC"):
        dates = [task["dueDate"] for task in found(marked, "user-tasks", filter=MINE, sort=[{"field": "dueDate", "order": order}])]
        present = [date for date in dates if date is not None]
        assert dates == sorted(present, reverse=order == "DESC") + [None] * 6


@pytest.mark.parametrize(
    ("wanted", "count"),
    [
        ({"priority": {"$gte": 5}}, 10),
        ({"priority": {"$gte": 5, "$lt": 50}}, 4),
        ({"priority": {"$in": [1, 3, 99]}}, 2),
        ({"priority": {"$notIn": [1, 3]}}, 10),
        ({"priority": 50}, 6),
        ({"dueDate": {"$exists": True}}, 6),
        ({"dueDate": {"$exists": False}}, 6),
        ({"dueDate": {"$gt": "2026-12-01T08:00:00+08:00"}}, 4),
        ({"dueDate": "2026-12-01T00:00:00Z"}, 2),
        ({"state": "created"}, 12),
        ({"state": {"$in": ["COMPLETED", "CANCELED"]}}, 0),
        ({"state": {"$like": "CREA*"}}, 12),
        ({"state": "FAILED"}, 0),
        ({"assignee": {"$exists": False}}, 12),
        ({"candidateGroup": "hotline"}, 12),
        ({"candidateGroup": {"$like": "hot?ine"}}, 12),
        ({"candidateGroup": {"$like": "hot"}}, 0),
        ({"candidateUser": {"$exists": True}}, 0),
        ({"businessId": {"$like": "AJ-2026-*"}}, 12),
        ({"elementId": "first", "processDefinitionId": {"$neq": "at-once"}}, 12),
        ({"localVariables": [{"name": "own", "value": "1"}]}, 12),
        ({"localVariables": [{"name": "own", "value": "2"}]}, 0),
    ],
)
def test_a_filter_lets_through_what_it_says(marked: ApiCity, wanted: dict, count: int) -> None:
    assert len(found(marked, "user-tasks", filter={**MINE, **wanted})) == count


@pytest.mark.parametrize(
    ("wanted", "count"),
    [
        ({"variables": [{"name": "round", "value": "1"}]}, 4),
        ({"variables": [{"name": "round", "value": {"$in": ["0", "1"]}}]}, 8),
        ({"variables": [{"name": "label", "value": {"$like": '"a%b_1*"'}}]}, 3),
        ({"variables": [{"name": "label", "value": {"$like": '"a%b\\\\*"'}}]}, 0),
        ({"$or": [{"variables": [{"name": "round", "value": "0"}]}, {"state": "TERMINATED"}]}, 4),
        ({"$or": [{"state": "TERMINATED"}, {"processDefinitionId": "at-once"}]}, 0),
        ({"$or": [{"state": "ACTIVE", "processDefinitionId": {"$like": "two*"}}]}, 12),
        ({"hasIncident": False}, 12),
        ({"parentProcessInstanceKey": {"$exists": False}}, 12),
        ({"processDefinitionVersion": {"$lte": 1}}, 12),
    ],
)
def test_process_instances_are_found_by_variables_and_by_one_of_several_filters(marked: ApiCity, wanted: dict, count: int) -> None:
    mine = {"processDefinitionId": "two-steps", **wanted}
    assert len(found(marked, "process-instances", filter=mine)) == count


@pytest.mark.parametrize(
    "wanted",
    [
        {"$or": []},
        {"$or": {}},
        {"$or": [{"$or": [{"state": "ACTIVE"}]}]},
        {"$or": [{"nonsense": 1}]},
        {"variables": [{"name": "a"}]},
        {"variables": {}},
        {"hasIncident": "yes"},
        {"startDate": "soon"},
        {"processInstanceKey": "12x"},
        {"processDefinitionVersion": 1.5},
        {"processDefinitionVersion": 10**30},
        {"processInstanceKey": 10**30},
        {"state": "RUNNING"},
        {"hasRetriesLeft": True},
        {"elementId": "first"},
    ],
)
def test_a_filter_of_instances_that_cannot_be_meant_is_refused(marked: ApiCity, wanted: dict) -> None:
    marked.post("/v2/process-instances/search", {"filter": wanted}, 400)


def test_offsets_count_from_the_first_row(marked: ApiCity) -> None:
    whole = found(marked, "user-tasks", filter=MINE)
    assert found(marked, "user-tasks", filter=MINE, page={"from": 4, "limit": 3}) == whole[4:7]


def test_a_value_is_cut_in_a_search_unless_it_is_asked_for_whole(marked: ApiCity) -> None:
    instance = marked.start("two-steps", long="x" * 9000)
    asked = {"filter": {"processInstanceKey": instance, "name": "long"}}
    (cut,) = found(marked, "variables", **asked)
    assert (len(cut["value"]), cut["isTruncated"]) == (8191, True)
    (whole,) = marked.post("/v2/variables/search?truncateValues=false", asked)["items"]
    assert (len(whole["value"]), whole["isTruncated"]) == (9002, False)
    assert marked.get(f"/v2/variables/{cut['variableKey']}")["value"] == whole["value"]
    marked.post("/v2/variables/search?truncateValues=perhaps", asked, 400)


def test_a_search_shows_only_cases_that_the_asker_may_see(marked: ApiCity) -> None:
    for what in ("process-instances", "user-tasks", "variables", "incidents"):
        assert marked.post(f"/v2/{what}/search", {}, who="legal")["items"] == []
        assert marked.post(f"/v2/{what}/search", {}, who="designer")["items"] == []
