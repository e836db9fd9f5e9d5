"""The AB rule day by day: who may work on what while somebody is away, and what the record says. Source: Opinions, article 37."""

from datetime import timedelta

import pytest

from app.domain.actor import Actor, Holding
from app.domain.rejection import Rejection
from app.queries.stand_ins import standing_in
from app.queries.work_list import Filters, work_list
from app.service.add_comment import AddComment
from app.service.assign_task import AssignTask
from app.service.change_post import ChangePost
from app.service.complete_task import CompleteTask
from app.service.disable_account import DisableAccount
from app.service.end_leave import EndLeave
from app.service.enter_leave import EnterLeave
from app.service.register_account import RegisterAccount
from app.service.register_post import RegisterPost
from app.service.release_task import ReleaseTask
from app.service.request_extension import RequestExtension
from app.service.resume_clock import ResumeClock
from app.service.suspend_clock import SuspendClock
from app.service.withdraw_extension import WithdrawExtension
from tests.builders.city import MONDAY, City
from tests.builders.commission import ASKED, with_commissions
from tests.builders.commission import PROCESS as COMMISSION
from tests.builders.errand import PROCESS
from tests.service.rows import case_at_handle

FIRST, SECOND, HEAD = "handler-health", "handler-health-b", "head-health"
NOON = MONDAY + timedelta(hours=3)
DAY = timedelta(days=1)


def held(city: City, who: str = FIRST) -> int:
    """Return a task that somebody holds."""
    task = city.task(case_at_handle(city), "handle")
    city.do(AssignTask(task, who), who)
    return task


def away(city: City, who: str = FIRST, until: timedelta = 2 * DAY, substitute: str | None = None) -> int:
    return int(city.do(EnterLeave(who, MONDAY, MONDAY + until, "年休假", substitute), who)["id"])


def seen(city: City, who: str, view: str = "mine") -> list[int]:
    """Return the keys of the tasks in a view of somebody's work list."""
    actor = city.door.ask(standing_in, city.actor(who), city.door.clock)
    return [row["key"] for row in city.door.ask(work_list, actor, Filters(view)).rows]


def code(city: City, command: object, who: str | Actor) -> str:
    with pytest.raises(Rejection) as refused:
        city.do(command, who)  # type: ignore[arg-type]  # every command
    return refused.value.code


def record(city: City, task: int) -> list[tuple[str, str | None]]:
    """Return who did what was done last, and in whose place."""
    event = city.events(task & ~((1 << 20) - 1))[-1]
    return [(event["actor"], event["acting_for"])]


def test_work_in_the_hands_of_the_first_reaches_the_second_from_the_hour_on_and_goes_back_by_itself(city: City) -> None:
    task = held(city)
    city.do(EnterLeave(FIRST, NOON, NOON + DAY, "半天外出"), FIRST)
    answers = {"said": "done"}
    assert seen(city, SECOND) == []
    assert code(city, CompleteTask(task, answers), SECOND) == "task_claimed"
    city.at(NOON - timedelta(microseconds=1) - MONDAY)
    assert code(city, CompleteTask(task, answers), SECOND) == "task_claimed"
    city.at(NOON)
    assert seen(city, SECOND) == [task]
    city.at(NOON + DAY)
    assert seen(city, SECOND) == []
    assert code(city, CompleteTask(task, answers), SECOND) == "task_claimed"
    city.do(CompleteTask(task, answers), FIRST)
    assert record(city, task) == [(FIRST, None)]


def test_what_the_second_completes_meanwhile_stands_in_the_record_as_done_in_the_place_of_the_first(city: City) -> None:
    task = held(city)
    away(city)
    city.do(CompleteTask(task, {"said": "done"}), SECOND)
    assert record(city, task) == [(SECOND, FIRST)]
    row = city.rows("SELECT assignee, completed_by, acting_for FROM user_task WHERE key = :key", key=task)[0]
    assert row == {"assignee": SECOND, "completed_by": SECOND, "acting_for": FIRST}


