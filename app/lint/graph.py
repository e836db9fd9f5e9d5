"""Ways through a diagram."""

from collections.abc import Callable, Iterable, Iterator

from app.diagram import DiagramElement, Process
from app.diagram.kinds import SUB_PROCESSES

_WAITING_EVENTS = frozenset({"timer", "message", "signal", "conditional"})
_GATEWAYS = frozenset({"parallelGateway", "inclusiveGateway"})


def following(process: Process, element: DiagramElement) -> Iterator[DiagramElement]:
    """Where a token goes next in the same scope: along its flows, by its boundary events, through a link."""
    for flow_id in element.outgoing:
        yield process.elements[process.flows[flow_id].target]
    yield from process.boundaries(element.id)
    if is_link(element, "intermediateThrowEvent"):
        yield from (
            other
            for other in process.inside(element.parent_id)
            if is_link(other, "intermediateCatchEvent") and link_name(other) == link_name(element)
        )


def is_link(element: DiagramElement, kind: str) -> bool:
    return element.kind == kind and any(definition.kind == "link" for definition in element.definitions)


def link_name(element: DiagramElement) -> str | None:
    return next((definition.name for definition in element.definitions if definition.kind == "link"), None)


def reach(
    process: Process, first: Iterable[DiagramElement], through: Callable[[DiagramElement], bool] = lambda element: True
) -> dict[str, DiagramElement]:
    """Every element that a token can come to from the first ones, those included; it goes on only from elements that `through` allows."""
    seen: dict[str, DiagramElement] = {}
    todo = list(first)
    while todo:
        element = todo.pop()
        if element.id in seen:
            continue
        seen[element.id] = element
        if through(element):
            todo.extend(following(process, element))
    return seen


def first_elements(process: Process, scope_id: str) -> list[DiagramElement]:
    """What begins in a scope without a flow that leads to it: its start events and its event sub-processes."""
    return [element for element in process.inside(scope_id) if element.kind == "startEvent" or is_event_sub_process(element)]


def is_event_sub_process(element: DiagramElement) -> bool:
    return element.kind in SUB_PROCESSES and element.triggered_by_event


def waits(process: Process, element: DiagramElement) -> bool:
    """Whether a token that enters the element surely rests there until a person, a clock or another system acts."""
    if element.kind == "callActivity":
        # Taken for waiting: what it calls is another file's, and the engine's budget of steps stops what does not wait.
        return True
    if element.kind in ("userTask", "receiveTask", "serviceTask", "sendTask", "businessRuleTask", "eventBasedGateway"):
        return is_outside_work(element)
    if element.kind in SUB_PROCESSES:
        return sub_process_waits(process, element)
    if element.kind in ("intermediateCatchEvent", "boundaryEvent"):
        return any(definition.kind in _WAITING_EVENTS for definition in element.definitions)
    return False


def is_outside_work(element: DiagramElement) -> bool:
    if element.kind in ("userTask", "receiveTask", "eventBasedGateway"):
        return True
    work = element.task_definition
    return work is not None and not work.type.startswith("duban:") and element.called_decision is None


def sub_process_waits(process: Process, element: DiagramElement) -> bool:
    """Whether no way leads from its start to its end without waiting. A loop over a collection may be empty: it never surely waits."""
    if element.loop is not None:
        return False
    starts = [inner for inner in process.inside(element.id) if inner.kind == "startEvent"]
    # Each element is asked once: asked again at every level, nested sub-processes would take a time that doubles with each.
    resting = {inner.id for inner in process.inside(element.id) if waits(process, inner)}
    passed = reach(process, starts, lambda inner: inner.id not in resting)
    return all(inner.outgoing or is_link(inner, "intermediateThrowEvent") or inner.id in resting for inner in passed.values())


def calls_at_once(process: Process) -> frozenset[str]:
    """Ids of the processes that this one calls before anything in it waits; expressions (`=...`) are left out."""
    todo = [process.id]
    called: set[str] = set()
    while todo:
        scope = todo.pop()
        starts = [element for element in process.inside(scope) if element.kind == "startEvent" and not element.definitions]
        for element in reach(process, starts, lambda inner: not waits(process, inner)).values():
            if element.kind in SUB_PROCESSES and not element.triggered_by_event:
                todo.append(element.id)
            if element.called_element is not None and not element.called_element.process_id.startswith("="):
                called.add(element.called_element.process_id)
    return frozenset(called)


def outer_in(process: Process, element: DiagramElement, scope_id: str) -> DiagramElement | None:
    """The element itself, or the sub-process around it, that lies directly in a scope; None if it lies elsewhere."""
    here: DiagramElement | None = element
    while here is not None and here.parent_id != scope_id:
        here = process.elements.get(here.parent_id)
    return here


def is_join(element: DiagramElement) -> bool:
    return element.kind in _GATEWAYS and len(element.incoming) > 1
