"""Release a user task: it goes back to those who may claim it."""

from msgspec import Struct

from app.domain.fact import Fact
from app.domain.keys import case_key_of
from app.domain.permissions import may_reassign
from app.domain.rejection import Rejection
from app.domain.task import require_open
from app.service.work import Outcome, Work


class ReleaseTask(Struct, frozen=True):
    task_key: int

    @property
    def case_key(self) -> int:
        return case_key_of(self.task_key)


def handle(command: ReleaseTask, work: Work) -> Outcome:
    task = work.task(command.task_key)
    require_open(work.actor, task)
    if task.sight.assignee is None:
        raise Rejection("task_unclaimed", "Expected a task that somebody holds, but nobody does")
    if not may_reassign(work.actor, task.sight, task.case.owner):
        raise Rejection(
            "forbidden",
            "Expected the holder, the head of the unit or the owner of the procedure to release this task, but you are none of them",
        )
    fact = Fact("task_unassigned", task.element_id, task.key, {"from": task.sight.assignee})
    return Outcome("task_unassigned", [fact], None, None, task.element_id, definition_digest=task.digest)
