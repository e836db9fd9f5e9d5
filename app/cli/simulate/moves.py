"""The moves around a task, as a story tells them."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from app.domain.keys import case_key_of
from app.domain.rejection import Rejection
from app.execute import Door
from app.queries.urgings import urgings_of_task
from app.service.answer_urging import AnswerUrging
from app.service.assign_task import AssignTask
from app.service.delegate_task import DelegateTask
from app.service.hand_back_task import HandBackTask
from app.service.send_back_task import SendBackTask
from app.service.urge_tasks import UrgeTasks
from app.service.withdraw_completion import WithdrawCompletion
from app.service.work import Command

Told = Mapping[str, Any]


def _answer(door: Door, task: int, told: Told) -> Command:
    """Answer the urging of a task that was the last one."""
    found = door.ask(urgings_of_task, task)
    if not found:
        raise Rejection("not_found", "Expected a task that was urged, but it never was")
    return AnswerUrging(case_key_of(task), found[-1]["key"], str(told.get("answer", "")))


def _to(told: Told) -> str:
    return str(told.get("to", ""))


def _why(told: Told) -> str:
    return str(told.get("reason", ""))


MOVES: Final[Mapping[str, Callable[[Door, int, Told], Command]]] = {
    "claim": lambda door, task, told: AssignTask(task, _to(told)),
    "delegate": lambda door, task, told: DelegateTask(task, _to(told), _why(told)),
    "hand-back": lambda door, task, told: HandBackTask(task, {name: said for name, said in told.items() if name != "to"}),
    "send-back": lambda door, task, told: SendBackTask(task, _to(told), _why(told)),
    "withdraw": lambda door, task, told: WithdrawCompletion(task, _why(told)),
    "urge": lambda door, task, told: UrgeTasks(case_key_of(task), _why(told), task),
    "answer-urging": _answer,
}
"""By the verb of the step: the command, from the task that it is about and what the story gives as answers, `to` being who or where to; who
claims is that one."""
