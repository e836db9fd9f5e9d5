"""Delegating, sending back and withdrawing: who has the work then, what is on record, and what becomes of what was typed."""

import json
from datetime import timedelta
from typing import Any

import pytest

from app.audit.replay import replay
from app.domain.actor import Holding
from app.domain.keys import case_key_of
from app.domain.rejection import Rejection
from app.queries.draft import draft
from app.queries.first_asked import first_asked
from app.queries.submissions import may_be_withdrawn
from app.service.add_comment import AddComment
from app.service.assign_task import AssignTask
from app.service.complete_task import CompleteTask
from app.service.delegate_task import DelegateTask
from app.service.disable_account import DisableAccount
from app.service.enter_leave import EnterLeave
from app.service.hand_back_task import HandBackTask
from app.service.keep_draft import keep_draft
from app.service.register_account import RegisterAccount
from app.service.release_task import ReleaseTask
from app.service.send_back_task import SendBackTask
from app.service.urge_tasks import UrgeTasks
from app.service.withdraw_completion import WithdrawCompletion
from app.worker.return_tasks import return_tasks
from tests.builders.city import MONDAY, PASSWORD_HASH, City
from tests.builders.drawing import end, ext, path, process, properties, start, sub, user, z
from tests.builders.errand import PROCESS
from tests.builders.ruling import files
from tests.service.rows import case_at_handle

A, B, HEAD = "handler-health", "handler-health-b", "head-health"


def held(city: City) -> int:
    task = city.task(case_at_handle(city), "handle")
    city.do(AssignTask(task, A), A)
    return task


def refused(city: City, command: Any, who: str) -> Rejection:
    with pytest.raises(Rejection) as found:
        city.do(command, who)
    return found.value


def last(city: City, task: int) -> dict[str, Any]:
    return city.events(case_key_of(task))[-1]


def typed(city: City, task: int, who: str) -> Any:
    found = city.door.ask(draft, task, who)
    return found.answers if found is not None else None


def sound(city: City, case: int) -> None:
    """Assert that the case is rebuilt and computed again as it is."""
    assert city.door.ask(replay, city.surroundings, case).verdict == "verified"


# ---- delegate
def test_a_delegated_task_is_worked_on_in_the_holders_name_and_comes_back_to_be_completed(city: City) -> None:
    task = held(city)
    case = case_key_of(task)
    city.door.keep(keep_draft, task, A, {"said": "begun", "worth": "7"}, None)
    city.do(DelegateTask(task, B, "you know the house"), A)
    assert refused(city, CompleteTask(task, {"said": "done"}), B).code == "state_forbids"
    assert refused(city, CompleteTask(task, {"said": "done"}), A).code == "task_claimed"
    for command in (DelegateTask(task, HEAD, "no time"), AssignTask(task, HEAD, True, "no time")):
        assert refused(city, command, B).code in ("state_forbids", "forbidden")
    city.do(HandBackTask(task, {"said": "half", "worth": ""}, "the rest is yours"), B)
    event = last(city, task)
    assert (event["kind"], event["actor"], event["acting_for"]) == ("delegation_returned", B, A)
    assert "half" not in event["body"]
    assert typed(city, task, A) == {"said": "half", "worth": "7"}
    city.do(CompleteTask(task, {"said": "all"}), A)
    row = city.rows("SELECT completed_by, acting_for, delegated_by FROM user_task WHERE key = :key", key=task)[0]
    assert row == {"completed_by": A, "acting_for": None, "delegated_by": None}
    sound(city, case)


