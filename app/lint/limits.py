"""How large a diagram may be, so that a person can read it and a machine can check it in a moment."""

from typing import Final

from app.diagram import Diagram
from app.diagram.kinds import SUB_PROCESSES

MAX_ELEMENTS: Final = 500
MAX_PARTS: Final = 2_000
"""Elements, flows, lanes, pools and artifacts together."""
MAX_WAYPOINTS: Final = 5_000
MAX_NESTING: Final = 10
MAX_FINDINGS: Final = 100
"""Of one rule in one file; whoever has more to mend than this starts with these."""


def elements_in(diagram: Diagram) -> int:
    return sum(len(process.elements) for process in diagram.processes)


def parts_in(diagram: Diagram) -> int:
    return sum(
        len(process.elements) + len(process.flows) + len(process.lanes) + len(process.artifacts) for process in diagram.processes
    ) + len(diagram.participants)


def waypoints_in(diagram: Diagram) -> int:
    return sum(len(edge.waypoints) for edge in diagram.drawing.edges.values())


def nesting_of(diagram: Diagram) -> int:
    """How many sub-processes lie around the deepest one, itself counted."""
    return max(
        (
            1 + sum(1 for _ in process.around(element))
            for process in diagram.processes
            for element in process.elements.values()
            if element.kind in SUB_PROCESSES
        ),
        default=0,
    )


def is_too_large(diagram: Diagram) -> bool:
    """Whether only the rule that says so is asked: the others walk every way through the diagram."""
    return (
        elements_in(diagram) > MAX_ELEMENTS
        or parts_in(diagram) > MAX_PARTS
        or waypoints_in(diagram) > MAX_WAYPOINTS
        or nesting_of(diagram) > MAX_NESTING
    )
