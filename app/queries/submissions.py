"""Who did which step last, and what became of a task that was left for another."""

from collections.abc import Mapping
from typing import Any

from app.audit.submission import require_unclaimed, submission
from app.domain.rejection import Rejection
from app.store.database import Reader


def last_done(store: Reader, case_key: int, task_key: int) -> dict[str, Mapping[str, Any]]:
    """Return, by element, who completed it last in the process that a task belongs to, and when."""
    rows = store.all(
        "SELECT t.element_id, t.ended_at, COALESCE(a.display_name, t.completed_by) AS who FROM user_task t LEFT JOIN account a ON a.name ="
        " t.completed_by WHERE t.case_key = :key AND t.state = 'COMPLETED' AND t.process_instance_key ="
        " (SELECT process_instance_key FROM user_task WHERE key = :task) ORDER BY t.ended_at, t.key",
        key=case_key,
        task=task_key,
    )
    return {row["element_id"]: row for row in rows}


def may_be_withdrawn(store: Reader, case_key: int, task_key: int) -> bool:
    """Say whether nothing has followed a submission that would keep it from being withdrawn, as far as the case's record says."""
    try:
        require_unclaimed(store, submission(store, case_key, task_key).said.born)
    except Rejection:
        return False
    return True


def task_instead(store: Reader, task_key: int) -> int:
    """Return the task that came again in place of one whose submission was withdrawn; else the task itself."""
    found = store.value(
        "SELECT n.key FROM user_task t JOIN user_task n ON n.returned_from = t.key AND n.element_id = t.element_id WHERE t.key = :key"
        " ORDER BY n.key DESC LIMIT 1",
        key=task_key,
    )
    return int(found) if found is not None else task_key


def return_of(store: Reader, task_key: int) -> Mapping[str, Any] | None:
    """Return how a task came again: why, when, by whom and from which step, and whether by withdrawing; None for one that did not."""
    return store.one(
        "SELECT n.returned_reason AS reason, n.created_at AS at, f.element_id, f.name, COALESCE(a.display_name, f.completed_by) AS who,"
        " f.completed_by AS account, CASE WHEN f.state = 'COMPLETED' THEN 1 ELSE 0 END AS withdrawn"
        " FROM user_task n JOIN user_task f ON f.key = n.returned_from LEFT JOIN account a ON a.name = f.completed_by WHERE n.key = :key",
        key=task_key,
    )


def delegates_of(store: Reader, task_key: int) -> list[Mapping[str, Any]]:
    """Return who worked on a task and handed it back, the last first."""
    rows = store.all(
        "SELECT d.at, d.note, a.display_name AS who FROM task_delegate d JOIN account a ON a.name = d.account"
        " WHERE d.task_key = :key AND d.worked = 1 ORDER BY d.at DESC, d.account",
        key=task_key,
    )
    return list(rows)