def test_four_eyes_ask_both_who_delegated_and_who_worked(city: City) -> None:
    city.do(
        RegisterAccount("both", "何平", PASSWORD_HASH, ((Holding("hotline"), "A"), (Holding("handler", "health-bureau"), "B"))), "system"
    )
    case = city.start(PROCESS, topic="a leaking tap")
    take = city.task(case, "take")
    city.do(AssignTask(take, "hotline"), "hotline")
    city.do(DelegateTask(take, "both", "I am on the phone"), "hotline")
    city.do(HandBackTask(take, {"worth": 3}), "both")
    city.do(CompleteTask(take, {"worth": 3, "note": "x"}), "hotline")
    handle = city.task(case, "handle")
    assert refused(city, CompleteTask(handle, {"said": "done"}), "both").code == "four_eyes"
    for command, who in ((AssignTask(handle, "both"), "both"), (AssignTask(handle, "both", True, "your turn"), HEAD)):
        rejection = refused(city, command, who)
        assert rejection.code == "four_eyes"
        assert "何平" in str(rejection.field_errors["to"])
        assert "何平" not in str(rejection.message.facts["names"])
    city.do(AssignTask(handle, A), A)
    assert refused(city, DelegateTask(handle, "both", "help"), A).code == "four_eyes"


def test_nothing_is_delegated_to_somebody_who_is_away(city: City) -> None:
    # It would go on to who stands in there: where that is the holder, in a circle.
    task = held(city)
    city.do(EnterLeave(B, MONDAY, MONDAY + timedelta(days=3), "年休假"), B)
    rejection = refused(city, DelegateTask(task, B, "you know the house"), A)
    assert rejection.code == "bad_request"
    assert "is away until" in str(rejection.field_errors["to"])
    city.at(timedelta(days=3, hours=1))
    city.do(DelegateTask(task, B, "you are back"), A)


def test_who_delegated_takes_it_back_as_it_was(city: City) -> None:
    task = held(city)
    city.do(DelegateTask(task, B, "you know the house"), A)
    city.do(AssignTask(task, A), A)
    row = city.rows("SELECT assignee, acting_for, delegated_by FROM user_task WHERE key = :key", key=task)[0]
    assert row == {"assignee": A, "acting_for": None, "delegated_by": None}
    city.do(CompleteTask(task, {"said": "done"}), A)


def test_what_a_substitute_took_on_and_delegated_comes_back_in_the_absent_persons_place(city: City) -> None:
    task = held(city)
    city.do(EnterLeave(A, MONDAY, MONDAY + timedelta(days=3), "年休假"), A)
    city.at(timedelta(hours=1))
    city.do(AssignTask(task, B), B)
    city.do(DelegateTask(task, HEAD, "I do not know this house"), B)
    city.do(HandBackTask(task, {"said": "half"}), HEAD)
    city.do(CompleteTask(task, {"said": "done"}), B)
    assert (last(city, task)["actor"], last(city, task)["acting_for"]) == (B, A)
    sound(city, case_key_of(task))


def test_a_delegated_task_of_somebody_gone_goes_back_to_who_is_there(city: City) -> None:
    first, second = held(city), held(city)
    for task in (first, second):
        city.do(DelegateTask(task, B, "you know the house"), A)
    city.do(AddComment(case_key_of(first), "I look into it"), B)
    city.do(DisableAccount(B), "security")
    assert return_tasks(city.door) == 2
    assert city.value("SELECT assignee FROM user_task WHERE key = :key", key=first) == A
    city.do(DelegateTask(first, HEAD, "then you"), A)
    city.do(DisableAccount(A), "security")
    city.do(HandBackTask(first, {"said": "half"}), HEAD)
    assert city.value("SELECT assignee FROM user_task WHERE key = :key", key=first) is None


def test_a_task_is_delegated_by_its_holder_to_somebody_else_with_a_reason(city: City) -> None:
    unclaimed = city.task(case_at_handle(city), "handle")
    assert refused(city, DelegateTask(unclaimed, B, "x"), A).code == "forbidden"
    task = held(city)
    for to, field in ((A, "to"), ("nobody", "to"), (B, "reason")):
        assert field in refused(city, DelegateTask(task, to, "" if field == "reason" else "x"), A).field_errors
    assert refused(city, HandBackTask(task, {}), A).code == "state_forbids"


