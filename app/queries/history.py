"""What happened in a case, event by event, with what people wrote where it has not been erased."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from app.store.database import Reader


@dataclass(frozen=True)
class HistoryEvent:
    """event: the columns of audit_event. facts: its body's. private: what people wrote, by the place of its fact. actor_name: as
    colleagues read it."""

    event: Mapping[str, Any]
    facts: list[dict[str, Any]]
    private: Mapping[str, Mapping[str, Any]]
    recorded: Mapping[str, Any]
    actor_name: str | None


def history(store: Reader, case_key: int) -> list[HistoryEvent]:
    """Return the events of one case in order. The caller has checked that the asker may see the case."""
    rows = store.all(
        "SELECT e.*, c.content, a.display_name FROM audit_event e LEFT JOIN event_content c ON c.case_key = e.case_key AND c.seq = e.seq"
        " LEFT JOIN account a ON a.name = e.actor WHERE e.case_key = :key ORDER BY e.seq",
        key=str(case_key),
    )
    return [_event(dict(row)) for row in rows]


def _event(row: dict[str, Any]) -> HistoryEvent:
    content = json.loads(row.pop("content") or '{"private": {}, "input": {}}')
    name = row.pop("display_name")
    return HistoryEvent(row, json.loads(row["body"])["facts"], content["private"], content["input"], name)


def history_length(store: Reader, case_key: int) -> int:
    return int(store.value("SELECT COUNT(*) FROM audit_event WHERE case_key = :key", key=str(case_key)))
