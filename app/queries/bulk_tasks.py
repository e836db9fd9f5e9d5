"""Several tasks of a list at once, as whoever acts on all of them sees each: may it be given away, and to whom."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from msgspec import Struct

from app.audit.surroundings import Surroundings
from app.audit.takers import barred_by_eyes, takers
from app.domain.actor import Actor
from app.domain.permissions import may_reassign, may_urge
from app.domain.rejection import Message, Rejection
from app.domain.task import TaskRecord, require_open
from app.queries.task_page import task_page
from app.store.database import Reader
from app.store.read_candidates import Candidate


class BulkTask(Struct, frozen=True):
    """row: as the page of a task has it. takers: who may take it, without who has it.
    same_eyes: who may not, since they did a step before it.

    barred, not_urged: why it cannot be given away, and not be urged; None: it can.
    """

    task: TaskRecord
    row: Mapping[str, Any]
    takers: Sequence[Candidate]
    barred: Message | None
    not_urged: Message | None
    same_eyes: frozenset[str] = frozenset()


def bulk_tasks(store: Reader, surroundings: Surroundings, actor: Actor, keys: Iterable[int]) -> list[BulkTask]:
    """Return the tasks that the actor may see, in the order asked for; what is none of theirs is left out without a word."""
    found = []
    for key in dict.fromkeys(keys):
        try:
            page = task_page(store, actor, key)
        except Rejection as rejection:
            if rejection.code != "not_found":
                raise
            continue
        others = [one for one in takers(store, surroundings, page.task) if one.account != page.task.sight.assignee]
        closed, same = _closed(actor, page.task), barred_by_eyes(store, surroundings, page.task)
        found.append(BulkTask(page.task, page.row, others, closed or _not_given(actor, page.task), closed or _not_urged(actor), same))
    return found


def _closed(actor: Actor, task: TaskRecord) -> Message | None:
    try:
        require_open(actor, task)
    except Rejection as rejection:
        return rejection.message
    return None


def _not_urged(actor: Actor) -> Message | None:
    if may_urge(actor):
        return None
    return Message("The inspection office and the supervision bureau urge; you are neither", {})


def _not_given(actor: Actor, task: TaskRecord) -> Message | None:
    if may_reassign(actor, task.sight, task.case.owner):
        return None
    return Message("Its holder, the head of the unit or the owner of the procedure may give it to somebody; you are none of them", {})