def test_what_the_second_takes_on_meanwhile_stays_in_the_place_of_the_first_also_after_the_return(city: City) -> None:
    task = city.task(case_at_handle(city), "handle")
    away(city, until=DAY)
    city.do(AssignTask(task, SECOND), SECOND)
    assert record(city, task) == [(SECOND, FIRST)]
    city.at(2 * DAY)
    city.do(CompleteTask(task, {"said": "done"}), SECOND)
    assert record(city, task) == [(SECOND, FIRST)]


def test_the_first_takes_new_work_in_their_own_right_while_the_second_is_away(city: City) -> None:
    waiting, in_hand = city.task(case_at_handle(city), "handle"), held(city, SECOND)
    away(city, SECOND)
    city.do(AssignTask(waiting, FIRST), FIRST)
    assert record(city, waiting) == [(FIRST, None)]
    city.do(CompleteTask(in_hand, {"said": "done"}), FIRST)
    assert record(city, in_hand) == [(FIRST, SECOND)]


def test_the_head_of_the_unit_does_what_both_would_have_done(city: City) -> None:
    in_hand, waiting = held(city), city.task(case_at_handle(city), "handle")
    away(city)
    assert seen(city, HEAD) == []
    assert code(city, CompleteTask(waiting, {"said": "done"}), HEAD) == "forbidden"
    away(city, SECOND)
    assert seen(city, HEAD) == [in_hand]
    assert seen(city, HEAD, "unassigned") == [waiting]
    city.do(CompleteTask(in_hand, {"said": "done"}), HEAD)
    city.do(CompleteTask(waiting, {"said": "done"}), HEAD)
    assert record(city, in_hand) == record(city, waiting) == [(HEAD, FIRST)]


@pytest.mark.parametrize("in_hand", [True, False])
def test_the_head_stops_the_clock_and_asks_for_more_time_in_the_place_of_both(city: City, in_hand: bool) -> None:
    case = with_commissions(city).start(COMMISSION, topic="a leaking tap")
    task = city.task(case, "work")
    if in_hand:
        city.do(AssignTask(task, FIRST), FIRST)
    away(city)
    assert code(city, SuspendClock(case, None, "等待检测报告"), HEAD) == "forbidden"
    away(city, SECOND)
    steps = [SuspendClock(case, None, "等待检测报告"), ResumeClock(case, None, "报告已收到"), RequestExtension(case, None, ASKED)]
    for command in steps:
        answer = city.do(command, HEAD)
        assert record(city, task) == [(HEAD, FIRST)]
    said = city.rows("SELECT value FROM variable WHERE scope_key = :key AND name = 'askedInPlaceOf'", key=int(answer["key"]))
    assert [row["value"] for row in said] == ['"陈静"']


def test_the_head_withdraws_the_request_that_a_holder_had_made_in_that_one_s_place(city: City) -> None:
    case = with_commissions(city).start(COMMISSION, topic="a leaking tap")
    city.do(AssignTask(city.task(case, "work"), FIRST), FIRST)
    request = int(city.do(RequestExtension(case, None, ASKED), FIRST)["key"])
    away(city)
    assert code(city, WithdrawExtension(request, "不需要了"), HEAD) == "forbidden"
    away(city, SECOND)
    city.do(WithdrawExtension(request, "不需要了"), HEAD)
    assert record(city, request) == [(HEAD, FIRST)]


def test_the_head_takes_the_unit_s_work_when_one_holder_is_disabled_and_the_other_is_away(city: City) -> None:
    waiting = city.task(case_at_handle(city), "handle")
    city.do(DisableAccount(FIRST), "security")
    assert seen(city, HEAD, "unassigned") == []
    away(city, SECOND)
    assert seen(city, HEAD, "unassigned") == [waiting]
    city.do(AssignTask(waiting, HEAD), HEAD)
    city.do(CompleteTask(waiting, {"said": "done"}), HEAD)
    assert record(city, waiting) == [(HEAD, SECOND)]


