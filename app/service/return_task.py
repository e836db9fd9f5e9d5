"""Return a task to those who may claim it, because whoever held it was disabled without handing it over. The draft stays that person's."""

from msgspec import Struct

from app.audit.bind_notices import WITH_NOBODY, who_assigns
from app.domain.actor import SYSTEM
from app.domain.fact import Fact
from app.domain.instant import instant_text
from app.domain.keys import case_key_of
from app.domain.rejection import Rejection
from app.domain.task import TaskRecord, task_unknown
from app.service.work import Outcome, Work


class ReturnTask(Struct, frozen=True):
    task_key: int

    @property
    def case_key(self) -> int:
        return case_key_of(self.task_key)


def handle(command: ReturnTask, work: Work) -> Outcome:
    if work.actor != SYSTEM:
        raise task_unknown(command.task_key)
    task = work.task(command.task_key)
    state = work.store.value("SELECT state FROM account WHERE name = :name", name=task.sight.assignee)
    if task.state != "CREATED" or state != "disabled":
        raise Rejection("state_forbids", "Expected an open task in the hands of somebody who was disabled, but it is not")
    owner = task.sight.delegated_by
    if owner is not None and work.store.value("SELECT 1 FROM account WHERE name = :name AND state = 'active'", name=owner) is not None:
        fact = Fact("task_assigned", task.element_id, task.key, {"assignee": owner, "from": task.sight.assignee})
        return Outcome("task_assigned", [fact], None, None, task.element_id, definition_digest=task.digest)
    facts = [Fact("task_unassigned", task.element_id, task.key, {"from": task.sight.assignee}), *_told(task, work)]
    return Outcome("task_unassigned", facts, None, None, task.element_id, definition_digest=task.digest)


def _told(task: TaskRecord, work: Work) -> list[Fact]:
    """Tell who registered a secret case that a task of it is with nobody: it is offered to no group, so it has to be given to somebody.

    Where that one is gone, too, all those named are told; nobody is beyond them. Source: docs/permissions, a secret case.
    """
    if not task.case.secret:
        return []
    told = who_assigns(work.store, task.case_key)
    if not told:
        return []
    said = {"notice": WITH_NOBODY, "to": [f"account:{account}" for account in told], "toldAt": instant_text(work.recorded_at)}
    return [Fact("notice_given", task.element_id, task.key, said)]
