"""The rule flow-stays-in-its-scope."""

from collections.abc import Iterator

from app.diagram import Diagram
from app.lint.graph import is_event_sub_process
from app.lint.rule import ERROR, Found, at, rule
from app.lint.surroundings import Surroundings


@rule(
    "flow-stays-in-its-scope",
    ERROR,
    instead=(
        "End the flow at the border of the sub-process: leave it by its end event or a boundary event, and continue "
        "from the sub-process itself."
    ),
)
def flow_stays_in_its_scope(diagram: Diagram, around: Surroundings) -> Iterator[Found]:
    """A flow across the border of a sub-process would leave its variables and deadlines behind, or enter without them."""
    for process in diagram.processes:
        for flow in process.flows.values():
            source, target = process.elements[flow.source], process.elements[flow.target]
            if source.parent_id != target.parent_id:
                yield at(
                    flow,
                    "Expected both ends of the flow in the same process or sub-process, but it goes from %(source)s to %(target)s",
                    source=source.id,
                    target=target.id,
                )
            elif target.kind in ("startEvent", "boundaryEvent") or is_event_sub_process(target):
                yield at(flow, "Expected no flow into %(target)s, but found one from %(source)s", source=source.id, target=target.id)
            elif source.kind == "endEvent" or is_event_sub_process(source):
                yield at(flow, "Expected no flow out of %(source)s, but found one to %(target)s", source=source.id, target=target.id)
        for element in process.elements.values():
            host = process.elements.get(element.attached_to or "")
            if host is not None and host.parent_id != element.parent_id:
                yield at(
                    element,
                    "Expected the boundary event in the same process or sub-process as %(host)s, but found it elsewhere",
                    host=host.id,
                )
