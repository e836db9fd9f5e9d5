"""The moves around a task, as a story tells them."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from app.domain.keys import case_key_of
from app.domain.rejection import Rejection
from app.execute import Door
from app.queries.urgings import urgings_of_task
from app.service.answer_urging import AnswerUrging
from app.service.urge_tasks import UrgeTasks
from app.service.work import Command

Told = Mapping[str, Any]


def _answer(door: Door, task: int, told: Told) -> Command:
    """Answer the urging of a task that was the last one."""
    found = door.ask(urgings_of_task, task)
    if not found:
        raise Rejection("not_found", "Expected a task that was urged, but it never was")
    return AnswerUrging(case_key_of(task), found[-1]["key"], str(told.get("answer", "")))


MOVES: Final[Mapping[str, Callable[[Door, int, Told], Command]]] = {
    "urge": lambda door, task, told: UrgeTasks(case_key_of(task), str(told.get("reason", "")), task),
    "answer-urging": _answer,
}
"""By the verb of the step: the command, from the task that it is about and what the story gives as answers."""