def test_a_named_substitute_gets_the_work_and_the_second_does_not(city: City) -> None:
    city.do(RegisterAccount("wang", "王芳", None, ((Holding("handler", "health-bureau"), "A"),)), "admin")
    task = held(city)
    away(city, substitute="wang")
    assert code(city, CompleteTask(task, {"said": "done"}), SECOND) == "task_claimed"
    city.do(CompleteTask(task, {"said": "done"}), "wang")
    assert record(city, task) == [("wang", FIRST)]


def test_whoever_stands_in_may_hand_on_and_give_back(city: City) -> None:
    task, other = held(city), held(city)
    away(city)
    city.do(ReleaseTask(task), SECOND)
    city.do(AssignTask(other, SECOND), SECOND)
    assert record(city, task) == record(city, other) == [(SECOND, FIRST)]


def test_a_leave_that_is_ended_gives_the_work_back_at_once(city: City) -> None:
    task = held(city)
    leave = away(city)
    assert seen(city, SECOND) == [task]
    city.at(timedelta(hours=1))
    city.do(EndLeave(leave), HEAD)
    assert seen(city, SECOND) == []
    assert code(city, EndLeave(leave), HEAD) == "state_forbids"


def test_two_pairs_of_eyes_are_asked_of_the_person_and_of_the_one_in_whose_place_it_is_done(city: City) -> None:
    """The step `handle` may not be done by who did `take`."""
    case = city.start(PROCESS, topic="a leaking tap")
    take = city.task(case, "take")
    city.do(AssignTask(take, "hotline"), "hotline")
    city.do(RegisterAccount("both", "两岗", None, ((Holding("hotline"), "B"), (Holding("handler", "health-bureau"), "A"))), "admin")
    city.do(EnterLeave("hotline", MONDAY, MONDAY + DAY, "年休假"), "hotline")
    city.do(CompleteTask(take, {"worth": 3, "note": "urgent"}), "both")
    assert record(city, take) == [("both", "hotline")]
    assert code(city, CompleteTask(city.task(case, "handle"), {"said": "done"}), "both") == "four_eyes"


def test_nobody_checks_what_the_absent_person_did_in_that_person_s_place(city: City) -> None:
    city.do(RegisterAccount("both", "两岗", None, ((Holding("hotline"), "A"), (Holding("handler", "health-bureau"), "A"))), "admin")
    city.do(RegisterPost(Holding("handler", "health-bureau"), "复核", "both", SECOND), "admin")
    case = city.start(PROCESS, topic="a leaking tap")
    city.complete(case, "take", "both", worth=3, note="urgent")
    task = city.task(case, "handle")
    city.do(EnterLeave("both", MONDAY, MONDAY + DAY, "年休假"), "both")
    assert code(city, CompleteTask(task, {"said": "done"}), SECOND) == "four_eyes"
    city.do(CompleteTask(task, {"said": "done"}), FIRST)


def test_a_comment_on_a_case_of_the_absent_person_says_in_whose_place_it_was_written(city: City) -> None:
    city.do(RegisterAccount("liang", "梁", None, ((Holding("hotline"), "B"),)), "admin")
    away_hand = held(city)
    city.do(AssignTask(away_hand, "enforcer-market", allow_override=True, reason="theirs"), FIRST)
    city.do(RegisterAccount("aide", "助", None, ((Holding("enforcer", "market-bureau"), "B"),)), "admin")
    case = away_hand & ~((1 << 20) - 1)
    assert code(city, AddComment(case, "a word"), "aide") == "not_found"
    away(city, "enforcer-market")
    city.do(AddComment(case, "a word"), "aide")
    assert record(city, away_hand) == [("aide", "enforcer-market")]
    assert city.value("SELECT acting_for FROM comment") == "enforcer-market"


