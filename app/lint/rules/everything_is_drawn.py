"""The rule everything-is-drawn."""

from collections.abc import Iterator

from app.diagram import Diagram
from app.lint.rule import DRAWING, Found, Located, at, on_line, rule
from app.lint.surroundings import Surroundings


@rule(
    "everything-is-drawn",
    DRAWING,
    instead="Open the file in the modeler and draw what is missing; delete shapes whose element is gone.",
)
def everything_is_drawn(diagram: Diagram, around: Surroundings) -> Iterator[Found]:
    """What runs must be seen, and what is seen must run."""
    drawing = diagram.drawing
    known: set[str] = {participant.id for participant in diagram.participants} | set(diagram.message_flows)
    for process in diagram.processes:
        things: list[Located] = [*process.elements.values(), *process.lanes.values(), *process.artifacts.values()]
        for thing in things:
            if thing.id not in drawing.shapes:
                yield at(thing, "Expected a shape for %(element)s, but found none")
        for flow in process.flows.values():
            if flow.id not in drawing.edges or len(drawing.edges[flow.id].waypoints) < 2:
                yield at(flow, "Expected a drawn line for the flow %(element)s, but found none")
        known |= {thing.id for thing in things} | process.flows.keys() | set(process.associations) | {process.id}
    lines = {element_id: shape.line for element_id, shape in drawing.shapes.items()} | {
        element_id: edge.line for element_id, edge in drawing.edges.items()
    }
    for element_id, line in lines.items():
        if element_id not in known:
            yield on_line(
                element_id or None,
                line,
                "Expected an element for each shape, but found a shape of %(id)s, which is not there",
                {"id": element_id},
            )
