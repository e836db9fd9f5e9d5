"""Which index finds the rows of the lists that are asked for all day, in a store with thousands of tasks, open and done."""

import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import pytest

from app.queries.search import search
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
        if not store.is_sqlite:
            store.run("ANALYZE user_task")
    return city


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
        assert not any(sort in plan for sort in SORTS)


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
