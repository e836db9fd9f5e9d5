"""A user task with what decides who may see and work on it."""

from app.domain.keys import case_key_of
from app.domain.permissions import CaseSight, TaskSight
from app.domain.task import TaskRecord
from app.store.database import Reader

_TASK = """
SELECT t.key, t.case_key, t.element_id, t.name, t.state, t.form_digest, t.assignee, t.acting_for, t.ended_at, t.completed_by,
       t.lapsed, t.article, p.digest, r.owner, r.started_by, r.secret, a.display_name AS holder,
       (SELECT u.name FROM holding h JOIN unit u ON u.id = h.unit WHERE h.account = t.assignee ORDER BY h.role LIMIT 1) AS holder_unit
FROM user_task t JOIN process_instance p ON p.key = t.process_instance_key JOIN process_instance r ON r.key = t.case_key
LEFT JOIN account a ON a.name = COALESCE(t.completed_by, t.assignee) WHERE t.key = :key
"""
_PARTIES = """
SELECT 'task' AS of, kind, name FROM task_candidate WHERE task_key = :key UNION ALL SELECT 'case', kind, name FROM case_party WHERE
case_key = :case_key
"""


def read_task(store: Reader, key: int) -> TaskRecord | None:
    """Return a task; None where there is none with this key."""
    row = store.one(_TASK, key=key)
    if row is None:
        return None
    sets: dict[tuple[str, str], set[str]] = {}
    for party in store.all(_PARTIES, key=key, case_key=case_key_of(key)):
        sets.setdefault((party["of"], party["kind"]), set()).add(party["name"])
    accounts = frozenset(sets.get(("case", "account"), ()))
    sight = TaskSight(
        row["assignee"],
        frozenset(sets.get(("task", "user"), ())),
        frozenset(sets.get(("task", "group"), ())),
        row["acting_for"],
        accounts if row["secret"] else None,
    )
    case = CaseSight(
        accounts,
        frozenset(sets.get(("case", "group"), ())),
        row["owner"],
        row["started_by"],
        bool(row["secret"]),
    )
    return TaskRecord(
        row["key"],
        row["case_key"],
        row["element_id"],
        row["name"],
        row["state"],
        row["digest"],
        row["form_digest"],
        sight,
        case,
        row["holder"],
        row["holder_unit"],
        row["ended_at"],
        row["completed_by"],
        bool(row["lapsed"]),
        row["article"],
    )
