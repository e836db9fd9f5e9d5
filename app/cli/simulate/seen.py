"""What can be seen of a case after a step, as the store has it."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from msgspec import Struct

from app.domain.canonical import parse
from app.domain.deadline import Deadline
from app.domain.deadline_row import from_row
from app.domain.instant import read_instant
from app.store.database import Reader


class Seen(Struct, frozen=True):
    """open: candidate groups of the open tasks, by element, sorted. deadlines: the newest record of each element; where it is a task's,
    also that of each element and group, with a blank between. timers: when they are due, by element. facts: (kind, element) since the
    event asked for. incidents: element and cause. ended: the end event by which it ended.
    """

    open: Mapping[str, list[str]]
    deadlines: Mapping[str, Deadline]
    timers: Mapping[str, datetime]
    facts: frozenset[tuple[str, str]]
    variables: Mapping[str, Any]
    incidents: tuple[tuple[str, str], ...]
    ended: str | None
    completed: bool


def seen(store: Reader, case_key: int, since: int) -> Seen:
    """Return what can be seen. since: the number of the last event that does not belong to the step."""
    instance = store.one("SELECT state, outcome FROM process_instance WHERE key = :key", key=case_key)
    incidents = store.all("SELECT element_id, cause FROM incident WHERE case_key = :key AND state = 'ACTIVE' ORDER BY key", key=case_key)
    return Seen(
        _open(store, case_key),
        _deadlines(store, case_key),
        _timers(store, case_key),
        frozenset((fact["fact"], fact.get("elementId", "")) for fact in _facts(store, case_key, since)),
        _variables(store, case_key),
        tuple((row["element_id"], row["cause"]) for row in incidents),
        instance["outcome"] if instance else None,
        instance is not None and instance["state"] == "COMPLETED",
    )


def last_event(store: Reader, case_key: int) -> int:
    return int(store.value("SELECT seq FROM case_state WHERE case_key = :key", key=case_key) or 0)


def _open(store: Reader, case_key: int) -> dict[str, list[str]]:
    rows = store.all(
        "SELECT t.element_id, c.name FROM user_task t LEFT JOIN task_candidate c ON c.task_key = t.key AND c.kind = 'group'"
        " WHERE t.case_key = :key AND t.state = 'CREATED' ORDER BY t.element_id, c.name",
        key=case_key,
    )
    found: dict[str, list[str]] = {}
    for row in rows:
        groups = found.setdefault(row["element_id"], [])
        if row["name"] is not None:
            groups.append(row["name"])
    return found


def _deadlines(store: Reader, case_key: int) -> dict[str, Deadline]:
    rows = store.all("SELECT key, element_id, detail FROM deadline WHERE case_key = :key ORDER BY key", key=case_key)
    tasks = (fact for fact in _facts(store, case_key, 0) if fact["fact"] == "task_created")
    groups = {fact["elementInstanceKey"]: fact.get("candidateGroups") or [] for fact in tasks}
    found: dict[str, Deadline] = {}
    for row in rows:
        deadline = from_row(json.loads(row["detail"]))
        for group in ("", *groups.get(str(row["key"]), ())):
            found[f"{row['element_id']} {group}".rstrip()] = deadline
    return found


def _timers(store: Reader, case_key: int) -> dict[str, datetime]:
    armed: dict[str, tuple[str, datetime]] = {}
    for fact in _facts(store, case_key, 0):
        key = fact.get("elementInstanceKey", "")
        if fact["fact"] not in ("timer_armed", "timer_moved", "timer_fired", "timer_disarmed"):
            continue
        # A reminder that fired is due again; one that does not say when is not.
        due = fact.get("nextDueAt") if fact["fact"] == "timer_fired" else fact.get("dueAt")
        if due:
            armed[key] = fact["elementId"], read_instant(due)
        else:
            armed.pop(key, None)
    return dict(armed.values())


def _facts(store: Reader, case_key: int, since: int) -> list[dict[str, Any]]:
    rows = store.all("SELECT body FROM audit_event WHERE case_key = :key AND seq > :since ORDER BY seq", key=str(case_key), since=since)
    return [fact for row in rows for fact in json.loads(row["body"])["facts"]]


def _variables(store: Reader, case_key: int) -> dict[str, Any]:
    rows = store.all("SELECT name, value FROM variable WHERE scope_key = :key", key=case_key)
    return {row["name"]: parse(row["value"]) for row in rows}
