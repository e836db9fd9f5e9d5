"""The requests to extend a deadline of a case, and how each stands."""

import json
from collections.abc import Mapping
from typing import Any, Final

from msgspec import Struct

from app.domain.canonical import parse
from app.domain.extension_request import PROCESS
from app.store.database import Reader

_REQUESTS: Final = """
SELECT p.key, p.state, p.outcome, p.started_at, p.ended_at, p.started_by, a.display_name AS asker, t.completed_by, t.state AS task_state,
       t.deadline_at AS decide_until, t.key AS task_key, t.assignee, h.display_name AS holder, c.display_name AS decider
FROM process_instance p
LEFT JOIN account a ON a.name = p.started_by
LEFT JOIN user_task t ON t.process_instance_key = p.key
LEFT JOIN account h ON h.name = t.assignee
LEFT JOIN account c ON c.name = t.completed_by
WHERE p.case_key = :key AND p.process_id = :process AND p.parent_key IS NOT NULL ORDER BY p.key, t.key
"""
_ENDS: Final = ("granted", "refused", "withdrawn", "lapsed")


class ExtensionRequest(Struct, frozen=True):
    """state: asked, granted, refused, withdrawn, lapsed where the deadline came first, dropped where its step was done or cancelled.

    Instants as text in UTC, dates civil. said: what was asked and decided, by variable of the procedure; empty once erased. asked_by,
    decided_by: accounts; asker, decider, holder: as colleagues read them. task_key: of the approver's task.
    """

    key: int
    deadline_key: int
    state: str
    asked_at: str
    asked_by: str
    asker: str
    ended_at: str | None
    decided_by: str | None
    decider: str
    holder: str
    task_key: int | None
    said: Mapping[str, Any]

    @property
    def is_open(self) -> bool:
        return self.state == "asked"


def extension_requests(store: Reader, case_key: int) -> list[ExtensionRequest]:
    """Return them in the order in which they were asked. The caller has checked who may see the case."""
    found: dict[int, ExtensionRequest] = {}
    for row in store.all(_REQUESTS, key=case_key, process=PROCESS):
        said = {
            one["name"]: parse(one["value"]) for one in store.all("SELECT name, value FROM variable WHERE scope_key = :key", key=row["key"])
        }
        found[row["key"]] = ExtensionRequest(
            row["key"],
            int(said.get("deadlineKey") or 0),
            _state(store, row, said),
            row["started_at"],
            row["started_by"],
            row["asker"] or row["started_by"],
            row["ended_at"],
            row["completed_by"],
            row["decider"] or row["completed_by"] or "",
            row["holder"] or "",
            row["task_key"],
            said,
        )
    return list(found.values())


def requested_deadlines(store: Reader, case_key: int) -> dict[str, tuple[str, str]]:
    """Return the step whose deadline each request of a case asks to extend: element and key of its instance, as text, by the request's key.

    The caller has checked who may see the case.
    """
    rows = store.all(
        "SELECT p.key, v.value FROM process_instance p JOIN variable v ON v.scope_key = p.key AND v.name = 'deadlineKey'"
        " WHERE p.case_key = :key AND p.process_id = :process",
        key=case_key,
        process=PROCESS,
    )
    elements = {
        str(row["key"]): row["element_id"] for row in store.all("SELECT key, element_id FROM deadline WHERE case_key = :key", key=case_key)
    }
    asked = {str(row["key"]): str(parse(row["value"])) for row in rows}
    return {request: (elements[about], about) for request, about in asked.items() if about in elements}


def asked_of(store: Reader, request: int) -> tuple[Mapping[str, Any], str] | None:
    """Return the record of the deadline that a request is about, as it stands now, and the civil date asked for; None once erased."""
    rows = store.all("SELECT name, value FROM variable WHERE scope_key = :key AND name IN ('deadlineKey', 'askedDate')", key=request)
    said = {row["name"]: parse(row["value"]) for row in rows}
    detail = store.value("SELECT detail FROM deadline WHERE key = :key", key=int(said.get("deadlineKey") or 0))
    return (json.loads(detail), str(said["askedDate"])) if detail is not None and said.get("askedDate") else None


def _state(store: Reader, row: Mapping[str, Any], said: Mapping[str, Any]) -> str:
    if row["state"] == "ACTIVE":
        return "asked"
    if row["state"] == "COMPLETED" and row["outcome"] in _ENDS:
        return str(row["outcome"])
    # Silence that took effect ends the step, and with it what was asked about its deadline.
    about = store.value("SELECT state FROM deadline WHERE key = :key", key=int(said.get("deadlineKey") or 0))
    return "lapsed" if about == "lapsed" else "dropped"
