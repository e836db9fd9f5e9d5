"""The steps of a process in the order of its course, whatever lane or place they are drawn in."""

from collections.abc import Callable, Iterator

from app.diagram import DiagramElement, Process


def in_course_order(process: Process, place_of: Callable[[str], float]) -> list[DiagramElement]:
    """Return all elements, each after those that lead to it; a sub-process is followed by what it holds.

    A flow that leads back to an earlier step is no reason to wait for the later one. What nothing puts in order, such as branches side by
    side, follows the drawing. place_of: how far along an element is drawn, by its id. Event sub-processes come last: they happen at any
    time or never.
    """
    return list(_scope(process, process.id, place_of))


def _scope(process: Process, scope: str, place_of: Callable[[str], float]) -> Iterator[DiagramElement]:
    inside = sorted(process.inside(scope), key=lambda one: (one.triggered_by_event, place_of(one.id)))
    before = _leads_to(process, inside)
    waiting = list(inside)
    while waiting:
        left = {one.id for one in waiting}
        element = next((one for one in waiting if not before[one.id] & left), waiting[0])
        waiting.remove(element)
        yield element
        yield from _scope(process, element.id, place_of)


def _leads_to(process: Process, inside: list[DiagramElement]) -> dict[str, set[str]]:
    """Return, for each element, those that come directly before it: flows that lead back are left out."""
    before: dict[str, set[str]] = {one.id: set() for one in inside}
    state: dict[str, str] = {}

    def walk(element: DiagramElement) -> None:
        state[element.id] = "under way"
        for following in _after(process, element):
            if following not in before or state.get(following) == "under way":
                continue
            before[following].add(element.id)
            if following not in state:
                walk(process.elements[following])
        state[element.id] = "seen"

    for element in sorted(inside, key=lambda one: one.kind != "startEvent"):
        if element.id not in state and element.attached_to is None:
            walk(element)
    return before


def _after(process: Process, element: DiagramElement) -> list[str]:
    return [*(process.flows[flow].target for flow in element.outgoing), *process.attached.get(element.id, ())]
