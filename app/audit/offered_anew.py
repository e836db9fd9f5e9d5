"""Open tasks that go to others because what they were offered by was corrected: who had one has it no more, and is told.

Source: docs/decisions, "a correction offers anew".
"""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Final

from app.domain.fact import Fact
from app.domain.instant import instant_text
from app.domain.task import TaskRecord
from app.store.database import Reader
from app.store.read_task import read_task

OFFERED_ANEW: Final = "offered-anew"
"""Told to who had the task, or could have claimed it."""


def offered_anew(store: Reader, facts: Iterable[Fact], now: datetime) -> Iterator[Fact]:
    """Yield what else there is to say of tasks that the facts offer to others: who held one holds it no more, and who is told.

    Whoever is among the new candidates too goes on with it. now: the deciding instant.
    """
    for fact in facts:
        task = read_task(store, fact.key) if fact.kind == "task_changed" and fact.key is not None else None
        if task is None or not {"candidateGroups", "candidateUsers"} & fact.public.keys():
            continue
        groups = frozenset(fact.public.get("candidateGroups", task.sight.groups))
        users = frozenset(fact.public.get("candidateUsers", task.sight.users))
        holder = task.sight.assignee
        told = _had_it(task, groups, users)
        if holder is not None:
            people = [name for name in dict.fromkeys((task.sight.delegated_by, holder)) if name is not None]
            if people[0] in users or _belongs(store, people[0], groups):
                continue
            yield Fact("task_unassigned", task.element_id, task.key, {"from": holder})
            told = [f"account:{name}" for name in people]
        if told:
            said = {"notice": OFFERED_ANEW, "to": told, "toldAt": instant_text(now)}
            yield Fact("notice_given", task.element_id, task.key, said)


def _had_it(task: TaskRecord, groups: frozenset[str], users: frozenset[str]) -> list[str]:
    gone = [f"group:{name}" for name in sorted(task.sight.groups - groups)]
    return gone + [f"account:{name}" for name in sorted(task.sight.users - users)]


def _belongs(store: Reader, account: str, groups: frozenset[str]) -> bool:
    rows = store.all("SELECT role, unit FROM holding WHERE account = :account", account=account)
    held = {row["role"] for row in rows} | {f"{row['role']}@{row['unit']}" for row in rows if row["unit"]}
    everything = store.value("SELECT everything FROM account WHERE name = :account", account=account)
    return bool(everything or held & groups)
