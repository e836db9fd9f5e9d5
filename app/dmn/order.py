"""Putting a requirements graph in order, and refusing one that has none."""

from collections.abc import Mapping

from app.dmn.elements import Element
from app.dmn.findings import Findings
from app.dmn.graph import DrgElement, Requirement, Service


def put_in_order(sources: Mapping[DrgElement, Element], findings: Findings) -> None:
    """Give each element what it needs, in order. Elements that need each other in a circle are a finding.

    Source: DMN 1.5 section 6.2.1.2: the graph has no cycles.
    """
    for element, source in sources.items():
        order: dict[DrgElement, None] = {}
        if _collect(element, order, findings, source):
            order.pop(element, None)
            element.order = tuple(order)


def _needs(element: DrgElement) -> list[Requirement]:
    """Return what an element needs; a decision service brings its own evaluation, so nothing before it is called."""
    return [] if isinstance(element, Service) else element.requirements


def _collect(start: DrgElement, order: dict[DrgElement, None], findings: Findings, source: Element) -> bool:
    """Fill `order` with all that an element needs, each after its own needs; False where there is a cycle."""
    path: list[tuple[DrgElement, list[Requirement]]] = [(start, list(_needs(start)))]
    on_path = {start}
    while path:
        element, waiting = path[-1]
        if not waiting:
            path.pop()
            on_path.discard(element)
            order[element] = None
            continue
        needed = waiting.pop(0).element
        if needed in on_path:
            names = " -> ".join(found.title for found, _ in path)
            findings.add(
                "cycle", source, "Expected requirements without a circle, but found %(path)s -> %(again)s", path=names, again=needed.title
            )
            return False
        if needed not in order:
            path.append((needed, list(_needs(needed))))
            on_path.add(needed)
    return True
