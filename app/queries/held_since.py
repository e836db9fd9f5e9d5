"""Since when somebody has a task, and who completed it."""

import json

from app.domain.task import TaskRecord
from app.store.database import Reader


def held_since(store: Reader, task: TaskRecord) -> str | None:
    """Return the instant at which the task went to who holds it, as text in UTC; None where nobody holds it, or it began so."""
    if task.sight.assignee is None:
        return None
    rows = store.all(
        "SELECT effective_at, body FROM audit_event WHERE case_key = :case AND element_id = :element AND kind = 'task_assigned'"
        " ORDER BY seq DESC",
        case=str(task.case_key),
        element=task.element_id,
    )
    for row in rows:
        facts = json.loads(row["body"])["facts"]
        if any(fact["fact"] == "task_assigned" and fact.get("elementInstanceKey") == str(task.key) for fact in facts):
            return str(row["effective_at"])
    return None


def completed_by(store: Reader, key: int) -> str | None:
    """Return the account that completed a task; None where nobody has."""
    found = store.value("SELECT completed_by FROM user_task WHERE key = :key", key=key)
    return str(found) if found else None
