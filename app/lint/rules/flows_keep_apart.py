"""The rule flows-keep-apart."""

from collections.abc import Iterator

from app.diagram import Diagram
from app.lint.geometry import segments, shared_length
from app.lint.rule import DRAWING, Found, at, rule
from app.lint.sheet import drawn_flows
from app.lint.surroundings import Surroundings


@rule(
    "flows-keep-apart",
    DRAWING,
    instead="Lead one of the flows along a line of its own.",
)
def flows_keep_apart(diagram: Diagram, around: Surroundings) -> Iterator[Found]:
    """Two flows on one line cannot be told apart, unless they come from or go to the same element."""
    flows = [(flow, list(segments(flow.edge.waypoints))) for flow in drawn_flows(diagram)]
    for index, (one, lines) in enumerate(flows):
        for other, others in flows[index + 1 :]:
            if one.edge.plane != other.edge.plane or one.source == other.source or one.target == other.target:
                continue
            if any(shared_length(line, second) > 5 for line in lines for second in others):
                yield at(other, "Expected the flow %(element)s on a line of its own, but found it on top of %(other)s", other=one.title)
