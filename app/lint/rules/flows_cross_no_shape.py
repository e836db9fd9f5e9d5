"""The rule flows-cross-no-shape."""

from collections.abc import Iterator

from app.diagram import Diagram
from app.lint.geometry import crosses, segments
from app.lint.rule import DRAWING, Found, at, rule
from app.lint.sheet import drawn_elements, drawn_flows
from app.lint.surroundings import Surroundings


@rule(
    "flows-cross-no-shape",
    DRAWING,
    instead="Lead the flow around the shape, or move the shape away.",
)
def flows_cross_no_shape(diagram: Diagram, around: Surroundings) -> Iterator[Found]:
    """A line through a shape looks as if it led to it."""
    drawn = list(drawn_elements(diagram))
    within = {one.id: {one.id, *one.around} for one in drawn}
    for flow in drawn_flows(diagram):
        outside = (within.get(flow.source, set()) & within.get(flow.target, set())) - {flow.source, flow.target}
        lines = list(segments(flow.edge.waypoints))
        for one in drawn:
            if one.id in outside or one.shape.plane != flow.edge.plane:
                continue
            if any(crosses(line, one.box) for line in lines):
                yield at(flow, "Expected the flow %(element)s clear of %(shape)s, but found it running through it", shape=one.title)
