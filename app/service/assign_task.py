"""Assign a user task: claim it, or give it to somebody."""

from contextlib import suppress

from msgspec import Struct

from app.audit.last_eyes import refuse_last_eyes
from app.audit.naming_the_writer import refuse_naming_text
from app.audit.takers import refuse_same_eyes
from app.domain.actor import Actor
from app.domain.fact import Fact
from app.domain.keys import case_key_of
from app.domain.lost_definitions import LOST
from app.domain.permissions import in_place_of, is_candidate, may_reassign, owns_task
from app.domain.rejection import Rejection
from app.domain.task import TaskRecord, require_open, task_held
from app.service.work import Outcome, Work


class AssignTask(Struct, frozen=True):
    """assignee: an account. allow_override: take it from whoever holds it; only those who may reassign. reason: asked for when it is
    taken from somebody."""

    task_key: int
    assignee: str
    allow_override: bool = False
    reason: str = ""

    @property
    def case_key(self) -> int:
        return case_key_of(self.task_key)


def handle(command: AssignTask, work: Work) -> Outcome:
    task = work.task(command.task_key)
    require_open(work.actor, task)
    _require_may(command, work.actor, task)
    held = task.sight.assignee
    takes_over = command.assignee == work.actor.account and work.actor.acting_for == held
    # Who delegated a task takes it back, as it was held before.
    takes_back = task.sight.delegated_by is not None and command.assignee == task.sight.delegated_by
    takes_over = takes_over or (takes_back and owns_task(work.actor, task.sight))
    if held is not None and held != command.assignee and not command.allow_override and not takes_over:
        raise task_held(task)
    if work.store.value("SELECT 1 FROM account WHERE name = :name AND state = 'active'", name=command.assignee) is None:
        raise Rejection("bad_request", "Expected an active account as assignee, but found %(found)s", found=command.assignee)
    if held != command.assignee and not takes_back:
        taker = work.actor if command.assignee == work.actor.account else Actor(command.assignee)
        with suppress(*LOST):  # who gets a task whose diagram is lost cannot complete it before it is there again
            refuse_same_eyes(work.store, work.surroundings, taker, task)
            refuse_last_eyes(work.store, work.surroundings, task, {taker.account, in_place_of(taker, task.sight)})
    refuse_naming_text(work.store, work.actor, task.case_key, task.case, {"reason": command.reason})
    said: dict[str, str | None] = {"assignee": command.assignee}
    if held and held != command.assignee:
        said["from"] = held
    if takes_back:
        said["actingFor"] = work.store.value("SELECT delegated_for FROM user_task WHERE key = :key", key=task.key)
    private = {"reason": command.reason} if command.reason else {}
    fact = Fact("task_assigned", task.element_id, task.key, said, private)
    return Outcome("task_assigned", [fact], None, None, task.element_id, {"reason": command.reason, **said}, task.digest)


def _require_may(command: AssignTask, actor: Actor, task: TaskRecord) -> None:
    to_self = command.assignee == actor.account
    if to_self and is_candidate(actor, task.sight):
        if task.sight.assignee in (None, actor.account) or may_reassign(actor, task.sight, task.case.owner):
            return
        raise task_held(task)
    if not may_reassign(actor, task.sight, task.case.owner) and not (to_self and task.sight.assignee == actor.account):
        raise Rejection(
            "forbidden",
            "Expected the holder, the head of the unit or the owner of the procedure to give this task to somebody, but you are"
            " none of them",
        )
