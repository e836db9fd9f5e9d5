"""The rule known-element."""

from collections.abc import Iterator

from app.diagram import Diagram
from app.diagram.kinds import ACTIVITIES, EVENTS, GATEWAYS
from app.lint.rule import ERROR, Found, at, rule
from app.lint.surroundings import Surroundings

_KNOWN = ACTIVITIES | EVENTS | GATEWAYS
_EVENTS = frozenset({
    "timer", "message", "signal", "error", "escalation", "link", "terminate", "compensate", "conditional", "cancel", "reference",
})  # fmt: skip


@rule(
    "known-element",
    ERROR,
    instead=(
        "Use tasks, events, gateways, sub-processes and call activities; a receive task or message start event where a "
        "message begins the work."
    ),
)
def known_element(diagram: Diagram, around: Surroundings) -> Iterator[Found]:
    """An element of a kind that the engine does not know would be passed over in silence."""
    for process in diagram.processes:
        for element in process.elements.values():
            if element.kind not in _KNOWN:
                yield at(element, "Expected an element that can be run, but found the kind %(kind)s", kind=element.kind)
            if element.instantiates:
                yield at(element, "Expected a start event to begin a process, but found %(element)s with instantiate")
            for definition in element.definitions:
                if definition.kind not in _EVENTS:
                    yield at(element, "Expected an event that can be run, but found the kind %(kind)s", kind=definition.kind)
