"""What is put before a leader for a decision: what can be decided together with others, and what has to be opened one by one."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from msgspec import Struct

from app.audit.surroundings import Surroundings
from app.domain.actor import Actor
from app.domain.permissions import may_work_on
from app.domain.rejection import Rejection
from app.domain.task import TaskRecord, require_sight
from app.form.several_at_once import Decidable, decidable
from app.queries.task_form import TaskForm, task_form
from app.queries.work_list import Filters, work_list
from app.store.database import Reader
from app.store.read_task import read_task

MOST = 50
"""Nobody decides on more at once, and the page says how many there are besides."""


class PutBefore(Struct, frozen=True):
    """row: as the work list has it. how: in which way it can be decided together with others of its form; None: one by one."""

    task: TaskRecord
    row: Mapping[str, Any]
    asked: TaskForm
    how: Decidable | None


class Decisions(Struct, frozen=True):
    tasks: Sequence[PutBefore]
    total: int


def decisions(store: Reader, actor: Actor, surroundings: Surroundings, now: datetime) -> Decisions:
    """Return the tasks that the actor may complete, the first due first."""
    found, listed = [], work_list(store, actor, Filters("all", limit=MOST))
    for row in listed.rows:
        one = put_before(store, actor, surroundings, row["key"], now)
        if one is not None:
            found.append(PutBefore(one.task, row, one.asked, one.how))
    return Decisions(found, listed.total)


def no_longer_put_before(store: Reader, actor: Actor, keys: Iterable[int]) -> list[Mapping[str, Any]]:
    """Return key, title and receipt number of tasks that are closed or in other hands by now, those that the actor may know of.

    ended: whether the task ended with its case, undecided; then outcome, ended_at and digest say how and when that ended.
    """
    found = []
    for key in keys:
        task = read_task(store, key)
        if task is None or (task.state == "CREATED" and may_work_on(actor, task.sight)):
            continue
        try:
            require_sight(actor, task)
        except Rejection:
            continue
        row = store.one(
            "SELECT t.key, COALESCE(t.title, r.title, t.name) AS title, r.receipt_number, r.outcome, r.ended_at, r.digest,"
            " r.state <> 'ACTIVE' AND t.state = 'CANCELED' AS ended FROM user_task t"
            " JOIN process_instance r ON r.key = t.case_key WHERE t.key = :key",
            key=key,
        )
        found += [row] if row is not None else []
    return found


def put_before(store: Reader, actor: Actor, surroundings: Surroundings, key: int, now: datetime) -> PutBefore | None:
    """Return one task with how it can be decided; None where it is not open to the actor."""
    task = read_task(store, key)
    if task is None or task.state != "CREATED" or not may_work_on(actor, task.sight):
        return None
    asked = task_form(store, surroundings, task, now)
    how = decidable(asked.form, asked.variables, asked.world) if asked.form is not None else None
    return PutBefore(task, {}, asked, how)
