"""The rule no-conditional-event."""

from collections.abc import Iterator

from app.diagram import Diagram
from app.lint.rule import ERROR, Found, at, rule
from app.lint.surroundings import Surroundings


@rule(
    "no-conditional-event",
    ERROR,
    instead=(
        "Use an exclusive gateway where the condition is decided by a task before it, or a message that is sent when "
        "the condition comes true."
    ),
)
def no_conditional_event(diagram: Diagram, around: Surroundings) -> Iterator[Found]:
    """A conditional event would have to be asked again at every change of every variable, and nobody could later show when it
    came true.
    """
    for process in diagram.processes:
        for element in process.elements.values():
            if any(definition.kind == "conditional" for definition in element.definitions):
                yield at(element, "Expected no conditional event, but found %(element)s")
