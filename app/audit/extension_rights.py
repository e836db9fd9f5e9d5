"""Who may ask for an extension of a deadline, and withdraw the request: those who stop and start its clock.

Source: docs/permissions, "A clock is stopped and started by who may complete the element, and by the owner"; docs/decisions, 0017.
"""

from app.audit.asked_deadline import may_stop
from app.domain.actor import Actor
from app.domain.deadline import Deadline
from app.domain.rejection import Rejection
from app.engine.case import Case
from app.store.database import Reader
from app.store.read_case import CaseRecord


def may_ask(store: Reader, actor: Actor, found: CaseRecord, case: Case, deadline: Deadline) -> bool:
    """Say whether the actor may ask for an extension of an open deadline. case: as its newest snapshot has it."""
    return not actor.holds("auditor") and may_stop(store, actor, found, case, deadline)


def require_asking(store: Reader, actor: Actor, found: CaseRecord, case: Case, deadline: Deadline) -> None:
    """Raise Rejection("forbidden") unless the actor may ask for an extension of a deadline."""
    if not may_ask(store, actor, found, case, deadline):
        raise Rejection(
            "forbidden",
            "Expected somebody who may complete the step, or the owner of the procedure, to ask for more time, but you are neither",
        )
