"""Update an open user task: internal target, follow-up, priority, candidates. Its deadline is no part of it."""

from collections.abc import Mapping
from typing import Any, Final

from msgspec import Struct

from app.domain.fact import Fact
from app.domain.keys import case_key_of
from app.domain.permissions import may_reassign
from app.domain.rejection import Rejection
from app.domain.task import require_open
from app.service.work import Outcome, Work

NAMES: Final = ("dueAt", "followUpAt", "priority", "candidateGroups", "candidateUsers")


class UpdateTask(Struct, frozen=True):
    """changes: by the names above; instants as text in UTC or None, priority 0 to 100, candidates as lists that replace those before."""

    task_key: int
    changes: Mapping[str, Any]

    @property
    def case_key(self) -> int:
        return case_key_of(self.task_key)


def handle(command: UpdateTask, work: Work) -> Outcome:
    task = work.task(command.task_key)
    require_open(work.actor, task)
    if not may_reassign(work.actor, task.sight, task.case.owner):
        raise Rejection(
            "forbidden",
            "Expected the holder, the head of the unit or the owner of the procedure to change this task, but you are none of them",
        )
    if not command.changes:
        raise Rejection("bad_request", "Expected a changeset with at least one of %(allowed)s", allowed=", ".join(NAMES))
    said = {name: command.changes[name] for name in NAMES if name in command.changes}
    return Outcome(
        "task_changed", [Fact("task_changed", task.element_id, task.key, said)], None, None, task.element_id, {"changes": said}, task.digest
    )
