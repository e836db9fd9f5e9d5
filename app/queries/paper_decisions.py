"""What waits before leaders, for the secretary who enters what they decide on paper."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from msgspec import Struct

from app.audit.paper_decision import leaders_of
from app.domain.actor import Actor
from app.domain.permissions import plays
from app.domain.rejection import Rejection
from app.domain.roles import LEADERS, SECRETARY
from app.domain.task import TaskRecord, require_open
from app.queries.task_page import TaskPage, task_page
from app.store.database import Reader
from app.store.read_task import read_task

MOST: Final = 200


class Waiting(Struct, frozen=True):
    """row: key, receipt_number, title, name, element_id and deadline (its record as text or None). leaders: names of who may decide."""

    task: TaskRecord
    row: Mapping[str, Any]
    leaders: Sequence[str]


def require_secretary(actor: Actor) -> None:
    if not plays(actor, SECRETARY):
        raise Rejection("forbidden", "Expected the role %(roles)s for this, but you do not hold it", roles="Assisting secretary")


def before_leaders(store: Reader, actor: Actor) -> list[Waiting]:
    """Return the open tasks put before leaders that the actor may see, the first due first. Raises Rejection("forbidden")."""
    require_secretary(actor)
    listed = ", ".join(f"'{role}'" for role in LEADERS)
    rows = store.all(
        "SELECT t.key, t.name, t.element_id, t.process_id, r.receipt_number, COALESCE(t.title, r.title) AS title, dl.detail AS deadline"
        " FROM user_task t JOIN process_instance r ON r.key = t.case_key LEFT JOIN deadline dl ON dl.key = t.deadline_key"
        " WHERE t.state = 'CREATED' AND EXISTS (SELECT 1 FROM task_candidate c WHERE c.task_key = t.key AND c.kind = 'group'"
        f" AND c.name IN ({listed})) ORDER BY t.sort_at, t.key LIMIT {MOST}"
    )
    found = []
    for row in rows:
        task = read_task(store, row["key"])
        if task is not None and _is_open_to(actor, task) and (leaders := leaders_of(store, task)):
            found.append(Waiting(task, row, [one.name for one in leaders]))
    return found


def paper_decision(store: Reader, actor: Actor, key: int) -> tuple[TaskPage, list[Actor]]:
    """Return a task and the leaders who could decide on it now. Raises Rejection("not_found"), ("forbidden")."""
    found = task_page(store, actor, key)
    require_secretary(actor)
    return found, leaders_of(store, found.task) if found.task.state == "CREATED" else []


def may_enter_decision(store: Reader, actor: Actor, key: int) -> None:
    """Raise Rejection as the command would."""
    found = task_page(store, actor, key)
    require_open(actor, found.task)
    require_secretary(actor)


def _is_open_to(actor: Actor, task: TaskRecord) -> bool:
    try:
        require_open(actor, task)
    except Rejection:
        return False
    return True
