"""A user task as its rules see it, and what is refused to whom.

Source: docs/permissions, last paragraph: may not see, 404, the same for unknown; may see and not do, 403; the state forbids it, 409,
with the
colleague's name only where the asker may see the task.
"""

from msgspec import Struct

from app.domain.actor import Actor
from app.domain.permissions import CaseSight, TaskSight, holds_task, is_candidate, may_work_on, sees_case
from app.domain.rejection import Rejection


class TaskRecord(Struct, frozen=True):
    """holder, holder_unit: the assignee's name and unit as colleagues read them. digest: of the file that draws the task. delegator: the
    name of who delegated it. case_ended: the case is over, and not only this step."""

    key: int
    case_key: int
    element_id: str
    name: str
    state: str
    digest: str
    form_digest: str | None
    sight: TaskSight
    case: CaseSight
    holder: str | None
    holder_unit: str | None
    ended_at: str | None
    completed_by: str | None
    lapsed: bool
    article: str | None
    delegator: str | None = None
    case_ended: bool = False


def task_unknown(key: int) -> Rejection:
    return Rejection("not_found", "Expected a user task with the key %(key)s, but there is none that you may see", key=key)


def require_sight(actor: Actor, task: TaskRecord) -> None:
    """Raise Rejection("not_found") where the actor may not know of the task."""
    if not (is_candidate(actor, task.sight) or holds_task(actor, task.sight) or sees_case(actor, task.case)):
        raise task_unknown(task.key)


def require_open(actor: Actor, task: TaskRecord) -> None:
    """Raise Rejection unless the task is there for the actor and can still be worked on."""
    require_sight(actor, task)
    if task.state == "COMPLETED":
        raise Rejection(
            "task_completed",
            "Expected an open task, but %(who)s completed it at %(at)s",
            who=task.holder or task.completed_by or "-",
            at=task.ended_at,
        )
    if task.lapsed:
        raise Rejection(
            "deadline_lapsed",
            "Expected an open task, but its deadline passed at %(at)s and silence took effect (art. %(article)s)",
            at=task.ended_at,
            article=task.article or "-",
        )
    if task.state != "CREATED" and task.case_ended:
        raise Rejection("task_cancelled", "Expected an open task, but it ended with its case undone at %(at)s", at=task.ended_at)
    if task.state != "CREATED":
        raise Rejection("task_cancelled", "Expected an open task, but the case went on without it at %(at)s", at=task.ended_at)


def require_work(actor: Actor, task: TaskRecord) -> None:
    """Raise Rejection unless the actor may claim or complete the task as it stands."""
    require_open(actor, task)
    if may_work_on(actor, task.sight):
        return
    if task.sight.assignee is not None and is_candidate(actor, task.sight):
        raise task_held(task)
    raise Rejection("forbidden", "Expected you to be the holder or in one of the groups of this task, but you are not")


def require_own_work(actor: Actor, task: TaskRecord) -> None:
    """Raise Rejection unless the actor may end the task: one that was delegated goes back first to who delegated it."""
    require_work(actor, task)
    if task.sight.delegated_by is not None:
        raise Rejection(
            "state_forbids",
            "Expected the task to be handed back to %(name)s, who delegated it and completes it",
            name=task.delegator or task.sight.delegated_by,
        )


def task_held(task: TaskRecord) -> Rejection:
    return Rejection(
        "task_claimed",
        "Expected a task that nobody holds, but %(holder)s (%(unit)s) holds it",
        holder=task.holder or task.sight.assignee,
        unit=task.holder_unit or "-",
    )
