"""The rule labels-are-clear."""

from collections.abc import Iterator

from app.diagram import Diagram
from app.lint.geometry import crosses, overlap, segments
from app.lint.rule import DRAWING, Found, Located, at, rule
from app.lint.sheet import Label, drawn_elements, drawn_flows, has_label_beside, is_container, labels
from app.lint.surroundings import Surroundings


@rule(
    "labels-are-clear",
    DRAWING,
    instead="Move the label to a free place beside what it names; a gateway's label above it, an event's below.",
)
def labels_are_clear(diagram: Diagram, around: Surroundings) -> Iterator[Found]:
    """A label that lies on a shape, a line or another label cannot be read."""
    drawn = [one for one in drawn_elements(diagram) if not is_container(one)]
    flows = [(flow, list(segments(flow.edge.waypoints))) for flow in drawn_flows(diagram)]
    placed: list[Label] = []
    for label in labels(diagram):
        on_shapes = [one.title for one in drawn if one.shape.plane == label.plane and overlap(label.box, one.box)]
        on_flows = [
            flow.title for flow, lines in flows if flow.edge.plane == label.plane and any(crosses(line, label.box) for line in lines)
        ]
        on_labels = [other.title for other in placed if other.plane == label.plane and overlap(label.box, other.box)]
        for other in on_shapes + on_flows + on_labels:
            yield at(label, "Expected the label of %(element)s in a free place, but found it on %(other)s", other=other)
        placed.append(label)
    nowhere: list[Located] = [one for one in drawn if one.name and has_label_beside(one.kind) and one.shape.label is None]
    nowhere += [flow for flow, _ in flows if flow.name and flow.edge.label is None]
    for thing in nowhere:
        yield at(thing, "Expected a place for the label of %(element)s, but found none")
