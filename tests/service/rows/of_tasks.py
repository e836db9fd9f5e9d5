"""Commands of a user task."""

from app.domain.keys import case_key_of
from app.service.answer_urging import AnswerUrging
from app.service.assign_task import AssignTask
from app.service.complete_task import CompleteTask
from app.service.disable_account import DisableAccount
from app.service.release_task import ReleaseTask
from app.service.return_task import ReturnTask
from app.service.update_task import UpdateTask
from app.service.urge_tasks import UrgeTasks
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


ROWS: dict[type[Command], Row] = {
    ReturnTask: row(_left_behind, "system", "task_unassigned", "task_unassigned", {"user_task", "task_candidate"}, (), ()),
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
