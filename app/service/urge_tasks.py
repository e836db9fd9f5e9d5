"""Urge what is open in a case (催办): a record, and a notice to the holder and the head of the unit. No deadline moves."""

from collections.abc import Iterator

from msgspec import Struct

from app.audit.asked_deadline import case_seen, said_reason
from app.audit.naming_the_writer import refuse_naming_text
from app.audit.told_of_urging import told_of_urging
from app.domain.fact import Fact
from app.domain.instant import instant_text
from app.domain.keys import BLOCK
from app.domain.permissions import may_urge
from app.domain.rejection import Rejection
from app.domain.task import TaskRecord, require_open, require_sight, task_unknown
from app.service.work import Outcome, Work
from app.store.read_task import read_task


class UrgeTasks(Struct, frozen=True):
    """task_key: of one task of the case; None for all that are open in it. reason: why, for the holder, the head of the unit and the
    history."""

    case_key: int
    reason: str
    task_key: int | None = None


def handle(command: UrgeTasks, work: Work) -> Outcome:
    found = case_seen(work.store, work.actor, command.case_key)
    named = _named(command, work)
    if not may_urge(work.actor):
        raise Rejection("forbidden", "Expected somebody of the inspection office or the supervision bureau to urge, but you are neither")
    reason = said_reason(command.reason)
    refuse_naming_text(work.store, work.actor, found.key, found.sight, {"reason": reason})
    if named is not None:
        require_open(work.actor, named)
    tasks = [named] if named is not None else list(_open(work, command.case_key))
    if not tasks:
        raise Rejection("state_forbids", "Expected a step that waits for a person, but nothing is open in this case")
    facts, keys = [], []
    for task in tasks:
        keys.append(work.new_number("case") * BLOCK)
        facts.append(Fact("task_urged", task.element_id, task.key, {"urgingKey": keys[-1]}, {"reason": reason}))
        told = {"notice": "urged", "to": told_of_urging(work.store, task, work.now), "toldAt": instant_text(work.recorded_at)}
        facts.append(Fact("notice_given", task.element_id, task.key, told))
    only = tasks[0] if len(tasks) == 1 else None
    element, digest = (only.element_id, only.digest) if only is not None else (None, found.digest)
    return Outcome("task_urged", facts, {"keys": keys}, None, element, {"reason": reason}, digest)


def _named(command: UrgeTasks, work: Work) -> TaskRecord | None:
    """Return the task that is meant. A supervisor urges in his own right, also where he stands in for its holder."""
    if command.task_key is None:
        return None
    task = read_task(work.store, command.task_key)
    if task is None or task.case_key != command.case_key:
        raise task_unknown(command.task_key)
    require_sight(work.actor, task)
    return task


def _open(work: Work, case_key: int) -> Iterator[TaskRecord]:
    for row in work.store.all("SELECT key FROM user_task WHERE case_key = :key AND state = 'CREATED' ORDER BY key", key=case_key):
        task = read_task(work.store, row["key"])
        if task is not None:
            yield task
