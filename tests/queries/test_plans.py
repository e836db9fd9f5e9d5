"""Which index finds the rows of the lists that are asked for all day, in a store with thousands of tasks, open and done."""

import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import pytest

from app.queries.search import COUNTED_TO, search
from app.queries.searches import USER_TASKS, task_sight
from app.queries.work_list import Filters, work_list
from app.store.database import Reader
from tests.builders.city import City
from tests.builders.statements import watched
from tests.service.rows import case_at_handle

ME = "handler-health"
COPIES = 4_000
SORTS = ("TEMP B-TREE FOR ORDER BY", '"Sort"', '"Incremental Sort"')


@pytest.fixture
def full_city(city: City) -> City:
    """A city in which each third task is done; half of all are mine, few a colleague's, the others nobody's."""
    case_at_handle(city)
    _fill(city)
    _learn(city)
    return city


def _learn(city: City) -> None:
    if not city.database.is_sqlite:
        with city.database.write() as store:
            for table in ("user_task", "process_instance", "task_candidate", "case_party", "definition"):
                store.run(f"ANALYZE {table}")


def _fill(city: City) -> None:
    """Copy the task of the only case."""
    numbers = f"WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {COPIES})"
    columns = "case_key, process_instance_key, process_id, definition_key, element_id, name, priority, created_at, sort_at"
    with city.database.write() as store:
        store.run(
            f"INSERT INTO user_task (key, state, assignee, completed_by, {columns}) {numbers} SELECT t.key + i * CAST(1048576 AS BIGINT),"
            " CASE WHEN i % 3 = 0 THEN 'COMPLETED' ELSE 'CREATED' END,"
            " CASE WHEN i % 4 < 2 THEN :me WHEN i % 100 = 2 THEN 'colleague' END,"
            f" CASE WHEN i % 3 = 0 THEN :me END, {columns} FROM n, (SELECT MAX(key) AS last FROM user_task) l"
            " JOIN user_task t ON t.key = l.last",
            me=ME,
        )


@pytest.fixture
def plans(full_city: City) -> Iterator[Callable[..., list[str]]]:
    """Return a function that asks a question and gives the plan of each statement that answered it."""
    with full_city.database.read() as store:
        if not store.is_sqlite:
            store.run("SET LOCAL enable_sort = off")  # to sort what little there is here costs nothing

        def plans_of(question: Callable[..., Any], *args: Any) -> list[str]:
            asked: list[tuple[str, Mapping[str, Any]]] = []
            with watched(lambda sql, values: asked.append((sql, values))):
                question(store, *args)
            return [_plan(store, sql, values) for sql, values in asked]

        yield plans_of


def _plan(store: Reader, sql: str, values: Mapping[str, Any]) -> str:
    if store.is_sqlite:
        return " | ".join(row["detail"] for row in store.all(f"EXPLAIN QUERY PLAN {sql}", **values))
    return json.dumps(store.value(f"EXPLAIN (FORMAT JSON) {sql}", **values))


@pytest.mark.parametrize(
    ("asked", "index"),
    [
        ({"assignee": ME, "state": "CREATED"}, "user_task_open_by_"),
        ({"assignee": "colleague", "state": "CREATED"}, "user_task_open_by_assignee"),
        ({"state": "CREATED"}, "user_task_open_by_key"),
    ],
)
def test_open_tasks_are_searched_in_the_order_of_their_keys(
    full_city: City, plans: Callable[..., list[str]], asked: dict[str, str], index: str
) -> None:
    request = {"filter": asked, "page": {"limit": 10}}
    for plan in plans(search, USER_TASKS, request, task_sight(full_city.actor("demo"), request)):
        assert index in plan
        assert not any(sort in found for sort in SORTS for found in _of_the_page(plan))


def _of_the_page(plan: str) -> list[str]:
    """Return those parts of a plan that find the page's rows and count all, without the one that shows them, who may be sorted again."""
    if not plan.startswith("["):
        return plan.split(" | SCAN t |")[0].split(" | ")
    parts = [part for part in json.loads(plan)[0]["Plan"]["Plans"] if part["Parent Relationship"] == "InitPlan"]
    assert len(parts) == 3, "Expected the page, how long it is, and the count of all"
    return [json.dumps(part) for part in parts]


