"""What becomes of the work of somebody who leaves."""

import pytest

from app.domain.rejection import Rejection
from app.queries.first_asked import first_asked
from app.service.assign_task import AssignTask
from app.service.disable_account import DisableAccount
from app.service.keep_draft import keep_draft
from app.service.return_task import ReturnTask
from app.worker.return_tasks import return_tasks
from tests.builders.city import City
from tests.builders.errand import PROCESS
from tests.service.rows import case_at_handle

WHO = "handler-health"


def held(city: City) -> int:
    task = city.task(case_at_handle(city), "handle")
    city.do(AssignTask(task, WHO), WHO)
    return task


def test_what_a_disabled_person_held_goes_back_to_the_groups_and_the_draft_stays_theirs(city: City) -> None:
    tasks = [held(city), held(city)]
    city.door.keep(keep_draft, tasks[0], WHO, {"said": "half"}, None)
    city.do(DisableAccount(WHO), "security")
    assert return_tasks(city.door) == 2
    assert return_tasks(city.door) == 0
    for task in tasks:
        row = city.rows("SELECT assignee, state FROM user_task WHERE key = :key", key=task)[0]
        assert row == {"assignee": None, "state": "CREATED"}
        event = city.events(task & ~((1 << 20) - 1))[-1]
        assert (event["kind"], event["command"], event["actor"]) == ("task_unassigned", "return_task", "system")
    assert city.value("SELECT account FROM draft WHERE task_key = :key", key=tasks[0]) == WHO
    city.do(AssignTask(tasks[0], "handler-health-b"), "handler-health-b")


def test_nothing_of_somebody_who_is_still_there_is_returned(city: City) -> None:
    task = held(city)
    assert return_tasks(city.door) == 0
    with pytest.raises(Rejection) as refused:
        city.do(ReturnTask(task), "system")
    assert refused.value.code == "state_forbids"


def test_who_registered_a_case_was_asked_first(sqlite_city: City) -> None:
    case = sqlite_city.start(PROCESS, topic="a leaking tap")
    found = sqlite_city.door.ask(first_asked, case)
    assert found is not None
    assert (found.account, found.name, found.at) == ("hotline", "李敏", sqlite_city.value("SELECT now FROM pinned_clock"))


def test_of_a_citizen_s_own_case_who_took_it_first_was_asked_first(sqlite_city: City) -> None:
    case = sqlite_city.start(PROCESS, "public", topic="a leaking tap")
    assert sqlite_city.door.ask(first_asked, case) is None
    sqlite_city.complete(case, "take", "hotline", worth=3, note="urgent")
    sqlite_city.complete(case, "handle", WHO, said="done")
    found = sqlite_city.door.ask(first_asked, case)
    assert found is not None
    assert found.account == "hotline"
