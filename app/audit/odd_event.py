"""An event with a value that nobody can have recorded: who shows a case says which, rather than break off."""

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, Final

import msgspec

from app.audit.chain_break import is_readable
from app.audit.rebuilt_rows import RebuiltRows
from app.domain.instant import read_instant
from app.domain.marked import marked
from app.domain.rejection import Rejection
from app.store.database import Reader

_SAID: Final = marked(
    "Expected events that can be read, but event %(event)s of this case cannot be: it is not what was recorded. Its replay shows what lies"
    " before it"
)
_ROWS: Final = (
    "SELECT e.*, c.content FROM audit_event e LEFT JOIN event_content c ON c.case_key = e.case_key AND c.seq = e.seq"
    " WHERE e.case_key = :key ORDER BY e.seq"
)
_TEXTS: Final = ("kind", "command", "actor", "effective_at", "recorded_at", "engine_version", "digest")
_BROKEN: Final = (Rejection, msgspec.MsgspecError, ValueError, LookupError, TypeError, AttributeError, RecursionError)


class UnreadableEvent(Rejection):
    """seq: of the first event of the case that cannot be read."""

    def __init__(self, seq: int) -> None:
        super().__init__("conflict", _SAID, event=seq)
        self.seq = seq


@contextmanager
def naming_odd_event(store: Reader, case_key: int) -> Iterator[None]:
    """Raises UnreadableEvent in place of what reading the events of a case stumbles over, where one of them cannot be read."""
    try:
        yield
    except UnreadableEvent:
        raise
    except _BROKEN as error:
        seq = first_odd(store, case_key)
        if seq is None:
            raise
        raise UnreadableEvent(seq) from error


def first_odd(store: Reader, case_key: int) -> int | None:
    """Return the number of the first event of a case that cannot be read or is missing; None where all can."""
    rows = sorted(store.all(_ROWS, key=str(case_key)), key=lambda row: not is_readable(row) and not isinstance(row["seq"], int))
    odd = next((place for place, row in enumerate(rows, 1) if row["seq"] != place or is_odd(row)), None)
    return odd if odd is not None else _first_without_sense(case_key, rows)


def _first_without_sense(case_key: int, rows: Sequence[Mapping[str, Any]]) -> int | None:
    """Return the number of the first event with a fact that lacks what it has to say, so that nothing can be written by it."""
    made = RebuiltRows(case_key, "")
    for row in rows:
        private = json.loads(row["content"] or "{}").get("private", {})
        try:
            made.take(row, json.loads(row["body"])["facts"], private, None)
        except Exception:  # whatever a fact says that no release says
            return int(row["seq"])
    return None


def is_odd(row: Mapping[str, Any]) -> bool:
    """Say whether an event, or what lies beside it, cannot be read. row: columns of audit_event, and content."""
    if not is_readable(row) or not all(isinstance(row[name], str) for name in _TEXTS):
        return True
    try:
        for instant in (row["effective_at"], row["recorded_at"]):
            read_instant(instant)
        content = json.loads(row["content"]) if row["content"] is not None else {"private": {}, "input": {}}
        return not all(isinstance(fact["fact"], str) for fact in json.loads(row["body"])["facts"]) or not all(
            isinstance(content[name], dict) for name in ("private", "input")
        )
    except _BROKEN:
        return True
