"""Which deadline of a case a paper replies to, and who may enter that it was received before."""

import json
from collections.abc import Mapping
from typing import Any, NamedTuple

from app.audit.surroundings import Surroundings
from app.domain.deadline import Deadline, State
from app.domain.deadline_row import from_row
from app.domain.keys import case_key_of
from app.domain.rejection import Rejection
from app.store.database import Reader
from app.store.read_case import CaseRecord


class Replied(NamedTuple):
    """instance_key, digest: of the process instance that the element belongs to, and of the file that draws it.

    answers: what the reply says, as the form of the step has it written; task_key: of the step's task. None where that is not entered.
    """

    deadline: Deadline
    instance_key: int
    digest: str
    answers: Mapping[str, Any] | None = None
    task_key: int | None = None


def replied_deadline(store: Reader, case_key: int, element_key: int | None) -> Replied | None:
    """Return the deadline of an element; without one, the only one that lapsed, else the only open one. None: the case has neither.

    Raises Rejection("not_found") for an element of the case that has no deadline, ("bad_request") that lists them where several might be
    meant, ("state_forbids") for one that ended otherwise.
    """
    deadlines = [
        from_row(json.loads(row["detail"]))
        for row in store.all("SELECT detail FROM deadline WHERE case_key = :key ORDER BY key", key=case_key)
    ]
    if element_key is not None:
        named = [deadline for deadline in deadlines if deadline.element_instance_key == element_key]
        if not named or case_key_of(element_key) != case_key:
            raise Rejection("not_found", "Expected a step with a deadline as elementInstanceKey, but found %(key)s", key=element_key)
    else:
        lapsed = [deadline for deadline in deadlines if deadline.state is State.LAPSED]
        named = lapsed or [deadline for deadline in deadlines if deadline.is_open]
        if len(named) > 1:
            listed = ", ".join(f"{deadline.element_instance_key} ({deadline.element_id})" for deadline in named)
            raise Rejection(
                "bad_request", "Expected elementInstanceKey to name one of these steps, but found none: %(listed)s", listed=listed
            )
        if not named:
            return None
    deadline = named[0]
    if not deadline.is_open and deadline.state is not State.LAPSED:
        raise Rejection("state_forbids", "Expected an open deadline, but it has ended as %(state)s", state=deadline.state.value)
    return Replied(deadline, *_place(store, case_key, deadline.element_instance_key))


def _place(store: Reader, case_key: int, key: int) -> tuple[int, str]:
    row = store.one(
        "SELECT p.key, p.digest FROM process_instance p WHERE p.key = COALESCE("
        "(SELECT process_instance_key FROM user_task WHERE key = :key), (SELECT key FROM process_instance WHERE key = :key), :case_key)",
        key=key,
        case_key=case_key,
    )
    if row is None:
        raise LookupError(f"process instance {case_key}")
    return row["key"], row["digest"]


def backdating_role(store: Reader, surroundings: Surroundings, found: CaseRecord, asked: Replied | None) -> str | None:
    """Return the role that may enter an earlier instant of receipt: the step's own, else its process's; None: nobody."""
    digest = found.digest if asked is None else asked.digest
    diagram = surroundings.diagram(store, digest)
    element = diagram.element(asked.deadline.element_id) if asked is not None else None
    own = element.properties.get("receipt.backdating") if element is not None else None
    of_case = surroundings.process_detail(store, found.digest, found.process_id).backdating_role
    return own or of_case
