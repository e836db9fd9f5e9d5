"""The rule every-element-is-reached."""

from collections.abc import Iterator

from app.diagram import Diagram
from app.lint.graph import first_elements, reach
from app.lint.rule import ERROR, Found, at, rule
from app.lint.surroundings import Surroundings


@rule(
    "every-element-is-reached",
    ERROR,
    instead="Draw the flow that leads to the element, or delete it.",
)
def every_element_is_reached(diagram: Diagram, around: Surroundings) -> Iterator[Found]:
    """What no flow leads to is never done, although the drawing says it is part of the work."""
    for process in diagram.processes:
        for scope_id in process.scopes():
            reached = reach(process, first_elements(process, scope_id))
            for element in process.inside(scope_id):
                if element.id not in reached and element.kind != "startEvent":
                    yield at(element, "Expected a way from the start to %(element)s, but found none")
