"""The steps of a case that a paper may reply to: what is open, and what silence has ended."""

import json

from app.audit.replied_deadline import backdating_role, replied_deadline
from app.audit.surroundings import Surroundings
from app.domain.actor import Actor
from app.domain.deadline import Deadline, State
from app.domain.deadline_row import from_row
from app.domain.permissions import plays
from app.store.database import Reader
from app.store.read_case import case_by_key


def replied_steps(store: Reader, actor: Actor, surroundings: Surroundings, case_key: int) -> list[Deadline]:
    """Return the deadlines, open or lapsed, for which the actor may enter an earlier receipt: the lapsed ones first, since those wait.

    Source: procedures, "received is not entered"; property receipt.backdating, docs/diagrams.
    """
    found = case_by_key(store, case_key)
    if found is None:
        return []
    deadlines = []
    for row in store.all("SELECT detail FROM deadline WHERE case_key = :key ORDER BY key", key=case_key):
        deadline = from_row(json.loads(row["detail"]))
        if not deadline.is_open and deadline.state is not State.LAPSED:
            continue
        role = backdating_role(store, surroundings, found, replied_deadline(store, case_key, deadline.element_instance_key))
        if role is not None and plays(actor, role):
            deadlines.append(deadline)
    return sorted(deadlines, key=lambda one: one.state is not State.LAPSED)
