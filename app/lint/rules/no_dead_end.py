"""The rule no-dead-end."""

from collections.abc import Iterator

from app.diagram import Diagram
from app.lint.graph import is_event_sub_process, is_link
from app.lint.rule import ERROR, Found, at, rule
from app.lint.surroundings import Surroundings


@rule(
    "no-dead-end",
    ERROR,
    instead="Lead the flow on, or end it with an end event that is named by the result.",
)
def no_dead_end(diagram: Diagram, around: Surroundings) -> Iterator[Found]:
    """Where the flow stops without an end event, a reader cannot tell whether the work is done or something was forgotten."""
    for process in diagram.processes:
        for element in process.elements.values():
            ends = element.kind == "endEvent" or is_event_sub_process(element) or is_link(element, "intermediateThrowEvent")
            if not element.outgoing and not ends and not element.for_compensation:
                yield at(element, "Expected a flow out of %(element)s, but found none")
