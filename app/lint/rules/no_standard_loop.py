"""The rule no-standard-loop."""

from collections.abc import Iterator

from app.diagram import Diagram
from app.lint.rule import ERROR, Found, at, rule
from app.lint.surroundings import Surroundings


@rule(
    "no-standard-loop",
    ERROR,
    instead="Repeat with an exclusive gateway and a flow back to the task, or with a multi-instance over a collection.",
)
def no_standard_loop(diagram: Diagram, around: Surroundings) -> Iterator[Found]:
    """A standard loop hides the condition under which work is done again; a gateway shows it."""
    for process in diagram.processes:
        for element in process.elements.values():
            if element.loop is not None and element.loop.standard:
                yield at(element, "Expected no standard loop, but found one on %(element)s")
