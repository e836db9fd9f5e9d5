"""The rule flows-dock-at-the-border."""

from collections.abc import Iterator

from app.diagram import Diagram
from app.lint.geometry import on_border
from app.lint.rule import DRAWING, Found, at, rule
from app.lint.sheet import drawn_elements, drawn_flows
from app.lint.surroundings import Surroundings


@rule(
    "flows-dock-at-the-border",
    DRAWING,
    instead="Drag the end of the flow onto the border of its element.",
)
def flows_dock_at_the_border(diagram: Diagram, around: Surroundings) -> Iterator[Found]:
    """A line that ends short of its element, or inside it, leaves open what it leads to."""
    drawn = {one.id: one for one in drawn_elements(diagram)}
    for flow in drawn_flows(diagram):
        for element_id, point in ((flow.source, flow.edge.waypoints[0]), (flow.target, flow.edge.waypoints[-1])):
            end = drawn.get(element_id)
            if end is not None and not on_border(point, end.box, end.form):
                yield at(flow, "Expected the flow %(element)s to dock at the border of %(end)s, but found its end elsewhere", end=end.title)
