"""Commands of a user task."""

from app.domain.keys import case_key_of
from app.service.answer_urging import AnswerUrging
from app.service.assign_task import AssignTask
from app.service.complete_task import CompleteTask
from app.service.delegate_task import DelegateTask
from app.service.disable_account import DisableAccount
from app.service.hand_back_task import HandBackTask
from app.service.release_task import ReleaseTask
from app.service.return_task import ReturnTask
from app.service.send_back_task import SendBackTask
from app.service.update_task import UpdateTask
from app.service.urge_tasks import UrgeTasks
from app.service.withdraw_completion import WithdrawCompletion
from app.service.work import Command
from tests.builders.city import City
from tests.service.rows.row import HEADS, IN_UNIT, SEE_ALL, Row, case_at_handle, row


def _held(city: City) -> int:
    task = city.task(case_at_handle(city), "handle")
    city.do(AssignTask(task, "handler-health"), "handler-health")
    return task


def _left_behind(city: City) -> Command:
    task = _held(city)
    city.do(DisableAccount("handler-health"), "security")
    return ReturnTask(task)


def _urge(city: City) -> UrgeTasks:
    task = _held(city)
    return UrgeTasks(case_key_of(task), "the citizen has called again", task)


def _urged(city: City) -> Command:
    urge = _urge(city)
    (key,) = city.do(urge, "inspection")["keys"]
    return AnswerUrging(urge.case_key, key, "the plumber comes tomorrow")


def _delegated(city: City) -> HandBackTask:
    task = _held(city)
    city.do(DelegateTask(task, "handler-health-b", "you know the house"), "handler-health")
    return HandBackTask(task, {"said": "half"}, "the rest is yours")


def _taken(city: City) -> WithdrawCompletion:
    """Return the withdrawal of a registration that a bureau has yet to take up."""
    case = case_at_handle(city)
    return WithdrawCompletion(
        int(city.value("SELECT key FROM user_task WHERE case_key = :case AND element_id = 'take'", case=case)), "wrong"
    )


BACK = "task_cancelled element_cancelled element_entered task_created task_assigned"
STEP = {"user_task", "task_candidate", "deadline", "subscription", "draft"}
ROWS: dict[type[Command], Row] = {
    ReturnTask: row(_left_behind, "system", "task_unassigned", "task_unassigned", {"user_task", "task_candidate"}, (), ()),
    DelegateTask: row(
        lambda city: DelegateTask(_held(city), "handler-health-b", "you know the house"),
        "handler-health",
        "task_delegated",
        "task_delegated notice_given",
        {"user_task", "notice", "case_party"},
        {"handler-health"},
        SEE_ALL | IN_UNIT,
    ),
    HandBackTask: row(
        _delegated,
        "handler-health-b",
        "delegation_returned",
        "delegation_returned notice_given",
        {"user_task", "notice", "task_delegate", "draft"},
        {"handler-health-b"},
        SEE_ALL | IN_UNIT,
        claimed=frozenset({"handler-health", "demo"}),
    ),
    SendBackTask: row(
        lambda city: SendBackTask(city.task(case_at_handle(city), "handle"), "take", "the street is missing"),
        "handler-health",
        "task_returned",
        f"task_assigned task_returned {BACK} notice_given",
        {*STEP, "case_party", "notice"},
        {"handler-health", "handler-health-b", "demo"},
        SEE_ALL | IN_UNIT,
    ),
    WithdrawCompletion: row(
        _taken,
        "hotline",
        "completion_withdrawn",
        f"completion_withdrawn {BACK}",
        {*STEP, "variable", "notice"},
        {"hotline"},
        SEE_ALL | IN_UNIT,
    ),
    UrgeTasks: row(
        _urge,
        "inspection",
        "task_urged",
        "task_urged notice_given",
        {"urging", "notice", "counter"},
        {"inspection", "supervision", "demo"},
        SEE_ALL | IN_UNIT,
    ),
    AnswerUrging: row(
        _urged,
        "handler-health",
        "urging_answered",
        "urging_answered notice_given",
        {"urging", "notice"},
        {"handler-health", "head-health", "demo"},
        SEE_ALL | IN_UNIT,
    ),
    AssignTask: row(
        lambda city: AssignTask(city.task(case_at_handle(city), "handle"), "handler-health"),
        "handler-health",
        "task_assigned",
        "task_assigned",
        {"user_task", "task_candidate", "case_party"},
        HEADS,
        SEE_ALL | IN_UNIT,
    ),
    CompleteTask: row(
        lambda city: CompleteTask(city.task(case_at_handle(city), "handle"), {"said": "done"}),
        "handler-health",
        "task_completed",
        "task_assigned task_completed element_completed process_instance_completed",
        {"process_instance", "user_task", "task_candidate", "case_party", "subscription", "deadline", "variable"},
        {"handler-health", "handler-health-b", "demo"},
        SEE_ALL | IN_UNIT,
    ),
    ReleaseTask: row(
        lambda city: ReleaseTask(_held(city)),
        "handler-health",
        "task_unassigned",
        "task_unassigned",
        {"user_task", "task_candidate"},
        HEADS,
        SEE_ALL | IN_UNIT,
    ),
    UpdateTask: row(
        lambda city: UpdateTask(_held(city), {"priority": 80, "candidateUsers": ["handler-housing"]}),
        "head-health",
        "task_changed",
        "task_changed",
        {"user_task", "task_candidate", "case_party"},
        HEADS,
        SEE_ALL | IN_UNIT,
    ),
}