def _most_rows(plan: dict[str, Any]) -> int:
    return max(int(plan["Actual Rows"] * plan["Actual Loops"]), *(_most_rows(part) for part in plan.get("Plans", ())), 0)


@pytest.mark.postgresql
@pytest.mark.parametrize(
    "asked", [{"assignee": ME, "state": "CREATED"}, {"state": "CREATED"}, {"state": "CREATED", "businessId": {"$neq": "x"}}]
)
@pytest.mark.parametrize("known", ["nothing", "what was", "everything"])
def test_a_page_looks_at_no_more_rows_the_more_there_are_whatever_the_statistics_say(
    make_city: Callable[[str], City], asked: dict[str, Any], known: str
) -> None:
    city = make_city("postgresql")
    case_at_handle(city)
    if known == "what was":
        _learn(city)
    _fill(city)
    if known == "everything":
        _learn(city)
    request = {"filter": asked, "page": {"limit": 10}}
    statements: list[tuple[str, Mapping[str, Any]]] = []
    with city.database.read() as store:
        with watched(lambda sql, values: statements.append((sql, values))):
            search(store, USER_TASKS, request, task_sight(city.actor("demo"), request))
        for sql, values in statements:
            assert _most_rows(store.value(f"EXPLAIN (ANALYZE, FORMAT JSON) {sql}", **values)[0]["Plan"]) <= COUNTED_TO + 1


def test_whoever_asks_for_their_own_tasks_is_not_asked_whether_they_may_see_each(full_city: City, plans: Callable[..., list[str]]) -> None:
    request = {"filter": {"assignee": ME, "state": "CREATED"}, "page": {"limit": 10}}
    for plan in plans(search, USER_TASKS, request, task_sight(full_city.actor(ME), request)):
        assert "user_task_open_" in plan
        assert "case_party" not in plan


@pytest.mark.parametrize("view", ["mine", "unassigned", "all"])
def test_the_work_list_is_read_from_an_index_of_open_tasks(plans: Callable[..., list[str]], full_city: City, view: str) -> None:
    for plan in plans(work_list, full_city.actor("demo"), Filters(view, limit=10)):
        assert "user_task_open" in plan
        assert "SCAN user_task" not in plan.replace("SCAN user_task USING COVERING INDEX user_task_open", "")
        assert (
            '"Seq Scan", "Parent Relationship": "Outer", "Parallel Aware": false, "Async Capable": false, "Relation Name": "user_task"'
            not in plan
        )


def test_tasks_of_others_stay_hidden_however_they_are_asked_for(city: City) -> None:
    case_at_handle(city)
    for who, asked in (("handler-housing", {"state": "CREATED"}), ("handler-housing", {"assignee": ME}), ("demo", {"assignee": "demo"})):
        request = {"filter": asked}
        assert city.door.ask(search, USER_TASKS, request, task_sight(city.actor(who), request)).rows == []


def test_a_total_is_counted_to_a_thousand_or_to_the_end_of_the_page(full_city: City) -> None:
    actor = full_city.actor("demo")
    open_tasks = full_city.value("SELECT COUNT(*) FROM user_task WHERE state = 'CREATED'")
    for limit, offset, total, more in ((50, 0, 1_000, True), (50, 2_000, 2_050, True), (5_000, 0, open_tasks, False)):
        request = {"filter": {"state": "CREATED"}, "page": {"limit": limit, "from": offset}}
        found = full_city.door.ask(search, USER_TASKS, request, task_sight(actor, request))
        assert (found.total, found.more) == (total, more)
        listed = full_city.door.ask(work_list, actor, Filters("all", limit=limit, offset=offset))
        assert (listed.total, listed.capped, len(listed.rows)) == (total, more, len(found.rows))


def test_a_cursor_goes_through_a_list_to_its_end_without_leaving_out_or_repeating(full_city: City) -> None:
    actor, seen, after = full_city.actor("demo"), [], None
    while rows := full_city.door.ask(work_list, actor, Filters("all", limit=700, after=after)).rows:
        seen += [row["key"] for row in rows]
        after = (rows[-1]["sort_at"], rows[-1]["key"])
    assert len(seen) == len(set(seen)) == full_city.value("SELECT COUNT(*) FROM user_task WHERE state = 'CREATED'")
