"""The rule shapes-lie-inside."""

from collections.abc import Iterator, Mapping

from app.diagram import Diagram, DiagramElement, Participant, Process
from app.lint.geometry import holds, on_border
from app.lint.rule import DRAWING, Found, at, rule
from app.lint.surroundings import Surroundings


@rule(
    "shapes-lie-inside",
    DRAWING,
    instead=("Move the element into its lane, pool or sub-process, or make that larger; the file must say the same as the drawing."),
)
def shapes_lie_inside(diagram: Diagram, around: Surroundings) -> Iterator[Found]:
    """The lane says who works, the sub-process which variables and deadlines hold. A shape outside says something else than
    the file.
    """
    shapes = diagram.drawing.shapes
    pools = {pool.process_id: pool for pool in diagram.participants if pool.process_id}
    for process in diagram.processes:
        for lane in process.lanes.values():
            pool = pools.get(process.id)
            outer = lane.parent_lane or (pool.id if pool is not None else "")
            if lane.id in shapes and outer in shapes and not holds(shapes[outer].box, shapes[lane.id].box):
                yield at(lane, "Expected the lane %(element)s inside %(outer)s, but found it outside", outer=outer)
        for element in process.elements.values():
            inner, host = shapes.get(element.id), shapes.get(element.attached_to or "")
            if inner is None:
                continue
            if element.attached_to is not None:
                if host is not None and not on_border(inner.box.middle, host.box, "box"):
                    yield at(element, "Expected %(element)s on the border of its activity, but found it elsewhere")
                continue
            outer = _outer(process, element, pools)
            around_it = shapes.get(outer)
            if around_it is not None and around_it.plane == inner.plane and around_it.expanded and not holds(around_it.box, inner.box):
                yield at(element, "Expected %(element)s inside %(outer)s, but found it outside", outer=outer)


def _outer(process: Process, element: DiagramElement, pools: Mapping[str, Participant]) -> str:
    """Id of what the element must lie in: its sub-process, else its lane, else its pool; the process, which has no shape, else."""
    if element.parent_id != process.id:
        return element.parent_id
    pool = pools.get(process.id)
    return element.lane_id or (pool.id if pool is not None else process.id)
