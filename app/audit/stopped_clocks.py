"""The clocks of a case that somebody has stopped by hand and that stand still: what the paper says that tells of them.

Source: Licensing Law, article 45; procedures, section 1, "stopping the clock".
"""

import json
from collections.abc import Mapping
from datetime import date
from typing import Any, Final
from zoneinfo import ZoneInfo

from app.domain.deadline import State
from app.domain.instant import read_instant
from app.domain.rejection import Rejection
from app.store.database import Reader

STOPPED_CLOCKS: Final = "stoppedClocks"
"""The name under which papers read them."""


def stopped_clocks(store: Reader, case_key: int, zone: ZoneInfo, by: str | None = None) -> list[dict[str, Any]]:
    """Return a context for each clock that was stopped by hand and stands: `step` (id of its element), `unit` and `group` of whom it waits
    for, null where none is named, `since` (date and time of the city), `until` (the day on which it is expected to run on, or null) and
    `reason`. Those that `by`, an account, has stopped come first, then the newest.
    """
    found: list[tuple[bool, dict[str, Any]]] = []
    kept = "SELECT content FROM event_content WHERE case_key = :key AND seq = :seq"
    events = store.all(
        "SELECT seq, actor, effective_at, body FROM audit_event WHERE case_key = :key AND kind = 'deadline_suspended' ORDER BY seq DESC",
        key=str(case_key),
    )
    seen: set[int] = set()
    for event in events:
        fact = next(one for one in json.loads(event["body"])["facts"] if one["fact"] == "deadline_suspended")
        key = int(fact["elementInstanceKey"])
        if key in seen or store.value("SELECT state FROM deadline WHERE key = :key", key=key) != State.SUSPENDED:
            continue
        seen.add(key)
        content = store.value(kept, key=str(case_key), seq=event["seq"])
        group = _group(store, case_key, key)
        until = fact.get("expectedUntil")
        said = {
            "step": fact.get("elementId"),
            "unit": group.partition("@")[2] or None if group else None,
            "group": group,
            "since": read_instant(event["effective_at"]).astimezone(zone),
            "until": date.fromisoformat(until) if until else None,
            "reason": _reason(content),
        }
        found.append((event["actor"] != by, said))
    return [said for _, said in sorted(found, key=lambda one: one[0])]


def standing_stops(store: Reader, case_key: int, zone: ZoneInfo, by: str | None) -> list[dict[str, Any]]:
    """As `stopped_clocks`. Raises Rejection("state_forbids") where none stands: a paper about none would say what is not so."""
    found = stopped_clocks(store, case_key, zone, by)
    if not found:
        raise Rejection(
            "state_forbids", "Expected a clock of the case that somebody has stopped by hand and that stands still, but none does"
        )
    return found


def _group(store: Reader, case_key: int, key: int) -> str | None:
    sql = (
        "SELECT c.name FROM task_candidate c JOIN user_task t ON t.key = c.task_key WHERE c.kind = 'group' AND t.case_key = :case_key"
        " AND t.state = 'CREATED' AND (t.key = :key OR t.deadline_key = :key) ORDER BY t.key, c.name"
    )
    row = store.one(sql + " LIMIT 1", case_key=case_key, key=key)
    return str(row["name"]) if row is not None else None


def _reason(content: str | None) -> str | None:
    said: Mapping[str, Any] = json.loads(content)["input"] if content else {}
    return said.get("reason") or None
