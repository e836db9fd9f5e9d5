"""The rule element-is-named."""

from collections.abc import Iterator

from app.diagram import Diagram, DiagramElement, Process
from app.diagram.kinds import ACTIVITIES, EVENTS
from app.lint.rule import WARNING, Found, at, rule
from app.lint.surroundings import Surroundings


@rule(
    "element-is-named",
    WARNING,
    instead="Name it by what is done (办理来信), by what happened (已经办结) or, at a choice, by the question (是否属实？).",
)
def element_is_named(diagram: Diagram, around: Surroundings) -> Iterator[Found]:
    """History, work list and public page show names. A drawing without them cannot be discussed.

    A start or end event inside a sub-process needs no name, nor does a gateway that asks nothing.
    """
    for process in diagram.processes:
        for element in process.elements.values():
            if not element.name and _needs_a_name(process, element):
                yield at(element, "Expected a name for %(id)s, but found none", id=element.id)


def _needs_a_name(process: Process, element: DiagramElement) -> bool:
    if element.kind in ("startEvent", "endEvent"):
        return element.parent_id == process.id
    if element.kind in ("exclusiveGateway", "inclusiveGateway"):
        return len(element.outgoing) > 1
    return element.kind in ACTIVITIES or element.kind in EVENTS