# ---- send back
def test_a_step_sent_back_goes_to_who_did_it_with_its_answers_and_the_later_ones_as_drafts(city: City) -> None:
    case = case_at_handle(city)
    task, asked = city.task(case, "handle"), city.door.ask(first_asked, case)
    city.do(AssignTask(task, A), A)
    city.door.keep(keep_draft, task, A, {"said": "half"}, None)
    city.at(timedelta(days=1))
    city.do(SendBackTask(task, "take", "门牌号不对"), A)
    again = city.task(case, "take")
    row = city.rows("SELECT assignee, returned_from, returned_reason FROM user_task WHERE key = :key", key=again)[0]
    assert row == {"assignee": "hotline", "returned_from": task, "returned_reason": "门牌号不对"}
    assert typed(city, again, "hotline") == {"worth": 3, "note": "urgent"}
    assert city.rows("SELECT state, completed_by FROM user_task WHERE key = :key", key=task) == [{"state": "CANCELED", "completed_by": A}]
    assert city.value("SELECT state FROM deadline WHERE key = :key", key=task) == "void"
    city.do(CompleteTask(again, {"worth": 5, "note": "corrected"}), "hotline")
    new = city.task(case, "handle")
    assert typed(city, new, A) == {"said": "half"}
    started = city.value("SELECT started_at FROM deadline WHERE key = :key", key=new)
    assert started == city.value("SELECT created_at FROM user_task WHERE key = :key", key=new)
    city.do(CompleteTask(new, {"said": "done"}), B)
    assert city.door.ask(first_asked, case) == asked
    sound(city, case)


def test_it_goes_to_the_group_where_who_did_it_is_gone(city: City) -> None:
    case = case_at_handle(city)
    city.do(DisableAccount("hotline"), "security")
    city.do(SendBackTask(city.task(case, "handle"), "take", "门牌号不对"), A)
    assert city.value("SELECT assignee FROM user_task WHERE key = :key", key=city.task(case, "take")) is None
    sound(city, case)


def test_it_is_sent_back_only_to_where_the_diagram_leads_with_a_reason_and_by_who_may_complete_it(city: City) -> None:
    task = held(city)
    assert "to" in refused(city, SendBackTask(task, "price", "x"), A).field_errors
    assert "reason" in refused(city, SendBackTask(task, "take", " "), A).field_errors
    assert refused(city, SendBackTask(task, "take", "x"), B).code == "task_claimed"
    city.do(DelegateTask(task, B, "you know the house"), A)
    assert refused(city, SendBackTask(task, "take", "x"), B).code == "state_forbids"


# ---- withdraw
def taken(city: City, case: int) -> int:
    return int(city.value("SELECT MAX(key) FROM user_task WHERE case_key = :case AND element_id = 'take'", case=case))


def test_a_submission_is_withdrawn_with_what_it_wrote_and_comes_back_as_a_draft(city: City) -> None:
    case = case_at_handle(city)
    city.do(WithdrawCompletion(taken(city, case), "填错了"), "hotline")
    assert city.open(case) == ["take"]
    again = city.task(case, "take")
    assert city.value("SELECT assignee FROM user_task WHERE key = :key", key=again) == "hotline"
    assert typed(city, again, "hotline") == {"worth": 3, "note": "urgent"}
    assert [row["name"] for row in city.rows("SELECT name FROM variable WHERE case_key = :case ORDER BY name", case=case)] == ["topic"]
    event = last(city, again)
    assert (event["kind"], "填错" in json.dumps(json.loads(event["body"]), ensure_ascii=False)) == ("completion_withdrawn", False)
    city.do(CompleteTask(again, {"worth": 5, "note": "corrected"}), "hotline")
    assert city.open(case) == ["handle"]
    sound(city, case)


def test_a_second_submission_is_withdrawn_to_what_the_first_had_written(city: City) -> None:
    case = case_at_handle(city)
    city.do(SendBackTask(city.task(case, "handle"), "take", "门牌号不对"), A)
    city.do(CompleteTask(city.task(case, "take"), {"worth": 50, "note": "second"}), "hotline")
    city.do(WithdrawCompletion(taken(city, case), "填错了"), "hotline")
    found = {row["name"]: row["value"] for row in city.rows("SELECT name, value FROM variable WHERE case_key = :case", case=case)}
    assert (found["worth"], found["note"], found["next"]) == ("3", '"urgent"', "4")
    sound(city, case)


