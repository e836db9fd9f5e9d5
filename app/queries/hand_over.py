"""All open work of somebody who leaves, as whoever hands it over sees it."""

from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from typing import Any

from msgspec import Struct

from app.audit.surroundings import Surroundings
from app.audit.takers import barred_by_eyes, takers
from app.domain.actor import Actor
from app.domain.permissions import is_named, may_reassign
from app.domain.rejection import Rejection
from app.domain.task import TaskRecord, require_sight
from app.store.database import Reader
from app.store.read_candidates import Candidate
from app.store.read_task import read_task

MOST = 200


class Held(Struct, frozen=True):
    """row: key, name, receipt_number, title, deadline_at, light. takers: who may take it. same_eyes: who may not, since they did a step
    before it. row: also `lent`, whether that person has delegated it and somebody else works on it."""

    task: TaskRecord
    row: Mapping[str, Any]
    takers: Sequence[Candidate]
    same_eyes: frozenset[str]


class HandOver(Struct, frozen=True):
    """held: what the actor may hand over. others: how many open tasks besides are in that person's hands."""

    held: Sequence[Held]
    others: int


def hand_over(store: Reader, surroundings: Surroundings, actor: Actor, account: str) -> HandOver:
    """Return the open tasks in somebody's hands, and those delegated by that person, who is to complete them, the first due first."""
    rows = store.all(
        "SELECT t.key, t.name, t.element_id, t.deadline_at, t.light, r.receipt_number, COALESCE(t.title, r.title) AS title,"
        " t.assignee <> :account AS lent FROM user_task t"
        " JOIN process_instance r ON r.key = t.case_key "
        " WHERE (t.assignee = :account OR t.delegated_by = :account) AND t.state = 'CREATED' ORDER BY t.sort_at, t.key"
        f" LIMIT {MOST}",
        account=account,
    )
    found, beside = [], 0
    for row in rows:
        task = read_task(store, row["key"])
        if task is not None and not is_named(actor, task.sight):
            continue
        beside += 1
        if task is not None and may_reassign(actor, task.sight, task.case.owner):
            others = [one for one in takers(store, surroundings, task) if one.account != account]
            found.append(Held(task, row, others, barred_by_eyes(store, surroundings, task)))
    return HandOver(found, beside - len(found))


def no_longer_held(store: Reader, actor: Actor, account: str, keys: Iterable[int]) -> list[TaskRecord]:
    """Return those of some tasks that are not in somebody's hands any more, nor come back there; those that the actor may know of."""
    found = []
    for key in keys:
        task = read_task(store, key)
        if task is None or (task.state == "CREATED" and account in (task.sight.assignee, task.sight.delegated_by)):
            continue
        with suppress(Rejection):
            require_sight(actor, task)
            found.append(task)
    return found