@pytest.mark.parametrize(
    ("command", "wanted"),
    [
        (EnterLeave(FIRST, MONDAY + DAY, MONDAY + DAY, "年休假"), "to end after its start"),
        (EnterLeave(FIRST, MONDAY + DAY, MONDAY, "年休假"), "to end after its start"),
        (EnterLeave(FIRST, MONDAY - 2 * DAY, MONDAY - DAY, "年休假"), "ends in the future"),
        (EnterLeave(FIRST, MONDAY + DAY, MONDAY + 3 * DAY, "年休假"), "no other leave"),
        (EnterLeave(FIRST, MONDAY + 4 * DAY, MONDAY + 5 * DAY, " "), "a reason"),
        (EnterLeave(FIRST, MONDAY + 4 * DAY, MONDAY + 5 * DAY, "年休假", FIRST), "somebody else"),
        (EnterLeave(FIRST, MONDAY + 4 * DAY, MONDAY + 5 * DAY, "年休假", "handler-housing"), "holds a role of this person"),
        (EnterLeave(FIRST, MONDAY + 6 * DAY, MONDAY + 9 * DAY, "年休假", SECOND), "is away from"),
        (EnterLeave("nobody", MONDAY, MONDAY + DAY, "年休假"), "an active account"),
    ],
)
def test_a_leave_that_makes_no_sense_is_refused_in_words(city: City, command: EnterLeave, wanted: str) -> None:
    city.do(EnterLeave(FIRST, MONDAY, MONDAY + 2 * DAY, "年休假"), FIRST)
    city.do(EnterLeave(SECOND, MONDAY + 8 * DAY, MONDAY + 10 * DAY, "年休假"), SECOND)
    before = city.dump()
    with pytest.raises(Rejection) as refused:
        city.do(command, "admin")
    assert wanted in str(refused.value)
    assert city.dump() == before


def test_a_circle_of_substitutes_is_refused_with_its_way(city: City) -> None:
    holdings = ((Holding("handler", "health-bureau"), "A"),)
    city.do(RegisterAccount("wang", "王芳", None, holdings), "admin")
    city.do(EnterLeave(SECOND, MONDAY + DAY, MONDAY + 3 * DAY, "年休假", "wang"), SECOND)
    city.do(EnterLeave("wang", MONDAY, MONDAY + 2 * DAY, "年休假", FIRST), "wang")
    before = city.dump()
    with pytest.raises(Rejection) as refused:
        city.do(EnterLeave(FIRST, MONDAY, MONDAY + 5 * DAY, "年休假", SECOND), FIRST)
    assert "陈静 → 刘洋 → 王芳 → 陈静" in str(refused.value)
    assert city.dump() == before


@pytest.mark.parametrize(
    ("post", "wanted"),
    [
        (RegisterPost(Holding("handler", "health-bureau"), "来信", FIRST, FIRST), "two people"),
        (RegisterPost(Holding("handler", "health-bureau"), "来信", FIRST, "handler-housing"), "the security administrator gives roles"),
        (RegisterPost(Holding("handler", "nowhere"), "来信"), "a registered unit"),
        (RegisterPost(Holding("handler"), "来信"), "with its unit"),
        (RegisterPost(Holding("system-admin"), "管理", "admin"), "a role that works on cases"),
        (RegisterPost(Holding("handler", "health-bureau"), "  ", FIRST), "a name of the post"),
        (ChangePost(77, "来信", None, None), "a post with the number"),
    ],
)
def test_a_post_that_would_give_a_right_or_makes_no_sense_is_refused(city: City, post: RegisterPost | ChangePost, wanted: str) -> None:
    before = city.dump()
    with pytest.raises(Rejection) as refused:
        city.do(post, "admin")
    assert wanted in str(refused.value)
    assert city.dump() == before
