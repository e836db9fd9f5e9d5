"""A user task with what decides who may see and work on it."""

from app.domain.permissions import CaseSight, TaskSight
from app.domain.task import TaskRecord
from app.store.database import Reader
from app.store.gathered import gathered, gathering
from app.store.sealed import SEALED

_TASK = """
SELECT t.key, t.case_key, t.process_instance_key, t.element_id, t.name, t.state, t.form_digest, t.assignee, t.acting_for, t.ended_at,
       t.completed_by, t.lapsed, t.article, p.digest, p.definition_key, p.process_id, r.owner, r.started_by, r.secret, r.identity_kept,
       r.state AS case_state,
       a.display_name AS holder,
       (SELECT u.name FROM holding h JOIN unit u ON u.id = h.unit WHERE h.account = t.assignee ORDER BY h.role LIMIT 1) AS holder_unit,
       t.delegated_by, (SELECT d.display_name FROM account d WHERE d.name = t.delegated_by) AS delegator,
       {candidates} AS candidates, {parties} AS parties
FROM user_task t JOIN process_instance p ON p.key = t.process_instance_key JOIN process_instance r ON r.key = t.case_key
LEFT JOIN account a ON a.name = COALESCE(t.completed_by, t.assignee) WHERE t.key = :key
"""


def read_task(store: Reader, key: int) -> TaskRecord | None:
    """Return a task; None where there is none with this key."""
    candidates = gathering(store, "c.kind, c.name", "task_candidate c WHERE c.task_key = t.key")
    parties = gathering(store, "cp.kind, cp.name", "case_party cp WHERE cp.case_key = t.case_key")
    row = store.one(_TASK.format(candidates=candidates, parties=parties), key=key)
    if row is None:
        return None
    sets: dict[tuple[str, str], set[str]] = {}
    for of, column in (("task", "candidates"), ("case", "parties")):
        for kind, name in gathered(row[column]):
            sets.setdefault((of, "group" if kind == SEALED else kind), set()).add(name)
    store.parties.update((row["case_key"], kind, name) for kind, name in gathered(row["parties"]))
    store.secret[row["case_key"]] = bool(row["secret"])
    store.instances[row["process_instance_key"]] = (row["definition_key"], row["process_id"])
    accounts = frozenset(sets.get(("case", "account"), ()))
    sight = TaskSight(
        row["assignee"],
        frozenset(sets.get(("task", "user"), ())),
        frozenset(sets.get(("task", "group"), ())),
        row["acting_for"],
        accounts if row["secret"] else None,
        row["delegated_by"],
    )
    case = CaseSight(
        accounts,
        frozenset(sets.get(("case", "group"), ())),
        row["owner"],
        row["started_by"],
        bool(row["secret"]),
        bool(row["identity_kept"]),
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
        row["delegator"],
        row["case_state"] != "ACTIVE",
    )
