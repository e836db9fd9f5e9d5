"""Who was asked first in a case (首问负责), and when: that person sees to it that it is handed on. Source: Opinions, article 37."""

from msgspec import Struct

from app.store.database import Reader


class FirstAsked(Struct, frozen=True):
    """at: instant as text in UTC."""

    account: str
    name: str
    at: str


def first_asked(store: Reader, case_key: int) -> FirstAsked | None:
    """Return who registered the case; of one that a citizen or a program started, who first took a step of it.

    None: nobody so far, and of a case that was taken over from paper, for who was asked first is not known then.
    """
    if store.value("SELECT 1 FROM paper_case WHERE case_key = :key", key=case_key):
        return None
    row = store.one(
        "SELECT e.actor, e.effective_at, a.display_name FROM audit_event e JOIN account a ON a.name = e.actor WHERE e.case_key = :key AND"
        " e.kind IN ('process_instance_started', 'task_assigned', 'task_completed') ORDER BY e.seq LIMIT 1",
        key=str(case_key),
    )
    return FirstAsked(row["actor"], row["display_name"], row["effective_at"]) if row is not None else None
