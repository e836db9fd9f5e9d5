"""Running work counted across the city: one question to the store, however many deadlines run."""

import time

import pytest

from app.queries.running_work import BY_NAME, Choice, Supervised, supervised, work_counts, work_rows, work_total
from app.store.database import Reader
from tests.builders.city import City
from tests.builders.statements import watched
from tests.service.rows import case_at_handle

DEADLINES = 10_000
UNTIL = ("2026-11-25T16:00:00.000000Z", "2026-11-26T16:00:00.000000Z")
LATE = ("2026-11-20T09:00:00.000000Z",)


@pytest.fixture
def full_city(city: City) -> City:
    """A city with ten thousand open tasks with a deadline: of two units, an office and nobody, in all lights."""
    case_at_handle(city)
    numbers = f"WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {DEADLINES})"
    columns = "case_key, process_instance_key, process_id, definition_key, element_id, name, priority, created_at, sort_at"
    key = "t.key + i * CAST(1048576 AS BIGINT)"
    with city.database.write() as store:
        store.run("DELETE FROM task_candidate")
        store.run("UPDATE user_task SET state = 'COMPLETED'")
        store.run(
            f"INSERT INTO user_task (key, state, light, deadline_state, deadline_at, {columns}) {numbers} SELECT {key}, 'CREATED',"
            " CASE i % 4 WHEN 0 THEN 'red' WHEN 1 THEN 'yellow' WHEN 2 THEN 'green' ELSE 'blue' END,"
            " CASE i % 4 WHEN 0 THEN 'missed' WHEN 3 THEN 'suspended' ELSE 'running' END,"
            " CASE i % 4 WHEN 0 THEN '2026-11-19T09:30:00.000000Z' WHEN 1 THEN '2026-11-25T09:30:00.000000Z'"
            f" ELSE '2026-12-01T09:30:00.000000Z' END, {columns} FROM n JOIN user_task t ON t.key = (SELECT MAX(key) FROM user_task)"
        )
        store.run(
            "INSERT INTO task_candidate (task_key, kind, name) SELECT key, 'group', CASE (key / 4194304) % 3 WHEN 0 THEN"
            " 'handler@health-bureau' WHEN 1 THEN 'handler@housing-bureau' ELSE 'hotline' END FROM user_task WHERE state = 'CREATED'"
            " AND (key / 1048576) % 5 <> 0"
        )
        store.run(
            "INSERT INTO task_candidate (task_key, kind, name) SELECT task_key, 'group', 'unit-head@health-bureau' FROM task_candidate"
            " WHERE name = 'handler@health-bureau'"
        )
        if not city.database.is_sqlite:
            for table in ("user_task", "process_instance", "task_candidate"):
                store.run(f"ANALYZE {table}")
    return city


def counted(store: Reader, scope: Supervised) -> int:
    return sum(one.tasks for one in work_counts(store, scope, Choice(), UNTIL, LATE))


@pytest.mark.alone
def test_ten_thousand_running_deadlines_are_counted_by_one_question_at_once(full_city: City) -> None:
    asked: list[str] = []
    with full_city.database.read() as store:
        scope = supervised(store, full_city.actor("inspection"))
        with watched(lambda sql, values: asked.append(sql)):
            assert counted(store, scope) == DEADLINES
        assert len(asked) == 1
        begin = time.process_time()
        counted(store, scope)
        assert time.process_time() - begin < 0.5


def test_each_task_counts_once_and_every_number_is_that_of_its_list(full_city: City) -> None:
    with full_city.database.read() as store:
        scope = supervised(store, full_city.actor("inspection"))
        counts = work_counts(store, scope, Choice(), UNTIL, LATE)
        assert {one.unit for one in counts} == {"health-bureau", "housing-bureau", "hotline", BY_NAME}
        for unit in ("health-bureau", "hotline", BY_NAME):
            of_unit = sum(one.tasks for one in counts if one.unit == unit)
            assert of_unit == work_total(store, scope, Choice(unit=unit)) > 0
        red = sum(one.tasks for one in counts if one.light == "red")
        assert red == work_total(store, scope, Choice(light="red")) == sum(one.late[0] for one in counts) == DEADLINES // 4
        soon = sum(one.until[0] for one in counts)
        assert soon == work_total(store, scope, Choice(until=UNTIL[0])) == DEADLINES // 4
        assert len(work_rows(store, full_city.actor("inspection"), scope, Choice(late=LATE[0]), (50, 0))) == 50


def test_the_head_of_a_unit_counts_what_the_list_of_that_unit_has(full_city: City) -> None:
    with full_city.database.read() as store:
        scope = supervised(store, full_city.actor("head-health"))
        assert counted(store, scope) == work_total(store, scope, Choice(unit="health-bureau"))
        assert work_total(store, scope, Choice(unit="housing-bureau")) == 0
