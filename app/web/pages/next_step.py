"""What may come after a step, as its diagram is drawn: nobody can say yet which way the answers lead."""

from collections.abc import Iterator

from app.diagram import DiagramElement, Process

_WORKED = frozenset({"userTask", "callActivity"})


def next_steps(process: Process, element_id: str) -> list[DiagramElement]:
    """Return the steps that people see next, and the ends, in the order of the flows.

    Automatic steps and gateways are passed through; the end of a sub-process leads on to what follows it.
    """
    start = process.elements.get(element_id)
    found: dict[str, DiagramElement] = {}
    seen: set[str] = set()
    ahead = list(_after(process, start)) if start is not None else []
    while ahead:
        element = ahead.pop(0)
        if element.id in seen:
            continue
        seen.add(element.id)
        parent = process.elements.get(element.parent_id)
        if element.kind in _WORKED:
            found.setdefault(element.title, element)
        elif element.kind == "subProcess":
            ahead = [inner for inner in process.inside(element.id) if inner.kind == "startEvent"] + ahead
        elif element.kind == "endEvent" and parent is None:
            found.setdefault(element.title, element)
        elif element.kind == "endEvent" and parent is not None and element.event is None:
            ahead = [*_after(process, parent), *ahead]
        else:
            ahead = [*_after(process, element), *ahead]
    return list(found.values())


def _after(process: Process, element: DiagramElement) -> Iterator[DiagramElement]:
    for flow in element.outgoing:
        target = process.elements.get(process.flows[flow].target)
        if target is not None:
            yield target
