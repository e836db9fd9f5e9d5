"""What stopped, where and why: for operators."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.domain.actor import Actor
from app.domain.permissions import require
from app.store.database import Reader

_SELECT = (
    "SELECT i.*, r.receipt_number, r.title, r.digest, r.process_id,"
    " d.name AS process_name, d.version FROM incident i JOIN process_instance r ON"
    " r.key = i.case_key"
    " JOIN definition d ON d.key = r.definition_key"
)


@dataclass(frozen=True)
class Incidents:
    """rows: incidents with the case's number and process. others: running cases that are not affected."""

    rows: Sequence[Mapping[str, Any]]
    open_count: int
    resolved_count: int
    others: int
    last_resolved_at: str | None


def incidents(store: Reader, actor: Actor, state: str) -> Incidents:
    """Return the open or resolved incidents, newest first. Raises Rejection("forbidden") for all but operators."""
    require(actor, ("operator",), "see incidents")
    rows = store.all(
        f"{_SELECT} WHERE i.state = :state ORDER BY i.created_at DESC, i.key DESC LIMIT 200",
        state="RESOLVED" if state == "resolved" else "ACTIVE",
    )
    counts = store.one(
        "SELECT (SELECT COUNT(*) FROM incident WHERE state = 'ACTIVE') AS open_count, (SELECT COUNT(*) FROM incident WHERE state ="
        " 'RESOLVED') AS resolved_count,"
        " (SELECT COUNT(*) FROM process_instance p WHERE p.parent_key IS NULL AND p.state = 'ACTIVE' AND NOT EXISTS"
        " (SELECT 1 FROM incident i WHERE i.case_key = p.key AND i.state = 'ACTIVE')) AS others, (SELECT MAX(resolved_at) FROM"
        " incident) AS last"
    )
    if counts is None:
        raise LookupError("a query without FROM has one row")
    return Incidents(rows, counts["open_count"], counts["resolved_count"], counts["others"], counts["last"])
