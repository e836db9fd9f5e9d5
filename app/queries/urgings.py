"""Urgings (催办): those of a task with their answers, and how often each task of a list was urged."""

from collections.abc import Mapping, Sequence
from typing import Any

from app.store.database import Reader

_URGINGS = (
    "SELECT u.*, t.element_id, t.name AS step_name, a.display_name AS who, b.display_name AS answerer,"
    " c.display_name AS answered_for_name FROM urging u JOIN user_task t ON t.key = u.task_key"
    " LEFT JOIN account a ON a.name = u.urged_by LEFT JOIN account b ON b.name = u.answered_by"
    " LEFT JOIN account c ON c.name = u.answered_for WHERE u.{} = :key ORDER BY u.urged_at, u.key"
)


def urgings_of_task(store: Reader, task_key: int) -> Sequence[Mapping[str, Any]]:
    """Return the urgings of a task, oldest first. The caller has checked that the asker may see it."""
    return store.all(_URGINGS.format("task_key"), key=task_key)


def urgings_of_case(store: Reader, case_key: int) -> Sequence[Mapping[str, Any]]:
    """Return the urgings of a case, oldest first. The caller has checked that the asker may see it."""
    return store.all(_URGINGS.format("case_key"), key=case_key)


def urged_tasks(store: Reader, keys: Sequence[int]) -> dict[int, Mapping[str, Any]]:
    """Return, by task, how often it was urged, and when last, as text in UTC. keys: of a page of tasks."""
    if not keys:
        return {}
    names = {f"key{place}": key for place, key in enumerate(keys)}
    rows = store.all(
        "SELECT u.task_key, COUNT(*) AS times, MAX(u.urged_at) AS last_at FROM urging u"
        f" WHERE u.task_key IN ({', '.join(f':{name}' for name in names)}) GROUP BY u.task_key",  # names are ours
        **names,
    )
    return {row["task_key"]: row for row in rows}
