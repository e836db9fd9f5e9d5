"""The rule flows-run-to-the-right."""

from collections.abc import Iterator

from app.diagram import Diagram
from app.lint.geometry import SLACK
from app.lint.rule import DRAWING, Found, at, rule
from app.lint.surroundings import Surroundings
from app.lint.ways import Ways


@rule(
    "flows-run-to-the-right",
    DRAWING,
    instead=("Place each element to the right of the one before it. Only a way back, to something done before, runs to the left."),
)
def flows_run_to_the_right(diagram: Diagram, around: Surroundings) -> Iterator[Found]:
    """Time runs from left to right, as people read."""
    shapes = diagram.drawing.shapes
    for process in diagram.processes:
        ways = Ways(process)
        for flow in process.flows.values():
            if flow.source not in shapes or flow.target not in shapes:
                continue
            source, target = process.elements[flow.source], process.elements[flow.target]
            before, after = shapes[source.id].box.middle[0], shapes[target.id].box.middle[0]
            forward = after >= before - SLACK if source.kind == "boundaryEvent" else after > before + SLACK
            if not forward and not ways.leads(target.id, source.id):
                yield at(
                    flow,
                    "Expected %(target)s to the right of %(source)s, but found it to the left",
                    target=target.title,
                    source=source.title,
                )
