"""Deadlines as they stand after an event, and on each open task the one that the work list shows."""

import json
from collections.abc import Iterable, Mapping
from typing import Any, Final, Protocol

from app.domain.deadline import Deadline
from app.domain.deadline_row import to_row
from app.domain.fact import Fact
from app.domain.instant import LAST, instant_text
from app.store.apply.batch import Batch

_AS_JSON: Final = json.JSONEncoder(ensure_ascii=False, sort_keys=True).encode


class HasDeadlines(Protocol):
    """A case, as far as its deadlines go: see app/engine/case.py."""

    def deadlines(self) -> list[Deadline]: ...

    def open_tasks(self) -> list[Any]: ...

    def shown_deadline(self, key: int) -> Deadline | None: ...


def show_deadlines(batch: Batch, case: HasDeadlines, facts: Iterable[Fact]) -> None:
    """Write the deadlines that the facts changed or that ended with their element, and what the open tasks show of them."""
    kinds = [(fact.kind, fact.key) for fact in facts]
    changed = {key for kind, key in kinds if kind.startswith("deadline_") or kind == "element_migrated"}
    deadlines = case.deadlines()
    # One that was missed already ends without a fact of its own when its element is left.
    _write(batch, [deadline for deadline in deadlines if deadline.element_instance_key in changed or not deadline.is_open])
    if not deadlines:
        return
    if {kind for kind, _ in kinds} == {"deadline_light_changed"}:
        _show_lights(batch, case, changed)
        return
    for task in case.open_tasks():
        if task.kind == "user" and (changed or ("task_created", task.key) in kinds):
            _show(batch, task.key, case.shown_deadline(task.key))


def _show_lights(batch: Batch, case: HasDeadlines, changed: set[int | None]) -> None:
    """Where nothing but lights changed, each task goes on showing the same deadline, in the same place of its list."""
    for task in case.open_tasks():
        shown = case.shown_deadline(task.key) if task.kind == "user" else None
        if shown is not None and shown.element_instance_key in changed:
            batch.update("user_task", task.key, light=shown.light.value if shown.light else None)


def _write(batch: Batch, deadlines: list[Deadline]) -> None:
    batch.store.run_many(
        "INSERT INTO deadline (key, case_key, element_id, state, started_at, deadline_at, light, provisional, is_open, detail)"
        " VALUES (:key, :case_key, :element_id, :state, :started_at, :deadline_at, :light, :provisional, :is_open, :detail)"
        " ON CONFLICT (key) DO UPDATE SET element_id = excluded.element_id, state = excluded.state,"
        " deadline_at = excluded.deadline_at, light = excluded.light, provisional = excluded.provisional, is_open = excluded.is_open,"
        " detail = excluded.detail",
        [_row(batch.case_key, deadline) for deadline in deadlines],
    )


def _row(case_key: int, deadline: Deadline) -> Mapping[str, Any]:
    return {
        "key": deadline.element_instance_key,
        "case_key": case_key,
        "element_id": deadline.element_id,
        "state": deadline.state.value,
        "started_at": instant_text(deadline.started_at),
        "deadline_at": instant_text(deadline.deadline_at),
        "light": deadline.light.value if deadline.light else "",
        "provisional": 1 if deadline.provisional else 0,
        "is_open": 1 if deadline.is_open else 0,
        "detail": _AS_JSON(to_row(deadline)),
    }


def _show(batch: Batch, task_key: int, deadline: Deadline | None) -> None:
    if deadline is None:
        batch.update(
            "user_task", task_key, deadline_key=None, deadline_at=None, deadline_state=None, light=None, provisional=0, sort_at=LAST
        )
        batch.sorted_at[task_key] = LAST
        return
    at = instant_text(deadline.deadline_at)
    batch.update(
        "user_task",
        task_key,
        deadline_key=deadline.element_instance_key,
        deadline_at=at,
        deadline_state=deadline.state.value,
        light=deadline.light.value if deadline.light else None,
        provisional=1 if deadline.provisional else 0,
        article=deadline.article,
        sort_at=at,
    )
    batch.sorted_at[task_key] = at
