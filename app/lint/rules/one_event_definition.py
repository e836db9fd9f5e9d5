"""The rule one-event-definition."""

from collections.abc import Iterator

from app.diagram import Diagram
from app.lint.rule import ERROR, Found, at, rule
from app.lint.surroundings import Surroundings


@rule(
    "one-event-definition",
    ERROR,
    instead="Draw one event for each thing to wait for, behind an event-based gateway or as boundary events of their own.",
)
def one_event_definition(diagram: Diagram, around: Surroundings) -> Iterator[Found]:
    """An event with several definitions does not show which of them happened."""
    for process in diagram.processes:
        for element in process.elements.values():
            shared = any(definition.kind == "reference" for definition in element.definitions)
            if len(element.definitions) > 1 or shared:
                kinds = ", ".join(definition.kind for definition in element.definitions)
                yield at(element, "Expected one event definition, written in the event itself, but found: %(kinds)s", kinds=kinds)
