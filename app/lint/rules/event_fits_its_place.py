"""The rule event-fits-its-place."""

from collections.abc import Iterator

from app.diagram import Diagram, DiagramElement, Process
from app.diagram.kinds import ACTIVITIES, EVENTS
from app.lint.rule import ERROR, Found, at, rule
from app.lint.surroundings import Surroundings

_TOP_START = frozenset({"timer", "message", "signal"})
_CAUGHT = frozenset({"timer", "message", "signal", "error", "escalation"})
_PLACES = {
    "intermediateCatchEvent": frozenset({"timer", "message", "signal", "link"}),
    "intermediateThrowEvent": frozenset({"message", "signal", "escalation", "link"}),
    "endEvent": frozenset({"message", "signal", "error", "escalation", "terminate"}),
    "boundaryEvent": _CAUGHT,
}
_REFUSED_BY_OTHERS = frozenset({"compensate", "conditional", "cancel", "reference"})


@rule(
    "event-fits-its-place",
    ERROR,
    instead=(
        "Move the event to a place where its kind can happen: an error at the border of an activity, a timer at a "
        "start, a border or in the flow, a terminate at an end."
    ),
)
def event_fits_its_place(diagram: Diagram, around: Surroundings) -> Iterator[Found]:
    """Each kind of event means something only in some places; elsewhere it would be taken for an event without meaning."""
    for process in diagram.processes:
        for element in process.elements.values():
            if element.kind not in EVENTS:
                continue
            kinds = {definition.kind for definition in element.definitions} - _REFUSED_BY_OTHERS
            allowed = _allowed(process, element)
            for kind in sorted(kinds - allowed):
                yield at(
                    element,
                    "Expected one of %(allowed)s here, but found the event kind %(kind)s",
                    allowed=", ".join(sorted(allowed)) or "none",
                    kind=kind,
                )
            if element.kind in ("intermediateCatchEvent", "boundaryEvent") and not element.definitions:
                yield at(element, "Expected %(element)s to say what it waits for, but found nothing")
            if element.kind == "boundaryEvent":
                host = process.elements[element.attached_to or ""]
                if host.kind not in ACTIVITIES:
                    yield at(element, "Expected an activity under the boundary event, but found the kind %(kind)s", kind=host.kind)
                if "error" in kinds and not element.interrupting:
                    yield at(element, "Expected an error to interrupt its activity, but found a non-interrupting event")


def _allowed(process: Process, element: DiagramElement) -> frozenset[str]:
    if element.kind != "startEvent":
        return _PLACES[element.kind]
    outer = process.elements.get(element.parent_id)
    if outer is None:
        return _TOP_START
    return _CAUGHT if outer.triggered_by_event else frozenset()
