"""One case as its page shows it."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from msgspec import Struct

from app.domain.actor import Actor
from app.domain.keys import case_key_of
from app.domain.permissions import sees_case
from app.domain.rejection import Rejection
from app.store.database import Reader
from app.store.read_case import CaseRecord, case_by_key, case_by_number


class CasePage(Struct, frozen=True):
    """tasks, deadlines: rows with instants as text in UTC; a deadline's `detail` is its record as plain values."""

    case: CaseRecord
    process_name: str
    process_version: int
    merged_into: str | None
    tasks: Sequence[Mapping[str, Any]]
    deadlines: Sequence[Mapping[str, Any]]


def seen_case(store: Reader, actor: Actor, receipt_number: str) -> CaseRecord:
    """Return a case by its number. Raises Rejection("not_found") where there is none that the actor may see."""
    found = case_by_number(store, receipt_number)
    if found is None or not sees_case(actor, found.sight):
        raise Rejection(
            "not_found", "Expected a case with the number %(number)s, but there is none that you may see", number=receipt_number
        )
    return found


def require_seen(store: Reader, actor: Actor, key: int) -> None:
    """Raises Rejection("not_found") for what is in no case that the actor sees. key: of a case, or of something in one."""
    found = case_by_key(store, case_key_of(key))
    if found is None or not sees_case(actor, found.sight):
        raise Rejection("not_found", "Expected a case with the key %(key)s, but there is none that you may see", key=key)


def case_page(store: Reader, actor: Actor, receipt_number: str) -> CasePage:
    """Return a case with its tasks and deadlines. Raises Rejection("not_found")."""
    case = seen_case(store, actor, receipt_number)
    definition = store.one("SELECT name, version FROM definition WHERE key = :key", key=case.definition_key)
    tasks = store.all(
        "SELECT t.*, a.display_name AS holder, c.display_name AS completer FROM user_task t LEFT JOIN account a ON a.name = t.assignee"
        " LEFT JOIN account c ON c.name = t.completed_by WHERE t.case_key = :key ORDER BY t.key",
        key=case.key,
    )
    deadlines = [
        {**row, "detail": json.loads(row["detail"])}
        for row in store.all("SELECT * FROM deadline WHERE case_key = :key ORDER BY started_at, key", key=case.key)
    ]
    return CasePage(
        case,
        definition["name"] if definition else case.process_id,
        definition["version"] if definition else 0,
        case.merged_into,
        tasks,
        deadlines,
    )
