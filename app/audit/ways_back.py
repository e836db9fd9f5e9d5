"""To which earlier steps a task may be sent back, as the diagram says. Source: property returnTo, docs/diagrams."""

from app.diagram import Diagram, DiagramElement


def ways_back(diagram: Diagram, element_id: str) -> list[DiagramElement]:
    """Return the steps in the order in which the diagram names them."""
    element = diagram.element(element_id)
    named = element.properties.get("returnTo", "") if element else ""
    found = (diagram.element(wanted) for wanted in filter(None, map(str.strip, named.split(","))))
    return [step for step in found if step is not None]
