"""How a task lapsed: when silence took effect, when that was recorded, and what came after."""

import json

from msgspec import Struct

from app.audit.was_asked import was_asked
from app.domain.actor import Actor
from app.domain.task import TaskRecord
from app.store.database import Reader


class Lapse(Struct, frozen=True):
    """Instants are text in UTC. silence: consent or approval. undone: whether a reply was proven to have been in time.

    can_file: whether the actor was asked, and so may file a late remark. filed_at: when somebody did last.
    """

    at: str
    recorded_at: str
    silence: str
    article: str | None
    undone: bool
    can_file: bool
    filed_at: str | None


def lapse(store: Reader, actor: Actor, task: TaskRecord) -> Lapse | None:
    """Return how a task lapsed; None for one that did not. The caller has checked that the actor may see it."""
    found = undone = filed = None
    rows = store.all(
        "SELECT kind, recorded_at, body FROM audit_event WHERE case_key = :key"
        " AND kind IN ('deadline_lapsed', 'receipt_recorded', 'late_remark_filed') ORDER BY seq",
        key=str(task.case_key),
    )
    about = {str(task.key)}
    for row in rows:
        facts = json.loads(row["body"])["facts"]
        keys = {fact.get("elementInstanceKey") for fact in facts}
        said = next((fact for fact in facts if fact["fact"] == "deadline_lapsed"), None)
        if said is not None and about & keys:
            about.add(said["elementInstanceKey"])
            found = (said["at"], row["recorded_at"], said.get("silence", "consent"), said.get("article"))
        elif row["kind"] == "receipt_recorded" and about & keys and any("undoesLapseAt" in fact for fact in facts):
            undone = row["recorded_at"]
        elif row["kind"] == "late_remark_filed" and about & keys:
            filed = row["recorded_at"]
    if found is None:
        return None
    return Lapse(*found, undone is not None, task.lapsed and was_asked(store, actor, task), filed)
