"""Withdraw one's own submission (撤回): while the next task is unclaimed and nothing has left, the step is open again as it was.

Source: docs/diagrams, "Moves around a task".
"""

import json

from msgspec import Struct
from msgspec.structs import replace

from app.audit.asked_deadline import said_reason
from app.audit.naming_the_writer import refuse_naming_text
from app.audit.submission import require_unclaimed, submission, written_submission
from app.domain.deadline_row import from_row
from app.domain.fact import Fact
from app.domain.keys import case_key_of
from app.domain.rejection import Rejection
from app.domain.task import TaskRecord, require_sight
from app.service.work import Outcome, Work


class WithdrawCompletion(Struct, frozen=True):
    """task_key: of the task that was completed. reason: for the history."""

    task_key: int
    reason: str

    @property
    def case_key(self) -> int:
        return case_key_of(self.task_key)


def handle(command: WithdrawCompletion, work: Work) -> Outcome:
    task = work.task(command.task_key)
    require_sight(work.actor, task)
    if task.state != "COMPLETED" or task.completed_by != work.actor.account:
        raise Rejection("forbidden", "Expected who completed the step to withdraw it, but you did not")
    reason = said_reason(command.reason)
    refuse_naming_text(work.store, work.actor, task.case_key, task.case, {"reason": reason})
    if work.store.value("SELECT state FROM process_instance WHERE key = :key", key=task.case_key) != "ACTIVE":
        raise Rejection("case_closed", "Expected an open case, but it is closed")
    found = submission(work.store, task.case_key, task.key)
    require_unclaimed(work.store, found.said.born)
    row = work.store.value("SELECT detail FROM deadline WHERE key = :key", key=task.key)
    said = replace(found.said, deadline=from_row(json.loads(row)) if row else None)
    case = work.case()
    case.take_back(said)
    withdrawn = next(fact for fact in case.facts if fact.kind == "completion_withdrawn")
    withdrawn.private.update(reason=reason, answers=dict(found.answers))
    recorded = {**written_submission(said, row), "reason": reason}
    facts = [*case.facts, *_again(case.facts, task, work)]
    answer = {"seq": work.head.seq + 1}
    return Outcome("completion_withdrawn", facts, answer, case, task.element_id, recorded, task.digest)


def _again(facts: list[Fact], task: TaskRecord, work: Work) -> list[Fact]:
    """Return the fact that the step is in the hands of who withdrew it."""
    created = next((fact for fact in facts if fact.kind == "task_created" and fact.element_id == task.element_id), None)
    if created is None or created.public.get("assignee") == work.actor.account:
        return []
    return [Fact("task_assigned", task.element_id, created.key, {"assignee": work.actor.account})]
