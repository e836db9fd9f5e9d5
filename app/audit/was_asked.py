"""Who was asked to do a task that has ended: its candidates, which are kept in its history alone."""

import json
from collections.abc import Iterable

from app.domain.actor import Actor
from app.domain.task import TaskRecord
from app.store.database import Reader


def was_asked(store: Reader, actor: Actor, task: TaskRecord) -> bool:
    """Say whether the actor held a task when it ended or, where nobody did, was among those who could have."""
    if actor.holds("auditor"):
        return False
    if task.sight.assignee is not None:
        return actor.account == task.sight.assignee
    users, groups = _candidates(store, task)
    return actor.account in users or any(actor.in_group(group) for group in groups)


def _candidates(store: Reader, task: TaskRecord) -> tuple[Iterable[str], Iterable[str]]:
    users: list[str] = []
    groups: list[str] = []
    for event in store.all("SELECT body FROM audit_event WHERE case_key = :key ORDER BY seq", key=str(task.case_key)):
        for fact in json.loads(event["body"])["facts"]:
            if fact["fact"] in ("task_created", "task_changed") and fact.get("elementInstanceKey") == str(task.key):
                users, groups = fact.get("candidateUsers", users), fact.get("candidateGroups", groups)
    return users, groups
