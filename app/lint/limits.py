"""How large a diagram may be, so that a person can read it and a machine can check it in a moment."""

from typing import Final

from app.diagram import Diagram

MAX_ELEMENTS: Final = 1_000
MAX_PARTS: Final = 4_000
"""Elements, flows, lanes, pools and artifacts together."""
MAX_WAYPOINTS: Final = 10_000
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


def is_too_large(diagram: Diagram) -> bool:
    """Whether only the rule that says so is asked: the others walk every way through the diagram."""
    return elements_in(diagram) > MAX_ELEMENTS or parts_in(diagram) > MAX_PARTS or waypoints_in(diagram) > MAX_WAYPOINTS