def test_a_submission_stands_once_the_next_task_is_claimed_urged_or_done(city: City) -> None:
    case = case_at_handle(city)
    command, handle = WithdrawCompletion(taken(city, case), "填错了"), city.task(case, "handle")
    assert refused(city, command, "demo").code == "forbidden"
    assert "reason" in refused(city, WithdrawCompletion(command.task_key, " "), "hotline").field_errors
    city.do(AssignTask(handle, A), A)
    claimed = refused(city, command, "hotline")
    assert (claimed.code, claimed.facts["who"]) == ("too_late", city.actor(A).name)
    other = case_at_handle(city)
    city.do(UrgeTasks(other, "没有人认领"), "inspection")
    assert refused(city, WithdrawCompletion(taken(city, other), "填错了"), "hotline").code == "too_late"
    city.do(CompleteTask(handle, {"said": "done"}), A)
    assert refused(city, command, "hotline").code == "case_closed"


def test_a_submission_that_ended_its_part_of_the_procedure_is_neither_offered_nor_taken_back(city: City) -> None:
    desk = z("assignmentDefinition", candidateGroups="hotline")
    inside = (start("in"), user("first", desk), user("last", desk), end("out"), path("in first last out"))
    owned = ext(properties(owner="hotline", receipt__code="ZD"))
    begin = start("s", ext(properties(candidateGroups="hotline")))
    drawn = process("parted", owned, begin, sub("part", *inside), user("check", desk), end("e"), path("s part check e"))
    city.deploy({"parted.bpmn": drawn})
    case = city.start("parted")
    first = city.task(case, "first")
    city.complete(case, "first", "hotline")
    assert city.door.ask(may_be_withdrawn, case, first)
    last_one = city.task(case, "last")
    city.complete(case, "last", "hotline")
    assert not city.door.ask(may_be_withdrawn, case, last_one)
    events = len(city.events(case))
    problem = refused(city, WithdrawCompletion(last_one, "填错了"), "hotline")
    assert (problem.code, "ended with this submission" in problem.message.template) == ("state_forbids", True)
    assert (len(city.events(case)), city.open(case)) == (events, ["check"])


def test_a_withdrawal_gives_nobody_more_time(city: City) -> None:
    case = case_at_handle(city)
    city.at(timedelta(days=1))
    city.do(SendBackTask(city.task(case, "handle"), "take", "门牌号不对"), A)
    city.do(CompleteTask(city.task(case, "take"), {"worth": 5}), "hotline")
    assert city.rows("SELECT element_id FROM deadline WHERE is_open = 1 AND case_key = :case", case=case) == [{"element_id": "handle"}]


def test_nobody_takes_a_step_who_alone_is_left_for_a_later_one(city: City) -> None:
    """Four eyes: the only deputy mayor neither proposes nor works on a proposal, for nobody else could approve it."""
    city.deploy(files())
    task = city.task(city.start("ruling", topic="a"), "propose")
    city.do(AssignTask(task, A), A)
    only = "mayor-deputy"
    commands = [(DelegateTask(task, only, "help"), A), (AssignTask(task, only, True, "your turn"), HEAD)]
    for command, who in commands:
        rejection = refused(city, command, who)
        assert rejection.code == "four_eyes"
        assert rejection.field_errors["to"].facts == {"later": "领导审批", "names": "赵明远"}
    city.do(ReleaseTask(task), A)
    assert refused(city, AssignTask(task, only), only).code == "four_eyes"
    assert refused(city, CompleteTask(task, {}), only).code == "four_eyes"
    city.do(RegisterAccount("second", "何平", PASSWORD_HASH, ((Holding("deputy-mayor"), "B"),)), "system")
    city.do(AssignTask(task, A), A)
    for command, who in commands:
        city.do(command, who)
