"""The rule flows-are-orthogonal."""

from collections.abc import Iterator

from app.diagram import Diagram
from app.lint.geometry import Point, is_straight, segments
from app.lint.rule import DRAWING, Found, at, rule
from app.lint.sheet import drawn_flows
from app.lint.surroundings import Surroundings


@rule(
    "flows-are-orthogonal",
    DRAWING,
    instead="Lead the flow level and upright, with square corners.",
)
def flows_are_orthogonal(diagram: Diagram, around: Surroundings) -> Iterator[Found]:
    """Slanting lines make a drawing restless, and two that cross cannot be told apart."""
    for flow in drawn_flows(diagram):
        slanting = [segment for segment in segments(flow.edge.waypoints) if not is_straight(segment)]
        if slanting:
            yield at(
                flow,
                "Expected the flow %(element)s level and upright, but found a slanting line from %(from)s to %(to)s",
                **{"from": _place(slanting[0][0]), "to": _place(slanting[0][1])},
            )


def _place(point: Point) -> str:
    return f"({point[0]:g}, {point[1]:g})"
