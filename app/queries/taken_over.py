"""Who took a case over from paper, when, and the number that it has there."""

from msgspec import Struct

from app.store.database import Reader


class TakenOver(Struct, frozen=True):
    """by: the name of who entered it. at: when, as text in UTC; the case itself begins in the past. paper_number: on its file."""

    by: str
    at: str
    paper_number: str


def taken_over(store: Reader, case_key: int) -> TakenOver | None:
    """Return it; None for a case that was registered here. The caller has checked who may see the case."""
    number = store.value("SELECT paper_number FROM paper_case WHERE case_key = :key", key=case_key)
    if number is None:
        return None
    row = store.one(
        "SELECT e.actor, e.recorded_at, a.display_name FROM audit_event e LEFT JOIN account a ON a.name = e.actor WHERE e.case_key = :key"
        " AND e.kind = 'paper_case_taken' ORDER BY e.seq LIMIT 1",
        key=str(case_key),
    )
    return TakenOver(row["display_name"] or row["actor"], row["recorded_at"], number) if row is not None else None
