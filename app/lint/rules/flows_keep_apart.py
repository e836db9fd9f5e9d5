"""The rule flows-keep-apart."""

from collections import defaultdict
from collections.abc import Iterator

from app.diagram import Diagram
from app.lint.geometry import SLACK, segments
from app.lint.rule import DRAWING, Found, at, rule
from app.lint.sheet import DrawnFlow, drawn_flows
from app.lint.surroundings import Surroundings

_A_STRETCH = 5


@rule(
    "flows-keep-apart",
    DRAWING,
    instead="Lead one of the flows along a line of its own.",
)
def flows_keep_apart(diagram: Diagram, around: Surroundings) -> Iterator[Found]:
    """Two flows on one line cannot be told apart, unless they come from or go to the same element."""
    told: set[tuple[str, str]] = set()
    for one, other in _neighbours(diagram):
        if one.source == other.source or one.target == other.target or (one.id, other.id) in told:
            continue
        told.add((one.id, other.id))
        yield at(other, "Expected the flow %(element)s on a line of its own, but found it on top of %(other)s", other=one.title)


def _neighbours(diagram: Diagram) -> Iterator[tuple[DrawnFlow, DrawnFlow]]:
    """Pairs of flows that share a stretch of a line, found by sweeping along each level and upright line."""
    lines: dict[tuple[str, int, int], list[tuple[float, float, DrawnFlow]]] = defaultdict(list)
    for flow in drawn_flows(diagram):
        for start, end in segments(flow.edge.waypoints):
            for axis in (0, 1):
                if abs(start[1 - axis] - end[1 - axis]) < SLACK:
                    first, last = sorted((start[axis], end[axis]))
                    lines[flow.edge.plane, axis, round(start[1 - axis] / 2)].append((first, last, flow))
    for stretches in lines.values():
        stretches.sort(key=lambda stretch: stretch[0])
        for index, (_, last, one) in enumerate(stretches):
            for first, second_last, other in stretches[index + 1 :]:
                if last - first <= _A_STRETCH:
                    break
                if one.id != other.id and second_last - first > _A_STRETCH:
                    yield one, other
