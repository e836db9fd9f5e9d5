"""One task as its page shows it."""

import json
from collections.abc import Mapping
from typing import Any

from msgspec import Struct

from app.domain.actor import Actor
from app.domain.task import TaskRecord, require_sight, task_unknown
from app.store.database import Reader
from app.store.read_task import read_task


class TaskPage(Struct, frozen=True):
    """task: with what decides who may do what. row: names and instants (text in UTC). deadline: the record of the one it shows,
    as plain values, or None; own: that of the task itself."""

    task: TaskRecord
    row: Mapping[str, Any]
    deadline: Mapping[str, Any] | None
    own: Mapping[str, Any] | None = None


def task_page(store: Reader, actor: Actor, key: int) -> TaskPage:
    """Return a task. Raises Rejection("not_found") where there is none that the actor may see."""
    task = read_task(store, key)
    if task is None:
        raise task_unknown(key)
    require_sight(actor, task)
    row = store.one(
        "SELECT t.*, r.receipt_number, r.title AS case_title, r.received_at, r.state AS case_state, r.digest AS case_digest,"
        " r.process_id AS case_process_id, d.name AS process_name,"
        " d.version AS process_version, a.display_name AS assignee_name,"
        " c.display_name AS completer_name, f.display_name AS acting_for_name, dl.detail AS deadline_detail,"
        " dl.element_id AS deadline_element, own.detail AS own_detail"
        " FROM user_task t JOIN process_instance r ON r.key = t.case_key JOIN definition d ON d.key = r.definition_key"
        " LEFT JOIN account a ON a.name = t.assignee LEFT JOIN account c ON c.name = t.completed_by"
        " LEFT JOIN account f ON f.name = t.acting_for LEFT JOIN deadline dl ON dl.key"
        " = t.deadline_key LEFT JOIN deadline own ON own.key = t.key WHERE t.key = :key",
        key=key,
    )
    if row is None:
        raise task_unknown(key)
    shown, own = (json.loads(row[name]) if row[name] else None for name in ("deadline_detail", "own_detail"))
    return TaskPage(task, row, shown, own)
