"""Appending one event to its chain."""

from collections.abc import Mapping
from typing import Any

from app.store.database import Reader

_EVENT_COLUMNS = (
    "case_key",
    "seq",
    "kind",
    "command",
    "effective_at",
    "recorded_at",
    "actor",
    "acting_for",
    "element_id",
    "definition_digest",
    "engine_version",
    "calendar_version",
    "snapshot_digest",
    "content_digest",
    "body",
    "previous_digest",
    "digest",
)
_INSERT = f"INSERT INTO {{}} ({', '.join(_EVENT_COLUMNS)}) VALUES ({', '.join(':' + name for name in _EVENT_COLUMNS)})"  # names are ours


def append_event(store: Reader, event: Mapping[str, Any], content: str, *, table: str = "audit_event") -> None:
    """Write an event and, beside it, its content. table: audit_event, or access_event for reads and refusals."""
    store.run_many(_INSERT.format(table), [event])
    if table == "audit_event":
        store.run_many(
            "INSERT INTO event_content (case_key, seq, content) VALUES (:case_key, :seq, :content)",
            [{"case_key": event["case_key"], "seq": event["seq"], "content": content}],
        )
