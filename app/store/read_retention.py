"""What is proposed for the record of a case, whether it is held, and what is left of one that was erased."""

from msgspec import Struct

from app.domain.permissions import CaseSight
from app.store.database import Reader
from app.store.read_case import CaseRecord

ERASED = "ERASED"
"""The state of a case of which only its chain is left. No list shows it; it is no state of a running process."""


_ENDED = '%"elementInstanceKey":"{1}","fact":"process_instance_{0}"%'
"""As a body is written: canonical, names in their order."""


class Proposal(Struct, frozen=True):
    """what: erase, hold or release. proposed_at: text in UTC."""

    case_key: int
    what: str
    proposed_by: str
    proposed_for: str | None
    proposed_at: str
    reason: str


def read_proposal(store: Reader, case_key: int) -> Proposal | None:
    row = store.one("SELECT * FROM disposal_proposal WHERE case_key = :key", key=case_key)
    return Proposal(**row) if row is not None else None


def held_since(store: Reader, case_key: int) -> str | None:
    """Return since when a case may not be erased, as text in UTC; None where nobody holds it.

    Asked of the chain, not of the row that lists show: whoever takes that away sets nothing free.
    """
    last = store.one(
        "SELECT kind, effective_at FROM audit_event WHERE case_key = :key AND kind IN ('hold_set', 'hold_released')"
        " ORDER BY seq DESC LIMIT 1",
        key=str(case_key),
    )
    return str(last["effective_at"]) if last is not None and last["kind"] == "hold_set" else None


def ended_at(store: Reader, case_key: int) -> str | None:
    """Return when a case ended, as its chain says, as text in UTC; None where it says nothing of it."""
    found: str | None = store.value(
        "SELECT effective_at FROM audit_event WHERE case_key = :key AND (body LIKE :completed OR body LIKE :cancelled) ORDER BY seq DESC"
        " LIMIT 1",
        key=str(case_key),
        completed=_ENDED.format("completed", case_key),
        cancelled=_ENDED.format("cancelled", case_key),
    )
    return found


def was_erased_whole(store: Reader, case_key: int) -> bool:
    """Say whether of a case only its chain is left."""
    return bool(store.value("SELECT COUNT(*) FROM erased_case WHERE case_key = :key", key=case_key))


def erased_case(store: Reader, receipt_number: str) -> CaseRecord | None:
    """Return what is left of a case that was erased, by its number."""
    row = store.one("SELECT * FROM erased_case WHERE receipt_number = :number", number=receipt_number)
    if row is None:
        return None
    sight = CaseSight(owner=row["owner"], started_by="", secret=bool(row["secret"]))
    return CaseRecord(
        row["case_key"],
        row["process_id"],
        row["definition_key"],
        row["digest"],
        ERASED,
        row["receipt_number"],
        None,
        row["started_at"],
        row["ended_at"],
        row["received_at"],
        None,
        None,
        sight,
    )
