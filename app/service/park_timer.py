"""Park a due timer that could not fire: it stops nobody any more, and an operator lets it try again."""

from datetime import datetime

from msgspec import Struct

from app.domain.instant import instant_text
from app.domain.rejection import Rejection
from app.service.work import Outcome, Work


class ParkTimer(Struct, frozen=True):
    """kind, due_at: as in FireTimer. problem: what went wrong, in words."""

    case_key: int
    element_instance_key: int
    kind: str
    due_at: datetime
    problem: str


def handle(command: ParkTimer, work: Work) -> Outcome:
    if work.actor.account != "clock":
        raise Rejection("not_found", "Expected something with this key that you may see, but there is nothing")
    case = work.case()
    digest = case.file_of(command.element_instance_key)
    case.stall(command.element_instance_key, command.kind, command.problem)
    recorded = {"elementInstanceKey": str(command.element_instance_key), "kind": command.kind, "dueAt": instant_text(command.due_at)}
    return Outcome("incident_opened", case.facts, None, case, case.facts[0].element_id, recorded, digest)
