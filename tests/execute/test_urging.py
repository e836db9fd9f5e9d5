"""Urging: a record and a notice to the holder and the head of the unit; it moves nothing, and is answered once."""

import json
from datetime import timedelta

import pytest

from app.audit.replay import replay
from app.domain.keys import case_key_of
from app.domain.rejection import Rejection
from app.queries.notices import notices
from app.service.answer_urging import AnswerUrging
from app.service.assign_task import AssignTask
from app.service.enter_leave import EnterLeave
from app.service.urge_tasks import UrgeTasks
from tests.builders.city import MONDAY, City
from tests.service.rows import case_at_handle

WHO, HEAD, SUPERVISOR = "handler-health", "head-health", "inspection"


def held(city: City) -> int:
    task = city.task(case_at_handle(city), "handle")
    city.do(AssignTask(task, WHO), WHO)
    return task


def told(city: City, account: str) -> list[str]:
    return [row["notice"] for row in city.door.ask(notices, city.actor(account)).rows]


def deadlines(city: City) -> list[dict[str, object]]:
    return city.rows("SELECT * FROM deadline ORDER BY key")


def test_holder_and_head_are_told_and_no_deadline_moves(city: City) -> None:
    task = held(city)
    before = deadlines(city)
    city.do(UrgeTasks(case_key_of(task), "群众又来电", task), SUPERVISOR)
    assert deadlines(city) == before
    assert told(city, WHO) == told(city, HEAD) == ["urged"]
    assert told(city, "handler-health-b") == told(city, "hotline") == []
    (row,) = city.rows("SELECT * FROM urging")
    assert (row["task_key"], row["urged_by"], row["reason"], row["answer"]) == (task, SUPERVISOR, "群众又来电", None)
    body = json.loads(city.events(case_key_of(task))[-1]["body"])
    assert "群众" not in json.dumps(body, ensure_ascii=False)


def test_of_a_task_that_nobody_holds_those_who_could_take_it_are_told(city: City) -> None:
    case = case_at_handle(city)
    city.do(UrgeTasks(case, "没有人认领"), SUPERVISOR)
    assert told(city, WHO) == told(city, "handler-health-b") == told(city, HEAD) == ["urged"]


def test_of_somebody_away_the_substitute_is_told(city: City) -> None:
    task = held(city)
    city.do(EnterLeave(WHO, MONDAY, MONDAY + timedelta(days=3), "年休假"), WHO)
    city.at(timedelta(hours=1))
    city.do(UrgeTasks(case_key_of(task), "等了三天", task), SUPERVISOR)
    assert told(city, "handler-health-b") == ["urged"]


def test_the_answer_goes_to_who_urged_and_is_given_once(city: City) -> None:
    task = held(city)
    case = case_key_of(task)
    (key,) = city.do(UrgeTasks(case, "群众又来电", task), SUPERVISOR)["keys"]
    city.do(AnswerUrging(case, key, "明天上门"), HEAD)
    assert told(city, SUPERVISOR) == ["answered"]
    with pytest.raises(Rejection) as refused:
        city.do(AnswerUrging(case, key, "再说一遍"), WHO)
    assert refused.value.code == "state_forbids"
    assert refused.value.facts["who"] == city.actor(HEAD).name


def test_what_is_done_cannot_be_urged_and_what_nobody_may_see_is_unknown(city: City) -> None:
    task = held(city)
    case = case_key_of(task)
    city.complete(case, "handle", WHO, said="done")
    for command, code in ((UrgeTasks(case, "还没办", task), "task_completed"), (UrgeTasks(case, "还没办"), "state_forbids")):
        with pytest.raises(Rejection) as refused:
            city.do(command, SUPERVISOR)
        assert refused.value.code == code
    with pytest.raises(Rejection) as refused:
        city.do(UrgeTasks(case + 1, "还没办"), SUPERVISOR)
    assert refused.value.code == "not_found"


def test_a_reason_is_needed_and_its_length_is_bounded(city: City) -> None:
    task = held(city)
    for reason in ("", "  ", "x" * 1001):
        with pytest.raises(Rejection) as refused:
            city.do(UrgeTasks(case_key_of(task), reason, task), SUPERVISOR)
        assert "reason" in refused.value.field_errors


def test_an_urged_case_is_rebuilt_from_its_log_and_replays(city: City) -> None:
    task = held(city)
    case = case_key_of(task)
    (key,) = city.do(UrgeTasks(case, "群众又来电", task), SUPERVISOR)["keys"]
    city.do(AnswerUrging(case, key, "明天上门"), WHO)
    city.complete(case, "handle", WHO, said="done")
    assert city.door.ask(replay, city.surroundings, case).verdict == "verified"
