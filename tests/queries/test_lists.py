"""Lists show what a person may see and no more, in their order, whatever is typed into the search."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from app.domain.rejection import Rejection
from app.queries.case_list import CaseFilters, case_list
from app.queries.filter_counts import filter_counts
from app.queries.work_list import COUNTED_TO, Filters, work_list, work_list_counts
from app.service.assign_task import AssignTask
from tests.builders.city import City
from tests.builders.errand import PROCESS
from tests.builders.statements import watched
from tests.service.rows import ACCOUNTS, case_at_handle

SEE_CASES = {"hotline", "operator", "inspection", "supervision", "auditor", "demo", "handler-health", "handler-health-b", "head-health"}


def listed(city: City, who: str, **filters: object) -> list[int]:
    found = city.door.ask(work_list, city.actor(who), Filters(**filters))  # type: ignore[arg-type]
    assert found.total == len(found.rows)
    return [row["key"] for row in found.rows]


@contextmanager
def asked_for() -> Iterator[list[str]]:
    """Give the statements that are run meanwhile."""
    asked: list[str] = []
    with watched(lambda sql, values: asked.append(sql)):
        yield asked


def test_a_task_lies_in_the_list_of_its_group_until_somebody_holds_it(city: City) -> None:
    task = city.task(case_at_handle(city), "handle")
    assert [listed(city, who, view="unassigned") for who in ("handler-health", "handler-health-b", "handler-housing")] == [
        [task],
        [task],
        [],
    ]
    city.do(AssignTask(task, "handler-health"), "handler-health")
    assert listed(city, "handler-health", view="mine") == [task]
    assert listed(city, "handler-health", view="unassigned") == listed(city, "handler-health-b", view="unassigned") == []
    assert listed(city, "handler-health-b", view="all") == listed(city, "head-health", view="all") == [task]
    city.complete(city.value("SELECT case_key FROM user_task WHERE key = :task", task=task), "handle", "handler-health", said="done")
    assert listed(city, "handler-health", view="done") == [task]
    assert listed(city, "handler-health", view="mine") == []


def test_the_task_whose_deadline_comes_first_stands_first(city: City) -> None:
    first = city.task(case_at_handle(city), "handle")
    city.at(city.door.now().replace(day=18))
    second = city.task(case_at_handle(city), "handle")
    without = city.task(city.start(PROCESS), "take")
    assert listed(city, "demo", view="unassigned") == [first, second, without]
    assert listed(city, "demo", view="unassigned", sort="-deadlineAt") == [without, second, first]


def test_the_counts_beside_the_filters_are_those_of_the_lists(city: City) -> None:
    for _ in range(3):
        case_at_handle(city)
    counts = city.door.ask(work_list_counts, city.actor("handler-health"), "unassigned")
    assert (counts.views["mine"], counts.views["unassigned"], counts.lights) == (0, 3, {"green": 3})
    assert {id: (name, count) for id, (name, _, count) in counts.processes.items()} == {PROCESS: ("差事", 3)}


def test_the_counts_beside_kept_filters_are_those_of_their_lists_and_come_from_one_query(city: City) -> None:
    mine, *_ = [city.task(case_at_handle(city), "handle") for _ in range(3)]
    city.do(AssignTask(mine, "handler-health"), "handler-health")
    kept = {
        1: Filters("unassigned", light="green"),
        2: Filters("mine", process=PROCESS),
        3: Filters("all", unit="health-bureau"),
        4: Filters("all", q="tap"),
        5: Filters("all", light="red", q="%"),
        6: Filters("unassigned", process="none", light="green", unit="health-bureau", q="卫健"),
        7: Filters("done", q="tap"),
    }
    for who in ("handler-health", "head-health", "demo", "inspection", "handler-housing"):
        views = city.door.ask(work_list_counts, city.actor(who), "mine").views
        actor = city.actor(who)
        with asked_for() as asked:
            counts = city.door.ask(filter_counts, actor, kept, views)
        lists = {id: len(city.door.ask(work_list, city.actor(who), one).rows) for id, one in kept.items()}
        del lists[7]
        assert counts == lists
        assert len([sql for sql in asked if "COUNT(" in sql]) == 1
    assert counts == dict.fromkeys(lists, 0)


def test_a_kept_filter_in_a_view_with_too_many_tasks_has_no_count(sqlite_city: City) -> None:
    case_at_handle(sqlite_city)
    views = {"mine": 0, "unassigned": COUNTED_TO, "all": COUNTED_TO}
    kept = {1: Filters("all", q="tap"), 2: Filters("mine", q="tap")}
    assert sqlite_city.door.ask(filter_counts, sqlite_city.actor("handler-health"), kept, views) == {2: 0}


@pytest.mark.parametrize(("filters"), [{"view": "everything"}, {"light": "pink"}, {"sort": "name; DROP TABLE user_task"}])
def test_a_filter_that_there_is_not_is_refused(sqlite_city: City, filters: dict[str, str]) -> None:
    with pytest.raises(Rejection) as refused:
        listed(sqlite_city, "demo", **filters)
    assert refused.value.code == "bad_filter"


@pytest.mark.parametrize(("typed", "found"), [("tap", 1), ("%", 0), ("_", 0), ("' OR 1=1 --", 0), ("\\", 0), ("CS-2026", 1)])
def test_what_is_typed_is_searched_for_as_it_stands(city: City, typed: str, found: int) -> None:
    case_at_handle(city)
    assert len(listed(city, "handler-health", view="all", q=typed)) == found
    assert city.door.ask(case_list, city.actor("hotline"), CaseFilters(q=typed)).total == found


@pytest.mark.parametrize(("typed", "found"), [("市卫健局", 1), ("卫健", 1), ("住建", 0), ("health-bureau", 0)])
def test_tasks_are_found_by_the_name_of_the_unit_that_they_lie_with(city: City, typed: str, found: int) -> None:
    case_at_handle(city)
    assert len(listed(city, "handler-health", view="all", q=typed)) == found


def test_cases_are_listed_for_those_who_may_see_them(sqlite_city: City) -> None:
    case_at_handle(sqlite_city)
    seen = {who for who in ACCOUNTS if sqlite_city.door.ask(case_list, sqlite_city.actor(who), CaseFilters()).total}
    assert seen == SEE_CASES


def test_a_secret_case_is_listed_for_those_named_in_it_and_the_auditor(sqlite_city: City) -> None:
    case = case_at_handle(sqlite_city)
    sqlite_city.do(AssignTask(sqlite_city.task(case, "handle"), "handler-health"), "handler-health")
    with sqlite_city.database.write() as store:
        store.run("UPDATE process_instance SET secret = 1 WHERE key = :case", case=case)
    seen = {who for who in ACCOUNTS if sqlite_city.door.ask(case_list, sqlite_city.actor(who), CaseFilters()).total}
    assert seen == {"hotline", "handler-health", "auditor"}, "the hotline completed a task of it"
