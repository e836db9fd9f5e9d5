"""Deadlines as short rows of the snapshot: what is empty, or says the same as another field, is left out."""

from typing import Any, Final

import msgspec

from app.domain.deadline import Deadline
from app.domain.deadline_row import from_row, to_row

_SAME: Final = (("effective_at", "deadline_at"), ("original_at", "deadline_at"), ("entered_at", "started_at"))
_FALSE: Final = ("extendable", "suspendable", "provisional")
_NONE: Final = (
    "article",
    "extension_approver",
    "next_change_at",
    "suspended_since",
    "moved_at",
    "confirmed_at",
    "missed_at",
    "ended_at",
    "at",
    "moved_to",
    "length",
    "unit",
    "silence",
    "light",
)


def write_row(deadline: Deadline) -> msgspec.Raw:
    row = to_row(deadline)
    del row["element_instance_key"]
    short = {name: value for name, value in row.items() if value is not None and value is not False and value != []}
    for name, same in _SAME:
        if row[name] == row[same]:
            del short[name]
    return msgspec.Raw(msgspec.json.encode(short))


def read_row(raw: msgspec.Raw, key: int) -> Deadline:
    """key: of the element instance it belongs to."""
    short: dict[str, Any] = msgspec.json.decode(raw)
    row: dict[str, Any] = {**dict.fromkeys(_NONE), **dict.fromkeys(_FALSE, False), "stops": [], **short, "element_instance_key": key}
    for name, same in _SAME:
        row.setdefault(name, row[same])
    return from_row(row)
