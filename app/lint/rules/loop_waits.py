"""The rule loop-waits."""

from collections.abc import Iterator, Mapping

from app.diagram import Diagram, DiagramElement, Process
from app.lint.graph import following, reach, waits
from app.lint.rule import ERROR, Found, at, rule
from app.lint.surroundings import Surroundings


@rule(
    "loop-waits",
    ERROR,
    instead=(
        "Put a user task, a timer or a message event into the loop, or compute the result in one script task (FEEL has "
        "for, some and every)."
    ),
)
def loop_waits(diagram: Diagram, around: Surroundings) -> Iterator[Found]:
    """A loop in which nothing waits would run until the engine's budget of steps is used up, and stop the case with an
    incident.
    """
    for process in diagram.processes:
        going_on = {element.id: element for element in process.elements.values() if not waits(process, element)}
        reported: set[str] = set()
        for element in going_on.values():
            round_trip = _reached_without_waiting(process, element)
            if element.id in round_trip and element.id not in reported:
                reported.update(other_id for other_id in round_trip if other_id in going_on)
                yield at(element, "Expected a loop through %(element)s to wait somewhere, but found nothing in it that waits")


def _reached_without_waiting(process: Process, element: DiagramElement) -> Mapping[str, DiagramElement]:
    return reach(process, following(process, element), lambda other: not waits(process, other))
