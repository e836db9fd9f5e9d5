"""Reading the diagram interchange part: bounds and waypoints."""

import math

from app.diagram.drawing import Box, Drawing, Edge, Shape
from app.diagram.node import BPMNDI, DC, DI, Node, child, children, flag
from app.diagram.problems import Problems


def read_drawing(root: Node, problems: Problems) -> Drawing:
    """Return what is drawn. An element that is drawn twice keeps its first shape; the linter counts what is missing."""
    shapes: dict[str, Shape] = {}
    edges: dict[str, Edge] = {}
    for sheet in children(root, BPMNDI, "BPMNDiagram"):
        for plane in children(sheet, BPMNDI, "BPMNPlane"):
            on = _local(plane.get("bpmnElement"))
            for node in plane:
                element_id = _local(node.get("bpmnElement"))
                if node.tag == f"{{{BPMNDI}}}BPMNShape":
                    box = _box(child(node, DC, "Bounds"), node, problems)
                    if box is not None:
                        expanded = flag(node, "isExpanded", True)
                        shapes.setdefault(element_id, Shape(element_id, box, _label(node, problems), expanded, on, node.sourceline))
                elif node.tag == f"{{{BPMNDI}}}BPMNEdge":
                    points = tuple(_point(point, problems) for point in children(node, DI, "waypoint"))
                    edges.setdefault(element_id, Edge(element_id, points, _label(node, problems), on, node.sourceline))
    return Drawing(shapes, edges)


def _local(name: str | None) -> str:
    return (name or "").rpartition(":")[2]


def _label(node: Node, problems: Problems) -> Box | None:
    label = child(node, BPMNDI, "BPMNLabel")
    bounds = child(label, DC, "Bounds") if label is not None else None
    return _box(bounds, node, problems) if bounds is not None else None


def _box(bounds: Node | None, owner: Node, problems: Problems) -> Box | None:
    if bounds is None:
        problems.add(owner.get("bpmnElement"), owner.sourceline, "Expected the bounds of a shape, but found none")
        return None
    numbers = {name: _number(bounds, name, problems) for name in ("x", "y", "width", "height")}
    return Box(**numbers)


def _point(point: Node, problems: Problems) -> tuple[float, float]:
    return (_number(point, "x", problems), _number(point, "y", problems))


def _number(node: Node, name: str, problems: Problems) -> float:
    said = node.get(name)
    try:
        number = float(said or "")
    except ValueError:
        number = math.nan
    if not math.isfinite(number) or abs(number) > 1_000_000:
        problems.add(None, node.sourceline, "Expected a number of pixels in %(name)s, but found %(said)s", name=name, said=said)
        return 0.0
    return number
