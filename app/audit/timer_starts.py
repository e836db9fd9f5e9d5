"""Start events with a trigger: what a version in force waits for; of timers, one occurrence after the other."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from app.diagram import Process
from app.domain.fact import Fact
from app.domain.instant import instant_text
from app.domain.rejection import Rejection
from app.engine.failure import StepFailed
from app.engine.program import Program
from app.engine.starts import Occurrence, first_after, first_occurrence, next_occurrence, starts
from app.engine.world import World
from app.store.database import Reader


def event_starts(process: Process) -> dict[str, list[dict[str, str | None]]]:
    """Return the start events of a process that wait for a message or a signal, with the name of it."""
    starting = [element for element in process.inside(process.id) if element.kind == "startEvent" and element.event is not None]
    return {
        f"{kind}Starts": [
            {"elementId": element.id, f"{kind}Name": element.event.name}
            for element in starting
            if element.event and element.event.kind == kind
        ]
        for kind in ("message", "signal")
    }


def armed_starts(program: Program, process_id: str, world: World) -> list[dict[str, Any]]:
    """Return elementId, dueAt and state of each timer start event, as of world.now: what would have been due before that has not happened.

    Raises Rejection("bad_diagram") where a timer gives no date.
    """
    found = []
    for start in starts(program, process_id):
        if start.kind != "timer":
            continue
        try:
            occurrence = first_after(first_occurrence(program, process_id, start.element_id, world), world.now, world.feel.zone)
        except StepFailed as failed:
            raise Rejection(
                "bad_diagram", "The timer of the start event %(element)s: %(problem)s", element=start.element_id, problem=str(failed)
            ) from None
        if occurrence is not None:
            found.append({"elementId": start.element_id, "dueAt": instant_text(occurrence.due_at), "state": occurrence.state})
    return found


def take_occurrence(store: Reader, start: tuple[int, str], due_at: datetime, now: datetime, zone: ZoneInfo) -> Fact:
    """Return the fact that a timer starts a case, with its next occurrence.

    start: key of the definition and id of the start event. now: the deciding instant.

    Raises Rejection("conflict") where another has started it, a newer version has moved it, or it is not due yet. Its row is locked
    until the transaction ends: two clocks that start at once must queue here, or both would.
    """
    for_update = "" if store.is_sqlite else " FOR UPDATE"
    row = store.one(
        "SELECT due_at, detail FROM timer_start WHERE definition_key = :definition AND element_id = :element" + for_update,  # noqa: S608  # nothing from outside
        definition=start[0],
        element=start[1],
    )
    if row is None or row["due_at"] != instant_text(due_at) or due_at > now:
        raise Rejection("conflict", "Expected a start event whose timer is due at %(at)s, but there is none", at=instant_text(due_at))
    following = next_occurrence(Occurrence(due_at, row["detail"]), zone)
    said: dict[str, Any] = {"definitionKey": str(start[0]), "dueAt": row["due_at"]}
    if following is not None:
        said |= {"nextDueAt": instant_text(following.due_at), "state": following.state}
    return Fact("timer_start_fired", start[1], None, said)
