"""The rule shapes-are-aligned."""

from collections.abc import Iterator

from app.diagram import Diagram
from app.lint.geometry import SLACK, segments
from app.lint.rule import DRAWING, Found, at, rule
from app.lint.sheet import Drawn, drawn_elements, drawn_flows
from app.lint.surroundings import Surroundings

# Less than this is meant to be nothing: shapes that shall stand apart do so by more.
_A_STEP = 12


@rule(
    "shapes-are-aligned",
    DRAWING,
    instead=("Bring the two elements to the same height (or below each other), so that the flow between them is one straight line."),
)
def shapes_are_aligned(diagram: Diagram, around: Surroundings) -> Iterator[Found]:
    """A small step in a line catches the eye and means nothing."""
    drawn = {one.id: one for one in drawn_elements(diagram)}
    for flow in drawn_flows(diagram):
        source, target = drawn.get(flow.source), drawn.get(flow.target)
        if source is None or target is None:
            continue
        for axis in (0, 1):
            apart = abs(source.box.middle[axis] - target.box.middle[axis])
            if SLACK < apart < _A_STEP and _is_next(source, target, 1 - axis) and source.host is None:
                yield at(
                    flow,
                    "Expected %(source)s and %(target)s in one line, but found them %(apart)s pixels apart",
                    source=source.title,
                    target=target.title,
                    apart=f"{apart:g}",
                )
        if any(0 < abs(x2 - x1) + abs(y2 - y1) < _A_STEP for (x1, y1), (x2, y2) in list(segments(flow.edge.waypoints))[1:-1]):
            yield at(flow, "Expected no small step in the flow %(element)s, but found one")


def _is_next(source: Drawn, target: Drawn, axis: int) -> bool:
    """Whether they lie beside each other along an axis, and not on top of each other."""
    if axis == 0:
        return source.box.right <= target.box.x or target.box.right <= source.box.x
    return source.box.bottom <= target.box.y or target.box.bottom <= source.box.y
