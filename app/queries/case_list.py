"""Cases, found by number, title, process and state."""

from collections.abc import Mapping, Sequence
from typing import Any

from msgspec import Struct

from app.domain.actor import Actor
from app.queries.searches import case_sight
from app.store.database import Reader

STATES = {"running": "ACTIVE", "completed": "COMPLETED", "cancelled": "TERMINATED", "erased": "ERASED"}


class CaseList(Struct, frozen=True):
    rows: Sequence[Mapping[str, Any]]
    total: int


def case_list(
    store: Reader, actor: Actor, *, q: str = "", process: str = "", state: str = "", limit: int = 50, offset: int = 0
) -> CaseList:
    """Return one page of the cases that the actor may see, newest first, with the step each stands at and its earliest open
    deadline, of a finished case its last one."""
    sight, values = case_sight(actor, "p.key", "p")
    where = sight or "1 = 1"
    if q:
        where += " AND (p.receipt_number LIKE :q ESCAPE '\\' OR p.title LIKE :q ESCAPE '\\')"
        values["q"] = "%" + q.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%"
    if process:
        where += " AND p.process_id = :process"
        values["process"] = process
    if state in STATES:
        where += " AND p.state = :state"
        values["state"] = STATES[state]
    rows = store.all(
        "SELECT p.key, p.receipt_number, p.title, p.state, p.received_at, p.started_at, p.outcome, p.process_id, d.name AS process_name,"
        " (SELECT MIN(t.name) FROM user_task t WHERE t.case_key = p.key AND t.state = 'CREATED') AS step,"
        " (SELECT t.element_id FROM user_task t WHERE t.case_key = p.key AND t.state = 'CREATED' ORDER BY t.name LIMIT 1) AS step_id,"
        " (SELECT dl.detail FROM deadline dl WHERE dl.case_key = p.key ORDER BY"
        " dl.is_open DESC, CASE WHEN dl.is_open = 1 THEN dl.deadline_at END, dl.key DESC LIMIT 1) AS deadline, p.digest"
        f" FROM process_instance p JOIN definition d ON d.key = p.definition_key WHERE p.parent_key IS NULL AND {where} ORDER BY"
        f" p.key DESC LIMIT :limit OFFSET :offset",
        **values,
        limit=limit,
        offset=offset,
    )
    total = store.value(
        f"SELECT COUNT(*) FROM (SELECT 1 FROM process_instance p WHERE p.parent_key IS NULL AND {where} LIMIT 10000) n", **values
    )
    return CaseList(rows, int(total))


def process_names(store: Reader) -> list[tuple[str, str, str]]:
    """Return id, name and the digest of a file for every process that was ever deployed."""
    rows = store.all("SELECT id, MAX(name) AS name, MAX(digest) AS digest FROM definition WHERE kind = 'process' GROUP BY id ORDER BY 2, 1")
    return [(row["id"], row["name"], row["digest"]) for row in rows]
