"""Fire a due timer: the clock acts, as of the instant at which the timer was due."""

from datetime import datetime

from msgspec import Struct

from app.domain.instant import instant_text
from app.service.work import Outcome, Work


class FireTimer(Struct, frozen=True):
    """kind: timer (one drawn in the diagram) or light (a deadline's light or state changes).

    due_at: names the occurrence, so that firing it twice is refused by the case's state.
    """

    case_key: int
    element_instance_key: int
    kind: str
    due_at: datetime


MAIN_FACTS = ("deadline_lapsed", "deadline_missed", "deadline_stop_outlasted", "deadline_light_changed", "timer_fired")
"""What an event is named for, the weightiest first."""


def handle(command: FireTimer, work: Work) -> Outcome:
    case = work.case()
    digest = case.file_of(command.element_instance_key)
    if command.kind == "light":
        case.change_light(command.element_instance_key)
    else:
        case.fire(command.element_instance_key, command.due_at)
    kinds = [fact.kind for fact in case.facts]
    main = next((kind for kind in MAIN_FACTS if kind in kinds), "timer_fired")
    element = next((fact.element_id for fact in case.facts if fact.kind == main), None)
    recorded = {"elementInstanceKey": str(command.element_instance_key), "kind": command.kind, "dueAt": instant_text(command.due_at)}
    return Outcome(main, case.facts, None, case, element, recorded, digest)
